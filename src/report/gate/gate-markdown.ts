import type { RunRecord } from '../../model/record.ts';
import type { GateAnswer, GatedFailure, GatedTarget } from '../../policy/gate.ts';
import { isStale, nameOfKnown } from '../../policy/known-failures.ts';
import { suggestionWords } from '../../policy/prerequisites.ts';
import { replayCommand } from '../commands.ts';
import { codeText, plainText, tableRow } from '../markdown.ts';

/** Failures of one kind that are told in full: GitHub drops a summary of more than 1 MiB as a whole. */
const mostReported = 50;

const section = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : [`### ${title}`, '', ...lines, ''];

const bounded = <One>(all: readonly One[], tell: (one: One) => readonly string[]): readonly string[] => {
  const rest = all.length - mostReported;
  return [...all.slice(0, mostReported).flatMap(tell), ...(rest > 0 ? [`- and ${rest} more in the record`] : [])];
};

/** A failure that folds under the one that it probably follows from. */
const followLine = ({ requirement, title, level, finding }: GatedFailure): string => {
  const { operation, where, actual } = finding;
  const location = codeText(`${operation}${where === '' ? '' : ` at ${where}`}`);
  return `  - probably a consequence: **${plainText(requirement)}** ${plainText(title)} (${level}), ${location}: ${codeText(actual)}`;
};

const failureLines =
  (again: (id: string) => string, followers: readonly GatedFailure[]) =>
  (failure: GatedFailure): readonly string[] => {
    const { operation, where, expected, actual, code } = failure.finding;
    return [
      `- **${plainText(failure.requirement)}** ${plainText(failure.title)} (${failure.level})`,
      `  - where: ${codeText(`${operation}${where === '' ? '' : ` at ${where}`}`)}, ${codeText(code)}`,
      `  - expected: ${codeText(expected)}`,
      `  - actual: ${codeText(actual)}`,
      ...(failure.known
        ? [`  - known until ${failure.known.expires}, ${plainText(failure.known.owner)}: ${plainText(failure.known.reason)}`]
        : []),
      ...(failure.weight === 'newer' ? [`  - came with version ${plainText(failure.since ?? '')}`] : []),
      ...(failure.consequenceOf === undefined ? [] : [`  - probably a consequence of ${codeText(failure.consequenceOf)}`]),
      `  - again: ${codeText(again(failure.case))}`,
      ...followers.filter(({ consequenceOf }) => consequenceOf === failure.case).map(followLine),
    ];
  };

const targetLines = (gated: GatedTarget, again: (id: string) => string): readonly string[] => {
  const of = (weight: GatedFailure['weight']): readonly GatedFailure[] => gated.failures.filter((one) => one.weight === weight);
  const failures = (weight: GatedFailure['weight']): readonly string[] => {
    const all = of(weight);
    // One that follows from a failure of another weight is told on its own: it stands in another part.
    const followers = all.filter(({ consequenceOf }) => all.some((one) => one.case === consequenceOf));
    return bounded(
      all.filter((one) => !followers.includes(one)),
      failureLines(again, followers),
    );
  };
  const evidence = gated.evidence.map(({ level, judged, of: all, needed, enough }) =>
    tableRow([
      level,
      String(judged),
      String(all),
      all === 0 ? '-' : `${Math.floor((judged / all) * 100)}%`,
      needed === undefined ? '-' : `${Math.floor(needed * 100)}%`,
      enough ? 'enough' : '**not enough**',
    ]),
  );
  const expectations = gated.expectations
    .toSorted((a, b) => Number(isStale(b)) - Number(isStale(a)))
    .map((one) =>
      tableRow([
        `${isStale(one) ? '**stale**' : 'valid'}: ${one.state}`,
        plainText(nameOfKnown(one)),
        plainText(one.told),
        plainText(one.owner),
        plainText(one.reason),
        one.expires,
        codeText(`${one.file}:${one.line}`),
      ]),
    );
  return [
    `## ${plainText(gated.target)}: ${gated.exitCode === 0 ? 'yes' : 'no'}`,
    '',
    ...gated.reasons.map((reason) => `- ${plainText(reason)}`),
    ...(gated.reasons.length > 0 ? [''] : []),
    ...section('What blocks', failures('blocks')),
    ...section(
      'Known failures',
      expectations.length === 0
        ? []
        : [
            tableRow(['state', 'failure', 'what came of it', 'owner', 'reason', 'last day', 'listed']),
            tableRow(['---', '---', '---', '---', '---', '---', '---']),
            ...expectations,
          ],
    ),
    ...section('Newer than the checks of this gate, do not block', failures('newer')),
    ...section('Warnings', failures('warns')),
    ...section('Known, failing as described', failures('known')),
    ...section('Evidence', [
      tableRow(['level', 'judged', 'of', 'share', 'asked for', '']),
      tableRow(['---', '---:', '---:', '---:', '---:', '---']),
      ...evidence,
    ]),
    ...section(
      'What would bring more evidence, best first',
      gated.suggestions.map((one) => `- ${codeText(suggestionWords(one))}`),
    ),
  ];
};

/** The answer of a gate as Markdown for GitHub's step summary: `gate.md`. Whatever comes from a target stands in code or is escaped. */
export const gateMarkdown = (answer: GateAnswer, directory: string, record: RunRecord | undefined): string => {
  const again =
    (target: string) =>
    (id: string): string =>
      record === undefined ? '' : replayCommand(record, directory, target, id);
  const run =
    record === undefined
      ? []
      : [`Run ${record.header.run}, started ${record.header.startedAt}, assay ${record.header.assay}, seed ${record.header.seed}.`, ''];
  const lines = [
    `# assay gate: ${answer.answer}`,
    '',
    `${plainText(answer.line)} (exit code ${answer.exitCode})`,
    '',
    ...run,
    ...answer.targets.flatMap((one) => targetLines(one, again(one.target))),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
};
