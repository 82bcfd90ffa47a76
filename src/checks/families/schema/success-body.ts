import { answerOf, headerValues, isSuccess } from '../../../contract/message.ts';
import type { Contract, Operation, ResponseDeclaration } from '../../../contract/model.ts';
import { rootConventions } from '../../../contract/read-conventions.ts';
import { declarationFor, isElsewhere } from '../../../contract/responses.ts';
import { isJsonType, jsonContent } from '../../../generators/json-content.ts';
import { type Exchange, notUtf8 } from '../../../model/exchange.ts';
import { nodeOf, type Location } from '../../../model/location.ts';
import { defineObservation } from '../../kit/define.ts';

/** The operation that a request at the base URL was meant for; undefined where there is none. */
const operationAsked = ({ operations }: Contract, exchange: Exchange): Operation | undefined =>
  isElsewhere(exchange) ? undefined : operations.find(({ key }) => key === exchange.request.operation);

export const bodyPresent = defineObservation({
  id: 'schema/body-present',
  title: 'A read that succeeds has a body',
  why: 'Who asked for something and gets an empty success cannot tell whether there is nothing, or whether it was lost.',
  fix: 'Send the documented body, an empty list included.',
  locations: (contract) =>
    contract.operations
      .filter(({ effect, method }) => effect === 'safe' && method !== 'HEAD')
      .flatMap(({ responses }) => responses.filter(isPrinted).map(({ location }) => itself(location))),
  observe(exchange, contract) {
    const answer = answerOf(exchange);
    const operation = operationAsked(contract, exchange);
    if (!answer || operation?.effect !== 'safe' || operation.method === 'HEAD') return [];
    const declared = declarationFor(operation.responses, answer.status);
    if (!declared || !isPrinted(declared)) return [];
    const location = itself(declared.location);
    if (answer.bodyBytes > 0) return [{ location, holds: true }];
    if (answer.unfinished) return [];
    return [{ location, holds: false, code: 'body-empty', where: '#', expected: `a body with status ${answer.status}`, actual: 'none' }];
  },
});

/** The response alone: what is said of all bodies says nothing about there being one. */
const itself = (location: Location): Location => ({ ...location, way: [nodeOf(location)] });

/** A success of an exact status other than 204 whose body is described as JSON. */
const isPrinted = ({ status, content }: ResponseDeclaration): boolean =>
  /^2\d\d$/.test(status) && status !== '204' && status !== '205' && jsonContent(content) !== undefined;

export const successIsJson = defineObservation({
  id: 'schema/success-is-json',
  title: 'The body of every success is one JSON text',
  why: 'A client parses what comes with a success without looking at it first; a page, a second text or a cut one ends in an exception.',
  fix: 'Write one JSON value and nothing before or behind it, from every layer that answers.',
  locations: (contract) =>
    contract.operations
      .filter(isAboutJson)
      .flatMap((operation) => [operation.location, ...operation.responses.filter(({ status }) => status.startsWith('2')).map(locationIn)]),
  observe(exchange, contract) {
    const answer = answerOf(exchange);
    const operation = operationAsked(contract, exchange);
    if (!answer || !operation || !isAboutJson(operation) || !isSuccess(exchange)) return [];
    if (answer.bodyBytes === 0 || answer.unfinished || exchange.sent.method === 'HEAD') return [];
    const declared = declarationFor(operation.responses, answer.status);
    const location = declared ? locationIn(declared) : operation.location;
    if (answer.json.kind === 'value') return [{ location, holds: true }];
    // Where the encoding has a promise of its own, that one is broken.
    const isEncoding = answer.json.kind === 'invalid' && answer.json.why === notUtf8;
    if (isEncoding && rootConventions(contract.document).transport?.charset !== undefined) return [];
    // A coding that we do not know says nothing about the text beneath it.
    if (answer.text === null && headerValues(exchange, 'Content-Encoding').length > 0) return [];
    const why = answer.json.kind === 'invalid' ? answer.json.why : 'nothing';
    return [{ location, holds: false, code: 'success-not-json', where: '#', expected: 'one JSON text', actual: `no JSON: ${why}` }];
  },
});

/** Its successes are described as JSON, or not at all; a stream of events is neither. */
const isAboutJson = ({ responses, conventions }: Operation): boolean =>
  conventions.stream === undefined &&
  responses
    .filter(({ status }) => status.startsWith('2'))
    .every(({ content }) => content.length === 0 || content.some(({ mediaType }) => isJsonType(mediaType)));

/** Where the JSON of a response is described, else the response. */
const locationIn = ({ content, location }: ResponseDeclaration): Location => jsonContent(content)?.location ?? location;
