import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemCode } from '../../config/outside.ts';
import type { RunRecord } from '../../model/record.ts';
import { joinExitCodes } from '../../policy/exit-code.ts';
import type { GateAnswer } from '../../policy/gate.ts';
import { gateDocument, gateMarkdown, githubAnnotations, junit, junitOfRefusal } from '../../report/index.ts';
import type { Io } from '../io.ts';
import { checkWords } from '../report/check-words.ts';
import { reportedDirectory } from '../report/open-run.ts';

/** An answer with what it was found in. */
export type Reported = {
  readonly answer: GateAnswer;
  /** Absent where the run left none. */
  readonly record: RunRecord | undefined;
  /** Where the gate writes, absolute. */
  readonly directory: string;
  /** The folder of the run, as people are told it. */
  readonly reported: string;
};

/** Writes `gate.md` and `junit.xml`. @returns what the system says where they cannot be written. */
const writeAnswer = ({ answer, record, directory, reported }: Reported): string | undefined => {
  try {
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, 'gate.md'), gateMarkdown(answer, reported, record));
    const isRefused = record === undefined || answer.targets.length === 0;
    const xml = isRefused ? junitOfRefusal(answer.line) : junit({ record, directory: reported, checks: checkWords, gate: answer });
    writeFileSync(join(directory, 'junit.xml'), xml);
    return undefined;
  } catch (error) {
    const code = systemCode(error);
    if (code === undefined) throw error;
    return code;
  }
};

/** Foreign text on one line of a terminal, which nothing in it may move, and of which a CI makes no command. */
const oneLine = (text: string): string => text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ');

/**
 * Prints the answer, its line first, and writes its reports. The answer is told also where they cannot be written; that is then an error
 * of usage beside it.
 * @returns the exit code.
 */
export const tellAnswer = (
  reported: Reported,
  { isJson, annotated }: { readonly isJson: boolean; readonly annotated: boolean },
  io: Io,
): number => {
  const { answer, directory } = reported;
  if (isJson) io.stdout.write(`${JSON.stringify(gateDocument(answer, reported.reported), undefined, 2)}\n`);
  else io.stdout.write(`${oneLine(answer.line)}\n`);
  const failed = writeAnswer(reported);
  if (failed !== undefined)
    io.stderr.write(
      `error: Cannot write gate.md and junit.xml into "${reportedDirectory(directory)}": ${failed}; name another directory with --out\n`,
    );
  if (!isJson && failed === undefined)
    io.stdout.write(`${oneLine(join(reportedDirectory(directory), 'gate.md'))} and junit.xml tell more\n`);
  if (annotated) io.stdout.write(githubAnnotations(answer));
  return joinExitCodes(failed === undefined ? [answer.exitCode] : [answer.exitCode, 2]);
};
