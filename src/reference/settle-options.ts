import { z } from 'zod';
import type { OpenOptions, Quota, StartOptions, TlsManner } from './vendor.ts';

export const standardQuota: Quota = { limit: 600, windowSeconds: 2 };

const startOptions = z.object({
  quota: z.object({ limit: z.number().int().positive(), windowSeconds: z.number().positive() }),
  seed: z.number().int().default(1),
  items: z.number().int().nonnegative().optional(),
  durations: z.record(z.string(), z.number().nonnegative()).default({}),
});

/**
 * The options of a server, merged from layers. A later layer overrides an earlier one; `durations` are merged by name.
 * @throws {Error} for a value out of range or a duration that the vendor does not have.
 */
export const settleOptions = (
  action: string,
  durationNames: readonly string[],
  layers: readonly (StartOptions | undefined)[],
): Omit<OpenOptions, 'defect' | 'variant' | 'secureOrigin'> => {
  const last = <Key extends keyof StartOptions>(key: Key): StartOptions[Key] =>
    layers.findLast((layer) => layer?.[key] !== undefined)?.[key];
  const durations = Object.assign({}, ...layers.map((layer) => layer?.durations)) as Record<string, number>;
  const unknown = Object.keys(durations).find((name) => !durationNames.includes(name));
  if (unknown !== undefined) {
    throw new Error(`Cannot ${action}: no duration "${unknown}" is known, choose among ${durationNames.join(', ')}`);
  }
  const settled = startOptions.safeParse({ quota: last('quota'), seed: last('seed'), items: last('items'), durations });
  if (!settled.success) {
    const problems = settled.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new Error(`Cannot ${action}: ${problems.join('; ')}`);
  }
  return settled.data;
};

/** The tier whose quota the server has, if the layer that decides the quota names one. */
export const planOf = (layers: readonly (StartOptions | undefined)[]): string | undefined =>
  layers.findLast((layer) => layer?.quota !== undefined)?.plan;

/** The encryption that the layers ask for: the last layer decides whether there is any, the last one with details decides how. */
export const tlsOf = (layers: readonly (StartOptions | undefined)[]): TlsManner | undefined => {
  const stated = layers.flatMap((layer) => (layer?.tls === undefined ? [] : [layer.tls]));
  if ((stated.at(-1) ?? false) === false) return undefined;
  return stated.findLast((tls) => typeof tls === 'object') ?? {};
};

/** The webhook sink that the last layer asks for. */
export const webhookSinkOf = (layers: readonly (StartOptions | undefined)[]): string | undefined =>
  layers.findLast((layer) => layer?.webhookSink !== undefined)?.webhookSink;
