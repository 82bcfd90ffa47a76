import { runOptions } from '../../config/options.ts';
import type { ListOptions } from '../list/list.ts';
import type { AddCommand } from '../program.ts';
import { referenceOptions } from './lint.ts';
import { optionOf } from './run.ts';

/** `assay list WHAT`. */
export const addList: AddCommand = (program, io, finish) => {
  const command = program
    .command('list')
    .description('list contracts, operations, checks, requirements, defects, fixtures or targets')
    .argument('<what>', 'contracts, operations, checks, requirements, defects, fixtures or targets')
    .argument('[contract...]', 'contracts to list from (default: all shipped ones)')
    .option('--uncovered', 'of the requirements those that no check decides yet')
    .option('--config <file>', 'config file for list targets')
    .option('--json', 'one JSON document on standard output');
  for (const option of runOptions) if (referenceOptions.has(option.flag)) command.addOption(optionOf(option));
  command.action(async (what: string, contracts: string[], options: ListOptions) => {
    const { list } = await import('../list/list.ts');
    finish(await list(what, contracts, options, io));
  });
};
