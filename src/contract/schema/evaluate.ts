import type { Place } from '../../model/place.ts';
import type { Contract } from '../model.ts';
import { escapeToken, isObject, valueAt } from '../pointer.ts';
import { judgesSomething } from './places.ts';
import { type SchemaNode, schemaNode } from './tree.ts';

/** What a value shows about one schema node that it reached. `instancePath` is the JSON pointer of the value in the body. */
export type SchemaVisit =
  | { readonly place: Place; readonly instancePath: string; readonly holds: true }
  | {
      readonly place: Place;
      readonly instancePath: string;
      readonly holds: false;
      readonly keyword: string;
      readonly expected: string;
      readonly actual: string;
    };

/**
 * Judges a value node by node, so that each breach belongs to the innermost node it is about and a missing member to
 * that member's node. A branch (`allOf`, `then`, `else`) is judged only where the node around it holds; below a node
 * whose type is wrong nothing is judged. A value that no keyword of a node is about shows nothing there.
 */
export const evaluateSchema = (contract: Contract, place: Place, value: unknown): SchemaVisit[] => {
  const visits: SchemaVisit[] = [];
  walk(schemaNode(contract.document, place), value, '', visits);
  return visits;
};

const walk = (node: SchemaNode, value: unknown, path: string, visits: SchemaVisit[]): void => {
  const broken = node.local?.(value);
  if (broken) {
    visits.push({
      place: node.place,
      instancePath: path + broken.instancePath,
      holds: false,
      keyword: broken.keyword,
      expected: broken.expected,
      actual: shown(broken.instancePath === '' ? value : valueAt(value, broken.instancePath)),
    });
    if (broken.keyword === 'type' || broken.keyword === 'false schema') return;
  } else if (judgesSomething(node) && node.isAbout(value)) {
    visits.push({ place: node.place, instancePath: path, holds: true });
  }
  if (node.referenced) walk(node.referenced, value, path, visits);
  if (isObject(value)) walkMembers(node, value, path, visits);
  if (Array.isArray(value)) walkItems(node, value, path, visits);
  if (broken) return;
  for (const branch of node.branches) walk(branch, value, path, visits);
  if (node.condition) {
    const next = node.condition.holds(value) ? node.condition.then : node.condition.otherwise;
    if (next) walk(next, value, path, visits);
  }
};

const walkMembers = (node: SchemaNode, value: Readonly<Record<string, unknown>>, path: string, visits: SchemaVisit[]): void => {
  for (const name of node.required) {
    const member = node.properties.get(name) ?? node;
    const instancePath = `${path}/${escapeToken(name)}`;
    if (!Object.hasOwn(value, name)) {
      visits.push({
        place: member.place,
        instancePath,
        holds: false,
        keyword: 'required',
        expected: `a member "${name}"`,
        actual: `no such member among ${Object.keys(value).slice(0, 12).join(', ') || 'none'}`,
      });
    } else if (member !== node && !(judgesSomething(member) && member.isAbout(value[name]))) {
      // It could have been missing, which is all that its node shows here.
      visits.push({ place: member.place, instancePath, holds: true });
    }
  }
  for (const [name, child] of Object.entries(value)) {
    const declared = node.properties.get(name);
    const matching = node.patterns.filter(({ pattern }) => pattern.test(name));
    const next = [...(declared ? [declared] : []), ...matching.map((one) => one.node)];
    if (next.length === 0 && node.additional) next.push(node.additional);
    for (const one of next) walk(one, child, `${path}/${escapeToken(name)}`, visits);
  }
};

const walkItems = (node: SchemaNode, value: readonly unknown[], path: string, visits: SchemaVisit[]): void => {
  if (node.prefix.length === 0 && !node.items) return;
  for (const [index, item] of value.entries()) {
    const next = node.prefix[index] ?? node.items;
    if (next) walk(next, item, `${path}/${index}`, visits);
  }
};

/** A value in a finding: JSON, cut to a length that still tells what it is. */
export const shown = (value: unknown): string => {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 120 ? `${text.slice(0, 117)}...` : text;
};
