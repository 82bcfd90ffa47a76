import cliTruncate from 'cli-truncate';
import { createColors } from 'picocolors';

import type { HistoryLine } from '../../policy/history/history-line.ts';
import { mustsOf } from '../../policy/history/target-history.ts';
import type { Outcome } from '../../model/verdict.ts';
import type { Screen } from '../ending.ts';
import { shown } from '../layout.ts';
import { signOf } from '../outcome-sign.ts';
import { toneOf } from '../page/page-target.ts';
import { shellWord } from '../shell.ts';
import { toneSigns } from '../view/tone-signs.ts';
import { lasting, moment } from '../view/words.ts';
import { verdictWord } from '../verdict-words.ts';
import { ageWords } from './day-words.ts';
import { endWords } from './end-words.ts';
import { type AskedRequirement, type AskedTarget, byAttention, failedIn, failedOnce, flips, type HistoryAnswer } from './history-answer.ts';
import { damageWords, historyLabel, overall } from './model-of-history.ts';

/** Requirements of a target that are told; `--flaky` tells all that flip, the page all. */
const mostTold = 8;

/** Ids that a line of the table names. */
const mostIds = 4;

/** Cases of a requirement that flips that are named. */
const mostCases = 3;

/** Times that the next command judges again what flips. */
const timesAgain = 10;

const counted = (count: number, one: string): string => `${count} ${count === 1 ? one : `${one}s`}`;

/** A column of the table of runs; those with a higher rank give way first where a line is too narrow. */
type Column = { readonly head: string; readonly rank: number; readonly isNumber?: boolean; of(line: HistoryLine, at: number): string };

const named = (ids: readonly string[]): string =>
  `${ids.slice(0, mostIds).join(', ')}${ids.length > mostIds ? ` and ${ids.length - mostIds} more` : ''}`;

/** What changed in each run since the requirement was judged before. */
const changesOf = ({ requirements, all, runs, complete }: AskedTarget): readonly string[] => {
  const from = all.length - runs.length;
  const [broke, mended] = [0, 1].map(() => runs.map((): string[] => [])) as [string[][], string[][]];
  for (const { id, outcomes, life } of requirements) {
    // Before the first of these runs it was as `since` says, unless it was not judged at all.
    let before: Outcome | undefined;
    for (const [at, outcome] of outcomes.entries()) {
      if (outcome !== 'pass' && outcome !== 'fail') continue;
      if (outcome === 'fail' && (before === 'pass' || (before === undefined && life.since === from + at))) broke[at]?.push(id);
      if (outcome === 'pass' && before === 'fail') mended[at]?.push(id);
      before = outcome;
    }
  }
  return runs.map((line, at) =>
    [
      ...((broke[at]?.length ?? 0) === 0 ? [] : [`broke ${named(broke[at] ?? [])}`]),
      ...((mended[at]?.length ?? 0) === 0 ? [] : [`mended ${named(mended[at] ?? [])}`]),
      ...(complete[at] === true ? [] : [endWords(line, false)].filter((words) => words !== '')),
    ].join('; '),
  );
};

const columnsOf = (target: AskedTarget): readonly Column[] => {
  const changes = changesOf(target);
  return [
    { head: target.unit.toUpperCase(), rank: 0, of: ({ startedAt }) => new Date(startedAt).toISOString().slice(0, 16).replace('T', ' ') },
    { head: 'VERDICT', rank: 0, of: ({ exitCode }) => `${toneSigns[toneOf(exitCode)]} ${verdictWord(exitCode)}` },
    { head: 'BROKEN', rank: 1, isNumber: true, of: ({ counts }) => String(counts.must.fail) },
    { head: 'WARN', rank: 4, isNumber: true, of: ({ counts }) => String(counts.should.fail) },
    {
      head: 'MUSTS',
      rank: 2,
      isNumber: true,
      of: (line) => {
        const { judged, of } = mustsOf(line);
        return `${judged}/${of}`;
      },
    },
    {
      head: 'OPERATIONS',
      rank: 5,
      isNumber: true,
      of: ({ operations }) => (operations === undefined ? '-' : `${operations.exercised}/${operations.of}`),
    },
    { head: 'REQUESTS', rank: 6, isNumber: true, of: ({ requests }) => String(requests) },
    {
      head: '95 %',
      rank: 3,
      isNumber: true,
      of: (line) => {
        const latency = overall(line);
        return latency === undefined ? '-' : lasting(latency[1]);
      },
    },
    { head: 'CHANGED', rank: 0, of: (_, at) => shown(changes[at] ?? '') },
  ];
};

