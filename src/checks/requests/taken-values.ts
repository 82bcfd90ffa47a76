import { jsonOf, statusOf } from '../../contract/message.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import { operationOf } from '../../contract/operation.ts';
import { isObject } from '../../contract/pointer.ts';
import { type BodyMember, bodyMembers } from '../../generators/body-members.ts';
import { freshInstead } from '../../generators/instead-of-printed.ts';
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

/** The texts at the top of a sent body that are printed in the document: neither made up nor given by the operator. */
const printedIn = (session: Session, { operation: key, body, madeUp = [] }: PlannedRequest): readonly BodyMember[] => {
  const { contract, target } = session;
  if (key === null || !holdsValue(body) || !isObject(body.value) || contract.standard.size === 0) return [];
  const given = target.values[key] ?? {};
  const sent = body.value;
  if (given['body'] !== undefined || madeUp.includes('body')) return [];
  return bodyMembers(contract, operationOf(contract, key)).filter(
    (member) =>
      typeof sent[member.name] === 'string' && !madeUp.includes(member.name) && given[member.name] === undefined && isOpenText(member),
  );
};

/** Does an error name a member: by a pointer, or by its words in what it says. */
const isNamed = (name: string, { text, member }: TextOfError): boolean =>
  member === name || (member === undefined && ` ${wordsOf(text).join(' ')} `.includes(` ${wordsOf(name).join(' ')} `));

/** The printed texts of a refused body of which the answer says that they are taken. */
const toldTaken = (session: Session, exchange: Exchange): readonly string[] => {
  const { request } = exchange;
  const status = statusOf(exchange) ?? 0;
  if (![400, 409, 422].includes(status) || request.faults.length > 0) return [];
  const printed = printedIn(session, request);
  if (printed.length === 0 || !holdsValue(request.body) || !isObject(request.body.value)) return [];
  const texts = textsOfError(jsonOf(exchange), Object.keys(request.body.value));
  const about = texts.filter(({ text }) => saysTaken.test(text));
  return printed.map(({ name }) => name).filter((name) => about.some((one) => isNamed(name, one)));
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
  const isTried =
    printed.length === 1 &&
    !inVain
      .of(session)(key)
      .has(printed[0]?.name ?? '');
  const only = statusOf(refused) === 409 && isTried ? printed : [];
  const own = (known.length > 0 ? known : only).flatMap((member) => {
    const text = freshInstead(session.contract, member, String(sentAt(body.value, member.name)), fresh(member.name));
    return text === undefined ? [] : [[member.name, text] as const];
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
