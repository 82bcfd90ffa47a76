import type { Schema } from '../../contract/model.ts';
import { below, isObject, referenceTarget, valueAt } from '../../contract/pointer.ts';
import { isSchema } from '../../contract/schema/keywords.ts';
import type { ValueContext } from './generated.ts';

/** A schema with its pointer. */
export type SchemaAt = {
  readonly schema: Schema;
  readonly pointer: string;
  /** The schemas of the same value that it is a part of, where a choice led to it. */
  readonly within?: ReadonlySet<object>;
};

type Document = ValueContext['document'];

/** A subschema below a node; undefined where there is none. */
export const childOf = ({ schema, pointer }: SchemaAt, ...keys: readonly (string | number)[]): SchemaAt | undefined => {
  const child = valueAt(schema, below('', ...keys));
  return isSchema(child) ? { schema: child, pointer: below(pointer, ...keys) } : undefined;
};

/** Subschemas in a list or under names, with their key. */
export const childrenOf = (node: SchemaAt, keyword: string): readonly (readonly [key: string, child: SchemaAt])[] => {
  const value = typeof node.schema === 'boolean' ? undefined : node.schema[keyword];
  const keys = Array.isArray(value) ? value.map((_, index) => String(index)) : isObject(value) ? Object.keys(value) : [];
  return keys.flatMap((key) => {
    const child = childOf(node, keyword, key);
    return child ? [[key, child] as const] : [];
  });
};

const anchors = new WeakMap<Document, ReadonlyMap<string, string>>();

/** Plain names that `$anchor` gives to nodes (JSON Schema 2020-12, Core section 8.2.2). */
const anchorsIn = (document: Document): ReadonlyMap<string, string> => {
  const known = anchors.get(document);
  if (known) return known;
  const found = new Map<string, string>();
  const visit = (value: unknown, pointer: string, key: string): void => {
    // The values of these keywords are data, even where they look like schemas.
    if (key === 'const' || key === 'enum' || key === 'example' || key === 'examples' || key === 'default') return;
    if (isObject(value) && typeof value['$anchor'] === 'string' && !found.has(value['$anchor'])) found.set(value['$anchor'], pointer);
    const children = Array.isArray(value) ? Array.from(value.entries()) : isObject(value) ? Object.entries(value) : [];
    for (const [name, child] of children) visit(child, below(pointer, name), String(name));
  };
  visit(document, '#', '');
  anchors.set(document, found);
  return found;
};

/** The target of an internal `$ref`; undefined where it leads out of the document or to no schema. */
export const referencedSchema = (document: Document, ref: string): SchemaAt | undefined => {
  if (!ref.startsWith('#')) return undefined;
  const pointer = ref === '#' || ref.startsWith('#/') ? referenceTarget(ref) : anchorsIn(document).get(ref.slice(1));
  const schema = pointer === undefined ? undefined : valueAt(document, pointer);
  return pointer !== undefined && isSchema(schema) ? { schema, pointer } : undefined;
};
