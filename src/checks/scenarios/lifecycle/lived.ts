import { itemOf } from '../../../contract/infer/covering.ts';
import { tailOf } from '../../../contract/infer/path-template.ts';
import { wordsOf } from '../../../contract/infer/words.ts';
import { isSuccess, statusOf } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { isObject } from '../../../contract/pointer.ts';
import { bodyMembers } from '../../../generators/body-members.ts';
import { jsonBody } from '../../../generators/request-body.ts';
import { typesOf } from '../../../generators/resolved-schema.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { NotTried } from '../../kit/define.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { patienceMs } from '../../kit/patience.ts';
import { isAllowed } from '../../kit/prerequisites.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { freshFor, usableRequest } from '../../requests/usable-request.ts';
import { type Life, lives, type Mover } from '../../subjects/lives.ts';
import { statefulAnswer } from '../../subjects/needed-states.ts';
import { resourceIn } from '../../subjects/round-trips.ts';
import { nextValue, valuesInPath } from '../../subjects/sequences.ts';
import type { Resource } from '../../subjects/shown-resource.ts';
import { type State, statesOf } from '../../subjects/state-words.ts';
import { parametersIn } from '../../../contract/infer/path-template.ts';
import { isCached } from './look-at-resource.ts';
import { leave } from './ready.ts';
import { withOwnParts } from './inferred-resource.ts';
import { parentValues } from './round-trip/parents.ts';
import { make } from './round-trip/steps.ts';
import { until } from './until.ts';

/** A read that shows a resource. */
type Look = { readonly exchange: Exchange; readonly resource: Resource; readonly states: readonly State[] };

/** One call on a resource of the run, with a read before and one after. */
export type Tried = {
  readonly operation: Operation;
  readonly before: Look;
  readonly answer: Exchange;
  /** Undefined where no read shows the resource afterwards. */
  readonly after: Look | undefined;
  /** What was done on the resource before, in its order. */
  readonly done: readonly Mover[];
};

/** What was tried on resources of one type, in each state to which the calls on them lead. */
export type Lived = { readonly creation: Exchange | undefined; readonly tried: readonly Tried[] };

/** Most resources that are created, calls that are tried, and calls on one resource. */
const most = { creates: 6, lasting: 2, calls: 40, depth: 5 } as const;

/** How long a read may show the old state, in milliseconds. */
const longestMs = 5000;

/** Words of actions that make another resource, or take this one away. */
const elsewhere: ReadonlySet<string> = new Set(
  'delete remove purge destroy erase clone copy duplicate split merge convert transfer import export upload download move assign'.split(
    ' ',
  ),
);

/** Words of actions that move money: only where the answer shows the resource in its state, so that they book it there. */
const money: ReadonlySet<string> = new Set(['pay', 'refund', 'charge', 'capture']);

const isUsable = (contract: Contract, { operation, set }: Mover): boolean => {
  if (set !== undefined) return true;
  const words = tailOf(operation.path).flatMap(wordsOf);
  if (operation.inferred?.reaches !== undefined || words.some((word) => elsewhere.has(word))) return false;
  return !words.some((word) => money.has(word)) || statefulAnswer(contract, operation) !== undefined;
};

/** How many states follow one that an action leads to, at most; those that lead on are tried first, so that one resource sees many states. */
const onward = ({ leading }: Life, { operation, set }: Mover): number => {
  const after = (state: string | boolean, depth: number): number =>
    depth >= most.depth
      ? 0
      : Math.max(
          0,
          ...leading.flatMap(({ to, named }) =>
            to.value !== state && named.some(({ value }) => value === state) ? [1 + after(to.value, depth + 1)] : [],
          ),
        );
  const to = set === undefined ? leading.find((one) => one.operation === operation)?.to.value : undefined;
  return to === undefined ? 0 : after(to, 0);
};

/** A resource under way. */
type Being = { readonly creation: Exchange; readonly id: string; readonly done: Mover[]; look: Look };

