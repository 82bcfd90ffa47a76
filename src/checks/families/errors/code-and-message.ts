import type { Errors } from '../../../contract/conventions.ts';
import { evaluate } from '../../../contract/expression.ts';
import { valuesIn } from '../../../contract/held.ts';
import { answerOf } from '../../../contract/message.ts';
import type { Contract } from '../../../contract/model.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Location } from '../../../model/location.ts';
import { defineObservation, type Observed } from '../../kit/define.ts';
import { describedResponses } from '../../subjects/described-responses.ts';
import { clientErrorOf, errorLocations } from './error-answer.ts';
import { errorObject, type Found, namedErrorLocations, namedErrors } from './error-members.ts';

/** What the error object of a refusal shows of a code or a message that is known by names. */
const observeMember = (exchange: Exchange, contract: Contract, word: 'code' | 'message'): Observed[] => {
  const { location, errors, members } = errorObject(exchange, contract) ?? {};
  const member = members?.[word];
  if (!location || !errors || !member || member.kind === 'unknown') return [];
  if (member.kind === 'found') return [{ location, holds: true }];
  const expected = `${word === 'code' ? 'a text or an integer' : 'a text'} named ${errors[word].names.join(' or ')}`;
  return [{ location, holds: false, code: `${word}-absent`, where: 'error object', expected, actual: member.actual }];
};

export const codePresent = defineObservation({
  id: 'errors/code-present',
  title: 'Every error object has a code',
  why: 'A program can only act upon a code; without one it has to compare sentences that are written for people.',
  fix: 'Give each kind of failure a code, and send it with every refusal, also from gateways.',
  reads: 'errors.code',
  locations: namedErrorLocations,
  observe: (exchange, contract) => observeMember(exchange, contract, 'code'),
});

export const messagePresent = defineObservation({
  id: 'errors/message-present',
  title: 'Every error has a message for people',
  why: 'It is what a person reads when a call fails; without it they have a number to search the documentation for.',
  fix: 'Write a sentence into the documented member of every error body, also from gateways, authentication and rate limiter.',
  reads: 'errors.message',
  locations: (contract) => [...responseLocations(contract), ...namedErrorLocations(contract)],
  observe: (exchange, contract) => [...observeLocations(exchange, contract), ...observeMember(exchange, contract, 'message')],
});

/** Where a message stands, in a contract that says it by places. */
const locationsIn = (errors: Errors | undefined): readonly string[] =>
  errors?.message && 'at' in errors.message ? [errors.message.at].flat() : [];

const responseLocations = (contract: Contract): Location[] =>
  locationsIn(contract.conventions.errors).length === 0
    ? []
    : [...contract.operations.flatMap(({ responses }) => responses), ...contract.anywhere]
        .filter(({ status, content }) => /^[45]/.test(status) && content.length > 0)
        .map(({ location }) => location);

/** A described error without any body is one without a message. */
const observeLocations = (exchange: Exchange, contract: Contract): Observed[] => {
  const answer = answerOf(exchange);
  const operation = contract.operations.find(({ key }) => key === exchange.request.operation);
  const locations = locationsIn((operation?.conventions ?? contract.conventions).errors);
  if (!answer || !operation || locations.length === 0 || answer.status < 400 || exchange.sent.method === 'HEAD') return [];
  // Bytes that are not understood may hold one.
  if (answer.text === null) return [];
  const held = locations.flatMap((location) => valuesIn(exchange, location));
  const holds = held.some((value) => typeof value === 'string' && value.trim() !== '');
  const actual =
    answer.json.kind === 'none' ? 'an empty body' : answer.json.kind === 'invalid' ? 'a body that is no JSON' : heldWords(held);
  return describedResponses(contract, exchange)
    .filter(({ content }) => content.length > 0)
    .map(({ location }) =>
      holds
        ? { location, holds }
        : {
            location,
            holds,
            code: 'message-absent',
            where: locations.join(' or '),
            expected: `a text with status ${answer.status}`,
            actual,
          },
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
  locations: (contract) => errorLocations(contract, ({ errors }) => namedErrors(errors)?.code.exactly !== undefined),
  observe(exchange, contract) {
    const { location, errors, members } = errorObject(exchange, contract) ?? {};
    const [code, message] = [errors?.code.exactly?.name, errors?.message.exactly?.name];
    if (!location || !members || code === undefined) return [];
    const pairs = [{ name: code, member: members.code }, ...(message === undefined ? [] : [{ name: message, member: members.message }])];
    const other = pairs.flatMap(({ name, member }): { name: string; member: Found }[] =>
      member.kind === 'found' && !Object.hasOwn(members.object, name) ? [{ name, member }] : [],
    );
    if (other.length > 0) {
      const expected = other.map(({ name }) => `"${name}"`).join(' and ');
      const actual = other.map(({ member }) => `"${member.name}"`).join(' and ');
      return [{ location, holds: false, code: 'member-named-otherwise', where: 'error object', expected, actual }];
    }
    return pairs.every(({ member }) => member.kind === 'found') ? [{ location, holds: true }] : [];
  },
});

export const messageLocation = defineObservation({
  id: 'errors/message-place',
  title: 'The message of an error stands at its one documented place',
  why: 'Clients read it there; at any other place it is shown to nobody.',
  fix: 'Write the message to the documented place of every error body.',
  reads: 'errors.message.exactly',
  locations: (contract) => errorLocations(contract, ({ errors }) => placed(errors) !== undefined),
  observe(exchange, contract) {
    const error = clientErrorOf(exchange, contract);
    const message = error && placed(error.operation.conventions.errors);
    if (!message) return [];
    const isMessage = (value: unknown): boolean => typeof value === 'string';
    const elsewhere = [message.at].flat().filter((location) => valuesIn(exchange, location).some(isMessage));
    if (elsewhere.length === 0) return [];
    const { location } = error.operation;
    const { at } = message.exactly;
    if (isMessage(evaluate(at, exchange))) return [{ location, holds: true }];
    return [
      {
        location,
        holds: false,
        code: 'message-elsewhere',
        where: at,
        expected: `the message at ${at}`,
        actual: `at ${elsewhere.join(', ')}`,
      },
    ];
  },
});

type Placed = { readonly at: string | readonly string[]; readonly exactly: { readonly at: string } };

/** A message of which a place is promised; undefined where none is. */
const placed = (errors: Errors | undefined): Placed | undefined => {
  const message = errors?.message;
  return message && 'at' in message && message.exactly ? { at: message.at, exactly: message.exactly } : undefined;
};
