import type { ConfigDocument } from './document.ts';
import { valueAtPath } from './location.ts';
import { keepSchema } from './schema.ts';
import { problemsOf } from './validate.ts';

/** How long runs are kept; the shape that `keepSchema` describes. A run is kept where one of the two keeps it. */
export type KeepConfig = {
  /** How many of the newest runs. */
  readonly runs?: number;
  /** Those that began within so many days. */
  readonly days?: number;
};

const isKeepConfig = (value: unknown): value is KeepConfig => problemsOf(keepSchema, value).length === 0;

/** How long a config that was found without problems keeps runs; empty where it does not say. */
export const keepConfigOf = (document: ConfigDocument | undefined): KeepConfig => {
  const value = document && valueAtPath(document.value, ['keep']);
  return isKeepConfig(value) ? value : {};
};
