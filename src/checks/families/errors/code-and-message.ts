import { operationWith } from '../../../contract/operation.ts';
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

/** Observes the code or the message of an error object, where the contract gives their names. */
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
  why: 'Programs act on a code; without one they have to compare sentences that are written for people.',
  fix: 'Define a code for each kind of error, and send it in every error response, also from gateways.',
  reads: 'errors.code',
  locations: namedErrorLocations,
  observe: (exchange, contract) => observeMember(exchange, contract, 'code'),
});

export const messagePresent = defineObservation({
  id: 'errors/message-present',
  title: 'Every error has a message for people',
  why: 'People read it when a call fails; without it they have to look a number up in the documentation.',
  fix: 'Write a sentence into the documented member of every error body, also from gateways, authentication and rate limiters.',
  reads: 'errors.message',
  locations: (contract) => [...responseLocations(contract), ...namedErrorLocations(contract)],
  observe: (exchange, contract) => [...observeLocations(exchange, contract), ...observeMember(exchange, contract, 'message')],
});

/** Where a message is, in a contract that gives its locations. */
const locationsIn = (errors: Errors | undefined): readonly string[] =>
  errors?.message && 'at' in errors.message ? [errors.message.at].flat() : [];

const responseLocations = (contract: Contract): Location[] =>
  locationsIn(contract.conventions.errors).length === 0
    ? []
    : [...contract.operations.flatMap(({ responses }) => responses), ...contract.anywhere]
        .filter(({ status, content }) => /^[45]/.test(status) && content.length > 0)
        .map(({ location }) => location);

/** Observes the message at its documented locations. A documented error without a body lacks its message. */
const observeLocations = (exchange: Exchange, contract: Contract): Observed[] => {
  const answer = answerOf(exchange);
  const operation = operationWith(contract, exchange.request.operation);
  const locations = locationsIn((operation?.conventions ?? contract.conventions).errors);
  if (!answer || !operation || locations.length === 0 || answer.status < 400 || exchange.sent.method === 'HEAD') return [];
  // A body that was not decoded may contain one.
  if (answer.text === null) return [];
  const held = locations.flatMap((location) => valuesIn(exchange, location));
  const holds = held.some((value) => typeof value === 'string' && value.trim() !== '');
  const actual =
    answer.json.kind === 'none' ? 'an empty body' : answer.json.kind === 'invalid' ? 'a body that is not JSON' : heldWords(held);
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
  why: 'Clients read them by these names, and find nothing under others.',
  fix: 'Name the members as documented, or document the names that are sent.',
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
  title: 'The message of an error is at its documented location',
  why: 'Clients read it there; a message elsewhere is shown to nobody.',
  fix: 'Write the message to the documented location of every error body.',
  reads: 'errors.message.exactly',
  locations: (contract) => errorLocations(contract, ({ errors }) => locatedMessage(errors) !== undefined),
  observe(exchange, contract) {
    const error = clientErrorOf(exchange, contract);
    const message = error && locatedMessage(error.operation.conventions.errors);
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

type LocatedMessage = { readonly at: string | readonly string[]; readonly exactly: { readonly at: string } };

/** The message convention, where it requires one exact location; undefined where it does not. */
const locatedMessage = (errors: Errors | undefined): LocatedMessage | undefined => {
  const message = errors?.message;
  return message && 'at' in message && message.exactly ? { at: message.at, exactly: message.exactly } : undefined;
};
