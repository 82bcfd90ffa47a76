import { runOptions } from '../../config/options.ts';
import type { Flags } from '../../config/given.ts';
import type { AddCommand } from '../program.ts';
import { optionOf } from './run.ts';

/** Options of `run` that define where a target is and how to reach it. */
const reaching = new Set(['--config', '--base-url', '--credential', '--set', '--allow', '--dry-run']);

/** `assay cleanup RUN`. */
export const addCleanup: AddCommand = (program, io, finish) => {
  const command = program
    .command('cleanup')
    .description('delete what a killed run left behind, if the contract has an operation for it')
    .argument('<run>', 'folder of the run, its id or the beginning of it, or latest');
  for (const option of runOptions) if (reaching.has(option.flag)) command.addOption(optionOf(option));
  command.action(async (directory: string, flags: Flags) => {
    const { cleanup } = await import('../cleanup/cleanup.ts');
    finish(await cleanup(directory, flags, io));
  });
};
