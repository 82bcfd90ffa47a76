import { namesIn } from '../../../../contract/infer/formulas/expression.ts';
import { withOtherBodies } from '../../../../contract/infer/chosen-body.ts';
import { parametersIn } from '../../../../contract/infer/path-template.ts';
import { isSuccess, statusOf } from '../../../../contract/message.ts';
import type { Operation } from '../../../../contract/model.ts';
import { isObject } from '../../../../contract/pointer.ts';
import { type BodyMember, bodyMembers } from '../../../../generators/body-members.ts';
import { conditionsIn } from '../../../../generators/conditions.ts';
import { keepingConditions } from '../../../../generators/kept-conditions.ts';
import { resolvedSchema } from '../../../../generators/resolved-schema.ts';
import { withToldTimes } from '../../../../generators/times-as-told.ts';
import { isSettable, wholeBody } from '../../../../generators/whole-body.ts';
import type { Exchange } from '../../../../model/exchange.ts';
import { NotTried } from '../../../kit/define.ts';
import { defineScenario, type Session } from '../../../kit/session.ts';
import { freshFor, makingFor, usableRequest } from '../../../requests/usable-request.ts';
import { toldFormulas } from '../../../subjects/told-formulas.ts';
import type { Resource } from '../../../subjects/shown-resource.ts';
import { isSameValue } from '../../../subjects/same-value.ts';
import { idOfMade, resourceIn, roundTrips } from '../../../subjects/round-trips.ts';
import { acceptedBefore } from '../send-creation.ts';
import { optionalAtFault, requiredOnly, uninvitedFor, unknownFor, without } from './bodies.ts';
import { isChoice, patched, patchedAstray, patchedByHalf, replaced } from './changes.ts';
import { clearedInner, mergedObject, replacedObject } from './inner-changes.ts';
import { emptyValues } from './empty-values.ts';
import { maskedChange } from './masked-change.ts';
import { updateMask } from '../../../subjects/update-masks.ts';
import { greatValues } from './great-values.ts';
import { listedOperands } from './listed-operands.ts';
import { factorsBeside, severalEntries } from './several-entries.ts';
import { oddly } from './odd-texts.ts';
import { namedInLists } from './named-in-lists.ts';
import { lookedElsewhere, parentValues, removedElsewhere } from './parents.ts';
import { removedAfter } from './removal.ts';
import { type Look, nothing, type OddText, type RoundTrip, type Sent, type Uninvited } from './results.ts';
import { notListed, saysIncompleteLeftOut } from './unlisted.ts';
import { listedPair, listOf, type Living, make, readOf } from './steps.ts';
import { bodyOf, ifTried, type Way } from './way.ts';
import { zonedTimes } from './zoned-times.ts';
import { askedSchema } from '../../../../contract/asked-content.ts';

/** Milliseconds after which a moment differs by more than a rounding to the second. */
const apartMs = 2100;

/** Creates one with false, nought and empty lists. What stays is created for that only where no change can show it. */
const emptied = async (way: Way): Promise<Sent | undefined> => {
  const { create, patch, put } = way.trip;
  const members = bodyMembers(way.session.contract, create);
  const { scalars, lists } = emptyValues(way.session.contract.document, members);
  const empty = { ...scalars, ...lists };
  if (Object.keys(empty).length === 0 || (create.effect === 'creates-permanently' && (patch ?? put) !== undefined)) return undefined;
  return make(way, 'empty', (base) => ({ ...requiredOnly(members, base), ...empty }));
};

/** Creates one with nought for numbers that have no lower bound, else with empty texts, where it is removed again. */
const withNoughts = async (way: Way): Promise<Sent | undefined> => {
  const { create, remove } = way.trip;
  const members = bodyMembers(way.session.contract, create);
  const { noughts, texts } = emptyValues(way.session.contract.document, members);
  const apart = Object.keys(noughts).length > 0 ? noughts : texts;
  if (Object.keys(apart).length === 0 || remove === undefined) return undefined;
  return make(way, 'nought', (base) => ({ ...requiredOnly(members, base), ...apart }));
};

/** Creates one with great numbers, where no change can show them and it is removed again. */
const greatly = async (way: Way): Promise<Sent | undefined> => {
  const { create, patch, put, remove } = way.trip;
  const { contract } = way.session;
  const members = bodyMembers(contract, create);
  const changed = [patch, put].flatMap((one) => (one ? bodyMembers(contract, one) : []));
  const unchanged = members.filter(({ name }) => changed.every((one) => one.name !== name));
  const great = greatValues(contract.document, unchanged);
  if (Object.keys(great).length === 0 || remove === undefined) return undefined;
  return make(way, 'great', (base) => ({ ...requiredOnly(members, base), ...great }));
};

