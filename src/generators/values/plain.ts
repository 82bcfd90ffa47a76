import type { Schema } from '../../contract/model.ts';
import { below, isObject } from '../../contract/pointer.ts';
import {
  isSchema,
  schemaListKeywords,
  schemaMapKeywords,
  schemaStoreKeywords,
  singleSchemaKeywords,
} from '../../contract/schema/keywords.ts';
import type { ValueContext } from './generated.ts';
import { referencedSchema, type SchemaAt } from './reference.ts';
import { type Resource, resourcesOf } from './resources.ts';
import { reachable } from './reachable.ts';

/** A schema whose references all are JSON pointers into one document. */
export type Plain = {
  readonly node: SchemaAt;
  readonly document: ValueContext['document'];
  /** Where a node of that document is written. */
  readonly original: (pointer: string) => string;
};

const singles = new Set<string>(singleSchemaKeywords);
const lists = new Set<string>(schemaListKeywords);
const maps = new Set<string>(schemaMapKeywords);

/** Keywords that only references are about; nothing refers to them once all references are pointers. */
const naming = new Set<string>(['$id', '$anchor', '$dynamicAnchor', '$ref', '$dynamicRef', ...schemaStoreKeywords]);

/** The most schemas that are written out; with more, the references are left as they are. */
const mostSchemas = 5000;

/** Does a node name itself or another node in a way that depends on where it is, or on the way to it? */
const isNamed = (document: ValueContext['document'], { schema }: SchemaAt): boolean => {
  if (!isObject(schema)) return false;
  const { $ref: ref } = schema;
  return (
    schema['$dynamicRef'] !== undefined ||
    typeof schema['$id'] === 'string' ||
    (typeof ref === 'string' && !referencedSchema(document, ref))
  );
};

/** For each name that a `$dynamicRef` may have, the outermost resource on the way that has a node of that name. */
type DynamicScope = ReadonlyMap<string, Resource>;

const entered = (scope: DynamicScope, resource: Resource): DynamicScope => {
  const added = [...resource.dynamic.keys()].filter((name) => !scope.has(name));
  return added.length === 0 ? scope : new Map([...scope, ...added.map((name) => [name, resource] as const)]);
};

/**
 * A schema with every `$id`, `$anchor` and `$dynamicRef` resolved (JSON Schema 2020-12, Core sections 8.2 and 9.2): one copy of each
 * schema for each dynamic scope in which it is reached, so that what a `$dynamicRef` means is the same each time. A schema that needs no
 * copy is returned as it is. A reference that cannot be resolved stays, and is reported as unsupported later.
 */
export const plainSchema = (node: SchemaAt, { document, schemas = new Map() }: Pick<ValueContext, 'document' | 'schemas'>): Plain => {
  const asWritten: Plain = { node, document, original: (pointer) => pointer };
  if (![...reachable(document, node)].some((one) => isNamed(document, one))) return asWritten;
  const resources = resourcesOf(node, document, schemas);
  const names = new Map<unknown, Map<string, number>>();
  const origins: string[] = [];
  const waiting: { readonly node: SchemaAt; readonly scope: DynamicScope }[] = [];

  const keyOf = (scope: DynamicScope): string =>
    [...scope]
      .map(([name, { uri }]) => `${name} ${uri}`)
      .toSorted()
      .join('\n');

  const refer = (target: SchemaAt, around: DynamicScope): string => {
    const scope = entered(around, resources.of(target.schema));
    const known = names.get(target.schema) ?? new Map<string, number>();
    names.set(target.schema, known);
    const key = keyOf(scope);
    const index = known.get(key) ?? origins.length;
    if (!known.has(key)) {
      known.set(key, index);
      origins.push(target.pointer);
      waiting.push({ node: target, scope });
    }
    return `#/$defs/${index}`;
  };

  const dynamicTarget = (schema: Schema, ref: string, scope: DynamicScope): SchemaAt | undefined => {
    const first = resources.target(schema, ref);
    const name = ref.split('#', 2)[1] ?? '';
    const isDynamic = first !== undefined && isObject(first.schema) && first.schema['$dynamicAnchor'] === name;
    return isDynamic ? (scope.get(name)?.dynamic.get(name) ?? first) : first;
  };

  const copied = ({ schema, pointer }: SchemaAt, around: DynamicScope): Schema => {
    if (typeof schema === 'boolean') return schema;
    const scope = entered(around, resources.of(schema));
    const child = (value: unknown, ...keys: readonly string[]): unknown =>
      isSchema(value) ? copied({ schema: value, pointer: below(pointer, ...keys) }, scope) : value;
    const copy: Record<string, unknown> = {};
    for (const [keyword, value] of Object.entries(schema)) {
      if (naming.has(keyword)) continue;
      if (singles.has(keyword)) copy[keyword] = child(value, keyword);
      else if (lists.has(keyword) && Array.isArray(value)) copy[keyword] = value.map((one, n) => child(one, keyword, String(n)));
      else if (maps.has(keyword) && isObject(value))
        copy[keyword] = Object.fromEntries(Object.entries(value).map(([name, one]) => [name, child(one, keyword, name)]));
      else copy[keyword] = value;
    }
    const { $ref: ref, $dynamicRef: dynamicRef } = schema;
    const target = typeof ref === 'string' ? resources.target(schema, ref) : undefined;
    const dynamic = typeof dynamicRef === 'string' ? dynamicTarget(schema, dynamicRef, scope) : undefined;
    if (ref !== undefined) copy['$ref'] = target ? refer(target, scope) : ref;
    if (dynamicRef !== undefined && !dynamic) copy['$dynamicRef'] = dynamicRef;
    if (dynamic && ref === undefined) copy['$ref'] = refer(dynamic, scope);
    else if (dynamic)
      copy['allOf'] = [...(Array.isArray(copy['allOf']) ? (copy['allOf'] as unknown[]) : []), { $ref: refer(dynamic, scope) }];
    return copy;
  };

  const copies: Record<string, Schema> = {};
  refer(node, new Map());
  for (let index = 0; index < waiting.length; index++) {
    const next = waiting[index];
    if (!next || index > mostSchemas) return asWritten;
    copies[String(index)] = copied(next.node, next.scope);
  }
  const original = (pointer: string): string =>
    pointer.replace(/^#\/\$defs\/(\d+)/, (whole, index: string) => origins[Number(index)] ?? whole);
  return { node: { schema: copies['0'] ?? true, pointer: '#/$defs/0' }, document: { $defs: copies }, original };
};
