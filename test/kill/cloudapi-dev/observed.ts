import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseObserved } from '../../../src/config/observed-file.ts';

const path = fileURLToPath(new URL('observed.json', import.meta.url));

/** What a run has seen of the healthy reference, as `--save-observed` wrote it. */
export const observed = parseObserved(readFileSync(path, 'utf8'), 'observed.json', path);
