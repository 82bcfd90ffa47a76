import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Collection, Operation } from '../../../contract/model.ts';
import { isObject } from '../../../contract/pointer.ts';
import { parametersIn } from '../../../contract/infer/path-template.ts';
import { shown as written } from '../../../contract/schema/evaluate.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { largestPage, pageItems } from '../../subjects/collection.ts';
import { idText, type Resource } from '../../subjects/shown-resource.ts';
import { reportsMore } from '../../subjects/shows-more.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { goneStatuses, isCached } from '../lifecycle/look-at-resource.ts';
import { isQuiet } from '../lifecycle/quiet-list.ts';
import { until } from '../lifecycle/until.ts';
import { listInUse } from '../paging/offered-styles.ts';
import { adopt, type Departure, type Held, isAsBefore, keptMembers, sameMembers, type Seen, seenIn, staleMembers } from './model.ts';
import { firstMs, onHeld, patienceOf, type Play, purposeOf, send, sentBy, tell, type Told } from './play.ts';
import type { Caller } from './steps.ts';

const named = (names: Iterable<string>): string => [...names].map((one) => one.toUpperCase()).join(' and ');

const codeOf = ({ kind, member, shown }: Departure, held: Held, isTogether: boolean): string => {
  if (kind === 'state') return 'state-set-back';
  if (kind === 'wanted') return isTogether ? 'update-lost' : 'change-not-shown';
  if ((held.older.get(member) ?? []).includes(shown)) return 'change-undone';
  return held.touched.has(held.name) ? 'rest-changed' : 'changed-unasked';
};

const reasonOf = ({ kind }: Departure, held: Held, isTogether: boolean): string => {
  if (kind === 'state') return 'as the action left it';
  if (kind === 'wanted') return isTogether ? 'which was accepted at the same moment as another change' : 'as the last change asked for';
  const others = [...held.touched].filter((name) => name !== held.name);
  if (held.touched.has(held.name)) return 'which the last change did not name';
  return others.length > 0 ? `because only ${named(others)} was touched since` : 'because nothing was changed since';
};

/**
 * Reads a resource and compares it with the model; what differs is read again until it agrees or the patience is over. Afterwards the model has what the
 * read showed, so that one mistake is told once.
 */
export const look = async (play: Play, held: Held, by?: Caller, isTogether = false): Promise<Seen> => {
  const { session, type } = play;
  let exchange: Exchange | undefined;
  let seen: Seen = { kind: 'open' };
  const isWrong = (): boolean =>
    held.life === 'removed'
      ? held.gone !== undefined && seen.kind === 'resource' && isAsBefore(held, seen.resource)
      : (seen.kind === 'gone' && !held.mayBeAway) || (seen.kind === 'resource' && seen.departures.length > 0);
  const isProven = [...held.wanted.keys()].every((name) => play.proven.has(name));
  const withinMs = isProven ? patienceOf(play) : Math.min(patienceOf(play), firstMs);
  await until(session, { withinMs, why: 'a read is to show what was done' }, async () => {
    exchange = await send(play, sentBy(session, onHeld(play, type.read, held), by));
    const now = seenIn(session.contract, type, held, exchange, play);
    // Another credential may see less.
    seen = now.kind === 'gone' && by !== undefined && by !== 'key' && held.life === 'there' ? { kind: 'open' } : now;
    return isWrong() ? undefined : true;
  });
  const last: Seen = seen;
  if (exchange === undefined) return last;
  play.calls.push({ step: play.step, on: held.name, exchange });
  if (held.life === 'removed') judgeRemoved(play, held, last, exchange);
  else judgeLiving(play, held, last, exchange, isTogether);
  return last;
};

const judgeRemoved = (play: Play, held: Held, seen: Seen, exchange: Exchange): void => {
  if (seen.kind === 'gone') {
    if (held.gone !== undefined) play.times.removed += 1;
    held.gone = exchange;
    return;
  }
  // Whether a removal has an effect at all is judged by others; here, whether it lasts.
  if (held.gone === undefined || seen.kind === 'open' || !isAsBefore(held, seen.resource)) return;
  tell(play, {
    claim: 'removed',
    code: 'removed-comes-back',
    where: 'status',
    expected: `404 or 410 for ${held.name.toUpperCase()}, which was removed and gone`,
    actual: `the resource as before, ${outcomeOf(exchange)}`,
    exchange,
    about: [held.name, ...held.touched],
    isFinal: false,
  });
  held.life = 'unclear';
};

