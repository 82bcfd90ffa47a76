import type { AddCommand } from '../program.ts';

/** `assay explain ID`. */
export const addExplain: AddCommand = (program, io, finish) => {
  program
    .command('explain')
    .description('say in words what a check, requirement, outcome or exit code means')
    .argument('<id>', 'id of a check or requirement, an outcome such as skipped, or an exit code')
    .option('--json', 'one JSON document on standard output')
    .action(async (id: string, options: Readonly<Record<string, boolean>>) => {
      const { explain } = await import('../explain/explain.ts');
      finish(await explain(id, options, io));
    });
};
