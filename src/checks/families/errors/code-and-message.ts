import type { Errors } from '../../../contract/conventions.ts';
import { evaluate } from '../../../contract/expression.ts';
import { valuesIn } from '../../../contract/held.ts';
import { answerOf } from '../../../contract/message.ts';
import type { Contract } from '../../../contract/model.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Place } from '../../../model/place.ts';
import { defineObservation, type Observed } from '../../kit/define.ts';
import { describedResponses } from '../../subjects/described-responses.ts';
import { clientErrorOf, errorPlaces } from './error-answer.ts';
import { errorObject, type Found, namedErrorPlaces, namedErrors } from './error-members.ts';

/** What the error object of a refusal shows of a code or a message that is known by names. */
const observeMember = (exchange: Exchange, contract: Contract, word: 'code' | 'message'): Observed[] => {
  const { place, errors, members } = errorObject(exchange, contract) ?? {};
  const member = members?.[word];
  if (!place || !errors || !member || member.kind === 'unknown') return [];
  if (member.kind === 'found') return [{ place, holds: true }];
  const expected = `${word === 'code' ? 'a text or an integer' : 'a text'} named ${errors[word].names.join(' or ')}`;
  return [{ place, holds: false, code: `${word}-absent`, where: 'error object', expected, actual: member.actual }];
};

export const codePresent = defineObservation({
  id: 'errors/code-present',
  title: 'Every error object has a code',
  why: 'A program can only act upon a code; without one it has to compare sentences that are written for people.',
  fix: 'Give each kind of failure a code, and send it with every refusal, also from gateways.',
  reads: 'errors.code',
  places: namedErrorPlaces,
  observe: (exchange, contract) => observeMember(exchange, contract, 'code'),
});

export const messagePresent = defineObservation({
  id: 'errors/message-present',
  title: 'Every error has a message for people',
  why: 'It is what a person reads when a call fails; without it they have a number to search the documentation for.',
  fix: 'Write a sentence into the documented member of every error body, also from gateways, authentication and rate limiter.',
  reads: 'errors.message',
  places: (contract) => [...responsePlaces(contract), ...namedErrorPlaces(contract)],
  observe: (exchange, contract) => [...observePlaces(exchange, contract), ...observeMember(exchange, contract, 'message')],
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

export const memberNames = defineObservation({
  id: 'errors/member-names',
  title: 'Code and message of an error have the names that the documentation uses',
  why: 'Clients read them by these names; under others they find nothing.',
  fix: 'Name the members as the documentation does, or let it say the names that are sent.',
  reads: 'errors.code.exactly',
  places: (contract) => errorPlaces(contract, ({ errors }) => namedErrors(errors)?.code.exactly !== undefined),
  observe(exchange, contract) {
    const { place, errors, members } = errorObject(exchange, contract) ?? {};
    const [code, message] = [errors?.code.exactly?.name, errors?.message.exactly?.name];
    if (!place || !members || code === undefined) return [];
    const pairs = [{ name: code, member: members.code }, ...(message === undefined ? [] : [{ name: message, member: members.message }])];
    const other = pairs.flatMap(({ name, member }): { name: string; member: Found }[] =>
      member.kind === 'found' && !Object.hasOwn(members.object, name) ? [{ name, member }] : [],
    );
    if (other.length > 0) {
      const expected = other.map(({ name }) => `"${name}"`).join(' and ');
      const actual = other.map(({ member }) => `"${member.name}"`).join(' and ');
      return [{ place, holds: false, code: 'member-named-otherwise', where: 'error object', expected, actual }];
    }
    return pairs.every(({ member }) => member.kind === 'found') ? [{ place, holds: true }] : [];
  },
});

export const messagePlace = defineObservation({
  id: 'errors/message-place',
  title: 'The message of an error stands at its one documented place',
  why: 'Clients read it there; at any other place it is shown to nobody.',
  fix: 'Write the message to the documented place of every error body.',
  reads: 'errors.message.exactly',
  places: (contract) => errorPlaces(contract, ({ errors }) => placed(errors) !== undefined),
  observe(exchange, contract) {
    const error = clientErrorOf(exchange, contract);
    const message = error && placed(error.operation.conventions.errors);
    if (!message) return [];
    const isMessage = (value: unknown): boolean => typeof value === 'string';
    const elsewhere = [message.at].flat().filter((place) => valuesIn(exchange, place).some(isMessage));
    if (elsewhere.length === 0) return [];
    const { place } = error.operation;
    const { at } = message.exactly;
    if (isMessage(evaluate(at, exchange))) return [{ place, holds: true }];
    return [
      { place, holds: false, code: 'message-elsewhere', where: at, expected: `the message at ${at}`, actual: `at ${elsewhere.join(', ')}` },
    ];
  },
});

type Placed = { readonly at: string | readonly string[]; readonly exactly: { readonly at: string } };

/** A message of which a place is promised; undefined where none is. */
const placed = (errors: Errors | undefined): Placed | undefined => {
  const message = errors?.message;
  return message && 'at' in message && message.exactly ? { at: message.at, exactly: message.exactly } : undefined;
};
