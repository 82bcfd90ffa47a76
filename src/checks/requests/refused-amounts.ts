import { isDeepStrictEqual } from 'node:util';
import { numerals, pluralNumerals } from '../../contract/infer/numerals.ts';
import { isSuccess, jsonOf, statusOf } from '../../contract/message.ts';
import { operationOf } from '../../contract/operation.ts';
import { isObject } from '../../contract/pointer.ts';
import { withLeastIn } from '../../generators/least-amounts.ts';
import { askedBody } from '../../generators/request-body.ts';
import { mayBeSent } from '../../generators/request-match.ts';
import type { Exchange } from '../../model/exchange.ts';
import { memoryOf, type Session } from '../kit/session.ts';
import { isMasked } from './declined.ts';
import { type TextOfError, textsOfError } from './error-texts.ts';
import { askedContent } from '../../contract/asked-content.ts';
import { holdsValue } from '../../model/request.ts';

const known = new WeakMap<object, Map<string, ReadonlyMap<string, number>>>();
const none: ReadonlyMap<string, number> = new Map();

/**
 * How great the whole numbers in members of a body have to be at least, as far as a refusal of this run showed it, by the key of an operation and the name of a member: an
 * order of three bottles at least, all lines together.
 */
export const leastFor =
  (session: Session) =>
  (operation: string): ReadonlyMap<string, number> =>
    known.get(memoryOf(session))?.get(operation) ?? none;

/** Words of an answer by which an amount is too small. */
const saysTooLittle =
  /\b(?:at least|minimum|below|too (?:few|small|low|short|little)|not enough|insufficient amount|more than|greater than|less than|under|fewer)\b|(?:^|_)(?:min|minimum|too_?few|too_?small|too_?low|too_?short)(?:_|$)/iu;

/** Numbers that are tried one after another, where none of them is told. */
const usual = [5, 20] as const;

/** The greatest number that is tried: what is asked for has to be there. */
const mostTried = 1000;

/** So many of the numbers that a refusal names are tried. */
const mostTries = 3;

/** The numbers that a text names, in digits or in words. */
const numbersIn = (text: string): readonly number[] =>
  [...text.toLowerCase().matchAll(new RegExp(String.raw`\b(?:\d{1,4}|${pluralNumerals.join('|')})\b`, 'gu'))]
    .map(([word]) => (/^\d/u.test(word) ? Number(word) : numerals.indexOf(word)))
    .filter((one) => one > 1 && one <= mostTried);

const isRefusal = (exchange: Exchange): boolean => [400, 409, 422].includes(statusOf(exchange) ?? 0);

/**
 * What a service answers to a refused request with greater amounts in it, where it says that there is too little of something, and nobody else chose the amounts. From
 * then on they are so great, where that is accepted, or refused for another reason alone; undefined where it is of no use.
 */
export const withGreaterAmounts = async (session: Session, refused: Exchange): Promise<Exchange | undefined> => {
  const { operation: key, body, faults, madeUp = [] } = refused.request;
  if (!isRefusal(refused) || faults.length > 0 || key === null || !holdsValue(body) || !isObject(body.value) || isMasked(refused))
    return undefined;
  if (session.contract.standard.size === 0 || leastFor(session)(key).size > 0) return undefined;
  const sent = body.value;
  const lackingIn = (answer: Exchange): readonly TextOfError[] =>
    textsOfError(jsonOf(answer), Object.keys(sent)).filter(({ text }) => saysTooLittle.test(text.replaceAll(/[\s-]+/gu, ' ')));
  const told = lackingIn(refused);
  if (told.length === 0) return undefined;
  const named = told.flatMap(({ member }) => member ?? []);
  const names = (named.length > 0 ? named : madeUp).filter((name) => madeUp.includes(name));
  const operation = operationOf(session.contract, key);
  const { schema = true } = askedContent(operation.body) ?? {};
  // The least that is enough: "at least 2 places, 500 at most".
  const numbers = [...new Set(told.flatMap(({ text }) => numbersIn(text)))].toSorted((a, b) => a - b).slice(0, mostTries);
  let last = sent;
  for (const least of numbers.length > 0 ? numbers : usual) {
    const leasts = new Map(names.map((name) => [name, least]));
    const value = withLeastIn(sent, leasts);
    if (isDeepStrictEqual(value, last) || !mayBeSent(session.contract.document, schema, value)) continue;
    last = value;
    const exchange = await session.send({ ...refused.request, body: askedBody(operation, value) });
    // The next refusal may be for what the body names: then the amounts are right.
    const isOtherwise = isRefusal(exchange) && statusOf(exchange) !== statusOf(refused) && lackingIn(exchange).length === 0;
    if (!isSuccess(exchange) && !isOtherwise) continue;
    const all = known.get(memoryOf(session)) ?? new Map<string, ReadonlyMap<string, number>>();
    known.set(memoryOf(session), all.set(key, leasts));
    return exchange;
  }
  return undefined;
};
