import type { Case } from '../../model/case.ts';
import type { RecordedRequirement, TargetFooter, TargetRecord } from '../../model/record.ts';
import type { Outcome, Verdict } from '../../model/verdict.ts';
import { judgedCases } from '../../policy/judged-requirements.ts';
import { visible } from '../foreign-text.ts';
import type { ReportInput } from '../report-input.ts';
import type { Markup } from './markup.ts';

/** A case as the page shows it. */
export type CaseView = {
  /** Index in the data of the page, over all targets. */
  readonly number: number;
  readonly target: TargetRecord;
  readonly planned: Case;
  readonly verdict: Verdict;
  readonly requirement: RecordedRequirement | undefined;
  /** Keys of the operations that it is about; `outside` for paths that no operation has. */
  readonly operations: readonly string[];
};

export type TargetView = { readonly target: TargetRecord; readonly footer: TargetFooter; readonly cases: readonly CaseView[] };

/** What the parts of the page are made from. */
export type Page = {
  readonly input: ReportInput;
  /** The exchanges of a case that are shown, the one that shows the finding best first. */
  evidenceOf(view: CaseView): readonly Markup[];
};

const operationsOf = ({ places }: Case, verdict: Verdict): readonly string[] => {
  const found = places.map(({ operation }) => operation ?? 'outside');
  return [...new Set(verdict.kind === 'fail' ? [verdict.finding.operation, ...found] : found)];
};

/** The cases of each target in the order of the plan, numbered across targets. A target without an entry in the footer is left out. */
export const targetViews = ({ record }: ReportInput): readonly TargetView[] => {
  let number = 0;
  return record.targets.flatMap((target): readonly TargetView[] => {
    const footer = record.footer.targets.find((each) => each.target === target.target);
    if (footer === undefined) return [];
    const cases = judgedCases(target, footer.ended).map(({ case: planned, verdict }): CaseView => ({
      number: number++,
      target,
      planned,
      verdict,
      requirement: target.requirements.get(planned.requirement),
      operations: operationsOf(planned, verdict),
    }));
    return [{ target, footer, cases }];
  });
};

/** Anchor of a case: the same in every report on the same contract, so that links to it stay valid. */
export const anchorOf = ({ target, planned }: CaseView): string => visible(`case:${target.target}:${planned.id}`);

const signs: Readonly<Record<Outcome, string>> = { pass: '✓', fail: '✗', inconclusive: '?', skipped: '–', observed: '○', broken: '!' };

/** Sign of an outcome, so that colour is never the only difference. */
export const signOf = (outcome: Outcome): string => signs[outcome];