/** Creates one with its moments in another time zone, where no change can show that. */
const zoned = async (way: Way): Promise<Sent | undefined> => {
  const { session, trip, pathValues } = way;
  const { document } = session.contract;
  const members = bodyMembers(session.contract, trip.create);
  const changed = trip.patch ? bodyMembers(session.contract, trip.patch) : [];
  const usual = bodyOf({ request: usableRequest(session, trip.create, 'zoned', { pathValues }) });
  const fresh = freshFor(session, 'zoned');
  // What a body may leave out, and no change shows, is sent with it.
  const inZone = (base: Resource): Resource => zonedTimes(document, members, withMoments(session, trip.create, members, base, fresh));
  const isShown = (name: string): boolean => changed.some((one) => one.name === name);
  if (Object.keys(inZone(usual)).every(isShown)) return undefined;
  return make(way, 'zoned', (base) => ({ ...base, ...inZone(base) }));
};

/** Creates one with several entries whose numbers have to be rounded, where it is removed again: one entry alone shows no sum. */
const severally = async (way: Way): Promise<Sent | undefined> => {
  const { session, trip } = way;
  const { document } = session.contract;
  const members = bodyMembers(session.contract, trip.create);
  const usual = bodyOf({ request: usableRequest(session, trip.create, 'several', { pathValues: way.pathValues }) });
  const isWanted = trip.remove !== undefined || trip.create.effect === 'creates-permanently';
  const derivedFrom = new Set<string>(
    toldFormulas(session.contract, trip.create)
      .filter(({ around }) => around.length <= 1 && !around.includes('*'))
      .flatMap(({ expressions }) => expressions.flatMap(namesIn)),
  );
  if (!isWanted || Object.keys(severalEntries(document, members, usual, derivedFrom)).length === 0) return undefined;
  return make(way, 'several', (base) => {
    const lists = severalEntries(document, members, base, derivedFrom);
    return { ...factorsBeside(document, members, derivedFrom), ...base, ...lists };
  });
};

/** Creates one with each listed value of a number from which something else follows, but for those that were sent. */
const withListedOperands = async (way: Way, sent: readonly (Sent | undefined)[]): Promise<readonly Sent[]> => {
  const { session, trip } = way;
  const made: Sent[] = [];
  for (const { name, value } of listedOperands(session.contract, trip.create)) {
    if (sent.some((one) => one?.body[name] === value && isSuccess(one.exchange))) continue;
    const one = await ifTried(make(way, `listed-${name}-${value}`, (base) => ({ ...base, [name]: value })));
    if (one) made.push(one);
  }
  return made;
};

/** A body with the moments that it may leave out. */
const withMoments = (
  { contract, now }: Pick<Session, 'contract' | 'now'>,
  operation: Operation,
  members: readonly BodyMember[],
  base: Resource,
  fresh: (name: string) => string,
): Resource => {
  const { document } = contract;
  const isMoment = ({ schema }: BodyMember): boolean => {
    const resolved = resolvedSchema(document, schema);
    return isObject(resolved) && resolved['format'] === 'date-time';
  };
  const left = members.filter((one) => base[one.name] === undefined && isSettable(one) && isMoment(one));
  const value = wholeBody(contract, left, base, fresh);
  const added = left.map(({ name }) => name).filter((name) => value[name] !== undefined);
  const nowMs = now();
  return withToldTimes({ contract, operation, members: left }, value, added, { fresh, now: () => nowMs }).value;
};

/** A body with every member, except of those that may not stand beside a value which it has; what decides that is kept as it is. */
const wholeAllowed = (
  session: Session,
  operation: Operation,
  members: readonly BodyMember[],
  base: Resource,
  fresh: (name: string) => string,
): Resource => {
  const { contract } = session;
  const deciding = new Set(conditionsIn(contract, operation).map(({ by }) => by));
  const free = members.filter(({ name }) => base[name] === undefined || !deciding.has(name));
  const whole = wholeBody(contract, free, base, fresh, { fillsLists: true });
  return deciding.size === 0 ? whole : keepingConditions(operation, makingFor(session, 'whole'), whole, Object.keys(base)).value;
};

