import { Option } from 'commander';
import { runOptions, variableOf, type OptionDefinition } from '../../config/options.ts';
import type { AddCommand } from '../program.ts';
import type { RunFlags } from '../run/run.ts';
import { endSpareWorkers, startSpareWorkers } from '../../runner/worker/spare-workers.ts';
import { sayReading } from '../say-reading.ts';

/** Keeps every value, so that an option that is given twice can be recognised. */
const collect = (value: string, before: readonly string[] | undefined): readonly string[] => [...(before ?? []), value];

/** An option for commander. */
export const optionOf = ({ flag, argument, kind, description }: OptionDefinition): Option => {
  const option = new Option(argument === undefined ? flag : `${flag} ${argument}`, description);
  return kind === 'switch' ? option : option.argParser(collect);
};

/** `assay run [TARGET…]`. */
export const addRun: AddCommand = (program, io, finish) => {
  const command = program
    .command('run')
    .description('judge all targets of the config, or those that are named')
    .argument('[target...]', 'a target of the config, a shipped contract, or the path of an OpenAPI document')
    .addHelpText(
      'after',
      `\nEach option has an environment variable, such as ${variableOf('--base-url')}. A flag overrides the variable, which overrides the config.\n`,
    );
  for (const option of runOptions) command.addOption(optionOf(option));
  command.option('--repeat <n>', 'judge the few cases of one target n times with the same values, and say how often each verdict came');
  command.action(async (names: string[], flags: RunFlags) => {
    sayReading(io, 'run', flags.resume === undefined ? names : [flags.resume].flat().map((run) => `run ${String(run)}`), flags);
    if (flags.dryRun !== true) startSpareWorkers(Math.max(1, names.length));
    try {
      const { run } = await import('../run/run.ts');
      finish(await run(names, flags, io));
    } finally {
      // The run may have ended before it needed them.
      endSpareWorkers();
    }
  });
};
