import { judgedCases, type JudgedCase } from '../judged-requirements.ts';
import { requirementOutcome } from '../requirement-outcome.ts';
import type { CellCase, Column, OutcomeCell, RowState } from './comparison.ts';
import { byState } from './row-order.ts';

/** What came of one promise, or of one check, at every column. */
export type OutcomeRow = {
  readonly kind: 'requirement' | 'check';
  /** Id of the requirement or the check. */
  readonly id: string;
  /** The promise in one sentence; of a check its id, which reports put into words. */
  readonly title: string;
  readonly level?: string;
  readonly area: string;
  readonly state: RowState;
  readonly cells: readonly OutcomeCell[];
};

const cellCase = ({ target }: Column, { case: planned, verdict }: JudgedCase): CellCase => {
  const known = target.requirements.get(planned.requirement);
  return {
    requirement: planned.requirement,
    promise: known?.title ?? planned.title,
    source: known === undefined ? '' : `"${known.section}", line${/^\d+$/u.test(known.lines) ? '' : 's'} ${known.lines}`,
    level: planned.level,
    case: planned.id,
    check: planned.check,
    verdict,
  };
};

/** Observed is no judgement: the facts themselves are compared in rows of their own. */
const stateOf = (cells: readonly OutcomeCell[]): RowState => {
  const reported = cells.filter(({ outcome }) => outcome === 'pass' || outcome === 'fail' || outcome === 'observed');
  const judged = new Set(reported.map(({ outcome }) => outcome));
  if (judged.has('pass') && judged.has('fail')) return 'differs';
  if (reported.length === 0) return 'open';
  return reported.length < cells.length ? 'partly' : 'same';
};

type Gathered = { readonly title: string; readonly level: string; readonly area: string; readonly cells: Map<number, JudgedCase[]> };

/** Rows over all columns: requirements where they share one contract, else checks. */
export const outcomeRows = (columns: readonly Column[], isShared: boolean): readonly OutcomeRow[] => {
  const rows = new Map<string, Gathered>();
  for (const [at, { target, footer }] of columns.entries()) {
    for (const judged of judgedCases(target, footer.ended)) {
      const { requirement, check, level, area, title } = judged.case;
      const id = isShared ? requirement : check;
      const promise = target.requirements.get(requirement)?.title ?? title;
      const row = rows.get(id) ?? { title: isShared ? promise : check, level, area, cells: new Map<number, JudgedCase[]>() };
      rows.set(id, row);
      row.cells.set(at, [...(row.cells.get(at) ?? []), judged]);
    }
  }
  const all = [...rows].map(([id, { title, level, area, cells: gathered }]): OutcomeRow => {
    const cells = columns.map((column, at): OutcomeCell => {
      const judged = gathered.get(at);
      if (judged === undefined) return { outcome: 'absent', cases: [] };
      const { outcome } = requirementOutcome(judged.map(({ verdict }) => verdict));
      return { outcome, cases: judged.map((one) => cellCase(column, one)) };
    });
    return { kind: isShared ? 'requirement' : 'check', id, title, ...(isShared ? { level } : {}), area, state: stateOf(cells), cells };
  });
  return byState(all);
};
