import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import type { Contract, Schema } from '../model.ts';
import { isObject, referenceTarget, tokensOf } from '../pointer.ts';

/** Why a value does not match, in words for a finding. */
export type Mismatch = { readonly keyword: string; readonly instancePath: string; readonly expected: string };

/** Judges a value by a schema of the document; undefined means that it matches. */
export type Validate = (value: unknown) => Mismatch | undefined;

/** Makes validators for schemas that may refer to other parts of their document. */
export type Validator = { compile(schema: Schema): Validate };

const documentId = 'assay:document';
const validators = new WeakMap<Contract['document'], Validator>();

/** One validator a document; schemas are compiled when first asked for. */
export const validatorOf = (document: Contract['document']): Validator => {
  const known = validators.get(document);
  if (known) return known;
  const ajv = new Ajv2020({
    strict: false,
    validateFormats: false,
    validateSchema: false,
    logger: false,
    multipleOfPrecision: 9,
    allErrors: false,
    // Most schemas are a keyword or two: making them fast takes longer than judging with them.
    code: { optimize: false },
  });
  ajv.addSchema({ ...document, $id: documentId });
  const validator: Validator = {
    compile(schema) {
      const compiled = ajv.compile(typeof schema === 'boolean' ? schema : absolute(schema));
      return (value) => (compiled(value) ? undefined : mismatch(compiled.errors?.at(-1)));
    },
  };
  validators.set(document, validator);
  return validator;
};

/** References name the registered document, because the schema is compiled apart from it. */
const absolute = (schema: Readonly<Record<string, unknown>>): Record<string, unknown> => {
  const turn = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(turn);
    if (!isObject(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, child]) =>
        key === '$ref' && typeof child === 'string' && child.startsWith('#') ? [key, documentId + encoded(child)] : [key, turn(child)],
      ),
    );
  };
  return turn(schema) as Record<string, unknown>;
};

const encoded = (ref: string): string =>
  `#${tokensOf(referenceTarget(ref))
    .map((token) => `/${encodeURIComponent(token.replaceAll('~', '~0').replaceAll('/', '~1'))}`)
    .join('')}`;

const mismatch = (error: ErrorObject | undefined): Mismatch => {
  if (!error) return { keyword: 'schema', instancePath: '', expected: 'a value that matches the schema' };
  return { keyword: error.keyword, instancePath: error.instancePath, expected: expectation(error) };
};

const expectation = ({ keyword, params, message }: ErrorObject): string => {
  const given: Readonly<Record<string, unknown>> = isObject(params) ? params : {};
  switch (keyword) {
    case 'type':
      return `type ${Array.isArray(given['type']) ? given['type'].join(' or ') : String(given['type'])}`;
    case 'const':
      return `exactly ${JSON.stringify(given['allowedValue'])}`;
    case 'enum':
      return `one of ${JSON.stringify(given['allowedValues'])}`;
    case 'pattern':
      return `text matching ${String(given['pattern'])}`;
    case 'additionalProperties':
      return `no member "${String(given['additionalProperty'])}"`;
    case 'false schema':
      return 'no value here';
    default:
      return `a value that ${message ?? 'matches'}`;
  }
};
