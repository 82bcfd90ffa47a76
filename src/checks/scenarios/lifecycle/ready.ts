import { type AnyInferred, inferredNamed, itemOf } from '../../../contract/infer/covering.ts';
import type { PathValues } from '../../../contract/infer/created-resource.ts';
import { inPath, isSamePath, pathAbove, tailOf, valuesAlong } from '../../../contract/infer/path-template.ts';
import { isSuccess, jsonOf } from '../../../contract/message.ts';
import type { Operation } from '../../../contract/model.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { turnsFor } from '../../subjects/switched-states.ts';
import { createsNothing, statesFor } from '../../subjects/action-states.ts';
import { statefulAnswer } from '../../subjects/needed-states.ts';
import { readOfOne } from '../../subjects/own-resources.ts';
import { learnedSoFar } from './completed.ts';
import { broughtOn, turned } from './needed-state.ts';
import { lives } from '../../subjects/lives.ts';
import { shownState } from './shown-state.ts';
import { asksNought } from './without-amounts.ts';

/** Resources of one type that actions are tried on. */
type Pool = {
  readonly all: PathValues[];
  /** How many of them were created for that alone. */
  own: number;
  /** By the key of an action, the resource that it is tried on. */
  readonly chosen: Map<string, PathValues>;
  /** How many were created for an action. */
  readonly made: Map<string, number>;
  /** Actions for which no resource can be had any more. */
  readonly stuck: Set<string>;
  /** How many needs of resources answers had told when it was begun: what was made before may lack what is known since. */
  learned: number;
  /** How often it was begun anew. */
  renewed: number;
  /** One choice after another, so that two requests at once do not both create one. */
  last: Promise<unknown>;
};

const pools = defineScenario<null, Map<string, Pool>>({ id: 'resources-to-act-on', run: async () => new Map() });

/** Most resources of one type that are created for its actions, and for one of them: what no operation removes is created seldom. */
const most = { removed: 16, lasting: 3, each: 4 } as const;

const poolOf = async (session: Session, { name }: AnyInferred): Promise<Pool> => {
  const all = await session.run(pools, null);
  const pool = all.get(name) ?? {
    all: [],
    own: 0,
    chosen: new Map(),
    made: new Map(),
    stuck: new Set<string>(),
    learned: 0,
    renewed: 0,
    last: Promise.resolve(),
  };
  all.set(name, pool);
  return pool;
};

/** Leaves a resource of the run for actions to be tried on, whatever state it is in: nothing else is done with it any more. */
export const leave = async (session: Session, resourceType: AnyInferred, values: PathValues): Promise<void> => {
  (await poolOf(session, resourceType)).all.push(values);
};

/** Takes a resource out, so that for a while nobody else acts on it. */
export const take = async (session: Session, resourceType: AnyInferred, values: PathValues): Promise<void> => {
  const pool = await poolOf(session, resourceType);
  const place = pool.all.indexOf(values);
  if (place >= 0) pool.all.splice(place, 1);
  for (const [key, chosen] of pool.chosen) if (chosen === values) pool.chosen.delete(key);
};

/** What was found of a resource that is to be removed: nothing in its state prevents that; it was brought to such a state; it cannot be; or not yet, as its state is one that passes. */
type Removable = 'as it is' | 'brought' | 'stuck' | 'passing';

/** States that something under way leaves by itself: `stopping`, `in_progress`. What is pending mostly waits for somebody. */
const passing = /(?<!pend)ing$|\bin[ _-]?progress\b/iu;

/**
 * Brings a resource of the run to a state in which the text of its removal allows that, by actions that the target allows: "Only a cancelled booking can be
 * deleted".
 * @param name The name of its inferred type.
 */
export const madeRemovable = async (session: Session, name: string, values: PathValues): Promise<Removable> => {
  const { contract } = session;
  const resourceType = inferredNamed(contract, name);
  const key = resourceType && 'remove' in resourceType ? resourceType.remove.key : undefined;
  const remove = contract.operations.find((one) => one.key === key);
  if (!resourceType || !remove || contract.standard.size === 0) return 'as it is';
  if (await madeRemovableByTurn(session, resourceType, remove, values)) return 'brought';
  const states = statesFor(contract, resourceType, remove);
  const now = states && (await shownState(session, resourceType, values));
  if (!states || now === undefined || states.includes(now)) return 'as it is';
  // What is to go leaves nothing more behind.
  const isBrought = await broughtOn(session, resourceType, values, { now, states, isMeant: createsNothing });
  if (isBrought && states.includes((await shownState(session, resourceType, values)) ?? '')) return 'brought';
  return passing.test(now) ? 'passing' : 'stuck';
};

