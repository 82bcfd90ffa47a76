import { parametersIn } from '../../../contract/infer/path-template.ts';
import { isSuccess, jsonOf, outcomeOf, statusOf } from '../../../contract/message.ts';
import { isObject, valueAt } from '../../../contract/pointer.ts';
import { bodyMembers } from '../../../generators/body-members.ts';
import { settingBody } from '../../../generators/request-body.ts';
import { wholeBody } from '../../../generators/whole-body.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { permissionsFor, prerequisitesFor } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { freshFor, usableRequest } from '../../requests/usable-request.ts';
import { parentValues } from '../../scenarios/lifecycle/round-trip/parents.ts';
import { make } from '../../scenarios/lifecycle/round-trip/steps.ts';
import type { Way } from '../../scenarios/lifecycle/round-trip/way.ts';
import { withNeededValues } from '../../scenarios/lifecycle/needed-values.ts';
import { lives } from '../../subjects/lives.ts';
import { valuesInPath } from '../../subjects/sequences.ts';
import { type Moving, movingOperations } from '../../subjects/stated-moves.ts';
import { type Move } from '../../subjects/moves-in-text.ts';
import { holdsValue } from '../../../model/request.ts';
import { actsAs } from '../../../contract/infer/acting.ts';

/** A move that the text does not allow in the state that a read showed before. */
type Tried = {
  readonly state: string;
  readonly value: string;
  readonly before: Exchange;
  readonly answer: Exchange;
  readonly after: Exchange;
};

type Result = { readonly creation: Exchange; readonly tried: readonly Tried[] };

/** Wrong moves tried in one state, and right ones to come to another. */
const mostWrong = 4;
const mostRight = 2;
/** States in which wrong moves are tried. */
const mostStates = 4;

/** A new resource, by which the moves of one operation are tried. */
type Walk = {
  readonly creation: Exchange;
  readonly before: Exchange | undefined;
  readonly look: () => Promise<Exchange>;
  readonly send: (value: string, shown: Exchange, isWrong: boolean) => Promise<Exchange>;
};

const begin = async (session: Session, { trip, operation, member, state, areStates }: Moving, purpose: string): Promise<Walk> => {
  const way: Way = { session, trip, pathValues: await parentValues(session, trip) };
  // What a state needs is there from the beginning, so that it can be come to.
  const life = lives(session.contract).find(({ type }) => type.create.key === trip.create.key);
  const { id, exchange: creation } = await make(
    way,
    purpose,
    (base) => base,
    async (planned) => (life ? withNeededValues(session, life, planned) : planned),
  );
  const parents = parametersIn(trip.addsTo).map((name) => creation.request.pathValues[name]);
  const { read } = trip;
  const look = async (): Promise<Exchange> =>
    read && id !== undefined
      ? session.send(usableRequest(session, read, purpose, { pathValues: valuesInPath(read.path, parents, id) }))
      : creation;
  const send = async (value: string, shown: Exchange, isWrong: boolean): Promise<Exchange> => {
    const request = usableRequest(session, operation, purpose, { pathValues: valuesInPath(operation.path, parents, id ?? '') });
    const resource = valueAt(jsonOf(shown), state.slice(0, state.lastIndexOf('/')));
    const needed = bodyMembers(session.contract, operation).filter(({ required, name }) => required && name !== member);
    const base =
      areStates && actsAs(operation) === 'PATCH'
        ? Object.fromEntries(needed.map(({ name }) => [name, isObject(resource) ? resource[name] : undefined]))
        : holdsValue(request.body) && isObject(request.body.value)
          ? request.body.value
          : {};
    const put = (members: Readonly<Record<string, unknown>>): Promise<Exchange> =>
      // An action is documented with this value; only the state is wrong.
      session.send({
        ...request,
        body: settingBody(operation, { ...members, [member]: value }),
        ...(isWrong && actsAs(operation) === 'PATCH' ? { faults: ['value-unusable'] } : {}),
      });
    const answer = await put(base);
    if (actsAs(operation) === 'PATCH' || ![400, 422].includes(statusOf(answer) ?? 0)) return answer;
    // Some moves need what others do not: a reason.
    const optional = bodyMembers(session.contract, operation).filter(({ required, name }) => !required && name !== member);
    const whole = wholeBody(session.contract, optional, base, freshFor(session, `${purpose}-${value}`));
    return Object.keys(whole).length > Object.keys(base).length ? put(whole) : answer;
  };
  return { creation, before: id === undefined || !read ? undefined : await look(), look, send };
};

