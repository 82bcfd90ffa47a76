import { answerSchema, describedLists } from '../../contract/infer/conventions/collection.ts';
import { nounWordsOf } from '../../contract/infer/id-names.ts';
import { isDirectlyBelow } from '../../contract/infer/path-template.ts';
import { itemsOf, membersOf, partsOf } from '../../contract/infer/schema-parts.ts';
import { singular } from '../../contract/infer/singular.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation, Schema } from '../../contract/model.ts';
import { at, type Subject } from '../kit/define.ts';
import { logNouns } from './audit-logs.ts';
import { roundTrips, type Trip } from './round-trips.ts';
import type { Resource } from './shown-resource.ts';

/** The members of an entry with the value before a change and with the one after it. */
export type BeforeAfter = { readonly before: string; readonly after: string };

/** A list of what was changed of a resource, or a list in its read, whose entries show the values before and after. */
export type ChangeHistory = Subject & BeforeAfter & { readonly trip: Trip; readonly change: Operation; readonly shownBy: Operation };

/** The usual names of such a pair, as words. */
const pairs: readonly (readonly [string, string])[] = [
  ['from', 'to'],
  ['before', 'after'],
  ['old', 'new'],
  ['old value', 'new value'],
  ['previous', 'current'],
  ['previous', 'new'],
  ['previous value', 'new value'],
  ['previous value', 'current value'],
  ['from value', 'to value'],
  ['value before', 'value after'],
  ['was', 'is'],
];

/** May a member show a text as it was: it is not described as a number, a moment or one of listed values. */
const mayBeText = (document: Contract['document'], schema: Schema | undefined): boolean => {
  const parts = partsOf(document, schema);
  const isOther = parts.some((part) => part['format'] !== undefined || part['enum'] !== undefined);
  const types = parts.flatMap(({ type }) => (Array.isArray(type) ? type : type === undefined ? [] : [type]));
  return !isOther && (types.length === 0 || types.includes('string') || types.includes('object'));
};

/** Entries are described so many objects and lists deep at most. */
const deepest = 6;

/** The pair that a schema describes, at any depth, within a list. */
const pairIn = (document: Contract['document'], schema: Schema, isListed: boolean, depth = 0): BeforeAfter | undefined => {
  if (depth > deepest) return undefined;
  const members = membersOf(document, schema);
  const named = new Map([...members.keys()].map((name) => [wordsOf(name).join(' '), name]));
  for (const [before, after] of isListed ? pairs : []) {
    const [old, now] = [named.get(before), named.get(after)];
    if (old !== undefined && now !== undefined && [old, now].every((name) => mayBeText(document, members.get(name))))
      return { before: old, after: now };
  }
  const items = itemsOf(document, schema);
  const below: readonly (readonly [unknown, boolean])[] = [
    ...(items === undefined ? [] : [[items, true] as const]),
    ...[...members.values()].map((one) => [one, isListed] as const),
    // A map of what was changed, by its name.
    ...partsOf(document, schema).map(({ additionalProperties }) => [additionalProperties, isListed] as const),
  ];
  for (const [one, isInList] of below) {
    const found = typeof one === 'object' && one !== null ? pairIn(document, one as Schema, isInList, depth + 1) : undefined;
    if (found) return found;
  }
  return undefined;
};

/** All objects in a value that have the two members. */
export const pairsWithin = (value: unknown, { before, after }: BeforeAfter): readonly Resource[] => {
  if (typeof value !== 'object' || value === null) return [];
  const own = !Array.isArray(value) && before in value && after in value ? [value as Resource] : [];
  return [...own, ...Object.values(value).flatMap((one) => pairsWithin(one, { before, after }))];
};

const isLog = (path: string): boolean => !path.includes('{') && nounWordsOf(path).some((word) => logNouns.has(singular(word)));

/** Every such list of a contract that is held to the standard requirements: at the change of which it tells. */
export const changeHistories = (contract: Contract): readonly ChangeHistory[] => {
  const { document } = contract;
  const lists = contract.standard.size === 0 ? [] : describedLists(contract).filter(({ operation }) => operation.effect === 'safe');
  return roundTrips(contract).flatMap((trip) => {
    const change = trip.patch ?? trip.jsonPatch ?? trip.put;
    if (change?.effect !== 'changes') return [];
    const below = lists.filter(({ operation: { path } }) => isDirectlyBelow(path, trip.itemPath) || isLog(path));
    const read = trip.read && answerSchema(trip.read);
    const shown = [
      ...below.map(({ operation, item }) => ({ shownBy: operation, pair: pairIn(document, item, true) })),
      ...(trip.read && read !== undefined ? [{ shownBy: trip.read, pair: pairIn(document, read, false) }] : []),
    ];
    return shown.flatMap(({ shownBy, pair }) => (pair ? [at(change.location, { trip, change, shownBy, ...pair })] : [])).slice(0, 1);
  });
};
