import { runOptions } from '../../config/options.ts';
import type { Flags } from '../../config/given.ts';
import type { AddCommand } from '../program.ts';
import { endSpareWorkers, startSpareWorkers } from '../../runner/worker/spare-workers.ts';
import { sayReading } from '../say-reading.ts';
import { optionOf } from './run.ts';

/** Options of `run` that make sense for embedded references. */
const shared = new Set<string>([
  'only',
  'skip',
  'seed',
  'nonce',
  'maxRequests',
  'rate',
  'concurrency',
  'timeBudget',
  'profile',
  'report',
  'out',
  'otel',
  'quiet',
  'verbose',
  'json',
]);

/** `assay demo`. */
export const addDemo: AddCommand = (program, io, finish) => {
  const command = program
    .command('demo')
    .description('start the embedded references and judge them')
    .argument('[contract...]', 'only the references of these contracts');
  for (const option of runOptions) if (shared.has(option.name)) command.addOption(optionOf(option));
  command.action(async (contracts: readonly string[], flags: Flags) => {
    sayReading(io, 'demo', contracts.length > 0 ? contracts : ['the contracts of the embedded references'], flags);
    startSpareWorkers(contracts.length || Infinity);
    try {
      const { demo } = await import('../run/demo.ts');
      finish(await demo(contracts, flags, io));
    } finally {
      // The run may have ended before it needed them.
      endSpareWorkers();
    }
  });
};
