import type { Contract, Schema } from '../model.ts';
import { below, isObject, referenceTarget, tokensOf, valueAt } from '../pointer.ts';
import { isSchema, schemaListKeywords, schemaMapKeywords, schemaStoreKeywords, singleSchemaKeywords } from './keywords.ts';

type Document = Contract['document'];

/** What a schema inherits from the schemas around it. */
export type Scope = {
  /** Pointer of the nearest surrounding schema with an `$id`, to which `#` refers (JSON Schema 2020-12, Core section 8.2.1). */
  readonly base: string;
  /** Its dialect; undefined where none is declared. */
  readonly dialect: string | undefined;
};

/** A schema with its pointer and scope. */
export type Located = { readonly schema: Schema; readonly pointer: string; readonly scope: Scope };

const single = new Set<string>(singleSchemaKeywords);
const several = new Set<string>([...schemaListKeywords, ...schemaMapKeywords, ...schemaStoreKeywords]);

/** The scope of a schema inside another. An `$id` of only a fragment is an anchor of older dialects, not a base. */
export const scopeInside = (around: Scope, schema: unknown, pointer: string): Scope => {
  if (!isObject(schema)) return around;
  const { $id: id, $schema: dialect } = schema;
  const isBase = typeof id === 'string' && !id.startsWith('#');
  if (!isBase && typeof dialect !== 'string') return around;
  return { base: isBase ? pointer : around.base, dialect: typeof dialect === 'string' ? dialect : around.dialect };
};

/** The scope at a pointer of the document, found from its root. Values and extensions do not change it. */
export const scopeAt = (document: Document, pointer: string): Scope => {
  const { jsonSchemaDialect: dialect } = document;
  let scope: Scope = { base: '#', dialect: typeof dialect === 'string' ? dialect : undefined };
  const tokens = tokensOf(pointer);
  let current: unknown = document;
  let at = '#';
  /** Whether the walk is in a schema, under a keyword that holds several, in a value, or still outside. */
  let state: 'outside' | 'schema' | 'several' | 'value' = 'outside';
  for (const [n, token] of tokens.entries()) {
    current = valueAt(current, below('', token));
    at = below(at, token);
    if (state === 'outside') {
      if (token === 'schema' || (n === 2 && tokens[0] === 'components' && tokens[1] === 'schemas')) state = 'schema';
    } else if (state === 'schema') state = single.has(token) ? 'schema' : several.has(token) ? 'several' : 'value';
    else if (state === 'several') state = 'schema';
    if (state === 'schema') scope = scopeInside(scope, current, at);
  }
  return scope;
};

/** The meaning of a relative `$id` depends on all surrounding ones; such names are not followed. */
const isAbsolute = (id: string): boolean => /^[a-z][a-z0-9+.-]*:/i.test(id);

const anchors = new WeakMap<Document, ReadonlyMap<string, readonly string[]>>();

/** The pointers of nodes by name: `$anchor` and `$dynamicAnchor` after a `#`, and absolute `$id`s. Values are skipped. */
const namesIn = (document: Document): ReadonlyMap<string, readonly string[]> => {
  const known = anchors.get(document);
  if (known) return known;
  const found = new Map<string, string[]>();
  const visit = (value: unknown, pointer: string, key: string): void => {
    if (key === 'const' || key === 'enum' || key === 'example' || key === 'examples' || key === 'default' || key.startsWith('x-')) return;
    if (isObject(value)) {
      const { $anchor: anchor, $dynamicAnchor: dynamic, $id: id } = value;
      const names = [
        ...[anchor, dynamic].flatMap((name) => (typeof name === 'string' ? [`#${name}`] : [])),
        ...(typeof id === 'string' && isAbsolute(id) ? [id.replace(/#$/, '')] : []),
      ];
      for (const name of new Set(names)) found.set(name, [...(found.get(name) ?? []), pointer]);
    }
    const children = Array.isArray(value) ? Array.from(value.entries()) : isObject(value) ? Object.entries(value) : [];
    for (const [name, child] of children) visit(child, below(pointer, name), String(name));
  };
  visit(document, '#', '');
  anchors.set(document, found);
  return found;
};

/** Pointer of the node with a name; undefined where none or several have it. */
const named = (document: Document, name: string): string | undefined => {
  const [first, second] = namesIn(document).get(name) ?? [];
  return second === undefined ? first : undefined;
};

const pointerOf = (document: Document, { base }: Scope, ref: string): string | undefined => {
  const [resource = '', fragment = ''] = ref.split('#', 2);
  const root = resource === '' ? base : named(document, resource);
  if (root === undefined) return undefined;
  if (fragment === '' || fragment.startsWith('/')) return root + referenceTarget(fragment);
  return named(document, `#${fragment}`);
};

/** The target of a `$ref` in a scope; undefined where it is outside the document, not a schema, or ambiguous. */
export const resolveReference = (document: Document, scope: Scope, ref: string): Located | undefined => {
  // Authors who write an `$id` often still mean the document by `#/components`.
  for (const around of scope.base === '#' ? [scope] : [scope, { ...scope, base: '#' }]) {
    const pointer = pointerOf(document, around, ref);
    const schema = pointer === undefined ? undefined : valueAt(document, pointer);
    if (pointer !== undefined && isSchema(schema)) return { schema, pointer, scope: scopeAt(document, pointer) };
  }
  return undefined;
};
