import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Operation } from '../../../contract/model.ts';
import {
  type CheckText,
  at,
  defineProbe,
  fail,
  inconclusive,
  pass,
  type Probe,
  type ProbePrerequisite,
  type Subject,
  type Surroundings,
  type Unconfirmed,
  unconfirmed,
} from '../../kit/define.ts';
import type { Contract } from '../../../contract/model.ts';
import { below } from '../../../contract/pointer.ts';
import { type Location, nodeOf } from '../../../model/location.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { permissionsFor, prerequisitesFor } from '../../kit/prerequisites.ts';
import type { Look } from '../../scenarios/lifecycle/lived-call.ts';
import { isCached } from '../../scenarios/lifecycle/look-at-resource.ts';
import { hasElsewhere, isLackedBy, keepsMoment, lived, type Lived, mostLived, type Tried } from '../../scenarios/lifecycle/lived.ts';
import { isConflicting } from '../../subjects/conflicts.ts';
import { type Dated, isAction, type Leading, type Life, lives, type Mover, type Refusing, stateOf } from '../../subjects/lives.ts';
import { hasValue, type NeededMember } from '../../subjects/needed-members.ts';
import { resourceIn } from '../../subjects/round-trips.ts';
import type { InStateAlone } from '../../subjects/state-alone.ts';
import type { State } from '../../subjects/state-mentions.ts';

export type Judged = Subject & { readonly life: Life };

const prerequisitesOf = ({ type }: Life, operation: Operation, around: Surroundings): readonly ProbePrerequisite[] => [
  ...prerequisitesFor(type.create, around),
  ...permissionsFor(operation),
];

const wordsFor = (states: readonly State[]): string => states.map(({ name }) => `"${name}"`).join(' and ');

const isLasting = ({ type }: Life): boolean => type.create.effect === 'creates-permanently';

/** A verdict that another try has to confirm, but where no operation removes what that would create. */
export const confirmed = (life: Life, verdict: Verdict & { readonly kind: 'fail' }): Verdict | Unconfirmed =>
  isLasting(life) ? verdict : unconfirmed(verdict);

/** Defines a probe of what was tried in the states of resources of one type, which all of these checks share. */
export const defineLifeProbe = <S extends Judged>({
  operationOf,
  over,
  judge,
  ...text
}: CheckText & {
  over(contract: Contract): readonly S[];
  operationOf(subject: S): Operation;
  judge(subject: S, story: Lived, around: Surroundings): Verdict | Unconfirmed;
}): Probe<Lived> =>
  defineProbe<S, Lived>({
    ...text,
    phase: 'mutate',
    stage: 'lifecycle',
    exclusive: 'collection',
    over,
    prerequisites: (subject, around) => prerequisitesOf(subject.life, operationOf(subject), around),
    cost: ({ life }) => ({
      requests: 180,
      creates: isLasting(life) ? mostLived.lasting : mostLived.creates + (life.needed.length > 1 ? mostLived.lacking : 0),
    }),
    run: ({ life }, session) => session.run(lived, { operation: life.type.create.key }),
    judge,
  });

/** Where a move is judged: at its operation, with what is chosen where that has several. */
const locationOf = ({ operation: { location }, as }: Refusing | Leading): Location => {
  if (!as) return location;
  const names = [...Object.values(as.set ?? {}), as.to?.value].map(String);
  return { ...location, way: [...location.way, below(nodeOf(location), 'x-assay', 'moves', ...names)] };
};

/** What the body of a move chooses, in words: ` with "start" as "action"`. */
const chosenBy = (mover: Mover | undefined): string =>
  Object.entries(mover?.set ?? {})
    .map(([member, value]) => ` with ${JSON.stringify(value)} as "${member}"`)
    .join('');

const isDone = ({ answer }: Tried): boolean => isSuccess(answer) && statusOf(answer) !== 202;

/** The verdict where nothing was tried that shows it. */
export const nothingTried = ({ creation }: Lived, what: string): Verdict =>
  inconclusive(creation && !isSuccess(creation) ? `The creation was answered ${outcomeOf(creation)}` : what, creation ? [creation] : []);

