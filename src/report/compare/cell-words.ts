import { canonical } from '../../policy/canonical.ts';
import type { CellCase, Comparison, OutcomeCell, RowState } from '../../policy/compare/comparison.ts';
import { shortened } from '../foreign-text.ts';

/** Longest value of a fact in a cell; the evidence has more. */
const cellCharacters = 120;

/** An outcome in a word or two. */
export const outcomeWord = ({ outcome, cases }: OutcomeCell): string => {
  if (outcome === 'absent') return 'no such requirement';
  const failed = cases.filter(({ verdict }) => verdict.kind === 'fail').length;
  return outcome === 'fail' && cases.length > 1 ? `fail (${failed} of ${cases.length} cases)` : outcome;
};

/** A value as JSON on one line. */
export const valueText = (value: unknown, most = cellCharacters): string => shortened(JSON.stringify(value) ?? 'null', most);

/** What a failure got, for a cell: the shortest description of what the target really does. */
export const gotText = ({ cases }: OutcomeCell): string => {
  const failed = cases.find(({ verdict }) => verdict.kind === 'fail');
  return failed?.verdict.kind === 'fail' ? `got ${shortened(failed.verdict.finding.actual, cellCharacters)}` : '';
};

/** Values of a cell that not all columns have, and the number of those that all have. */
type OwnValues<Value> = { readonly own: readonly Value[]; readonly alike: number };

type ValuedRow<Value> = { readonly state: RowState; readonly cells: readonly { readonly values: readonly Value[] }[] };

/** If columns differ, the values of a cell that not all columns have; otherwise all its values. */
export const ownValues = <Value extends { readonly value: unknown }>(
  { state, cells }: ValuedRow<Value>,
  column: number,
): OwnValues<Value> => {
  const values = cells[column]?.values ?? [];
  if (state !== 'differs') return { own: values, alike: 0 };
  const known = cells.filter((cell) => cell.values.length > 0).map((cell) => new Set(cell.values.map(({ value }) => canonical(value))));
  const own = values.filter(({ value }) => !known.every((keys) => keys.has(canonical(value))));
  return { own, alike: values.length - own.length };
};

/** The number of values that a cell leaves out because all columns have them. */
export const alikeText = (alike: number): string => (alike === 0 ? '' : `and ${alike} that all have`);

/** Why a case got its verdict, in words. */
export const caseWords = ({ verdict }: CellCase): readonly (readonly [label: string, text: string])[] => {
  switch (verdict.kind) {
    case 'fail': {
      const { operation, where, expected, actual } = verdict.finding;
      return [
        ['where', `${operation}${where === '' ? '' : ` at ${where}`}`],
        ['expected', expected],
        ['actual', actual],
        ['seen', `${verdict.breaches} of ${verdict.judged} times`],
      ];
    }
    case 'pass':
      return [['judged', `${verdict.judged} time${verdict.judged === 1 ? '' : 's'}`]];
    case 'inconclusive':
      return [['reason', verdict.reason]];
    case 'skipped':
      return [['reason', `${verdict.because}: ${verdict.reason}`]];
    case 'broken':
      return [['reason', `assay itself broke: ${verdict.error}`]];
    case 'observed':
      return [['observed', `${verdict.facts.length} fact${verdict.facts.length === 1 ? '' : 's'}`]];
    default:
      return verdict satisfies never;
  }
};

/** The number of rows of each state, in one sentence. */
export const countedRows = ({ behaviour, outcomes, facts, isShared }: Comparison): string => {
  const count = (rows: readonly { readonly state: string }[], state: string): number => rows.filter((row) => row.state === state).length;
  const noun = isShared ? 'requirements' : 'checks';
  const all = [...behaviour, ...outcomes, ...facts];
  const partly = count(all, 'partly');
  const situations = behaviour.length === 0 ? '' : `${count(behaviour, 'differs')} of ${behaviour.length} situations, `;
  return `${situations}${count(outcomes, 'differs')} of ${outcomes.length} ${noun} and ${count(facts, 'differs')} of ${facts.length} facts differ; ${partly} more ${partly === 1 ? 'is' : 'are'} known only for some of the targets.`;
};
