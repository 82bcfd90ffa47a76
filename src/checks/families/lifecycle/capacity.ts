import { parametersIn } from '../../../contract/infer/path-template.ts';
import { wordsOf } from '../../../contract/infer/words.ts';
import { answerOf, isSuccess, jsonOf, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Contract } from '../../../contract/model.ts';
import { isObject } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Verdict } from '../../../model/verdict.ts';
import {
  defineProbe,
  fail,
  inconclusive,
  pass,
  type ProbePrerequisite,
  type Surroundings,
  type Unconfirmed,
  unconfirmed,
} from '../../kit/define.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import { type FilledAtOnce, filledAtOnce, type FilledParent, filledParent } from '../../scenarios/lifecycle/filled-parent.ts';
import { type Capacity, capacities, saysFull, stateShown } from '../../subjects/capacities.ts';
import { idOfMade } from '../../subjects/round-trips.ts';
import type { Resource } from '../../subjects/shown-resource.ts';

const prerequisites = ({ parent, child, by }: Capacity, around: Surroundings): readonly ProbePrerequisite[] => {
  const made = Object.fromEntries(
    parametersIn(child.create.path)
      .slice(-1)
      .map((name) => [name, 'ct']),
  );
  return [
    ...prerequisitesFor(parent.create, around),
    ...prerequisitesFor(child.create, around, by === undefined ? { pathValues: made } : {}),
  ];
};

const common = {
  phase: 'mutate',
  stage: 'lifecycle',
  exclusive: 'collection',
  over: (contract: Contract) => capacities(contract),
  prerequisites,
} as const;

const isRefused = (exchange: Exchange): boolean => {
  const status = statusOf(exchange) ?? 0;
  return status >= 400 && status < 500 && ![401, 404, 405, 415, 429].includes(status);
};

/** States of what has no place yet. */
const provisional = /\b(?:wait\w*|standby|queued|pending|requested|draft|applied|invited|tentative|proposed)\b/iu;

/** Does an answer show by a state, or by a mark, that what was created has no place yet. */
const isProvisional = (exchange: Exchange): boolean => {
  const body = jsonOf(exchange);
  return (isObject(body) ? Object.entries(body) : []).some(([name, value]) => {
    const isState = wordsOf(name).some((word) => ['state', 'status', 'stage'].includes(word));
    return (
      (isState && typeof value === 'string' && provisional.test(value.replaceAll('_', ' '))) ||
      (value === true && provisional.test(wordsOf(name).join(' ')))
    );
  });
};

/** Does an answer show a time that is yet to come. */
const isAhead = (exchange: Exchange): boolean => {
  const body = jsonOf(exchange);
  return (isObject(body) ? Object.values(body) : []).some(
    (value) => typeof value === 'string' && /^\d{4}-\d\d-\d\d/u.test(value) && Date.parse(value) > exchange.sentAt + dayMs,
  );
};

const dayMs = 86_400_000;

/** Do creations show ids that all differ, if they show any. */
const areApart = (contract: Contract, { child }: Capacity, creations: readonly Exchange[]): boolean => {
  const ids = creations.flatMap((one) => idOfMade(contract, child, one) ?? []);
  return ids.length === 0 || new Set(ids).size === creations.length;
};

const roomIn = ({ room, member, states }: Capacity): string =>
  states ? `${room} that are ${states.join(' or ')}` : member === undefined ? `${room}` : `${room}, the "${member}" that was set`;

/** States of what certainly has a place. */
const placed = /^(?:booked|confirmed|enrol(?:l)?ed|registered|accepted|approved|admitted|reserved|joined|placed|attending|going)$/u;

