import type { Errors } from '../../../contract/conventions.ts';
import { valuesIn } from '../../../contract/held.ts';
import { answerOf } from '../../../contract/message.ts';
import type { Contract } from '../../../contract/model.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Place } from '../../../model/place.ts';
import { defineObservation, type Observed } from '../../kit/define.ts';
import { describedResponses } from '../../subjects/described-responses.ts';
import { clientErrorOf, errorPlaces } from './error-answer.ts';
import { errorMembers, namedErrors } from './error-members.ts';

export const messagePresent = defineObservation({
  id: 'errors/message-present',
  title: 'Every error has a message for people',
  why: 'It is what a person reads when a call fails; without it they have a number to search the documentation for.',
  fix: 'Write a sentence into the documented member of every error body, also from gateways, authentication and rate limiter.',
  reads: 'errors.message',
  places: (contract) => [...responsePlaces(contract), ...errorPlaces(contract, ({ errors }) => namedErrors(errors) !== undefined)],
  observe: (exchange, contract) => [...observePlaces(exchange, contract), ...observeNames(exchange, contract)],
});

/** Where a message stands, in a contract that says it by places. */
const placesIn = (errors: Errors | undefined): readonly string[] =>
  errors?.message && 'at' in errors.message ? [errors.message.at].flat() : [];

const responsePlaces = (contract: Contract): Place[] =>
  placesIn(contract.conventions.errors).length === 0
    ? []
    : [...contract.operations.flatMap(({ responses }) => responses), ...contract.anywhere]
        .filter(({ status, content }) => /^[45]/.test(status) && content.length > 0)
        .map(({ place }) => place);

/** A described error without any body is one without a message. */
const observePlaces = (exchange: Exchange, contract: Contract): Observed[] => {
  const answer = answerOf(exchange);
  const operation = contract.operations.find(({ key }) => key === exchange.request.operation);
  const places = placesIn((operation?.conventions ?? contract.conventions).errors);
  if (!answer || !operation || places.length === 0 || answer.status < 400 || exchange.sent.method === 'HEAD') return [];
  // Bytes that are not understood may hold one.
  if (answer.text === null) return [];
  const held = places.flatMap((place) => valuesIn(exchange, place));
  const holds = held.some((value) => typeof value === 'string' && value.trim() !== '');
  const actual =
    answer.json.kind === 'none' ? 'an empty body' : answer.json.kind === 'invalid' ? 'a body that is no JSON' : heldWords(held);
  return describedResponses(contract, exchange)
    .filter(({ content }) => content.length > 0)
    .map(({ place }) =>
      holds
        ? { place, holds }
        : { place, holds, code: 'message-absent', where: places.join(' or '), expected: `a text with status ${answer.status}`, actual },
    );
};

const heldWords = (held: readonly unknown[]): string =>
  held.length === 0 ? 'nothing there' : held.map((one) => JSON.stringify(one)).join(', ');

const observeNames = (exchange: Exchange, contract: Contract): Observed[] => {
  const error = clientErrorOf(exchange, contract);
  const errors = error && namedErrors(error.operation.conventions.errors);
  const members = errors && errorMembers(exchange, errors);
  if (!members || members.message.kind === 'unknown') return [];
  const { place } = error.operation;
  if (members.message.kind === 'found') return [{ place, holds: true }];
  const expected = `a text named ${errors.message.names.join(' or ')}`;
  return [{ place, holds: false, code: 'message-absent', where: 'error object', expected, actual: members.message.actual }];
};
