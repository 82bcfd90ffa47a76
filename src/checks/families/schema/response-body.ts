import { answerOf, isBodyless, isSuccess } from '../../../contract/message.ts';
import type { Contract, ResponseDeclaration } from '../../../contract/model.ts';
import { responsesWithBody } from '../../../contract/responses.ts';
import { evaluateSchema, summarizeSchema } from '../../../contract/schema/evaluate.ts';
import { essentialNodes, schemaLocations } from '../../../contract/schema/locations.ts';
import type { Answer, Exchange } from '../../../model/exchange.ts';
import { descriptionsIn, itemsOf, membersOf } from '../../../contract/infer/schema-parts.ts';
import { isObject, tokensOf, valueAt } from '../../../contract/pointer.ts';
import { type Location, nodeOf } from '../../../model/location.ts';
import { holdsMask } from '../../../model/mask.ts';
import { defineObservation, type Observed } from '../../kit/define.ts';
import { bodiesFor, type DescribedBody, judgeableSchemas, schemasFor } from '../../subjects/described-schemas.ts';
import { mayLeaveOutMembers } from '../../subjects/members-left-out.ts';
import { type Judge, judgeCsv, judgeLines, judgeText, mostLenient } from './read-body.ts';

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
    if (!answer || answer.text === null || isBodyless(exchange) || takesAnotherBody(exchange)) return [];
    const observed = bodiesFor(contract, exchange).flatMap((alternatives) =>
      mostLenient(alternatives.map((one) => observeBody(contract, one, exchange, answer))),
    );
    return asChosen(contract, exchange, observed);
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
    const answer = isSuccess(exchange) && !takesAnotherBody(exchange) ? answerOf(exchange) : undefined;
    if (answer?.json.kind !== 'value') return [];
    const { value } = answer.json;
    const { text } = answer;
    return asChosen(
      contract,
      exchange,
      schemasFor(contract, exchange).flatMap((location) => observeWhole(contract, location, value, text)),
    );
  },
});

/**
 * Did a service accept a body that as a whole is of another type, such as a list where the document has an object: it may create several things from a list and answer with
 * a list, of which the document says nothing. That it accepts the body is for those to judge that send it.
 */
const takesAnotherBody = (exchange: Exchange): boolean => {
  const { body, faults } = exchange.request;
  return isSuccess(exchange) && faults.includes('body-wrong-type') && body?.kind === 'json' && !isObject(body.value);
};

/** What a schema says only of a whole resource, or of which of several it is. */
const ofWhole: ReadonlySet<string> = new Set(
  ['required', 'minProperties', 'dependentRequired', 'dependencies', 'oneOf', 'anyOf', 'not', 'if', 'then', 'else'].map(
    (one) => `schema-${one}`,
  ),
);

/** What an answer shows of which the request has chosen the members: those that are left out break nothing. */
const asChosen = (contract: Contract, exchange: Exchange, observed: readonly Observed[]): readonly Observed[] =>
  mayLeaveOutMembers(contract, exchange) ? observed.filter((one) => one.holds !== false || !ofWhole.has(one.code)) : observed;

/** Every schema node of the bodies of some responses. */
const describedLocations = (contract: Contract, responses: readonly ResponseDeclaration[]): Location[] =>
  responses.flatMap((response) => judgeableSchemas(contract, response).flatMap((location) => schemaLocations(contract, location)));

/** "Sum of the declared values of its parcels", "Total of all lines". */
const ofSum = /\b(?:sums?|totals?) (?:of|over)\b|\badd(?:s|ed)? up\b|\bsummed\b/iu;

/**
 * Is a value above the bound of its schema because it is described as a sum of others that have the same bound: `declaredValue`, "sum of the declared values of its
 * parcels", with the schema of one amount. The document contradicts itself there, and no service keeps both.
 */
const isBoundOfParts = ({ document }: Contract, location: Location, instancePath: string, keyword: string): boolean => {
  if (keyword !== 'maximum' && keyword !== 'exclusiveMaximum') return false;
  let schema: unknown = valueAt(document, nodeOf(location));
  return tokensOf(instancePath).some((token) => {
    schema = /^\d+$/u.test(token) ? itemsOf(document, schema) : membersOf(document, schema).get(token);
    return descriptionsIn(document, schema).some((text) => ofSum.test(text));
  });
};

/** What a JSON value shows at every node of a schema that applies to it. `at` is the JSON Pointer of the value in the body. */
export const observeValue = (contract: Contract, location: Location, value: unknown, at = ''): Observed[] => {
  const { held, breaches, unknown } = summarizeSchema(contract, location, value);
  return [
    ...held.map(({ location: node, times }): Observed => ({ location: node, holds: true, times })),
    ...breaches.map(({ location: node, instancePath, keyword, expected, actual }): Observed =>
      isBoundOfParts(contract, location, instancePath, keyword)
        ? { location: node, holds: 'unclear', what: `#${at}${instancePath}: the sum of other values, whose schema bounds each of them` }
        : {
            location: node,
            holds: false,
            code: `schema-${keyword}`.replaceAll(' ', '-'),
            where: `#${at}${instancePath}`,
            expected,
            actual,
          },
    ),
    ...unknown.map(({ location: node, instancePath, onlyThisValue, reason }): Observed =>
      onlyThisValue
        ? { location: node, holds: 'unclear', what: `#${at}${instancePath}: ${reason}` }
        : { location: node, holds: 'unsupported', why: reason },
    ),
  ];
};

type Seen = { readonly contract: Contract; readonly location: Location; readonly observed: readonly Observed[] };

/** What a body showed: two checks ask about each. */
const ofValue = new WeakMap<object, Seen>();

/** What the latest body showed at each schema: a target gives many answers word for word again. */
const latest = new WeakMap<Location, Seen & { readonly text: string }>();

/** A longer body is not kept only to be compared with the next one. */
const longestKept = 64 * 1024;

/** What a whole JSON body shows. Where a secret was masked in it, equal texts may have had different values. */
const observeWhole = (contract: Contract, location: Location, value: unknown, text: string | null): readonly Observed[] => {
  const same = typeof value === 'object' && value !== null ? ofValue.get(value) : undefined;
  if (same?.contract === contract && same.location === location) return same.observed;
  const known = latest.get(location);
  if (known !== undefined && known.text === text && known.contract === contract) return known.observed;
  const seen = { contract, location, observed: observeValue(contract, location, value) };
  if (typeof value === 'object' && value !== null) ofValue.set(value, seen);
  if (text !== null && text.length <= longestKept && !holdsMask(text)) latest.set(location, { ...seen, text });
  return seen.observed;
};

const observeBody = (contract: Contract, body: DescribedBody, exchange: Exchange, answer: Answer): readonly Observed[] => {
  const { location, notation } = body;
  if (notation === 'json') return observeJson(contract, location, exchange, answer);
  // Intermediaries answer errors in texts of their own; what has not ended shows nothing about the rest.
  if (!isSuccess(exchange) || answer.unfinished || answer.text === null) return [];
  const judge: Judge = (node, value, at) => observeValue(contract, node, value, at);
  switch (notation) {
    case 'lines':
      return judgeLines(contract, location, answer.text, judge);
    case 'csv':
      return judgeCsv(contract, location, answer.text, judge);
    case 'text':
      return answer.bodyBytes === 0 ? [] : judgeText(location, answer.text, judge);
    default:
      return notation satisfies never;
  }
};

const observeJson = (contract: Contract, location: Location, exchange: Exchange, { json, text }: Answer): readonly Observed[] => {
  if (json.kind === 'value') return observeWhole(contract, location, json.value, text);
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
