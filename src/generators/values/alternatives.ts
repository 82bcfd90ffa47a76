import type { ValueContext } from './generated.ts';
import { flatten, type FlatPart } from './flatten.ts';
import { childOf, childrenOf, type SchemaAt } from './reference.ts';
import type { Unsupported } from './unsupported.ts';

/** One way to meet several schemas: the requirements for a value once a branch of every choice has been taken. */
export type Alternative = readonly FlatPart[];

export type Alternatives = {
  readonly ways: readonly Alternative[];
  /** Nodes that allow no way. */
  readonly closed: readonly string[];
  readonly unsupported: readonly Unsupported[];
  /** There are more ways than are followed. */
  readonly cut: boolean;
};

/** The most combinations of choices that are followed. */
const mostWays = 64;

type Choice = { readonly id: string; readonly pointer: string; readonly branches: readonly SchemaAt[] };

const negations = new WeakMap<object, Readonly<Record<string, unknown>>>();

/** The negation of a condition, the same object each time. */
const opposite = ({ schema, pointer }: SchemaAt): SchemaAt => {
  if (typeof schema === 'boolean') return { schema: !schema, pointer };
  const made = negations.get(schema) ?? { not: schema };
  negations.set(schema, made);
  return { schema: made, pointer };
};

/** The choices a node offers: each branch of `anyOf` and of `oneOf`, and both sides of a condition. */
const choicesOf = (part: FlatPart): Choice[] => {
  const lists = (['anyOf', 'oneOf'] as const).flatMap((keyword): Choice[] =>
    Array.isArray(part.schema[keyword])
      ? [{ id: `${part.pointer} ${keyword}`, pointer: part.pointer, branches: childrenOf(part, keyword).map(([, child]) => child) }]
      : [],
  );
  const condition = childOf(part, 'if');
  const [then, otherwise] = [childOf(part, 'then'), childOf(part, 'else')];
  if (!condition || (!then && !otherwise)) return lists;
  const anything: SchemaAt = { schema: true, pointer: part.pointer };
  const sides: readonly (readonly SchemaAt[])[] = [
    [condition, then ?? anything],
    [opposite(condition), otherwise ?? anything],
  ];
  return [...lists, { id: `${part.pointer} if`, pointer: part.pointer, branches: sides.map((all) => conjoined(part, all)) }];
};

const conjoints = new WeakMap<object, Map<string, Readonly<Record<string, unknown>>>>();

/** Several schemas as one node, the same object each time. */
const conjoined = (part: FlatPart, nodes: readonly SchemaAt[]): SchemaAt => {
  const known = conjoints.get(part.schema) ?? new Map<string, Readonly<Record<string, unknown>>>();
  conjoints.set(part.schema, known);
  const key = nodes.map(({ pointer }) => pointer).join(' ');
  const schema = known.get(key) ?? { allOf: nodes.map((node) => node.schema) };
  known.set(key, schema);
  return { schema, pointer: part.pointer };
};

/** Takes each branch of every choice in turn. A branch may contain choices of its own. */
export const alternatives = (document: ValueContext['document'], nodes: readonly SchemaAt[]): Alternatives => {
  const ways: Alternative[] = [];
  const closed: string[] = [];
  const unsupported: Unsupported[] = [];
  let cut = false;

  const follow = (taken: readonly SchemaAt[], decided: ReadonlySet<string>): void => {
    if (ways.length >= mostWays) {
      cut = true;
      return;
    }
    const flat = flatten(document, taken);
    if (flat.kind === 'unsatisfiable') closed.push(...flat.why);
    if (flat.kind === 'unsupported') unsupported.push(flat);
    if (flat.kind !== 'flat') return;
    const open = flat.parts.flatMap(choicesOf).find(({ id }) => !decided.has(id));
    if (!open) {
      ways.push(flat.parts);
      return;
    }
    if (open.branches.length === 0) closed.push(open.pointer);
    for (const branch of open.branches) follow([...taken, branch], new Set([...decided, open.id]));
  };

  follow(nodes, new Set());
  return { ways, closed: [...new Set(closed)], unsupported, cut };
};