export const refusedInState = defineLifeProbe<Judged & Refusing>({
  id: 'lifecycle/refused-in-state',
  title: 'What the document says to be refused in a state is refused there',
  why: 'A cancelled order is shipped, or a finished course takes a student more, because a step looks only at the request.',
  fix: 'Look up the present state in the same transaction, and refuse what the document does not allow in it.',
  over: (contract) => lives(contract).flatMap((life) => life.refusing.map((one) => at(locationOf(one), { ...one, life }))),
  operationOf: ({ operation }) => operation,
  judge({ operation, refused, as, life }, story) {
    // A move to a state that a caller names is judged by the states that it may come from.
    const wrong = story.tried.filter(
      (one) => one.operation === operation && one.to === as?.to && one.before.states.some((state) => refused.includes(state)),
    );
    const taken = wrong.find(isDone);
    if (taken) {
      const { before, answer, after } = taken;
      const here = before.states.filter((state) => refused.includes(state));
      const finding = {
        code: 'done-in-refused-state',
        where: 'status',
        expected: `${isConflicting(operation) ? '409' : 'a refusal'} to ${operation.key}${chosenBy(as)}, because the resource is ${wordsFor(here)}`,
      };
      return confirmed(
        life,
        fail({ ...finding, actual: `status ${outcomeOf(answer)}` }, [answer, before.exchange, ...(after ? [after.exchange] : [])], {
          judged: wrong.length,
          breaches: wrong.filter(isDone).length,
        }),
      );
    }
    const held = wrong.filter(({ answer }) => [400, 403, 404, 405, 409, 410, 412, 422, 423].includes(statusOf(answer) ?? 0));
    return held.length > 0 ? pass(held.length) : nothingTried(story, `No resource came to ${wordsFor(refused)}`);
  },
});

/** What was tried of one need of an operation: the failure, the number of refusals, or what was not tried. */
const judgeNeed = (
  { operation, member, to, isCount, isZero, list }: NeededMember,
  life: Life,
  story: Lived,
): Verdict | Unconfirmed | number => {
  const need = { operation, member, to, ...(isCount ? { isCount } : {}), ...(isZero ? { isZero } : {}), ...(list ? { list } : {}) };
  const leads = (one: Tried): boolean =>
    to === undefined ||
    one.to === to ||
    one.sets === to ||
    (!one.to && life.leading.some((led) => led.operation === operation && !led.as && led.to === to));
  const isFrom = (one: Tried): boolean => {
    const move = life.movers.find(
      (mover) => mover.operation === operation && (one.sets ? stateOf(life, mover) === one.sets : mover.to === one.to),
    );
    return move?.from === undefined || one.before.states.some(({ value }) => move.from?.has(value) === true);
  };
  const lacking = story.tried.filter((one) => one.operation === operation && leads(one) && isLackedBy(need, one.before));
  // What was chosen, and a read does not show, may have been answered and not done.
  const done = lacking.find(
    (one) => isDone(one) && [one.to, one.sets].every((state) => !state || !one.after || one.after.states.includes(state)),
  );
  if (done) {
    const finding = {
      code: 'done-while-lacking',
      where: 'status',
      expected: `a refusal of ${operation.key}${to ? ` to "${to.name}"` : ''}, because ${list ? `nothing is in ${list.operation.key}` : isZero ? `"${member}" is not 0` : `"${member}" has no value`}`,
      actual: `status ${outcomeOf(done.answer)}`,
    };
    return confirmed(life, fail(finding, [done.answer, done.before.exchange]));
  }
  return lacking.filter((one) => isFrom(one) && [400, 409, 412, 422].includes(statusOf(one.answer) ?? 0)).length;
};

export const refusedWhileLacking = defineLifeProbe<Judged & { readonly operation: Operation; readonly needs: readonly NeededMember[] }>({
  id: 'lifecycle/refused-while-lacking',
  title: 'What a resource needs a value for is refused while it has none',
  why: 'A ticket is solved that nobody was given, or an order is sent that has no address, and people look for who did it.',
  fix: 'Look at the member before the state is changed, and refuse what the document says to need it.',
  over: (contract) =>
    lives(contract).flatMap((life) =>
      [...new Set(life.needed.map(({ operation }) => operation))].map((operation) =>
        at(operation.location, { operation, needs: life.needed.filter((one) => one.operation === operation), life }),
      ),
    ),
  operationOf: ({ operation }) => operation,
  judge({ operation, needs, life }, story) {
    const judged = needs.map((need) => judgeNeed(need, life, story));
    const [broken] = judged.flatMap((one) => (typeof one === 'number' ? [] : [one]));
    if (broken !== undefined) return broken;
    const held = judged.reduce<number>((sum, one) => sum + (typeof one === 'number' ? one : 0), 0);
    const names = needs.map(({ member }) => `"${member}"`).join(' or ');
    return held > 0 ? pass(held) : nothingTried(story, `${operation.key} was not tried on a resource without ${names}`);
  },
});

