import { ageOf } from '../../config/age.ts';
import { basename, dirname, join, resolve } from 'node:path';
import { suggestion } from '../../config/nearest.ts';
import { systemCode } from '../../config/outside.ts';
import { UsageError } from '../../config/usage-error.ts';
import type { ExitCode } from '../../model/record.ts';
import { joinExitCodes } from '../../policy/exit-code.ts';
import type { ParsedHistory } from '../../policy/history/parse-history.ts';
import { targetHistories, type TargetHistory } from '../../policy/history/target-history.ts';
import { askedTarget, type AskedTarget, flips, type HistoryAnswer, historyDocument, historyText } from '../../report/index.ts';
import type { Io } from '../io.ts';
import { displayPathOf } from '../report/open-run.ts';
import { screenOf } from '../screen.ts';
import { withKeptCases } from './kept-cases.ts';
import { openHistory } from './open-history.ts';
import { writeHistoryPage } from './write-history-page.ts';

export type HistoryFlags = {
  readonly file?: string;
  readonly page?: string;
  readonly last?: string;
  readonly maxAge?: string;
  readonly flaky?: boolean;
  readonly json?: boolean;
};

/** Runs of each target that are told if nothing else is asked. */
const usual = 14;

const lastOf = (given: string | undefined): number => {
  if (given === undefined) return usual;
  if (given === 'all') return Infinity;
  if (!/^[1-9]\d{0,5}$/u.test(given)) throw new UsageError(`Cannot use --last "${given}": give a number of runs from 1 on, or all`);
  return Number(given);
};

const chosen = (all: readonly TargetHistory[], names: readonly string[]): readonly TargetHistory[] => {
  const known = [...new Set(all.map(({ target }) => target))];
  for (const name of names) {
    if (!known.includes(name))
      throw new UsageError(`Cannot show the history of "${name}": it has no run of this target${suggestion(name, known)}`);
  }
  return names.length === 0 ? all : all.filter(({ target }) => names.includes(target));
};

/** Differences between two clocks. */
const clockHours = 1 / 4;

/** Targets whose last complete run is too long ago, in sentences. References of a demo are judged when somebody likes to. */
const tooOld = (targets: readonly AskedTarget[], hours: number, now: number): readonly string[] =>
  targets.flatMap(({ target, demo, lastComplete }) => {
    if (demo) return [];
    if (lastComplete === undefined) return [`${target}: no run was complete, and --max-age asks for one.`];
    const age = (now - Date.parse(lastComplete.startedAt)) / 3_600_000;
    // A clock that was set wrong would make the run young for ever.
    if (age < -clockHours)
      return [
        `${target}: the last complete run says that it began at ${lastComplete.startedAt}, which is later than now: one of the clocks is wrong.`,
      ];
    return age > hours ? [`${target}: the last complete run is ${Math.floor(age)} hours old, older than --max-age ${hours}.`] : [];
  });

const answerOf = (
  { lines, damaged }: ParsedHistory,
  names: readonly string[],
  flags: HistoryFlags,
  { file, now, folder }: { readonly file: string; readonly now: number; readonly folder: string },
): HistoryAnswer => {
  const last = lastOf(flags.last);
  const maxAge = flags.maxAge === undefined ? undefined : ageOf(flags.maxAge, '--max-age');
  const asked = chosen(targetHistories(lines), names).map((one) => askedTarget(one, last));
  const targets = flags.flaky === true ? asked.map((one) => withKeptCases(one, folder)) : asked;
  const old = maxAge === undefined ? [] : tooOld(targets, maxAge, now);
  const isTooShort = flags.flaky === true && targets.every(({ runs }) => runs.length < 2);
  const isFlipping =
    flags.flaky === true && targets.some(({ requirements }) => requirements.some((one) => flips(one) && one.words?.[0] !== 'should'));
  const codes: ExitCode[] = [0];
  if (isFlipping) codes.push(1);
  if (old.length > 0 || isTooShort || targets.length === 0) codes.push(3);
  const notes = [
    ...old,
    ...(targets.length === 0 ? ['The history has no run that can be read.'] : []),
    ...(isTooShort && targets.length > 0 ? ['One run cannot show what flips: there have to be two of a target.'] : []),
  ];
  return { file, damaged, targets, notes, exitCode: joinExitCodes(codes) };
};

/** Writes the page. @returns how it is shown to people; undefined where it could not be written and nobody asked for it by name. */
const writtenPage = async (parsed: ParsedHistory, path: string, flags: HistoryFlags, io: Io, now: number): Promise<string | undefined> => {
  const file = flags.page === undefined ? join(dirname(path), 'history.html') : resolve(io.cwd, flags.page);
  try {
    await writeHistoryPage(parsed, dirname(path), file, new Date(now));
    return displayPathOf(file);
  } catch (error) {
    const code = systemCode(error);
    if (code === undefined) throw error;
    const message = `Cannot write the page "${basename(file)}": ${code}; name another file with --page`;
    if (flags.page !== undefined) throw new UsageError(message);
    io.stderr.write(`${message}\n`);
    return undefined;
  }
};

/**
 * `assay history [TARGET…]`: prints what the runs below `reports/` found from night to night, and writes the page.
 * @returns 0; with `--flaky` 1 if a promise flips that is no `should`; 3 if there is no history, or less than `--max-age` and `--flaky` need.
 * @throws {UsageError} if an option, a target or the file cannot be used.
 */
export const history = async (names: readonly string[], flags: HistoryFlags, io: Io): Promise<number> => {
  const path = resolve(io.cwd, flags.file ?? join('reports', 'history.jsonl'));
  const file = displayPathOf(path);
  const now = Date.now();
  const isFlaky = flags.flaky === true;
  const isJson = flags.json === true;
  const parsed = openHistory(path);
  if (parsed === undefined && flags.file !== undefined)
    throw new UsageError(`Cannot read the history "${flags.file}": there is no such file`);
  const found = parsed ?? { lines: [], damaged: [] };
  // A wrong option is told even if there is nothing to show.
  const answer: HistoryAnswer =
    parsed === undefined
      ? {
          ...answerOf(found, [], flags, { file, now, folder: dirname(path) }),
          notes: [`There is no history yet: ${file} does not exist. Every run below reports/ adds a line to it.`],
        }
      : answerOf(found, names, flags, { file, now, folder: dirname(path) });
  const wantsPage = flags.page !== undefined || (!isFlaky && !isJson);
  const page = wantsPage && answer.targets.length > 0 ? await writtenPage(found, path, flags, io, now) : undefined;
  if (isJson) {
    for (const { line, why } of answer.damaged.slice(0, 5)) io.stderr.write(`${file}:${line} is not counted: ${why}\n`);
    io.stdout.write(`${JSON.stringify(historyDocument(answer, isFlaky, now), undefined, 2)}\n`);
    return answer.exitCode;
  }
  io.stdout.write(historyText({ answer, isFlaky, isDetailed: names.length > 0 || answer.targets.length === 1, page, now }, screenOf(io)));
  return answer.exitCode;
};
