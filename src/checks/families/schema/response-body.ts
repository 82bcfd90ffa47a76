import { answerOf, headerValues, isBodyless, isSuccess } from '../../../contract/message.ts';
import type { Content, Contract, ResponseDeclaration } from '../../../contract/model.ts';
import { responsesWithBody } from '../../../contract/responses.ts';
import { evaluateSchema, surveySchema } from '../../../contract/schema/evaluate.ts';
import { essentialNodes, schemaPlaces } from '../../../contract/schema/places.ts';
import { isJsonType } from '../../../generators/json-content.ts';
import type { Answer, Exchange } from '../../../model/exchange.ts';
import type { Place } from '../../../model/place.ts';
import { defineObservation, type Observed } from '../../kit/define.ts';
import { describedResponses } from '../../subjects/described-responses.ts';

export const responseBody = defineObservation({
  id: 'schema/response-body',
  title: 'Every answer has the members and types that its schema describes',
  why: 'Clients read members by name and type; one that is absent or of another type is a crash or a wrong value over there.',
  fix: 'Send the member as the documentation shows it, or change the documentation in a new version.',
  places: (contract) => describedPlaces(contract, [...contract.operations.flatMap(responsesWithBody), ...contract.anywhere]),
  essential: essentialNodes,
  observe(exchange, contract) {
    const answer = answerOf(exchange);
    // Bytes that could not be decoded show nothing about what they hold.
    if (!answer || answer.text === null || isBodyless(exchange)) return [];
    return schemasFor(contract, exchange).flatMap((place) => observeBody(contract, place, exchange, answer));
  },
});

export const bodyIfAny = defineObservation({
  id: 'schema/body-if-any',
  title: 'A successful answer with a JSON body has the members and types that its schema describes',
  why: 'Where an answer may come without a body, a client takes what it gets for the whole thing and reads its members.',
  fix: 'Send the thing with all its members, or no body at all.',
  places: (contract) =>
    describedPlaces(
      contract,
      contract.operations.flatMap(({ responses }) => responses.filter(({ status }) => status.startsWith('2'))),
    ),
  essential: essentialNodes,
  observe(exchange, contract) {
    const answer = isSuccess(exchange) ? answerOf(exchange) : undefined;
    if (answer?.json.kind !== 'value') return [];
    const { value } = answer.json;
    return schemasFor(contract, exchange).flatMap((place) => observeValue(contract, place, value));
  },
});

/** The schemas that describe the body of an answer. */
export const schemasFor = (contract: Contract, exchange: Exchange): Place[] =>
  describedResponses(contract, exchange).flatMap((response) => {
    const place = contentFor(response, exchange)?.schemaPlace;
    return place ? [place] : [];
  });

/** Every schema node of the JSON bodies of some responses. */
const describedPlaces = (contract: Contract, responses: readonly ResponseDeclaration[]): Place[] =>
  responses.flatMap((response) => schemasOf(response).flatMap((place) => schemaPlaces(contract, place)));

const schemasOf = ({ content }: ResponseDeclaration): Place[] =>
  content.flatMap(({ mediaType, schemaPlace }) => (isJsonType(mediaType) && schemaPlace ? [schemaPlace] : []));

/** The JSON content an answer is to be judged by: none where it announces another declared type. */
const contentFor = ({ content }: ResponseDeclaration, exchange: Exchange): Content | undefined => {
  const announced = (headerValues(exchange, 'Content-Type')[0]?.split(';')[0] ?? '').trim().toLowerCase();
  const other = content.some(({ mediaType }) => !isJsonType(mediaType) && mediaType.toLowerCase() === announced);
  if (other) return undefined;
  return content.find(({ mediaType }) => mediaType.toLowerCase() === announced) ?? content.find(({ mediaType }) => isJsonType(mediaType));
};

/** What a JSON value shows at every node of a schema that it comes to. `at` is the JSON Pointer of the value in the body. */
export const observeValue = (contract: Contract, place: Place, value: unknown, at = ''): Observed[] => {
  const { held, breaches, unknown } = surveySchema(contract, place, value);
  return [
    ...Array.from(held, ([node, times]): Observed => ({ place: node, holds: true, times })),
    ...breaches.map(({ place: node, instancePath, keyword, expected, actual }): Observed => ({
      place: node,
      holds: false,
      code: `schema-${keyword}`.replaceAll(' ', '-'),
      where: `#${at}${instancePath}`,
      expected,
      actual,
    })),
    ...unknown.map(({ place: node, instancePath, passing, reason }): Observed =>
      passing
        ? { place: node, holds: 'unclear', what: `#${at}${instancePath}: ${reason}` }
        : { place: node, holds: 'unsupported', why: reason },
    ),
  ];
};

const observeBody = (contract: Contract, place: Place, exchange: Exchange, { json }: Answer): Observed[] => {
  if (json.kind === 'value') return observeValue(contract, place, json.value);
  // An error without JSON may come from something in front of the service; errors/body-is-json decides about it.
  if (!isSuccess(exchange)) return [];
  const actual = json.kind === 'none' ? 'an empty body' : `a body that is no JSON: ${json.why}`;
  const breachAt = (at: Place): Observed => ({
    place: at,
    holds: false,
    code: 'body-not-json',
    where: '#',
    expected: 'a JSON body',
    actual,
  });
  // Where there is no value at all, each rule about the type of the whole body is broken.
  const broken = evaluateSchema(contract, place, undefined).filter(({ holds, instancePath }) => !holds && instancePath === '');
  return broken.length > 0 ? broken.map((visit) => breachAt(visit.place)) : [breachAt(place)];
};