/** Moves that are still to be tried in the state to which some lead. */
type Open = { readonly by: readonly Mover[]; readonly left: readonly Mover[] };

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
    const visited = new Set<string>();
    /** Operations whose effect was waited for in vain: nobody waits for it again. */
    const vain = new Set<Operation>();
    let creates: number = type.create.effect === 'creates-permanently' ? most.lasting : most.creates;
    let turn = 0;
    let first: Exchange | undefined;
    const pathValues = await parentValues(session, type);
    const looking = async (being: Pick<Being, 'creation' | 'id'>): Promise<Look | undefined> => {
      const exchange = await session.send(usableRequest(session, type.read, 'lived', { pathValues: onIt(type.read, being) }));
      const resource = isCached(exchange) ? undefined : resourceIn(contract, type.read, exchange, type.id);
      return resource && { exchange, resource, states: statesOf(states, resource) };
    };
    const call = async (being: Being, { operation, set }: Mover): Promise<Tried | undefined> => {
      const before = being.look;
      const answer = await orSkipped(sendOn(session, life, being, { operation, set }, (turn += 1)));
      if (isSkipped(answer)) return undefined;
      const after = await lookAfter(session, life, { being, operation, answer, set, vain }, looking);
      const one: Tried = { operation, before, answer, after, done: [...being.done] };
      tried.push(one);
      if (isSuccess(answer)) being.done.push({ operation, set });
      if (after) being.look = after;
      return one;
    };
    const begin = async (by: readonly Mover[]): Promise<Being | undefined> => {
      if (creates <= 0) return undefined;
      creates -= 1;
      const purpose = `lived-${(turn += 1)}`;
      let stock = async (_id: string): Promise<void> => {};
      const { id, exchange } = await make(
        { session, trip: type, pathValues },
        purpose,
        (base) => base,
        async (planned) => {
          const own = resourceType && (await withOwnParts(session, resourceType, planned, purpose));
          if (own) ({ stock } = own);
          return own?.request ?? planned;
        },
      );
      if (id !== undefined) await stock(id);
      first ??= exchange;
      const look = id === undefined ? undefined : await looking({ creation: exchange, id });
      if (id === undefined || !look) return undefined;
      const being: Being = { creation: exchange, id, done: [], look };
      beings.push(being);
      for (const mover of by) {
        const one = await call(being, mover);
        if (!one?.after || !isSuccess(one.answer)) return undefined;
      }
      return being;
    };
    const movers = life.movers
      .filter((one) => isUsable(contract, one) && isAllowed(one.operation, target))
      .toSorted((a, b) => onward(life, b) - onward(life, a));
    const isMover = (operation: Operation): boolean => movers.some((one) => one.operation === operation && one.set === undefined);
    /** Sends what the text says to be refused in this state; the removal last. Gives whether the resource is still there. */
    const refusedHere = async (being: Being): Promise<boolean> => {
      const here = life.refusing
        .filter(
          ({ operation, refused }) =>
            !isMover(operation) && isAllowed(operation, target) && refused.some((one) => being.look.states.includes(one)),
        )
        .toSorted((a, b) => Number(a.operation.method === 'DELETE') - Number(b.operation.method === 'DELETE'));
      for (const { operation } of here) {
        const one = await call(being, { operation, set: undefined });
        if (one && isSuccess(one.answer) && !one.after) return false;
      }
      return true;
    };
    const open: Open[] = [{ by: [], left: movers }];
    for (let item = open.shift(); item !== undefined && tried.length < most.calls; item = open.shift()) {
      let { by, left } = item;
      const found = await begin(by);
      const isNew = found !== undefined && !visited.has(keyOf(found.look.states));
      if (isNew) visited.add(keyOf(found.look.states));
      const being = isNew && !(await refusedHere(found)) ? await begin(by) : found;
      if (!being) continue;
      while (left.length > 0 && tried.length < most.calls) {
        const [mover, ...rest] = left;
        left = rest;
        if (!mover || isThere(mover, being.look)) continue;
        const now = keyOf(being.look.states);
        const one: Tried | undefined = await call(being, mover);
        if (one && !one.after) {
          if (rest.length > 0) open.push({ by, left: rest });
          break;
        }
        if (!one || keyOf(being.look.states) === now) continue;
        if (rest.length > 0) open.push({ by, left: rest });
        by = [...by, mover];
        if (visited.has(keyOf(being.look.states)) || by.length > most.depth) break;
        visited.add(keyOf(being.look.states));
        left = movers;
        if (!(await refusedHere(being))) break;
      }
    }
    // What no operation removes is created seldom: others may go on with it.
    if (resourceType && !('remove' in resourceType))
      for (const being of beings) await leave(session, resourceType, onIt(itemOf(resourceType), being));
    return { creation: first, tried };
  },
});

