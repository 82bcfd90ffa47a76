import { AsyncLocalStorage } from 'node:async_hooks';
import { type AnyInferred } from '../../../contract/infer/covering.ts';
import type { PathValues } from '../../../contract/infer/created-resource.ts';
import type { Contract } from '../../../contract/model.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import type { Session } from '../../kit/session.ts';
import { statesOfType, type Way, wayBetween } from '../../subjects/action-states.ts';
import { walk } from './needed-state.ts';
import { shownState } from './shown-state.ts';

/** Most resources that are created to find a state in which something is accepted. */
const mostTried = 4;

/** The same of what no operation removes: it stays. */
const mostLasting = 1;

/** The ways from one state to others, the shortest first: to those that a text names, else, or where nothing leads to these, to each that the document leads to. */
const waysFrom = (
  contract: Contract,
  resourceType: AnyInferred,
  now: string,
  told: readonly string[] | undefined,
  all: readonly string[],
): readonly Way[] => {
  const waysTo = (some: readonly (readonly string[])[]): readonly Way[] =>
    some
      .flatMap((wanted) => wayBetween(contract, resourceType, now, wanted) ?? [])
      .filter(({ by }) => by.length > 0)
      .toSorted((a, b) => a.by.length - b.by.length)
      .slice(0, 'remove' in resourceType ? mostTried : mostLasting);
  const toTold = told ? waysTo([told]) : [];
  return toTold.length > 0 ? toTold : waysTo(all.filter((state) => state !== now).map((state) => [state]));
};

/** What is being looked for: what that needs itself is not looked for once more. */
const looking = new AsyncLocalStorage<ReadonlySet<string>>();

/** Is this asked for by what looks for the same. */
export const isLookedFor = (key: string): boolean => looking.getStore()?.has(key) === true;

/** How many looks are under way. */
let underWay = 0;

/** Looks for something; what it asks for meanwhile knows that. */
export const lookingFor = <T>(key: string, look: () => Promise<T>): Promise<T> => {
  underWay += 1;
  const found = looking.run(new Set([...(looking.getStore() ?? []), key]), look);
  const over = (): void => {
    underWay -= 1;
    // A store that is in use slows down every promise of the process: most of a run looks for nothing.
    if (underWay === 0) looking.disable();
  };
  void found.then(over, over);
  return found;
};

type Wanted<T> = {
  readonly resourceType: AnyInferred;
  /** The state that new resources are in. */
  readonly now: string;
  /** The states that a text names; undefined where none does. */
  readonly told: readonly string[] | undefined;
  /** Creates one; a turn distinguishes several. */
  readonly make: (turn: string) => Promise<PathValues>;
  /** Tries it; undefined where it is refused. */
  readonly tried: (values: PathValues, turn: string) => Promise<T | undefined>;
};

/** What is accepted of a new resource in the first of its other states in which it is; undefined where it is in none. */
export const triedInStates = async <T>(session: Session, { resourceType, now, told, make, tried }: Wanted<T>): Promise<T | undefined> => {
  const all = statesOfType(session.contract, resourceType) ?? [];
  for (const [n, way] of waysFrom(session.contract, resourceType, now, told, all).entries()) {
    const turn = `in-state-${n}`;
    const own = await orSkipped(make(turn));
    if (isSkipped(own)) return undefined;
    // Another operation may have brought it there already, because a text said so.
    if ((await shownState(session, resourceType, own)) === now) await walk(session, resourceType, own, way);
    const found = await tried(own, turn);
    if (found !== undefined) return found;
  }
  return undefined;
};
