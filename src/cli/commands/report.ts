import { reportNames } from '../../model/report-names.ts';
import type { AddCommand } from '../program.ts';

const collect = (value: string, before: readonly string[] | undefined): readonly string[] => [...(before ?? []), value];

/** `assay report RUN`. */
export const addReport: AddCommand = (program, io, finish) => {
  program
    .command('report')
    .description('write the reports of a run again from its record')
    .argument('<run>', 'folder of a run, its id or the beginning of it, or latest')
    .option('--report <list>', `${reportNames.join(', ')} (default: all)`, collect)
    .action(async (run: string, options: { readonly report?: readonly string[] }) => {
      const { report } = await import('../report/report.ts');
      finish(await report(run, options, io));
    });
};
