import { operationWith } from '../../../contract/operation.ts';
import { answerOf, headerValues, isBodyless, isSuccess, statusOf } from '../../../contract/message.ts';
import { essenceOf, isJsonType } from '../../../contract/wire/media-type.ts';
import type { Content, ResponseDeclaration } from '../../../contract/model.ts';
import { declarationFor, isPerhapsElsewhere, responsesWithBody } from '../../../contract/responses.ts';
import type { Answer, Exchange } from '../../../model/exchange.ts';
import { defineObservation, type Observed } from '../../kit/define.ts';
import { describedResponses } from '../../subjects/described-responses.ts';

export const contentTypeDeclared = defineObservation({
  id: 'headers/content-type-declared',
  title: 'The Content-Type of an answer is documented for it; where JSON is documented, any JSON type is accepted',
  why: 'Clients choose a parser by this header; with another type, or none, they return raw text or fail.',
  fix: 'Set the header to the documented media type wherever a body is written, including error handlers and gateways.',
  locations: (contract) =>
    [...contract.operations.flatMap(({ responses }) => responses), ...contract.anywhere].flatMap(({ content }) =>
      content.map(({ location }) => location),
    ),
  observe(exchange, contract) {
    const answer = answerOf(exchange);
    if (!answer || exchange.sent.method === 'HEAD' || !needsType(exchange, answer)) return [];
    const announced = headerValues(exchange, 'Content-Type');
    return describedResponses(contract, exchange).flatMap(({ content }) => observeType(content, announced, answer.status));
  },
});

/** True if the type is judged. A success without a body needs no type. An error that is declared with a body is judged even without one. */
const needsType = (exchange: Exchange, { bodyBytes }: Answer): boolean => bodyBytes > 0 || !isSuccess(exchange);

const observeType = (declared: readonly Content[], announced: readonly string[], status: number): Observed[] => {
  const [first] = declared;
  if (!first) return [];
  const fitting = announced.map((type) => declared.find(({ mediaType }) => isSameType(mediaType, type)));
  const [match] = fitting;
  if (match && fitting.every((one) => one !== undefined)) return [{ location: match.location, holds: true }];
  return [
    {
      location: first.location,
      holds: false,
      code: announced.length === 0 ? 'content-type-absent' : 'content-type-other',
      where: 'Content-Type',
      expected: `${declared.map(({ mediaType }) => mediaType).join(' or ')} with status ${status}`,
      actual: announced.length === 0 ? 'no such header' : announced.map((type) => `"${type}"`).join(' and '),
    },
  ];
};

/** True if an announced type fits a declared type or range. All JSON types count as equal, including those that end in +json (RFC 6839). */
const isSameType = (declared: string, announced: string): boolean => {
  const [wanted, sent] = [essenceOf(declared), essenceOf(announced)];
  if (wanted === sent || (isJsonType(declared) && isJsonType(announced))) return true;
  return wanted === '*/*' || (wanted.endsWith('/*') && sent.startsWith(wanted.slice(0, -1)));
};

export const mediaTypeDeclared = defineObservation({
  id: 'headers/media-type-declared',
  title: 'An answer with a body has one of the media types that the document describes for its status',
  why: 'Clients choose a parser by the media type; a body of another type is parsed wrongly or not at all.',
  fix: 'Send the described Content-Type, also from gateways and error handlers, or describe the one that is sent.',
  locations: (contract) =>
    contract.operations.flatMap((operation) =>
      responsesWithBody(operation)
        .filter(hasContent)
        .map(({ location }) => location),
    ),
  observe(exchange, contract) {
    const answer = answerOf(exchange);
    const status = statusOf(exchange) ?? 0;
    const operation = operationWith(contract, exchange.request.operation);
    if (!answer || !operation || answer.bodyBytes === 0 || isBodyless(exchange) || isPerhapsElsewhere(exchange)) return [];
    const declared = declarationFor(operation.responses, status);
    if (!declared || !hasContent(declared)) return [];
    const { location } = declared;
    const [sent] = headerValues(exchange, 'Content-Type');
    const type = essenceOf(sent ?? '');
    if (isDeclared(declared, type)) return [{ location, holds: true }];
    const listed = declared.content.map(({ mediaType }) => mediaType).join(' or ');
    return [
      {
        location,
        holds: false,
        code: 'media-type-undeclared',
        where: 'Content-Type',
        expected: `${listed} with status ${status}`,
        actual: sent === undefined ? 'no Content-Type' : `"${sent}"`,
      },
    ];
  },
});

const hasContent = ({ content }: ResponseDeclaration): boolean => content.length > 0;

/** True if a type fits a declared type or range. A type with a suffix also fits its base type (RFC 6839). */
const isDeclared = ({ content }: ResponseDeclaration, type: string): boolean =>
  content.some(({ mediaType }) => {
    const declared = essenceOf(mediaType);
    if (declared === '*/*' || declared === type) return type !== '';
    if (declared.endsWith('/*')) return type.startsWith(declared.slice(0, -1));
    const suffix = /\+([a-z0-9.-]+)$/.exec(type)?.[1];
    // Not a range of RFC 9110, but common in documents: any type with that suffix.
    if (suffix !== undefined && declared === `${type.split('/')[0]}/*+${suffix}`) return true;
    return suffix !== undefined && declared === `${type.split('/')[0]}/${suffix}`;
  });
