import type { Given, GivenOptions } from '../config/given.ts';
import type { RunOptionName } from '../config/options.ts';
import type { RunOptions } from './options.ts';

type Shaping = Partial<Omit<RunOptions, 'targets' | 'cwd' | 'env' | 'signal' | 'on'>>;

/** The options of a program in the form that those of the command line have, so that one place checks both. */
export const givenOf = (options: Shaping): GivenOptions => {
  const flags = new Map<RunOptionName, Given>();
  const add = (name: RunOptionName, key: keyof Shaping, values: readonly string[] | undefined): void => {
    if (values !== undefined) flags.set(name, { values, from: `the option "${key}"` });
  };
  const one = (value: string | number | undefined): readonly string[] | undefined => (value === undefined ? undefined : [String(value)]);
  // An empty list selects nothing in particular.
  const some = (list: readonly string[] | undefined): readonly string[] | undefined => (list?.length === 0 ? undefined : list);
  add('config', 'config', one(options.config));
  add('only', 'only', some(options.only));
  add('skip', 'skip', some(options.skip));
  add('seed', 'seed', one(options.seed));
  add('nonce', 'nonce', one(options.nonce));
  add('profile', 'profile', one(options.profile));
  add('maxRequests', 'maxRequests', one(options.maxRequests));
  add('rate', 'rate', one(options.rate));
  add('concurrency', 'concurrency', one(options.concurrency));
  add('timeBudget', 'timeBudgetSeconds', one(options.timeBudgetSeconds));
  add('report', 'reports', options.reports);
  add('out', 'out', one(options.out));
  for (const name of ['otel', 'traceparent'] as const) if (options[name] === true) add(name, name, ['true']);
  return { flags, variables: new Map(), of: (name) => flags.get(name) };
};
