import { judgedCases, type JudgedCase } from '../judged-requirements.ts';
import { requirementOutcome } from '../requirement-outcome.ts';
import type { CellCase, Column, OutcomeCell, RowState } from './comparison.ts';
import { byState } from './row-order.ts';

/** The outcome of one requirement, or of one check, in every column. */
export type OutcomeRow = {
  readonly kind: 'requirement' | 'check';
  /** Id of the requirement or the check. */
  readonly id: string;
  /** The requirement in one sentence; of a check its id, which reports replace by its title. */
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

/** `observed` is not compared here: facts have rows of their own. */
const stateOf = (cells: readonly OutcomeCell[]): RowState => {
  const decided = cells.filter(({ outcome }) => outcome === 'pass' || outcome === 'fail' || outcome === 'observed');
  const outcomes = new Set(decided.map(({ outcome }) => outcome));
  if (outcomes.has('pass') && outcomes.has('fail')) return 'differs';
  if (decided.length === 0) return 'open';
  return decided.length < cells.length ? 'partly' : 'same';
};

type Gathered = { readonly title: string; readonly level: string; readonly area: string; readonly cells: Map<number, JudgedCase[]> };

/**
 * Rows over all columns: requirements if the columns share one contract, otherwise checks.
 * @param leftOut Ids of checks.
 */
export const outcomeRows = (columns: readonly Column[], isShared: boolean, leftOut: ReadonlySet<string>): readonly OutcomeRow[] => {
  const rows = new Map<string, Gathered>();
  for (const [at, { target, footer }] of columns.entries()) {
    for (const judged of judgedCases(target, footer.ended)) {
      const { requirement, check, level, area, title } = judged.case;
      if (leftOut.has(check)) continue;
      const id = isShared ? requirement : check;
      const sentence = target.requirements.get(requirement)?.title ?? title;
      const row = rows.get(id) ?? { title: isShared ? sentence : check, level, area, cells: new Map<number, JudgedCase[]>() };
      rows.set(id, row);
      const known = row.cells.get(at);
      if (known === undefined) row.cells.set(at, [judged]);
      else known.push(judged);
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
