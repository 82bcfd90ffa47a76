import { below, isObject, referenceTarget, tokensOf, valueAt } from '../../src/contract/pointer.ts';

export type Json = Readonly<Record<string, unknown>>;

/** The possible content of a message: its example bodies, its schemas, and its headers. */
export type Described = { readonly bodies: readonly unknown[]; readonly schemas: readonly Json[]; readonly headers: readonly string[] };

/** A Response Object with its pointer. */
export type Answer = Described & { readonly status: string; readonly links: readonly (readonly [name: string, link: Json])[] };

/** An operation with everything that its conventions may name. */
export type Known = {
  readonly key: string;
  readonly pointer: string;
  readonly value: Json;
  readonly id: unknown;
  readonly query: readonly string[];
  readonly path: readonly string[];
  readonly header: readonly string[];
  /** Schemas of its request body. */
  readonly takes: readonly Json[];
  readonly answers: readonly Answer[];
};

/** The target of a `$ref`; an empty object where there is none. */
export const resolved = (document: Json, value: unknown): Json => {
  if (!isObject(value)) return {};
  return typeof value['$ref'] === 'string' ? resolved(document, valueAt(document, referenceTarget(value['$ref']))) : value;
};

/** Members of an object, references followed. */
export const objects = (document: Json, value: unknown): [string, Json][] =>
  isObject(value) ? Object.entries(value).map(([key, one]) => [key, resolved(document, one)]) : [];

const schemasOf = (document: Json, message: Json): Json[] =>
  objects(document, message['content']).flatMap(([, { schema }]) => (isObject(schema) ? [schema] : []));

const bodiesOf = (document: Json, message: Json): unknown[] =>
  objects(document, message['content']).flatMap(([, { example, examples }]) => {
    const named = objects(document, examples).map(([, one]) => one['value']);
    return example === undefined ? named : named.concat(example);
  });

const answerOf = (document: Json, status: string, response: Json): Answer => ({
  status,
  bodies: bodiesOf(document, response),
  schemas: schemasOf(document, response),
  headers: objects(document, response['headers']).map(([name]) => name.toLowerCase()),
  links: objects(document, response['links']),
});

/** The answers of a map of Response Objects. */
export const answersOf = (document: Json, responses: unknown): Answer[] =>
  objects(document, responses).map(([status, response]) => answerOf(document, status, response));

/** Every operation of a document. */
export const operationsOf = (document: Json): Known[] =>
  objects(document, document['paths']).flatMap(([path, item]) =>
    Object.entries(item).flatMap(([method, value]) => {
      if (!isObject(value) || !isObject(value['responses'])) return [];
      const parameters = [item['parameters'], value['parameters']].flatMap((list) =>
        Array.isArray(list) ? list.map((one: unknown) => resolved(document, one)) : [],
      );
      const named = (where: string): string[] => parameters.filter((one) => one['in'] === where).map((one) => String(one['name']));
      return {
        key: `${method.toUpperCase()} ${path}`,
        pointer: below('#/paths', path, method),
        value,
        id: value['operationId'],
        query: named('query'),
        path: named('path'),
        header: named('header'),
        takes: schemasOf(document, resolved(document, value['requestBody'])),
        answers: answersOf(document, value['responses']),
      };
    }),
  );

/** The successful answers of an operation as one. */
export const successOf = (operation: Known | undefined): Described => {
  const answers = operation?.answers.filter(({ status }) => status.startsWith('2')) ?? [];
  return together(answers);
};

/** Several messages as one, with the content of all of them. */
export const together = (messages: readonly Described[]): Described => ({
  bodies: messages.flatMap(({ bodies }) => bodies),
  schemas: messages.flatMap(({ schemas }) => schemas),
  headers: messages.flatMap(({ headers }) => headers),
});

const inPlace = ['allOf', 'anyOf', 'oneOf', 'if', 'then', 'else'];

/** A schema with the schemas of the same value, to a depth that ends recursion. */
const same = (document: Json, schema: unknown, depth = 0): Json[] => {
  const here = resolved(document, schema);
  if (depth > 6) return [here];
  const beside = isObject(schema) && schema['$ref'] !== undefined ? [schema] : [];
  return [
    here,
    ...[here, ...beside].flatMap((one) =>
      inPlace.flatMap((word) => [one[word] ?? []].flat().flatMap((part: unknown) => same(document, part, depth + 1))),
    ),
  ];
};

/** The schemas of the value at a JSON Pointer; `*` is any member. */
export const schemasAt = (document: Json, schemas: readonly Json[], pointer: string): Json[] =>
  tokensOf(pointer).reduce<readonly Json[]>(
    (found, token) =>
      found
        .flatMap((schema) => same(document, schema))
        .flatMap(({ properties, items }) => {
          const members = isObject(properties) ? properties : {};
          const next = token === '*' ? Object.values(members) : [members[token], ...(/^\d+$/.test(token) ? [items] : [])];
          return next.filter(isObject);
        }),
    schemas,
  ) as Json[];

/** The schemas of the elements of lists. */
export const elementsOf = (document: Json, schemas: readonly Json[]): Json[] =>
  schemas.flatMap((schema) => same(document, schema)).flatMap(({ items }) => (isObject(items) ? [items] : []));
