import type { ValidateFunction } from 'ajv/dist/2020.js';
import { compileOwn, type OwnSchema } from '../model/own-schema.ts';
import { configSchema, targetSchema } from './schema.ts';
import type { SchemaNode } from './schema-node.ts';

/** How any value of a config is validated: with all of its errors, which name the nodes of the schema that they come from. */
export const configOptions = { allErrors: true, verbose: true, allowUnionTypes: true, strict: true, code: { optimize: false } } as const;

/** What scripts/compile-validators.mjs compiles when the program is built: the largest schemas of a config. */
export const ownSchemas = {
  config: { schema: configSchema, options: configOptions },
  target: { schema: targetSchema, options: configOptions },
} as const satisfies Readonly<Record<string, OwnSchema & { readonly schema: SchemaNode }>>;

/** The validator of a whole config, or of one target; the build has them ready. */
export const validatorFor = (name: keyof typeof ownSchemas): ValidateFunction => compileOwn(ownSchemas[name]);
