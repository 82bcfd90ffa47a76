import { operationWith } from '../../../contract/operation.ts';
import { answerOf, headerValues, isBodyless, isSuccess } from '../../../contract/message.ts';
import type { Contract, Operation, ResponseDeclaration } from '../../../contract/model.ts';
import { rootConventions } from '../../../contract/read-conventions.ts';
import { declarationFor, isPerhapsElsewhere, isElsewhere } from '../../../contract/responses.ts';
import { type Exchange, notUtf8 } from '../../../model/exchange.ts';
import { nodeOf, type Location } from '../../../model/location.ts';
import { type CheckText, defineObservation } from '../../kit/define.ts';
import { isJsonType } from '../../../contract/wire/media-type.ts';
import { jsonContent } from '../../../contract/asked-content.ts';
import { rememberedByObject } from '../../../model/remembered.ts';

/** The operation of a request at the base URL; undefined where there is none. */
const operationAsked = ({ operations }: Contract, exchange: Exchange): Operation | undefined =>
  isElsewhere(exchange) ? undefined : operationWith({ operations }, exchange.request.operation);

export const bodyPresent = defineObservation({
  id: 'schema/body-present',
  title: 'A read that succeeds has a body',
  why: 'A client that gets an empty success cannot know whether there is nothing to show, or whether it was lost.',
  fix: 'Send the documented body, also for an empty list.',
  locations: (contract) =>
    contract.operations
      .filter(({ effect, method }) => effect === 'safe' && method !== 'HEAD')
      .flatMap(({ responses }) => responses.filter(hasDocumentedBody).map(({ location }) => itself(location))),
  observe(exchange, contract) {
    const answer = answerOf(exchange);
    const operation = operationAsked(contract, exchange);
    if (!answer || operation?.effect !== 'safe' || operation.method === 'HEAD') return [];
    const declared = declarationFor(operation.responses, answer.status);
    if (!declared || !hasDocumentedBody(declared)) return [];
    const location = itself(declared.location);
    if (answer.bodyBytes > 0) return [{ location, holds: true }];
    if (answer.unfinished) return [];
    return [{ location, holds: false, code: 'body-empty', where: '#', expected: `a body with status ${answer.status}`, actual: 'none' }];
  },
});

/** Defines a check that a described body is there: whatever the operation, for some statuses. */
const definePresentBody = ({ isMeant, ...text }: CheckText & { isMeant(declared: ResponseDeclaration): boolean }) => {
  const isJudged = (declared: ResponseDeclaration): boolean => isMeant(declared) && jsonContent(declared.content) !== undefined;
  return defineObservation({
    ...text,
    locations: (contract) =>
      contract.standard.size === 0
        ? []
        : contract.operations
            .filter(({ method }) => method !== 'HEAD')
            .flatMap(({ responses }) => responses.filter(isJudged).map(({ location }) => itself(location))),
    observe(exchange, contract) {
      const answer = answerOf(exchange);
      const operation = operationAsked(contract, exchange);
      if (!answer || !operation || answer.unfinished || isBodyless(exchange) || isPerhapsElsewhere(exchange)) return [];
      const declared = declarationFor(operation.responses, answer.status);
      if (!declared || !isJudged(declared)) return [];
      const location = itself(declared.location);
      if (answer.bodyBytes > 0) return [{ location, holds: true }];
      return [
        { location, holds: false, code: 'body-absent', where: '#', expected: `JSON with status ${answer.status}`, actual: 'no body' },
      ];
    },
  });
};

export const describedSuccessPresent = definePresentBody({
  id: 'schema/described-success-present',
  title: 'A success whose JSON the document describes has a body',
  why: 'A client parses the described JSON; an empty body ends in an exception.',
  fix: 'Send the described body, or describe the response without content.',
  isMeant: ({ status }) => status.startsWith('2') && !['204', '205'].includes(status),
});

export const describedErrorPresent = definePresentBody({
  id: 'schema/described-error-present',
  title: 'An error response whose JSON the document describes has a body',
  why: 'A client that shows the described message has nothing to show, or fails where it parses.',
  fix: 'Send the described error from every layer: framework, gateway and authentication.',
  isMeant: ({ status }) => /^[45]/u.test(status),
});

/** The response itself, without the locations that lead to it: a requirement on all bodies does not require that there is one. It has one identity, by which others remember what they found of it. */
const itself = rememberedByObject((location: Location): Location => ({ ...location, way: [nodeOf(location)] }));

/** A success of an exact status other than 204 whose body is described as JSON. */
const hasDocumentedBody = ({ status, content }: ResponseDeclaration): boolean =>
  /^2\d\d$/.test(status) && status !== '204' && status !== '205' && jsonContent(content) !== undefined;

export const successIsJson = defineObservation({
  id: 'schema/success-is-json',
  title: 'The body of every success is one JSON text',
  why: 'A client parses the body of a success without a look at it; an HTML page, a second text or a cut one ends in an exception.',
  fix: 'Write one JSON value and nothing before or after it, in every layer that answers.',
  locations: (contract) =>
    contract.operations
      .filter(isAboutJson)
      .flatMap((operation) => [operation.location, ...operation.responses.filter(({ status }) => status.startsWith('2')).map(locationIn)]),
  observe(exchange, contract) {
    const answer = answerOf(exchange);
    const operation = operationAsked(contract, exchange);
    if (!answer || !operation || !isAboutJson(operation) || !isSuccess(exchange)) return [];
    if (answer.bodyBytes === 0 || answer.unfinished || exchange.sent.method === 'HEAD' || isPerhapsElsewhere(exchange)) return [];
    const declared = declarationFor(operation.responses, answer.status);
    const location = declared ? locationIn(declared) : operation.location;
    if (answer.json.kind === 'value') return [{ location, holds: true }];
    // Where the contract has a word about the encoding, that requirement is broken and not this one.
    const isEncoding = answer.json.kind === 'invalid' && answer.json.why === notUtf8;
    if (isEncoding && rootConventions(contract.document).transport?.charset !== undefined) return [];
    // An unknown content coding shows nothing about the text in it.
    if (answer.text === null && headerValues(exchange, 'Content-Encoding').length > 0) return [];
    const why = answer.json.kind === 'invalid' ? answer.json.why : 'nothing';
    return [{ location, holds: false, code: 'success-not-json', where: '#', expected: 'one JSON text', actual: `no JSON: ${why}` }];
  },
});

/** Are its successes described as JSON, or not at all; a stream of events is neither. */
const isAboutJson = ({ responses, conventions }: Operation): boolean =>
  conventions.stream === undefined &&
  responses
    .filter(({ status }) => status.startsWith('2'))
    .every(({ content }) => content.length === 0 || content.some(({ mediaType }) => isJsonType(mediaType)));

/** The location of the JSON content of a response, else of the response. */
const locationIn = ({ content, location }: ResponseDeclaration): Location => jsonContent(content)?.location ?? location;
