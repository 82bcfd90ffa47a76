import { faultStatuses } from './refusals.ts';
import { nodeOf } from '../../../model/location.ts';
import type { PaginationStyle } from '../../conventions.ts';
import type { Operation, Parameter } from '../../model.ts';
import { literalPattern } from '../../pattern/literal-pattern.ts';
import { isObject, valueAt } from '../../pointer.ts';
import type { DocumentView, Suggestion } from './convention.ts';
import { inWords, parameterCalled, textOf } from './paging-members.ts';
import { sentencesOf } from '../sentences.ts';

type Document = DocumentView['document'];

/** Names of cursors that nothing but the server makes: another value cannot be an id, a number or a place in the alphabet. */
const isOpaque = /\b(?:cursor|token|pagetoken|nexttoken)$/u;

const notGiven =
  /\b(?:unknown|altered|tampered|damaged|malformed|invalid|made[- ]up|not (?:in the list|known|found|one of|valid)|(?:does|do) not exist|no such|never given)\b[^.;]*(?:\brefused\b|\brejected\b|\b4(?:00|04|22)\b|\berror\b)|\b4(?:00|04|22)\b[^.;]*\b(?:unknown|altered|malformed|invalid|not in the list|(?:does|do) not exist)\b/iu;

/**
 * Does the document say that a value of a cursor which no page gave is refused: its description, or a sentence of the introduction or the operation that names it, or
 * one of the two behind such a sentence.
 */
const saysRefused = (document: Document, operation: Operation, parameter: Parameter): boolean => {
  if (notGiven.test(textOf(document, parameter))) return true;
  const isNamed = new RegExp(String.raw`\x60${literalPattern(parameter.name)}\x60`, 'u');
  return ['#/info', nodeOf(operation.location)].some((pointer) => {
    const node = valueAt(document, pointer);
    const sentences = isObject(node) && typeof node['description'] === 'string' ? sentencesOf(node['description']) : [];
    const at = sentences.findLastIndex((one) => isNamed.test(one));
    return at >= 0 && sentences.slice(at, at + 3).some((one) => notGiven.test(one));
  });
};

/** `refusals.cursor`: where the operation describes that it refuses faulty requests, and the cursor is one that only a server makes, or the document says so. */
export const refusedCursor = (document: Document, operation: Operation, style: PaginationStyle): readonly Suggestion[] => {
  const parameter =
    style.kind === 'cursor' ? parameterCalled(document, operation, style.cursor.slice('$request.query.'.length)) : undefined;
  const refusing = faultStatuses(operation);
  if (parameter === undefined || refusing.length === 0) return [];
  const isMade = isOpaque.test(inWords(parameter.name));
  if (!isMade && !saysRefused(document, operation, parameter)) return [];
  return [
    {
      operation,
      word: ['refusals', 'cursor'],
      value: { status: '4XX' },
      why: `The operation describes ${refusing.join(' and ')}, and "${parameter.name}" takes only what a page before gave${isMade ? '' : ', as the document says'}.`,
    },
  ];
};
