import { answerOf, headerValues, isSuccess } from '../../../contract/message.ts';
import type { Contract, Operation, ResponseDeclaration } from '../../../contract/model.ts';
import { rootConventions } from '../../../contract/read-conventions.ts';
import { declarationFor, isElsewhere } from '../../../contract/responses.ts';
import { isJsonType, jsonContent } from '../../../generators/json-content.ts';
import { notUtf8 } from '../../../model/exchange.ts';
import type { Place } from '../../../model/place.ts';
import { defineObservation } from '../../kit/define.ts';

export const successIsJson = defineObservation({
  id: 'schema/success-is-json',
  title: 'The body of every success is one JSON text',
  why: 'A client parses what comes with a success without looking at it first; a page, a second text or a cut one ends in an exception.',
  fix: 'Write one JSON value and nothing before or behind it, from every layer that answers.',
  places: (contract) =>
    contract.operations
      .filter(isAboutJson)
      .flatMap((operation) => [operation.place, ...operation.responses.filter(({ status }) => status.startsWith('2')).map(placeIn)]),
  observe(exchange, contract) {
    const answer = answerOf(exchange);
    const operation = operationOf(contract, exchange.request.operation);
    if (!answer || !operation || !isAboutJson(operation) || !isSuccess(exchange) || isElsewhere(exchange)) return [];
    if (answer.bodyBytes === 0 || answer.unfinished || exchange.sent.method === 'HEAD') return [];
    const declared = declarationFor(operation.responses, answer.status);
    const place = declared ? placeIn(declared) : operation.place;
    if (answer.json.kind === 'value') return [{ place, holds: true }];
    // Where the encoding has a promise of its own, that one is broken.
    const isEncoding = answer.json.kind === 'invalid' && answer.json.why === notUtf8;
    if (isEncoding && rootConventions(contract.document).transport?.charset !== undefined) return [];
    // A coding that we do not know says nothing about the text beneath it.
    if (answer.text === null && headerValues(exchange, 'Content-Encoding').length > 0) return [];
    const why = answer.json.kind === 'invalid' ? answer.json.why : 'nothing';
    return [{ place, holds: false, code: 'success-not-json', where: '#', expected: 'one JSON text', actual: `no JSON: ${why}` }];
  },
});

const operationOf = ({ operations }: Contract, key: string | null): Operation | undefined => operations.find((one) => one.key === key);

/** Its successes are described as JSON, or not at all; a stream of events is neither. */
const isAboutJson = ({ responses, conventions }: Operation): boolean =>
  conventions.stream === undefined &&
  responses
    .filter(({ status }) => status.startsWith('2'))
    .every(({ content }) => content.length === 0 || content.some(({ mediaType }) => isJsonType(mediaType)));

/** Where the JSON of a response is described, else the response. */
const placeIn = ({ content, place }: ResponseDeclaration): Place => jsonContent(content)?.place ?? place;
