import { answerOf, isBodyless, isSuccess } from '../../../contract/message.ts';
import type { Contract, ResponseDeclaration } from '../../../contract/model.ts';
import { responsesWithBody } from '../../../contract/responses.ts';
import { evaluateSchema, summarizeSchema } from '../../../contract/schema/evaluate.ts';
import { essentialNodes, schemaLocations } from '../../../contract/schema/locations.ts';
import { isJsonType } from '../../../generators/json-content.ts';
import type { Answer, Exchange } from '../../../model/exchange.ts';
import type { Location } from '../../../model/location.ts';
import { defineObservation, type Observed } from '../../kit/define.ts';
import { schemasFor } from '../../subjects/described-schemas.ts';

export const responseBody = defineObservation({
  id: 'schema/response-body',
  title: 'Every answer has the members and types that its schema describes',
  why: 'Clients read members by name and type; one that is absent or of another type causes a crash or a wrong value there.',
  fix: 'Send the member as documented, or change the documentation in a new version.',
  locations: (contract) => describedLocations(contract, [...contract.operations.flatMap(responsesWithBody), ...contract.anywhere]),
  essential: essentialNodes,
  observe(exchange, contract) {
    const answer = answerOf(exchange);
    // Bytes that could not be decoded show nothing about what they hold.
    if (!answer || answer.text === null || isBodyless(exchange)) return [];
    return schemasFor(contract, exchange).flatMap((location) => observeBody(contract, location, exchange, answer));
  },
});

export const bodyIfAny = defineObservation({
  id: 'schema/body-if-any',
  title: 'A successful answer with a JSON body has the members and types that its schema describes',
  why: 'Where an answer may have no body, a client takes a body that it gets for the whole resource, and reads its members.',
  fix: 'Send the resource with all its members, or no body at all.',
  locations: (contract) =>
    describedLocations(
      contract,
      contract.operations.flatMap(({ responses }) => responses.filter(({ status }) => status.startsWith('2'))),
    ),
  essential: essentialNodes,
  observe(exchange, contract) {
    const answer = isSuccess(exchange) ? answerOf(exchange) : undefined;
    if (answer?.json.kind !== 'value') return [];
    const { value } = answer.json;
    return schemasFor(contract, exchange).flatMap((location) => observeValue(contract, location, value));
  },
});

/** Every schema node of the JSON bodies of some responses. */
const describedLocations = (contract: Contract, responses: readonly ResponseDeclaration[]): Location[] =>
  responses.flatMap((response) => schemasOf(response).flatMap((location) => schemaLocations(contract, location)));

const schemasOf = ({ content }: ResponseDeclaration): Location[] =>
  content.flatMap(({ mediaType, schemaLocation }) => (isJsonType(mediaType) && schemaLocation ? [schemaLocation] : []));

/** What a JSON value shows at every node of a schema that applies to it. `at` is the JSON Pointer of the value in the body. */
export const observeValue = (contract: Contract, location: Location, value: unknown, at = ''): Observed[] => {
  const { held, breaches, unknown } = summarizeSchema(contract, location, value);
  return [
    ...Array.from(held, ([node, times]): Observed => ({ location: node, holds: true, times })),
    ...breaches.map(({ location: node, instancePath, keyword, expected, actual }): Observed => ({
      location: node,
      holds: false,
      code: `schema-${keyword}`.replaceAll(' ', '-'),
      where: `#${at}${instancePath}`,
      expected,
      actual,
    })),
    ...unknown.map(({ location: node, instancePath, onlyThisValue, reason }): Observed =>
      onlyThisValue
        ? { location: node, holds: 'unclear', what: `#${at}${instancePath}: ${reason}` }
        : { location: node, holds: 'unsupported', why: reason },
    ),
  ];
};

const observeBody = (contract: Contract, location: Location, exchange: Exchange, { json }: Answer): Observed[] => {
  if (json.kind === 'value') return observeValue(contract, location, json.value);
  // An error without JSON may come from a gateway before the service; errors/body-is-json judges it.
  if (!isSuccess(exchange)) return [];
  const actual = json.kind === 'none' ? 'an empty body' : `a body that is no JSON: ${json.why}`;
  const breachAt = (at: Location): Observed => ({
    location: at,
    holds: false,
    code: 'body-not-json',
    where: '#',
    expected: 'a JSON body',
    actual,
  });
  // Without a value, each rule about the type of the whole body is broken.
  const broken = evaluateSchema(contract, location, undefined).filter(({ holds, instancePath }) => !holds && instancePath === '');
  return broken.length > 0 ? broken.map((visit) => breachAt(visit.location)) : [breachAt(location)];
};
