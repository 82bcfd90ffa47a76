import { sentencesOf } from '../../contract/infer/sentences.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { nodeOf } from '../../model/location.ts';
import { statefulAnswer } from './needed-states.ts';
import { isUnderWay, doneAmong } from './tasks.ts';

/** A field that the document ties to work that is not done, such as Retry-After on the read of an export. */
export type UntilDoneField = {
  readonly name: string;
  /** JSON pointer of the state in the answer. */
  readonly state: string;
  /** The states, in lower case, in which the work goes on, and those in which it is done. */
  readonly underWay: ReadonlySet<string>;
  readonly done: ReadonlySet<string>;
  /** Is the field there until the work is done, and is it absent afterwards. */
  readonly isThere: boolean;
  readonly isAbsent: boolean;
};

/** Words for the end of a work. */
const end = String.raw`(?:done|completed?|finished|ready|succeeded|over|processed|ended)`;

/** The time before the end: "while the job is not completed", "until it is done", "as long as it is running". */
const before = new RegExp(
  String.raw`\b(?:until|till|before)\b[^.;]*\b(?:${end}|then)\b|\buntil then\b|\b(?:while|as long as)\b[^.;]*\b(?:not (?:yet )?(?:been )?${end}|running|queued|pending|in progress|under way|processing|unfinished)\b`,
  'iu',
);

/** "Only while it is not done", "exactly until it is completed". */
const onlyBefore = /\b(?:only|exactly|solely|just) (?:while|until|till|as long as|before)\b/iu;

/** "Once it is completed it does not", "absent afterwards". */
const notAfter = new RegExp(
  String.raw`\b(?:once|when|after|as soon as)\b[^.;]*\b${end}\b[^.;]*\b(?:not|no longer|absent|without|omitted|missing)\b|\b(?:absent|omitted|missing|not (?:sent|present|there|given|included)) (?:once|when|after|afterwards)\b`,
  'iu',
);

/** The answer has the field. */
const carries = /\b(?:carr(?:y|ies)|has|have|holds?|gives?|contains?|includes?|comes? with|sends?|sent|present|there|set|with)\b/iu;

const hedged = /\b(?:may|might|can|could|usually|often|sometimes|should|optional(?:ly)?)\b/iu;

const ended = new RegExp(String.raw`\b${end}\b`, 'iu');

/** Is a clause about the time before the end; "until then" where what stands before it is about an end. */
const isBefore = (clause: string, earlier: string): boolean =>
  before.test(clause) && (!/\buntil then\b/iu.test(clause) || ended.test(earlier));

const denied = /\b(?:not|never|no|without)\s+(?:carr|sent|present|ha[sv]|includ|contain|there|set)/iu;

/** What a text says of a field: its own description is about it in each clause, another text in the sentences that name it. */
const toldIn = (text: string, name: string, isOwn: boolean): { readonly isThere: boolean; readonly isAbsent: boolean } => {
  const sentences = sentencesOf(text);
  const naming = sentences.flatMap((sentence, n) => {
    const isAbout = isOwn || sentence.toLowerCase().includes(name.toLowerCase());
    return isAbout && !hedged.test(sentence) ? [{ sentence, earlier: sentences[n - 1] ?? '' }] : [];
  });
  // "Only while" says that it is absent afterwards, and leaves open whether it is always there before.
  const isThere = naming.some(({ sentence, earlier }) =>
    sentence
      .split(';')
      .some((clause) => isBefore(clause, earlier) && !/\bonly\b/iu.test(clause) && (isOwn || carries.test(clause)) && !denied.test(clause)),
  );
  const isAbsent = naming.some(
    ({ sentence, earlier }) => (isBefore(sentence, earlier) && onlyBefore.test(sentence)) || notAfter.test(sentence),
  );
  return { isThere, isAbsent };
};

const find = (contract: Contract, operation: Operation): UntilDoneField | undefined => {
  if (operation.method !== 'GET' || operation.effect !== 'safe') return undefined;
  const stateful = statefulAnswer(contract, operation);
  if (!stateful) return undefined;
  const done = new Set(doneAmong(stateful.states));
  const underWay = new Set(stateful.states.map((one) => one.toLowerCase()).filter((one) => isUnderWay(one) && !done.has(one)));
  if (done.size === 0 || underWay.size === 0) return undefined;
  const { document } = contract;
  const texts = saidIn(valueAt(document, nodeOf(operation.location)));
  const headers = operation.responses.filter(({ status }) => status.startsWith('2')).flatMap((one) => one.headers);
  const found = headers.flatMap(({ name, location }): UntilDoneField[] => {
    const own = saidIn(valueAt(document, nodeOf(location))).map((text) => toldIn(text, name, true));
    const all = [...own, ...texts.map((text) => toldIn(text, name, false))];
    const told = { isThere: all.some((one) => one.isThere), isAbsent: all.some((one) => one.isAbsent) };
    return told.isThere || told.isAbsent ? [{ name, state: stateful.at, underWay, done, ...told }] : [];
  });
  return found.length === 1 ? found[0] : undefined;
};

const known = new WeakMap<Contract, Map<Operation, UntilDoneField | undefined>>();

/** The field of the answers of a read that the document ties to work that is not done; undefined where it ties none, or several. */
export const untilDoneField = (contract: Contract, operation: Operation): UntilDoneField | undefined => {
  const all = known.get(contract) ?? new Map<Operation, UntilDoneField | undefined>();
  known.set(contract, all);
  if (!all.has(operation)) all.set(operation, contract.standard.size === 0 ? undefined : find(contract, operation));
  return all.get(operation);
};
