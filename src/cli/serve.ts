import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { suggestion } from '../config/nearest.ts';
import { UsageError } from '../config/usage-error.ts';
import { NoWebhooks, startReference, vendors, type Reference, type ReferenceOptions } from '../reference/index.ts';
import type { Io } from './io.ts';

const portOf = (text: string): number => {
  const port = Number(text);
  if (!/^\d+$/u.test(text) || port > 65_535) throw new UsageError(`Cannot use --port: "${text}" must be a whole number from 0 to 65535`);
  return port;
};

/**
 * Parses a quota such as `30/2s`: 30 requests in 2 seconds.
 * @throws {UsageError} for another form, or a number that is not greater than 0.
 */
export const parseQuota = (text: string): { readonly limit: number; readonly windowSeconds: number } => {
  const [, limit = '0', seconds = '0'] = /^(\d+)\/(\d+(?:\.\d+)?)s?$/u.exec(text) ?? [];
  const quota = { limit: Number(limit), windowSeconds: Number(seconds) };
  if (quota.limit < 1 || quota.windowSeconds <= 0)
    throw new UsageError(`Cannot use --quota: "${text}" must be LIMIT/SECONDS, such as 30/2s`);
  return quota;
};

/** @throws {UsageError} for any address but one of this machine: a reference calls nobody else. */
const webhookUrlOf = (text: string): string => {
  const { protocol, hostname } = URL.canParse(text) ? new URL(text) : { protocol: '', hostname: '' };
  if (protocol === 'http:' && hostname === '127.0.0.1') return text;
  throw new UsageError('Cannot use --webhook-url: it must begin with http://127.0.0.1, a reference calls nobody else');
};

const durationsFile = z.record(z.string(), z.number().nonnegative());

/**
 * Seconds by name from a file in JSON or YAML.
 * @throws {UsageError} for a file that cannot be read or has other content.
 */
const readDurations = (file: string, cwd: string): Readonly<Record<string, number>> => {
  const refuse = (why: string): never => {
    throw new UsageError(`Cannot use --durations: "${file}" ${why}`);
  };
  let text: string;
  try {
    text = readFileSync(resolve(cwd, file), 'utf8');
  } catch (error) {
    return refuse(`cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  let value: unknown;
  try {
    value = parse(text);
  } catch (error) {
    return refuse(`is neither JSON nor YAML: ${error instanceof Error ? error.message : String(error)}`);
  }
  const read = durationsFile.safeParse(value);
  return read.success ? read.data : refuse('must hold seconds by name, such as {"instance.active": 0.5}');
};

/** The options of the command line. */
export type ServeFlags = {
  readonly [Name in 'port' | 'defect' | 'variant' | 'quota' | 'durations' | 'webhookUrl']?: string;
} & { readonly tls?: boolean; readonly printConfig?: boolean };

/**
 * The options of a reference, from those of the command line.
 *
 * @param cwd Folder of relative paths.
 * @throws {UsageError} for an unknown contract, defect, variant or duration, with the nearest name, and for an invalid port, quota or file
 *   of durations.
 */
export const serveOptions = (contract: string, options: ServeFlags, cwd: string): ReferenceOptions => {
  const vendor = Object.hasOwn(vendors, contract) ? vendors[contract] : undefined;
  if (vendor === undefined)
    throw new UsageError(`Cannot serve "${contract}": no reference has this name${suggestion(contract, Object.keys(vendors))}`);
  const { port, defect, variant, quota, durations: file, webhookUrl, tls } = options;
  if (defect !== undefined && !Object.hasOwn(vendor.defects, defect)) {
    throw new UsageError(`Cannot use --defect: ${contract} has no defect "${defect}"${suggestion(defect, Object.keys(vendor.defects))}`);
  }
  if (variant !== undefined && !Object.hasOwn(vendor.variants, variant)) {
    throw new UsageError(
      `Cannot use --variant: ${contract} has no variant "${variant}"${suggestion(variant, Object.keys(vendor.variants))}`,
    );
  }
  const durations = file === undefined ? undefined : readDurations(file, cwd);
  const unknown = Object.keys(durations ?? {}).find((name) => !Object.hasOwn(vendor.durations, name));
  if (unknown !== undefined) {
    throw new UsageError(
      `Cannot use --durations: ${contract} has no duration "${unknown}"${suggestion(unknown, Object.keys(vendor.durations))}`,
    );
  }
  return {
    vendor: contract,
    ...(port === undefined ? {} : { port: portOf(port) }),
    ...(quota === undefined ? {} : { quota: parseQuota(quota) }),
    defect,
    variant,
    durations,
    ...(webhookUrl === undefined ? {} : { webhookSink: webhookUrlOf(webhookUrl) }),
    tls,
  };
};

const start = async (options: ReferenceOptions): Promise<Reference> => {
  try {
    return await startReference(options);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (error instanceof NoWebhooks) throw new UsageError(`Cannot use --webhook-url: ${options.vendor} has no webhooks`);
    if (code === 'EADDRINUSE') throw new UsageError(`Cannot listen on port ${options.port}: it is in use, choose another with --port`);
    if (code === 'EACCES')
      throw new UsageError(`Cannot listen on port ${options.port}: permission denied, choose one above 1023 with --port`);
    throw error;
  }
};

/** Serves until SIGINT or SIGTERM. */
export const serve = async (contract: string, options: ServeFlags, io: Io): Promise<number> => {
  const reference = await start(serveOptions(contract, options, io.cwd));
  const stopped = new Promise<void>((end) => {
    const forget = io.onSignal(() => {
      forget();
      end();
    });
  });
  io.stdout.write(options.printConfig === true ? await configText(contract, reference) : lineOf(reference));
  await stopped;
  await reference.close();
  return 0;
};

/** One line of JSON, which leaves out what is undefined because the vendor does not have it. */
const lineOf = ({ url, urls, credentials, fixtures, quota, oauth, ca }: Reference): string =>
  `${JSON.stringify({ url, urls, credentials, fixtures, quota, oauth, ca })}\n`;

const configText = async (contract: string, reference: Reference): Promise<string> => {
  const { servedConfig } = await import('./serve-config.ts');
  return servedConfig(contract, reference);
};
