import { literalPattern } from '../../contract/pattern/literal-pattern.ts';
import { isObject } from '../../contract/pointer.ts';
import { jsonOf, statusOf } from '../../contract/message.ts';
import { operationOf } from '../../contract/operation.ts';
import { bodyMembers } from '../../generators/body-members.ts';
import { isOfPast } from '../../generators/past-day.ts';
import { askedBody } from '../../generators/request-body.ts';
import { isBeginning, timeParts } from '../../generators/spans.ts';
import type { Exchange } from '../../model/exchange.ts';
import { type PlannedRequest, holdsValue } from '../../model/request.ts';
import type { Session } from '../kit/session.ts';
import { notedMembers } from './noted-members.ts';
import { textsOfError, type TextOfError } from './error-texts.ts';

const noted = notedMembers();

/** The members of bodies whose times answers of this run refused because they are over, by the key of an operation: from then on they lie in the near future. */
export const overFor = noted.of;

/** Words of an answer by which a time is over. */
const saysOver =
  /\b(?:in the past|past (?:date|day|time)|(?:already|long) (?:over|past|passed|ended|gone)|has passed|too early|too old|expired|tomorrow|ahead|in advance|in the future|future (?:date|day|time)|today or later|(?:before|earlier than) (?:now|today)|(?:after|later than|from) (?:now|today)|on or after)\b|(?:^|_)past(?:_|$)|\bin_?past\b/iu;

/** Words by which it is one that lies ahead that is refused. */
const saysTooLate = /\b(?:not|never|cannot|no|n't)\b[^.;]{0,40}\b(?:in the future|ahead|after (?:now|today))\b|\btoo (?:late|far)\b/iu;

const isAboutPast = ({ text }: TextOfError): boolean => saysOver.test(text) && !saysTooLate.test(text);

/** The members of the body of a request that hold a day or a moment which is over, as far as the body may say when something begins or is due. */
const overIn = (session: Session, key: string, sent: Readonly<Record<string, unknown>>): readonly string[] => {
  const { contract, target } = session;
  const given = target.values[key] ?? {};
  if (given['body'] !== undefined) return [];
  return bodyMembers(contract, operationOf(contract, key)).flatMap(({ name, schema }) => {
    const isOver = timeParts(sent[name]) !== undefined && Date.parse(String(sent[name])) < session.now() - dayMs;
    return isOver && given[name] === undefined && !isOfPast(name, schema) ? [name] : [];
  });
};

/** A day in milliseconds: what is over is so in every time zone. */
const dayMs = 86_400_000;

/** The members that an answer means of those whose time is over. */
const meantBy = (texts: readonly TextOfError[], over: readonly string[]): readonly string[] => {
  const about = texts.filter(isAboutPast);
  const isIn = (name: string, { text, member }: TextOfError): boolean =>
    member === name || new RegExp(`(?<![\\w-])${literalPattern(name)}(?![\\w-])`, 'u').test(text);
  const named = [about, texts].map((some) => over.filter((name) => some.some((one) => isIn(name, one)))).find((some) => some.length > 0);
  if (named) return named;
  const isOfOther = texts.some(({ member }) => member !== undefined);
  const begins = over.filter(isBeginning);
  // An answer that names no member is about the only time, or about the begin.
  if (about.length > 0) return isOfOther ? [] : over.length === 1 ? over : begins;
  return isOfOther || texts.some(({ text }) => saysTooLate.test(text)) ? [] : begins;
};

/**
 * Call for each answer. Where it refuses a request without a mistake for a time that is over, such as that of an example which has grown old, later requests name one in
 * the near future.
 */
export const noteOver = (session: Session, exchange: Exchange): void => {
  const { body, operation: key, faults } = exchange.request;
  const isRefused = [400, 422].includes(statusOf(exchange) ?? 0) && faults.length === 0;
  if (!isRefused || key === null || !holdsValue(body) || !isObject(body.value) || session.contract.standard.size === 0) return;
  const over = overIn(session, key, body.value);
  const meant = over.length === 0 ? [] : meantBy(textsOfError(jsonOf(exchange), Object.keys(body.value)), over);
  if (meant.length > 0) noted.add(session, key, meant);
};

/** The request with the times of another one for its operation in the place of those that are over; undefined where no answer refused them for that. */
export const withTimesAhead = (session: Session, request: PlannedRequest, usual: PlannedRequest): PlannedRequest | undefined => {
  const { body, operation: key } = request;
  const from = holdsValue(usual.body) ? usual.body.value : undefined;
  if (key === null || !holdsValue(body) || !isObject(body.value) || !isObject(from)) return undefined;
  const sent = body.value;
  const refused = overIn(session, key, sent).filter((name) => overFor(session)(key).has(name));
  if (refused.length === 0) return undefined;
  const msOf = (name: string): number => Date.parse(String(sent[name]));
  const first = Math.min(...refused.map(msOf));
  // What comes after the first of them is moved with it.
  const moved = Object.keys(sent).filter((name) => timeParts(sent[name]) && timeParts(from[name]) && msOf(name) >= first);
  const times = Object.fromEntries(moved.map((name) => [name, from[name]]));
  return {
    ...request,
    body: askedBody(operationOf(session.contract, key), { ...sent, ...times }),
    madeUp: [...new Set([...(request.madeUp ?? []), ...moved])],
  };
};
