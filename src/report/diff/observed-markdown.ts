import { isBreaking, type ObservedChange } from '../../model/observed-changes.ts';
import { codeText, tableRow } from '../markdown.ts';

const head = ['operation', 'what', 'where', 'before', 'now'];

const table = (changes: readonly ObservedChange[]): readonly string[] => [
  tableRow(head),
  tableRow(head.map(() => '---')),
  ...changes.map(({ operation, kind, where, before, after }) =>
    tableRow([codeText(operation), kind, codeText(where), codeText(before), codeText(after)]),
  ),
  '',
];

const part = (title: string, changes: readonly ObservedChange[]): readonly string[] =>
  changes.length === 0 ? [] : [`## ${title} (${changes.length})`, '', ...table(changes)];

/** What changed between what two runs have seen, as Markdown. */
export const observedMarkdown = (changes: readonly ObservedChange[], compared: number): string => {
  const breaking = changes.filter(isBreaking);
  const verdict = breaking.length > 0 ? 'what clients rely on has changed' : changes.length > 0 ? 'additions and drift' : 'no change';
  return [
    `# assay diff: ${verdict}`,
    '',
    `${compared} ${compared === 1 ? 'operation' : 'operations'} compared.`,
    '',
    ...part('May break clients', breaking),
    ...part(
      'Additions and drift',
      changes.filter((change) => !isBreaking(change)),
    ),
  ].join('\n');
};
