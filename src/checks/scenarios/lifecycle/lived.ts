import { itemOf } from '../../../contract/infer/covering.ts';
import { isSuccess, statusOf } from '../../../contract/message.ts';
import { nounWordsOf } from '../../../contract/infer/id-names.ts';
import { singular } from '../../../contract/infer/singular.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { valueAt } from '../../../contract/pointer.ts';
import { saidIn } from '../../../contract/said.ts';
import { nodeOf } from '../../../model/location.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { NotTried } from '../../kit/define.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { patienceMs } from '../../kit/patience.ts';
import { isAllowed } from '../../kit/prerequisites.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { bodyMembers } from '../../../generators/body-members.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { pageItems } from '../../subjects/collection.ts';
import { entriesIn, type History, holdsStates } from '../../subjects/histories.ts';
import { hasValue, isBlank, type NeededMember } from '../../subjects/needed-members.ts';
import { type Dated, isAction, type Life, lives, type Mover, type Refusing, stateOf } from '../../subjects/lives.ts';
import { isUsable } from '../../subjects/usable-moves.ts';
import { resourceIn } from '../../subjects/round-trips.ts';
import { inWords, type State, statesOf } from '../../subjects/state-mentions.ts';
import { wantedInPath } from './completed.ts';
import { complete } from './needed-state.ts';
import { dueToday } from './due-today.ts';
import { goneStatuses, isCached } from './look-at-resource.ts';
import { settleBelow } from './settled-below.ts';
import { withNeededValues } from './needed-values.ts';
import { withoutAmounts } from './without-amounts.ts';
import { isMoreThanNothing } from '../../subjects/zero-needed.ts';
import { leave } from './ready.ts';
import { raiseBounds } from './reached-sum.ts';
import { refusedFirst } from './refused-first.ts';
import { standsAlone, withOwnParts } from './inferred-resource.ts';
import { type Being, type Look, onIt, sendOn } from './lived-call.ts';
import type { InStateAlone } from '../../subjects/state-alone.ts';
import { lookAtNamed } from './look-at-named.ts';
import { requiredOnly } from './round-trip/bodies.ts';
import { parentValues } from './round-trip/parents.ts';
import { make } from './round-trip/steps.ts';
import { bodyOf } from './round-trip/way.ts';
import { namingOwn } from './send-creation.ts';
import { until } from './until.ts';
import { begunEarly } from './with-switch.ts';

/** One call on a resource of the run, with a read before and one after. */
export type Tried = {
  readonly operation: Operation;
  readonly before: Look;
  readonly answer: Exchange;
  /** Undefined where no read shows the resource afterwards. */
  readonly after: Look | undefined;
  /** A read that does not find the resource after a removal which is to keep it. */
  readonly gone?: Exchange;
  /** What was done on the resource before, in its order. */
  readonly done: readonly Mover[];
  /** The state that its body chose. */
  readonly to?: State;
  /** The state that a change of the resource set. */
  readonly sets?: State;
};

/** What was tried on resources of one type, in each state to which the calls on them lead. */
export type Lived = {
  readonly creation: Exchange | undefined;
  /** The first read of each resource. */
  readonly born: readonly Look[];
  readonly tried: readonly Tried[];
};

/** Most resources that are created, calls that are tried, and calls on one resource. */
export const mostLived = { creates: 6, lasting: 2, calls: 60, depth: 6, lacking: 3 } as const;

/** Does a look show a value that the resource has in other states alone. */
export const hasElsewhere = ({ member, states }: InStateAlone, { resource, states: now }: Look): boolean =>
  hasValue(resource[member]) && now.length > 0 && !states.some((state) => now.includes(state));

/** Does a look show the moment of a state although what clears it was done since the look before. */
export const keepsMoment = (
  { member, state, cleared }: Dated,
  { before, after, operation }: { readonly before: Look; readonly after: Look; readonly operation: Operation },
): boolean =>
  cleared !== undefined &&
  before.states.includes(state) &&
  !after.states.includes(state) &&
  hasValue(before.resource[member]) &&
  hasValue(after.resource[member]) &&
  (cleared.operations.includes(operation) || cleared.states.some((one) => after.states.includes(one)));

