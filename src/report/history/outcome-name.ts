import type { Outcome } from '../../model/verdict.ts';

const names: Readonly<Record<Outcome, string>> = {
  pass: 'kept',
  fail: 'broken',
  broken: 'not judged by a fault of assay',
  inconclusive: 'inconclusive',
  skipped: 'skipped',
  observed: 'observed',
};

/** What a requirement was in a run, in a word; undefined: the run did not have it. */
export const outcomeName = (outcome: Outcome | undefined): string => (outcome === undefined ? 'not asked' : names[outcome]);
