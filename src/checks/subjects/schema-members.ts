import { isObject, escapeToken } from '../../contract/pointer.ts';
import type { Contract } from '../../contract/model.ts';
import { type SchemaNode, schemaNode, sideOf } from '../../contract/schema/tree.ts';
import { nodeOf, type Location } from '../../model/location.ts';

/** Nodes that apply to the same value as a node, whatever the value is. */
const sameValue = ({ referenced, branches, condition }: SchemaNode): SchemaNode[] =>
  [referenced, ...branches, condition?.then, condition?.otherwise].filter((node) => node !== undefined);

const isOnTheWay = ({ location }: SchemaNode): boolean => location.way.slice(0, -1).includes(nodeOf(location));

/** Every member that a schema declares, by the node of its schema. Schemas that refer to themselves are followed once. */
export const memberLocations = (contract: Contract, location: Location): Location[] => {
  const found: Location[] = [];
  const visit = (node: SchemaNode): void => {
    const members = [...node.properties.values()];
    found.push(...members.map((member) => member.location));
    for (const next of [...sameValue(node), ...members, ...(node.items ? [node.items] : [])]) if (!isOnTheWay(next)) visit(next);
  };
  visit(schemaNode(contract.document, location));
  return found;
};

/** A declared member of a body, or of something in it. `at` is a JSON pointer with `*` for the elements of an array. */
export type MemberSeen = {
  readonly location: Location;
  readonly at: string;
  /** Undefined where the member is absent. */
  readonly value: unknown;
};

/**
 * The value of a body at each declared member, undefined where an object lacks it. Of a condition the branch that holds is followed.
 */
export const membersIn = (contract: Contract, location: Location, body: unknown): MemberSeen[] => {
  const seen: MemberSeen[] = [];
  const visit = (node: SchemaNode, value: unknown, at: string): void => {
    if (isObject(value)) {
      for (const [name, member] of node.properties) {
        const inside = `${at}/${escapeToken(name)}`;
        const held = Object.hasOwn(value, name) ? value[name] : undefined;
        seen.push({ location: member.location, at: inside, value: held });
        if (held !== undefined) visit(member, held, inside);
      }
    }
    if (Array.isArray(value) && node.items) for (const item of value) visit(node.items, item, `${at}/*`);
    for (const same of [node.referenced, ...node.branches]) if (same) visit(same, value, at);
    const branch = node.condition && sideOf(node.condition, node.condition.judge(value, 'response'));
    if (branch) visit(branch, value, at);
  };
  visit(schemaNode(contract.document, location), body, '');
  return seen;
};
