import type { ChangeVerdict } from '../../contract/compare/change.ts';
import { codeText, plainText } from '../markdown.ts';
import type { ChangedPlace, DocumentsDiff, PlacedChange } from './documents-schema.ts';

/** Most compatible changes that are printed; `--json` has all. */
const mostCompatible = 100;

/** Problems that are printed. */
const mostProblems = 6;

const placeText = ({ file, line, column, pointer }: ChangedPlace): string => `${plainText(file)}:${line}:${column} ${codeText(pointer)}`;

const operationsText = ([first, ...others]: readonly string[]): string => {
  if (first === undefined) return 'The document';
  return `${codeText(first)}${others.length === 0 ? '' : ` and ${others.length} more`}`;
};

/** Names in a message stand in backticks, which the rest of it never has. */
const messageText = (message: string): string =>
  message
    .split('`')
    .map((part, at) => (at % 2 === 0 ? plainText(part) : codeText(part)))
    .join('');

const item = ({ operations, message, before, after }: PlacedChange, isShort: boolean): readonly string[] => [
  `- ${operationsText(operations)}: ${messageText(message)}`,
  ...(isShort ? [] : [`  - before: ${placeText(before)}`, `  - now: ${placeText(after)}`]),
];

const part = (title: string, changes: readonly PlacedChange[], most = Infinity): readonly string[] =>
  changes.length === 0
    ? []
    : [
        `## ${title} (${changes.length})`,
        '',
        ...changes.slice(0, most).flatMap((change) => item(change, most !== Infinity)),
        ...(changes.length > most ? [`- and ${changes.length - most} more, which \`--json\` has`] : []),
        '',
      ];

/** What changed between two OpenAPI documents, as Markdown. */
export const documentsMarkdown = ({ old, new: fresh, compared, counts, changes, problems }: DocumentsDiff): string => {
  const of = (verdict: ChangeVerdict): readonly PlacedChange[] => changes.filter((change) => change.verdict === verdict);
  const title =
    counts.breaking > 0
      ? `${counts.breaking} breaking ${counts.breaking === 1 ? 'change' : 'changes'}`
      : counts.unclear > 0
        ? 'no breaking change, but some that are unclear'
        : counts.compatible > 0
          ? 'compatible changes alone'
          : 'no change';
  const more = problems.length > mostProblems ? [`- and ${problems.length - mostProblems} more, see \`assay lint\``] : [];
  return [
    `# assay diff: ${title}`,
    '',
    `From ${plainText(old)} to ${plainText(fresh)}: ${compared} ${compared === 1 ? 'operation' : 'operations'} compared, ${counts.breaking} breaking, ${counts.unclear} unclear and ${counts.compatible} compatible changes.`,
    '',
    ...part('Breaking', of('breaking')),
    ...part('Unclear', of('unclear')),
    ...part('Compatible', of('compatible'), mostCompatible),
    ...(problems.length === 0
      ? []
      : ['## Errors in the documents', '', ...problems.slice(0, mostProblems).map((one) => `- ${plainText(one)}`), ...more, '']),
  ].join('\n');
};
