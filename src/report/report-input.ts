import type { Contract } from '../contract/model.ts';
import type { RunRecord } from '../model/record.ts';
import type { GateAnswer } from '../policy/gate.ts';
import type { SeenWords } from './history/seen-words.ts';
import type { Repository } from './repository-path.ts';

/** Texts of a check for those who have to act on its finding. */
export type CheckWords = { readonly title: string; readonly why: string; readonly fix: string };

/** What every report is made from. */
export type ReportInput = {
  readonly record: RunRecord;
  /** Directory of the run, as it is shown to people. */
  readonly directory: string;
  /** By check id. A check without an entry is named by its id alone. */
  readonly checks?: ReadonlyMap<string, CheckWords>;
  /** What each fact means, by its name. */
  readonly facts?: Readonly<Record<string, string>>;
  /** Contracts that are loaded already, by target. */
  readonly contracts?: ReadonlyMap<string, Contract>;
  /** The answer of a gate on the record, if one was asked: then it decides what blocks and what is known. */
  readonly gate?: GateAnswer;
  /** What is said where exchanges of the run were cut or altered since; absent where they were not. */
  readonly damage?: string;
  /** How often earlier runs saw what failed; absent where there is no history with the run. */
  readonly seen?: SeenWords;
  /** The repository that the run began in; absent where there is none. */
  readonly repository?: Repository;
};
