import type { ValueContext } from './generated.ts';
import { childrenOf, referencedSchema, type SchemaAt } from './reference.ts';
import type { Unsupported } from './unsupported.ts';

/** A schema that is an object, with its pointer. */
export type FlatPart = {
  readonly schema: Readonly<Record<string, unknown>>;
  readonly pointer: string;
  /** The schemas that it is a part of, itself included: what it evaluates is evaluated for them (Core section 11). */
  readonly within: ReadonlySet<object>;
};

export type Flattened =
  | { readonly kind: 'flat'; readonly parts: readonly FlatPart[] }
  | { readonly kind: 'unsatisfiable'; readonly why: readonly string[] }
  | Unsupported;

/**
 * Everything that several schemas require of one value, as a flat list: the target of a `$ref` and the branches of `allOf` are listed after
 * their node. Each schema once, in the order of the document.
 */
export const flatten = (document: ValueContext['document'], nodes: readonly SchemaAt[]): Flattened => {
  const parts = new Map<object, FlatPart & { readonly within: Set<object> }>();
  const onTheWay = new Set<object>();

  const visit = (node: SchemaAt): Exclude<Flattened, { readonly kind: 'flat' }> | undefined => {
    const { schema, pointer } = node;
    if (schema === true) return undefined;
    if (schema === false) return { kind: 'unsatisfiable', why: [pointer] };
    if (onTheWay.has(schema)) {
      return { kind: 'unsupported', pointer, keyword: '$ref', reason: 'it refers to itself without going deeper into the value' };
    }
    const around = [...onTheWay, ...(node.within ?? []), schema];
    const known = parts.get(schema);
    if (known && around.every((one) => known.within.has(one))) return undefined;
    parts.set(schema, { schema, pointer, within: new Set([...(known?.within ?? []), ...around]) });
    onTheWay.add(schema);
    const { $ref: ref } = schema;
    const referenced = typeof ref === 'string' ? referencedSchema(document, ref) : undefined;
    if (typeof ref === 'string' && !referenced) {
      return { kind: 'unsupported', pointer, keyword: '$ref', reason: `${ref} leads to no schema of the document` };
    }
    const next = [...(referenced ? [referenced] : []), ...childrenOf(node, 'allOf').map(([, child]) => child)];
    for (const one of next) {
      const stopped = visit(one);
      if (stopped) return stopped;
    }
    onTheWay.delete(schema);
    return undefined;
  };

  for (const node of nodes) {
    const stopped = visit(node);
    if (stopped) return stopped;
  }
  return { kind: 'flat', parts: [...parts.values()] };
};
