import type { AddCommand } from '../program.ts';

/** `assay list WHAT`. */
export const addList: AddCommand = (program, io, finish) => {
  program
    .command('list')
    .description('list contracts, operations, checks, requirements, defects, fixtures or targets')
    .argument('<what>', 'contracts, operations, checks, requirements, defects, fixtures or targets')
    .argument('[contract...]', 'contracts to list from (default: all shipped ones)')
    .option('--uncovered', 'of the requirements those that no check decides yet')
    .option('--config <file>', 'config file for list targets')
    .option('--json', 'one JSON document on standard output')
    .action(async (what: string, contracts: string[], options: Readonly<Record<string, string | boolean>>) => {
      const { list } = await import('../list/list.ts');
      finish(await list(what, contracts, options, io));
    });
};
