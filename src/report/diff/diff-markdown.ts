import { countedDrift } from './drift-words.ts';
import type { CaseChange } from '../../policy/diff/case-changes.ts';
import type { RunDiff, TargetDiff } from '../../policy/diff/diff-runs.ts';
import { shortened } from '../foreign-text.ts';
import { codeText, plainText, tableRow } from '../markdown.ts';

/** Most rows of one table; the `--json` document has all. */
const mostRows = 100;

/** Longest value of a fact. */
const valueCharacters = 200;

const titles: Readonly<Record<CaseChange['kind'], string>> = {
  regression: 'Regressions',
  warning: 'New warnings',
  changed: 'Failing in another way',
  fix: 'Fixes',
  'newly-judged': 'Newly judged',
  'no-longer-judged': 'No longer judged',
};

const section = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : [`### ${title}`, '', ...lines, ''];

const table = (head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] => {
  if (rows.length === 0) return [];
  const rest = rows.length - mostRows;
  return [
    tableRow(head),
    tableRow(head.map(() => '---')),
    ...rows.slice(0, mostRows).map(tableRow),
    ...(rest > 0 ? ['', `and ${rest} more, see \`--json\``] : []),
  ];
};

const findingText = ({ operation, where, expected, actual }: NonNullable<CaseChange['finding']>): string =>
  `${codeText(`${operation}${where === '' ? '' : ` at ${where}`}`)}: expected ${codeText(expected)}, got ${codeText(actual)}`;

/** A failure as an item with its finding. Cases that are only newly or no longer judged go into a table instead. */
const failure = ({ requirement, title, level, case: id, before, finding, was, known }: CaseChange): readonly string[] => [
  `- **${plainText(requirement)}** ${plainText(title)} (${level}, before: ${before === 'absent' ? 'no such case' : before})`,
  ...(finding === undefined ? [] : [`  - ${findingText(finding)}`]),
  ...(was === undefined ? [] : [`  - before: ${findingText(was)}`]),
  ...(known === undefined ? [] : [`  - known: ${plainText(known)}`]),
  `  - case ${codeText(id)}`,
];

const valueText = (values: readonly unknown[]): string =>
  values.map((value) => codeText(shortened(JSON.stringify(value) ?? 'null', valueCharacters))).join(', ');

const targetLines = ({ target, contract, incomparable, notes, changes, facts, shapes }: TargetDiff): readonly string[] => {
  const heading = [`## ${plainText(target)}: ${plainText(contract)}`, '', ...notes.flatMap((note) => [`> ${plainText(note)}`, ''])];
  if (incomparable !== undefined) return [...heading, `Not comparable: ${plainText(incomparable)}.`, ''];
  const of = (kind: CaseChange['kind']): readonly CaseChange[] => changes.filter((one) => one.kind === kind);
  const failures = (kind: CaseChange['kind']): readonly string[] =>
    section(`${titles[kind]} (${of(kind).length})`, of(kind).flatMap(failure));
  const judged = (kind: CaseChange['kind']): readonly string[] =>
    section(
      `${titles[kind]} (${of(kind).length})`,
      table(
        ['requirement', 'level', 'before', 'now', 'why', 'case'],
        of(kind).map(({ requirement, level, before, after, reason, case: id }) => [
          plainText(requirement),
          level,
          before,
          after,
          reason === undefined ? '' : plainText(reason),
          codeText(id),
        ]),
      ),
    );
  const hint = (which: string, names: readonly string[]): readonly string[] =>
    names.length === 0 ? [] : [`Observed only in the ${which} run: ${names.map(codeText).join(', ')}.`, ''];
  return [
    ...heading,
    countedDrift(changes, facts, shapes),
    '',
    ...(['regression', 'warning', 'changed', 'fix'] as const).flatMap((kind) => (of(kind).length === 0 ? [] : failures(kind))),
    ...section(
      `Drift of observed facts (${facts.drift.length})`,
      table(
        ['fact', 'at', 'before', 'now'],
        facts.drift.map(({ fact, at, before, after }) => [codeText(fact), codeText(at), valueText(before), valueText(after)]),
      ),
    ),
    ...section(
      `Drift of shapes (${shapes?.length ?? 0})`,
      table(
        ['operation', 'what', 'where', 'before', 'now'],
        (shapes ?? []).map(({ operation, kind, where, before, after }) => [
          codeText(operation),
          kind,
          codeText(where),
          plainText(before),
          plainText(after),
        ]),
      ),
    ),
    ...(shapes === undefined ? ['Shapes were not compared: one of the runs has no stored exchanges.', ''] : []),
    ...(['newly-judged', 'no-longer-judged'] as const).flatMap((kind) => (of(kind).length === 0 ? [] : judged(kind))),
    ...hint('newer', facts.appeared),
    ...hint('older', facts.gone),
  ];
};

const words: Readonly<Record<number, string>> = { 0: 'no regression', 1: 'a regression', 3: 'not comparable' };

/** What changed between two runs, as Markdown. */
export const diffMarkdown = ({ old, new: fresh, exitCode, targets }: RunDiff): string => {
  const lines = [
    `# assay diff: ${words[exitCode] ?? `exit code ${exitCode}`}`,
    '',
    `From ${plainText(old)} to ${plainText(fresh)}.`,
    '',
    ...(targets.length === 0 ? ['The two runs have no target in common.', ''] : targets.flatMap(targetLines)),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
};