export const leadsToState = defineLifeProbe<Judged & Leading>({
  id: 'lifecycle/leads-to-state',
  title: 'An accepted action leads to the state that its text or its name says',
  why: 'The answer says that the order is cancelled, and it is delivered all the same.',
  fix: 'Set the documented state, and store it, before the action is answered.',
  over: (contract) =>
    lives(contract).flatMap((life) =>
      life.leading.filter((one) => !one.isOneOfSeveral).map((one) => at(locationOf(one), { ...one, life })),
    ),
  operationOf: ({ operation }) => operation,
  judge({ operation, to, isTold, named, as, life }, story, { contract }) {
    const refused = life.refusing.filter((one) => one.operation === operation && one.as?.to === as?.to).flatMap((one) => one.refused);
    // Where the text names the states that it is for, in others anything may happen; where neither text nor state tells, what is new is what it is for.
    const isMeant = ({ before, done }: Tried): boolean =>
      named.length > 0 ? before.states.some((state) => named.includes(state)) : isTold || done.length === 0;
    const done = story.tried.filter(
      (one) =>
        one.operation === operation &&
        one.to === as?.to &&
        isDone(one) &&
        isMeant(one) &&
        !one.before.states.some((state) => refused.includes(state) || state === to),
    );
    const stateIn = (one: Tried): unknown => one.after?.resource[to.member];
    const isRight = (one: Tried): boolean => [to, ...(as?.or ?? [])].some(({ value }) => value === stateIn(one));
    const answered = ({ answer }: Tried): unknown => resourceIn(contract, operation, answer, life.type.id)?.[to.member];
    // What a job makes of it may show already; a state to which another action leads is no job's.
    const isAnothers = (state: unknown): boolean =>
      life.leading.some((one) => (one.operation !== operation || one.as !== as) && one.to.member === to.member && one.to.value === state);
    const isWrong = (one: Tried): boolean => {
      const now = stateIn(one);
      if (one.after === undefined || isRight(one) || isCached(one.after.exchange)) return false;
      if (now === one.before.resource[to.member]) return true;
      return isTold && isAnothers(now) && answered(one) !== to.value;
    };
    const lost = isTold ? done.find(({ gone }) => gone !== undefined) : undefined;
    if (lost?.gone) {
      const expected = `"${String(to.value)}" in a read after ${operation.key} was answered ${outcomeOf(lost.answer)}`;
      const finding = { code: 'gone-instead', where: `/${to.member}`, expected, actual: `status ${outcomeOf(lost.gone)}` };
      return unconfirmed(fail(finding, [lost.gone, lost.answer, lost.before.exchange]));
    }
    const wrong = done.find(isWrong);
    if (wrong?.after) {
      const finding = {
        code: stateIn(wrong) === wrong.before.resource[to.member] ? 'state-not-changed' : 'other-state',
        where: `/${to.member}`,
        expected: `"${String(to.value)}" after ${operation.key}${chosenBy(as)} was answered ${outcomeOf(wrong.answer)}`,
        actual: JSON.stringify(stateIn(wrong) ?? null),
      };
      return unconfirmed(fail(finding, [wrong.after.exchange, wrong.answer, wrong.before.exchange]));
    }
    const right = done.filter(isRight);
    return right.length > 0 ? pass(right.length) : nothingTried(story, `${operation.key} was not accepted in any state that was reached`);
  },
});

/** Was the moment of a state shown although the resource has not been there: only where every call on it led to the state that it is known to lead to. */
const isEarly = ({ life, member, state }: Judged & Dated, one: Tried): boolean => {
  const value = one.before.resource[member];
  if (value === null || value === undefined || one.before.states.includes(state)) return false;
  const isOther = (to: State | undefined): boolean => to !== undefined && to !== state && to.member === state.member;
  return one.done.every(
    (mover) =>
      (!isAction(mover) && isOther(stateOf(life, mover))) ||
      life.leading.some(({ operation, to, as }) => operation === mover.operation && as?.to === mover.to && isOther(to)),
  );
};

