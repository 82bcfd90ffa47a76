import { Option } from 'commander';
import { runOptions, variableOf, type OptionDefinition } from '../../config/options.ts';
import type { Flags } from '../../config/given.ts';
import type { AddCommand } from '../program.ts';

/** Every value is kept, so that one given twice can be told from one given once. */
const collect = (value: string, before: readonly string[] | undefined): readonly string[] => [...(before ?? []), value];

/** An option as commander takes it. */
export const optionOf = ({ flag, argument, kind, description }: OptionDefinition): Option => {
  const option = new Option(argument === undefined ? flag : `${flag} ${argument}`, description);
  return kind === 'switch' ? option : option.argParser(collect);
};

/** `assay run [TARGET…]`. */
export const addRun: AddCommand = (program, io, finish) => {
  const command = program
    .command('run')
    .description('judge targets: all of the config, or those that are named')
    .argument('[target...]', 'a target of the config, a shipped contract, or the path of an OpenAPI document')
    .addHelpText(
      'after',
      `\nEach option has a variable, such as ${variableOf('--base-url')}. The flag goes before the variable, that before the config.\n`,
    );
  for (const option of runOptions) command.addOption(optionOf(option));
  command.action(async (names: string[], flags: Flags) => {
    const { run } = await import('../run/run.ts');
    finish(await run(names, flags, io));
  });
};
