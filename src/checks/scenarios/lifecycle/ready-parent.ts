import { type AnyInferred, itemOf } from '../../../contract/infer/covering.ts';
import type { PathValues } from '../../../contract/infer/created-resource.ts';
import { handedState } from '../../../contract/infer/handed-state.ts';
import { beginsWith, inPath, isSamePath, pathAbove, segmentsOf, tailOf, valuesAlong } from '../../../contract/infer/path-template.ts';
import { isSuccess, statusOf } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { isAllowed } from '../../kit/prerequisites.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { aboveStates } from '../../subjects/above-states.ts';
import { statesFor } from '../../subjects/action-states.ts';
import { shownState } from './shown-state.ts';
import { isLookedFor, lookingFor, triedInStates } from './states-tried.ts';

/** The creation that adds to the collection right below a resource, where the path of an operation leads through that; undefined where there is none. */
export const creationBelow = (contract: Contract, resourceType: AnyInferred, { path }: Operation): Operation | undefined => {
  const item = itemOf(resourceType).path;
  const next = beginsWith(path, item) ? segmentsOf(path)[segmentsOf(item).length] : undefined;
  if (next === undefined || !('literal' in next)) return undefined;
  return contract.operations.find(
    (one) =>
      one.method === 'POST' &&
      one.effect.startsWith('creates') &&
      one.unsupported === undefined &&
      tailOf(one.path)[0] === next.literal &&
      tailOf(one.path).length === 1 &&
      isSamePath(pathAbove(one.path), item),
  );
};

/** Statuses by which a service says that a parent is in no state for a child. */
const aboutState: ReadonlySet<number> = new Set([409, 423]);

/** The parents that were found, by the key of the creation below them. */
const parents = defineScenario<null, Map<string, Promise<PathValues | undefined>>>({ id: 'ready-parents', run: async () => new Map() });

type Wanted = {
  readonly resourceType: AnyInferred;
  /** The creation below the resource. */
  readonly create: Operation;
  /** Gives the resource that all reads share. */
  readonly shared: () => Promise<PathValues>;
  /** Creates one for the creation alone; a turn distinguishes several. */
  readonly make: (turn: string) => Promise<PathValues>;
};

const find = async (session: Session, { resourceType, create, shared, make }: Wanted): Promise<PathValues | undefined> => {
  if (!isAllowed(create, session.target)) return undefined;
  const common = await orSkipped(shared());
  if (isSkipped(common)) return undefined;
  const told = statesFor(session.contract, resourceType, create);
  const now = await shownState(session, resourceType, common);
  // What the parent itself is below may have to be in a state: a mark needs a lesson of a course that has begun.
  const above = aboveStates(session.contract, resourceType, create);
  if (!above && (now === undefined || told?.includes(now) === true)) return undefined;
  const below = async (values: PathValues, purpose: string): Promise<'taken' | 'refused' | 'unknown'> => {
    const pathValues = inPath(create.path, valuesAlong(itemOf(resourceType).path, values));
    const answer = await orSkipped((async () => session.send(usableRequest(session, create, purpose, { pathValues })))());
    if (isSkipped(answer)) return 'unknown';
    return isSuccess(answer) ? 'taken' : aboutState.has(statusOf(answer) ?? 0) ? 'refused' : 'unknown';
  };
  // A text may be misunderstood: the resource that all share is left only where it takes no children.
  if ((await below(common, 'below-shared')) !== 'refused') return undefined;
  if (above) {
    const own = await orSkipped(make('below-told'));
    if (!isSkipped(own) && (await below(own, 'below-told')) === 'taken') return own;
  }
  if (now === undefined || told?.includes(now) === true) return undefined;
  return triedInStates(session, {
    resourceType,
    now,
    told,
    make,
    tried: async (values, turn) => ((await below(values, `below-${turn}`)) === 'taken' ? values : undefined),
  });
};

/**
 * A resource in whose present state a creation below it is accepted, where the one that all reads share is in none: "Only open surveys take responses". Everything
 * below it in the same collection is asked for below that one resource. Undefined where the shared one will do, or none was found.
 */
export const readyParent = async (session: Session, wanted: Wanted): Promise<PathValues | undefined> => {
  const { key } = wanted.create;
  // A creation that changes the state of its parent would leave the shared one in another.
  if (session.contract.standard.size === 0 || isLookedFor(key) || handedState(session.contract, wanted.create)) return undefined;
  const known = await session.run(parents, null);
  const found = known.get(key) ?? lookingFor(key, () => find(session, wanted));
  known.set(key, found);
  return found;
};