/** Characters that the last column needs at least. */
const leastOfLast = 16;

/** The runs as a table, the newest first; columns that do not fit are left out. */
const tableOf = (target: AskedTarget, width: number): readonly string[] => {
  const rows = target.runs.map((line, at) => ({ line, at })).toReversed();
  let columns = columnsOf(target).map((column) => {
    const cells = rows.map(({ line, at }) => column.of(line, at));
    return { ...column, cells, wide: Math.max(column.head.length, ...cells.map((cell) => cell.length)) };
  });
  const needed = (): number => columns.slice(0, -1).reduce((sum, { wide }) => sum + wide + 2, leastOfLast);
  while (needed() > width) {
    const worst = Math.max(...columns.map(({ rank }) => rank));
    if (worst === 0) break;
    columns = columns.filter(({ rank }) => rank !== worst);
  }
  const lineOf = (cellOf: (column: (typeof columns)[number]) => string): string =>
    columns
      .map((column, at) => {
        const cell = cellOf(column);
        if (column.isNumber === true) return cell.padStart(column.wide);
        return at === columns.length - 1 ? cell : cell.padEnd(column.wide);
      })
      .join('  ')
      .trimEnd();
  return [lineOf(({ head }) => head), ...rows.map((_, row) => lineOf(({ cells }) => cells[row] ?? ''))].map((line) =>
    cliTruncate(line, width),
  );
};

/** How the requirements of a target did, in a few words. */
const countsOf = ({ requirements }: AskedTarget): string => {
  const judged = requirements.filter(({ life }) => life.judged > 0);
  const broken = judged.filter(({ life }) => life.isBroken).length;
  const flipping = judged.filter(flips).length;
  const mended = judged.filter(({ life }) => life.state === 'mended').length;
  const parts = [
    ...(broken > 0 ? [`${broken} broken now`] : []),
    ...(flipping > 0 ? [`${flipping} ${flipping === 1 ? 'flips' : 'flip'}`] : []),
    ...(mended > 0 ? [`${mended} mended`] : []),
  ];
  return parts.length === 0 ? (judged.length === 0 ? 'no requirement judged' : 'no promise broken') : parts.join(', ');
};

const ageOf = ({ lastComplete }: AskedTarget, now: number): string =>
  lastComplete === undefined
    ? 'no run was complete'
    : `last complete run ${moment(lastComplete.startedAt)}, ${ageWords(now - Date.parse(lastComplete.startedAt))} ago`;

export type HistoryTextInput = {
  readonly answer: HistoryAnswer;
  /** Only requirements that flip. */
  readonly isFlaky: boolean;
  /** The runs of each target, not only a line for it. */
  readonly isDetailed: boolean;
  /** The page that was written, as it is shown to people. */
  readonly page: string | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
};

