import { pathAbove, tailOf } from '../../contract/infer/path-template.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { nodeOf } from '../../model/location.ts';
import { type Task, tasks } from './tasks.ts';

/** The task whose result an operation reads; undefined where it reads none. */
export const taskBringing = (contract: Contract, operation: Operation): Task | undefined => {
  if (operation.method !== 'GET' || tailOf(operation.path).length !== 1 || pathAbove(operation.path) === '') return undefined;
  const found = known.get(operation) ?? { task: tasks(contract).find(({ result }) => result?.key === operation.key) };
  known.set(operation, found);
  return found.task;
};

const known = new WeakMap<Operation, { readonly task: Task | undefined }>();

const fetched =
  '(?:download(?:s|ed|ing)?|read(?:s|ing)?|fetch(?:es|ed|ing)?|retriev(?:es|ed|e|ing|al)|collect(?:s|ed|ing|ion)?|pick(?:s|ed)? up|consum(?:es|ed|e|ing))';

/** Sentences by which what a task brought is gone as soon as somebody has read it: "Can be downloaded once", "The file is deleted after the first download". */
const readOnce: readonly RegExp[] = [
  /\b(?:single|one)[- ](?:use|time|shot)\b/iu,
  new RegExp(
    String.raw`\b${fetched} (?:only |exactly |just |at most |no more than )?(?:once\b(?! (?:it|they|the|all|every|done|ready|finished))|one time\b|a single time\b)`,
    'iu',
  ),
  new RegExp(
    String.raw`\b(?:removed?|deleted?|gone|discarded?|destroyed?|dropped|erased?|consumed|purged?|expires?|invalid(?:ated)?|vanish(?:es)?|disappears?)\b[^.;]*\b(?:by|with|upon|on|after|once|when|as soon as)\b[^.;]*\b${fetched}\b`,
    'iu',
  ),
  new RegExp(
    String.raw`\b(?:already|has been|have been|was) (?:been )?${fetched}\b|\b(?:only|until) (?:the |its )?(?:first|one|a single) ${fetched}\b`,
    'iu',
  ),
];

const briefly = String.raw`\b(?:\d+|an?|one|two|five|ten|fifteen|thirty|sixty|a few|some|several|few)[ -]?(?:s|secs?|seconds?|mins?|minutes?)\b`;

/** Sentences by which it stays for minutes at most, which a run may last longer than. "Available within seconds" tells when it begins. */
const shortly: readonly RegExp[] = [
  new RegExp(String.raw`\b(?:expir\w*|removed|deleted|gone)\b[^.;]*\b(?:after|within|in|for)\b[^.;]*${briefly}`, 'iu'),
  new RegExp(
    String.raw`\b(?:kept|keeps?|available|valid|retained|stored|stays?|lives?|remains?|works?)\b[^.;]*\bfor\b[^.;]*${briefly}`,
    'iu',
  ),
];

/** Sentences by which it goes at some time. */
const ending =
  /\bexpir\w*|\bno longer available\b|\b(?:kept|retained|stored|available|removed|deleted)\b[^.;]*\b(?:hours?|days?|weeks?)\b/iu;

const textsOf = ({ document }: Contract, { operation, monitor, result }: Task): readonly string[] => {
  const found = [operation, monitor, ...(result ? [result] : [])];
  const answers = (result ?? monitor).responses.filter(({ status }) => /^(?:2|404|409|410)/u.test(status));
  return [...found, ...answers].flatMap(({ location }) => saidIn(valueAt(document, nodeOf(location)))).flatMap(sentencesOf);
};

/** Does the document say that what a task brought is there for one read, or for minutes: who asks for it later finds nothing, and does so rightly. */
export const isFleeting = (contract: Contract, task: Task): boolean =>
  textsOf(contract, task).some((one) => [...shortly, ...readOnce].some((form) => form.test(one)));

/** Does the document say that a task, or what it brought, goes after some time. */
export const mayExpire = (contract: Contract, task: Task): boolean =>
  [task.monitor, ...(task.result ? [task.result] : [])].some(({ responses }) => responses.some(({ status }) => status === '410')) ||
  textsOf(contract, task).some((one) => ending.test(one));
