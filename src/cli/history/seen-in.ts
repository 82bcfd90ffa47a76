import { dirname, join } from 'node:path';
import type { RunRecord } from '../../model/record.ts';
import type { ParsedHistory } from '../../policy/history/parse-history.ts';
import { targetHistories } from '../../policy/history/target-history.ts';
import { seenWordsOf, type SeenWords } from '../../report/index.ts';
import { openHistory } from './open-history.ts';

/**
 * How often earlier runs saw what a run found: what later runs of the history found is left out, so that a report that is written again says what it said.
 * @returns nothing where the history does not have the run.
 */
export const seenIn = ({ lines }: ParsedHistory, { header }: RunRecord): { readonly seen?: SeenWords } => {
  if (!lines.some(({ run }) => run === header.run)) return {};
  const until = Date.parse(header.startedAt);
  const earlier = lines.filter(({ run, startedAt }) => run === header.run || Date.parse(startedAt) < until);
  return { seen: seenWordsOf(targetHistories(earlier), header.demo) };
};

/**
 * The same, from the history beside the folder of a run.
 * @param directory Of the run, absolute.
 */
export const seenBeside = (directory: string, record: RunRecord): { readonly seen?: SeenWords } => {
  let parsed: ParsedHistory | undefined;
  try {
    parsed = openHistory(join(dirname(directory), 'history.jsonl'));
  } catch {
    // A report is written all the same; `assay history` says what is wrong with the file.
  }
  return parsed === undefined ? {} : seenIn(parsed, record);
};
