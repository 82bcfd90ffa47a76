import type { Contract, Operation } from './model.ts';
import { below, isObject, referenceTarget, valueAt } from './pointer.ts';
import { declarationFor } from './responses.ts';

/** What the document says of the values of an answer in which a credential may be born, by their JSON Pointers in the body. */
export type IssuedPlaces = {
  /** Values under a printed name that it marks with `x-assay.issued`, with everything below them. */
  readonly marked: ReadonlySet<string>;
  /** Values under a printed name that it does not mark. */
  readonly named: ReadonlySet<string>;
  /** Names of header fields that it declares, in small letters. */
  readonly headers: ReadonlySet<string>;
};

/** Schemas are followed so many steps; one that refers to itself ends there. */
const deepest = 60;

/** How a value came to its schema: under a printed name, or as one of whatever stands there. */
type Way = 'named' | 'open';

/**
 * Which values of an answer to an operation that issues credentials the document names, and which of them it marks. A mark on what has
 * no printed name (`additionalProperties`) marks nothing for certain.
 */
export const issuedPlaces = (contract: Contract, operation: Operation, status: number, body: unknown): IssuedPlaces => {
  const marked = new Set<string>();
  const named = new Set<string>();
  const declared = [declarationFor(operation.responses, status), declarationFor(contract.anywhere, status)].filter(
    (one) => one !== undefined,
  );
  for (const { content } of declared) {
    for (const { schema } of content)
      visit({ document: contract.document, marked, named }, schema, { value: body, at: '', way: 'open' }, 0);
  }
  const { id } = contract.resourceTypes.find(({ create }) => create?.key === operation.key)?.convention ?? {};
  if (id !== undefined) nameIds(body, id, '', named);
  return { marked, named, headers: new Set(declared.flatMap(({ headers }) => headers.map(({ name }) => name.toLowerCase()))) };
};

type Found = { readonly document: unknown; readonly marked: Set<string>; readonly named: Set<string> };
type Reached = { readonly value: unknown; readonly at: string; readonly way: Way };

const visit = (found: Found, schema: unknown, reached: Reached, depth: number): void => {
  if (!isObject(schema) || depth > deepest) return;
  const { value, at, way } = reached;
  const { $ref, 'x-assay': assay } = schema;
  const isMarked = isObject(assay) && assay['issued'] === true;
  if (isMarked && (way === 'named' || at === '')) mark(found.marked, value, at);
  const same = (other: unknown): void => visit(found, other, reached, depth + 1);
  if (typeof $ref === 'string') same(valueAt(found.document, referenceTarget($ref)));
  for (const word of ['allOf', 'anyOf', 'oneOf'] as const) for (const branch of listOf(schema[word])) same(branch);
  for (const word of ['if', 'then', 'else'] as const) same(schema[word]);
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      const next = listOf(schema['prefixItems'])[index] ?? schema['items'];
      reach(found, next, { value: item, at: below(at, index), way }, depth);
    }
  } else if (isObject(value)) visitMembers(found, schema, value, at, depth);
};

const visitMembers = (
  found: Found,
  schema: Readonly<Record<string, unknown>>,
  value: Readonly<Record<string, unknown>>,
  at: string,
  depth: number,
): void => {
  const properties = isObject(schema['properties']) ? schema['properties'] : {};
  const patterns = isObject(schema['patternProperties']) ? Object.values(schema['patternProperties']) : [];
  for (const [name, one] of Object.entries(value)) {
    const here = { value: one, at: below(at, name) };
    if (Object.hasOwn(properties, name)) reach(found, properties[name], { ...here, way: 'named' }, depth);
    else for (const open of [...patterns, schema['additionalProperties']]) reach(found, open, { ...here, way: 'open' }, depth);
  }
};

const reach = (found: Found, schema: unknown, reached: Reached, depth: number): void => {
  if (reached.way === 'named' && schema !== undefined) found.named.add(reached.at);
  visit(found, schema, reached, depth + 1);
};

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const mark = (marked: Set<string>, value: unknown, at: string): void => {
  marked.add(at);
  if (Array.isArray(value)) value.forEach((item, index) => mark(marked, item, below(at, index)));
  else if (isObject(value)) for (const [name, one] of Object.entries(value)) mark(marked, one, below(at, name));
};

/** What stands where things of this kind hold their id is their id, in whatever object. */
const nameIds = (value: unknown, id: string, at: string, named: Set<string>): void => {
  if (at.split('/').length > deepest) return;
  if (isObject(value) && valueAt(value, id) !== undefined) named.add(at + id);
  if (Array.isArray(value)) value.forEach((item, index) => nameIds(item, id, below(at, index), named));
  else if (isObject(value)) for (const [name, one] of Object.entries(value)) nameIds(one, id, below(at, name), named);
};