/** Judges a service that lets one more wait by its state: it must not have the place that the others have. */
const judgeWaiting = (
  capacity: Capacity,
  { state: waiting, taken }: NonNullable<Capacity['waiting']>,
  { parent, filling, over, now }: Pick<FilledParent, 'parent' | 'filling' | 'now'> & { readonly over: Exchange },
  contract: Contract,
): Verdict | Unconfirmed => {
  const shown = now.map(({ resource }) => stateShown(resource));
  const [state, ...others] = shown;
  const last = shown.at(-1);
  const isAll = shown.length === filling.length + 1 && areApart(contract, capacity, [...filling, over]);
  if (!isSuccess(over) || statusOf(over) === 202 || !isAll || state === undefined)
    return inconclusive(`One more was answered ${outcomeOf(over)}`, [over]);
  if (last === waiting) return shown.slice(0, -1).includes(waiting) ? inconclusive(`Others are "${waiting}" as well`, [over]) : pass(1);
  // Where somebody decides later who gets a place, nobody has one yet.
  const isPlaced = taken === undefined ? placed.test(state.replaceAll('_', ' ')) : state === taken;
  if (!isPlaced || others.some((one) => one !== state))
    return inconclusive(`Nothing shows which of them have a place: ${shown.join(', ')}`, [over]);
  const expected = `"${waiting}", because there is room for ${roomIn(capacity)}`;
  const finding = { code: 'over-capacity', where: 'state', expected, actual: `"${state}" for number ${filling.length + 1}` };
  return unconfirmed(fail(finding, [over, ...filling, parent]));
};

export const capacityKept = defineProbe<Capacity, FilledParent>({
  ...common,
  id: 'lifecycle/capacity-kept',
  title: 'No more is taken than there is room for, and no less',
  why: 'Whoever was promised a place that does not exist finds out at the door.',
  fix: 'Count what takes room in the transaction that adds to it, and refuse what does not fit.',
  cost: ({ room }) => ({ requests: 2 * room + 14, creates: room + 2 }),
  run: ({ child }, session) => session.run(filledParent, { operation: child.create.key }),
  judge(capacity, { parent, filling, isFull, over, now, empty, full }, { contract }) {
    const last = filling.at(-1);
    if (!isFull || !over) {
      // Who creates it may take the first place, unless a number shows that all are left.
      const isTold = last !== undefined && isRefused(last) && saysFull(answerOf(last)?.text ?? '') && empty?.value === capacity.room;
      if (!isTold) return inconclusive(`There is nothing full: ${outcomeOf(last ?? parent)}`, [last ?? parent]);
      const expected = `a success for ${filling.length} of ${roomIn(capacity)}`;
      const finding = { code: 'full-too-early', where: 'status', expected, actual: outcomeOf(last) };
      return unconfirmed(fail(finding, [last, parent]));
    }
    if (capacity.waiting !== undefined) return judgeWaiting(capacity, capacity.waiting, { parent, filling, over, now }, contract);
    if (isRefused(over)) return pass(1);
    // The same file, or the same text, may be there once only however often it is sent.
    if (isSuccess(over) && !areApart(contract, capacity, [...filling, over]))
      return inconclusive('Nothing shows that each creation made another one', [over]);
    if (capacity.isAhead && !filling.every(isAhead)) return inconclusive('Nothing shows that all are for a time to come', [over]);
    const { states, flag } = capacity;
    const isIn = (resource: Resource): boolean =>
      flag === undefined ? states?.includes(stateShown(resource) ?? '') === true : resource[flag] === true;
    const areInStates = now.length === filling.length + 1 && now.every(({ resource }) => isIn(resource));
    const isCounted = states ? areInStates : !isProvisional(over) || (full?.value === 0 && filling.every(isProvisional));
    if (!isSuccess(over) || statusOf(over) === 202 || !isCounted) return inconclusive(`One more was answered ${outcomeOf(over)}`, [over]);
    const expected = `a refusal, because there is room for ${roomIn(capacity)}`;
    const actual = `${outcomeOf(over)} to number ${filling.length + 1}`;
    return unconfirmed(fail({ code: 'over-capacity', where: 'status', expected, actual }, [over, ...filling, parent]));
  },
});