const judgeLiving = (play: Play, held: Held, seen: Seen, exchange: Exchange, isTogether: boolean): void => {
  if (seen.kind === 'open') return;
  const removed = [...held.touched].filter((name) => play.held.get(name)?.life === 'removed');
  if (seen.kind === 'gone' && held.mayBeAway) {
    held.life = 'unclear';
    return;
  }
  if (seen.kind === 'gone') {
    const isByRemoval = removed.length > 0;
    tell(play, {
      claim: isByRemoval ? 'removed' : 'shown',
      code: isByRemoval ? 'other-removed' : 'gone-unasked',
      where: 'status',
      expected: `a success for ${held.name.toUpperCase()}, which nobody removed`,
      actual: outcomeOf(exchange),
      exchange,
      about: [held.name, ...held.touched],
      isFinal: isByRemoval,
    });
    held.life = 'unclear';
    return;
  }
  const isUnproven = ({ kind, member }: Departure): boolean => kind === 'wanted' && !play.proven.has(member);
  for (const one of seen.departures.filter(isUnproven)) play.odd.add(one.member);
  play.times.shown += 1;
  const departure = seen.departures.find((one) => !isUnproven(one));
  if (departure) {
    tell(play, {
      claim: 'shown',
      code: codeOf(departure, held, isTogether),
      where: `/${departure.member}`,
      expected: `${written(departure.expected)}, ${reasonOf(departure, held, isTogether)}`,
      actual: departure.shown === undefined ? 'no such member' : written(departure.shown),
      exchange,
      about: [held.name, ...held.touched],
      isFinal: false,
    });
    if (departure.kind === 'state') held.acted = undefined;
  }
  adopt(held, seen);
};

/** The request of a list for the largest page that the document allows, below the parents of our resources. */
const listRequest = async (play: Play, list: Collection): Promise<ReturnType<typeof usableRequest> | undefined> => {
  const { session } = play;
  const [first] = play.held.values();
  const values = Object.entries(first?.creation.request.pathValues ?? play.pathValues);
  const names = parametersIn(list.operation.path);
  const pathValues = Object.fromEntries(values.filter(([name]) => names.includes(name)));
  if (names.some((name) => pathValues[name] === undefined)) return undefined;
  const base = usableRequest(session, list.operation, purposeOf(play), { pathValues });
  const usable = await listInUse(session, list);
  return { ...base, query: [...base.query, ...largestPage(usable)] };
};

/** Is it certain that an answer holds the whole list. */
const isWhole = (list: Collection, exchange: Exchange, count: number): boolean => {
  if (reportsMore(exchange, count, list.pages.length > 0)) return false;
  return list.pages.every(({ limit, maximumSize, defaultSize }) => {
    const size = limit === undefined ? defaultSize : (maximumSize ?? defaultSize);
    return size !== undefined && count < size;
  });
};

/** What a list shows otherwise than the model. */
const breachIn = (play: Play, list: Collection, exchange: Exchange, items: readonly unknown[]): Told | undefined => {
  const { type, session } = play;
  const kept = keptMembers(session.contract, type);
  const where = `list ${list.operation.path}`;
  const told = { claim: 'listed' as const, where, exchange, isFinal: false };
  for (const held of play.held.values()) {
    if (held.life === 'unclear') continue;
    const name = held.name.toUpperCase();
    const own = items.filter((item): item is Resource => isObject(item) && idText(item[type.id]) === held.id);
    const [item] = own;
    const about = [held.name, ...held.touched];
    if (held.life === 'removed') {
      if (item && held.gone !== undefined && isAsBefore(held, item))
        return {
          ...told,
          code: 'removed-listed',
          expected: `a list without ${name}, which was removed`,
          actual: 'the resource as before',
          about,
        };
      continue;
    }
    if (own.length > 1) return { ...told, code: 'listed-twice', expected: `${name} once`, actual: `${own.length} times`, about };
    const before = held.listed.get(list.operation.key);
    if (!item) {
      if (before === undefined || held.mayBeHidden || !isWhole(list, exchange, items.length)) continue;
      return { ...told, code: 'living-unlisted', expected: `${name}, which nobody removed, as before`, actual: 'a list without it', about };
    }
    const [stale] = before === undefined || isCached(exchange) ? [] : staleMembers(held, item, before);
    if (stale !== undefined) {
      const expected = `${written(held.shows[stale])} at /${stale} of ${name}, as its read shows`;
      return { ...told, code: 'listed-stale', expected, actual: `${written(item[stale])}, as before a change`, about };
    }
    if (before === undefined) held.listed.set(list.operation.key, sameMembers(kept, held, item));
  }
  return undefined;
};

