import * as fc from 'fast-check';
import type { Exchange } from '../../../model/exchange.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { fail, inconclusive, pass } from '../../kit/define.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import type { Session } from '../../kit/session.ts';
import { shrink } from './shrink.ts';
import { type Breaking, isSameBreach, type Property, type Trial } from './trial.ts';

/** Cases drawn for a property. */
export const usualSamples = 6;

/** Failing cases that are tried again until one fails again. */
const mostRepeated = 2;

export type PropertyRun = {
  /** Different cases that were tried. */
  readonly trials: readonly Trial[];
  /** The smallest case of the first breach that showed twice. */
  readonly smallest: Breaking | undefined;
};

/** A number for fast-check from the run's own chance. */
const seedOf = (session: Pick<Session, 'hex'>, label: string): number => Number.parseInt(session.hex(`property ${label}`, 8), 16) | 0;

/**
 * Draws cases and tries them side by side. The first that breaks the property is tried once more and made smaller. A case
 * that cannot be tried, for want of budget say, stays open.
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
  let smallest: Breaking | undefined;
  for (const one of failing.slice(0, mostRepeated)) smallest ??= await shrink(session, property, one);
  return { trials: trials.map(({ trial }) => trial), smallest };
};

const told = ({ finding }: Breaking): string => `${finding.code} at ${finding.where}`;

/** The verdict of a property: a breach that showed twice, else whatever stayed open, else a pass. */
export const judgeProperty = ({ trials, smallest }: PropertyRun): Verdict => {
  const broken = trials.filter((trial) => trial.kind === 'breaks');
  if (smallest) {
    const same = broken.filter((one) => isSameBreach(one, smallest)).length;
    const { finding, exchanges } = smallest;
    const actual = `${finding.actual} (the smallest case; ${same} of ${trials.length} generated ones broke it)`;
    return fail({ ...finding, actual }, exchanges, { judged: trials.length, breaches: same });
  }
  const [once] = broken;
  if (once) return inconclusive(`A generated case broke it once and not again: ${told(once)}`, once.exchanges);
  const open = trials.filter((trial) => trial.kind === 'open');
  const exchanges: readonly Exchange[] = open.flatMap((trial) => trial.exchanges);
  if (open.length > 0) return inconclusive([...new Set(open.map(({ reason }) => reason))].join('; '), exchanges);
  if (trials.length === 0) return { kind: 'inconclusive', reason: 'no case could be generated', exchanges: [], unseen: true };
  return pass(trials.length);
};
