import { reachingOptions, runOptions } from '../../config/options.ts';
import type { Flags } from '../../config/given.ts';
import type { AddCommand } from '../program.ts';
import { optionOf } from './run.ts';

/** `assay cleanup RUN`. */
export const addCleanup: AddCommand = (program, io, finish) => {
  const command = program
    .command('cleanup')
    .description('delete what a killed run left behind, if the contract has an operation for it')
    .argument('<run>', 'folder of the run, its id or the beginning of it, or latest');
  for (const option of runOptions) if (reachingOptions.has(option.name) || option.name === 'dryRun') command.addOption(optionOf(option));
  command.action(async (directory: string, flags: Flags) => {
    const { cleanup } = await import('../cleanup/cleanup.ts');
    finish(await cleanup(directory, flags, io));
  });
};