/** How long a read may show the old state, in milliseconds. */
const longestMs = 5000;

/** How many states follow one that an action leads to, at most; those that lead on are tried first, so that one resource sees many states. */
const onward = ({ leading, movers }: Life, { operation, set, to: chosen }: Mover): number => {
  const after = (state: string | boolean, depth: number): number =>
    depth >= mostLived.depth
      ? 0
      : Math.max(
          0,
          ...leading.flatMap(({ to, named }) =>
            to.value !== state && named.some(({ value }) => value === state) ? [1 + after(to.value, depth + 1)] : [],
          ),
          ...movers.flatMap(({ to, from }) =>
            to && to.value !== state && from?.has(state) === true ? [1 + after(to.value, depth + 1)] : [],
          ),
        );
  const to = chosen?.value ?? (set === undefined ? leading.find((one) => one.operation === operation && !one.as)?.to.value : undefined);
  return to === undefined ? 0 : after(to, 0);
};

/** Moves that are still to be tried in the state to which some lead; undefined of what is new. */
type Open = {
  readonly by: readonly Mover[];
  readonly left: readonly Mover[];
  readonly state?: Look;
  /** Is the resource created with what it needs before it comes to some states. */
  readonly isFilled: boolean;
  /** Is it created with the required members alone, and nothing added to it. */
  readonly isBare?: true;
};

/** Does what a move acts on have a creation that leaves the resource as it is, so that it is created right before the move. */
const isMadeBefore = ({ movers }: Life, { through }: Mover): boolean =>
  through !== undefined && !movers.some(({ operation }) => operation === through);

/** Does a text refuse an operation in a state that a read shows. */
const isRefusedIn = ({ refusing }: Life, operation: Operation, { states }: Look): boolean =>
  refusing.some((one) => one.operation === operation && one.refused.some((state) => states.includes(state)));

/** The moves that can be tried on a resource on which some were made. */
const possible = (life: Life, { by, left, state }: Open): readonly Mover[] =>
  left.filter(
    (mover) =>
      (!state || (!isThere(mover, state) && mayMove(mover, state))) &&
      (!mover.through ||
        by.some(({ operation }) => operation === mover.through) ||
        (isMadeBefore(life, mover) && !(state && isRefusedIn(life, mover.through, state)))),
  );

const keyOf = (states: readonly State[]): string => states.map(({ name }) => name).join(' ');

