import { UsageError } from '../../config/usage-error.ts';
import type { DiffOptions } from '../diff/diff.ts';
import type { AddCommand } from '../program.ts';

type Options = DiffOptions & { readonly observed?: boolean };

/** `assay diff OLD NEW`. */
export const addDiff: AddCommand = (program, io, finish) => {
  program
    .command('diff')
    .description('show what changed between two runs of one target: regressions, fixes, drift of facts and shapes')
    .argument('<old>', 'folder of the older run, its id, or latest; with --observed a file')
    .argument('<new>', 'folder of the newer run, its id, or latest; with --observed a file')
    .option('--target <name>', 'only this target, if the runs have several')
    .option('--observed', 'compare two files of run --save-observed instead')
    .option('--json', 'one JSON document on standard output')
    .action(async (old: string, fresh: string, { observed, ...options }: Options) => {
      if (observed === true) {
        if (options.target !== undefined) throw new UsageError('Cannot use --target with --observed: such a file is about one target');
        const { diffObserved } = await import('../diff/diff-observed.ts');
        finish(await diffObserved(old, fresh, options, io));
        return;
      }
      const { diff } = await import('../diff/diff.ts');
      finish(await diff(old, fresh, options, io));
    });
};
