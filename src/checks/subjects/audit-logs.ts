import { isActing } from '../../contract/infer/acting.ts';
import { describedLists } from '../../contract/infer/conventions/collection.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import { nounWordsOf } from '../../contract/infer/id-names.ts';
import { membersOf, partsOf } from '../../contract/infer/schema-parts.ts';
import { isDirectlyBelow } from '../../contract/infer/path-template.ts';
import { stemOf } from '../../contract/infer/roles/stem.ts';
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

/** What an entry of a log is about: `created`, `changed`, `removed`, or the key of an action. */
export type Deed = string;

/** An action on a resource, and the value by which an entry tells of it. */
export type LoggedDeed = { readonly operation: Operation; readonly value: string };

/** A list that has an entry for each change of resources, and a type of resources of which it says so. */
export type AuditLog = Subject & {
  readonly collection: Collection;
  readonly trip: Trip;
  /** A change of a resource; undefined where it can only be created and removed. */
  readonly change: Operation | undefined;
  /** The member of an entry that says what was done, and its values for each deed. */
  readonly member: string;
  readonly values: ReadonlyMap<string, Deed>;
  /** Actions that have a value of their own. */
  readonly actions: readonly LoggedDeed[];
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

const deedsByWord: readonly (readonly ['created' | 'changed' | 'removed', RegExp])[] = [
  ['created', /(?:^|\W|_|\.)(?:creat|add|insert)/iu],
  ['changed', /(?:^|\W|_|\.)(?:updat|chang|modif|edit|patch)/iu],
  ['removed', /(?:^|\W|_|\.)(?:delet|remov|destroy)/iu],
];

const deedOf = (value: string): 'created' | 'changed' | 'removed' | undefined => {
  const found = deedsByWord.filter(([, word]) => word.test(value));
  return found.length === 1 ? found[0]?.[0] : undefined;
};

/** "Each successful change leaves one entry", "every create, update and delete is recorded here". */
const ofEach =
  /\b(?:each|every|all)\b[^.]*\b(?:chang|creat|updat|writ|modif|action|operation|mutation|delet)\w*\b[^.]*\b(?:entr(?:y|ies)|logg?ed|record(?:ed|s)?|listed|appears?|written)\b|\b(?:entr(?:y|ies)|records?|events?) for (?:each|every)\b[^.]*\b(?:chang|creat|updat|writ|modif)\w*|\b(?:each|every)\b[^.]*\b(?:chang|creat|updat|writ|modif|action)\w*\b[^.]*\b(?:makes?|causes?|gives?|adds?|leaves?|produces?|emits?) (?:exactly )?(?:one|an) (?:event|entry)\b/iu;
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

/** Values that name the resource as well, such as `subscription.paused`: those of a type of resources, and of its actions. */
const deedsOf = (
  contract: Contract,
  item: Schema,
  trip: Trip,
  sentences: readonly string[],
): Pick<AuditLog, 'member' | 'values' | 'actions'> | undefined => {
  const noun = nounWordsOf(trip.addsTo).join(' ');
  const found = [...membersOf(contract.document, item)].flatMap(([member, schema]) => {
    const resolved = resolvedSchema(contract.document, schema);
    const listed = isObject(resolved) && Array.isArray(resolved['enum']) ? resolved['enum'].map(String) : [];
    const own = listed.flatMap((value) => {
      const words = wordsOf(value);
      // What a sentence says of one of them may make it come later, or by other ways as well.
      const isPlain = !sentences.some((one) => one.includes(`\`${value}\``));
      return words.length > 1 && words.slice(0, -1).join(' ') === noun && isPlain ? [{ value, verb: words.at(-1) ?? '' }] : [];
    });
    const plain = own.flatMap(({ value, verb }) => {
      const deed = deedOf(verb);
      return deed === undefined ? [] : [[value, deed] as const];
    });
    const deeds = plain.map(([, deed]) => deed);
    if (!deeds.includes('created') || new Set(deeds).size < deeds.length) return [];
    const actions = contract.operations.flatMap((operation): LoggedDeed[] => {
      const isAction = isActing(operation) && operation.inferred?.onOne === true && operation.body?.required !== true;
      if (!isAction || operation.unsupported !== undefined || !isDirectlyBelow(operation.path, trip.itemPath)) return [];
      const verb = stemOf(wordsOf(operation.path.split('/').at(-1) ?? '').join(' '));
      return own.flatMap((one) => (deedOf(one.verb) === undefined && stemOf(one.verb) === verb ? [{ operation, value: one.value }] : []));
    });
    const values = new Map<string, Deed>([...plain, ...actions.map(({ operation, value }) => [value, operation.key] as const)]);
    return values.size > 1 ? [{ member, values, actions }] : [];
  });
  return found.length === 1 ? found[0] : undefined;
};

/** The nouns that an item lists for the kind of resource, in the singular. */
const kindsIn = (document: Contract['document'], item: Schema, deed: string | undefined): ReadonlySet<string> =>
  new Set(
    [...membersOf(document, item)].flatMap(([name, schema]) => {
      const resolved = resolvedSchema(document, schema);
      const listed = isObject(resolved) && Array.isArray(resolved['enum']) ? resolved['enum'] : [];
      return name === deed ? [] : listed.map((one) => singular(wordsOf(String(one)).at(-1) ?? ''));
    }),
  );

/** A list of what happened in a whole service, with the sentence that says so of each change. */
export type ServiceLog = {
  readonly collection: Collection;
  readonly item: Schema;
  readonly sentence: string;
  /** All sentences about the list. */
  readonly sentences: readonly string[];
  readonly filters: readonly ShownFilter[];
};

const knownLogs = new WeakMap<Contract, readonly ServiceLog[]>();

/** The lists of a contract that is held to the standard requirements which have an entry for each change of resources. */
export const serviceLogs = (contract: Contract): readonly ServiceLog[] => {
  const found = knownLogs.get(contract) ?? (contract.standard.size === 0 ? [] : findLogs(contract));
  knownLogs.set(contract, found);
  return found;
};

const findLogs = (contract: Contract): readonly ServiceLog[] =>
  describedLists(contract).flatMap(({ operation, item }): readonly ServiceLog[] => {
    const collection = contract.collections.find((one) => one.operation.key === operation.key);
    const isLog = wordsOf(operation.path.split('/').at(-1) ?? '').some((word) => logNouns.has(singular(word)));
    if (!collection || !isLog || operation.path.includes('{')) return [];
    const sentences = saidIn(valueAt(contract.document, nodeOf(operation.location))).flatMap(sentencesOf);
    const sentence = sentences.find((one) => ofEach.test(one) && !unclear.test(one));
    return sentence === undefined ? [] : [{ collection, item, sentence, sentences, filters: collection.filters.filter(isShown) }];
  });

/** The parameter of a log that is for the id of what an entry is about: `entityId`, else `entity`, where that is not one of some kinds. */
export const idFilterOf = ({ document }: Contract, { filters }: Pick<ServiceLog, 'filters'>): ShownFilter | undefined => {
  const things = filters.filter(
    ({ parameter: { name, schema } }) =>
      /(?:^|_)(?:resource|entity|object|target|subject|record|item)(?:_?id)?$/iu.test(name) &&
      !partsOf(document, schema).some((part) => Array.isArray(part['enum'])),
  );
  return things.find(({ parameter }) => /id$/iu.test(parameter.name)) ?? things[0];
};

/** Does a log speak of resources with a noun, in its sentence or among the listed kinds of its entries; and does the sentence itself. */
export const speaksOf = (contract: Contract, { item, sentence }: ServiceLog, noun: string): 'by name' | 'as a kind' | undefined => {
  if (wordsOf(sentence).map(singular).includes(singular(noun))) return 'by name';
  return kindsIn(contract.document, item, deedMember(contract.document, item)?.member).has(singular(noun)) ? 'as a kind' : undefined;
};

/** Every such log of a contract that is held to the standard requirements, for each type of resource of which it tells: at its creation. */
export const auditLogs = (contract: Contract): readonly AuditLog[] =>
  serviceLogs(contract).flatMap((log): readonly AuditLog[] => {
    const { collection, item, sentence, sentences, filters } = log;
    const deed = deedMember(contract.document, item);
    const leavesOutRefused = refusedLeaveNone.test(sentences.join(' '));
    return roundTrips(contract).flatMap((trip) => {
      const change = trip.patch ?? trip.put;
      const noun = nounWordsOf(trip.addsTo).at(-1);
      const told = noun === undefined ? undefined : speaksOf(contract, log, noun);
      // What stays is created for this only where the sentence itself speaks of it.
      const isTold = deed !== undefined && (told === 'by name' || (told !== undefined && trip.remove !== undefined));
      const named = isTold ? { ...deed, actions: [] } : deedsOf(contract, item, trip, sentences);
      const isEnough =
        change !== undefined ||
        (isTold && told === 'by name') ||
        (trip.remove !== undefined && named !== undefined && [...named.values.values()].includes('removed'));
      return isEnough && named
        ? [at(trip.create.location, { collection, trip, change, ...named, filters, sentence, leavesOutRefused })]
        : [];
    });
  });
