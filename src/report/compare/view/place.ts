import { decoded } from '../../view/address.ts';
import type { CompareModel } from '../compare-model.ts';

/** What a reader chose: the row in the panel, the columns, the base and the filter. */
export type ComparePlace = {
  /** Key of the row that the panel shows. */
  readonly row: string | undefined;
  /** Number of the column whose cell was opened. */
  readonly column: number | undefined;
  readonly text: string;
  /** State of the rows that are shown; empty for all. */
  readonly state: string;
  /** Numbers of the columns that are not shown. */
  readonly hidden: readonly number[];
  /** Number of the column with which the others are compared. */
  readonly base: number | undefined;
};

/** Everything is shown, and nothing is open. */
export const nowhere: ComparePlace = { row: undefined, column: undefined, text: '', state: '', hidden: [], base: undefined };

const numberOf = ({ columns }: CompareModel, label: string): number | undefined => {
  const at = columns.findIndex((one) => one.label === label);
  return at < 0 ? undefined : at;
};

/** The place that a fragment names: `#row/KEY/COLUMN?state=differs&hide=…&base=…&q=…`, or the part behind the number sign alone. */
export const placeOf = (model: CompareModel, hash: string): ComparePlace => {
  const [path = '', ...rest] = hash.slice(1).split('?');
  const parameters = new URLSearchParams(rest.join('?'));
  const [kind, key = '', column = ''] = path.split('/').map(decoded);
  const isRow = kind === 'row' && model.sections.some(({ rows }) => rows.some((row) => row.key === key));
  const hidden = parameters.getAll('hide').flatMap((label) => numberOf(model, label) ?? []);
  return {
    row: isRow ? key : undefined,
    column: isRow ? numberOf(model, column) : undefined,
    text: parameters.get('q') ?? '',
    state: parameters.get('state') ?? '',
    hidden: hidden.length < model.columns.length ? hidden : [],
    base: numberOf(model, parameters.get('base') ?? ''),
  };
};

/** The fragment of a place; labels and keys are the same in every comparison of the same targets. */
export const hashOf = ({ columns }: CompareModel, { row, column, text, state, hidden, base }: ComparePlace): string => {
  const labelOf = (at: number): string => columns[at]?.label ?? '';
  const query = new URLSearchParams([
    ...(state === '' ? [] : [['state', state]]),
    ...hidden.map((at) => ['hide', labelOf(at)]),
    ...(base === undefined ? [] : [['base', labelOf(base)]]),
    ...(text === '' ? [] : [['q', text]]),
  ]).toString();
  const cell = column === undefined ? '' : `/${encodeURIComponent(labelOf(column))}`;
  return `#${row === undefined ? '' : `row/${encodeURIComponent(row)}${cell}`}${query === '' ? '' : `?${query}`}`;
};
