import type { CaseView } from './case-view.ts';

/** A case in the data that the page holds for its script, and for whoever reads the file with a program. */
export type PageCase = {
  readonly target: string;
  readonly id: string;
  readonly requirement: string;
  readonly level: string;
  readonly area: string;
  readonly outcome: string;
  readonly operations: readonly string[];
  /** Of a failed case the code of its finding. */
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
