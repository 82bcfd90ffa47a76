import { appendFileSync } from 'node:fs';

import { systemCode } from '../../config/outside.ts';
import { githubCommands, markdownReport } from '../../report/index.ts';
import type { ReportInput } from '../../report/report-input.ts';
import type { Io } from '../io.ts';

/** The variable that GitHub Actions sets in every job. */
export const isGithubJob = ({ env }: Pick<Io, 'env'>): boolean => env['GITHUB_ACTIONS'] === 'true';

/**
 * Appends a text to the summary of the step, if there is one. A summary that cannot be written changes no verdict: it is a warning.
 * Source: GitHub Actions, "Adding a job summary".
 */
export const appendToStepSummary = (text: string, io: Io): void => {
  const path = io.env['GITHUB_STEP_SUMMARY'];
  if (path === undefined || path === '') return;
  try {
    appendFileSync(path, text);
  } catch (error) {
    const code = systemCode(error);
    if (code === undefined) throw error;
    io.stderr.write(
      `warning: Cannot append to the summary of the step, GITHUB_STEP_SUMMARY "${path}": ${code}; the result is in the log\n`,
    );
  }
};

/**
 * Tells a job of GitHub Actions what a run found: annotations, and the summary of the step. Nothing outside of one.
 * @param isJson Standard output holds one JSON document; GitHub reads commands from standard error as well.
 */
export const tellGithub = (input: ReportInput, { isJson }: { readonly isJson: boolean }, io: Io): void => {
  if (!isGithubJob(io)) return;
  (isJson ? io.stderr : io.stdout).write(githubCommands(input));
  appendToStepSummary(markdownReport(input), io);
};
