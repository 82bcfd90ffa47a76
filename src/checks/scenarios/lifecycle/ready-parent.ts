import { AsyncLocalStorage } from 'node:async_hooks';
import { type AnyInferred, itemOf } from '../../../contract/infer/covering.ts';
import type { PathValues } from '../../../contract/infer/created-resource.ts';
import { beginsWith, inPath, isSamePath, pathAbove, segmentsOf, tailOf, valuesAlong } from '../../../contract/infer/path-template.ts';
import { isSuccess, statusOf } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { isAllowed } from '../../kit/prerequisites.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { statesFor, statesOfType, type Way, wayBetween } from '../../subjects/action-states.ts';
import { walk } from './needed-state.ts';
import { shownState } from './shown-state.ts';

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

/** Most parents that are created to find a state in which one takes children. */
const mostTried = 4;

/** The ways from one state to others, the shortest first: to those that the text names, else to each that the document leads to. */
const waysFrom = (
  contract: Contract,
  resourceType: AnyInferred,
  now: string,
  told: readonly string[] | undefined,
  all: readonly string[],
): readonly Way[] =>
  (told ? [told] : all.filter((state) => state !== now).map((state) => [state]))
    .flatMap((wanted) => wayBetween(contract, resourceType, now, wanted) ?? [])
    .filter(({ by }) => by.length > 0)
    .toSorted((a, b) => a.by.length - b.by.length)
    .slice(0, mostTried);

/** The parents that were found, by the key of the creation below them. */
const parents = defineScenario<null, Map<string, Promise<PathValues | undefined>>>({ id: 'ready-parents', run: async () => new Map() });

/** The creations whose parents are being looked for: what a body names there may be below the same parent. */
const looking = new AsyncLocalStorage<ReadonlySet<string>>();

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
  const { contract } = session;
  const all = statesOfType(contract, resourceType);
  if (all === undefined || !isAllowed(create, session.target)) return undefined;
  const common = await orSkipped(shared());
  if (isSkipped(common)) return undefined;
  const told = statesFor(contract, resourceType, create);
  const now = await shownState(session, resourceType, common);
  if (now === undefined || told?.includes(now) === true) return undefined;
  const tried = async (values: PathValues, purpose: string): Promise<'taken' | 'refused' | 'unknown'> => {
    const pathValues = inPath(create.path, valuesAlong(itemOf(resourceType).path, values));
    const answer = await orSkipped((async () => session.send(usableRequest(session, create, purpose, { pathValues })))());
    if (isSkipped(answer)) return 'unknown';
    return isSuccess(answer) ? 'taken' : aboutState.has(statusOf(answer) ?? 0) ? 'refused' : 'unknown';
  };
  // A text may be misunderstood: the resource that all share is left only where it takes no children.
  if ((await tried(common, 'below-shared')) !== 'refused') return undefined;
  for (const [n, way] of waysFrom(contract, resourceType, now, told, all).entries()) {
    const own = await orSkipped(make(`parent-${n}`));
    if (isSkipped(own)) return undefined;
    // Another operation may have brought it there already, because a text said so.
    if ((await shownState(session, resourceType, own)) === now) await walk(session, resourceType, own, way);
    if ((await tried(own, `below-own-${n}`)) === 'taken') return own;
  }
  return undefined;
};

/**
 * A resource in whose present state a creation below it is accepted, where the one that all reads share is in none: "Only open surveys take responses". Everything
 * below it in the same collection is asked for below that one resource. Undefined where the shared one will do, or none was found.
 */
export const readyParent = async (session: Session, wanted: Wanted): Promise<PathValues | undefined> => {
  const { key } = wanted.create;
  const within = looking.getStore() ?? new Set<string>();
  if (session.contract.standard.size === 0 || within.has(key)) return undefined;
  const known = await session.run(parents, null);
  const found = known.get(key) ?? looking.run(new Set([...within, key]), () => find(session, wanted));
  known.set(key, found);
  return found;
};
