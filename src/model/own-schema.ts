import { Ajv2020, type Options, type ValidateFunction } from 'ajv/dist/2020.js';

/** A schema of this program, and how its values are validated. */
export type OwnSchema = { readonly schema: object; readonly options: Options };

/** Compiles a schema of this program: the tests prove that it is one, so it is not judged by its meta-schema at each start. */
export const compileOwn = ({ schema, options }: OwnSchema): ValidateFunction =>
  new Ajv2020({ ...options, meta: false, validateSchema: false }).compile(schema);
