import { below, isObject, tokensOf, valueAt } from '../pointer.ts';
import { ContractError } from '../contract-error.ts';
import { isJsonType } from '../wire/media-type.ts';
import { keepForms } from './swagger-lists.ts';
import { isMutable, type Mutable, spotAt, walk } from './walk.ts';

/** A document of Swagger 2.0 converted to OpenAPI 3.0. */
export type Converted = {
  readonly document: Mutable;
  /** Pointer in the document of Swagger 2.0 for one in the converted document: of the same node, or of its source. */
  origin(pointer: string): string;
};

/** Members of Swagger 2.0 whose value is data. */
const dataMembers = ['example', 'default', 'x-example'];

/**
 * Replaces data by unique texts, because the converter looks for schemas and references in examples too.
 * @returns a function that puts the data back into the converted document.
 */
const hideData = (document: Mutable): ((converted: unknown) => void) => {
  const hidden = new Map<string, unknown>();
  const hide = (holder: Mutable | unknown[], key: string | number): void => {
    const value: unknown = Reflect.get(holder, key);
    if (typeof value !== 'object' || value === null) return;
    const word = `assay-data-${hidden.size}-${Math.random()}`;
    hidden.set(word, value);
    Reflect.set(holder, key, word);
  };
  walk(spotAt('openapi', document, '#'), '2.0', ({ kind, value }) => {
    if (!isMutable(value)) return value;
    if (kind === 'schema' || kind === 'swaggerParameter') for (const member of dataMembers) if (member in value) hide(value, member);
    if (kind === 'schema' && Array.isArray(value['enum'])) for (const index of value['enum'].keys()) hide(value['enum'], index);
    if (kind === 'swaggerResponse' && isMutable(value['examples']))
      for (const name of Object.keys(value['examples'])) hide(value['examples'], name);
    return value;
  });
  const restore = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    for (const key of Object.keys(node)) {
      const value: unknown = Reflect.get(node, key);
      if (typeof value === 'string' && hidden.has(value)) Reflect.set(node, key, hidden.get(value));
      else restore(value);
    }
  };
  return restore;
};

/**
 * Converts a document of Swagger 2.0 with swagger2openapi, which converts body and form parameters, `consumes`, `produces` and the
 * collection formats correctly.
 * @throws {ContractError} where the converter fails, with its message.
 */
export const fromSwagger = async (document: Mutable, file: string): Promise<Converted> => {
  const { convertObj } = await import('swagger2openapi');
  keepForms(document);
  const restore = hideData(document);
  let openapi: unknown;
  try {
    ({ openapi } = await convertObj(document as never, { patch: true, warnOnly: true, resolve: false }));
  } catch (error) {
    throw new ContractError(
      `Cannot use "${file}": it cannot be converted from Swagger 2.0 to OpenAPI 3.0, ${error instanceof Error ? error.message : String(error)}`,
      { cause: error },
    );
  }
  restore(openapi);
  tablesWithoutSchema(openapi);
  if (!isMutable(openapi)) throw new ContractError(`Cannot use "${file}": nothing is left of it after the conversion from Swagger 2.0`);
  const [before, after] = [outlineOf(document), outlineOf(openapi)];
  return { document: openapi, origin: (pointer) => below('#', ...originOf(before, after, tokensOf(pointer))) };
};

/**
 * Swagger 2.0 has one schema for all media types that a response `produces`. A table beside JSON shows what columns it likes, so that the schema is none of it.
 */
const tablesWithoutSchema = (openapi: unknown): void => {
  const paths: unknown = isObject(openapi) ? openapi['paths'] : undefined;
  const inside = (value: unknown): readonly unknown[] => (isObject(value) ? Object.values(value) : []);
  for (const operation of inside(paths).flatMap(inside))
    for (const response of inside(isObject(operation) ? operation['responses'] : undefined)) {
      const content: unknown = isObject(response) ? response['content'] : undefined;
      const types = isObject(content) ? Object.keys(content) : [];
      if (!isObject(content) || !types.some(isJsonType)) continue;
      for (const type of types)
        if (/^text\/(?:csv|tab-separated-values)\b/iu.test(type) && isMutable(content[type])) delete content[type]['schema'];
    }
};

