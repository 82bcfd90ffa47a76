import { link } from 'ansi-escapes';
import cliTruncate from 'cli-truncate';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import stringWidth from 'string-width';
import { createColors } from 'picocolors';
import type { ExitCode, RunRecord, TargetFooter, TargetRecord } from '../model/record.ts';
import { isBroken } from '../policy/exit-code.ts';
import { consequencesOf } from '../policy/consequences.ts';
import { isSelected, judgedCases, judgedRequirements, type JudgedRequirement } from '../policy/judged-requirements.ts';
import { excusesOf } from '../policy/known-failures.ts';
import { breachesIn, type FailedCase, operationsOf } from '../policy/shared-findings.ts';
import { suggestionsFor, suggestionWords } from '../policy/prerequisites.ts';
import { changePhrase } from './change-words.ts';
import { shareWords } from './coverage-words.ts';
import { sharedWords, whereWords } from './finding-words.ts';
import { shown } from './layout.ts';
import type { ReportInput } from './report-input.ts';
import { shardSentence } from './shard-sentence.ts';
import { shellWord } from './shell.ts';
import { doubtWords } from './stopped-words.ts';
import { verdictWord, verdictWords } from './verdict-words.ts';

/** What the terminal can show. */
export type Screen = {
  /** Characters in a line. */
  readonly width: number;
  readonly colours: boolean;
  /** It follows links (OSC 8). */
  readonly links: boolean;
};

export type EndingInput = ReportInput & {
  /** The run is what `latest` stands for. */
  readonly isLatest: boolean;
  /** Names of the reports that were written. */
  readonly reports: readonly string[];
  /** Files and folders of the reports that were asked for, in the directory of the run. */
  readonly also?: readonly string[];
  /** File of the page of all runs. */
  readonly historyPage?: string;
};

/** Findings that the terminal shows; the page has all. */
const mostShown = 3;

type Told = {
  readonly target: string;
  readonly requirement: JudgedRequirement;
  /** The breach that most operations show. */
  readonly group: readonly [FailedCase, ...FailedCase[]];
  /** Further breaches of the requirement. */
  readonly others: number;
  /** The requirement alone names the first case of the group: `assay replay` takes the first that failed by itself. */
  readonly isNamed: boolean;
};

/** The broken requirements of a target, without breaches that are known or consequences of others. */
const breachesOf = (target: TargetRecord, { ended, knownFailures }: TargetFooter): readonly Told[] => {
  const excused = excusesOf(knownFailures);
  const causes = consequencesOf(judgedCases(target, ended), excused);
  return judgedRequirements(target, ended).flatMap((requirement): Told[] => {
    if (!isBroken(requirement.cases, excused)) return [];
    const own = requirement.cases.filter(({ case: { id } }) => !excused.has(id) && !causes.has(id));
    const [group, ...others] = breachesIn(own).toSorted((a, b) => operationsIn(b) - operationsIn(a));
    if (group === undefined) return [];
    const isNamed = group[0].case.id === own[0]?.case.id && !requirement.cases.some(({ case: { id } }) => excused.has(id));
    return [{ target: target.target, requirement, group, others: others.length, isNamed }];
  });
};

const operationsIn = (group: Told['group']): number => operationsOf(group.map(({ verdict }) => verdict.finding)).length;

/** Musts first, then what more operations show. */
const worstFirst = (a: Told, b: Told): number =>
  Number(b.requirement.level === 'must') - Number(a.requirement.level === 'must') || operationsIn(b.group) - operationsIn(a.group);

/**
 * Where it was seen, what was expected and what came, on one line: where that is longer than the terminal, each of the three gives way, so that none of them is lost.
 */
const fitted = (where: string, expected: string, actual: string, width: number): string => {
  const written = (place: string, wanted: string, got: string): string => `    ${place}: expected ${wanted}, got ${got}`;
  const [ofWhere, ofExpected, ofActual] = [stringWidth(where), stringWidth(expected), stringWidth(actual)];
  const room = Math.max(3, width - written('', '', '').length);
  const forWhere = Math.min(ofWhere, Math.max(Math.floor(room * 0.45), room - ofExpected - ofActual));
  const rest = room - forWhere;
  const forExpected = Math.min(ofExpected, Math.max(Math.floor(rest / 2), rest - ofActual));
  return written(cliTruncate(where, forWhere), cliTruncate(expected, forExpected), cliTruncate(actual, rest - forExpected));
};

/**
 * Parts of one sentence, in as many lines as the terminal needs for them.
 * @param first Beginning of the first line.
 */
const folded = (parts: readonly string[], width: number, first = '  '): readonly string[] => {
  const lines: string[] = [];
  for (const part of parts) {
    const last = lines.at(-1);
    if (last !== undefined && stringWidth(last) + 2 + stringWidth(part) < width) lines[lines.length - 1] = `${last}, ${part}`;
    else {
      if (last !== undefined) lines[lines.length - 1] = `${last},`;
      lines.push(`${last === undefined ? first : '  '}${part}`);
    }
  }
  return lines;
};

/** A sentence in as many lines as the terminal needs for it. */
const flowing = (text: string, width: number): readonly string[] => {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && stringWidth(last) + 1 + stringWidth(word) <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
};

const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

/** The verdict line of each target, without colours: what `--quiet` prints. */
export const verdictLines = (record: RunRecord): readonly string[] => [
  ...[shardSentence(record.header)].filter((part) => part !== undefined),
  ...endedTargets(record).map(({ target, end }) =>
    shown(
      `${verdictWord(end.exitCode)} ${target.target}: ${verdictWords(target, end)}${end.ended.kind === 'stopped' ? ` (${end.ended.message})` : ''}; ${shareWords(end)}`,
    ),
  ),
];

