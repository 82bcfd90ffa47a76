import { runOptions } from '../../config/options.ts';
import type { InitFlags } from '../init/init.ts';
import type { AddCommand } from '../program.ts';
import { referenceOptions } from './lint.ts';
import { optionOf } from './run.ts';

/** `assay init DOCUMENT|URL`. */
export const addInit: AddCommand = (program, io, finish) => {
  const command = program
    .command('init')
    .description('begin with an OpenAPI document: write a config that only reads, and an overlay with what the document suggests')
    .argument('<document>', 'path or address of an OpenAPI document')
    .option('--force', 'replace files that exist')
    .option('--json', 'one JSON document on standard output')
    .addHelpText(
      'after',
      '\nWrites assay.config.yaml and assay.overlay.yaml into the working directory. An address is fetched once; nothing else is sent.\n',
    );
  for (const option of runOptions)
    if (option.flag === '--base-url' || referenceOptions.has(option.flag)) command.addOption(optionOf(option));
  command.action(async (document: string, flags: InitFlags) => {
    const { init } = await import('../init/init.ts');
    finish(await init(document, flags, io));
  });
};