/** Creates resources of a type and tries its actions in each state that they lead to, with what the document says to be refused there. */
export const lived = defineScenario<{ readonly operation: string }, Lived>({
  id: 'lived',
  async run(session, { operation: key }) {
    const { contract, target } = session;
    const life = lives(contract).find(({ type }) => type.create.key === key);
    if (!life) throw new NotTried('not-applicable', `Nothing is said of the states of what ${key} creates`);
    const { type, states } = life;
    const resourceType = [...contract.inferredResourceTypes, ...contract.lastingResourceTypes].find(({ create }) => create.key === key);
    const tried: Tried[] = [];
    const beings: Being[] = [];
    const born: Look[] = [];
    const visited = new Set<string>();
    /** Operations whose effect was waited for in vain: nobody waits for it again. */
    const vain = new Set<Operation>();
    let creates: number = type.create.effect === 'creates-permanently' ? mostLived.lasting : mostLived.creates;
    let turn = 0;
    let first: Exchange | undefined;
    /** What was accepted to be done later, with the state that it leads to. */
    const late = new Map<Being, State>();
    /** Actions that were accepted. */
    const acted = new Set<Mover>();
    const pathValues = (resourceType && (await begunEarly(session, resourceType))) ?? (await parentValues(session, type));
    const looking = async (being: Pick<Being, 'creation' | 'id'>): Promise<Look | undefined> => {
      const exchange = await session.send(usableRequest(session, type.read, 'lived', { pathValues: onIt(type.read, being) }));
      const resource = isCached(exchange) ? undefined : resourceIn(contract, type.read, exchange, type.id);
      return resource && { exchange, resource, states: statesOf(states, resource) };
    };
    const call = async (being: Being, mover: Mover, isAgain = false): Promise<Tried | undefined> => {
      const { operation, to, through } = mover;
      const isFirstMade = through !== undefined && isMadeBefore(life, mover) && !being.made.has(through.key);
      if (isFirstMade && isAllowed(through, target) && !isRefusedIn(life, through, being.look)) {
        await orSkipped(sendOn(session, life, being, { operation: through, set: undefined }, `lived-${(turn += 1)}`));
        being.look = (await looking(being)) ?? being.look;
      }
      const before = being.look;
      const answer = await orSkipped(sendOn(session, life, being, mover, `lived-${(turn += 1)}`));
      if (isSkipped(answer)) return undefined;
      const isOpen = !isAgain && statusOf(answer) === 409 && resourceType !== undefined;
      if (isOpen && (await settleBelow(session, resourceType, being.valuesOf(itemOf(resourceType)), operation))) {
        being.look = (await looking(being)) ?? being.look;
        return call(being, mover, true);
      }
      const after = await lookAfter(session, life, { being, mover, answer, vain }, looking);
      const isLost = !after && operation === type.remove && isSuccess(answer) && life.leading.some((led) => led.operation === operation);
      const read = isLost
        ? await session.send(usableRequest(session, type.read, 'lived', { pathValues: onIt(type.read, being) }))
        : undefined;
      const gone = read && !isCached(read) && goneStatuses.includes(statusOf(read) ?? 0) ? { gone: read } : {};
      const sets = to ? undefined : stateOf(life, mover);
      const chosen = { ...(to ? { to } : {}), ...(sets ? { sets } : {}) };
      const one: Tried = { operation, before, answer, after, ...gone, done: [...being.done], ...chosen };
      tried.push(one);
      if (isSuccess(answer)) being.done.push(mover);
      if (isSuccess(answer)) late.delete(being);
      const led = statusOf(answer) === 202 ? ledTo(life, mover) : undefined;
      if (led && after && !after.states.includes(led)) late.set(being, led);
      if (after) being.look = after;
      const isFirst = isSuccess(answer) && isAction(mover) && !acted.has(mover);
      if (isFirst && after) await lookAtNamed(session, type.create, after.resource);
      if (isFirst) acted.add(mover);
      return one;
    };
    /** The types of which the texts of actions speak, and of which the run can remove what it creates. */
    const spoken = spokenOf(contract, life);
    const needed: string[] = [];
    /** Creates below a new resource what is to be changed or removed there in other states. */
    const fill = async (being: Being, purpose: string): Promise<void> => {
      const throughs = new Set(life.refusing.flatMap((one) => (one.through && isAllowed(one.operation, target) ? [one.through] : [])));
      for (const through of throughs)
        if (isAllowed(through, target) && !isRefusedIn(life, through, being.look))
          await orSkipped(sendOn(session, life, being, { operation: through, set: undefined }, purpose));
      if (throughs.size > 0) being.look = (await looking(being)) ?? being.look;
    };
    const begin = async ({
      by,
      isFilled,
      isBare,
      without,
    }: Pick<Open, 'by' | 'isFilled' | 'isBare'> & { readonly without?: string }): Promise<Being | undefined> => {
      if (creates <= 0) return undefined;
      creates -= 1;
      const purpose = `lived-${(turn += 1)}`;
      let stock = async (_id: string): Promise<void> => {};
      const { id, exchange } = await make(
        { session, trip: type, pathValues },
        purpose,
        (base) => {
          if (isBare) return requiredOnly(bodyMembers(contract, type.create), base);
          return without === undefined ? base : Object.fromEntries(Object.entries(base).filter(([name]) => name !== without));
        },
        async (planned) => {
          const own = isBare ? undefined : resourceType && (await withOwnParts(session, resourceType, planned, purpose));
          if (own) ({ stock } = own);
          const asked = own?.request ?? planned;
          const acting = movers.filter(isAction).map(({ operation }) => operation);
          const due = resourceType ? dueToday(session, resourceType, acting, asked) : asked;
          // Of the resources that name the same one, only one may be there today.
          const alone = (due !== asked && namingOwn(due, (name) => standsAlone(contract, name))) || due;
          // What was done with an earlier one may have changed what both name.
          const request = (beings.length > 0 && namingOwn(alone, (name) => spoken.has(name))) || alone;
          return isFilled ? withoutAmounts(contract, life, await withNeededValues(session, life, request)) : request;
        },
      );
      if (id !== undefined) await stock(id);
      if (id !== undefined && resourceType && needed.length > 0 && !isBare)
        await complete(session, resourceType, onIt(itemOf(resourceType), { creation: exchange, id }), needed);
      // What an action needs to be nothing stays nothing.
      if (id !== undefined && resourceType && !isBare && !life.needed.some(({ isZero }) => isZero))
        await raiseBounds(
          session,
          resourceType,
          onIt(itemOf(resourceType), { creation: exchange, id }),
          movers.map(({ operation }) => operation),
        );
      first ??= exchange;
      const look = id === undefined ? undefined : await looking({ creation: exchange, id });
      if (id === undefined || !look) return undefined;
      const being: Being = {
        creation: exchange,
        id,
        done: [],
        look,
        made: new Map(),
        valuesOf: (operation) => onIt(operation, { creation: exchange, id }),
      };
      beings.push(being);
      born.push(look);
      if (!isBare) await fill(being, purpose);
      for (const mover of by) {
        const one = await call(being, mover);
        if (!one?.after || !isSuccess(one.answer)) return undefined;
      }
      return being;
    };
    const movers = life.movers
      .filter((one) => isUsable(contract, one) && isAllowed(one.operation, target))
      .toSorted((a, b) => onward(life, b) - onward(life, a));
    const isMover = ({ operation, as }: Refusing): boolean =>
      as === undefined && movers.some((one) => one.operation === operation && one.set === undefined);
    for (const { operation } of resourceType ? movers : [])
      needed.push(...((await wantedInPath(session, operation.key, resourceType?.name ?? '')) ?? []));
    /** Sends what the text says to be refused in this state; the removal last. Gives whether the resource is still there. */
    const refusedHere = async (being: Being): Promise<boolean> => {
      const here = life.refusing
        .filter(
          (one) => !isMover(one) && isAllowed(one.operation, target) && one.refused.some((state) => being.look.states.includes(state)),
        )
        .toSorted((a, b) => Number(a.operation.method === 'DELETE') - Number(b.operation.method === 'DELETE'));
      for (const { operation, as, through } of here) {
        const one = await call(being, as ?? { operation, set: undefined, ...(through ? { through } : {}) });
        if (one && isSuccess(one.answer) && !one.after) return false;
      }
      return true;
    };
    // What every resource is created with, or is added to it before an action, would hide that the action does not need it.
    const usual = life.needed.length === 0 ? {} : bodyOf({ request: usableRequest(session, type.create, 'lived', { pathValues }) });
    const bare = life.needed.filter(
      ({ member, isCount, isZero, list }) =>
        // What has nothing has no amount either.
        !isZero && (list !== undefined || isCount === true || needed.length > 0 || usual[member] !== undefined),
    );
    // A change may need something for the state that it sets.
    const isMove = (one: Mover): boolean => (isAction(one) || stateOf(life, one) !== undefined) && !one.through;
    const isFor = (mover: Mover, { operation, to }: NeededMember): boolean =>
      operation === mover.operation && to === (isAction(mover) ? mover.to : stateOf(life, mover));
    for (const mover of movers.filter(isMove)) {
      const lacks = bare.filter((one) => isFor(mover, one));
      const being = lacks.length === 0 ? undefined : await begin({ by: [], isFilled: false, isBare: true });
      if (!being || !mayMove(mover, being.look)) continue;
      being.look = await withLists(session, being, lacks);
      if (isLacking(life, { operation: mover.operation, before: being.look })) await call(being, mover);
    }
    // Where several things are needed, a resource that has none of them is refused for any one.
    // What stays is created for that no more often.
    const isLasting = type.create.effect === 'creates-permanently';
    for (const mover of movers.filter((one) => !isLasting && isMove(one))) {
      const needs = life.needed.filter((one) => isFor(mover, one) && one.list === undefined && !one.isZero);
      const left = needs.filter(({ member }) =>
        bodyMembers(contract, type.create).some(({ name, required }) => name === member && !required),
      );
      for (const need of needs.length > 1 ? left.slice(0, mostLived.lacking) : []) {
        creates += 1;
        const being = await begin({ by: [], isFilled: true, without: need.member });
        const isOnly = being !== undefined && needs.every((one) => isLackedBy(one, being.look) === (one === need));
        if (isOnly && mayMove(mover, being.look)) await call(being, mover);
      }
    }
    // A removal that keeps the resource is tried on a new one as well: the others are used up before it comes.
    for (const mover of movers.filter(({ operation }) => operation === type.remove)) {
      creates += 1;
      const being = await begin({ by: [], isFilled: false });
      if (being) await call(being, mover);
    }
    let isAnyFilled = false;
    /** The moves that were tried in each state. */
    const triedIn = new Map<string, ReadonlySet<Mover>>();
    const open: Open[] = [{ by: [], left: movers, isFilled: false }];
    /** The next states from which moves are tried: of what is created seldom first those with a move that was accepted nowhere yet. */
    const nextOpen = (): Open | undefined => {
      const isNew = (item: Open): boolean => possible(life, item).some((mover) => !acted.has(mover));
      return isLasting ? open.splice(Math.max(0, open.findIndex(isNew)), 1)[0] : open.shift();
    };
    for (let item = nextOpen(); item !== undefined && tried.length < mostLived.calls; item = nextOpen()) {
      let { by, left } = item;
      const { isFilled } = item;
      if (movers.length > 0 && possible(life, item).length === 0) continue;
      const found = await begin(item);
      const isNew = found !== undefined && !visited.has(keyOf(found.look.states));
      if (isNew) visited.add(keyOf(found.look.states));
      const being = isNew && !(await refusedHere(found)) ? await begin(item) : found;
      if (!being) continue;
      while (left.length > 0 && tried.length < mostLived.calls) {
        const [mover, ...rest] = refusedFirst(life, left, being.look);
        left = rest;
        if (!mover || isThere(mover, being.look) || !mayMove(mover, being.look)) continue;
        const now = keyOf(being.look.states);
        triedIn.set(now, new Set([...(triedIn.get(now) ?? []), mover]));
        const one: Tried | undefined = await call(being, mover);
        if (one && !isSuccess(one.answer) && !isFilled && !isAnyFilled && isLacking(life, one)) {
          isAnyFilled = true;
          creates += 1;
          open.unshift({ by: [], left: movers, isFilled: true });
        }
        if (one && !one.after) {
          open.push({ by, left: rest, state: one.before, isFilled });
          break;
        }
        if (!one || keyOf(being.look.states) === now) continue;
        open.push({ by, left: rest, state: one.before, isFilled });
        by = [...by, mover];
        const here = keyOf(being.look.states);
        const isBack = visited.has(here);
        // What is created seldom goes on with what was not tried in a state that it comes back to.
        left = isBack ? movers.filter((other) => triedIn.get(here)?.has(other) !== true) : movers;
        if ((isBack && (!isLasting || left.length === 0)) || by.length > mostLived.depth) break;
        visited.add(here);
        if (!isBack && !(await refusedHere(being))) break;
      }
    }
    // What an action does in the background leads to a state in which others may be refused.
    for (const [being, state] of late) {
      const wait = { withinMs: Math.min(longestMs, patienceMs(target, 'updated.shown', { presumed: type })), why: 'the work is to end' };
      const ended = await until(session, wait, async () => {
        const look = await looking(being);
        return look?.states.includes(state) === true ? look : undefined;
      });
      if (!ended) break;
      if (visited.has(keyOf(ended.states))) continue;
      visited.add(keyOf(ended.states));
      being.look = ended;
      let left: readonly Mover[] = (await refusedHere(being)) ? movers : [];
      while (left.length > 0 && tried.length < mostLived.calls && keyOf(being.look.states) === keyOf(ended.states)) {
        const [mover, ...rest] = refusedFirst(life, left, being.look);
        left = rest;
        if (mover && !isThere(mover, being.look) && mayMove(mover, being.look)) await call(being, mover);
      }
    }
    // What no operation removes is created seldom: others may go on with it.
    if (resourceType && !('remove' in resourceType))
      for (const being of beings) await leave(session, resourceType, onIt(itemOf(resourceType), being));
    return { creation: first, born, tried };
  },
});