/** Turns the switches that stand in the way of a removal, where a read shows them. */
const madeRemovableByTurn = async (
  session: Session,
  resourceType: AnyInferred,
  operation: Operation,
  pathValues: PathValues,
): Promise<boolean> => {
  const read = readOfOne(session.contract, resourceType);
  if (!read || turnsFor(session.contract, resourceType, operation).length === 0) return false;
  const asked = inPath(read.path, valuesAlong(itemOf(resourceType).path, pathValues));
  const exchange = await orSkipped(session.send(usableRequest(session, read, 'ready', { pathValues: asked })));
  if (isSkipped(exchange) || !isSuccess(exchange)) return false;
  return turned(session, resourceType, pathValues, { operation, shown: jsonOf(exchange), isMeant: createsNothing });
};

/** Leaves the resources that were made before more was known of what they need. Needs are few, so that this happens seldom. */
const anew = (pool: Pool, learned: number): void => {
  pool.learned = learned;
  if (pool.all.length === 0) return;
  pool.renewed += 1;
  pool.all.splice(0);
  pool.own = 0;
  for (const one of [pool.chosen, pool.made, pool.stuck]) one.clear();
};

/** Creates a resource for an action; a turn distinguishes the second from the first. */
type Make = (turn: string | undefined) => Promise<PathValues>;

/**
 * A resource that an action is to be tried on. Where the document says in which states it is possible, one in such a state: a resource that the action, or
 * another one, has brought to another state is left, and one of the others or a new one taken. Undefined where the document does not say that.
 */
export const readyFor = async (
  session: Session,
  resourceType: AnyInferred,
  operation: Operation,
  make: Make,
): Promise<PathValues | undefined> => {
  const { contract } = session;
  // An action, or a part with a path of its own: the rating of what is solved.
  const isAction =
    ['POST', 'PUT', 'PATCH', 'DELETE', 'GET'].includes(operation.method) &&
    tailOf(operation.path).length === 1 &&
    isSamePath(pathAbove(operation.path), itemOf(resourceType).path);
  const states = isAction && contract.standard.size > 0 ? statesFor(contract, resourceType, operation) : undefined;
  const read = states && readOfOne(contract, resourceType);
  const shown = read && statefulAnswer(contract, read);
  if (!states || !read || !shown) return undefined;
  const life = lives(contract).find(({ type }) => type.create.key === resourceType.create.key);
  const isPicky = asksNought(life, operation);
  const pool = await poolOf(session, resourceType);
  const stateOf = (values: PathValues): Promise<string | undefined> => shownState(session, resourceType, values);
  const isReady = async (values: PathValues): Promise<boolean> => states.includes((await stateOf(values)) ?? '');
  const choose = async (): Promise<PathValues> => {
    const learned = await learnedSoFar(session);
    if (learned > pool.learned) anew(pool, learned);
    const { key } = operation;
    const chosen = pool.chosen.get(key);
    const made = pool.made.get(key) ?? 0;
    const isOver = made >= most.each || (!isPicky && pool.own >= ('remove' in resourceType ? most.removed : most.lasting));
    if (chosen && (await isReady(chosen))) return chosen;
    // What was created below it needs it as it is.
    const isCreation = (other: string): boolean => contract.operations.some((one) => one.key === other && one.effect.startsWith('creates'));
    const parents = isCreation(key) ? [] : [...pool.chosen].flatMap(([other, one]) => (isCreation(other) ? [one] : []));
    // What was made for something else may have an amount that has to be nought here.
    const free = isPicky ? [] : pool.all.filter((one) => !parents.includes(one));
    for (const one of free) {
      if (one === chosen || !(await isReady(one))) continue;
      pool.chosen.set(key, one);
      return one;
    }
    if (isOver && !pool.stuck.has(key)) {
      for (const one of free) {
        const now = await stateOf(one);
        if (now === undefined || !(await broughtOn(session, resourceType, one, { now, states })) || !(await isReady(one))) continue;
        pool.chosen.set(key, one);
        return one;
      }
      pool.stuck.add(key);
    }
    const used = chosen ?? pool.all[0];
    if (isOver && used) return used;
    const turn = [...(pool.renewed === 0 ? [] : [`renewed-${pool.renewed}`]), ...(made === 0 ? [] : [`ready-${made}`])].join('-');
    const own = await make(turn === '' ? undefined : turn);
    pool.own += 1;
    pool.all.push(own);
    pool.chosen.set(key, own);
    // What the run cannot bring to such a state once, it cannot a second time.
    pool.made.set(key, (await isReady(own)) ? made + 1 : most.each);
    return own;
  };
  const turn = pool.last.then(choose);
  pool.last = turn.catch(() => undefined);
  return turn;
};
