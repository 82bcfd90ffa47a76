import { printable } from '../../report/foreign-text.ts';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { systemCode } from '../../config/outside.ts';
import { distinctBy } from '../../model/json.ts';
import type { RunRecord } from '../../model/record.ts';
import { isStale, nameOfKnown } from '../../policy/known-failures.ts';
import { joinExitCodes } from '../../policy/exit-code.ts';
import type { GateAnswer } from '../../policy/gate.ts';
import { gateDocument, gateMarkdown, githubAnnotations, junit, junitOfRefusal, type SeenWords } from '../../report/index.ts';
import { writeWhole } from '../../report/write-whole.ts';
import type { Io } from '../io.ts';
import { checkWords } from '../report/check-words.ts';
import { appendToStepSummary } from '../report/github-job.ts';
import { displayPathOf } from '../report/open-run.ts';
import { repositoryOf } from '../report/repository.ts';

/** An answer, with the run that it is about. */
export type GateResult = {
  readonly answer: GateAnswer;
  /** Undefined if the run has none. */
  readonly record: RunRecord | undefined;
  /** Where the gate writes, absolute. */
  readonly directory: string;
  /** The folder of the run, as it is shown to people. */
  readonly displayPath: string;
  /** How often earlier runs saw what failed; absent where there is no history with the run. */
  readonly seen?: SeenWords;
  /** The hook onFinish failed. */
  readonly hasHookFailed?: boolean;
};

/** Writes `gate.md` and `junit.xml`. @returns the error code of the system if they cannot be written. */
const writeAnswer = ({ answer, record, directory, displayPath, seen }: GateResult): string | undefined => {
  try {
    mkdirSync(directory, { recursive: true });
    writeWhole(join(directory, 'gate.md'), gateMarkdown(answer, displayPath, record, seen));
    const isRefused = record === undefined || answer.targets.length === 0;
    const xml = isRefused ? junitOfRefusal(answer.line) : junit({ record, directory: displayPath, checks: checkWords, gate: answer });
    writeWhole(join(directory, 'junit.xml'), xml);
    return undefined;
  } catch (error) {
    const code = systemCode(error);
    if (code === undefined) throw error;
    return code;
  }
};

/** Foreign text on one line, without control characters, so that neither a terminal nor a CI can read a command in it. */
const oneLine = (text: string): string => printable(text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' '));

/** Requirements of one target that are named in words; `gate.md` has all. */
const mostTold = 5;

/** What the ids in the line of the answer stand for, a line each: what blocks, and which known failures are stale. */
const idLines = ({ answer, seen }: GateResult): readonly string[] =>
  answer.targets.flatMap(({ target, failures, expectations }) => {
    const where = answer.targets.length > 1 ? `${target}: ` : '';
    const blocking = distinctBy(
      failures.filter(({ weight }) => weight === 'blocks'),
      ({ requirement }) => requirement,
    );
    const rest = blocking.length - mostTold;
    return [
      ...blocking.slice(0, mostTold).map(({ requirement, level, title }) => {
        const often = seen?.(target, requirement);
        return `  ${where}${requirement} ${level}: ${title}${often === undefined ? '' : ` (${often})`}`;
      }),
      ...(rest > 0 ? [`  ${where}and ${rest} more`] : []),
      ...expectations.filter(isStale).map((one) => `  ${where}known failure ${nameOfKnown(one)}: ${one.told}`),
    ].map(oneLine);
  });

/**
 * Prints the answer, beginning with its line, and writes its reports. The answer is printed even if they cannot be written; that is an
 * additional usage error.
 * @param isJob A job of GitHub Actions is told, as `--report github` asks: by annotations, and by the summary of its step.
 * @returns the exit code.
 */
export const printAnswer = (
  result: GateResult,
  { isJson, annotated, isJob }: { readonly isJson: boolean; readonly annotated: boolean; readonly isJob: boolean },
  io: Io,
): number => {
  const { answer, directory } = result;
  if (isJson) io.stdout.write(`${JSON.stringify(gateDocument(answer, result.displayPath), undefined, 2)}\n`);
  else io.stdout.write(`${[oneLine(answer.line), ...idLines(result)].join('\n')}\n`);
  const failed = writeAnswer(result);
  if (failed !== undefined)
    io.stderr.write(
      `error: Cannot write gate.md and junit.xml into "${displayPathOf(directory)}": ${failed}; name another directory with --out\n`,
    );
  if (!isJson && failed === undefined) io.stdout.write(`Details: ${oneLine(join(displayPathOf(directory), 'gate.md'))} and junit.xml\n`);
  if (annotated || isJob) (isJson ? io.stderr : io.stdout).write(githubAnnotations(answer, repositoryOf(io.cwd).repository));
  if (isJob) appendToStepSummary(gateMarkdown(answer, result.displayPath, result.record, result.seen), io);
  return joinExitCodes(failed === undefined ? [answer.exitCode] : [answer.exitCode, 2]);
};