/** What brings a new resource to a state in which an action on it is accepted; nothing where none was found, or it is accepted at once. */
export const wayTo = async (session: Session, operation: Operation): Promise<readonly Mover[]> => {
  const life = lives(session.contract).find(({ movers }) =>
    movers.some((one) => one.operation === operation && isAction(one) && !one.through),
  );
  if (!life) return [];
  const found = await orSkipped(session.run(lived, { operation: life.type.create.key }));
  if (isSkipped(found)) return [];
  const accepted = found.tried.filter((one) => one.operation === operation && isSuccess(one.answer));
  return accepted.toSorted((a, b) => a.done.length - b.done.length)[0]?.done ?? [];
};

/** The actions that were seen to bring a new resource to another state, the shortest first; one way to each state. */
export const waysOn = async (session: Session, { key }: Operation): Promise<readonly (readonly Mover[])[]> => {
  const life = lives(session.contract).find(({ type }) => type.create.key === key);
  const found = life && (await orSkipped(session.run(lived, { operation: key })));
  if (!life || !found || isSkipped(found)) return [];
  const ways = new Map<string, readonly Mover[]>();
  for (const { operation, before, answer, after, done, to } of found.tried.toSorted((a, b) => a.done.length - b.done.length)) {
    const mover = life.movers.find((one) => one.operation === operation && one.to === to && isAction(one) && !one.through);
    if (!mover || !after || !isSuccess(answer) || keyOf(after.states) === keyOf(before.states)) continue;
    if (!ways.has(keyOf(after.states))) ways.set(keyOf(after.states), [...done, mover]);
  }
  return [...ways.values()];
};

