import { digestOf, type HistoryLine, sealed } from '../../../src/policy/history/history-line.ts';
import type { Counts } from '../../../src/model/record.ts';
import type { Outcome } from '../../../src/model/verdict.ts';

/** Outcomes of one requirement, a letter for each night: p pass, f fail, i inconclusive, s skipped, o observed, b broken, - not asked. */
export type Course = string;

const byLetter: Readonly<Record<string, Outcome>> = {
  p: 'pass',
  f: 'fail',
  i: 'inconclusive',
  s: 'skipped',
  o: 'observed',
  b: 'broken',
};

const none = { pass: 0, fail: 0, inconclusive: 0, skipped: 0, observed: 0, broken: 0 } as const;

/** A made-up requirement over the nights. */
export type MadeRequirement = {
  readonly id: string;
  readonly course: Course;
  readonly title?: string;
  readonly level?: 'must' | 'should' | 'observe';
  readonly area?: string;
};

export type MadeHistory = {
  readonly target?: string;
  readonly demo?: boolean;
  readonly nights: number;
  readonly requirements: readonly MadeRequirement[];
  /** Hours between two runs. */
  readonly gap?: number;
  /** When the last run began. */
  readonly last?: string;
  /** What is special in a night, by its number from 0 on. */
  readonly special?: Readonly<Record<number, Partial<HistoryLine>>>;
  readonly operations?: readonly string[];
};

/** The name that a run of a moment has. */
export const runOf = (at: Date): string => `${at.toISOString().slice(0, 19).replaceAll(':', '-')}Z-1a2b`;

/** The lines of the history of one target, a night each. */
export const madeHistory = ({
  target = 'depot',
  demo = false,
  nights,
  requirements,
  gap = 24,
  last = '2026-03-14T02:00:00.000Z',
  special = {},
  operations = ['GET /parcels', 'POST /parcels'],
}: MadeHistory): readonly HistoryLine[] =>
  Array.from({ length: nights }, (_, night) => {
    const at = new Date(Date.parse(last) - (nights - 1 - night) * gap * 3_600_000);
    const outcomes: Partial<Record<Outcome, string[]>> = {};
    const counts: Record<'must' | 'should' | 'observe', Record<Outcome, number>> = {
      must: { ...none },
      should: { ...none },
      observe: { ...none },
    };
    for (const { id, course, level = 'must' } of requirements) {
      const outcome = byLetter[course.charAt(night % course.length)];
      if (outcome === undefined) continue;
      (outcomes[outcome] ??= []).push(id);
      counts[level][outcome] += 1;
    }
    const latency = Object.fromEntries(
      operations.map((operation, number) => {
        const median = 4 + number + ((night * 7) % 5);
        return [operation, [120, median, median * 3 + (night > nights - 3 && number === 0 ? 60 : 0)] as const];
      }),
    );
    const words = Object.fromEntries(
      requirements.map(({ id, level = 'must', area = 'pagination', title = `A parcel keeps promise ${id}` }) => [
        id,
        [level, area, title] as const,
      ]),
    );
    return sealed({
      format: 1,
      run: runOf(at),
      startedAt: at.toISOString(),
      assay: '0.1.0',
      demo,
      target,
      contract: 'parcels',
      contractDigest: 'c'.repeat(64),
      seed: 100 + night,
      ended: 'complete',
      leftOut: 0,
      counts: counts satisfies Counts,
      failed: outcomes.fail ?? [],
      outcomes,
      operations: { exercised: 4, of: 5 },
      latency,
      factsDigest: 'f'.repeat(64),
      seconds: 12.5,
      requests: 1800 + ((night * 37) % 90),
      exitCode: counts.must.fail > 0 ? 1 : 0,
      requirementsDigest: digestOf(words),
      ...(night === 0 ? { requirements: words } : {}),
      ...special[night],
    });
  });
