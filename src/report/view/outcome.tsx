import type { Outcome } from '../../model/verdict.ts';
import { signOf } from '../outcome-sign.ts';

/** Outcomes in the order of what needs a reader's attention. */
export const byAttention = ['fail', 'broken', 'inconclusive', 'observed', 'skipped', 'pass'] as const satisfies readonly Outcome[];

/** An outcome in words that stand before a number. */
export const outcomeWords: Readonly<Record<Outcome, string>> = {
  fail: 'failed',
  broken: 'broken in assay itself',
  inconclusive: 'inconclusive',
  observed: 'observed',
  skipped: 'skipped',
  pass: 'passed',
};

/** The sign of an outcome, so that colour is never the only difference. Its meaning has to stand beside it. */
export const Sign = ({ outcome }: { readonly outcome: Outcome }) => (
  <span class={`sign ${outcome}`} aria-hidden="true">
    {signOf(outcome)}
  </span>
);
