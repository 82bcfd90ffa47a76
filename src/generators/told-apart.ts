import { wordsOf } from '../contract/infer/words.ts';
import type { Contract, Operation, Schema } from '../contract/model.ts';
import { isObject } from '../contract/pointer.ts';
import { bodyMembers } from './body-members.ts';
import { boundsBetween } from './bounds-between.ts';
import { sampledValue } from './fresh-text.ts';
import { printedValues } from './known-values.ts';
import { mayBeSent } from './request-match.ts';
import { resolvedSchema, typesOf } from './resolved-schema.ts';

type Values = Readonly<Record<string, unknown>>;

/** Two members of a body that may not have the same value. */
export type Apart = { readonly member: string; readonly other: string };

const known = new WeakMap<Contract, Map<string, readonly Apart[]>>();

/** The members at the top of a body of which the document says that they differ: "Not the home port", "Other than `from`". */
export const toldApart = (contract: Contract, operation: Operation): readonly Apart[] => {
  const all = known.get(contract) ?? new Map<string, readonly Apart[]>();
  known.set(contract, all);
  const before = all.get(operation.key);
  if (before) return before;
  const members = bodyMembers(contract, operation);
  const around = { names: members.map(({ name }) => name), span: undefined };
  const bounds = boundsBetween(contract, operation, around);
  const found = bounds.flatMap(({ member, side, other }) => (side === 'other-than' && other !== null ? [{ member, other }] : []));
  all.set(operation.key, found);
  return found;
};

/** Words of names that stand for the two ends of something. */
const ends: readonly (readonly [first: string, second: string])[] = [
  ['source', 'target'],
  ['source', 'destination'],
  ['from', 'to'],
  ['origin', 'destination'],
  ['departure', 'arrival'],
  ['pickup', 'dropoff'],
  ['home', 'away'],
  ['home', 'guest'],
  ['base', 'quote'],
  ['old', 'new'],
  ['first', 'second'],
  ['sender', 'recipient'],
  ['sender', 'receiver'],
  ['native', 'foreign'],
];

/** Are two names those of the two ends of one thing: `sourceLanguage` and `targetLanguage`, `portFrom` and `portTo`. */
export const areTwoEnds = (one: string, other: string): boolean => {
  const [own, their] = [wordsOf(one), wordsOf(other)];
  const at = own.findIndex((word, n) => word !== their[n]);
  const isRestSame = own.length === their.length && own.every((word, n) => n === at || word === their[n]);
  const [first, second] = [own[at] ?? '', their[at] ?? ''];
  return isRestSame && ends.some((pair) => (pair[0] === first && pair[1] === second) || (pair[1] === first && pair[0] === second));
};

/** Another value of a schema than one; undefined where none can be made. */
const otherValue = (document: Contract['document'], schema: Schema, than: unknown): unknown => {
  const resolved = resolvedSchema(document, schema);
  if (!isObject(resolved)) return undefined;
  const listed: readonly unknown[] = Array.isArray(resolved['enum']) ? resolved['enum'] : [];
  const isWhole = typesOf(resolved).includes('integer') && typeof than === 'number';
  const candidates = [...printedValues(resolved), ...listed, ...(isWhole ? [than + 1, than - 1] : [])];
  const fits = (value: unknown): boolean => value !== than && value !== null && mayBeSent(document, schema, value);
  return candidates.find(fits) ?? ['b', 'c', 'd'].map((seed) => sampledValue(document, resolved, seed)).find(fits);
};

/**
 * A body in which the members differ that the document says to differ.
 * @param kept The names of members whose values stay as they are.
 * @returns The body, and the names of the members that differ from `value`.
 */
export const withValuesApart = (
  contract: Contract,
  operation: Operation,
  value: Values,
  kept: readonly string[],
): { readonly value: Values; readonly changed: readonly string[] } => {
  const schemas = new Map(bodyMembers(contract, operation).map(({ name, schema }) => [name, schema]));
  let made = value;
  const changed: string[] = [];
  for (const { member, other } of toldApart(contract, operation)) {
    if (made[member] === undefined || made[member] === null || made[member] !== made[other]) continue;
    const free = [member, other].find((name) => !kept.includes(name) && schemas.has(name));
    const another = free === undefined ? undefined : otherValue(contract.document, schemas.get(free) ?? true, made[free]);
    if (free === undefined || another === undefined) continue;
    made = { ...made, [free]: another };
    changed.push(free);
  }
  return { value: made, changed };
};
