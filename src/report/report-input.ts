import type { Contract } from '../contract/model.ts';
import type { RunRecord } from '../model/record.ts';
import type { GateAnswer } from '../policy/gate.ts';

/** What a check says of itself, for those who have to act on its finding. */
export type CheckWords = { readonly title: string; readonly why: string; readonly fix: string };

/** What every report is made from. */
export type ReportInput = {
  readonly record: RunRecord;
  /** Directory of the run, as it is told to people. */
  readonly directory: string;
  /** By check id. A check that is not there is named by its id alone. */
  readonly checks?: ReadonlyMap<string, CheckWords>;
  /** What each fact tells, by its name. */
  readonly facts?: Readonly<Record<string, string>>;
  /** Contracts that are loaded already, by target. */
  readonly contracts?: ReadonlyMap<string, Contract>;
  /** The answer of a gate on the record, where one was asked: it decides then what breaks, and what is known. */
  readonly gate?: GateAnswer;
};