/** The removable types, by their names, of which the texts of the actions of a life speak: "the mileage must not be less than that of the van". */
const spokenOf = (contract: Contract, { movers }: Life): ReadonlySet<string> => {
  const texts = movers
    .filter(isAction)
    .flatMap(({ operation }) => saidIn(valueAt(contract.document, nodeOf(operation.location))))
    .map(inWords);
  const isSpokenOf = (noun: string): boolean => noun !== '' && texts.some((words) => words.includes(` ${noun} `));
  return new Set(
    contract.inferredResourceTypes.flatMap(({ name, create }) =>
      isSpokenOf(nounWordsOf(create.path).map(singular).join(' ')) ? [name] : [],
    ),
  );
};

const isThere = ({ set, to, or = [] }: Mover, { resource, states }: Look): boolean =>
  to
    ? [to, ...or].some((one) => states.includes(one))
    : set !== undefined && Object.entries(set).every(([member, value]) => resource[member] === value);

/** Was something tried on a resource that has no value for what the document says to be needed for it. */
const isLacking = ({ needed }: Life, { operation, before }: Pick<Tried, 'operation' | 'before'>): boolean =>
  needed.some((one) => one.operation === operation && isLackedBy(one, before));

/** Does a look at a resource show that it lacks something. */
export const isLackedBy = ({ member, isCount, isZero, list }: NeededMember, { resource, empty }: Look): boolean => {
  if (isZero) return isMoreThanNothing(resource[member]);
  return list ? empty?.includes(list.operation.key) === true : isBlank(resource[member], isCount);
};

