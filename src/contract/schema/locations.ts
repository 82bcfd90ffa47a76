import type { Location } from '../../model/location.ts';
import type { Contract } from '../model.ts';
import { areaOf, childrenOf, isEssentialStep, speaks } from './area.ts';
import { shapeAt } from './shape.ts';
import { type SchemaNode, schemaNode } from './tree.ts';

type Document = Contract['document'];

/** Nodes below a schema that are reached under the same name again belong to a schema that refers to itself. */
const alreadyOnTheWay = ({ location }: SchemaNode): boolean => location.way.slice(0, -1).includes(location.way.at(-1) ?? '#');

/**
 * The fewest places at or below a schema by which everything in it that can be judged has an owner: nodes with assertions of their
 * own, members that a node around them requires, and, for all that stands below a node where nothing carries a promise of its own,
 * that node alone. Schemas that refer to themselves are followed once.
 */
export const schemaLocations = (contract: Contract, location: Location): Location[] => {
  const found = new Map<SchemaNode, Location>();
  const visit = (node: SchemaNode): void => {
    const area = areaOf(node.shape);
    if (speaks(node.shape) || (area.isWhole && area.judges)) found.set(node, node.location);
    if (area.isWhole) return;
    for (const name of node.required) {
      const member = node.properties.get(name);
      if (member) found.set(member, member.location);
    }
    for (const child of childrenOf(node)) if (!alreadyOnTheWay(child)) visit(child);
  };
  visit(schemaNode(contract.document, location));
  return [...found.values()];
};

/**
 * Must a place have been reached before a case may pass: the elements of an array, and the consequence of a
 * condition. Without them nothing that could have failed was seen.
 */
export const isEssential = ({ way }: Location): boolean => isEssentialStep(way.at(-2) ?? '', way.at(-1) ?? '#');

/** Pointers of the nodes that must have been reached before a case with this place of `schemaLocations` may pass; the same set for many. */
export const essentialNodes = ({ document }: { readonly document: Document }, location: Location): ReadonlySet<string> => {
  const pointer = location.way.at(-1) ?? '#';
  const shape = shapeAt(document, pointer);
  const area = areaOf(shape);
  const inside = area.isWhole ? area.essential : none;
  return shape.judges && isEssential(location) ? new Set([pointer, ...inside]) : inside;
};

const none: ReadonlySet<string> = new Set();
