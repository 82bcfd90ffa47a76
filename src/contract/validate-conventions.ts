import type { ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';
import { closest, distance } from 'fastest-levenshtein';
import { ContractError } from './contract-error.ts';
import { type ConventionsKind, conventionsValidators } from './conventions-validators.ts';
import { below, isObject } from './pointer.ts';

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
export const validateConventions = async (source: WholeDocument): Promise<void> => {
  const written: { readonly value: unknown; readonly pointer: string; readonly kind: ConventionsKind }[] = [];
  const visit = (node: unknown, pointer: string): void => {
    if (Array.isArray(node)) {
      for (const [index, child] of node.entries()) visit(child, below(pointer, index));
      return;
    }
    if (!isObject(node)) return;
    for (const [key, child] of Object.entries(node)) {
      const here = below(pointer, key);
      if (key === 'x-assay') written.push({ value: child, pointer: here, kind: kindOf(pointer) });
      else if (key !== 'example' && key !== 'examples' && key !== 'default' && key !== 'enum') visit(child, here);
    }
  };
  visit(source.value, '#');
  if (written.length === 0) return;
  const { validatorOf } = await conventionsValidators();
  for (const { value, pointer, kind } of written) judge(source, value, pointer, validatorOf(kind));
};

/** A webhook, or a callback at its expression: the path item, or its operation (OpenAPI 3.1, OpenAPI Object and Callback Object). */
const deliveryNode = /(?:^#\/webhooks\/[^/]+|\/callbacks\/[^/]+\/[^/]+)(?:\/(?:get|put|post|delete|options|head|patch|trace))?$/;

const kindOf = (around: string): ConventionsKind => {
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
