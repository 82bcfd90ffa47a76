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

/** What the engine tells its listeners, in order. Plain data: it crosses a process boundary. */
export type RunEvent =
  | { readonly type: 'started'; readonly cases: number; readonly at: number }
  | { readonly type: 'preflight'; readonly result: PreflightResult }
  | { readonly type: 'case-started'; readonly id: string }
  | { readonly type: 'progress'; readonly requests: number; readonly decided: number }
  | { readonly type: 'waiting'; readonly why: string; readonly seconds: number }
  | { readonly type: 'verdict'; readonly id: string; readonly case: Case; readonly verdict: Verdict; readonly seconds: number }
  | { readonly type: 'created'; readonly collection: string; readonly label: string }
  /** What was created is gone again, or could not be removed. */
  | {
      readonly type: 'removed';
      readonly collection: string;
      readonly label: string;
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
