import { Sign } from '../../view/outcome.tsx';
import type { CompareCell, CompareRow } from '../compare-model.ts';
import { type CellStanding, type OwnLines, ownLines } from '../row-standing.ts';
import { useComparison } from './compare-state.ts';

/** Most lines of a cell; the panel has all. */
const mostLines = 4;

/** What a cell says: its values without those that all have, a failure with what it got, or why nothing is known. */
const CellWords = ({
  cell,
  cells,
  isWhole,
}: {
  readonly cell: CompareCell;
  readonly cells: readonly CompareCell[];
  readonly isWhole: boolean;
}) => {
  const { own, alike }: OwnLines = isWhole ? { own: cell.lines, alike: 0 } : ownLines(cell, cells);
  const shown = own.slice(0, mostLines);
  const left = own.length - shown.length;
  const rest = [...(left > 0 ? [`and ${left} more`] : []), ...(alike > 0 ? [`and ${alike} that all have`] : [])];
  return (
    <>
      {cell.outcome === undefined ? null : (
        <>
          <Sign outcome={cell.outcome} />{' '}
        </>
      )}
      {shown.map((line, at) => (
        <span class="line" key={at}>
          {line}
        </span>
      ))}
      {rest.map((words) => (
        <small key={words}>{words}</small>
      ))}
      {cell.note === undefined ? null : <small>{cell.note}</small>}
      {cell.why === undefined ? null : <small class="why">{cell.why}</small>}
    </>
  );
};

type CellProps = {
  readonly row: CompareRow;
  readonly column: number;
  readonly standing: CellStanding;
  /** Columns that it stands for, where all have the same. */
  readonly span?: number;
};

/** A cell of the table. It opens in the panel; without a script it leads to the page of its run. */
export const Cell = ({ row, column, standing, span }: CellProps) => {
  const { model, columns, isLive, show, hashOfCell, place } = useComparison();
  const cell = row.cells[column];
  const label = model.columns[column]?.label ?? '';
  if (cell === undefined) return null;
  const isShared = span !== undefined;
  // What failed is no difference to what most do; its sign says it.
  const isFailure = standing === 'other' && place.base === undefined && (row.kind === 'requirement' || row.kind === 'check');
  const isMarked = standing === 'other' && !isFailure && !isShared;
  const words = <CellWords cell={cell} cells={columns.flatMap((at) => row.cells[at] ?? [])} isWhole={isShared} />;
  const page = cell.bases.find((basis) => basis.case?.href !== undefined)?.case?.href;
  const isOpen = place.row === row.key && place.column === column;
  const content = isLive ? (
    <a
      class="cell-link"
      href={hashOfCell(row.key, column)}
      tabIndex={-1}
      aria-current={isOpen ? 'true' : undefined}
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        show(row.key, column);
      }}
    >
      {words}
    </a>
  ) : page === undefined ? (
    words
  ) : (
    <a class="cell-link" href={page}>
      {words}
    </a>
  );
  return (
    <td
      class={`${isShared ? 'shared' : isFailure ? 'failed' : standing}${place.base === column ? ' base' : ''}${cell.standing === 'unknown' ? ' nothing' : ''}`}
      colSpan={span}
    >
      <span class="of">{isShared ? 'everywhere' : label}</span>
      {isMarked ? (
        <span class="mark">
          <span aria-hidden="true">≠</span>
          <span class="unseen">{place.base === undefined ? 'other than most: ' : `other than ${model.columns[place.base]?.label}: `}</span>
        </span>
      ) : null}
      {content}
    </td>
  );
};
