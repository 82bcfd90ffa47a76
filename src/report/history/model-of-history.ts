import type { DamagedLine } from '../../policy/history/parse-history.ts';
import type { HistoryLine } from '../../policy/history/history-line.ts';
import { mustsOf, type TargetHistory } from '../../policy/history/target-history.ts';
import { shortened } from '../foreign-text.ts';
import { toneOf } from '../page/page-target.ts';
import { visibleModel } from '../page/visible-model.ts';
import { verdictWord } from '../verdict-words.ts';
import { lineVerdict } from './end-words.ts';
import type { HistoryModel, PageNight, PageOperationLatency, PageRequirement, PageTargetHistory } from './history-model.ts';
import { packed } from './packed-outcomes.ts';

/** Most runs of a target that the page shows; `assay history --json` has all. */
export const mostNights = 1000;

/** Most operations whose latency the page shows: those with the most answers. */
const mostOperations = 40;

/** Longest text of a title or name. */
const longest = 400;

/** Damaged lines that are named. */
const mostDamaged = 5;

export type HistoryInput = {
  readonly targets: readonly TargetHistory[];
  readonly damaged: readonly DamagedLine[];
  /** RFC 3339. */
  readonly madeAt: string;
  /** Address of the page of a run, relative to that of the history; undefined where the run is gone. */
  pageOf(run: string): string | undefined;
};

/** The name of a target among others: a reference of a demo may be called as a real target. */
export const historyLabel = ({ target, demo }: Pick<TargetHistory, 'target' | 'demo'>): string => (demo ? `${target} (demo)` : target);

/** What became of the lines that cannot be read, in sentences. */
export const damageWords = (damaged: readonly DamagedLine[]): readonly string[] => {
  const rest = damaged.length - mostDamaged;
  return [
    ...damaged.slice(0, mostDamaged).map(({ line, why }) => `Line ${line} of the history is not counted: ${why}.`),
    ...(rest > 0 ? [`${rest} more lines are not counted either.`] : []),
  ];
};

/** Over the operations of a line: the median of the medians and the 95th percentile, each weighted by the answers. */
export const overall = ({ latency }: HistoryLine): PageNight['latency'] => {
  const rows = Object.values(latency ?? {});
  const all = rows.reduce((sum, [answers]) => sum + answers, 0);
  if (all === 0) return undefined;
  const at = (column: 1 | 2, part: number): number => {
    let seen = 0;
    const sorted = rows.toSorted((a, b) => a[column] - b[column]);
    return sorted.find(([answers]) => (seen += answers) >= all * part)?.[column] ?? 0;
  };
  return [at(1, 0.5), at(2, 0.95)];
};

const nightOf = (line: HistoryLine, isComplete: boolean, before: HistoryLine | undefined, page: string | undefined): PageNight => {
  const { judged, of } = mustsOf(line);
  const latency = overall(line);
  const differs =
    before === undefined
      ? []
      : [
          ...(before.contractDigest === line.contractDigest && before.contract === line.contract ? [] : ['contract']),
          ...(before.assay === line.assay ? [] : [`assay ${line.assay}`]),
        ];
  return {
    run: line.run,
    at: line.startedAt,
    ...(page === undefined ? {} : { page }),
    tone: toneOf(line.exitCode),
    word: verdictWord(line.exitCode),
    verdict: lineVerdict(line, isComplete),
    isComplete,
    musts: [judged, of],
    ...(line.operations === undefined ? {} : { operations: [line.operations.exercised, line.operations.of] as const }),
    requests: line.requests,
    seconds: Math.round(line.seconds * 10) / 10,
    seed: line.seed,
    ...(latency === undefined ? {} : { latency }),
    ...(differs.length === 0 ? {} : { differs }),
  };
};

const operationsOf = (lines: readonly HistoryLine[]): readonly PageOperationLatency[] => {
  const answers = new Map<string, number>();
  for (const { latency = {} } of lines)
    for (const [operation, [count]] of Object.entries(latency)) answers.set(operation, (answers.get(operation) ?? 0) + count);
  return [...answers]
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, mostOperations)
    .map(([operation]) => ({
      operation: shortened(operation, longest),
      p95: lines.map(({ latency }) =>
        latency !== undefined && Object.hasOwn(latency, operation) ? (latency[operation]?.[2] ?? null) : null,
      ),
    }));
};

const targetOf = (one: TargetHistory, pageOf: HistoryInput['pageOf']): PageTargetHistory => {
  const earlier = Math.max(0, one.runs.length - mostNights);
  const lines = one.runs.slice(earlier);
  const complete = one.complete.slice(earlier);
  const requirements = one.requirements.flatMap(({ id, words, outcomes }): readonly PageRequirement[] => {
    const shown = outcomes.slice(earlier);
    if (shown.every((outcome) => outcome === undefined)) return [];
    const [level = '', area = '', title = ''] = words ?? [];
    return [{ id: shortened(id, longest), title: shortened(title, longest), level, area, outcomes: packed(shown) }];
  });
  return {
    label: historyLabel(one),
    contract: one.contract,
    unit: one.unit,
    nights: lines.map((line, at) => nightOf(line, complete[at] === true, one.runs[earlier + at - 1], pageOf(line.run))),
    earlier,
    ...(one.lastComplete === undefined ? {} : { lastCompleteAt: one.lastComplete.startedAt }),
    requirements,
    operations: operationsOf(lines),
  };
};

/** Targets whose last run did not pass come first. */
const urgency = ({ runs }: TargetHistory): number => ['good', 'open', 'bad'].indexOf(toneOf(runs.at(-1)?.exitCode ?? 0));

/** What the page of a history shows. */
export const modelOfHistory = ({ targets, damaged, madeAt, pageOf }: HistoryInput): HistoryModel =>
  visibleModel({
    format: 1,
    madeAt,
    notices: damageWords(damaged),
    targets: targets.toSorted((a, b) => Number(a.demo) - Number(b.demo) || urgency(b) - urgency(a)).map((one) => targetOf(one, pageOf)),
  } satisfies HistoryModel);