/** Reads a list and compares it with the model, again until it agrees or the patience is over. */
export const lookAtList = async (play: Play, list: Collection): Promise<Exchange | undefined> => {
  const request = await listRequest(play, list);
  if (!request) return undefined;
  let exchange: Exchange | undefined;
  let breach: Told | undefined;
  await until(play.session, { withinMs: patienceOf(play), why: 'a list is to show what was done' }, async () => {
    exchange = await send(play, request);
    const items = pageItems(list, exchange);
    breach = items && !isCached(exchange) ? breachIn(play, list, exchange, items) : undefined;
    return breach ? undefined : true;
  });
  if (exchange === undefined) return undefined;
  play.calls.push({ step: play.step, on: undefined, exchange });
  if (pageItems(list, exchange)) play.times.listed += 1;
  if (breach) {
    tell(play, breach);
    // What was told is not told again.
    for (const name of breach.about.slice(0, 1)) {
      const held = play.held.get(name);
      if (held) held.life = 'unclear';
    }
  }
  return exchange;
};

const idsIn = (play: Play, list: Collection, exchange: Exchange): readonly string[] =>
  (pageItems(list, exchange) ?? []).flatMap((item) => (isObject(item) ? (idText(item[play.type.id]) ?? []) : []));

/** The ids that a list shows now; undefined where it shows none. */
const idsNow = async (play: Play, list: Collection): Promise<readonly string[] | undefined> => {
  const request = await listRequest(play, list);
  const exchange = request && (await send(play, request));
  return exchange && isSuccess(exchange) ? idsIn(play, list, exchange) : undefined;
};

/** Most resources that are read because they are missing after a removal. */
const mostMissing = 2;

/**
 * Tells what a list showed right before a removal and does not show after it, and what a read does not find any more either. It is never tried again, as that
 * would cost somebody more.
 */
export const lookForNeighbours = async (play: Play, list: Collection, removed: Held, before: Exchange, after: Exchange): Promise<void> => {
  const { type } = play;
  if (!isSuccess(before) || !isSuccess(after) || parametersIn(type.read.path).length > parametersIn(list.operation.path).length + 1) return;
  const now = new Set(idsIn(play, list, after));
  const own = new Set([...play.held.values()].map(({ id }) => id));
  const missing = idsIn(play, list, before).filter((id) => !now.has(id) && !own.has(id));
  if (pageItems(list, after) === undefined || isCached(before) || isCached(after)) return;
  play.times.removed += 1;
  for (const id of missing.slice(0, mostMissing)) {
    const read: Operation = type.read;
    const exchange = await send(play, onHeld(play, read, { ...removed, id }));
    if (!goneStatuses.includes(statusOf(exchange) ?? 0)) continue;
    if (!(await isQuiet(play.session, () => idsNow(play, list)))) return;
    play.calls.push({ step: play.step, on: undefined, exchange });
    tell(play, {
      claim: 'removed',
      code: 'other-removed',
      where: `list ${list.operation.path}`,
      expected: `${id} as before: only ${removed.id} was removed`,
      actual: `a list without it, and ${outcomeOf(exchange)} to a read`,
      exchange,
      about: [removed.name],
      isFinal: true,
    });
    return;
  }
};
