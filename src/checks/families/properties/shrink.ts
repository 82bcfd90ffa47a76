import * as fc from 'fast-check';
import { NotTried } from '../../kit/define.ts';
import type { Session } from '../../kit/session.ts';
import { LimitReached, limitedSession } from './limited-session.ts';
import { type Breaking, isSameBreach, type Property, type Trial } from './trial.ts';

/** Requests that repeating a breach and making its case smaller may take together. */
export const mostShrinkRequests = 50;

/** Cases in a row that show neither one nor the other, after which no more are tried. */
const mostOpenInARow = 3;

/** A case that breaks a property, and how it was found. */
export type Failing = { readonly seed: number; readonly index: number; readonly breach: Breaking };

/**
 * Tries a failing case once more and makes it smaller as long as that shows the same breach at the same place; anything else
 * counts as not failing. Undefined where the case itself did not fail again.
 */
export const shrink = async <V>(
  session: Session,
  { arb, making, attempt }: Property<V>,
  failing: Failing,
): Promise<Breaking | undefined> => {
  const limited = limitedSession(session, mostShrinkRequests, making);
  const tried = new Set<string>();
  let smallest: Breaking | undefined;
  let openInARow = 0;
  let isOver = false;
  let stopped: NotTried | undefined;

  const look = async (value: V): Promise<Trial | undefined> => {
    const key = JSON.stringify(value);
    if (isOver || tried.has(key)) return undefined;
    tried.add(key);
    try {
      return await attempt(value, limited);
    } catch (error) {
      if (!(error instanceof LimitReached) && !(error instanceof NotTried)) throw error;
      if (error instanceof NotTried && error.because === 'stopped') stopped = error;
      isOver = true;
      return undefined;
    }
  };
  let broken: unknown;
  const property = fc.asyncProperty(arb, async (value) => {
    const trial = await look(value).catch((error: unknown) => {
      // fast-check takes whatever is thrown for a failing case.
      broken = error;
      isOver = true;
      return undefined;
    });
    openInARow = trial?.kind === 'open' ? openInARow + 1 : 0;
    if (openInARow >= mostOpenInARow) isOver = true;
    if (trial?.kind !== 'breaks' || !isSameBreach(trial, failing.breach)) return true;
    smallest = trial;
    return false;
  });
  await fc.check(property, { seed: failing.seed, path: String(failing.index), numRuns: 1 });
  if (broken !== undefined) throw broken;
  if (stopped) throw stopped;
  return smallest;
};
