import { describedLists } from '../../contract/infer/conventions/collection.ts';
import { nounWordsOf } from '../../contract/infer/id-names.ts';
import { isDirectlyBelow } from '../../contract/infer/path-template.ts';
import { descriptionsIn, isType, membersOf } from '../../contract/infer/schema-parts.ts';
import { singular } from '../../contract/infer/singular.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Collection, Contract, Operation, Schema } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { bodyMembers } from '../../generators/body-members.ts';
import { nodeOf } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';
import { participlesOf, verbOf } from './action-words.ts';
import { lagging } from './figure-rules.ts';
import { type OnOwn, onOwnResource } from './own-resources.ts';
import { placeIn, roundTrips, type Trip } from './round-trips.ts';

/** A number that says how often something was done, and the action that does it. */
export type UseCounter = Subject & {
  readonly operation: Operation;
  /** What is acted on, which the run creates. */
  readonly on: OnOwn;
  /** The member that counts. */
  readonly counter: string;
  readonly text: string;
  /** Where the number is shown: by the read of what is acted on, or by the items of a list, of which a member of the body names one. */
  readonly shown:
    | { readonly kind: 'own'; readonly trip: Trip & { readonly read: Operation } }
    | { readonly kind: 'listed'; readonly list: Collection; readonly by: string };
};

const behind = '(?: (?:so far|in total|altogether|overall|already|until now|up to now|since its creation))*';
const it = '(?:(?:it|this|this one|the [a-z]+|an? [a-z]+) )?';

/** "How often it was applied", "Number of times the jingle has been played", "Times used so far". */
const doneTimes = new RegExp(
  String.raw`^(?:the )?(?:how often|how many times|(?:(?:total |current )?(?:number|count) of )?times) (?:that )?${it}(?:was |is |were |has been |have been |had been |got )?(?:already |so far )?(?<done>[a-z]+)${behind}$`,
  'iu',
);

/** "Number of plays": the noun is the verb itself. */
const deeds = new RegExp(String.raw`^(?:the )?(?:total |current )?(?:number|count) of (?:its |all )?(?<deeds>[a-z]+)${behind}$`, 'iu');

/** What a text counts: what was done, or deeds by the noun; none where it says anything else. */
const countedIn = (text: string): { readonly done?: string; readonly deed?: string } => {
  const plain = text
    .replaceAll(/[`*]/gu, '')
    .replaceAll(/\s+/gu, ' ')
    .replace(/[.\s]+$/u, '')
    .replace(/,? (?:read[- ]only|counted by the server|kept by the server)$/iu, '');
  const done = doneTimes.exec(plain)?.groups?.['done'];
  const deed = done === undefined ? deeds.exec(plain)?.groups?.['deeds'] : undefined;
  return { ...(done === undefined ? {} : { done: done.toLowerCase() }), ...(deed === undefined ? {} : { deed: deed.toLowerCase() }) };
};

/** Verbs of actions that use the thing which their body names. */
const using: ReadonlySet<string> = new Set('use apply run execute start play load launch trigger redeem insert perform'.split(' '));

/** Is an action the deed that a text counts. */
const isDeed = (operation: Operation, text: string, isNamed: boolean): boolean => {
  const [verb = '', ...more] = verbOf(operation).split(' ');
  const { done, deed } = countedIn(text);
  // To load a preset is no deed that the lamp counts of itself.
  if (!isNamed && more.length > 0) return false;
  if (done === 'used') return isNamed ? using.has(verb) : verb === 'use';
  if (done !== undefined) return participlesOf(verb).includes(done);
  return deed !== undefined && deed !== verb && singular(deed) === verb;
};

const nounsOf = (path: string): string => nounWordsOf(path).map(singular).join(' ');

/** The only counter of such deeds among the members of something. */
const counterIn = (
  { document }: Contract,
  schema: Schema | undefined,
  operation: Operation,
  isNamed: boolean,
): { readonly counter: string; readonly text: string } | undefined => {
  const found = [...membersOf(document, schema)].flatMap(([counter, one]) => {
    const [text, ...more] = descriptionsIn(document, one);
    const isCounter = text !== undefined && more.length === 0 && isType(document, one, 'integer') && isDeed(operation, text, isNamed);
    return isCounter ? [{ counter, text }] : [];
  });
  return found.length === 1 ? found[0] : undefined;
};

/** Words of an action by which it is not counted each time. */
const open = /\b(?:not counted|does not count|do not count|counts? (?:only|once|as)|at most once|unless|only the first)\b/iu;

/**
 * The counters of a contract that is held to the standard requirements whose texts say how often something was done ("How often it was applied", "Number of plays"), each at the action
 * that does it: on what shows the counter, or with what its body names in a list that shows it.
 */
export const useCounters = (contract: Contract): readonly UseCounter[] => {
  if (contract.standard.size === 0) return [];
  const { document } = contract;
  const saidOf = ({ location }: Operation): string => saidIn(valueAt(document, nodeOf(location))).join(' ');
  return contract.operations.flatMap((operation): readonly UseCounter[] => {
    const isAction = operation.method === 'POST' && operation.effect !== 'safe' && operation.unsupported === undefined;
    const on = isAction && !open.test(saidOf(operation)) ? onOwnResource(contract, operation) : undefined;
    const trip = on && roundTrips(contract).find(({ create }) => create.key === on.resourceType.create.key);
    if (!on || !trip || !isDirectlyBelow(operation.path, trip.itemPath)) return [];
    const { read } = trip;
    const own =
      read && !lagging.test(saidOf(read)) ? counterIn(contract, placeIn(contract, read, trip.id)?.schema, operation, false) : undefined;
    if (own && read) return [at(operation.location, { operation, on, ...own, shown: { kind: 'own', trip: { ...trip, read } } })];
    const members = bodyMembers(contract, operation);
    const named = contract.collections.flatMap((list): readonly UseCounter[] => {
      const [described] = describedLists({ document, operations: [list.operation] });
      const noun = nounsOf(list.operation.path);
      const [by, ...others] = members.filter(({ name }) => [noun, `${noun} id`].includes(wordsOf(name).join(' ')));
      const isPlain = list.id !== undefined && !list.operation.path.includes('{') && !lagging.test(saidOf(list.operation));
      if (!described || noun === '' || !by || others.length > 0 || !isPlain) return [];
      const found = counterIn(contract, described.item, operation, true);
      return found ? [at(operation.location, { operation, on, ...found, shown: { kind: 'listed', list, by: by.name } })] : [];
    });
    return named.length === 1 ? named : [];
  });
};

/**
 * The counter of an action.
 * @throws {RangeError} if nothing counts it.
 */
export const useCounterOf = (contract: Contract, key: string): UseCounter => {
  const found = useCounters(contract).find(({ operation }) => operation.key === key);
  if (!found) throw new RangeError(`Cannot find a counter of ${key} in "${contract.source}"`);
  return found;
};
