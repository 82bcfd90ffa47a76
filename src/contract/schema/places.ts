import type { Place } from '../../model/place.ts';
import type { Contract } from '../model.ts';
import { isObject, tokensOf } from '../pointer.ts';
import { type Shape, shapeAt } from './shape.ts';
import { type SchemaNode, schemaNode } from './tree.ts';

type Document = Contract['document'];

/** Nodes below a schema that are reached under the same name again belong to a schema that refers to itself. */
const alreadyOnTheWay = ({ place }: SchemaNode): boolean => place.way.slice(0, -1).includes(place.way.at(-1) ?? '#');

const childrenOf = <T extends Shape | SchemaNode>({
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

const carriesPromise = ({ schema }: Shape): boolean =>
  isObject(schema) && (schema['x-requirement'] !== undefined || carries(schema['x-assay']));

/** Something is judged here, or would be if it were understood. */
const speaks = ({ judges, unsupported }: Shape): boolean => judges || unsupported.length > 0;

/** What is judged at a schema and below it, whatever way leads there. */
type Area = {
  /** No node of it carries a promise of its own, so that one promise decides all of it. */
  readonly isWhole: boolean;
  /** Something of it can be judged. */
  readonly judges: boolean;
  /** Pointers of the nodes that must have been reached before a case may pass. */
  readonly essential: readonly string[];
};

const areas = new WeakMap<Shape, Area>();

const areaOf = (shape: Shape): Area => {
  const known = areas.get(shape);
  if (known) return known;
  const seen = new Set<Shape>([shape]);
  const essential = new Set<string>();
  // A set grows while it is walked.
  for (const one of seen) {
    for (const child of childrenOf(one.children)) {
      seen.add(child);
      if (child.judges && isEssentialStep(one.pointer, child.pointer)) essential.add(child.pointer);
    }
  }
  const all = [...seen];
  const area = { isWhole: !all.some(carriesPromise), judges: all.some(speaks), essential: [...essential] };
  areas.set(shape, area);
  return area;
};

/**
 * The fewest places at or below a schema by which everything in it that can be judged has an owner: nodes with assertions of their
 * own, members that a node around them requires, and, for all that stands below a node where nothing carries a promise of its own,
 * that node alone. Schemas that refer to themselves are followed once.
 */
export const schemaPlaces = (contract: Contract, place: Place): Place[] => {
  const found = new Map<SchemaNode, Place>();
  const visit = (node: SchemaNode): void => {
    const area = areaOf(node.shape);
    if (speaks(node.shape) || (area.isWhole && area.judges)) found.set(node, node.place);
    if (area.isWhole) return;
    for (const name of node.required) {
      const member = node.properties.get(name);
      if (member) found.set(member, member.place);
    }
    for (const child of childrenOf(node)) if (!alreadyOnTheWay(child)) visit(child);
  };
  visit(schemaNode(contract.document, place));
  return [...found.values()];
};

const isEssentialStep = (around: string, pointer: string): boolean => {
  // The last step tells a keyword from a member that happens to bear its name: `/items` against `/properties/items`.
  if (!pointer.startsWith(around)) return false;
  const step = tokensOf(pointer.slice(around.length));
  const [keyword] = step;
  return (
    (step.length === 1 && (keyword === 'items' || keyword === 'then' || keyword === 'else')) ||
    (step.length === 2 && keyword === 'prefixItems')
  );
};

/**
 * Must a place have been reached before a case may pass: the elements of an array, and the consequence of a
 * condition. Without them nothing that could have failed was seen.
 */
export const isEssential = ({ way }: Place): boolean => isEssentialStep(way.at(-2) ?? '', way.at(-1) ?? '#');

/** Pointers of the nodes that must have been reached before a case with this place of `schemaPlaces` may pass. */
export const essentialNodes = ({ document }: { readonly document: Document }, place: Place): readonly string[] => {
  const pointer = place.way.at(-1) ?? '#';
  const shape = shapeAt(document, pointer);
  const area = areaOf(shape);
  return [...(shape.judges && isEssential(place) ? [pointer] : []), ...(area.isWhole ? area.essential : [])];
};