export const lastPlaceGivenOnce = defineProbe<Capacity, FilledAtOnce>({
  ...common,
  // Whether what two asked for at once still takes room is not looked at.
  over: (contract) => capacities(contract).filter(({ states, waiting }) => states === undefined && waiting === undefined),
  id: 'lifecycle/last-place-given-once',
  title: 'The last place is given to one of two who ask for it at the same moment, and not to who asks for more than there are',
  why: 'Sales begin with many requests at once, and each counts the free places before the others have taken theirs.',
  fix: 'Count and add in one transaction that locks the parent, or by a constraint of the store, and compare with the number of places that is asked for.',
  cost: ({ room }) => ({ requests: room + 5, creates: room + 2 }),
  run: ({ child }, session) => session.run(filledAtOnce, { operation: child.create.key }),
  judge(capacity, { both, many, taken }, { contract }) {
    const { places = '' } = capacity;
    if (many && isSuccess(many) && statusOf(many) !== 202 && !isProvisional(many)) {
      const expected = `a refusal of ${capacity.room + 1} "${places}", because there is room for ${roomIn(capacity)}`;
      return unconfirmed(fail({ code: 'more-places-than-left', where: `/${places}`, expected, actual: outcomeOf(many) }, [many]));
    }
    const [first, second] = both;
    if (!first || !second)
      return many && isRefused(many) && taken > 0 ? pass(1) : inconclusive('Nothing could be filled but for one place', many ? [many] : []);
    const outcomes = both.map(outcomeOf).join(' and ');
    const done = both.filter((one) => isSuccess(one) && statusOf(one) !== 202 && !isProvisional(one));
    const ids = new Set(done.map((one) => idOfMade(contract, capacity.child, one)));
    if (done.length === 2 && ids.size === 2) {
      const expected = `one of both, because there was one place left of ${roomIn(capacity)}`;
      return unconfirmed(fail({ code: 'last-place-given-twice', where: 'status', expected, actual: outcomes }, [first, second]));
    }
    return done.length === 1 && both.some(isRefused) ? pass(1) : inconclusive(`Both were answered ${outcomes}`, both);
  },
});

export const placeComesBack = defineProbe<Capacity, FilledParent>({
  ...common,
  over: (contract) =>
    capacities(contract).filter(({ states, waiting, closes }) => states === undefined && waiting === undefined && !closes),
  id: 'lifecycle/place-comes-back',
  title: 'What is given back can be taken again, and the number of what is left says so',
  why: 'Places that are never free again are sold by nobody, and a number that is wrong keeps people from asking.',
  fix: 'Count what is there now, without what was cancelled or removed, or change the stored number in the same transaction.',
  cost: ({ room }) => ({ requests: room + 12, creates: room + 2 }),
  run: ({ child }, session) => session.run(filledParent, { operation: child.create.key }),
  judge({ left = '', room, places }, { parent, filling, isFull, over, empty, full, leaving, freed, again }) {
    const [first] = filling;
    if (!isFull || !over || !first) return inconclusive('There is nothing full', [filling.at(-1) ?? parent]);
    const where = `/${left}`;
    const isNumber = empty?.value === room;
    if (isNumber && full && full.value !== 0 && isRefused(over)) {
      const expected = `0, after ${room} of ${room} were taken`;
      return unconfirmed(fail({ code: 'left-not-lowered', where, expected, actual: String(full.value) }, [full.exchange, ...filling]));
    }
    if (!leaving || !isRefused(over)) return isNumber && full ? pass(1) : inconclusive('Nothing was given back', [over]);
    if (isNumber && freed && freed.value === 0) {
      const finding = { code: 'left-not-raised', where, expected: '1, after one of them was given back', actual: '0' };
      return unconfirmed(fail(finding, [freed.exchange, leaving]));
    }
    if (again && statusOf(again) === statusOf(over) && saysSame(again, over)) {
      const expected = `a success, because ${leaving.request.method} ${leaving.request.path} gave ${places === undefined ? 'a place' : 'its place'} back`;
      return unconfirmed(
        fail({ code: 'place-not-given-back', where: 'status', expected, actual: outcomeOf(again) }, [again, leaving, over]),
      );
    }
    return again && isSuccess(again)
      ? pass(1)
      : inconclusive(`After that a creation was answered ${again ? outcomeOf(again) : 'not at all'}`, again ? [again] : []);
  },
});

/** Do two refusals have the same reason: an error code and a message may name the request. */
const saysSame = (one: Exchange, other: Exchange): boolean => {
  const [a, b] = [one, other].map((exchange) => (answerOf(exchange)?.text ?? '').replaceAll(/[0-9a-f-]{8,}|\d+/giu, ''));
  return a === b || [a, b].every((text) => saysFull(text ?? ''));
};
