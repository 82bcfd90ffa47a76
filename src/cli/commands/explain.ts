import type { Flags } from '../../config/given.ts';
import { runOptions } from '../../config/options.ts';
import type { AddCommand } from '../program.ts';
import { referenceOptions } from './lint.ts';
import { optionOf } from './run.ts';

type ExplainFlags = Flags & { readonly run?: string; readonly target?: string; readonly curl?: boolean; readonly json?: boolean };

/** `assay explain ID`. */
export const addExplain: AddCommand = (program, io, finish) => {
  const command = program
    .command('explain')
    .description('explain a check, requirement, outcome, exit code or case of a run')
    .argument('<id>', 'id of a check or requirement, an outcome such as skipped, an exit code, or a case of a run')
    .argument('[contract]', 'contract with the requirement: a shipped one, or the path of an OpenAPI document')
    .option('--run <run>', 'run of the case: its folder, its id or the beginning of it, or latest (the default for ids of cases)')
    .option('--target <name>', 'target of the run, if several have the case')
    .option('--curl', 'print the request that shows the failure as a curl command')
    .option('--json', 'one JSON document on standard output');
  for (const option of runOptions) if (referenceOptions.has(option.flag)) command.addOption(optionOf(option));
  command.action(async (id: string, contract: string | undefined, { run, target, curl, json, ...references }: ExplainFlags) => {
    const { explain } = await import('../explain/explain.ts');
    const asked = { ...(run === undefined ? {} : { run }), ...(target === undefined ? {} : { target }) };
    finish(await explain(id, contract, { ...asked, curl: curl === true, json: json === true, references }, io));
  });
};
