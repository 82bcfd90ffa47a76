import { holdsState } from '../../contract/infer/state-names.ts';
import { answerSchema } from '../../contract/infer/conventions/collection.ts';
import { nounWordsOf } from '../../contract/infer/id-names.ts';
import { descriptionsIn, isType, membersOf, partsOf } from '../../contract/infer/schema-parts.ts';
import { isMostOf, isRoom } from '../../contract/infer/room-names.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract } from '../../contract/model.ts';
import { isObject, valueAt } from '../../contract/pointer.ts';
import { bodyMembers } from '../../generators/body-members.ts';
import { resolvedSchema } from '../../generators/resolved-schema.ts';
import { mayBeSent } from '../../generators/request-match.ts';
import { nodeOf, type Location } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';
import { anyNamingOf } from './child-counts.ts';
import { type Leaving, leavingTo } from './leavings.ts';
import { placeIn, roundTrips, type Trip } from './round-trips.ts';
import { saidIn } from '../../contract/said.ts';
import type { Resource } from './shown-resource.ts';
import { storedUploads, uploadTrip } from './stored-uploads.ts';
import { closesWhenReached, isForAll, isForTimes, type RoomTexts, saysMayBeFull, statesBefore } from './sure-rooms.ts';
import { stateWithoutRoom, type WithoutRoom } from './told-waiting.ts';
import { countsAhead, roomIn, roomInStates } from './told-rooms.ts';

/** A resource that has room for a number of others, and is described to take no more. */
export type Capacity = Subject & {
  readonly parent: Trip;
  readonly child: Trip;
  /** The member of the body of a new child that names the parent; undefined where its path does. */
  readonly by: string | undefined;
  /** How many children, or places of them, there is room for; and the member of a new parent that sets it, where one does. */
  readonly room: number;
  readonly member: string | undefined;
  /** The member of a new child that says how many places it takes. */
  readonly places: string | undefined;
  /** The states in which a child takes room, in small letters; undefined where each does. */
  readonly states: readonly string[] | undefined;
  /** The state of a child for which there is no room, where the text says that it is created all the same. */
  readonly waiting?: WithoutRoom;
  /** The boolean of a new child by which it takes room: `pinned` of "three pinned notes". */
  readonly flag?: string;
  /** The member of the parent that shows how many places are left. */
  readonly left: string | undefined;
  /** The action whose text says that it gives the place back; undefined where only a removal does. */
  readonly leaving: Leaving | undefined;
  /** The last child closes the parent, so that nothing gives a place back. */
  readonly closes: boolean;
  /** Only children for a time to come are counted. */
  readonly isAhead: boolean;
};

type Document = Contract['document'];

/** Does the name of a whole number say how much room is left: `seats_left`, `availablePlaces`, `remaining`. */
const isLeftName = (name: string): boolean => wordsOf(name).some((word) => ['left', 'free', 'available', 'remaining'].includes(word));

/** Names of the number of places that one child takes. */
const placeNames: ReadonlySet<string> = new Set(
  'seats,places,spots,slots,beds,tickets,people,persons,guests,passengers,quantity,party size,group size,seat count,number of seats,number of people,number of guests,headcount'.split(
    ',',
  ),
);

/** Words by which a text says that there may be no room. */
const full =
  /\b(?:full|fully booked|sold out|overbook\w*|capacity|(?:no|not enough|enough|free|left|remaining|available|last)\s+(?:more\s+|free\s+)?(?:seats?|places?|spots?|slots?|rooms?|beds?|berths?|pitch(?:es)?|tickets?)|(?:seats?|places?|spots?|slots?|beds?|berths?|pitch(?:es)?)\s+(?:is|are|left|free|available))\b/iu;

/** Words of a sentence about how much room there is. */
const countsRoom = new RegExp(String.raw`${full.source}|\b(?:fewer|less|more) [^.]*than\b`, 'iu');

/** Words of a sentence about a number at which something is closed. */
const reaching = new RegExp(String.raw`${full.source}|\breach(?:es|ed|ing)\b`, 'iu');

/** Does a text say that there is no room left, or may be none. */
export const saysFull = (text: string): boolean => full.test(text);

/** Words by which more is taken than there is room for, or set aside. */
const loose =
  /\bwait(?:ing)?[ -]?list\w*|\b(?:may|can|might) (?:still )?(?:be )?(?:exceed\w*|overbook\w*)|\boverbooking is (?:allowed|possible)|\bqueued?\b/iu;

/** Words by which a place is given back. */
const givesBack =
  /\b(?:free[sd]?|freed up|releas\w+|gives? back|given back|returns? the|available again|no longer counts?|(?:does|do) not count)\b/iu;

const refusing: ReadonlySet<string> = new Set(['400', '403', '409', '422']);

const textsAt = (document: Document, location: Location): readonly string[] => saidIn(valueAt(document, nodeOf(location)));

