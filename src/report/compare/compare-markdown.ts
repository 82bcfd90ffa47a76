import type { OutcomeRow } from '../../policy/compare/outcome-rows.ts';
import { codeText, plainText, tableRow } from '../markdown.ts';
import type { FactRow } from '../../policy/compare/fact-rows.ts';
import { alikeText, countedRows, gotText, outcomeWord, ownValues, valueText } from './cell-words.ts';
import type { CompareInput } from './compare-input.ts';

const table = (head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] =>
  rows.length === 0 ? ['No difference.'] : [tableRow(head), tableRow(head.map(() => '---')), ...rows.map(tableRow)];

const outcomeCell = (cell: OutcomeRow['cells'][number]): string => {
  const got = gotText(cell);
  return got === '' ? outcomeWord(cell) : `${outcomeWord(cell)}: ${codeText(got)}`;
};

const factCell = (row: FactRow, column: number): string => {
  if (row.cells[column]?.values.length === 0) return 'not observed';
  const { own, alike } = ownValues(row, column);
  return [...own.map(({ value }) => codeText(valueText(value))), ...(alike === 0 ? [] : [alikeText(alike)])].join('<br>');
};

/** The differences between targets as Markdown. What all say alike, or only some tell, is counted and stands on the page. */
export const compareMarkdown = ({ comparison, checks, facts }: CompareInput): string => {
  const { columns, isShared, notes } = comparison;
  const heads = columns.map(({ label }) => plainText(label));
  const named = ({ id, title }: OutcomeRow): string =>
    `${plainText(id)}: ${plainText(isShared ? title : (checks.get(id)?.title ?? title))}`;
  const outcomes = comparison.outcomes.filter(({ state }) => state === 'differs');
  const differing = comparison.facts.filter(({ state }) => state === 'differs');
  const lines = [
    `# assay compare: ${heads.join(', ')}`,
    '',
    ...columns.map(
      ({ label, run, target }) =>
        `- ${plainText(label)}: ${plainText(target.contract)} at ${plainText(target.baseUrl)}, run ${plainText(run)}`,
    ),
    '',
    ...notes.flatMap((note) => [`> ${plainText(note)}`, '']),
    countedRows(comparison),
    '',
    `## ${isShared ? 'Promises' : 'Checks'}`,
    '',
    ...table(
      [isShared ? 'promise' : 'check', ...heads],
      outcomes.map((row) => [named(row), ...row.cells.map(outcomeCell)]),
    ),
    '',
    '## Facts',
    '',
    ...table(
      ['fact', ...(isShared ? ['at'] : []), ...heads],
      differing.map((row) => [
        `${codeText(row.fact)} ${plainText(facts[row.fact] ?? '')}`,
        ...(row.at === undefined ? [] : [codeText(row.at)]),
        ...row.cells.map((_, column) => factCell(row, column)),
      ]),
    ),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
};
