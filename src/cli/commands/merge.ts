import type { MergeOptions } from '../merge/merge.ts';
import type { AddCommand } from '../program.ts';
import { sayReading } from '../say-reading.ts';

const collect = (value: string, before: readonly string[] | undefined): readonly string[] => [...(before ?? []), value];

/** `assay merge DIR…`. */
export const addMerge: AddCommand = (program, io, finish) => {
  program
    .command('merge')
    .description('join the parts of a split run (run --shard i/n) into one run')
    .argument('<dir...>', 'folders of parts, their ids, or a folder that has them')
    .option('--partial', 'merge what is there although parts are missing or were cut off: an incomplete run')
    .option('--out <dir>', 'directory of the record (default: a new one below reports/)')
    .option('--report <list>', 'reports to write, as for run', collect)
    .option('--save-observed <file>', 'write what the run has seen of its only target into a file for later runs')
    .option('--quiet', 'the verdict line alone')
    .option('--verbose', 'print the whole summary, not only the worst findings')
    .option('--json', 'one JSON document on standard output')
    .action(async (paths: readonly string[], options: MergeOptions) => {
      sayReading(io, 'merge', paths, options.json === true ? { quiet: true } : options.quiet === true ? { quiet: true } : {});
      const { merge } = await import('../merge/merge.ts');
      finish(await merge(paths, options, io));
    });
};