const moved = async (session: Session, moving: Moving): Promise<Result> => {
  const { state, moves, areStates, andItself } = moving;
  const stateIn = (exchange: Exchange): string | undefined => {
    const value = isSuccess(exchange) ? valueAt(jsonOf(exchange), state) : undefined;
    return typeof value === 'string' ? value : undefined;
  };
  const tried: Tried[] = [];
  /** Tries in a state what does not lead on from there; gives whether the resource is still in it. */
  const wrongIn = async ({ look, send }: Walk, before: Exchange, now: string): Promise<boolean> => {
    const wrong = moves.filter(({ value, from }) => !from.has(now) && (andItself || !(areStates && value === now)));
    for (const { value } of wrong.slice(0, mostWrong)) {
      const answer = await send(value, before, true);
      const after = await look();
      tried.push({ state: now, value, before, answer, after });
      if (stateIn(after) !== now) return false;
    }
    return true;
  };
  const first = await begin(session, moving, 'moves');
  const { creation, look, send } = first;
  const seen = new Set<string>();
  /** The way to each state that was come to. */
  const ways = new Map<string, readonly string[]>();
  const goesOn = (value: string): boolean => moves.some(({ from }) => from.has(value));
  let way: readonly string[] = [];
  let before = first.before;
  for (let turn = 0; turn < mostStates; turn += 1) {
    const now = before && stateIn(before);
    if (before === undefined || now === undefined) break;
    seen.add(now);
    if (!ways.has(now)) ways.set(now, way);
    if (!(await wrongIn(first, before, now))) return { creation, tried };
    // One that was not seen comes first; then one that is left again, so that more states are seen, and then one that few states lead to.
    const isSeen = ({ value }: Move): boolean => areStates && seen.has(value);
    const right = moves
      .filter(({ value, from, shown: told = from }: Move) => told.has(now) && !(areStates && value === now))
      .toSorted(
        (a, b) => Number(isSeen(a)) - Number(isSeen(b)) || Number(goesOn(b.value)) - Number(goesOn(a.value)) || a.from.size - b.from.size,
      );
    let shown = before;
    for (const { value } of right.slice(0, mostRight)) {
      await send(value, shown, false);
      shown = await look();
      if (stateIn(shown) !== now) {
        way = [...way, value];
        break;
      }
    }
    if (stateIn(shown) === now) break;
    before = shown;
  }
  // A last state lies beside the way on, so that another resource is brought there.
  const last = areStates
    ? moves.find(({ value, from, shown = from }) => !goesOn(value) && !seen.has(value) && [...shown].some((one) => ways.has(one)))
    : undefined;
  const source = last && [...(last.shown ?? last.from)].find((one) => ways.has(one));
  if (last === undefined || source === undefined) return { creation, tried };
  const second = await begin(session, moving, 'moves-to-end');
  let here = second.before;
  for (const value of [...(ways.get(source) ?? []), last.value]) {
    if (here === undefined) break;
    await second.send(value, here, false);
    here = await second.look();
  }
  if (here !== undefined && stateIn(here) === last.value) await wrongIn(second, here, last.value);
  return { creation, tried };
};

export const otherMovesRefused = defineProbe<Moving, Result>({
  id: 'lifecycle/other-moves-refused',
  title: 'A resource moves from state to state in the ways that its document names, and in no other',
  why: 'Whoever relies on the states ships a cancelled order or grades a withdrawn student, because a step was skipped.',
  fix: 'Look up the present state before it is changed, and refuse what the document does not allow from there.',
  phase: 'mutate',
  stage: 'lifecycle',
  exclusive: 'collection',
  over: (contract) => [...movingOperations(contract)],
  prerequisites: ({ trip, operation }, around) => [...prerequisitesFor(trip.create, around), ...permissionsFor(operation)],
  cost: () => ({ requests: 3 * (mostStates + 1) * (mostWrong + mostRight) + 4 + 3 * mostStates, creates: 2 }),
  run: (moving, session) => moved(session, moving),
  judge({ operation, member, areStates, state: at }, { creation, tried }) {
    const isTaken = ({ answer, after, value }: Tried): boolean =>
      isSuccess(answer) &&
      statusOf(answer) !== 202 &&
      // Whoever reads may not see it in every state: then the answer to the change tells.
      (!areStates || valueAt(jsonOf(isSuccess(after) ? after : answer), at) === value);
    const taken = tried.find(isTaken);
    if (taken) {
      const { state, value, answer, before, after } = taken;
      const finding = {
        code: 'other-move-accepted',
        where: `/${member}`,
        expected: `a refusal of "${value}" by ${operation.key}, because the state is "${state}"`,
        actual: outcomeOf(answer),
      };
      return unconfirmed(fail(finding, [answer, before, after], { judged: tried.length, breaches: 1 }));
    }
    const refused = tried.filter(({ answer }) => [400, 409, 422].includes(statusOf(answer) ?? 0));
    return refused.length > 0
      ? pass(refused.length)
      : inconclusive(`No move that the document excludes was refused or accepted (${tried.length} tried)`, [creation]);
  },
});
