import { durationOf } from './duration.ts';
import type { Given, GivenOptions } from './given.ts';
import { suggestion } from './nearest.ts';
import type { RunOptionName } from './options.ts';
import { type Profile, profiles } from './profiles.ts';
import type { Shard } from '../model/shard.ts';
import { UsageError } from './usage-error.ts';

/** Settings of a run that do not belong to one target. */
export type RunSettings = {
  /** Absent: drawn at random. */
  readonly seed?: number;
  readonly nonce?: string;
  readonly maxRequests?: number;
  /** Size of the profile: about how many requests are planned for a target. */
  readonly size?: number;
  /** Every target is surveyed, whatever its config says. */
  readonly survey?: true;
  /** Requests per second. */
  readonly rate?: number;
  readonly concurrency: number;
  readonly timeBudgetSeconds?: number;
  /** Longest wait for another run at one of the targets. */
  readonly waitSeconds?: number;
  /** The part of a split run that is judged; absent: the whole. */
  readonly shard?: Shard;
  /** Number of parts into which the run is split; absent where it is not. */
  readonly shards?: number;
  /** The parts of a split run do not run at the same time. */
  readonly shardsInTurn: boolean;
  readonly selection: { readonly only: readonly string[]; readonly skip: readonly string[] };
  readonly dryRun: boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly json: boolean;
  /** Names of reports; absent: the default ones. */
  readonly reports?: readonly string[];
  /** Directory of the record, as given. */
  readonly out?: string;
  /** File for what the run has seen, as given. */
  readonly saveObserved?: string;
  /** Export the run as a trace. */
  readonly otel: boolean;
  /** Name the place in the trace in every request. */
  readonly traceparent: boolean;
};

/** High enough to hide the latency of a distant API, low enough for a small sandbox. */
const defaultConcurrency = 10;

const whole = (given: Given, least: number, most: number): number => {
  const [text = ''] = given.values;
  const value = Number(text);
  if (!/^\d+$/u.test(text) || value < least || value > most)
    throw new UsageError(`Cannot use ${given.from}: must be a whole number from ${least} to ${most}`);
  return value;
};

const positive = (given: Given): number => {
  const [text = ''] = given.values;
  const value = Number(text);
  if (!/^\d+(\.\d+)?$/u.test(text) || value <= 0) throw new UsageError(`Cannot use ${given.from}: must be a number greater than 0`);
  return value;
};

const duration = (given: Given): number => durationOf(given.values[0] ?? '', given.from);

/** Made-up names contain the nonce, and the strictest vendors accept short lower-case words only. */
const nonce = (given: Given): string => {
  const [text = ''] = given.values;
  if (!/^[a-z0-9]{1,16}$/u.test(text)) throw new UsageError(`Cannot use ${given.from}: must be 1 to 16 lower-case letters and digits`);
  return text;
};

const profile = (given: Given): Profile => {
  const [text = ''] = given.values;
  const known: Readonly<Record<string, Profile>> = profiles;
  const found = Object.hasOwn(known, text) ? known[text] : undefined;
  if (found === undefined)
    throw new UsageError(`Cannot use ${given.from}: "${text}" is not a profile${suggestion(text, Object.keys(profiles))}`);
  return found;
};

/** Most parts of a run: each reads all contracts, and more would do little else. */
export const mostShards = 1000;

const shard = (given: Given): Shard => {
  const [text = ''] = given.values;
  const [, index = NaN, of = NaN] = /^(\d{1,4})\/(\d{1,4})$/u.exec(text)?.map(Number) ?? [];
  if (!(index >= 1 && index <= of && of <= mostShards))
    throw new UsageError(
      `Cannot use ${given.from}: must be i/n, the number of the part and that of all parts, such as 1/3, 2/3 and 3/3; at most ${mostShards} parts`,
    );
  return { index, of };
};

/**
 * Reads the options of a run.
 * @param isSplit The run is split, although no part of it is named.
 * @throws {UsageError} for a value that does not fit, or two options that contradict each other.
 */
export const runSettingsOf = (given: GivenOptions, isSplit = false): RunSettings => {
  const read = <T>(name: RunOptionName, reader: (option: Given) => T): T | undefined => {
    const option = given.of(name);
    return option && reader(option);
  };
  const isOn = (name: RunOptionName): boolean => (given.of(name)?.values.length ?? 0) > 0;
  const selection = { only: given.of('only')?.values ?? [], skip: given.of('skip')?.values ?? [] };
  const both = selection.only.find((entry) => selection.skip.includes(entry));
  if (both !== undefined) throw new UsageError(`Cannot use --only and --skip with "${both}" in both: remove it from one`);

  const traceparent = given.of('traceparent');
  if (traceparent !== undefined && isOn('traceparent') && !isOn('otel'))
    throw new UsageError(`Cannot use ${traceparent.from} without --otel: without a trace there is no place in it to name`);
  const most = read('maxRequests', (option) => whole(option, 1, 10_000_000));
  const seed = read('seed', (option) => whole(option, 0, 0x7fff_ffff));
  const word = read('nonce', nonce);
  const rate = read('rate', positive);
  const timeBudgetSeconds = read('timeBudget', duration);
  const waitSeconds = read('wait', duration);
  const saved = given.of('saveObserved');
  const saveObserved = saved?.values[0];
  const part = read('shard', shard);
  const inTurn = given.flags.get('shardsInTurn');
  if (part === undefined && !isSplit && inTurn !== undefined && inTurn.values.length > 0)
    throw new UsageError(`Cannot use ${inTurn.from} without --shard: the run is not split`);
  if (part !== undefined && saved !== undefined)
    throw new UsageError(
      `Cannot use ${saved.from} with --shard: one part has seen too little of the target; give it to \`assay merge\` instead`,
    );
  const reports = given.of('report')?.values;
  const out = given.of('out')?.values[0];
  return {
    ...(seed === undefined ? {} : { seed }),
    ...(word === undefined ? {} : { nonce: word }),
    ...(most === undefined ? {} : { maxRequests: most }),
    ...read('profile', profile),
    ...(rate === undefined ? {} : { rate }),
    concurrency: read('concurrency', (option) => whole(option, 1, 1000)) ?? defaultConcurrency,
    ...(timeBudgetSeconds === undefined ? {} : { timeBudgetSeconds }),
    ...(waitSeconds === undefined ? {} : { waitSeconds }),
    ...(part === undefined ? {} : { shard: part, shards: part.of }),
    shardsInTurn: isOn('shardsInTurn'),
    selection,
    dryRun: isOn('dryRun'),
    quiet: isOn('quiet'),
    verbose: isOn('verbose'),
    json: isOn('json'),
    otel: isOn('otel'),
    traceparent: isOn('traceparent'),
    ...(reports === undefined ? {} : { reports }),
    ...(out === undefined ? {} : { out }),
    ...(saveObserved === undefined ? {} : { saveObserved }),
  };
};

/**
 * Settings for a command that judges and answers at once: a part of a run answers nothing.
 * @throws {UsageError} where they are those of a part.
 */
export const unsplit = (settings: RunSettings, given: GivenOptions, command: string): RunSettings => {
  if (settings.shard === undefined) return settings;
  throw new UsageError(
    `Cannot use ${given.of('shard')?.from ?? '--shard'} with ${command}: one part answers nothing; use assay run --shard and assay merge, and ${command} with the merged run`,
  );
};
