import { setFlagsFromString } from 'node:v8';
import { engineFlags } from '../start/engine-flags.ts';

/** What only prints a text ends before such options save anything. */
const brief: ReadonlySet<string | undefined> = new Set([undefined, '--help', '-h', 'help', '--version', '-V', 'completion']);

if (!brief.has(process.argv[2])) for (const flag of engineFlags) setFlagsFromString(flag);
