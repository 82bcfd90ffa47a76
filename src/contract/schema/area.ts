import { isObject, tokensOf } from '../pointer.ts';
import type { Shape } from './shape.ts';
import type { SchemaNode } from './tree.ts';

/** All children of a node, by any keyword. */
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

/** Whether a value of `x-assay` names a requirement anywhere. */
const namesRequirement = (value: unknown): boolean =>
  isObject(value) && (value['x-requirement'] !== undefined || Object.values(value).some((one) => namesRequirement(one)));

const hasRequirement = ({ schema }: Shape): boolean =>
  isObject(schema) && (schema['x-requirement'] !== undefined || namesRequirement(schema['x-assay']));

/** Whether the node asserts something, even if assay cannot judge it. */
export const hasAssertions = ({ judges, unsupported }: Shape): boolean => judges || unsupported.length > 0;

/** Whether the last step of a location leads to the elements of an array, or to a side of a condition. */
export const isEssentialStep = (around: string, pointer: string): boolean => {
  // Only the last step distinguishes a keyword from a member with its name: `/items` and `/properties/items`.
  if (!pointer.startsWith(around)) return false;
  const step = tokensOf(pointer.slice(around.length));
  const [keyword] = step;
  return (
    (step.length === 1 && (keyword === 'items' || keyword === 'then' || keyword === 'else')) ||
    (step.length === 2 && keyword === 'prefixItems')
  );
};

/** What is judged at a schema and below it, whatever location leads there. */
export type Area = {
  /** No node of it has a requirement of its own, so one requirement covers all of it. */
  readonly isWhole: boolean;
  /** Some node of it asserts something. */
  readonly judges: boolean;
  /** Pointers of the nodes that must have been reached before a case may pass. */
  readonly essential: ReadonlySet<string>;
};

const areas = new WeakMap<Shape, Area>();

/**
 * The area below a schema. Schemas that refer to each other in a circle share one area. Each schema is visited once, however many
 * operations refer to it (strongly connected components, R. Tarjan 1972, without recursion).
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

/** Makes the area of schemas that refer to each other, from themselves and from the areas that they lead to. */
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
    isWhole: !circle.some(hasRequirement) && beyond.every(({ isWhole }) => isWhole),
    judges: circle.some(hasAssertions) || beyond.some(({ judges }) => judges),
    get essential() {
      return (essential ??= joined(own, beyond));
    },
  };
  for (const shape of circle) areas.set(shape, area);
};

/** The union of the sets. Where only one is not empty it is returned itself, because thousands of schemas share the same few. */
const joined = (own: ReadonlySet<string>, beyond: readonly Area[]): ReadonlySet<string> => {
  const filled = [...new Set([own, ...beyond.map(({ essential }) => essential)])].filter(({ size }) => size > 0);
  const [first = own, ...others] = filled;
  return others.length === 0 ? first : new Set(filled.flatMap((one) => [...one]));
};
