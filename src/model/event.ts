import type { Case } from './case.ts';
import type { Coverage } from './coverage.ts';
import type { Verdict } from './verdict.ts';

/** What ended a run before its natural end. */
export type StopReason = 'preflight' | 'interrupted' | 'budget';

export type PreflightResult =
  | {
      readonly kind: 'ready';
      /** Both controls were answered 2xx: a pass proves nothing here. */ readonly answersEverything: boolean;
      /** Not one authorised read succeeds: a pass proves nothing here either. */ readonly noReadSucceeds?: boolean;
      readonly notes: readonly string[];
    }
  | { readonly kind: 'stopped'; readonly reason: string };

/** What a run created, or may have created. */
export type CreatedResource = {
  readonly collection: string;
  /** What it is called over there: a text of ours; empty where it bears none. */
  readonly label: string;
  /** Names this creation among those of the run. */
  readonly entry?: string;
  /** Key of the operation that created it. */
  readonly operation?: string;
  /** Its id over there, where the answer told. */
  readonly id?: string;
  /** Why nobody can tell which thing it is, in half a sentence. */
  readonly unknown?: string;
};

/** Something was created, or may have been. */
export type CreatedEvent = CreatedResource & {
  readonly type: 'created';
  /** The answer says that it was done; otherwise nobody knows. */
  readonly isSure: boolean;
};

/** What an unsafe request does that creates nothing: it changes or removes one thing, or nobody can tell what it does. */
export type ChangeKind = 'changed' | 'removed' | 'called';

/** Something was changed over there, or may have been. */
export type ChangeEvent = {
  readonly type: 'changed';
  /** Key of the operation; of one that the document does not have, method and path. */
  readonly operation: string;
  readonly kind: ChangeKind;
  /** Path of what was changed, below the base URL. */
  readonly what: string;
  /** The status, or why there was no answer. */
  readonly outcome: string;
  /** The answer says that it was done; otherwise nobody knows. */
  readonly isSure: boolean;
};

/** What the engine tells its listeners, in order. Plain data: it crosses a process boundary. */
export type RunEvent =
  | { readonly type: 'started'; readonly cases: number; readonly at: number }
  | { readonly type: 'preflight'; readonly result: PreflightResult }
  | { readonly type: 'case-started'; readonly id: string }
  | { readonly type: 'progress'; readonly requests: number; readonly decided: number }
  | { readonly type: 'waiting'; readonly why: string; readonly seconds: number }
  | { readonly type: 'verdict'; readonly id: string; readonly case: Case; readonly verdict: Verdict; readonly seconds: number }
  | CreatedEvent
  | ChangeEvent
  /** What was created is gone again, or could not be removed. */
  | {
      readonly type: 'removed';
      readonly collection: string;
      readonly label: string;
      readonly entry?: string;
      readonly outcome: 'removed' | 'gone' | 'failed';
      readonly reason: string;
    }
  | {
      readonly type: 'ended';
      readonly requests: number;
      readonly created: number;
      readonly stopped?: { readonly reason: StopReason; readonly message: string };
      readonly coverage?: Coverage;
      readonly seconds: number;
    };
