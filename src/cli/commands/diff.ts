import type { DiffOptions } from '../diff/diff.ts';
import type { AddCommand } from '../program.ts';

/** `assay diff OLD NEW`. */
export const addDiff: AddCommand = (program, io, finish) => {
  program
    .command('diff')
    .description('show what changed between two runs of one target: regressions, fixes, drift of facts and shapes')
    .argument('<old>', 'folder of the older run, its id, or latest')
    .argument('<new>', 'folder of the newer run, its id, or latest')
    .option('--target <name>', 'only this target, if the runs have several')
    .option('--json', 'one JSON document on standard output')
    .action(async (old: string, fresh: string, options: DiffOptions) => {
      const { diff } = await import('../diff/diff.ts');
      finish(await diff(old, fresh, options, io));
    });
};
