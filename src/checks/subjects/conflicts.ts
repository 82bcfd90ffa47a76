import type { Contract, Operation } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { nodeOf } from '../../model/location.ts';

// The answers with which services refuse what the present state of a resource does not allow. Some answer 409, others 422, 400 or 423, and describe it so: "Only open loans can be
// extended (422)". The readers of such sentences know 409 alone, so that what the document says of another status is given to them as if it said 409.

/** The statuses besides 409 that refuse what the state does not allow; 422 and 400 refuse wrong bodies as well. */
const others = ['423', '422', '400'] as const;

const describes = ({ responses }: Operation, statuses: readonly string[]): boolean =>
  responses.some(({ status }) => statuses.includes(status));

/** Does an operation describe an answer that is nothing but a conflict with the present state. */
export const isConflicting = (operation: Operation): boolean => describes(operation, ['409', '423']);

/** Does an operation describe an answer that may refuse what the present state does not allow. */
export const mayConflict = (operation: Operation): boolean => describes(operation, ['409', ...others]);

/** Words of a sentence about what a body, or a value in it, has to be like: that is no matter of the state. */
const validating =
  /\b(?:valid|invalid|validation|validated|malformed|well[- ]formed|parsed?|syntax|format|formatted|characters?|letters?|digits?|one of|body|bodies|payload|fields?|parameters?|query|schema|json|unknown)\b/iu;

/** Is a sentence about what a body has to be like. */
export const isOfBody = (sentence: string): boolean => validating.test(sentence);

/** Words of a reason that is one of a state: "The order is already shipped", "Not open". */
const saysState = /\b(?:already|no longer|not|only|is|are|was|were|has been|have been|still|once|while|when|unless|if)\b/iu;

/** Numbers that are amounts, and not statuses: "at most 400 lines". */
const amount = String.raw`(?<!(?:than|most|least|to|of|about|every|first|last|over|under|within|[$€£+.,\d-]) ?)`;
const behind = String.raw`(?!\s+(?!(?:if|when|whenever|for|unless|while|once|otherwise|else|is|are|with|and|or|in|on|to|as|because|afterwards|errors?|instead|too|then|any|where|response|answer|status|after|before|not|conflict)\b)[a-z]|[\d.,]*\d|[-–%])`;

/** A text of an operation in which the statuses that refuse what a state does not allow are 409. */
export const withConflicts = (operation: Operation, text: string): string => {
  const named = [...others, '403'].filter((status) => describes(operation, [status]));
  if (named.length === 0) return text;
  const statuses = new RegExp(String.raw`${amount}\b(?:${named.join('|')})\b${behind}`, 'gu');
  return text.replaceAll(/[^.;\n]+/gu, (part) => (isOfBody(part) ? part : part.replaceAll(statuses, '409')));
};

/** What the summary and the description of an operation say, with 409 for the status of each refusal that may be one of the state. */
export const ownTexts = ({ document }: Contract, operation: Operation): readonly string[] =>
  saidIn(valueAt(document, nodeOf(operation.location))).map((text) => withConflicts(operation, text));

/** The descriptions of the conflicts that an operation describes: those of its 409, and those of another refusal that give a state as their reason. */
export const conflictTexts = ({ document }: Contract, { responses }: Operation): readonly string[] =>
  ['409', ...others].flatMap((status) =>
    responses
      .filter((one) => one.status === status)
      .flatMap(({ location }) => saidIn(valueAt(document, nodeOf(location))))
      .filter((text) => status === '409' || (saysState.test(text) && !isOfBody(text))),
  );

/** Does a text of an operation name a refusal that may be one of the state. */
export const namesConflict = (contract: Contract, operation: Operation): boolean =>
  isConflicting(operation) || ownTexts(contract, operation).some((text) => /\b409\b/u.test(text));