/** A look with those of the lists below the resource that hold nothing. */
const withLists = async (session: Session, being: Being, lacks: readonly NeededMember[]): Promise<Look> => {
  const empty: string[] = [];
  for (const { list } of lacks) {
    if (!list) continue;
    const { operation } = list;
    const answer = await session.send(usableRequest(session, operation, 'lived', { pathValues: onIt(operation, being) }));
    if (isSuccess(answer) && !isCached(answer) && pageItems(list, answer)?.length === 0) empty.push(operation.key);
  }
  return { ...being.look, empty };
};

/** Does the document let a move be made in the present state; where it does not, it is tried elsewhere, because it ought to be refused. */
const mayMove = ({ from }: Mover, { states }: Look): boolean => from === undefined || states.some(({ value }) => from.has(value));

type Called = {
  readonly being: Being;
  readonly mover: Mover;
  readonly answer: Exchange;
  readonly vain: Set<Operation>;
};

/** The state that a move leads to: the one that it chooses, or else that of its text. */
const ledTo = ({ leading }: Life, { operation, to }: Mover): State | undefined =>
  to ?? leading.find((one) => one.operation === operation && !one.as)?.to;

/** Reads a resource after a call, again until it shows the state that the call was for. */
const lookAfter = async (
  session: Session,
  life: Life,
  { being, mover, answer, vain }: Called,
  looking: (being: Being) => Promise<Look | undefined>,
): Promise<Look | undefined> => {
  const { type, states, dated, alone, histories } = life;
  const { contract, target } = session;
  const { operation, set, to } = mover;
  const wanted = ledTo(life, mover);
  const shown = isSuccess(answer) ? resourceIn(contract, operation, answer, type.id) : undefined;
  const answered = shown && keyOf(statesOf(states, shown));
  const isRight = (look: Look): boolean => {
    if (!isSuccess(answer)) return true;
    // A job may write the history, and the moment.
    const [old, now] = [being.look, look].map((one) => one.states.find(({ member }) => member === type.state)?.value);
    const isWritten = (history: History): boolean =>
      now === undefined || now === old || holdsStates(history, entriesIn(history, look.resource) ?? [], [now]);
    if (!histories.every(isWritten)) return false;
    const isSet = set !== undefined && to === undefined;
    if (isSet && !isThere(mover, look)) return false;
    if (dated.some(({ member, state }) => look.states.includes(state) && look.resource[member] === null)) return false;
    if (dated.some((one) => keepsMoment(one, { before: being.look, after: look, operation }))) return false;
    if (isSet) return true;
    if (alone.some((one) => hasElsewhere(one, look))) return false;
    if (wanted !== undefined) return [wanted, ...(mover.or ?? [])].some((one) => look.states.includes(one));
    return answered === undefined || answered === '' || answered === keyOf(look.states);
  };
  const withinMs = Math.min(longestMs, patienceMs(target, 'updated.shown', { presumed: type }));
  let last: Look | undefined;
  await until(
    session,
    { withinMs: statusOf(answer) === 202 || vain.has(operation) ? 0 : withinMs, why: 'a read is to show the state' },
    async () => {
      last = await looking(being);
      return last === undefined || isRight(last) ? true : undefined;
    },
  );
  if (last !== undefined && !isRight(last)) vain.add(operation);
  return last;
};