/** What brings a new resource to a state in which an action on it is accepted; nothing where none was found, or it is accepted at once. */
export const wayTo = async (session: Session, operation: Operation): Promise<readonly Mover[]> => {
  const life = lives(session.contract).find(({ movers }) => movers.some((one) => one.operation === operation && one.set === undefined));
  if (!life) return [];
  const found = await orSkipped(session.run(lived, { operation: life.type.create.key }));
  if (isSkipped(found)) return [];
  const accepted = found.tried.filter((one) => one.operation === operation && isSuccess(one.answer));
  return accepted.toSorted((a, b) => a.done.length - b.done.length)[0]?.done ?? [];
};

const isThere = ({ set }: Mover, { resource }: Look): boolean =>
  set !== undefined && Object.entries(set).every(([member, value]) => resource[member] === value);

const onIt = ({ path }: Operation, { creation, id }: Pick<Being, 'creation' | 'id'>): Readonly<Record<string, string>> => {
  const above = parametersIn(creation.request.path).map((name) => creation.request.pathValues[name]);
  return valuesInPath(path, above, id);
};

/** A body that changes one member that is no state; undefined where there is none. */
const harmlessChange = (session: Session, { type, states }: Life, { look }: Being, turn: number): Resource | undefined => {
  const { contract } = session;
  const { patch } = type;
  if (!patch) return undefined;
  const member = type.members.find(({ name }) => !states.some((one) => one.member === name));
  const value = member && nextValue(contract, member, look.resource[member.name], freshFor(session, `lived-${turn}`));
  if (!member || value === undefined) return undefined;
  const required = bodyMembers(contract, patch).filter((one) => one.required && look.resource[one.name] !== undefined);
  return { ...Object.fromEntries(required.map(({ name }) => [name, look.resource[name]])), [member.name]: value };
};

const sendOn = async (session: Session, life: Life, being: Being, { operation, set }: Mover, turn: number): Promise<Exchange> => {
  const namedBy = life.refusing.find((one) => one.operation === operation)?.namedBy;
  if (namedBy !== undefined) {
    const request = usableRequest(session, operation, `lived-${turn}`);
    const usual = request.body?.kind === 'json' && isObject(request.body.value) ? request.body.value : {};
    const member = bodyMembers(session.contract, operation).find(({ name }) => name === namedBy);
    const isNumber = member !== undefined && typesOf(member.schema).some((type) => type === 'integer' || type === 'number');
    const id = isNumber ? Number(being.id) : being.id;
    return session.send({ ...request, body: jsonBody(operation, { ...usual, [namedBy]: id }) });
  }
  const body = set ?? (operation === life.type.patch ? harmlessChange(session, life, being, turn) : undefined);
  if (operation === life.type.patch && body === undefined)
    throw new NotTried('not-applicable', 'Nothing of it can be changed but its state');
  return session.send(
    usableRequest(session, operation, `lived-${turn}`, {
      pathValues: onIt(operation, being),
      ...(body === undefined ? {} : { body: jsonBody(operation, body) }),
    }),
  );
};

type Called = {
  readonly being: Being;
  readonly operation: Operation;
  readonly answer: Exchange;
  readonly set: Mover['set'];
  readonly vain: Set<Operation>;
};

/** Reads a resource after a call, again until it shows the state that the call was for. */
const lookAfter = async (
  session: Session,
  { type, leading, states, dated }: Life,
  { being, operation, answer, set, vain }: Called,
  looking: (being: Being) => Promise<Look | undefined>,
): Promise<Look | undefined> => {
  const { contract, target } = session;
  const wanted = leading.find((one) => one.operation === operation)?.to;
  const shown = isSuccess(answer) ? resourceIn(contract, operation, answer, type.id) : undefined;
  const answered = shown && keyOf(statesOf(states, shown));
  const isRight = (look: Look): boolean => {
    if (!isSuccess(answer)) return true;
    if (set !== undefined) return isThere({ operation, set }, look);
    // A job may write the moment.
    if (dated.some(({ member, state }) => look.states.includes(state) && look.resource[member] === null)) return false;
    if (wanted !== undefined) return look.states.includes(wanted);
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
