import { listOf } from '../../config/given.ts';
import { runOptions } from '../../config/options.ts';
import type { CompareFlags } from '../compare/compare.ts';
import type { AddCommand } from '../program.ts';
import { sayReading } from '../say-reading.ts';
import { optionOf } from './run.ts';

const collect = (value: string, before: readonly string[] | undefined): readonly string[] => [...(before ?? []), value];

/** Options of `run` without a meaning for a comparison. */
const foreign: ReadonlySet<string> = new Set(['dryRun', 'resume', 'shard', 'shardsInTurn', 'knownFailures', 'observed', 'saveObserved']);

/** `assay compare RUN…`. */
export const addCompare: AddCommand = (program, io, finish) => {
  const command = program
    .command('compare')
    .description('show where the targets of one or several runs differ: one page, and a table')
    .argument('[run...]', 'folder of a run, its id or the beginning of it, or latest')
    .option('--targets <list>', 'judge these first, with the options of run', collect)
    .option('--page <file>', 'file of the page (default: reports/compare.html)');
  for (const option of runOptions) if (!foreign.has(option.name)) command.addOption(optionOf(option));
  command.action(async (runs: string[], flags: CompareFlags) => {
    if (io.stderr.isTerminal) sayReading(io, 'compare', [...runs, ...(flags.targets ?? []).flatMap(listOf)], flags);
    const { compare } = await import('../compare/compare.ts');
    finish(await compare(runs, flags, io));
  });
};