/** A resource that the run created before, where an account may have no more of them: its creation, and its read or its list now. */
const madeEarlier = async (way: Way): Promise<RoundTrip['earlier']> => {
  const { session, trip } = way;
  const { contract } = session;
  for (const creation of await acceptedBefore(session, trip.create.key)) {
    const id = idOfMade(contract, trip, creation);
    const resource = resourceIn(contract, trip.create, creation, trip.id);
    if (id === undefined || !resource) continue;
    const look = (): Promise<Look | undefined> => ifTried(trip.read ? readOf(way, creation, id) : listOf(way, creation, id));
    const first = await look();
    // When it is tried again, the creation is forgotten.
    const again = first && (await look());
    if (first && again) return { answer: { word: 'answer', exchange: creation, resource }, later: [first, again] };
  }
  return undefined;
};

/** Most other alternatives of a body of which one is created. */
const mostKinds = 3;

/** Creates one with each other alternative of a body that is a choice. */
const ofOtherKinds = async (way: Way): Promise<readonly Sent[]> => {
  const { session, trip } = way;
  const { document } = session.contract;
  const kinds: Sent[] = [];
  for (const [n, create] of withOtherBodies(document, trip.create).slice(0, mostKinds).entries()) {
    const asked = askedSchema(create.body) ?? true;
    const other: Way = { ...way, trip: { ...trip, create, asked } };
    const fresh = freshFor(session, `kind-${n}`);
    const members = bodyMembers(session.contract, create);
    const made = await ifTried(make(other, `kind-${n}`, (base) => wholeBody(session.contract, members, base, fresh)));
    if (made) kinds.push(made);
  }
  return kinds;
};

/** A creation with what its list shows of it, where nothing reads one; undefined where the list does not have it: an answer may repeat what is not kept. */
const seenLater = async (way: Way, made: Sent): Promise<Sent | undefined> => {
  if (way.trip.read || made.id === undefined) return made;
  const item = await listOf(way, made.exchange, made.id);
  return item && { ...made, looks: [...made.looks, item] };
};

/** Statuses of changes that the state of a resource does not allow. */
const notInState: ReadonlySet<number> = new Set([400, 403, 409, 422, 423]);

const areRefused = (changes: readonly Sent[]): boolean =>
  changes.length > 0 && changes.every(({ exchange }) => notInState.has(statusOf(exchange) ?? 0));

/**
 * Creates one with every member but with the choices of an ordinary creation, where those of the first one differ: a state that one of them says, such as that it is
 * out of use, may allow no change. Undefined where none differs, or such a creation is refused.
 */
const withUsualChoices = async (
  way: Way,
  whole: Sent,
  wholeOf: (base: Resource) => Resource,
): Promise<{ readonly living: Living; readonly current: Resource } | undefined> => {
  const { session, trip, pathValues } = way;
  const choices = bodyMembers(session.contract, trip.create).filter(isChoice);
  const usual = bodyOf({ request: usableRequest(session, trip.create, 'changeable', { pathValues }) });
  if (choices.every(({ name }) => isSameValue(whole.body[name], usual[name]))) return undefined;
  const made = await make(way, 'changeable', (base) => {
    const kept = choices.flatMap(({ name }) => (base[name] === undefined ? [] : [[name, base[name]] as const]));
    const named = new Set(choices.map(({ name }) => name));
    const others = Object.entries(wholeOf(base)).filter(([name]) => !named.has(name) && Object.hasOwn(whole.body, name));
    return { ...Object.fromEntries(others), ...Object.fromEntries(kept) };
  });
  const current = made.looks.findLast(({ word }) => word === 'read')?.resource;
  return made.id === undefined || !current ? undefined : { living: { ...way, creation: made.exchange, id: made.id }, current };
};

/** One of several creations that its list lacks; each may be below another parent, whose list may show nothing to compare it with. */
const missingOf = async (way: Way, creations: readonly (Sent | undefined)[]): Promise<RoundTrip['missing']> => {
  for (const one of creations) {
    if (one?.id === undefined || !isSuccess(one.exchange)) continue;
    const list = await ifTried(notListed({ ...way, creation: one.exchange, id: one.id }));
    if (list) return { creation: one.exchange, id: one.id, list };
  }
  return undefined;
};

/** Looks in the list for what was created with the fewest members: a query that joins what may be missing leaves it out. */
const bareOutOfList = async (way: Way, creations: readonly (Sent | undefined)[]): Promise<RoundTrip['bareUnlisted']> => {
  const bare = creations.find((one) => one?.id !== undefined && isSuccess(one.exchange));
  if (bare?.id === undefined || saysIncompleteLeftOut(way.session.contract)) return undefined;
  const list = await ifTried(notListed({ ...way, creation: bare.exchange, id: bare.id }));
  return list && { creation: bare.exchange, id: bare.id, list };
};

