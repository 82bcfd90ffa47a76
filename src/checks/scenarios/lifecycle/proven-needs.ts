import type { Addition } from '../../../contract/infer/additions.ts';
import type { AnyInferred } from '../../../contract/infer/covering.ts';
import { type Needs, withNeed } from '../../../contract/infer/needed-below.ts';
import type { Target } from '../../../model/target.ts';

type Proven = { readonly type: AnyInferred; readonly additions: readonly Addition[] };

/** Of both rounds of a run: the second one has no refusal to learn it from. */
const proven = new WeakMap<Target, Proven[]>();

/** Call where a creation was refused, and accepted once what its body names had some additions. */
export const noteProven = (target: Target, more: readonly Proven[]): void => {
  proven.set(target, [...(proven.get(target) ?? []), ...more]);
};

/** What resources need by what documents and answers tell, with what was proven at a target. */
export const withProven = (target: Target, needs: Needs): Needs =>
  (proven.get(target) ?? []).reduce((all, { type, additions }) => additions.reduce((some, one) => withNeed(some, type, one), all), needs);