const endedTargets = ({ targets, footer }: RunRecord): readonly { readonly target: TargetRecord; readonly end: TargetFooter }[] =>
  targets.flatMap((target) => {
    const end = footer.targets.find((each) => each.target === target.target);
    return end === undefined ? [] : [{ target, end }];
  });

/**
 * How a run on a terminal ends: the verdict of each target, the worst findings in two lines each, what was not tried, where everything
 * stands, and the next command. Text from a target is on one line, without control characters.
 */
export const ending = (
  { record, directory, reports, isLatest, seen, historyPage, also = [] }: EndingInput,
  { width, colours, links }: Screen,
): string => {
  const paint = createColors(colours);
  const cut = (line: string): string => cliTruncate(line, width);
  const badge = (code: ExitCode): string => {
    const word = ` ${verdictWord(code)} `;
    if (code === 0) return paint.bgGreen(paint.black(word));
    return code === 3 || code === 5 ? paint.bgYellow(paint.black(word)) : paint.bgRed(paint.white(paint.bold(word)));
  };
  const linked = (file: string): string => (links ? link(shown(file), pathToFileURL(file).href) : shown(file));
  const run = isLatest ? 'latest' : shellWord(directory);
  const several = record.targets.length > 1;
  const part = shardSentence(record.header);
  const lines: string[] = ['', ...(part === undefined ? [] : [...flowing(part, width), ''])];
  const ended = endedTargets(record);
  for (const { target, end } of ended) {
    lines.push(
      ...folded(shown(verdictWords(target, end)).split(', '), width, `${badge(end.exitCode)} ${paint.bold(shown(target.target))}: `).map(
        cut,
      ),
      ...folded(
        [...shareWords(end).split(', '), `${counted(end.requests, 'request')} in ${end.seconds.toFixed(1)} s`, changePhrase(end)],
        width,
      ).map((line) => cut(paint.dim(line))),
    );
    if (end.ended.kind === 'stopped') lines.push(cut(`  ${shown(end.ended.message)}`));
    lines.push(...doubtWords(target).map((text) => cut(`  ${text}`)));
  }
  const sorted = ended.flatMap(({ target, end }) => breachesOf(target, end)).toSorted(worstFirst);
  if (sorted.length > 0) lines.push('');
  for (const { target, requirement, group, others } of sorted.slice(0, mostShown)) {
    const [{ verdict }] = group;
    const { level, title } = requirement;
    const mark = level === 'must' ? paint.red('✗') : paint.yellow('!');
    const where = several ? `${target}, ` : '';
    const many = `${sharedWords(group.map((one) => one.verdict.finding))}${others > 0 ? `, and ${counted(others, 'other breach', 'other breaches')}` : ''}`;
    lines.push(
      cut(`${mark} ${paint.bold(requirement.requirement)} ${level}: ${shown(title)}`),
      fitted(shown(`${where}${whereWords(verdict.finding)}${many}`), shown(verdict.finding.expected), shown(verdict.finding.actual), width),
    );
    const often = seen?.(target, requirement.requirement);
    if (often !== undefined) lines.push(cut(paint.dim(`    ${shown(often)}`)));
  }
  const rest = sorted.length - mostShown;
  if (rest > 0) lines.push(paint.dim(`  and ${counted(rest, 'more finding')}`));
  lines.push('');
  if (record.header.shard === undefined)
    for (const { target, end } of ended) lines.push(...untriedLines(target, end).map((line) => cut(shown(line))));
  const [worst] = sorted;
  const next = worst && `assay replay ${run} ${caseWord(worst)}${several ? ` --target ${shellWord(worst.target)}` : ''}`;
  const rows: readonly (readonly [label: string, text: string | undefined])[] = [
    ['page', reports.includes('html') ? linked(join(directory, 'index.html')) : undefined],
    ['compared', several && reports.includes('compare') ? linked(join(directory, 'compare.html')) : undefined],
    ['history', historyPage && linked(historyPage)],
    ['everything', reports.includes('summary') ? linked(join(directory, 'summary.md')) : undefined],
    ...also.map((file, at) => [at === 0 ? 'also' : '', shown(join(directory, file))] as const),
    ['record', `${shown(directory)} (seed ${record.header.seed}, nonce ${record.header.nonce})`],
    ['next', next && shown(next)],
  ];
  // Paths and commands are to be copied, so they are never cut.
  for (const [label, text] of rows) if (text !== undefined) lines.push(`${paint.dim(label.padEnd(10))} ${text}`);
  return `${lines.join('\n').trimEnd()}\n`;
};

/** What `assay replay` takes for a case: the requirement where that is enough, else its id. */
const caseWord = ({ requirement, group: [{ case: planned }], isNamed }: Told): string =>
  shellWord(isNamed ? requirement.requirement : planned.id);

/** How many requirements a complete run did not try, and what unlocks the most of them. */
const untriedLines = (target: TargetRecord, footer: TargetFooter): readonly string[] => {
  // Where a run ended early, no permission is what it lacks.
  if (footer.ended.kind !== 'complete') return [];
  const requirements = judgedRequirements(target, footer.ended);
  const skipped = requirements.filter((one) => isSelected(one) && one.level !== 'observe' && one.outcome === 'skipped').length;
  if (skipped === 0) return [];
  const [best] = suggestionsFor(target, footer, requirements, {}, 'operations');
  return [
    `${counted(skipped, 'promise')} of ${target.target} not tried: \`assay doctor …\` tells what unlocks them`,
    ...(best === undefined ? [] : [`    first: ${suggestionWords(best)}`]),
  ];
};
