import { jsonOf, statusOf } from '../../contract/message.ts';
import { amountNames } from '../../contract/infer/amount-names.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import { operationOf } from '../../contract/operation.ts';
import { isObject } from '../../contract/pointer.ts';
import { type BodyMember, bodyMembers } from '../../generators/body-members.ts';
import { freshInstead, numberInsteadOf } from '../../generators/instead-of-printed.ts';
import type { Exchange } from '../../model/exchange.ts';
import { holdsValue, type PlannedRequest, withValue } from '../../model/request.ts';
import type { Session } from '../kit/session.ts';
import { textsOfError, type TextOfError } from './error-texts.ts';
import { notedMembers } from './noted-members.ts';

const noted = notedMembers();

/**
 * The members whose printed values answers of this run showed to be taken by another resource, by the key of an operation: from then on each body has a value of its own
 * there.
 */
export const takenFor = noted.of;

/** Members for which values of its own were of no use, so that they are not tried again where no answer names them. */
const inVain = notedMembers();

/** Words of an answer by which a value is there already. */
const saysTaken =
  /\b(?:already|taken|in use|used|exists?|duplicate[ds]?|not unique|must be unique|unique|another|not available)\b|(?:^|_)(?:duplicate|taken|exists|unique|in_use)(?:_|$)/iu;

/** The same of a number: one that is used up, or of which another is wanted, may only be too great. */
const saysNumberTaken =
  /\b(?:already|exists?|duplicate[ds]?|not unique|must be unique|unique)\b|(?:^|_)(?:duplicate|exists|unique)(?:_|$)/iu;

/** Last words of names of numbers that say how much there is of something, or when: no two resources differ in them. */
const measuring: ReadonlySet<string> = new Set([
  ...amountNames,
  ...'capacity size price cost fee total sum rate weight height width length duration minutes hours days seconds year month day age percent limit min max version'.split(
    ' ',
  ),
]);

/** Formats of moments and ids: other values of these are about something else. */
const ofOtherUse: ReadonlySet<unknown> = new Set(['date', 'date-time', 'time', 'duration', 'binary', 'byte', 'uuid']);

/** Last words of names by which a member names another resource, or a value of the world. */
const naming: ReadonlySet<string> = new Set('id ids uuid currency country locale language lang timezone zone'.split(' '));

/** Is a member a text of which there are many, that names no other resource. */
const isOpenText = ({ name, schema, conventions }: BodyMember): boolean =>
  isObject(schema) &&
  [schema['type']].flat().includes('string') &&
  !['enum', 'const'].some((keyword) => schema[keyword] !== undefined) &&
  !ofOtherUse.has(schema['format']) &&
  conventions.refers === undefined &&
  !naming.has(wordsOf(name).at(-1) ?? '');

/** Is a member a whole number by which resources may be told apart: the level of a floor. */
const isOpenNumber = ({ name, schema, conventions }: BodyMember): boolean =>
  isObject(schema) &&
  [schema['type']].flat().includes('integer') &&
  !['enum', 'const'].some((keyword) => schema[keyword] !== undefined) &&
  conventions.refers === undefined &&
  [...naming, ...measuring].every((word) => word !== wordsOf(name).at(-1));

/** The texts and whole numbers at the top of a sent body that are printed in the document: neither made up nor given by the operator. */
const printedIn = (session: Session, { operation: key, body, madeUp = [] }: PlannedRequest): readonly BodyMember[] => {
  const { contract, target } = session;
  if (key === null || !holdsValue(body) || !isObject(body.value) || contract.standard.size === 0) return [];
  const given = target.values[key] ?? {};
  const sent = body.value;
  if (given['body'] !== undefined || madeUp.includes('body')) return [];
  const taken = takenFor(session)(key);
  return bodyMembers(contract, operationOf(contract, key)).filter((member) => {
    const { name } = member;
    if (given[name] !== undefined) return false;
    // One that is drawn in the place of a printed number may be taken as well.
    if (typeof sent[name] === 'number') return isOpenNumber(member) && (!madeUp.includes(name) || taken.has(name));
    return typeof sent[name] === 'string' && !madeUp.includes(name) && isOpenText(member);
  });
};

/** Does an error name a member: by a pointer, or by its words in what it says. */
const isNamed = (name: string, { text, member }: TextOfError): boolean =>
  member === name || (member === undefined && ` ${wordsOf(text).join(' ')} `.includes(` ${wordsOf(name).join(' ')} `));

/** The printed texts and numbers of a refused body of which the answer says that they are taken. */
const toldTaken = (session: Session, exchange: Exchange): readonly string[] => {
  const { request } = exchange;
  const status = statusOf(exchange) ?? 0;
  if (![400, 409, 422].includes(status) || request.faults.length > 0) return [];
  const printed = printedIn(session, request);
  if (printed.length === 0 || !holdsValue(request.body) || !isObject(request.body.value)) return [];
  const sent = request.body.value;
  const texts = textsOfError(jsonOf(exchange), Object.keys(sent));
  return printed
    .map(({ name }) => name)
    .filter((name) => {
      const says = typeof sent[name] === 'number' ? saysNumberTaken : saysTaken;
      return texts.some((one) => says.test(one.text) && isNamed(name, one));
    });
};

/** Call for each answer. Where it says that a printed value in a body is taken, later bodies of the operation have values of their own there. */
export const noteTaken = (session: Session, exchange: Exchange): void => {
  const names = toldTaken(session, exchange);
  if (names.length > 0) noted.add(session, exchange.request.operation ?? '', names);
};

/**
 * A refused request with values of its own in the place of printed ones that are taken by what answers said; where the answer to a conflict names none, in the place of the only
 * printed text. Undefined where there are none.
 * @param fresh A text that nothing else in the run has, for the name of a member.
 */
export const withOwnTexts = (
  session: Session,
  refused: Exchange,
  fresh: (name: string) => string,
): { readonly request: PlannedRequest; readonly names: readonly string[] } | undefined => {
  const { request } = refused;
  const { body, operation: key } = request;
  if (key === null || !holdsValue(body) || !isObject(body.value) || request.faults.length > 0) return undefined;
  const printed = printedIn(session, request);
  const known = printed.filter(({ name }) => takenFor(session)(key).has(name));
  const texts = printed.filter(({ name }) => typeof sentAt(body.value, name) === 'string');
  const isTried =
    texts.length === 1 &&
    !inVain
      .of(session)(key)
      .has(texts[0]?.name ?? '');
  const only = statusOf(refused) === 409 && isTried ? texts : [];
  const own = (known.length > 0 ? known : only).flatMap((member) => {
    const shown = sentAt(body.value, member.name);
    const value =
      typeof shown === 'number'
        ? numberInsteadOf(session.contract, member, shown, fresh(member.name))
        : freshInstead(session.contract, member, String(shown), fresh(member.name));
    return value === undefined ? [] : [[member.name, value] as const];
  });
  if (own.length === 0) return undefined;
  const names = own.map(([name]) => name);
  const value = { ...body.value, ...Object.fromEntries(own) };
  return { request: { ...request, body: withValue(body, value), madeUp: [...new Set([...(request.madeUp ?? []), ...names])] }, names };
};

const sentAt = (value: unknown, name: string): unknown => (isObject(value) ? value[name] : undefined);

/** Remembers whether texts of its own were of use to an operation in the place of printed ones. */
export const noteOwnTexts = (session: Session, operation: string, names: readonly string[], isOfUse: boolean): void =>
  (isOfUse ? noted : inVain).add(session, operation, names);
