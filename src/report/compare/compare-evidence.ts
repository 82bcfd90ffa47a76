import type { BehaviourRow } from '../../policy/compare/behaviour/behaviour-row.ts';
import type { CellCase } from '../../policy/compare/comparison.ts';
import type { FactRow } from '../../policy/compare/fact-rows.ts';
import type { OutcomeRow } from '../../policy/compare/outcome-rows.ts';
import { shortened, visible } from '../foreign-text.ts';
import { signOf } from '../outcome-sign.ts';
import { markup, type Markup } from '../html/markup.ts';
import { caseWords, valueText } from './cell-words.ts';
import type { CompareInput } from './compare-input.ts';
import { anchorOf } from './compare-rows.ts';

/** Longest piece of a finding or a value. */
const pieceCharacters = 2000;

/** Most cases or locations shown for one cell. */
const mostOfCell = 20;

const caseHref = ({ pages, comparison }: CompareInput, column: number, id: string): string | undefined => {
  const page = pages[column];
  const target = comparison.columns[column]?.target.target;
  return page === undefined || target === undefined ? undefined : `${page}#${encodeURIComponent(visible(`case:${target}:${id}`))}`;
};

const caseLink = (input: CompareInput, column: number, id: string): Markup => {
  const href = caseHref(input, column, id);
  return href === undefined ? markup`<code>${id}</code>` : markup`<a href="${href}"><code>${id}</code></a>`;
};

const rest = (count: number): Markup | string => (count > mostOfCell ? markup`<p class="note">and ${count - mostOfCell} more</p>` : '');

const caseView = (input: CompareInput, column: number, one: CellCase): Markup => {
  const { requirement, promise, source, level, verdict } = one;
  const sign = markup`<span class="sign ${verdict.kind}" aria-hidden="true">${signOf(verdict.kind)}</span>`;
  const words = caseWords(one).map(([label, text]) => markup`<dt>${label}</dt><dd>${shortened(text, pieceCharacters)}</dd>`);
  return markup`<div><p>${sign} ${verdict.kind}: <span class="id">${requirement}</span> ${promise} <span class="meta">${level}${source === '' ? '' : `, ${source}`}</span></p>
<dl>${words}<dt>case</dt><dd>${caseLink(input, column, one.case)}</dd></dl></div>\n`;
};

const side = (label: string, anchor: string, content: Markup): Markup =>
  markup`<section class="side" id="${anchor}" tabindex="-1" aria-label="${label}"><h4>${label}</h4>${content}</section>\n`;

const outcomeEvidence = (input: CompareInput, { kind, id, title, cells }: OutcomeRow, row: number): Markup => {
  const { columns, isShared } = input.comparison;
  const words = input.checks.get(id);
  const sides = cells.map((cell, column) => {
    if (cell.outcome === 'absent') return '';
    // Failures come first: they explain the cell.
    const cases = cell.cases.toSorted((a, b) => Number(b.verdict.kind === 'fail') - Number(a.verdict.kind === 'fail'));
    const views = cases.slice(0, mostOfCell).map((one) => caseView(input, column, one));
    return side(columns[column]?.label ?? '', anchorOf(kind, row, column), markup`${views}${rest(cases.length)}`);
  });
  const why = isShared || words === undefined ? '' : markup`<p class="note">${words.why}</p>`;
  return markup`<section class="basis"><h3>${id}: ${isShared ? title : (words?.title ?? title)}</h3>${why}${sides}</section>\n`;
};

const factEvidence = (input: CompareInput, { kind, fact, at, cells }: FactRow, row: number): Markup => {
  const sides = cells.map((cell, column) => {
    if (cell.values.length === 0) return '';
    const values = cell.values.slice(0, mostOfCell).map(({ value, places }) => {
      const locations = places
        .slice(0, mostOfCell)
        .map(
          (location) =>
            markup`<dt>at</dt><dd>${location.at}: <span class="id">${location.requirement}</span> ${location.promise} ${caseLink(input, column, location.case)}</dd>`,
        );
      return markup`<div><p><code>${valueText(value, pieceCharacters)}</code></p><dl>${locations}</dl>${rest(places.length)}</div>\n`;
    });
    return side(input.comparison.columns[column]?.label ?? '', anchorOf(kind, row, column), markup`${values}${rest(cell.values.length)}`);
  });
  const words = input.facts[fact];
  return markup`<section class="basis"><h3>${fact}${at === undefined ? '' : ` at ${at}`}</h3>${words === undefined ? '' : markup`<p class="note">${words}</p>`}${sides}</section>\n`;
};

const behaviourEvidence = (input: CompareInput, { kind, id, title, cells }: BehaviourRow, row: number): Markup => {
  const sides = cells.map((cell, column) => {
    if (cell.values.length === 0) return '';
    const values = cell.values.map(({ value, operations, shown }) => {
      const by =
        shown === undefined
          ? ''
          : markup`<dt>shown by</dt><dd><code>${shown.exchange}</code> <code>${shortened(shown.sent, pieceCharacters)}</code></dd>`;
      return markup`<div><p>${shortened(value, pieceCharacters)}</p><dl><dt>at</dt><dd>${operations.join(', ')}</dd>${by}</dl></div>\n`;
    });
    return side(input.comparison.columns[column]?.label ?? '', anchorOf(kind, row, column), markup`${values}`);
  });
  return markup`<section class="basis"><h3>${title}</h3> <code>${id}</code>${sides}</section>\n`;
};

/** What every cell rests on: the requirement in words with the finding, reason or value; for behaviour an exchange that shows it. */
export const evidenceSections = (input: CompareInput): Markup => {
  const { behaviour, outcomes, facts } = input.comparison;
  return markup`${behaviour.map((row, at) => behaviourEvidence(input, row, at))}${outcomes.map((row, at) => outcomeEvidence(input, row, at))}${facts.map((row, at) => factEvidence(input, row, at))}`;
};
