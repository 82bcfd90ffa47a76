import type { HistoryFlags } from '../history/history.ts';
import type { AddCommand } from '../program.ts';

/** `assay history [TARGET…]`. */
export const addHistory: AddCommand = (program, io, finish) => {
  program
    .command('history')
    .description('show what the runs found from night to night: what broke, was mended, or flips; writes a page too')
    .argument('[target...]', 'targets of the history (default: all, in a line each)')
    .option('--last <number>', 'how many runs of each target, or all (default: 14)')
    .option('--flaky', 'only what flips between kept and broken; exit code 1 if a must does')
    .option('--max-age <age>', 'exit code 3 if the last complete run of a target is older, such as 36h or 7d; a number means hours')
    .option('--file <file>', 'the history (default: reports/history.jsonl)')
    .option('--page <file>', 'file of the page (default: history.html beside the history)')
    .option('--json', 'one JSON document on standard output')
    .action(async (names: string[], flags: HistoryFlags) => {
      const { history } = await import('../history/history.ts');
      finish(await history(names, flags, io));
    });
};
