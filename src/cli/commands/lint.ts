import type { Flags } from '../../config/given.ts';
import { runOptions } from '../../config/options.ts';
import type { AddCommand } from '../program.ts';
import { optionOf } from './run.ts';

/** Options that define which files and hosts references of a document may name. */
export const referenceOptions = new Set(['--allow-remote-refs', '--allow-refs-outside']);

/** `assay lint DOCUMENT…`. */
export const addLint: AddCommand = (program, io, finish) => {
  const command = program
    .command('lint')
    .description('show what is wrong with OpenAPI documents, and what in them keeps requirements from being judged')
    .argument('<document...>', 'paths of OpenAPI documents, or shipped contracts')
    .option('--json', 'one JSON document on standard output')
    .addHelpText('after', '\nExit code 0: every operation can be judged. 2: a document was refused, or an operation cannot be judged.\n');
  for (const option of runOptions) if (referenceOptions.has(option.flag)) command.addOption(optionOf(option));
  command.action(async (documents: string[], flags: Flags) => {
    const { lint } = await import('../lint/lint.ts');
    finish(await lint(documents, flags, io));
  });
};
