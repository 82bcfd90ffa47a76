import type { ValidateFunction } from 'ajv/dist/2020.js';
import { compileOwn, type OwnSchema } from './own-schema.ts';
import { recordSchema } from './record-schema.ts';

/** What scripts/compile-validators.mjs compiles when the program is built. */
export const ownSchemas = {
  record: { schema: recordSchema, options: { strict: true, allowUnionTypes: true, code: { optimize: false } } },
} as const satisfies Readonly<Record<string, OwnSchema>>;

/** The validator of lines of a record; the build has it ready. */
export const validatorFor = (name: keyof typeof ownSchemas): ValidateFunction => compileOwn(ownSchemas[name]);