/** The history of targets for a terminal. */
export const historyText = ({ answer, isFlaky, isDetailed, page, now }: HistoryTextInput, { width, colours }: Screen): string => {
  const paint = createColors(colours);
  const cut = (line: string): string => cliTruncate(line, width);
  const sign = (outcome: Outcome | undefined): string => {
    if (outcome === undefined) return paint.dim('·');
    const one = signOf(outcome);
    return outcome === 'fail' ? paint.red(one) : outcome === 'pass' ? paint.green(one) : paint.dim(one);
  };
  const tone = ({ exitCode }: HistoryLine): string => {
    const one = toneOf(exitCode);
    return { good: paint.green, open: paint.yellow, bad: paint.red }[one](toneSigns[one]);
  };
  /** As many of the newest signs as fit. */
  const strip = <Value>(values: readonly Value[], of: (value: Value) => string): string =>
    values
      .slice(-Math.max(8, width - 6))
      .map(of)
      .join('');

  /** In which runs it failed, which of its cases did, and how to see it again. */
  const flakyLines = (target: AskedTarget, one: AskedRequirement): readonly string[] => {
    const failed = failedIn(target, one).toReversed();
    const rest = failed.length - mostIds;
    const failure = target.all[one.life.lastFailure ?? -1];
    return [
      ...(failed.length === 0
        ? []
        : [`    ${paint.dim('in  ')} ${failed.slice(0, mostIds).map(shown).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`]),
      ...(one.cases ?? [])
        .slice(0, mostCases)
        .map(
          ({ case: id, judged, failedIn: runs }) =>
            `    ${paint.dim('case')} ${shown(id)}: failed in ${runs.length} of the ${counted(judged, 'kept run')} that judged it`,
        ),
      ...(failure === undefined
        ? []
        : [`    ${paint.dim('next')} assay replay ${shown(shellWord(failure.run))} ${shown(shellWord(one.id))} --repeat ${timesAgain}`]),
    ];
  };

  const told = (target: AskedTarget, one: AskedRequirement): readonly string[] => {
    const { runs } = target;
    const [level = '', , title = ''] = one.words ?? [];
    const mark = one.life.isBroken ? paint.red('✗') : flips(one) ? paint.yellow('~') : paint.green('✓');
    return [
      cut(`${mark} ${paint.bold(shown(one.id))}${level === '' ? '' : ` ${level}`}${title === '' ? '' : `: ${shown(title)}`}`),
      ...(runs.length > 1 ? [`    ${strip(one.outcomes, sign)}`] : []),
      cut(`    ${one.said}`),
      ...(isFlaky ? flakyLines(target, one) : []),
    ];
  };

  const head = (target: AskedTarget): readonly string[] => [
    cut(`${paint.bold(shown(historyLabel(target)))}: ${countsOf(target)} in the last ${counted(target.runs.length, target.unit)}`),
    `  ${strip(target.runs, tone)}`,
    cut(paint.dim(`  ${ageOf(target, now)}`)),
  ];

  const detailed = (target: AskedTarget): readonly string[] => {
    const rows = target.requirements.filter(({ life }) => life.judged > 0 && life.state !== 'kept').toSorted(byAttention);
    const rest = rows.length - mostTold;
    return [
      ...head(target),
      '',
      ...tableOf(target, width),
      ...(rows.length === 0 ? [] : ['']),
      ...rows.slice(0, mostTold).flatMap((one) => told(target, one)),
      ...(rest > 0 ? [paint.dim(`  and ${counted(rest, 'more requirement')} that changed: the page has all`)] : []),
    ];
  };

  const flaky = (target: AskedTarget): readonly string[] => {
    const flipping = target.requirements.filter(flips).toSorted(byAttention);
    const once = target.requirements.filter(failedOnce).toSorted(byAttention);
    const many =
      flipping.length === 0 ? 'no promise flips' : `${counted(flipping.length, 'promise')} ${flipping.length === 1 ? 'flips' : 'flip'}`;
    return [
      cut(`${paint.bold(shown(historyLabel(target)))}: ${many} in the last ${counted(target.runs.length, target.unit)}`),
      ...flipping.flatMap((one) => told(target, one)),
      ...(once.length === 0 ? [] : [cut(`  failed for the first time, so nobody knows yet whether they flip: ${once.length}`)]),
      ...once.flatMap((one) => told(target, one)),
    ];
  };

  const blocks = answer.targets.map((target) => (isFlaky ? flaky(target) : isDetailed ? detailed(target) : head(target)));
  const lines = [
    ...blocks.flatMap((block, at) => (at === 0 ? block : ['', ...block])),
    ...(answer.notes.length === 0 ? [] : ['', ...answer.notes.map(shown)]),
    ...(answer.damaged.length === 0 ? [] : ['', ...damageWords(answer.damaged).map((line) => cut(paint.yellow(shown(line))))]),
    ...(isFlaky || isDetailed || answer.targets.length === 0
      ? []
      : ['', 'assay history TARGET shows the runs of one target, --flaky what flips.']),
    ...(page === undefined ? [] : ['', `${paint.dim('page')}       ${shown(page)}`]),
  ];
  return `${lines.join('\n').trim()}\n`;
};
