import { nounWordsOf } from '../../contract/infer/id-names.ts';
import { parametersIn, pathAbove } from '../../contract/infer/path-template.ts';
import { descriptionsIn, membersOf } from '../../contract/infer/schema-parts.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import { bodyMembers } from '../../generators/body-members.ts';
import { saidIn } from '../../contract/said.ts';
import { nodeOf } from '../../model/location.ts';
import { distinct } from '../../model/json.ts';
import { at, type Subject } from '../kit/define.ts';
import { anyNamingOf } from './child-counts.ts';
import { type Trait, traitsOf } from './counted-traits.ts';
import { parentOf, placeIn, roundTrips, type Trip } from './round-trips.ts';
import { softDeletions } from './soft-deletions.ts';
import { type Fate, fateIn, fatesInStates, namesIn, saysNotFound } from '../../contract/infer/told-removals.ts';

/** A resource that belongs to one which can be removed. */
export type Belonging = Subject & {
  readonly trip: Trip;
  readonly parent: Trip;
  readonly remove: Operation;
  /** The member of the body of its creation that names the parent; undefined where its path does. */
  readonly by: string | undefined;
  /** What the words of the removal say of it. */
  readonly fate: Fate;
  /** They say that nothing shows it afterwards. */
  readonly isUnseen: boolean;
  /** The state that it has to be in, where they speak of what is in that alone: "assignments that have ended". */
  readonly inState: Trait | undefined;
};

const textsOf = ({ document }: Contract, { location }: Operation): readonly string[] => saidIn(valueAt(document, nodeOf(location)));

const nouns = new WeakMap<Contract, readonly string[]>();

/** The names of all resources of a document. */
const nounsOf = (contract: Contract): readonly string[] => {
  const found = nouns.get(contract) ?? distinct(roundTrips(contract).flatMap(({ addsTo }) => namesIn(addsTo)));
  nouns.set(contract, found);
  return found;
};

/** What the words of a removal are read with; undefined where they do not name the children of what it removes. */
const spokenOf = (contract: Contract, remove: Operation, parent: Trip, child: Trip) => {
  const texts = textsOf(contract, remove);
  const names = childNames(parent, child);
  // Of what nobody speaks nothing is said; most documents have many pairs.
  if (!texts.some((text) => names.some((name) => wordsOf(text).join(' ').includes(name)))) return undefined;
  return { texts, names: { parent: namesIn(parent.addsTo), child: names, all: nounsOf(contract) } };
};

/** What the words of a removal say of the children of what it removes. */
export const fateOf = (contract: Contract, remove: Operation, parent: Trip, child: Trip): Fate => {
  const { texts, names } = spokenOf(contract, remove, parent, child) ?? {};
  return texts && names && fateIn(texts, names);
};

/** What they say of the children that are in one of their states, if of these alone: what goes, else what is kept. */
const fateInState = (
  contract: Contract,
  remove: Operation,
  parent: Trip,
  child: Trip,
): { readonly trait: Trait; readonly fate: 'taken' | 'kept' } | undefined => {
  const { texts, names } = spokenOf(contract, remove, parent, child) ?? {};
  if (!texts || !names || !child.read) return undefined;
  const traits = traitsOf(contract, child);
  const fates = fatesInStates(
    texts,
    names,
    traits.map(({ state }) => state),
  );
  const [told] = [...fates.filter(({ fate }) => fate === 'taken'), ...fates.filter(({ fate }) => fate === 'kept')];
  const trait = traits.find(({ state }) => state === told?.state);
  return told && trait && { trait, fate: told.fate };
};

/** Is something created below another resource. */
const isNested = ({ addsTo }: Trip): boolean => parametersIn(addsTo).length === 1;

/** What is below a parent often has its name as well: the `device-prices` of a device are its prices. */
const childNames = (parent: Trip, child: Trip): readonly string[] => {
  const names = namesIn(child.addsTo);
  const short = namesIn(parent.addsTo).flatMap((own) =>
    names.flatMap((name) => (name.startsWith(`${own} `) ? [name.slice(own.length + 1)] : [])),
  );
  // Below something else it may be called after that: the "desk bookings" of `/desks/{deskId}/bookings`.
  const above = nounWordsOf(pathAbove(pathAbove(child.addsTo))).join(' ');
  const long = isNested(child) && above !== '' ? names.map((name) => `${above} ${name}`) : [];
  return distinct([...names, ...short, ...long]);
};

/** Does the description of the member that names a parent say what becomes of it when the parent goes: "Null when the member was deleted". */
const isDetached = (contract: Contract, { create, read, id }: Trip, by: string): boolean => {
  const { document } = contract;
  const shown = [create, read].map((one) => one && placeIn(contract, one, id)?.schema);
  return shown.some((schema) =>
    descriptionsIn(document, membersOf(document, schema).get(by) ?? true).some((text) => /\b(?:delet|remov|gone|null\b)/iu.test(text)),
  );
};

const known = new WeakMap<Contract, readonly Belonging[]>();

/**
 * What is created anywhere and names a resource by one member of its body, where the words of the removal of that resource say plainly that the other goes with it
 * or is kept. Left out: removals that take a query or a body, which may choose something else, and soft deletions.
 */
export const belongingByName = (contract: Contract): readonly Belonging[] => {
  const found = known.get(contract) ?? findBelonging(contract);
  known.set(contract, found);
  return found;
};

const findBelonging = (contract: Contract): readonly Belonging[] => {
  const trips = roundTrips(contract);
  const soft = new Set(softDeletions(contract).map(({ remove }) => remove.key));
  return trips.flatMap((parent): readonly Belonging[] => {
    const { remove } = parent;
    const isChosen = remove?.body !== undefined || remove?.parameters.some(({ in: where }) => where === 'query') === true;
    if (!remove || isChosen || soft.has(remove.key)) return [];
    return trips.flatMap((trip): readonly Belonging[] => {
      const isFlat = parametersIn(trip.itemPath).length === 1 && parametersIn(trip.addsTo).length === 0;
      // What is below another resource than the one that is removed is found there.
      const isElsewhere =
        isNested(trip) && parametersIn(trip.itemPath).length <= 2 && parentOf(contract, trip)?.create.key !== parent.create.key;
      if (trip === parent || !(isFlat || isElsewhere) || (!trip.read && trip.lists.length === 0)) return [];
      const whole = fateOf(contract, remove, parent, trip);
      const ofState = whole === undefined ? fateInState(contract, remove, parent, trip) : undefined;
      const fate = whole ?? ofState?.fate;
      const by = fate && anyNamingOf(contract, parent, trip)?.by;
      if (by === undefined) return [];
      const isJudged = fate === 'taken' ? !isDetached(contract, trip, by) : trip.read !== undefined;
      // A creation may name several resources, each of which has a removal.
      const location = bodyMembers(contract, trip.create).find(({ name }) => name === by)?.location ?? trip.create.location;
      const isUnseen = saysNotFound(textsOf(contract, remove), childNames(parent, trip));
      return isJudged ? [at(location, { trip, parent, remove, by, fate, isUnseen, inState: ofState?.trait })] : [];
    });
  });
};