/** Waits until the time of an update differs from that of the creation. */
const apart = async ({ session, creation }: Living): Promise<void> => {
  const left = creation.sentAt + creation.tookMs + apartMs - session.now();
  if (left > 0) await session.pause(left, 'the time of an update is to differ from that of the creation');
};

/** Changes of a resource that only its list shows. */
const changedInList = async (
  way: Living,
  current: Resource,
  odd: OddText | undefined,
): Promise<Pick<RoundTrip, 'uninvited'> & Partial<Pick<RoundTrip, 'patches' | 'puts' | 'bare'>>> => {
  const { trip, creation } = way;
  const patching = trip.patch ?? trip.jsonPatch;
  const { put } = trip;
  if (trip.read !== undefined || (patching ?? put) === undefined) return { uninvited: [] };
  await apart(way);
  const patches = patching && (await ifTried(patched(way, patching, current, odd)));
  const now = patches && put ? ((await ifTried(listOf(way, creation, way.id)))?.resource ?? current) : current;
  const puts = put && (await ifTried(replaced(way, put, now, odd)));
  return { ...patches, ...puts, uninvited: [...(patches?.uninvited ?? []), ...(puts?.uninvited ?? [])] };
};

/**
 * Which resource of ours is removed where only a list shows it: one that was created after the first one below the same parent, and mostly before others, so that a server
 * that removes the oldest or the newest one is seen.
 */
const removableOf = (living: Living, others: readonly (Sent | undefined)[]): Living => {
  const above = ({ request }: Exchange): string =>
    JSON.stringify(parametersIn(living.trip.addsTo).map((name) => request.pathValues[name] ?? null));
  const own = others.find((one) => one?.id !== undefined && isSuccess(one.exchange) && above(one.exchange) === above(living.creation));
  return own?.id !== undefined ? { ...living, creation: own.exchange, id: own.id } : living;
};

/**
 * What becomes of bodies that create and change resources of ours: one with every member, one with the required ones, one with unusual texts, one with false, nought and empty lists, one with great numbers, one with its moments in another time zone, one with several entries, one of each listed number from which something follows, one of each other alternative, one with
 * members that no request describes; then changes of the first one, or of another one where its state allows none, its replacement, a look below another parent, and its removal.
 */
