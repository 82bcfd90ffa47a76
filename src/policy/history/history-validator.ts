import type { ValidateFunction } from 'ajv/dist/2020.js';
import { compileOwn, type OwnSchema } from '../../model/own-schema.ts';
import { historySchema } from './history-schema.ts';

/** What scripts/compile-validators.mjs compiles when the program is built. */
export const ownSchemas = {
  history: { schema: historySchema, options: { strict: true } },
} as const satisfies Readonly<Record<string, OwnSchema>>;

/** The validator of lines of a history; the build has it ready. */
export const validatorFor = (name: keyof typeof ownSchemas): ValidateFunction => compileOwn(ownSchemas[name]);
