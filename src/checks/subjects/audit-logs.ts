import { describedLists } from '../../contract/infer/conventions/collection.ts';
import { sentencesOf } from '../../contract/infer/conventions/quota-sentences.ts';
import { nounWordsOf } from '../../contract/infer/id-names.ts';
import { membersOf } from '../../contract/infer/schema-parts.ts';
import { singular } from '../../contract/infer/singular.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Collection, Contract, Operation, Schema } from '../../contract/model.ts';
import { isObject, valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { resolvedSchema } from '../../generators/resolved-schema.ts';
import { nodeOf } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';
import { isShown, type ShownFilter } from './filters.ts';
import { roundTrips, type Trip } from './round-trips.ts';

/** What an entry of a log is about. */
export type Deed = 'created' | 'changed' | 'removed';

/** A list that has an entry for each change of resources, and a type of resources of which it says so. */
export type AuditLog = Subject & {
  readonly collection: Collection;
  readonly trip: Trip;
  readonly change: Operation;
  /** The member of an entry that says what was done, and its values for each deed. */
  readonly member: string;
  readonly values: ReadonlyMap<string, Deed>;
  /** Filters of the list, of which one may be for the id of the resource. */
  readonly filters: readonly ShownFilter[];
  readonly sentence: string;
  /** The document says that requests that are refused leave no entry. */
  readonly leavesOutRefused: boolean;
};

/** Nouns of lists that show what happened. */
export const logNouns: ReadonlySet<string> = new Set([
  'audit',
  'log',
  'event',
  'activity',
  'change',
  'history',
  'trail',
  'journal',
  'auditlog',
]);

const deedsByWord: readonly (readonly [Deed, RegExp])[] = [
  ['created', /(?:^|\W|_|\.)(?:creat|add|insert)/iu],
  ['changed', /(?:^|\W|_|\.)(?:updat|chang|modif|edit|patch)/iu],
  ['removed', /(?:^|\W|_|\.)(?:delet|remov|destroy)/iu],
];

const deedOf = (value: string): Deed | undefined => {
  const found = deedsByWord.filter(([, word]) => word.test(value));
  return found.length === 1 ? found[0]?.[0] : undefined;
};

/** "Each successful change leaves one entry", "every create, update and delete is recorded here". */
const ofEach =
  /\b(?:each|every|all)\b[^.]*\b(?:chang|creat|updat|writ|modif|action|operation|mutation|delet)\w*\b[^.]*\b(?:entr(?:y|ies)|logg?ed|record(?:ed|s)?|listed|appears?|written)\b|\b(?:entr(?:y|ies)|records?) for (?:each|every)\b[^.]*\b(?:chang|creat|updat|writ|modif)\w*/iu;
const unclear = /\b(?:may|might|some|usually|most|important|up to|except|unless|sampled|failed logins?)\b/iu;
const refusedLeaveNone =
  /\b(?:refused|rejected|failed|unsuccessful)\b[^.;]*\b(?:no(?:ne| entry| entries)?|not)\b|\b(?:each|every|only) successful\b/iu;

/** The member of an entry with listed values for what was done. */
const deedMember = (document: Contract['document'], item: Schema): Pick<AuditLog, 'member' | 'values'> | undefined => {
  const found = [...membersOf(document, item)].flatMap(([member, schema]) => {
    const resolved = resolvedSchema(document, schema);
    const listed = isObject(resolved) && Array.isArray(resolved['enum']) ? resolved['enum'].map(String) : [];
    const values = new Map(listed.flatMap((value) => (deedOf(value) === undefined ? [] : [[value, deedOf(value) ?? 'changed'] as const])));
    return new Set(values.values()).size === deedsByWord.length && values.size === deedsByWord.length ? [{ member, values }] : [];
  });
  return found.length === 1 ? found[0] : undefined;
};

/** The nouns that an item lists for the kind of resource, in the singular. */
const kindsIn = (document: Contract['document'], item: Schema, deed: string): ReadonlySet<string> =>
  new Set(
    [...membersOf(document, item)].flatMap(([name, schema]) => {
      const resolved = resolvedSchema(document, schema);
      const listed = isObject(resolved) && Array.isArray(resolved['enum']) ? resolved['enum'] : [];
      return name === deed ? [] : listed.map((one) => singular(wordsOf(String(one)).at(-1) ?? ''));
    }),
  );

/** Every such log of a contract that is held to the standard requirements, for each type of resource of which it tells: at its creation. */
export const auditLogs = (contract: Contract): readonly AuditLog[] => {
  const { document, collections } = contract;
  if (contract.standard.size === 0) return [];
  return describedLists(contract).flatMap(({ operation, item }): readonly AuditLog[] => {
    const collection = collections.find((one) => one.operation.key === operation.key);
    const isLog = wordsOf(operation.path.split('/').at(-1) ?? '').some((word) => logNouns.has(singular(word)));
    const deed = deedMember(document, item);
    if (!collection || !isLog || !deed || operation.path.includes('{')) return [];
    const sentences = saidIn(valueAt(document, nodeOf(operation.location))).flatMap(sentencesOf);
    const sentence = sentences.find((one) => ofEach.test(one) && !unclear.test(one));
    if (sentence === undefined) return [];
    const kinds = kindsIn(document, item, deed.member);
    const told = new Set([...kinds, ...wordsOf(sentence).map(singular)]);
    const trips = roundTrips(contract).filter(({ patch, put, remove, addsTo }) => {
      const noun = nounWordsOf(addsTo).at(-1);
      return (patch ?? put) !== undefined && remove !== undefined && noun !== undefined && told.has(singular(noun));
    });
    const filters = collection.filters.filter(isShown);
    const leavesOutRefused = refusedLeaveNone.test(sentences.join(' '));
    return trips.flatMap((trip) => {
      const change = trip.patch ?? trip.put;
      return change ? [at(trip.create.location, { collection, trip, change, ...deed, filters, sentence, leavesOutRefused })] : [];
    });
  });
};
