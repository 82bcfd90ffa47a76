import { type BehaviourRow, behaviourGroups } from '../../policy/compare/behaviour/behaviour-row.ts';
import type { Column, OutcomeCell, RowState } from '../../policy/compare/comparison.ts';
import type { FactRow } from '../../policy/compare/fact-rows.ts';
import type { OutcomeRow } from '../../policy/compare/outcome-rows.ts';
import { shortened, visible } from '../foreign-text.ts';
import { signOf } from '../outcome-sign.ts';
import { markup, type Markup } from '../html/markup.ts';
import { alikeText, gotText, outcomeWord, ownValues, valueText } from './cell-words.ts';
import type { CompareInput } from './compare-input.ts';

/** Most values of one fact that a cell shows; the evidence has all. */
const cellValues = 6;

/** Most values of behaviour that a cell shows: members of a body are many and short. */
const cellBehaviour = 12;

/** Longest value of behaviour in a cell. */
const cellCharacters = 120;

const stateWords: Readonly<Record<RowState, string>> = {
  differs: 'differs',
  partly: 'known only for some targets',
  same: '',
  open: 'known for no target',
};

/** Anchor of the evidence of a cell. */
export const anchorOf = (kind: OutcomeRow['kind'] | 'behaviour' | 'fact', row: number, column: number): string =>
  `${kind}-${row}-${column}`;

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

const behaviourCell = (row: BehaviourRow, column: number, label: string, anchor: string): Markup => {
  const cell = row.cells[column];
  if (cell === undefined || cell.values.length === 0)
    return markup`<td data-label="${visible(label)}"><span class="none">${cell?.why ?? ''}</span></td>`;
  // Values that other columns do not have come first, as there may be no room for the rest.
  const { own } = ownValues(row, column);
  const sorted = [...own, ...cell.values.filter((value) => !own.includes(value))];
  const items = sorted.slice(0, cellBehaviour).map((seen) => {
    const value = shortened(seen.value, cellCharacters);
    return own.includes(seen) ? markup`<li>${value}</li>` : markup`<li class="alike">${value}</li>`;
  });
  const rest = [
    sorted.length > cellBehaviour ? `and ${sorted.length - cellBehaviour} more` : '',
    cell.isOpen === true ? 'and others, too many to compare' : '',
  ].filter((text) => text !== '');
  const more = rest.map((text) => markup`<li><small>${text}</small></li>`);
  return markup`<td data-label="${visible(label)}"><a href="#${anchor}" aria-label="${`evidence of ${label}`}"><ul>${items}${more}</ul></a></td>`;
};

const heads = (first: string, columns: readonly Column[]): Markup =>
  markup`<thead><tr><th scope="col">${first}</th>${columns.map(({ label }) => markup`<th scope="col">${label}</th>`)}</tr></thead>`;

/** What a row is about, in small print: level, area, location, and whether it differs. */
const rowNote = (...parts: readonly (string | undefined)[]): Markup =>
  markup`<small class="state">${parts.filter((part) => part !== undefined && part !== '').join(', ')}</small>`;

type Row = { readonly state: RowState; readonly markup: Markup };

const tableOf = (name: string, head: Markup, rows: readonly Row[]): Markup =>
  markup`<div class="wide" role="region" aria-label="${name}" tabindex="0"><table class="compare">${head}<tbody>${rows.map((row) => row.markup)}</tbody></table></div>\n`;

const foldWords: Readonly<Record<RowState, string>> = {
  differs: 'differ',
  partly: 'known only for some of the targets',
  same: 'the same everywhere',
  open: 'known for no target',
};

const foldOf = (name: string, head: Markup, rows: readonly Row[], state: RowState): Markup | string => {
  const folded = rows.filter((row) => row.state === state);
  if (folded.length === 0) return '';
  const summary = `${folded.length} ${foldWords[state]}`;
  return markup`<details class="fold"><summary>${summary}</summary>${tableOf(`${name}, ${summary}`, head, folded)}</details>\n`;
};

/** A table of rows; those of the given states are folded below it, one fold for each state. */
const table = (name: string, head: Markup, rows: readonly Row[], folded: readonly RowState[]): Markup => {
  if (rows.length === 0) return markup`<p>None.</p>`;
  const open = rows.filter(({ state }) => !folded.includes(state));
  const shown = open.length === 0 ? markup`<p>No difference.</p>` : tableOf(name, head, open);
  return markup`${shown}${folded.map((state) => foldOf(name, head, rows, state))}`;
};

const unanimous = ['same', 'open'] as const satisfies readonly RowState[];

/** Different contracts have different requirements, so a row that is known only for some targets is nothing unusual then. */
const foldedOf = (isShared: boolean): readonly RowState[] => (isShared ? unanimous : ['partly', ...unanimous]);

/** What the targets do in the same situations: a row for each situation, a cell for each target. */
export const behaviourTable = ({ comparison: { behaviour, columns } }: CompareInput): Markup => {
  const rows = behaviour.map((row, at): Row => {
    const { kind, id, group, title, state, cells } = row;
    const tds = cells.map((_, column) => behaviourCell(row, column, columns[column]?.label ?? '', anchorOf(kind, at, column)));
    return {
      state,
      markup: markup`<tr data-state="${state}" data-words="${id}" class="${state}"><th scope="row">${title}${rowNote(behaviourGroups[group], stateWords[state])}</th>${tds}</tr>\n`,
    };
  });
  return table('Behaviour', heads('Situation', columns), rows, unanimous);
};

/** Requirements or checks: a row for each, a cell for each target. */
export const outcomeTable = ({ comparison: { outcomes, columns, isShared }, checks }: CompareInput): Markup => {
  const rows = outcomes.map(({ kind, id, title, level, area, state, cells }, at): Row => {
    const sentence = isShared ? title : (checks.get(id)?.title ?? title);
    const name = isShared ? markup`<span class="id">${id}</span> ${sentence}` : markup`${sentence} <code>${id}</code>`;
    const tds = cells.map((cell, column) => outcomeCell(cell, columns[column]?.label ?? '', anchorOf(kind, at, column)));
    return {
      state,
      markup: markup`<tr data-state="${state}" class="${state}"><th scope="row">${name}${rowNote(level, area, stateWords[state])}</th>${tds}</tr>\n`,
    };
  });
  return table(isShared ? 'Requirements' : 'Checks', heads(isShared ? 'Requirement' : 'Check', columns), rows, foldedOf(isShared));
};

/** Facts: a row for each, a cell for each target. */
export const factTable = ({ comparison: { facts: rows, columns, isShared }, facts: words }: CompareInput): Markup => {
  const trs = rows.map((row, at): Row => {
    const { kind, fact, at: location, state, cells } = row;
    const tds = cells.map((_, column) => factCell(row, column, columns[column]?.label ?? '', anchorOf(kind, at, column)));
    return {
      state,
      markup: markup`<tr data-state="${state}" class="${state}"><th scope="row"><code>${fact}</code>${rowNote(location, stateWords[state])}<small class="state">${words[fact] ?? ''}</small></th>${tds}</tr>\n`,
    };
  });
  return table('Facts', heads('Fact', columns), trs, foldedOf(isShared));
};
