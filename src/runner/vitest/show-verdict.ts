import type { Verdict } from '../../model/verdict.ts';

/** A broken requirement, as a test reporter shows it. */
class BrokenRequirement extends Error {
  override readonly name = 'BrokenPromise';
}

/**
 * Shows a verdict as the result of a test. A fail and a broken case fail the test; an undecided case is a skip with its reason, never a
 * pass: a skipped test is the only result in Vitest that claims nothing.
 */
export const showVerdict = (verdict: Verdict, skip: (note: string) => void): void => {
  switch (verdict.kind) {
    case 'pass':
    case 'observed':
      return;
    case 'fail': {
      const { operation, where, expected, actual } = verdict.finding;
      throw new BrokenRequirement(`${operation}${where === '' ? '' : ` at ${where}`}: expected ${expected}, got ${actual}`);
    }
    case 'broken':
      throw new Error(verdict.error);
    case 'inconclusive':
      return skip(`inconclusive: ${verdict.reason}`);
    case 'skipped':
      return skip(`${verdict.because}: ${verdict.reason}`);
    default:
      verdict satisfies never;
  }
};
