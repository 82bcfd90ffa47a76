import type { BehaviourCell, BehaviourRow } from '../../policy/compare/behaviour/behaviour-row.ts';
import type { OutcomeRow } from '../../policy/compare/outcome-rows.ts';
import { shortened } from '../foreign-text.ts';
import { codeText, plainText, tableRow } from '../markdown.ts';
import type { FactRow } from '../../policy/compare/fact-rows.ts';
import { alikeText, countedRows, gotText, outcomeWord, ownValues, valueText } from './cell-words.ts';
import type { CompareInput } from './compare-input.ts';

/** Longest value of behaviour. */
const mostCharacters = 120;

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

const behaviourCell = (cell: BehaviourCell | undefined): string => {
  if (cell === undefined || cell.values.length === 0) return plainText(cell?.why ?? '');
  const values = cell.values.map(({ value }) => plainText(shortened(value, mostCharacters)));
  return [...values, ...(cell.isOpen === true ? ['and others'] : [])].join('<br>');
};

/** A row with the same result everywhere, in one line. */
const alikeLine = ({ title, cells }: BehaviourRow): string =>
  `- ${plainText(title)}: ${(cells[0]?.values ?? []).map(({ value }) => plainText(shortened(value, mostCharacters))).join(', ')}`;

const behaviourLines = (rows: readonly BehaviourRow[], heads: readonly string[]): readonly string[] => {
  if (rows.length === 0) return [];
  const shown = rows.filter(({ state }) => state === 'differs' || state === 'partly');
  const same = rows.filter(({ state }) => state === 'same');
  return [
    '## Behaviour',
    '',
    ...table(
      ['situation', ...heads],
      shown.map((row) => [plainText(row.title), ...row.cells.map(behaviourCell)]),
    ),
    '',
    ...(same.length === 0 ? [] : ['The same everywhere:', '', ...same.map(alikeLine), '']),
  ];
};

/**
 * The differences between targets as Markdown. Requirements, checks and facts with the same result everywhere, or with a result for only
 * some targets, are counted here and shown on the page.
 */
export const compareMarkdown = ({ comparison, checks, facts }: CompareInput): string => {
  const { columns, isShared, notes } = comparison;
  const heads = columns.map(({ label }) => plainText(label));
  const named = ({ id, title }: OutcomeRow): string =>
    `${plainText(id)}: ${plainText(isShared ? title : (checks.get(id)?.title ?? title))}`;
  const outcomes = comparison.outcomes.filter(({ state }) => state === 'differs');
  const differing = comparison.facts.filter(({ state }) => state === 'differs');
  const behaviour = behaviourLines(comparison.behaviour, heads);
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
    ...(isShared ? [] : behaviour),
    `## ${isShared ? 'Requirements' : 'Checks'}`,
    '',
    ...table(
      [isShared ? 'requirement' : 'check', ...heads],
      outcomes.map((row) => [named(row), ...row.cells.map(outcomeCell)]),
    ),
    '',
    ...(isShared ? behaviour : []),
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
