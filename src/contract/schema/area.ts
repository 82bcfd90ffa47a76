import { isObject, tokensOf } from '../pointer.ts';
import type { Shape } from './shape.ts';
import type { SchemaNode } from './tree.ts';

/** Everything a node leads to, by whatever keyword. */
export const childrenOf = <T extends Shape | SchemaNode>({
  referenced,
  branches,
  condition,
  properties,
  patterns,
  additional,
  prefix,
  items,
}: {
  readonly referenced: T | undefined;
  readonly branches: readonly T[];
  readonly condition: { readonly then: T | undefined; readonly otherwise: T | undefined } | undefined;
  readonly properties: ReadonlyMap<string, T>;
  readonly patterns: readonly { readonly node: T }[];
  readonly additional: T | undefined;
  readonly prefix: readonly T[];
  readonly items: T | undefined;
}): T[] =>
  [
    referenced,
    ...branches,
    condition?.then,
    condition?.otherwise,
    ...properties.values(),
    ...patterns.map((one) => one.node),
    additional,
    ...prefix,
    items,
  ].filter((one) => one !== undefined);

/** Names of promises, at a node or in the words of its `x-assay`. */
const carries = (value: unknown): boolean =>
  isObject(value) && (value['x-requirement'] !== undefined || Object.values(value).some((one) => carries(one)));

const carriesRequirement = ({ schema }: Shape): boolean =>
  isObject(schema) && (schema['x-requirement'] !== undefined || carries(schema['x-assay']));

/** Something is judged here, or would be if it were understood. */
export const speaks = ({ judges, unsupported }: Shape): boolean => judges || unsupported.length > 0;

/** The last step of a way to a node: does it lead to the elements of an array, or to the consequence of a condition. */
export const isEssentialStep = (around: string, pointer: string): boolean => {
  // The last step tells a keyword from a member that happens to bear its name: `/items` against `/properties/items`.
  if (!pointer.startsWith(around)) return false;
  const step = tokensOf(pointer.slice(around.length));
  const [keyword] = step;
  return (
    (step.length === 1 && (keyword === 'items' || keyword === 'then' || keyword === 'else')) ||
    (step.length === 2 && keyword === 'prefixItems')
  );
};

/** What is judged at a schema and below it, whatever way leads there. */
export type Area = {
  /** No node of it carries a promise of its own, so that one promise decides all of it. */
  readonly isWhole: boolean;
  /** Something of it can be judged. */
  readonly judges: boolean;
  /** Pointers of the nodes that must have been reached before a case may pass. */
  readonly essential: ReadonlySet<string>;
};

const areas = new WeakMap<Shape, Area>();

/**
 * The area below a schema. Schemas that lead to each other in a circle have one area together; each is walked through once, whatever
 * number of operations refers to it (strongly connected components, R. Tarjan 1972, without recursion).
 */
export const areaOf = (root: Shape): Area => {
  const known = areas.get(root);
  if (known) return known;
  const numbers = new Map<Shape, number>();
  const lowest = new Map<Shape, number>();
  const open: Shape[] = [];
  const frames: { readonly shape: Shape; readonly children: readonly Shape[]; next: number }[] = [];
  const enter = (shape: Shape): void => {
    numbers.set(shape, numbers.size);
    lowest.set(shape, numbers.size - 1);
    open.push(shape);
    frames.push({ shape, children: childrenOf(shape.children), next: 0 });
  };
  const lower = (shape: Shape, number: number): void => {
    lowest.set(shape, Math.min(lowest.get(shape) ?? number, number));
  };
  enter(root);
  for (let frame = frames.at(-1); frame; frame = frames.at(-1)) {
    const child = frame.children[frame.next];
    frame.next += 1;
    if (child) {
      const number = numbers.get(child);
      if (areas.has(child)) continue;
      if (number === undefined) enter(child);
      else lower(frame.shape, number);
      continue;
    }
    frames.pop();
    const { shape } = frame;
    const low = lowest.get(shape) ?? 0;
    const around = frames.at(-1);
    if (around) lower(around.shape, low);
    if (low === numbers.get(shape)) close(open.splice(open.lastIndexOf(shape)));
  }
  return areas.get(root) ?? nowhere;
};

const nowhere: Area = { isWhole: true, judges: false, essential: new Set() };

/** Gives schemas that lead to each other their area: what they say themselves, and what the areas say that they lead to. */
const close = (circle: readonly Shape[]): void => {
  const own = new Set<string>();
  const further = new Set<Area>();
  for (const shape of circle) {
    for (const child of childrenOf(shape.children)) {
      if (child.judges && isEssentialStep(shape.pointer, child.pointer)) own.add(child.pointer);
      const area = areas.get(child);
      if (area) further.add(area);
    }
  }
  const beyond = [...further];
  let essential: ReadonlySet<string> | undefined;
  const area: Area = {
    isWhole: !circle.some(carriesRequirement) && beyond.every(({ isWhole }) => isWhole),
    judges: circle.some(speaks) || beyond.some(({ judges }) => judges),
    get essential() {
      return (essential ??= joined(own, beyond));
    },
  };
  for (const shape of circle) areas.set(shape, area);
};

/** One set for all: where only one says something it is that one, since thousands of schemas end in the same few. */
const joined = (own: ReadonlySet<string>, beyond: readonly Area[]): ReadonlySet<string> => {
  const stated = [...new Set([own, ...beyond.map(({ essential }) => essential)])].filter(({ size }) => size > 0);
  const [first = own, ...others] = stated;
  return others.length === 0 ? first : new Set(stated.flatMap((one) => [...one]));
};
