import type { Contract, Schema } from '../../contract/model.ts';
import { below, isObject, referenceTarget, tokensOf } from '../../contract/pointer.ts';
import {
  isSchema,
  schemaListKeywords,
  schemaMapKeywords,
  schemaStoreKeywords,
  singleSchemaKeywords,
} from '../../contract/schema/keywords.ts';
import type { SchemaAt } from './reference.ts';

type Written = Readonly<Record<string, unknown>>;

/** A schema with a URI of its own, and the names in it (JSON Schema 2020-12, Core section 4.3.5). */
export type Resource = {
  readonly uri: string;
  readonly root: SchemaAt;
  /** Nodes by `$anchor` and `$dynamicAnchor`. */
  readonly anchors: Map<string, SchemaAt>;
  /** Nodes by `$dynamicAnchor` only. */
  readonly dynamic: Map<string, SchemaAt>;
};

export type Resources = {
  /** The resource that a node belongs to. */
  of(schema: Schema): Resource;
  /** What a reference in a node names by its text alone; undefined where that is no schema, or is not known. */
  target(from: Schema, ref: string): SchemaAt | undefined;
};

/** Stands for the URI of a document without one; a name that nothing else has (RFC 2606, section 2). */
const unnamed = 'https://document.invalid/';

const singles = new Set<string>(singleSchemaKeywords);
const lists = new Set<string>(schemaListKeywords);
const maps = new Set<string>([...schemaMapKeywords, ...schemaStoreKeywords]);

/** Every schema directly inside another, also those that only references lead to. */
const inside = ({ schema, pointer }: SchemaAt): SchemaAt[] => {
  if (!isObject(schema)) return [];
  return Object.entries(schema).flatMap(([keyword, value]): SchemaAt[] => {
    if (singles.has(keyword) && isSchema(value)) return [{ schema: value, pointer: below(pointer, keyword) }];
    const isList = lists.has(keyword) && Array.isArray(value);
    if (!isList && !(maps.has(keyword) && isObject(value))) return [];
    return Object.entries(value as object).flatMap(([key, one]: [string, unknown]) =>
      isSchema(one) ? [{ schema: one, pointer: below(pointer, keyword, key) }] : [],
    );
  });
};

const absolute = (ref: string, base: string): string | undefined => {
  try {
    return new URL(ref, base).href;
  } catch {
    return undefined;
  }
};

const halves = (uri: string): readonly [resource: string, fragment: string] => {
  const [resource = '', fragment = ''] = uri.split('#', 2);
  return [resource, referenceTarget(fragment)];
};

const textIn = (schema: Written, keyword: string): string | undefined => {
  const value = schema[keyword];
  return typeof value === 'string' ? value : undefined;
};

/**
 * Every schema that references of a document can name by a URI: the document, what has an `$id` in it, and other schemas by the URI from
 * which they come. Only the values of keywords that hold schemas are read, since an `$id` in a value or under an unknown keyword is none.
 */
export const resourcesOf = (root: SchemaAt, document: Contract['document'], others: ReadonlyMap<string, Schema>): Resources => {
  const byUri = new Map<string, Resource>();
  const homes = new Map<unknown, Resource>();

  const add = (uri: string, node: SchemaAt): Resource => {
    const made = { uri, root: node, anchors: new Map<string, SchemaAt>(), dynamic: new Map<string, SchemaAt>() };
    if (!byUri.has(uri)) byUri.set(uri, made);
    return byUri.get(uri) ?? made;
  };

  const read = (node: SchemaAt, around: Resource): void => {
    const { schema } = node;
    if (!isObject(schema) || homes.has(schema)) return;
    const id = textIn(schema, '$id');
    // An $id of only a fragment is an anchor of older dialects.
    const uri = id === undefined || id.startsWith('#') ? undefined : absolute(id, around.uri);
    const home = uri === undefined || node === around.root ? around : add(halves(uri)[0], node);
    homes.set(schema, home);
    for (const keyword of ['$anchor', '$dynamicAnchor'] as const) {
      const name = textIn(schema, keyword);
      if (name !== undefined && !home.anchors.has(name)) home.anchors.set(name, node);
      if (name !== undefined && keyword === '$dynamicAnchor' && !home.dynamic.has(name)) home.dynamic.set(name, node);
    }
    for (const child of inside(node)) read(child, home);
  };

  const entry = (uri: string, node: SchemaAt): Resource => {
    const home = add(uri, node);
    const id = isObject(node.schema) ? textIn(node.schema, '$id') : undefined;
    const own = id === undefined ? undefined : absolute(id, uri);
    if (own === undefined || halves(own)[0] === uri) {
      read(node, home);
      return home;
    }
    // Known by where it comes from and by its own name; references in it start from its own name.
    const named = add(halves(own)[0], node);
    read(node, named);
    byUri.set(uri, named);
    return named;
  };

  const whole = entry(unnamed, { schema: document, pointer: '#' });
  const waiting = new Map(others);
  const other = (uri: string): Resource | undefined => {
    const schema = waiting.get(uri);
    if (schema === undefined) return undefined;
    waiting.delete(uri);
    return entry(uri, { schema, pointer: `${uri}#` });
  };
  read(root, whole);

  /** A node by its JSON pointer, with the resource that the schemas on the way put it in. */
  const along = (resource: Resource, fragment: string): SchemaAt | undefined => {
    let value: unknown = resource.root.schema;
    let home = resource;
    let { pointer } = resource.root;
    for (const token of tokensOf(fragment)) {
      if (typeof value !== 'object' || value === null || !Object.hasOwn(value, token)) return undefined;
      value = (value as Written)[token];
      pointer = below(pointer, token);
      home = homes.get(value) ?? home;
    }
    if (!isSchema(value)) return undefined;
    const node = { schema: value, pointer };
    read(node, home);
    return node;
  };

  const of = (schema: Schema): Resource => homes.get(schema) ?? whole;

  const target = (from: Schema, ref: string): SchemaAt | undefined => {
    const uri = absolute(ref, of(from).uri);
    if (uri === undefined) return undefined;
    const [name, fragment] = halves(uri);
    const resource = byUri.get(name) ?? other(name);
    // Authors who write an `$id` often still mean the document by `#/components`.
    const resources = [...(resource ? [resource] : []), ...(ref.startsWith('#') && resource !== whole ? [whole] : [])];
    for (const one of resources) {
      const node = fragment === '' ? one.root : fragment.startsWith('/') ? along(one, fragment) : one.anchors.get(fragment);
      if (node) return node;
    }
    return undefined;
  };

  return { of, target };
};