/** What tells the parameters of a document apart. The document itself is not kept. */
const outlineOf = (document: Mutable): Mutable => {
  const parametersOf = (node: Mutable): Mutable =>
    Array.isArray(node['parameters'])
      ? {
          parameters: node['parameters'].map((one: unknown) =>
            isObject(one) ? { name: one['name'], in: one['in'], $ref: one['$ref'] } : undefined,
          ),
        }
      : {};
  const each = (node: unknown, change: (one: Mutable) => Mutable): Mutable =>
    isMutable(node) ? Object.fromEntries(Object.entries(node).flatMap(([key, one]) => (isMutable(one) ? [[key, change(one)]] : []))) : {};
  const paths = each(document['paths'], (item) => ({ ...each(item, parametersOf), ...parametersOf(item) }));
  return { ...('host' in document ? { host: true } : {}), paths };
};

const holders: Readonly<Record<string, string>> = {
  schemas: 'definitions',
  parameters: 'parameters',
  requestBodies: 'parameters',
  responses: 'responses',
  securitySchemes: 'securityDefinitions',
};

const originOf = (before: Mutable, after: Mutable, tokens: readonly string[]): readonly string[] => {
  const [first = '', second = '', third = '', ...rest] = tokens;
  if (first === 'servers') return ['host' in before ? 'host' : 'basePath'];
  if (first === 'components') {
    const holder = holders[second];
    if (holder === undefined || third === '') return [];
    return [holder, third, ...(second === 'responses' ? inResponse(rest) : second === 'schemas' ? rest : inParameter(rest))];
  }
  if (first !== 'paths') return tokens;
  if (third === 'parameters') return inParameters(before, after, tokens.slice(0, 3), rest);
  const [word = '', ...inner] = rest;
  if (word === 'parameters') return inParameters(before, after, tokens.slice(0, 4), inner);
  if (word === 'requestBody') return inBody(before, tokens.slice(0, 3), inner);
  const [status, ...below200] = inner;
  return word === 'responses' && status !== undefined ? [...tokens.slice(0, 4), status, ...inResponse(below200)] : tokens;
};

/** `content/<type>/schema` was `schema`, and the schema of a header was the header itself. */
const inResponse = ([word, name = '', ...rest]: readonly string[]): readonly string[] => {
  if (word === 'content') return rest;
  if (word === 'headers') return [word, name, ...(rest[0] === 'schema' ? rest.slice(1) : rest)];
  return word === undefined ? [] : [word];
};

const inParameter = (rest: readonly string[]): readonly string[] => {
  if (rest[0] === 'content') return rest.slice(2);
  return rest[0] === 'schema' ? rest.slice(1) : rest;
};

const listAt = (document: Mutable, at: readonly string[]): readonly unknown[] => {
  const list = valueAt(document, below('#', ...at));
  return Array.isArray(list) ? list : [];
};

/** The conversion removes body parameters from the list, which changes the indices of the others. */
const inParameters = (
  before: Mutable,
  after: Mutable,
  at: readonly string[],
  [index = '', ...rest]: readonly string[],
): readonly string[] => {
  const now = listAt(after, at)[Number(index)];
  const isSame = (one: unknown): boolean =>
    isObject(one) &&
    isObject(now) &&
    (typeof now['$ref'] === 'string'
      ? nameIn(one['$ref']) === nameIn(now['$ref'])
      : one['name'] === now['name'] && one['in'] === now['in']);
  const indexBefore = listAt(before, at).findIndex(isSame);
  return indexBefore === -1 ? at : [...at, String(indexBefore), ...inParameter(rest)];
};

const nameIn = (ref: unknown): string | undefined => (typeof ref === 'string' ? ref.split('/').at(-1) : undefined);

const inBody = (before: Mutable, at: readonly string[], inner: readonly string[]): readonly string[] => {
  const [content, , schema, properties, name] = inner;
  const isMember = content === 'content' && schema === 'schema' && properties === 'properties';
  for (const list of [
    [...at, 'parameters'],
    [...at.slice(0, 2), 'parameters'],
  ]) {
    const written = listAt(before, list);
    const form = written.findIndex((one) => isObject(one) && one['in'] === 'formData' && (!isMember || one['name'] === name));
    if (form !== -1) return [...list, String(form), ...inner.slice(5)];
    const body = written.findIndex((one) => isObject(one) && one['in'] === 'body');
    if (body !== -1) return [...list, String(body), ...(schema === 'schema' ? inner.slice(2) : [])];
  }
  return at;
};
