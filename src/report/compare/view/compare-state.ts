import { createContext } from 'preact';
import { useContext, useMemo } from 'preact/hooks';

import { useAddress } from '../../view/address.ts';
import { type Life, useLife } from '../../view/life.ts';
import type { RowState } from '../../../policy/compare/comparison.ts';
import type { CompareModel, CompareRow, CompareSection } from '../compare-model.ts';
import { type CellStanding, standings, stateOver } from '../row-standing.ts';
import { type ComparePlace, hashOf, nowhere, placeOf } from './place.ts';

/** A row over the columns that are shown. */
export type ShownRow = {
  readonly row: CompareRow;
  readonly state: RowState;
  /** By the number of the column. */
  readonly standings: ReadonlyMap<number, CellStanding>;
  readonly isMatching: boolean;
};

/** A section with its rows over the columns that are shown. */
export type ShownSection = { readonly section: CompareSection; readonly rows: readonly ShownRow[] };

/** What the parts of the page know and can do. */
export type CompareState = Life & {
  readonly model: CompareModel;
  readonly place: ComparePlace;
  /** Numbers of the columns that are shown. */
  readonly columns: readonly number[];
  readonly sections: readonly ShownSection[];
  /** Whether less than all rows are asked for. */
  readonly isFiltering: boolean;
  /** Fragment of the address of a row, or of one of its cells. */
  hashOfCell(row: string, column?: number): string;
  /** Opens a row in the panel, or closes the panel. */
  show(row: string | undefined, column?: number): void;
  select(change: Partial<ComparePlace>): void;
};

const Context = createContext<CompareState | undefined>(undefined);

/** Gives the state to the parts of the page. */
export const CompareProvider = Context.Provider;

/** The state of the page, from within {@link CompareProvider}. */
export const useComparison = (): CompareState => {
  const state = useContext(Context);
  if (state === undefined) throw new Error('There is no page around this part');
  return state;
};

/** What is searched of a row. */
const textOf = ({ id, title, note, cells }: CompareRow, section: string): string =>
  [id, title, note, section, ...cells.flatMap(({ lines, note: more }) => [...lines, more])].join(' ').toLowerCase();

/** The state of a page, which its address has too. On the server, and until the script runs, everything is shown. */
export const useCompareState = (model: CompareModel): CompareState => {
  const life = useLife();
  const [place, go] = useAddress<ComparePlace>({
    none: nowhere,
    read: (hash) => placeOf(model, hash),
    write: (next) => hashOf(model, next),
  });
  const { text, state, hidden, base } = place;
  const columns = useMemo(() => [...model.columns.keys()].filter((at) => !hidden.includes(at)), [model, hidden]);
  const texts = useMemo(
    () => new Map(model.sections.flatMap(({ title, rows }) => rows.map((row) => [row.key, textOf(row, title)] as const))),
    [model],
  );
  const sections = useMemo(() => {
    const words = text.toLowerCase().split(/\s+/u).filter(Boolean);
    const shownRow = (row: CompareRow): ShownRow => {
      const over = stateOver(columns.flatMap((at) => row.cells[at] ?? []));
      const found = texts.get(row.key) ?? '';
      return {
        row,
        state: over,
        standings: standings(row, columns, base),
        isMatching: (state === '' || state === over) && words.every((word) => found.includes(word)),
      };
    };
    return model.sections.map((section) => ({ section, rows: section.rows.map(shownRow) }));
  }, [model, columns, base, state, text, texts]);
  return {
    ...life,
    model,
    place,
    columns,
    sections,
    isFiltering: text !== '' || state !== '',
    hashOfCell: (row, column) => hashOf(model, { ...place, row, column }),
    show: (row, column) => go({ ...place, row, column }, place.row === undefined),
    select: (change) => go({ ...place, ...change }, false),
  };
};
