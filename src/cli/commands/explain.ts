import type { ExplainOptions } from '../explain/explain.ts';
import type { AddCommand } from '../program.ts';

/** `assay explain ID`. */
export const addExplain: AddCommand = (program, io, finish) => {
  program
    .command('explain')
    .description('explain a check, requirement, outcome, exit code or case of a run')
    .argument('<id>', 'id of a check or requirement, an outcome such as skipped, an exit code, or a case of a run')
    .option('--run <run>', 'run of the case: its folder, its id, or latest (the default for ids of cases)')
    .option('--target <name>', 'target of the run, if several have the case')
    .option('--curl', 'print the request that shows the failure as a curl command')
    .option('--json', 'one JSON document on standard output')
    .action(async (id: string, options: ExplainOptions) => {
      const { explain } = await import('../explain/explain.ts');
      finish(await explain(id, options, io));
    });
};