/** What the document says of the creation of a child, and of how it is refused. */
const textsOf = ({ document }: Contract, { create }: Trip): Pick<RoomTexts, 'creation' | 'refusals'> => ({
  creation: textsAt(document, create.location),
  refusals: create.responses.filter(({ status }) => refusing.has(status)).flatMap(({ location }) => textsAt(document, location)),
});

/** The members of a new child that are times. */
const timesOf = (contract: Contract, { create }: Trip): readonly string[] =>
  bodyMembers(contract, create).flatMap(({ name, schema }) =>
    partsOf(contract.document, schema).some(({ format }) => typeof format === 'string' && ['date', 'date-time', 'time'].includes(format))
      ? [name]
      : [],
  );

/** The member of a new child that says how many places it takes, which may be one. */
const placesOf = (contract: Contract, child: Trip): string | undefined =>
  bodyMembers(contract, child.create).find(
    ({ name, schema }) =>
      placeNames.has(wordsOf(name).join(' ')) && isType(contract.document, schema, 'integer') && mayBeSent(contract.document, schema, 1),
  )?.name;

/** Words of what is measured and not counted: a load of two tonnes has room for many parcels. */
const measures =
  /\b(?:weights?|volumes?|sizes?|loads?|amounts?|lengths?|widths?|heights?|mass|area|durations?|hours?|minutes?|kg|kilos?|kilograms?|grams?|tons?|tonnes?|litres?|liters?|cubic|m3|bytes?|[kmgt]i?b|watts?|k?wh|amps?|power)\b/iu;

/** May what there is room for be measured: by a number of a child, or by what is said of the room. */
const isMeasured = (contract: Contract, child: Trip, said: readonly string[], places: string | undefined): boolean =>
  said.some((text) => measures.test(text)) ||
  bodyMembers(contract, child.create).some(
    ({ name, schema }) =>
      name !== places &&
      measures.test(wordsOf(name).join(' ')) &&
      (isType(contract.document, schema, 'integer') || isType(contract.document, schema, 'number')),
  );

/** The action on a child whose text says that it gives its place back. */
const leavingOf = (contract: Contract, child: Trip): Leaving | undefined =>
  ['cancelled', 'canceled', 'withdrawn', 'released', 'returned', 'revoked']
    .flatMap((state) => leavingTo(contract, child, state) ?? [])
    .find(({ operation }) => textsAt(contract.document, operation.location).some((text) => givesBack.test(text)));

/** Of what stays, a parent is filled where it takes so few. */
const mostLasting = 5;

/** The states that a child may be in, by the listed values of the member that holds one. */
const statesOf = ({ document }: Contract, { create }: Trip): readonly string[] => {
  const shown = answerSchema(create);
  const members = shown === undefined ? [] : [...membersOf(document, shown)];
  return members.flatMap(([name, schema]) => {
    const resolved = holdsState(name) ? resolvedSchema(document, schema) : undefined;
    return isObject(resolved) && Array.isArray(resolved['enum']) ? resolved['enum'].filter((one) => typeof one === 'string') : [];
  });
};

/** The booleans that a new child can have set and that it shows, by their words: `pinned` for `isPinned`. */
const flagsOf = (contract: Contract, { create }: Trip): ReadonlyMap<string, string> => {
  const shown = membersOf(contract.document, answerSchema(create));
  return new Map(
    bodyMembers(contract, create).flatMap(({ name, schema }) => {
      const isFlag = [schema, shown.get(name)].every((one) => one !== undefined && isType(contract.document, one, 'boolean'));
      const words = wordsOf(name);
      return isFlag ? [[words.slice(words[0] === 'is' ? 1 : 0).join(' '), name] as const] : [];
    }),
  );
};

/** The state that a child shows, in small letters. */
export const stateShown = (child: Resource): string | undefined => {
  const [state] = Object.entries(child).flatMap(([name, value]) => (holdsState(name) && typeof value === 'string' ? [value] : []));
  return state?.toLowerCase();
};

