import { answerOf, headerValues, isBodyless, statusOf } from '../../../contract/message.ts';
import type { ResponseDeclaration } from '../../../contract/model.ts';
import { declarationFor, responsesWithBody } from '../../../contract/responses.ts';
import { defineObservation } from '../../kit/define.ts';

export const mediaTypeDeclared = defineObservation({
  id: 'headers/media-type-declared',
  title: 'An answer with a body has one of the media types that the document describes for its status',
  why: 'Clients choose how to read a body by its media type; another one is read wrongly or not at all.',
  fix: 'Send the described Content-Type, also from gateways and error handlers, or describe the one that is sent.',
  places: (contract) =>
    contract.operations.flatMap((operation) =>
      responsesWithBody(operation)
        .filter(hasContent)
        .map(({ place }) => place),
    ),
  observe(exchange, contract) {
    const answer = answerOf(exchange);
    const status = statusOf(exchange) ?? 0;
    const operation = contract.operations.find(({ key }) => key === exchange.request.operation);
    if (!answer || !operation || answer.bodyBytes === 0 || isBodyless(exchange)) return [];
    const declared = declarationFor(operation.responses, status);
    if (!declared || !hasContent(declared)) return [];
    const { place } = declared;
    const [sent] = headerValues(exchange, 'Content-Type');
    const type = (sent?.split(';')[0] ?? '').trim().toLowerCase();
    if (isDeclared(declared, type)) return [{ place, holds: true }];
    const listed = declared.content.map(({ mediaType }) => mediaType).join(' or ');
    return [
      {
        place,
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

/** A declared type may be a range, and a suffix type is of its base (RFC 6839). */
const isDeclared = ({ content }: ResponseDeclaration, type: string): boolean =>
  content.some(({ mediaType }) => {
    const declared = (mediaType.split(';')[0] ?? '').trim().toLowerCase();
    if (declared === '*/*' || declared === type) return type !== '';
    if (declared.endsWith('/*')) return type.startsWith(declared.slice(0, -1));
    const suffix = /\+([a-z0-9.-]+)$/.exec(type)?.[1];
    // No range of RFC 9110, and common in documents: any type with that suffix.
    if (suffix !== undefined && declared === `${type.split('/')[0]}/*+${suffix}`) return true;
    return suffix !== undefined && declared === `${type.split('/')[0]}/${suffix}`;
  });
