import type { ConfigDocument } from './document.ts';
import { valueAtPath } from './location.ts';
import { gateSchema } from './schema.ts';
import { UsageError } from './usage-error.ts';
import { problemsOf } from './validate.ts';

/** The gate of the config; the shape that `gateSchema` describes. */
export type GateConfig = {
  readonly block?: readonly ('must' | 'should')[];
  readonly evidence?: { readonly must?: number; readonly should?: number; readonly operations?: number };
  readonly checksAsOf?: string;
  readonly maxKnownDays?: number;
};

const isGateConfig = (value: unknown): value is GateConfig => problemsOf(gateSchema, value).length === 0;

/**
 * The gate of a config that was found without problems; empty where there is none.
 * @throws {UsageError} where no level blocks, or the version is not one.
 */
export const gateConfigOf = (document: ConfigDocument | undefined): GateConfig => {
  const value = document && valueAtPath(document.value, ['gate']);
  if (document === undefined || value === undefined || !isGateConfig(value)) return {};
  if (value.block?.length === 0)
    throw new UsageError(`Cannot read ${document.where(['gate', 'block'])}: must name a level: a gate that nothing blocks decides nothing`);
  if (value.checksAsOf !== undefined && !/^\d+(\.\d+){0,2}$/u.test(value.checksAsOf))
    throw new UsageError(`Cannot read ${document.where(['gate', 'checksAsOf'])}: is not a version: write it like "1.0" or "1.0.2"`);
  return value;
};
