import { useState } from 'preact/hooks';

import type { CompareRow } from '../compare-model.ts';
import { byDifference } from './by-difference.ts';
import { Cell } from './cell.tsx';
import { type ShownRow, type ShownSection, useComparison } from './compare-state.ts';
import { moveInGrid } from './move-in-grid.ts';
import { stateWords } from './state-words.ts';

/** By the number of columns, how wide a table has to be; narrower ones become cards. */
const widthOf = (columns: number): string => (columns <= 3 ? 'few' : columns <= 5 ? 'some' : columns <= 8 ? 'many' : 'very-many');

/** Most reasons that a row head has; the panel has all. */
const mostReasons = 2;

/** Why some targets are not known, each reason once. */
const reasonsOf = (row: CompareRow, columns: readonly number[]): readonly string[] => {
  const all = [...new Set(columns.flatMap((at) => row.cells[at]?.why ?? []))];
  const left = all.length - mostReasons;
  return left > 0 ? [...all.slice(0, mostReasons), `${left} more reason${left === 1 ? '' : 's'}`] : all;
};

const RowHead = ({ shown: { row, state } }: { readonly shown: ShownRow }) => {
  const { isLive, isStatic, show, hashOfCell, place, columns } = useComparison();
  const { kind, key, id, title, note } = row;
  // Without a script every cell has its own.
  const reasons = isStatic ? [] : reasonsOf(row, columns);
  const unknown = reasons.length > 0 ? reasons : state === 'partly' ? [stateWords.partly] : [];
  const words =
    kind === 'requirement' ? (
      <>
        <span class="id">{id}</span> {title}
      </>
    ) : (
      title
    );
  return (
    <th scope="row">
      {isLive ? (
        <a
          class="row-link"
          href={hashOfCell(key)}
          aria-current={place.row === key ? 'true' : undefined}
          onClick={(event) => {
            if (event.ctrlKey || event.metaKey || event.shiftKey) return;
            event.preventDefault();
            show(key);
          }}
        >
          {words}
        </a>
      ) : (
        words
      )}
      <small>
        {kind === 'check' || kind === 'fact' ? <code>{id}</code> : null}
        {` ${note}`}
        {unknown.length === 0 ? null : (
          <span class={reasons.length > 0 ? 'reasons' : ''}>{`${note === '' ? '' : ', '}${unknown.join('; ')}`}</span>
        )}
      </small>
    </th>
  );
};

/** A row of the table; where all have the same, one cell says it. */
const Row = ({ shown }: { readonly shown: ShownRow }) => {
  const { columns } = useComparison();
  const { row, state, standings } = shown;
  const [first] = columns;
  const isOne = state === 'same' && first !== undefined && columns.length > 1 && row.cells[first]?.key !== undefined;
  return (
    <tr data-state={state} data-key={row.key} class={state}>
      <RowHead shown={shown} />
      {isOne ? (
        <Cell row={row} column={first} standing="like" span={columns.length} />
      ) : (
        columns.map((column) => <Cell key={column} row={row} column={column} standing={standings.get(column) ?? 'unknown'} />)
      )}
    </tr>
  );
};

/** How many rows of each state a fold holds. */
const foldWords = (rows: readonly ShownRow[]): string =>
  (['partly', 'same', 'open'] as const)
    .map((state) => ({ state, count: rows.filter((row) => row.state === state).length }))
    .filter(({ count }) => count > 0)
    .map(({ state, count }) => `${count} ${stateWords[state]}`)
    .join(', ');

const Section = ({ shown: { section, rows } }: { readonly shown: ShownSection }) => {
  const { columns, isFiltering, isStatic } = useComparison();
  const [isOpen, setOpen] = useState(false);
  const matching = rows.filter(({ isMatching }) => isMatching);
  if (matching.length === 0) return null;
  const isWhole = isFiltering || isStatic;
  const open = isWhole ? matching : matching.filter(({ state }) => !section.folded.includes(state));
  const folded = isWhole ? [] : matching.filter(({ state }) => section.folded.includes(state));
  const fold =
    folded.length === 0 ? null : (
      <button type="button" class="plain" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <span aria-hidden="true">{isOpen ? '▾' : '▸'}</span> {foldWords(folded)}
      </button>
    );
  return (
    <tbody id={section.id}>
      <tr class={open.length === 0 ? 'section folded' : 'section'}>
        <th scope="rowgroup" colSpan={columns.length + 1}>
          {section.title} {open.length === 0 ? fold : null}
        </th>
      </tr>
      {open.map((row) => (
        <Row key={row.row.key} shown={row} />
      ))}
      {fold === null || open.length === 0 ? null : (
        <tr class="fold-row">
          <td colSpan={columns.length + 1}>{fold}</td>
        </tr>
      )}
      {isOpen ? folded.map((row) => <Row key={row.row.key} shown={row} />) : null}
    </tbody>
  );
};

/** All rows by subject, with a head that stays in sight. */
export const Table = () => {
  const { model, columns, sections, place, select } = useComparison();
  const isNone = sections.every(({ rows }) => rows.every(({ isMatching }) => !isMatching));
  return (
    <section id="rows" aria-label="Rows" tabIndex={-1}>
      {isNone ? <p class="quiet">No row matches.</p> : null}
      <table class={`matrix ${widthOf(columns.length)}`} onKeyDown={moveInGrid}>
        <thead>
          <tr>
            <th scope="col">
              <span class="unseen">Row</span>
            </th>
            {columns.map((at) => {
              const isBase = place.base === at;
              return (
                <th scope="col" key={at} class={isBase ? 'base' : ''}>
                  <span class="label">{model.columns[at]?.label}</span>
                  <button
                    type="button"
                    class="plain make-base"
                    aria-pressed={isBase}
                    onClick={() => select({ base: isBase ? undefined : at })}
                  >
                    {isBase ? 'base ✕' : 'make base'}
                    <span class="unseen">: {model.columns[at]?.label}</span>
                  </button>
                </th>
              );
            })}
          </tr>
        </thead>
        {byDifference(sections).map((one) => (
          <Section key={one.section.id} shown={one} />
        ))}
      </table>
    </section>
  );
};