const capacityOf = (contract: Contract, parent: Trip, child: Trip): Capacity | undefined => {
  const naming = anyNamingOf(contract, parent, child);
  const told = textsOf(contract, child);
  const texts = [...told.creation, ...told.refusals];
  const { document } = contract;
  const isRefused = child.create.responses.some(({ status }) => refusing.has(status));
  if (!naming || !isRefused || parent === child) return undefined;
  const shown = placeIn(contract, parent.read ?? parent.create, parent.id)?.schema;
  const settable = bodyMembers(contract, parent.create);
  const nouns = nounWordsOf(child.addsTo);
  const isMost = (name: string): boolean => isMostOf(name, nouns.at(-1) ?? '');
  const rooms = settable.filter(({ name, schema }) => (isRoom(name) || isMost(name)) && isType(document, schema, 'integer'));
  const [only, ...others] = rooms;
  const waiting =
    only && others.length === 0
      ? stateWithoutRoom([...told.creation, ...descriptionsIn(document, only.schema)], statesOf(contract, child), only.name)
      : undefined;
  if (waiting === undefined && texts.some((text) => loose.test(text))) return undefined;
  const lefts = [...membersOf(document, shown ?? true)].filter(
    ([name, schema]) => isLeftName(name) && isType(document, schema, 'integer') && !settable.some((one) => one.name === name),
  );
  const [left] = lefts.length === 1 ? (lefts[0] ?? []) : [];
  // Ten bookings are ten, for however many people each is.
  const places = only !== undefined && isMost(only.name) ? undefined : placesOf(contract, child);
  const rest = { parent, child, by: naming.by, places, leaving: leavingOf(contract, child), closes: false };
  const above = nounWordsOf(parent.addsTo).at(-1) ?? '';
  if (only !== undefined && others.length === 0) {
    const own = descriptionsIn(document, only.schema);
    const said = [...texts, ...own];
    const room = [2, 1, 3, 4, 5, 10].find((one) => mayBeSent(document, only.schema, one));
    const isSlotted = isForTimes(timesOf(contract, child));
    if (waiting !== undefined) {
      const isSure = room !== undefined && !isSlotted && !isMeasured(contract, child, said, rest.places);
      if (!isSure || !isForAll({ ...told, own }, countsRoom, above, nouns.at(-1) ?? '')) return undefined;
      return at(child.create.location, { ...rest, room, states: undefined, member: only.name, left, isAhead: false, waiting });
    }
    const isFull = saysMayBeFull({ ...told, own }, full, isSlotted);
    const isClosing = !isFull && isMost(only.name) && closesWhenReached({ ...told, own }, only.name, above);
    if (
      room === undefined ||
      !(isFull || isClosing) ||
      said.some((text) => loose.test(text)) ||
      isMeasured(contract, child, said, rest.places)
    )
      return undefined;
    // What is free at another time is shown to be taken by a number alone.
    if ((isSlotted && left === undefined) || !isForAll({ ...told, own }, isClosing ? reaching : full, above, nouns.at(-1) ?? ''))
      return undefined;
    const inStates = statesBefore(own, nouns.at(-1) ?? '');
    const known = statesOf(contract, child).filter((state) => inStates.includes(state.toLowerCase()));
    if (inStates.length > known.length) return undefined;
    const states = known.length === 0 ? undefined : known.map((state) => state.toLowerCase());
    return at(child.create.location, { ...rest, room, states, member: only.name, left, isAhead: false, closes: isClosing });
  }
  const { info } = document;
  const introduction = isObject(info) && typeof info['description'] === 'string' ? [info['description']] : [];
  const said = [...texts, ...textsAt(document, parent.create.location), ...introduction];
  const isNamed = nouns.length > 0 && above !== '';
  const each = isNamed ? roomIn(said, nouns, above) : undefined;
  const inStates = isNamed && each === undefined ? roomInStates(said, nouns, above, statesOf(contract, child)) : undefined;
  const flags = flagsOf(contract, child);
  const flagged = isNamed && each === undefined && inStates === undefined ? roomInStates(said, nouns, above, [...flags.keys()]) : undefined;
  const [word = '', ...moreWords] = flagged?.states ?? [];
  const flag = moreWords.length === 0 ? flags.get(word) : undefined;
  const room = each ?? inStates?.room ?? (flag === undefined ? undefined : flagged?.room);
  const { effect, inferred } = child.create;
  // What no operation removes, and what does not go with its parent, is not created so many times.
  const isRemoved = effect === 'creates' || inferred?.goesWithParent === true || child.remove !== undefined;
  const isFew = inStates !== undefined && inStates.room <= mostLasting && effect === 'creates-permanently';
  if (room === undefined || rooms.length > 0 || (!isRemoved && !isFew)) return undefined;
  return at(child.create.location, {
    ...rest,
    places: undefined,
    room,
    states: inStates?.states ?? (flag === undefined ? undefined : [word]),
    member: undefined,
    ...(flag === undefined ? {} : { flag }),
    left,
    isAhead: said.some(countsAhead),
  });
};

const known = new WeakMap<Contract, readonly Capacity[]>();

/** What may take room: what is created by a body, and the files that are uploaded. */
const childrenIn = (contract: Contract): readonly Trip[] => {
  const trips = roundTrips(contract);
  const uploads = storedUploads(contract).map(uploadTrip);
  return [...trips, ...uploads.filter(({ create }) => trips.every((trip) => trip.create.key !== create.key))];
};

/**
 * The resources of a contract that is held to the standard requirements which have room for a number of others: a whole number of their creation says how much
 * (`capacity`, `max_participants`) and the text of what is created below them, or names them, says that there may be no room; or a sentence names the number
 * ("A crew has at most 5 members"). Each at the creation of what takes the room.
 */
export const capacities = (contract: Contract): readonly Capacity[] => {
  const found =
    known.get(contract) ??
    childrenIn(contract).flatMap((child) =>
      roundTrips(contract)
        .flatMap((parent) => capacityOf(contract, parent, child) ?? [])
        .slice(0, 1),
    );
  known.set(contract, found);
  return found;
};
