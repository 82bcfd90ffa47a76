import * as fc from 'fast-check';
import type { Exchange } from '../../../model/exchange.ts';
import type { Finding, Verdict } from '../../../model/verdict.ts';
import { fail, inconclusive, NotTried, pass } from '../../kit/define.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import type { Session } from '../../kit/session.ts';
import { LimitReached, limitedSession, type Making } from './limited-session.ts';

/** A case that breaks the claim. */
export type Breaking = {
  readonly kind: 'breaks';
  readonly finding: Omit<Finding, 'exchanges' | 'operation'>;
  /** The one that shows the breach first. */
  readonly exchanges: readonly [Exchange, ...Exchange[]];
  /** Ids of the items concerned. */
  readonly about?: readonly string[];
};

/** What became of one generated case. */
export type Trial =
  | { readonly kind: 'holds' }
  | Breaking
  | { readonly kind: 'open'; readonly reason: string; readonly exchanges: readonly Exchange[] };

/** A claim about every value that can be drawn. */
export type Property<V> = {
  /** Keeps its draws apart from those of other properties; the same label and seed give the same values. */
  readonly label: string;
  readonly arb: fc.Arbitrary<V>;
  /** What an attempt creates; undefined where it only reads. */
  readonly making?: Making;
  /** Tries a value through the given session: by safe requests, and by those of `making`. */
  attempt(value: V, session: Session): Promise<Trial>;
};

/** Is it the same breach at the same location; `expected` and `actual` may differ. */
const isSameBreach = (a: Breaking, b: Breaking): boolean => a.finding.code === b.finding.code && a.finding.where === b.finding.where;

/** Cases drawn for a property. */
export const usualSamples = 6;

/** The results of all cases that were drawn. */
export type PropertyRun = {
  /** Different cases that were tried. */
  readonly trials: readonly Trial[];
  /** The smallest case of the first breach that was seen twice. */
  readonly smallest: Breaking | undefined;
};

/** Requests that repeating a breach and making its case smaller may take together. */
export const mostShrinkRequests = 50;

/** After so many open cases in a row, no more are tried. */
const mostOpenInARow = 3;

/** A case that breaks a property, and how it was found. */
export type Failing = { readonly seed: number; readonly index: number; readonly breach: Breaking };

/**
 * Tries a failing case once more and makes it smaller as long as that shows the same breach at the same location; any other
 * result counts as not failing. Undefined where the case itself did not fail again.
 */
const shrink = async <V>(session: Session, { arb, making, attempt }: Property<V>, failing: Failing): Promise<Breaking | undefined> => {
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
      // fast-check takes anything thrown for a failing case.
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

/** Failing cases that are tried again until one fails again. */
const mostRepeated = 2;

/** The smallest case of the first breach that is seen twice; undefined where none is. */
export const smallestOf = async <V>(
  session: Session,
  property: Property<V>,
  failing: readonly Failing[],
): Promise<Breaking | undefined> => {
  let smallest: Breaking | undefined;
  for (const one of failing.slice(0, mostRepeated)) smallest ??= await shrink(session, property, one);
  return smallest;
};

/** A seed for fast-check from the random source of the run. */
const seedOf = (session: Pick<Session, 'hex'>, label: string): number => Number.parseInt(session.hex(`property ${label}`, 8), 16) | 0;

/**
 * Draws cases and tries them in parallel. The first that breaks the property is tried once more and made smaller. A case
 * that cannot be tried, for instance because the budget is spent, stays open.
 */
export const runProperty = async <V>(session: Session, property: Property<V>, samples = usualSamples): Promise<PropertyRun> => {
  const seed = seedOf(session, property.label);
  const drawn = fc.sample(property.arb, { seed, numRuns: samples });
  const keys = drawn.map((value) => JSON.stringify(value));
  const cases = drawn.flatMap((value, index) => (keys.indexOf(keys[index] ?? '') === index ? [{ value, index }] : []));
  const trials = await Promise.all(
    cases.map(async ({ value, index }) => {
      const trial = await orSkipped(property.attempt(value, session));
      return { index, trial: isSkipped(trial) ? ({ kind: 'open', reason: trial.reason, exchanges: [] } as const) : trial };
    }),
  );
  const failing = trials.flatMap(({ index, trial }) => (trial.kind === 'breaks' ? [{ seed, index, breach: trial }] : []));
  return { trials: trials.map(({ trial }) => trial), smallest: await smallestOf(session, property, failing) };
};

const breachName = ({ finding }: Breaking): string => `${finding.code} at ${finding.where}`;

/** The verdict of a property: a failure where a breach was seen twice, else inconclusive where a case stayed open, else a pass. */
export const judgeProperty = ({ trials, smallest }: PropertyRun): Verdict => {
  const broken = trials.filter((trial) => trial.kind === 'breaks');
  if (smallest) {
    const same = broken.filter((one) => isSameBreach(one, smallest)).length;
    const { finding, exchanges } = smallest;
    const actual = `${finding.actual} (the smallest case; ${same} of ${trials.length} generated ones broke it)`;
    return fail({ ...finding, actual }, exchanges, { judged: trials.length, breaches: same });
  }
  const [once] = broken;
  if (once) return inconclusive(`A generated case broke it once and not again: ${breachName(once)}`, once.exchanges);
  const open = trials.filter((trial) => trial.kind === 'open');
  const exchanges: readonly Exchange[] = open.flatMap((trial) => trial.exchanges);
  if (open.length > 0) return inconclusive([...new Set(open.map(({ reason }) => reason))].join('; '), exchanges);
  if (trials.length === 0) return { kind: 'inconclusive', reason: 'no case could be generated', exchanges: [], unseen: true };
  return pass(trials.length);
};
