import type { Place } from '../../model/place.ts';
import type { Contract } from '../model.ts';
import { tokensOf } from '../pointer.ts';
import { type SchemaNode, schemaNode } from './tree.ts';

/** Nodes below a schema that are reached under the same name again belong to a schema that refers to itself. */
const alreadyOnTheWay = ({ place }: SchemaNode): boolean => place.way.slice(0, -1).includes(place.way.at(-1) ?? '#');

const childrenOf = (node: SchemaNode): SchemaNode[] =>
  [
    node.referenced,
    ...node.branches,
    node.condition?.then,
    node.condition?.otherwise,
    ...node.properties.values(),
    ...node.patterns.map((one) => one.node),
    node.additional,
    ...node.prefix,
    node.items,
  ].filter((one) => one !== undefined);

/**
 * Every place at or below a schema that can be judged: nodes with assertions of their own, and members that a node
 * around them requires. Schemas that refer to themselves are followed once.
 */
export const schemaPlaces = (contract: Contract, place: Place): Place[] => {
  const found = new Map<SchemaNode, Place>();
  const visit = (node: SchemaNode): void => {
    if (node.judges) found.set(node, node.place);
    for (const name of node.required) {
      const member = node.properties.get(name);
      if (member) found.set(member, member.place);
    }
    for (const child of childrenOf(node)) if (!alreadyOnTheWay(child)) visit(child);
  };
  visit(schemaNode(contract.document, place));
  return [...found.values()];
};

/**
 * Must a place have been reached before a case may pass: the elements of an array, and the consequence of a
 * condition. Without them nothing that could have failed was seen.
 */
export const isEssential = ({ way }: Place): boolean => {
  // The last step tells a keyword from a member that happens to bear its name: `/items` against `/properties/items`.
  const step = tokensOf((way.at(-1) ?? '#').slice((way.at(-2) ?? '').length));
  const [keyword] = step;
  return (
    (step.length === 1 && (keyword === 'items' || keyword === 'then' || keyword === 'else')) ||
    (step.length === 2 && keyword === 'prefixItems')
  );
};