export const momentsWithStates = defineLifeProbe<Judged & Dated>({
  id: 'lifecycle/moments-with-states',
  title: 'The moment of a state is shown once the resource is in it, not before, and not after what clears it',
  why: 'Reports count what is not done as done, or miss what is.',
  fix: 'Set the moment in the same statement as the state, and nowhere else.',
  over: (contract) =>
    lives(contract).flatMap((life) => {
      const { type } = life;
      return life.dated.slice(0, 1).map((one) => at(type.read.location, { ...one, life }));
    }),
  operationOf: ({ life }) => life.type.create,
  judge({ life, location }, story) {
    let judged = 0;
    for (const dated of life.dated) {
      const { member, state } = dated;
      // Where an action leads to the state, or the text does not say so, a change that sets it may only put right what was entered wrong.
      const isSetAlone = dated.isTold === true && !life.leading.some(({ to }) => to === state);
      const arriving = story.tried.filter(
        (one) =>
          ((isSetAlone && one.sets === state) ||
            // Whatever action it was: "Set when the trip is started" is said of all of them.
            (dated.isTold === true && one.sets === undefined && one.operation.method === 'POST') ||
            life.leading.some(({ operation, to, as }) => operation === one.operation && as?.to === one.to && to === state)) &&
          isDone(one) &&
          one.after?.states.includes(state) === true &&
          !one.before.states.includes(state),
      );
      const kept = story.tried.find((one) => isDone(one) && one.after && keepsMoment(dated, { ...one, after: one.after }));
      if (kept?.after) {
        const finding = {
          code: 'moment-kept',
          where: `/${member}`,
          expected: `no moment, because it is no longer "${state.name}": "${dated.cleared?.sentence ?? ''}"`,
          actual: JSON.stringify(kept.after.resource[member]),
        };
        return unconfirmed(fail(finding, [kept.after.exchange, kept.answer, kept.before.exchange]));
      }
      const [arrived] = arriving;
      if (!arrived?.after) continue;
      judged += 1;
      const early = story.tried.find((one) => isEarly({ life, location, ...dated }, one));
      if (early) {
        const finding = { code: 'moment-early', where: `/${member}`, expected: `no moment, because it has not been "${state.name}"` };
        return unconfirmed(fail({ ...finding, actual: JSON.stringify(early.before.resource[member]) }, [early.before.exchange]));
      }
      if (arrived.after.resource[member] === null) {
        const finding = {
          code: 'moment-missing',
          where: `/${member}`,
          expected: `a moment, because it is "${state.name}"`,
          actual: 'null',
        };
        return unconfirmed(fail(finding, [arrived.after.exchange, arrived.answer]));
      }
    }
    return judged > 0 ? pass(judged) : nothingTried(story, 'No resource came to a state with a moment');
  },
});

export const valueInStateAlone = defineLifeProbe<Judged & InStateAlone>({
  id: 'lifecycle/value-in-state-alone',
  title: 'What a resource shows in some states alone, by the words of the document, is not shown in others',
  why: 'The case goes on, and everybody who reads since when it rests believes that it does.',
  fix: 'Clear the member in the same statement that leaves the state.',
  over: (contract) => lives(contract).flatMap((life) => life.alone.slice(0, 1).map((one) => at(life.type.read.location, { ...one, life }))),
  operationOf: ({ life }) => life.type.create,
  judge({ life }, story) {
    let judged = 0;
    for (const one of life.alone) {
      const { member, states, sentence } = one;
      const looks = [...story.born, ...story.tried.flatMap(({ before, after }) => (after ? [before, after] : [before]))];
      const isIn = (look: Look): boolean => states.some((state) => look.states.includes(state));
      const left = looks.find((look) => hasElsewhere(one, look));
      if (left) {
        const finding = { code: 'value-elsewhere', where: `/${member}`, expected: `no value ${wordsIn(left)}: "${sentence}"` };
        return confirmed(life, fail({ ...finding, actual: JSON.stringify(left.resource[member]) }, [left.exchange]));
      }
      // What it says is kept for certain where it had a value, and was left.
      if (looks.some((look) => isIn(look) && hasValue(look.resource[member])) && looks.some((look) => !isIn(look))) judged += 1;
    }
    return judged > 0 ? pass(judged) : nothingTried(story, 'No resource came to a state with such a value');
  },
});

const wordsIn = ({ states }: Look): string => `in the state ${wordsFor(states)}`;