export const roundTrip = defineScenario<{ readonly operation: string }, RoundTrip>({
  id: 'round-trip',
  async run(session, { operation }) {
    const { contract } = session;
    const trip = roundTrips(contract).find(({ create }) => create.key === operation);
    if (!trip) throw new NotTried('not-applicable', `Nothing shows what ${operation} creates`);
    const way: Way = { session, trip, pathValues: await parentValues(session, trip) };
    const members = bodyMembers(contract, trip.create);
    const fresh = freshFor(session, 'whole');
    const named = await namedInLists(session, trip, members);
    // A list of names that have to be known has none that is made up.
    const free = members.filter(({ name }) => named[name] === undefined);
    const wholeOf = (base: Resource): Resource => ({ ...named, ...wholeAllowed(session, trip.create, free, base, fresh) });
    let whole = await ifTried(make(way, 'whole', wholeOf));
    const faulty = whole && optionalAtFault(members, whole);
    // What a rule in words refuses is as the document shows it, or stays away; the rest is judged all the same.
    if (faulty !== undefined && faulty.size > 0) {
      const refused = whole?.body ?? {};
      const less = (base: Resource): Resource => {
        const others = Object.entries(base).filter(([name, value]) => faulty.has(name) && !isSameValue(value, refused[name]));
        return { ...without(wholeOf(base), faulty), ...Object.fromEntries(others) };
      };
      whole = (await ifTried(make(way, 'less', less))) ?? whole;
    }
    if (!whole || !isSuccess(whole.exchange)) whole = await make(way, 'usual', (base) => base);
    const { id, exchange: creation } = whole;
    // Where an ordinary creation is not done at once, nothing more is sent.
    if (id === undefined) return { ...nothing, whole, earlier: await ifTried(madeEarlier(way)) };
    const shown = whole.looks.findLast(({ word }) => word === 'read');
    const listed = shown && (await ifTried(listedPair(way, creation, shown)));
    const unlisted = shown && !listed ? await ifTried(notListed({ ...way, creation, id })) : undefined;
    const odd = await ifTried(oddly(way));
    // Creations are few: one with unusual texts has the required members alone as well.
    const isOdd = odd !== undefined && isSuccess(odd.exchange);
    const least = isOdd ? undefined : await ifTried(make(way, 'least', (base) => requiredOnly(members, base)));
    const empty = await ifTried(emptied(way));
    const great = await ifTried(greatly(way));
    const inZone = await ifTried(zoned(way));
    const several = await ifTried(severally(way));
    const nought = await ifTried(withNoughts(way));
    const listedOnes = await withListedOperands(way, [whole, odd, least, inZone]);
    const kinds = [...(await ofOtherKinds(way)), ...[several, nought, ...listedOnes].filter((one) => one !== undefined)];
    const uninvited: Uninvited[] = [];
    let sentUninvited: Sent | undefined;
    const before = shown ?? (trip.read === undefined && trip.list !== undefined ? whole.looks.at(-1) : undefined);
    const withExtra = async (purpose: string, extra: Resource): Promise<Sent | undefined> => {
      if (Object.keys(extra).length === 0) return undefined;
      const made = await ifTried(make(way, purpose, (base) => ({ ...requiredOnly(members, base), ...extra })));
      const seen = made && (await ifTried(seenLater(way, made)));
      if (seen) uninvited.push({ ...seen, extra });
      return made;
    };
    sentUninvited = await withExtra('uninvited', uninvitedFor(way, trip.create, before?.resource ?? {}));
    // A service may refuse what it does not know, and then nothing would be seen of the other members.
    await withExtra('unknown', unknownFor(way, trip.create));
    const bareUnlisted = listed && (await bareOutOfList(way, [least, ...uninvited, odd]));
    const made: RoundTrip = { ...nothing, whole, listed, unlisted, bareUnlisted, least, odd, empty, great, zoned: inZone, kinds };
    let living: Living = { ...way, creation, id };
    if (!shown) {
      const item = trip.read ? undefined : await ifTried(listOf(living, creation, id));
      const isUnseen = trip.read === undefined && trip.list === undefined;
      const among = await ifTried(item ? lookedElsewhere(living) : isUnseen ? removedElsewhere(living) : Promise.resolve(undefined));
      const changed = item && (await ifTried(changedInList({ ...living, isReadInList: true }, item.resource, odd)));
      const goner = item && removableOf(living, [least, odd, empty, great, inZone]);
      const still = goner && (await ifTried(listOf(goner, goner.creation, goner.id)));
      const gone = still && (await ifTried(removedAfter(goner, still.resource)));
      const missing = trip.read || item ? undefined : await missingOf(way, [whole, least, odd, sentUninvited]);
      return {
        ...made,
        item,
        ...changed,
        uninvited: [...uninvited, ...(changed?.uninvited ?? [])],
        elsewhere: among,
        removal: gone,
        missing,
      };
    }
    const patching = trip.patch ?? trip.jsonPatch;
    const { put } = trip;
    await apart(living);
    let current = shown.resource;
    let patches = patching && (await ifTried(patched(living, patching, current, odd)));
    let puts = !patching && put ? await ifTried(replaced(living, put, current, odd)) : undefined;
    const other = areRefused(patches?.patches ?? puts?.puts ?? []) ? await ifTried(withUsualChoices(way, whole, wholeOf)) : undefined;
    if (other) {
      ({ living, current } = other);
      await apart(living);
      patches = patching && (await ifTried(patched(living, patching, current, odd)));
    }
    const halfPatch = trip.jsonPatch && (await ifTried(patchedByHalf(living, trip.jsonPatch, patches?.patches ?? [])));
    const strayPatch = trip.jsonPatch && (await ifTried(patchedAstray(living, trip.jsonPatch, patches?.patches ?? [])));
    const mask = trip.patch && updateMask(contract, trip.patch);
    const masked = trip.patch && mask && (await ifTried(maskedChange(living, trip.patch, mask, patches?.patches ?? [])));
    const merged = trip.patch && (await ifTried(mergedObject(living, trip.patch, current)));
    const exchanged = trip.patch && (await ifTried(replacedObject(living, trip.patch, current)));
    const cleared = trip.patch && (await ifTried(clearedInner(living, trip.patch)));
    if (put && (patching || other)) puts = await ifTried(replaced(living, put, current, odd));
    const elsewhere = await ifTried(lookedElsewhere(living));
    const last = await ifTried(readOf(living, living.creation, living.id));
    const removal = last && (await ifTried(removedAfter(living, last.resource)));
    return {
      ...made,
      ...patches,
      halfPatch,
      strayPatch,
      masked,
      merged,
      replaced: exchanged,
      clearedInner: cleared,
      ...puts,
      uninvited: [...uninvited, ...(patches?.uninvited ?? []), ...(puts?.uninvited ?? [])],
      elsewhere,
      removal,
    };
  },
});
