import type { CaseView } from './case-view.ts';

/** A case in the data of the page, for its script and for programs that read the file. */
export type PageCase = {
  readonly target: string;
  readonly id: string;
  readonly requirement: string;
  readonly level: string;
  readonly area: string;
  readonly outcome: string;
  readonly operations: readonly string[];
  /** Code of the finding, if the case failed. */
  readonly code?: string;
};

/** The data of the page: its cases, in the order of their numbers. */
export const pageData = (
  run: string,
  views: readonly CaseView[],
): { readonly format: 1; readonly run: string; readonly cases: readonly PageCase[] } => ({
  format: 1,
  run,
  cases: views.map(({ target, planned, verdict, operations }) => ({
    target: target.target,
    id: planned.id,
    requirement: planned.requirement,
    level: planned.level,
    area: planned.area,
    outcome: verdict.kind,
    operations,
    ...(verdict.kind === 'fail' ? { code: verdict.finding.code } : {}),
  })),
});
