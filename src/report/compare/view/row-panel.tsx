import { useEffect, useState } from 'preact/hooks';

import { PanelFrame } from '../../view/panel-frame.tsx';
import type { CompareRow, CompareSection } from '../compare-model.ts';
import { byDifference } from './by-difference.ts';
import { useComparison } from './compare-state.ts';
import { Sides } from './sides.tsx';
import { stateWords } from './state-words.ts';

type Chosen = { readonly left: number | undefined; readonly right: number | undefined };

/** The two columns that say most: the base or one that differs, and the one that was opened. */
const chosenOf = (row: CompareRow, columns: readonly number[], base: number | undefined, opened: number | undefined): Chosen => {
  const known = columns.filter((at) => row.cells[at]?.standing !== 'unknown');
  const keyOf = (at: number | undefined): string | undefined => (at === undefined ? undefined : row.cells[at]?.key);
  const otherThan = (one: number | undefined): number | undefined =>
    known.find((at) => at !== one && keyOf(at) !== keyOf(one)) ?? columns.find((at) => at !== one);
  if (base !== undefined) return { left: base, right: opened !== undefined && opened !== base ? opened : otherThan(base) };
  if (opened === undefined) return { left: known[0] ?? columns[0], right: otherThan(known[0] ?? columns[0]) };
  const other = otherThan(opened);
  // The columns keep the order of the table.
  return other === undefined || opened < other ? { left: opened, right: other } : { left: other, right: opened };
};

const Content = ({ row, section }: { readonly row: CompareRow; readonly section: CompareSection }) => {
  const { model, columns, place } = useComparison();
  const first = chosenOf(row, columns, place.base, place.column);
  const [chosen, choose] = useState(first);
  useEffect(() => choose(first), [place.column, place.base, columns]);
  const { kind, id, title, note, why, state } = row;
  return (
    <>
      <p class="eyebrow">
        <span>{section.title}</span>
        <span class="id">{id}</span>
        {note === '' ? null : <span>{note}</span>}
        <span>{state === 'partly' || state === 'open' ? stateWords[state] : ''}</span>
      </p>
      <h2 id="panel-title" tabIndex={-1}>
        {title}
      </h2>
      {why === undefined || kind === 'requirement' ? null : <p>{why}</p>}
      <ul class="values" aria-label="All targets">
        {columns.map((at) => {
          const cell = row.cells[at];
          const isChosen = at === chosen.left || at === chosen.right;
          return cell === undefined ? null : (
            <li key={at}>
              <button
                type="button"
                class="plain"
                aria-pressed={isChosen}
                onClick={() => choose(at === chosen.left ? chosen : { left: chosen.left, right: at })}
              >
                <strong>{model.columns[at]?.label}</strong>{' '}
                <span class={cell.standing === 'unknown' ? 'nothing' : ''}>{cell.why ?? cell.lines.join(', ')}</span>{' '}
                {cell.note === undefined ? null : <small>{cell.note}</small>}
              </button>
            </li>
          );
        })}
      </ul>
      <Sides row={row} left={chosen.left} right={chosen.right} choose={choose} />
    </>
  );
};

/** The side panel with a row: what every target does, and two of them side by side. From a row one goes to those before and after it. */
export const RowPanel = ({ isModal }: { readonly isModal: boolean }) => {
  const { sections, place, show, isFiltering } = useComparison();
  const rows = byDifference(sections).flatMap(({ section, rows: all }) =>
    all
      .filter(({ isMatching, state, row }) => row.key === place.row || (isMatching && (isFiltering || !section.folded.includes(state))))
      .map(({ row }) => ({ row, section })),
  );
  const at = rows.findIndex(({ row }) => row.key === place.row);
  const shown = rows[at];
  const [before, after] = [rows[at - 1], rows[at + 1]];
  return (
    <PanelFrame
      place={shown === undefined ? undefined : shown.row.key}
      isModal={isModal}
      steps={{
        before: before === undefined ? undefined : () => show(before.row.key, place.column),
        after: after === undefined ? undefined : () => show(after.row.key, place.column),
        words: `${at + 1} of ${rows.length}`,
      }}
      close={() => show(undefined)}
    >
      {shown === undefined ? null : <Content key={shown.row.key} row={shown.row} section={shown.section} />}
    </PanelFrame>
  );
};
