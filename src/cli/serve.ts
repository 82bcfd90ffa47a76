import { suggestion } from '../config/nearest.ts';
import { UsageError } from '../config/usage-error.ts';
import { startReference, vendors, type Reference, type ReferenceOptions } from '../reference/index.ts';
import type { Io } from './io.ts';

const portOf = (text: string): number => {
  const port = Number(text);
  if (!/^\d+$/u.test(text) || port > 65_535) throw new UsageError(`Cannot use --port: "${text}" must be a whole number from 0 to 65535`);
  return port;
};

/**
 * `30/2s`: so many requests in so many seconds.
 * @throws {UsageError} for another form, or a number that is not greater than 0.
 */
export const parseQuota = (text: string): { readonly limit: number; readonly windowSeconds: number } => {
  const [, limit = '0', seconds = '0'] = /^(\d+)\/(\d+(?:\.\d+)?)s?$/u.exec(text) ?? [];
  const quota = { limit: Number(limit), windowSeconds: Number(seconds) };
  if (quota.limit < 1 || quota.windowSeconds <= 0)
    throw new UsageError(`Cannot use --quota: "${text}" must be LIMIT/SECONDS, such as 30/2s`);
  return quota;
};

/**
 * Options of a reference from those of the command line.
 * @throws {UsageError} for an unknown contract, defect or variant, with the nearest name, and for a port or quota that is none.
 */
export const serveOptions = (contract: string, options: Readonly<Record<string, string>>): ReferenceOptions => {
  const vendor = Object.hasOwn(vendors, contract) ? vendors[contract] : undefined;
  if (vendor === undefined)
    throw new UsageError(`Cannot serve "${contract}": no reference has this name${suggestion(contract, Object.keys(vendors))}`);
  const { port, defect, variant, quota } = options;
  if (defect !== undefined && !Object.hasOwn(vendor.defects, defect)) {
    throw new UsageError(`Cannot use --defect: ${contract} has no defect "${defect}"${suggestion(defect, Object.keys(vendor.defects))}`);
  }
  if (variant !== undefined && !Object.hasOwn(vendor.variants, variant)) {
    throw new UsageError(
      `Cannot use --variant: ${contract} has no variant "${variant}"${suggestion(variant, Object.keys(vendor.variants))}`,
    );
  }
  return {
    vendor: contract,
    ...(port === undefined ? {} : { port: portOf(port) }),
    ...(quota === undefined ? {} : { quota: parseQuota(quota) }),
    defect,
    variant,
  };
};

const start = async (options: ReferenceOptions): Promise<Reference> => {
  try {
    return await startReference(options);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EADDRINUSE') throw new UsageError(`Cannot listen on port ${options.port}: it is in use, choose another with --port`);
    if (code === 'EACCES')
      throw new UsageError(`Cannot listen on port ${options.port}: this user may not, choose one above 1023 with --port`);
    throw error;
  }
};

/** Serves until SIGINT or SIGTERM. */
export const serve = async (contract: string, options: Readonly<Record<string, string>>, io: Io): Promise<number> => {
  const reference = await start(serveOptions(contract, options));
  const stopped = new Promise<void>((resolve) => {
    const forget = io.onSignal(() => {
      forget();
      resolve();
    });
  });
  const { url, urls, credentials, fixtures, quota } = reference;
  io.stdout.write(`${JSON.stringify({ url, urls, credentials, fixtures, quota })}\n`);
  await stopped;
  await reference.close();
  return 0;
};
