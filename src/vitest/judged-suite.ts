import { checkWords } from '../cli/report/check-words.ts';
import type { CarriedOut } from '../cli/run/execute.ts';
import type { Expectation } from '../model/known-failure.ts';
import type { RunRecord, TargetFooter, TargetRecord } from '../model/record.ts';
import { consequencesOf } from '../policy/consequences.ts';
import { excusesOf } from '../policy/known-failures.ts';
import { judgedCases, type JudgedCase } from '../policy/judged-requirements.ts';
import { sharedCases } from '../report/finding-words.ts';
import type { ReportInput } from '../report/report-input.ts';
import { readSent, type SentByCase } from './sent.ts';

/** A case as its test tells it. */
export type JudgedTest = JudgedCase & {
  readonly input: ReportInput;
  readonly target: TargetRecord;
  /** Id of the failed case that this one probably follows from. */
  readonly cause: string | undefined;
  /** At how many operations the same breach shows, in words; empty where it is one. */
  readonly shared: string;
  /** The known failure that excuses it. */
  readonly excuse: Expectation | undefined;
};

/** One target of a judged suite. */
export type JudgedTargetOfSuite = {
  readonly record: TargetRecord;
  readonly footer: TargetFooter;
  /** By case id. */
  readonly tests: ReadonlyMap<string, JudgedTest>;
};

/** Everything that the tests of a suite tell. */
export type JudgedSuite = {
  readonly record: RunRecord;
  /** As it is shown to people. */
  readonly directory: string;
  readonly targets: ReadonlyMap<string, JudgedTargetOfSuite>;
  /** What was sent, read from the disk when it is first asked for. */
  sent(): SentByCase;
};

const targetOf = (input: ReportInput, target: TargetRecord, footer: TargetFooter): JudgedTargetOfSuite => {
  const judged = judgedCases(target, footer.ended);
  const excuses = excusesOf(footer.knownFailures);
  const causes = consequencesOf(judged, excuses);
  const shared = sharedCases(judged);
  const tests = judged.map((one): [string, JudgedTest] => {
    const { id } = one.case;
    return [id, { ...one, input, target, cause: causes.get(id), shared: shared.get(id) ?? '', excuse: excuses.get(id) }];
  });
  return { record: target, footer, tests: new Map(tests) };
};

/** Reads the result of a run for the tests of its suite. */
export const judgedSuite = ({ record, directory, displayPath }: CarriedOut): JudgedSuite => {
  const input: ReportInput = { record, directory: displayPath, checks: checkWords };
  let sent: SentByCase | undefined;
  return {
    record,
    directory: displayPath,
    targets: new Map(
      record.targets.flatMap((target) => {
        const footer = record.footer.targets.find((each) => each.target === target.target);
        return footer === undefined ? [] : [[target.target, targetOf(input, target, footer)]];
      }),
    ),
    sent: () => (sent ??= readSent(record, directory)),
  };
};
