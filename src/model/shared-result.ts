import type { Verdict } from './verdict.ts';

/** What one part of a split run found for a case that other parts judge too. Merging joins it with theirs. */
export type SharedResult = {
  /** Of a case that watches: the state of its fold over the requests of this part. Plain JSON. */
  readonly state?: unknown;
  /** Of a case that watches: keys of the operations whose answers it judged. */
  readonly operations?: readonly string[];
  /** Of a probe: the verdict at each of its places that this part tried, by their numbers from 0. */
  readonly places?: readonly { readonly place: number; readonly verdict: Verdict }[];
  /** Why a pass of this part proves nothing. */
  readonly doubt?: string;
};
