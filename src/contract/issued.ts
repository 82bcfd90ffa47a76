import type { Contract, Operation } from './model.ts';
import { below, isObject, referenceTarget, valueAt } from './pointer.ts';
import { declarationFor } from './responses.ts';

/** Where an answer may hold an issued credential, according to the document: JSON Pointers into the body. */
export type IssuedPointers = {
  /** Values of declared members that are marked with `x-assay.issued`, with everything below them. */
  readonly marked: ReadonlySet<string>;
  /** Values of declared members. */
  readonly named: ReadonlySet<string>;
  /** Names of declared header fields, in lower case. */
  readonly headers: ReadonlySet<string>;
};

/** The depth to which schemas are followed, because a schema may refer to itself. */
const deepest = 60;

/** How a schema applies to a value: by the declared name of a member, or to members of any name. */
type Way = 'named' | 'open';

/**
 * Which values in the answer of an operation that issues credentials the document declares, and which of them it marks. A mark on members
 * of any name (`additionalProperties`) is not certain and does not count.
 */
export const issuedPointers = (contract: Contract, operation: Operation, status: number, body: unknown): IssuedPointers => {
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

/** The value at the id pointer of the resource type counts as an id, in whatever object it is. */
const nameIds = (value: unknown, id: string, at: string, named: Set<string>): void => {
  if (at.split('/').length > deepest) return;
  if (isObject(value) && valueAt(value, id) !== undefined) named.add(at + id);
  if (Array.isArray(value)) value.forEach((item, index) => nameIds(item, id, below(at, index), named));
  else if (isObject(value)) for (const [name, one] of Object.entries(value)) nameIds(one, id, below(at, name), named);
};
