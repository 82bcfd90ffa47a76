import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { closest, distance } from 'fastest-levenshtein';
import { ContractError } from './contract-error.ts';
import { below, isObject } from './pointer.ts';
import {
  conventionsSchema,
  deliveryConventionsSchema,
  operationConventionsSchema,
  propertyConventionsSchema,
  serverConventionsSchema,
} from './x-assay-schema.ts';

// These schemas are proven by the tests: judging them by their meta-schema takes longer than judging a document by them.
const ajv = new Ajv2020({ strict: false, allErrors: true, verbose: true, meta: false, validateSchema: false, code: { optimize: false } });
addFormats.default(ajv, ['regex']);
const schemas = {
  root: conventionsSchema,
  operation: operationConventionsSchema,
  server: serverConventionsSchema,
  delivery: deliveryConventionsSchema,
  property: propertyConventionsSchema,
} as const;

const compiled = new Map<keyof typeof schemas, ValidateFunction>();

/** Compiled on first use: compiling takes longer than everything else for a small document. */
const validatorFor = (kind: keyof typeof schemas): ValidateFunction => {
  const validate = compiled.get(kind) ?? ajv.compile(schemas[kind]);
  compiled.set(kind, validate);
  return validate;
};

/** A document with its overlays, which knows where its nodes are written. */
export type WholeDocument = {
  readonly value: unknown;
  /** The file in quotes and the position in it of the node at a pointer: `"file" at line:column`. */
  place(pointer: string): string;
};

/**
 * Validates every `x-assay` of a document against the schema of the extension (docs/x-assay.md).
 * @throws {ContractError} naming file, line, column and pointer of the first that is not valid, and the nearest known word.
 */
export const validateConventions = (source: WholeDocument): void => {
  const visit = (node: unknown, pointer: string, depth: number): void => {
    if (Array.isArray(node)) {
      for (const [index, child] of node.entries()) visit(child, below(pointer, index), depth + 1);
      return;
    }
    if (!isObject(node)) return;
    for (const [key, child] of Object.entries(node)) {
      const here = below(pointer, key);
      if (key === 'x-assay') judge(source, child, here, validatorFor(kindOf(pointer)));
      else if (key !== 'example' && key !== 'examples' && key !== 'default' && key !== 'enum') visit(child, here, depth + 1);
    }
  };
  visit(source.value, '#', 0);
};

/** A webhook, or a callback at its expression: the path item, or its operation (OpenAPI 3.1, OpenAPI Object and Callback Object). */
const deliveryNode = /(?:^#\/webhooks\/[^/]+|\/callbacks\/[^/]+\/[^/]+)(?:\/(?:get|put|post|delete|options|head|patch|trace))?$/;

const kindOf = (around: string): keyof typeof schemas => {
  if (around === '#') return 'root';
  if (/\/servers\/\d+$/.test(around)) return 'server';
  if (deliveryNode.test(around)) return 'delivery';
  return /^#\/(?:paths|components\/pathItems)\/[^/]+\/(get|put|post|delete|options|head|patch|trace)$/.test(around)
    ? 'operation'
    : 'property';
};

const judge = (source: WholeDocument, value: unknown, pointer: string, validate: ValidateFunction): void => {
  if (validate(value)) return;
  const errors = validate.errors ?? [];
  const specific = mostSpecific(errors);
  if (!specific) return;
  const error = withAlternatives(specific, errors);
  const at = pointer + error.instancePath;
  throw new ContractError(`Cannot use ${source.place(wordAt(error, at))}, ${at}: ${reason(error)}`);
};

/** The error deepest in the value; at one depth an unknown word comes before its consequences. */
const mostSpecific = (errors: readonly ErrorObject[]): ErrorObject | undefined => [...errors].sort((a, b) => rank(b) - rank(a))[0];

const rank = ({ keyword, instancePath }: ErrorObject): number => {
  const depth = instancePath.split('/').length * 10;
  if (unknownWord({ keyword })) return depth + 5;
  return keyword === 'anyOf' || keyword === 'oneOf' || keyword === 'if' ? depth - 20 : depth;
};

const unknownWord = ({ keyword }: Pick<ErrorObject, 'keyword'>): boolean =>
  keyword === 'additionalProperties' || keyword === 'unevaluatedProperties';

const wordOf = ({ params }: ErrorObject): string | undefined => {
  const given: Readonly<Record<string, unknown>> = isObject(params) ? params : {};
  const word = given['additionalProperty'] ?? given['unevaluatedProperty'];
  return typeof word === 'string' ? word : undefined;
};

const wordAt = (error: ErrorObject, at: string): string => {
  const word = unknownWord(error) ? wordOf(error) : undefined;
  return word === undefined ? at : below(at, word);
};

/** An error with what other errors at the same place allow instead: the branches of `anyOf` each name their own words. */
const withAlternatives = (error: ErrorObject, all: readonly ErrorObject[]): ErrorObject => {
  if (error.keyword !== 'const') return error;
  const allowed = all.filter(({ keyword, instancePath }) => keyword === 'const' && instancePath === error.instancePath);
  return {
    ...error,
    keyword: 'enum',
    params: { allowedValues: allowed.map(({ params }) => (isObject(params) ? params['allowedValue'] : '')) },
  };
};

const typeNames: Readonly<Record<string, string>> = {
  array: 'a list',
  object: 'a mapping',
  string: 'a text',
  boolean: 'true or false',
  integer: 'a whole number',
  number: 'a number',
};

const shown = (value: unknown): string => {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length <= 60 ? text : `${text.slice(0, 57)}...`;
};

/** What a value must be, in words, and what it is. */
const expectation = (error: ErrorObject): string => {
  const params: Readonly<Record<string, unknown>> = isObject(error.params) ? error.params : {};
  const is = `it is ${shown(error.data)}`;
  switch (error.keyword) {
    case 'type': {
      const types = [params['type']].flat().map(String);
      return `must be ${types.map((type) => typeNames[type] ?? type).join(' or ')}, ${is}`;
    }
    case 'enum':
      return `must be one of ${[...new Set([params['allowedValues']].flat().map(String))].join(', ')}, ${is}`;
    case 'required':
      return `lacks "${String(params['missingProperty'])}"`;
    default:
      return `${error.message ?? 'does not fit the schema of x-assay'}, ${is}`;
  }
};

const reason = (error: ErrorObject): string => {
  const word = unknownWord(error) ? wordOf(error) : undefined;
  if (word === undefined) return `${expectation(error)}; docs/x-assay.md explains each word`;
  const known =
    isObject(error.parentSchema) && isObject(error.parentSchema['properties']) ? Object.keys(error.parentSchema['properties']) : [];
  const near = known.length > 0 ? closest(word, known) : undefined;
  const hint =
    near !== undefined && distance(word, near) <= Math.max(2, word.length / 3)
      ? `did you mean "${near}"?`
      : `known here: ${known.join(', ')}`;
  return `"${word}" is not a word of x-assay; ${hint}`;
};
