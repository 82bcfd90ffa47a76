import { isLoopback } from './address.ts';
import type { ConfigDocument } from './document.ts';
import { valueAtPath } from './location.ts';
import type { Outside } from './outside.ts';
import { notifySchema } from './schema.ts';
import { parseSource, readSecret } from './source.ts';
import { problemsOf } from './validate.ts';
import { UsageError } from './usage-error.ts';

/** When somebody is notified of a run. */
export const notifyOccasions = ['change', 'failure', 'always'] as const;
export type NotifyOccasion = (typeof notifyOccasions)[number];

/** The shape that `notifySchema` describes. */
export type NotifyConfig = { readonly url: string; readonly secret?: string; readonly on?: NotifyOccasion };

/** Where the end of a run is told. Its address may be a secret by itself. */
export type Notify = {
  readonly url: string;
  /** The key of the signatures. */
  readonly secret?: string;
  readonly on: NotifyOccasion;
};

const isNotifyConfig = (value: unknown): value is NotifyConfig => problemsOf(notifySchema, value).length === 0;

/**
 * The webhook of a config that was found without problems; undefined where there is none.
 * @throws {UsageError} where its address or secret cannot be read, or the address is not one that may be used.
 */
export const notifyOf = async (document: ConfigDocument | undefined, outside: Outside): Promise<Notify | undefined> => {
  const value = document && valueAtPath(document.value, ['notify']);
  if (document === undefined || value === undefined || !isNotifyConfig(value)) return undefined;
  const read = async (key: 'url' | 'secret', text: string): Promise<string> => {
    const found = await readSecret(parseSource(text), document.directory, outside, document.secrets);
    if (found.kind === 'value') return found.value;
    throw new UsageError(`Cannot read ${document.where(['notify', key])}: ${found.text}`);
  };
  const url = await read('url', value.url);
  const refuse = (why: string): UsageError => new UsageError(`Cannot read ${document.where(['notify', 'url'])}: ${why}`);
  if (!URL.canParse(url)) throw refuse('is not an address, such as https://hooks.example/nights');
  const { protocol, hostname } = new URL(url);
  if (protocol !== 'https:' && !(protocol === 'http:' && isLoopback(hostname)))
    throw refuse('begins with neither https:// nor, on this machine, http://');
  const secret = value.secret === undefined ? undefined : await read('secret', value.secret);
  return { url, on: value.on ?? 'change', ...(secret === undefined ? {} : { secret }) };
};
