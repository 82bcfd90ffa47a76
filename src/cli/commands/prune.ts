import type { AddCommand } from '../program.ts';
import type { PruneFlags } from '../prune/prune.ts';

/** `assay prune`. */
export const addPrune: AddCommand = (program, io, finish) => {
  program
    .command('prune')
    .description('remove the folders of old runs below reports/; the history keeps their lines')
    .option('--keep-runs <number>', 'how many of the newest runs are kept (default: keep.runs of the config)')
    .option('--keep-days <number>', 'runs of so many days are kept (default: keep.days of the config)')
    .option('--config <file>', 'config file instead of the one in the working directory')
    .option('--dry-run', 'print what would be removed, and remove nothing')
    .option('--json', 'one JSON document on standard output')
    .action(async (flags: PruneFlags) => {
      const { prune } = await import('../prune/prune.ts');
      finish(await prune(flags, io));
    });
};
