import type { Case } from './case.ts';
import type { Coverage } from './coverage.ts';
import type { CoverageSeen } from './coverage-seen.ts';
import type { SharedResult } from './shared-result.ts';
import type { Verdict } from './verdict.ts';

/** Why a run ended early. */
export type StopReason = 'preflight' | 'interrupted' | 'budget';

export type PreflightResult =
  | {
      readonly kind: 'ready';
      /** Both controls were answered 2xx, so a pass is no evidence. */ readonly answersEverything: boolean;
      /** No authorized read succeeds, so a pass is no evidence. */ readonly noReadSucceeds?: boolean;
      readonly notes: readonly string[];
    }
  | { readonly kind: 'stopped'; readonly reason: string };

/** A resource that a run created, or may have created. */
export type CreatedResource = {
  readonly collection: string;
  /** Its name on the server, a text that the run made; empty where it has none. */
  readonly label: string;
  /** Identifies this creation in the run. */
  readonly entry?: string;
  /** Key of the operation that created it. */
  readonly operation?: string;
  /** Its id on the server, where the answer showed it. */
  readonly id?: string;
  /** Why it is unknown which resource it is, as the end of a sentence. */
  readonly unknown?: string;
};

/** A resource was created, or may have been. */
export type CreatedEvent = CreatedResource & {
  readonly type: 'created';
  /** The answer shows that it was created; otherwise that is unknown. */
  readonly isSure: boolean;
};

/** The effect of an unsafe request that creates nothing: it changes or removes one resource, or its effect is unknown (`called`). */
export type ChangeKind = 'changed' | 'removed' | 'called';

/** Something was changed on the server, or may have been. */
export type ChangeEvent = {
  readonly type: 'changed';
  /** Key of the operation; method and path where the document has no such operation. */
  readonly operation: string;
  readonly kind: ChangeKind;
  /** Path of the changed resource, below the base URL. */
  readonly what: string;
  /** The status, or why there was no answer. */
  readonly outcome: string;
  /** The answer shows that it was changed; otherwise that is unknown. */
  readonly isSure: boolean;
};

/** What is left of the quota of the credential: as the target reported it last, else by the requests that were sent in its window. */
export type QuotaLeft = {
  readonly left: number;
  /** Requests of the whole quota, where they are known. */
  readonly limit?: number;
  /** Seconds until it is whole again. */
  readonly backInSeconds?: number;
};

/** An event of the engine for its listeners. Events are plain data, because they cross a process boundary. */
export type RunEvent =
  | { readonly type: 'started'; readonly cases: number; readonly at: number }
  | { readonly type: 'preflight'; readonly result: PreflightResult }
  /** `at`: milliseconds since the epoch. */
  | { readonly type: 'case-started'; readonly id: string; readonly at: number }
  | { readonly type: 'progress'; readonly requests: number; readonly decided: number; readonly quota?: QuotaLeft }
  | { readonly type: 'waiting'; readonly why: string; readonly seconds: number }
  | {
      readonly type: 'verdict';
      readonly id: string;
      readonly case: Case;
      readonly verdict: Verdict;
      readonly seconds: number;
      /** The run was being stopped when the case ended, so that parts of it may be missing. */ readonly cut?: true;
      /** Where other parts of a split run judge the case too. */
      readonly shared?: SharedResult;
    }
  | CreatedEvent
  | ChangeEvent
  /** A created resource was removed, or could not be. */
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
      /** Deliveries that the sink received; absent where there was none. */
      readonly deliveries?: number;
      readonly stopped?: { readonly reason: StopReason; readonly message: string };
      readonly coverage?: Coverage;
      /** Where other parts of a split run judge the target too. */
      readonly seen?: CoverageSeen;
      readonly seconds: number;
    };
