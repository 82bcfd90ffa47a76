import { createContext, Script } from 'node:vm';
import { matchCost, worstSteps } from './match-cost.ts';

/** Whether an expression matches somewhere in a text; undefined where the search exceeded its limits. */
export type BoundedMatch = (text: string) => boolean | undefined;

/** Searches with at most this many steps are run without a guard, because a guard costs some 60 microseconds. */
const harmlessSteps = 1_000_000;

/**
 * An expression without nested repetitions is slow only where its choices overlap. After this many quick searches it is run without a guard
 * on short texts: the values of one pattern are alike, and there are thousands of them.
 */
const enoughQuick = 8;
const shortText = 100;

/** Time limit of one guarded search, milliseconds. */
const searchMs = 100;

/** On a busy machine a search may time out while other processes run; then it is repeated. */
const mostTurns = 10;

/** Time limit of all slow searches of one expression without a pause, milliseconds, so that a list of texts cannot block a worker. */
const spentMs = 1000;

/** The answers of one expression show the same values again and again: so many of the found results are remembered, for texts up to this length. */
const mostKnown = 1000;
const longestKnown = 1000;

/** The usual time of a guarded search, milliseconds; it does not count towards the limit. */
const usualMs = 1;

let pending: () => boolean = () => false;
/** Only the time limit of a script can interrupt a search inside the regular expression engine. */
const guarded = new Script('search()', { filename: 'assay-pattern' });
const context = createContext({ search: () => pending() });

type Tried = { readonly found: boolean | undefined; readonly processorMs: number };

const attempt = (expression: RegExp, text: string): Tried => {
  const since = process.cpuUsage();
  const usedMs = (): number => {
    const { user, system } = process.cpuUsage(since);
    return (user + system) / 1000;
  };
  pending = () => expression.test(text);
  try {
    return { found: guarded.runInContext(context, { timeout: searchMs }) === true, processorMs: usedMs() };
  } catch {
    // The time limit passed, or the engine ran out of stack for backtracking.
    return { found: undefined, processorMs: usedMs() };
  }
};

/** Makes a search that always ends: unguarded where the expression and the length of the text bound its steps, else with a time limit. */
export const boundedMatch = (expression: RegExp): BoundedMatch => {
  const cost = matchCost(expression.source);
  let spent = 0;
  let quick = 0;
  const known = new Map<string, boolean>();
  const keep = (text: string, found: boolean): void => {
    if (text.length > longestKnown) return;
    if (known.size >= mostKnown) known.clear();
    known.set(text, found);
  };
  return (text) => {
    const isTrusted = !cost.exponential && quick >= enoughQuick && text.length <= shortText;
    if (isTrusted || worstSteps(cost, text.length) <= harmlessSteps) return expression.test(text);
    const before = known.get(text);
    if (before !== undefined) return before;
    for (let turn = 0; turn < mostTurns; turn++) {
      if (spent >= spentMs) return undefined;
      const { found, processorMs } = attempt(expression, text);
      if (spent === 0) setImmediate(() => (spent = 0)).unref();
      spent += Math.max(0, processorMs - usualMs);
      if (found !== undefined && processorMs <= usualMs) quick += 1;
      if (found !== undefined) keep(text, found);
      if (found !== undefined || processorMs > searchMs / 2) return found;
    }
    return undefined;
  };
};
