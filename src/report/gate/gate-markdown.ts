import type { RunRecord, TargetFooter } from '../../model/record.ts';
import { gatedBreaches, type GateAnswer, type GatedFailure, type GatedTarget } from '../../policy/gate.ts';
import { isStale, nameOfKnown } from '../../policy/known-failures.ts';
import { suggestionWords } from '../../policy/prerequisites.ts';
import { tallyAt, tallyKinds } from '../../policy/coverage-totals.ts';
import { replayCommand } from '../commands.ts';
import type { SeenWords } from '../history/seen-words.ts';
import { breachLines, knownNote } from '../breach-markdown.ts';
import type { ToldBreach } from '../told-breach.ts';
import { operationWords, totalsWords } from '../coverage-words.ts';
import { codeText, plainText, tableRow } from '../markdown.ts';

/** Most failures of one kind that are listed: GitHub drops a summary of more than 1 MiB completely. */
const mostListed = 50;

const section = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : [`### ${title}`, '', ...lines, ''];

const bounded = <One>(all: readonly One[], linesOf: (one: One) => readonly string[]): readonly string[] => {
  const rest = all.length - mostListed;
  return [...all.slice(0, mostListed).flatMap(linesOf), ...(rest > 0 ? [`- and ${rest} more in the record`] : [])];
};

type Breach = readonly [GatedFailure, ...GatedFailure[]];

/** What is said of a failure beyond the answer. */
type GateWords = {
  /** The command that judges a case again. */
  readonly replayOf: (id: string) => string;
  /** How often earlier runs saw a requirement fail. */
  readonly seenOf: (requirement: string) => string | undefined;
};

const toldOf = ([failure, ...others]: Breach, target: string): ToldBreach => ({
  ...failure,
  target,
  findings: [failure.finding, ...others.map(({ finding }) => finding)],
});

const failureLines =
  ({ target }: Pick<GatedTarget, 'target'>, { replayOf, seenOf }: GateWords, followers: readonly GatedFailure[]) =>
  (breach: Breach): readonly string[] => {
    const [{ case: id, requirement, known, weight, since = '' }] = breach;
    const seen = seenOf(requirement);
    const cases = new Set(breach.map((one) => one.case));
    const follows = gatedBreaches(followers.filter(({ consequenceOf }) => consequenceOf !== undefined && cases.has(consequenceOf)));
    return breachLines(toldOf(breach, target), {
      notes: [
        ...(known ? [knownNote(known)] : []),
        ...(weight === 'newer' ? [`added in version ${plainText(since)}`] : []),
        ...(seen === undefined ? [] : [`history: ${plainText(seen)}`]),
      ],
      replay: replayOf(id),
      follows: follows.map((one) => toldOf(one, target)),
    });
  };

/** The totals of the map, and what is missing of each operation. */
const coverageLines = ({ coverage }: Pick<TargetFooter, 'coverage'>): readonly string[] => {
  if (coverage === undefined) return [];
  const rows = coverage.map.map((one) =>
    tableRow([
      codeText(one.operation),
      one.state,
      String(one.requests),
      String(one.judged),
      ...tallyKinds.map((kind) => {
        const { seen, of } = tallyAt(one, kind);
        return of === 0 ? '-' : `${seen} of ${of}`;
      }),
    ]),
  );
  const heads = [
    'operation',
    'state',
    'requests',
    'judged',
    'statuses',
    'answer types',
    'branches',
    'parameters',
    'values',
    'body types',
    'security',
  ];
  const rest = rows.length - mostListed;
  return [
    `${operationWords(coverage)}. ${totalsWords(coverage)}`.trim(),
    ...(rows.length === 0
      ? []
      : [
          '',
          '<details><summary>Each operation</summary>',
          '',
          tableRow(heads),
          tableRow(heads.map((_head, at) => (at < 2 ? '---' : '---:'))),
          ...rows.slice(0, mostListed),
          ...(rest > 0 ? ['', `and ${rest} more in the record`] : []),
          '',
          '</details>',
        ]),
  ];
};

const targetLines = (gated: GatedTarget, footer: Pick<TargetFooter, 'coverage'>, words: GateWords): readonly string[] => {
  const of = (weight: GatedFailure['weight']): readonly GatedFailure[] => gated.failures.filter((one) => one.weight === weight);
  const failures = (weight: GatedFailure['weight']): readonly string[] => {
    const all = of(weight);
    // A failure that follows from one of another weight is listed on its own, because its cause is in another section.
    const followers = all.filter(({ consequenceOf }) => all.some((one) => one.case === consequenceOf));
    return bounded(gatedBreaches(all.filter((one) => !followers.includes(one))), failureLines(gated, words, followers));
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
    ...section('Blocking failures', failures('blocks')),
    ...section(
      'Known failures',
      expectations.length === 0
        ? []
        : [
            tableRow(['state', 'failure', 'result', 'owner', 'reason', 'last day', 'listed in']),
            tableRow(['---', '---', '---', '---', '---', '---', '---']),
            ...expectations,
          ],
    ),
    ...section('Newer than checksAsOf, not blocking', failures('newer')),
    ...section('Warnings', failures('warns')),
    ...section('Known failures that fail as described', failures('known')),
    ...section('Evidence', [
      tableRow(['level', 'judged', 'of', 'share', 'required', '']),
      tableRow(['---', '---:', '---:', '---:', '---:', '---']),
      ...evidence,
    ]),
    ...section('Coverage', coverageLines(footer)),
    ...section(
      'How to get more evidence, best first',
      gated.suggestions.map((one) => `- ${codeText(suggestionWords(one))}`),
    ),
  ];
};

/** The answer of a gate as Markdown for GitHub's step summary: `gate.md`. Text from a target is in code or escaped. */
export const gateMarkdown = (answer: GateAnswer, directory: string, record: RunRecord | undefined, seen?: SeenWords): string => {
  const replayOf =
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
    ...answer.targets.flatMap((one) =>
      targetLines(one, record?.footer.targets.find(({ target }) => target === one.target) ?? {}, {
        replayOf: replayOf(one.target),
        seenOf: (requirement) => seen?.(one.target, requirement),
      }),
    ),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
};
