import { runOptions } from '../../config/options.ts';
import { UsageError } from '../../config/usage-error.ts';
import type { Flags } from '../../config/given.ts';
import type { DiffOptions } from '../diff/diff.ts';
import type { AddCommand } from '../program.ts';
import { referenceOptions } from './lint.ts';
import { optionOf } from './run.ts';

type Options = DiffOptions & Flags & { readonly observed?: boolean };

/** `assay diff OLD NEW`. */
export const addDiff: AddCommand = (program, io, finish) => {
  const command = program
    .command('diff')
    .description('show what changed between two runs of one target, between what two runs have seen, or between two OpenAPI documents')
    .argument('<old>', 'folder of the older run, its id or the beginning of it, or latest; or an OpenAPI document; with --observed a file')
    .argument('<new>', 'the same of the newer one')
    .option('--target <name>', 'only this target, if the runs have several')
    .option('--observed', 'compare two files of run --save-observed instead')
    .option('--json', 'one JSON document on standard output');
  for (const option of runOptions) if (referenceOptions.has(option.flag)) command.addOption(optionOf(option));
  command.action(async (old: string, fresh: string, { observed, target, json, ...flags }: Options) => {
    const options = json === undefined ? {} : { json };
    if (observed === true) {
      if (target !== undefined) throw new UsageError('Cannot use --target with --observed: such a file is about one target');
      const { diffObserved } = await import('../diff/diff-observed.ts');
      finish(await diffObserved(old, fresh, options, io));
      return;
    }
    const { areDocuments, diffDocuments } = await import('../diff/diff-documents.ts');
    if (areDocuments(old, fresh, io.cwd)) {
      if (target !== undefined) throw new UsageError('Cannot use --target with two documents: only runs have targets');
      finish(await diffDocuments(old, fresh, { ...options, flags }, io));
      return;
    }
    const { diff } = await import('../diff/diff.ts');
    finish(await diff(old, fresh, { ...options, ...(target === undefined ? {} : { target }) }, io));
  });
};
