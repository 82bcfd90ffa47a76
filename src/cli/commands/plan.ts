import { runOptions } from '../../config/options.ts';
import type { AddCommand } from '../program.ts';
import type { PlanFlags } from '../run/run.ts';
import { sayReading } from '../say-reading.ts';
import { optionOf } from './run.ts';

/** Options of `run` that say nothing about a plan. */
const foreign: ReadonlySet<string> = new Set(['dryRun', 'report', 'out', 'otel', 'traceparent', 'saveObserved', 'verbose']);

/** `assay plan [TARGET…]`. */
export const addPlan: AddCommand = (program, io, finish) => {
  const command = program
    .command('plan')
    .description('show what a run would do, and each part of a split run; sends and writes nothing')
    .argument('[target...]', 'as for run (default: all targets of the config)')
    .option('--shards <n>', 'into how many parts the run is split: what each of them does, and how long');
  for (const option of runOptions) if (!foreign.has(option.name)) command.addOption(optionOf(option));
  command.action(async (names: string[], flags: PlanFlags) => {
    sayReading(io, 'plan', names, { ...flags, dryRun: true });
    const { plan } = await import('../run/run.ts');
    finish(await plan(names, flags, io));
  });
};
