import type { Location } from '../../model/location.ts';
import type { Contract } from '../model.ts';
import { areaOf, childrenOf, hasAssertions, isEssentialStep } from './area.ts';
import { shapeAt } from './shape.ts';
import { type SchemaNode, schemaNode } from './tree.ts';

type Document = Contract['document'];

/** Whether a node is in its own location twice, because a schema refers to itself. */
const isRepeated = ({ location }: SchemaNode): boolean => location.way.slice(0, -1).includes(location.way.at(-1) ?? '#');

/**
 * The fewest locations at or below a schema that give every assertion in it an owner: nodes with assertions of their own, members that
 * another node requires, and, for an area without requirements of its own, its top node alone. Schemas that refer to themselves are
 * followed once.
 */
export const schemaLocations = (contract: Contract, location: Location): Location[] => {
  const found = new Map<SchemaNode, Location>();
  const visit = (node: SchemaNode): void => {
    const area = areaOf(node.shape);
    if (hasAssertions(node.shape) || (area.isWhole && area.judges)) found.set(node, node.location);
    if (area.isWhole) return;
    for (const name of node.required) {
      const member = node.properties.get(name);
      if (member) found.set(member, member.location);
    }
    for (const child of childrenOf(node)) if (!isRepeated(child)) visit(child);
  };
  visit(schemaNode(contract.document, location));
  return [...found.values()];
};

/**
 * Whether a value must have reached a location before a case may pass: the elements of an array, and the sides of a condition. Otherwise
 * nothing was seen that could have failed.
 */
export const isEssential = ({ way }: Location): boolean => isEssentialStep(way.at(-2) ?? '', way.at(-1) ?? '#');

/** Pointers of the nodes that must have been reached before a case at this location may pass. Many locations share one set. */
export const essentialNodes = ({ document }: { readonly document: Document }, location: Location): ReadonlySet<string> => {
  const pointer = location.way.at(-1) ?? '#';
  const shape = shapeAt(document, pointer);
  const area = areaOf(shape);
  const inside = area.isWhole ? area.essential : none;
  return shape.judges && isEssential(location) ? new Set([pointer, ...inside]) : inside;
};

const none: ReadonlySet<string> = new Set();
