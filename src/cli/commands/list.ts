import { runOptions } from '../../config/options.ts';
import { listNames } from '../list/list-names.ts';
import type { ListOptions } from '../list/list.ts';
import type { AddCommand } from '../program.ts';
import { referenceOptions } from './lint.ts';
import { optionOf } from './run.ts';

const known = `${listNames.slice(0, -1).join(', ')} or ${listNames.at(-1) ?? ''}`;

/** `assay list WHAT`. */
export const addList: AddCommand = (program, io, finish) => {
  const command = program
    .command('list')
    .description(`list ${known}`)
    .argument('<what>', known)
    .argument('[contract...]', 'contracts to list from (default: all shipped ones)')
    .option('--uncovered', 'only the requirements that no check decides yet')
    .option('--config <file>', 'config file for list targets')
    .option('--json', 'one JSON document on standard output');
  for (const option of runOptions) if (referenceOptions.has(option.flag)) command.addOption(optionOf(option));
  command.action(async (what: string, contracts: string[], options: ListOptions) => {
    const { list } = await import('../list/list.ts');
    finish(await list(what, contracts, options, io));
  });
};
