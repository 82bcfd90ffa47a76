import { Ajv2020, type CodeOptions, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import {
  conventionsSchema,
  deliveryConventionsSchema,
  operationConventionsSchema,
  propertyConventionsSchema,
  serverConventionsSchema,
} from './x-assay-schema.ts';
import { withSharedParts } from './x-assay/shared-parts.ts';

const schemasByKind = {
  root: conventionsSchema,
  operation: operationConventionsSchema,
  server: serverConventionsSchema,
  delivery: deliveryConventionsSchema,
  property: propertyConventionsSchema,
} as const;

/** What an `x-assay` stands on, which decides what words it may have. */
export type ConventionsKind = keyof typeof schemasByKind;

/** The validators of `x-assay`, by what it stands on. */
export type ConventionsValidators = { validatorOf(kind: ConventionsKind): ValidateFunction };

/**
 * A validator that knows the schema of each kind by its name.
 * @param code How it writes its code.
 */
export const conventionsSource = (code: CodeOptions): { readonly ajv: Ajv2020; readonly kinds: readonly ConventionsKind[] } => {
  // These schemas are proven by the tests: judging them by their meta-schema takes longer than judging a document by them.
  const ajv = new Ajv2020({
    strict: false,
    allErrors: true,
    verbose: true,
    meta: false,
    validateSchema: false,
    inlineRefs: false,
    code: { optimize: false, ...code },
  });
  addFormats.default(ajv, ['regex']);
  const { parts, schemas } = withSharedParts(schemasByKind);
  ajv.addSchema(parts);
  const kinds = Object.keys(schemas) as ConventionsKind[];
  for (const kind of kinds) ajv.addSchema(schemas[kind], kind);
  return { ajv, kinds };
};

/** The validators, which are compiled on first use. The build has them ready (scripts/compile-validators.mjs). */
export const conventionsValidators = async (): Promise<ConventionsValidators> => {
  const { ajv } = conventionsSource({});
  return {
    validatorOf(kind) {
      const validate = ajv.getSchema(kind);
      if (validate === undefined) throw new RangeError(`No x-assay stands on "${kind}"`);
      return validate;
    },
  };
};
