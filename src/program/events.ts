import type { Case } from '../model/case.ts';
import type { QuotaLeft, RunEvent } from '../model/event.ts';
import type { Finding, Verdict } from '../model/verdict.ts';
import type { JudgedCase } from '../policy/judged-requirements.ts';

/** A target begins to be judged. */
export type StartEvent = {
  readonly target: string;
  /** Number of cases, those that are skipped from the beginning included. */
  readonly cases: number;
};

/** How far a target is; at most ten times a second. */
export type ProgressEvent = {
  readonly target: string;
  readonly requests: number;
  /** Cases with a verdict, of {@link StartEvent.cases}. */
  readonly decided: number;
  /** What is left of the quota, where that is known. */
  readonly quota?: QuotaLeft;
};

/** Nothing is sent to a target for a while. */
export type WaitingEvent = { readonly target: string; readonly why: string; readonly seconds: number };

/** A case has its verdict. */
export type CaseEvent = { readonly target: string; readonly case: Case; readonly verdict: Verdict; readonly seconds: number };

/** A requirement turned out to be broken. */
export type FindingEvent = {
  readonly target: string;
  readonly case: Case;
  readonly finding: Finding;
  /** The list of known failures expects it. */
  readonly isKnown: boolean;
};

/** A target is judged. The result of the run says how. */
export type EndEvent = {
  readonly target: string;
  readonly requests: number;
  readonly created: number;
  readonly seconds: number;
  /** Why it ended early; absent where it did not. */
  readonly stopped?: string;
};

/** Listeners to a run, by event. Events of one target come in order; targets are judged at the same time. */
export type RunListeners = {
  readonly start?: (event: StartEvent) => void;
  readonly progress?: (event: ProgressEvent) => void;
  readonly waiting?: (event: WaitingEvent) => void;
  /** Every case, also those that were skipped. */
  readonly case?: (event: CaseEvent) => void;
  /** Every failed case of a `must` or `should`, as soon as it is found. Comes after its `case`. */
  readonly finding?: (event: FindingEvent) => void;
  readonly end?: (event: EndEvent) => void;
  /** What a person should know and no verdict says: a problem of the document, or a file beside the record that could not be written. */
  readonly warning?: (message: string) => void;
};

/** Whether the failure of a case of a target is a known one. */
export type IsKnown = (target: string, judged: JudgedCase) => boolean;

/** Tells listeners of an event of the engine. */
export const tell = (listeners: RunListeners, isKnown: IsKnown, target: string, event: RunEvent): void => {
  switch (event.type) {
    case 'started':
      listeners.start?.({ target, cases: event.cases });
      return;
    case 'progress': {
      const { requests, decided, quota } = event;
      listeners.progress?.({ target, requests, decided, ...(quota === undefined ? {} : { quota }) });
      return;
    }
    case 'waiting':
      listeners.waiting?.({ target, why: event.why, seconds: event.seconds });
      return;
    case 'verdict': {
      const { case: planned, verdict, seconds } = event;
      listeners.case?.({ target, case: planned, verdict, seconds });
      if (verdict.kind === 'fail' && (planned.level === 'must' || planned.level === 'should'))
        listeners.finding?.({ target, case: planned, finding: verdict.finding, isKnown: isKnown(target, { case: planned, verdict }) });
      return;
    }
    case 'ended': {
      const { requests, created, seconds, stopped } = event;
      listeners.end?.({ target, requests, created, seconds, ...(stopped === undefined ? {} : { stopped: stopped.message }) });
      return;
    }
    case 'preflight':
    case 'case-started':
    case 'created':
    case 'changed':
    case 'removed':
      return;
    default:
      event satisfies never;
  }
};
