import type { Operation } from '../../model.ts';
import { nounWordsOf } from '../id-names.ts';
import { readOfNew } from './collections.ts';
import { nounsNamed } from './named-things.ts';

/** Words for what is done in the background and can be asked about meanwhile. */
const tasks: ReadonlySet<string> = new Set('job task operation process conversion export backup'.split(' '));

/** What a task may be for that leaves what it is about as it is, and makes something new of that. */
const making: readonly string[] = ['copy', 'clone', 'convert', 'backup'].flatMap((verb) => [verb, `${verb}s`, verb.replace(/y$/u, 'ies')]);

/**
 * The words of danger in the name of a POST that only say what the task is for which it begins: "Copy or pack a drawer" for `POST /jobs`, whose every success leads to what
 * `GET /jobs/{jobId}` reads, and whose body names by an id what the task is about. None where it begins no such task.
 */
export const wordsOfTask = (
  document: Readonly<Record<string, unknown>>,
  operations: readonly Operation[],
  operation: Operation,
): readonly string[] => {
  const isTask = tasks.has(nounWordsOf(operation.path).at(-1) ?? '') && readOfNew(document, operations, operation) !== undefined;
  return isTask && nounsNamed(document, operation).size > 0 ? making : [];
};

/**
 * Does an operation begin such a task, which goes on after the answer: what it makes appears in lists while these are read. A read of the task alone is no reason to begin one.
 */
export const goesOnBehind = ({ inferred, responses }: Operation): boolean => {
  const successes = responses.filter(({ status }) => status.startsWith('2'));
  return inferred?.reaches !== undefined && making.includes(inferred.reaches) && successes.some(({ status }) => status === '202');
};
