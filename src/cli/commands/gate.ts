import { runOptions } from '../../config/options.ts';
import type { GateFlags } from '../gate/gate.ts';
import type { AddCommand } from '../program.ts';
import { sayReading } from '../say-reading.ts';
import { optionOf } from './run.ts';

const collect = (value: string, before: readonly string[] | undefined): readonly string[] => [...(before ?? []), value];

/** Options of `run` by which nothing could be decided. */
const foreign: ReadonlySet<string> = new Set(['dryRun', 'resume', 'shard', 'shardsInTurn']);

/** `assay gate [TARGET…]`. */
export const addGate: AddCommand = (program, io, finish) => {
  const command = program
    .command('gate')
    .description('judge targets, or the record of a run, by a policy: yes or no, with the reason')
    .argument('[target...]', 'as for run (default: all targets of the config)')
    .option('--run <run>', 'judge this record instead and send nothing: folder of a run, its id or the beginning of it, or latest')
    .option('--max-age <age>', 'with --run: exit code 3 if the run began longer ago, such as 36h, 90m or 7d')
    .option('--annotations <kind>', 'also print annotations for a CI: github', collect);
  for (const option of runOptions) if (!foreign.has(option.name)) command.addOption(optionOf(option));
  command.action(async (names: string[], flags: GateFlags) => {
    if (flags.run === undefined) sayReading(io, 'gate', names, flags);
    const { gate } = await import('../gate/gate.ts');
    finish(await gate(names, flags, io));
  });
};
