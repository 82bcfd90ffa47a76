import type { Flags } from '../../config/given.ts';
import { reachingOptions, runOptions } from '../../config/options.ts';
import type { AddCommand } from '../program.ts';
import { sayReading } from '../say-reading.ts';
import { optionOf } from './run.ts';

const more = new Set(['--allow-remote-refs', '--allow-refs-outside']);

/** `assay doctor [TARGET]`. */
export const addDoctor: AddCommand = (program, io, finish) => {
  const command = program
    .command('doctor')
    .description('inspect a target for a few seconds: what a run could judge there, and what is missing for the rest')
    .argument(
      '[target]',
      'a target of the config, a shipped contract, or the path of an OpenAPI document; default: the only target of the config',
    )
    .option('--offline', 'send nothing and read no secret: use only the document and the config')
    .option('--json', 'one JSON document on standard output');
  for (const option of runOptions) if (reachingOptions.has(option.name) || more.has(option.flag)) command.addOption(optionOf(option));
  command.action(async (name: string | undefined, { offline, ...flags }: Flags & { readonly offline?: boolean }) => {
    if (io.stderr.isTerminal) sayReading(io, 'doctor', name === undefined ? [] : [name], flags);
    const { doctor } = await import('../doctor/doctor.ts');
    finish(await doctor(name, flags, io, offline === true));
  });
};
