import { createContext, Script } from 'node:vm';
import { matchCost, worstSteps } from './match-cost.ts';

/** Does an expression match somewhere in a text; undefined where that could not be found out within the limits. */
export type BoundedMatch = (text: string) => boolean | undefined;

/** Searches that take no more steps at the worst are run as they are: a guard costs some 60 microseconds. */
const harmlessSteps = 1_000_000;

/**
 * An expression in which nothing repeated is repeated can take long only through choices that overlap. One that was quick on so many texts
 * is run as it is on short ones: values of one pattern are alike, and there are thousands of them.
 */
const enoughQuick = 8;
const shortText = 100;

/** Longest time of one guarded search, milliseconds. */
const searchMs = 100;

/** On a busy machine the time of a search may pass while others have the processor; then it is searched again. */
const mostTurns = 10;

/** What the slow searches of one expression may take without a pause, milliseconds, so that a list of texts cannot hold a worker up. */
const spentMs = 1000;

/** What a guarded search costs that finds no difficulty, milliseconds: it counts for nothing. */
const usualMs = 1;

let pending: () => boolean = () => false;
/** A running search is interrupted by nothing but the time limit of a script, which reaches into the engine of expressions. */
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
    // The time was over, or the engine found no room for its way back.
    return { found: undefined, processorMs: usedMs() };
  }
};

/** A search that ends: at once where the form of the expression and the length of the text leave no other way, else by a time limit. */
export const boundedMatch = (expression: RegExp): BoundedMatch => {
  const cost = matchCost(expression.source);
  let spent = 0;
  let quick = 0;
  return (text) => {
    const isTrusted = !cost.exponential && quick >= enoughQuick && text.length <= shortText;
    if (isTrusted || worstSteps(cost, text.length) <= harmlessSteps) return expression.test(text);
    for (let turn = 0; turn < mostTurns; turn++) {
      if (spent >= spentMs) return undefined;
      const { found, processorMs } = attempt(expression, text);
      if (spent === 0) setImmediate(() => (spent = 0)).unref();
      spent += Math.max(0, processorMs - usualMs);
      if (found !== undefined && processorMs <= usualMs) quick += 1;
      if (found !== undefined || processorMs > searchMs / 2) return found;
    }
    return undefined;
  };
};
