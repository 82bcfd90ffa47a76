import type { Outcome } from '../model/verdict.ts';

const signs: Readonly<Record<Outcome, string>> = { pass: '✓', fail: '✗', inconclusive: '?', skipped: '–', observed: '○', broken: '!' };

/** Sign of an outcome, so that colour is never the only difference. */
export const signOf = (outcome: Outcome): string => signs[outcome];
