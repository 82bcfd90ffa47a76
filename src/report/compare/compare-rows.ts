import type { Column, OutcomeCell, RowState } from '../../policy/compare/comparison.ts';
import type { FactRow } from '../../policy/compare/fact-rows.ts';
import type { OutcomeRow } from '../../policy/compare/outcome-rows.ts';
import { visible } from '../foreign-text.ts';
import { signOf } from '../html/case-view.ts';
import { markup, type Markup } from '../html/markup.ts';
import { alikeText, gotText, outcomeWord, ownValues, valueText } from './cell-words.ts';
import type { CompareInput } from './compare-input.ts';

/** Values of one fact that a cell shows; the evidence has all. */
const cellValues = 6;

const stateWords: Readonly<Record<RowState, string>> = {
  differs: 'differs',
  partly: 'told by some only',
  same: '',
  open: 'told by none',
};

/** Anchor of what a cell rests on. */
export const anchorOf = (kind: OutcomeRow['kind'] | 'fact', row: number, column: number): string => `${kind}-${row}-${column}`;

const outcomeCell = (cell: OutcomeCell, label: string, anchor: string): Markup => {
  const { outcome } = cell;
  if (outcome === 'absent') return markup`<td data-label="${visible(label)}"><span class="none">${outcomeWord(cell)}</span></td>`;
  const sign = markup`<span class="sign ${outcome}" aria-hidden="true">${signOf(outcome)}</span>`;
  const got = gotText(cell);
  const note = got === '' ? '' : markup`<small class="state">${got}</small>`;
  return markup`<td data-label="${visible(label)}">${sign} <a href="#${anchor}">${outcomeWord(cell)}</a>${note}</td>`;
};

const factCell = (row: FactRow, column: number, label: string, anchor: string): Markup => {
  if (row.cells[column]?.values.length === 0) return markup`<td data-label="${visible(label)}"><span class="none">not observed</span></td>`;
  const { own, alike } = ownValues(row, column);
  const items = own.slice(0, cellValues).map(({ value }) => markup`<li><code>${valueText(value)}</code></li>`);
  const rest = [own.length > cellValues ? `and ${own.length - cellValues} more` : '', alikeText(alike)].filter((text) => text !== '');
  const more = rest.map((text) => markup`<li><small>${text}</small></li>`);
  return markup`<td data-label="${visible(label)}"><a href="#${anchor}" aria-label="${`evidence of ${label}`}"><ul>${items}${more}</ul></a></td>`;
};

const heads = (first: string, columns: readonly Column[]): Markup =>
  markup`<thead><tr><th scope="col">${first}</th>${columns.map(({ label }) => markup`<th scope="col">${label}</th>`)}</tr></thead>`;

/** What a row is about, in small letters: level, area, place, and whether it differs. */
const rowNote = (...parts: readonly (string | undefined)[]): Markup =>
  markup`<small class="state">${parts.filter((part) => part !== undefined && part !== '').join(', ')}</small>`;

const table = (name: string, head: Markup, rows: readonly Markup[]): Markup =>
  rows.length === 0
    ? markup`<p>None.</p>`
    : markup`<div class="wide" role="region" aria-label="${name}" tabindex="0"><table class="compare">${head}<tbody>${rows}</tbody></table></div>\n`;

/** Promises or checks: a row each, a cell a target. */
export const outcomeTable = ({ comparison: { outcomes, columns, isShared }, checks }: CompareInput): Markup => {
  const rows = outcomes.map(({ kind, id, title, level, area, state, cells }, at) => {
    const said = isShared ? title : (checks.get(id)?.title ?? title);
    const name = isShared ? markup`<span class="id">${id}</span> ${said}` : markup`${said} <code>${id}</code>`;
    const tds = cells.map((cell, column) => outcomeCell(cell, columns[column]?.label ?? '', anchorOf(kind, at, column)));
    return markup`<tr data-state="${state}" class="${state}"><th scope="row">${name}${rowNote(level, area, stateWords[state])}</th>${tds}</tr>\n`;
  });
  return table(isShared ? 'Promises' : 'Checks', heads(isShared ? 'Promise' : 'Check', columns), rows);
};

/** Facts: a row each, a cell a target. */
export const factTable = ({ comparison: { facts: rows, columns }, facts: words }: CompareInput): Markup => {
  const trs = rows.map((row, at) => {
    const { kind, fact, at: place, state, cells } = row;
    const tds = cells.map((_, column) => factCell(row, column, columns[column]?.label ?? '', anchorOf(kind, at, column)));
    return markup`<tr data-state="${state}" class="${state}"><th scope="row"><code>${fact}</code>${rowNote(place, stateWords[state])}<small class="state">${words[fact] ?? ''}</small></th>${tds}</tr>\n`;
  });
  return table('Facts', heads('Fact', columns), trs);
};
