import { isObject } from '../../contract/pointer.ts';
import { askedContent } from '../../contract/asked-content.ts';
import { isSuccess, jsonOf, statusOf } from '../../contract/message.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract } from '../../contract/model.ts';
import { operationOf } from '../../contract/operation.ts';
import { bodyMembers } from '../../generators/body-members.ts';
import { choicesIn } from '../../generators/choices.ts';
import { type Making, memberValue } from '../../generators/member-value.ts';
import { askedBody } from '../../generators/request-body.ts';
import { withoutNull } from '../../generators/resolved-schema.ts';
import { followingForms } from '../../generators/told-forms.ts';
import type { Exchange } from '../../model/exchange.ts';
import { type PlannedRequest, holdsValue } from '../../model/request.ts';
import { memoryOf, type Session } from '../kit/session.ts';
import { textsOfError } from './error-texts.ts';
import { notedMembers } from './noted-members.ts';

type Members = Readonly<Record<string, unknown>>;

const noted = notedMembers();

/** The members that accepted bodies left out, by the key of an operation and the listed values of the body, as JSON. */
const dispensable = new WeakMap<object, Map<string, ReadonlySet<string>>>();

const keyOfChoices = ({ contract }: Session, key: string, body: Members): string | undefined => {
  const choices = choicesIn(contract, operationOf(contract, key), body);
  return Object.keys(choices).length === 0 ? undefined : JSON.stringify([key, choices]);
};

/**
 * The members that the schema of a body requires of none, and that answers of this run demanded, by the key of an operation. Those of which a body was accepted without, that has the
 * same listed values, are demanded of others alone: an opening of one kind needs its `hours`, and none of another kind.
 */
export const demandedBy =
  (session: Session) =>
  (key: string, body?: Members): ReadonlySet<string> => {
    const names = noted.of(session)(key);
    const choices = names.size === 0 || body === undefined ? undefined : keyOfChoices(session, key, body);
    const spared = choices === undefined ? undefined : dispensable.get(memoryOf(session))?.get(choices);
    return spared === undefined ? names : new Set([...names].filter((name) => !spared.has(name)));
  };

/** Notes which members an accepted body left out. */
const noteDispensable = (session: Session, { request }: Exchange): void => {
  const { body, operation: key, faults } = request;
  if (key === null || faults.length > 0 || !holdsValue(body) || !isObject(body.value) || session.contract.standard.size === 0) return;
  const sent = body.value;
  const choices = keyOfChoices(session, key, sent);
  if (choices === undefined) return;
  const left = bodyMembers(session.contract, operationOf(session.contract, key))
    .filter(({ name, required }) => !required && !Object.hasOwn(sent, name))
    .map(({ name }) => name);
  const all = dispensable.get(memoryOf(session)) ?? new Map<string, ReadonlySet<string>>();
  dispensable.set(memoryOf(session), all.set(choices, new Set([...(all.get(choices) ?? []), ...left])));
};

/** Words by which an error speaks of a value that is there all the same, such as one that the service chose. */
const ofValue =
  /\b(?:taken|in use|already|exists?|duplicates?|unique|not allowed|forbidden|read-?only|(?:must|may) not be (?:set|given|sent|present|provided))\b/iu;

/** Those of some members that were not sent at which an error says that a mistake is: they are missing, in whatever words it is told. */
const absentIn = (error: unknown, names: readonly string[]): ReadonlySet<string> => {
  const texts = textsOfError(error, names);
  const ofOthers = new Set(texts.flatMap(({ text, member }) => (ofValue.test(text.replaceAll('_', ' ')) ? [member] : [])));
  return new Set(texts.flatMap(({ member }) => (member === undefined || ofOthers.has(member) ? [] : [member])));
};

/** The nouns of what codes of an error say to be missing: `room` of `room_required`. */
const nounsIn = (value: unknown): readonly string[] =>
  !isObject(value)
    ? []
    : Object.entries(value).flatMap(([name, one]) => {
        if (isObject(one)) return nounsIn(one);
        if (!codes.has(name) || typeof one !== 'string') return [];
        const { before, after } = absenceCode.exec(wordsOf(one.split('/').at(-1) ?? '').join(' '))?.groups ?? {};
        return [before ?? after ?? ''].filter((noun) => noun !== '');
      });

/** Names under which an error has its code. */
const codes: ReadonlySet<string> = new Set(['code', 'type', 'error', 'reason', 'error_code', 'errorCode']);
const absenceCode = /^(?:(?<before>\w+(?: \w+)?) (?:is )?(?:required|missing|needed)|(?:missing|no) (?<after>\w+(?: \w+)?))$/u;

/** What a member names or holds: `room` of `room_id`. */
const nounOf = (name: string): string => {
  const words = wordsOf(name);
  return (['id', 'ids', 'uuid', 'key'].includes(words.at(-1) ?? '') ? words.slice(0, -1) : words).join(' ');
};

/** The members that the schema of a body lets it leave out and that the refusal of a request without a mistake demands; none for any other answer. */
export const demandedIn = (contract: Contract, exchange: Exchange): readonly string[] => {
  const { body, operation: key, faults } = exchange.request;
  const isRefused = [400, 409, 422].includes(statusOf(exchange) ?? 0) && faults.length === 0;
  if (!isRefused || key === null || !holdsValue(body) || !isObject(body.value) || contract.standard.size === 0) return [];
  const sent = body.value;
  const left = bodyMembers(contract, operationOf(contract, key))
    .filter(({ name, required }) => (Object.hasOwn(sent, name) ? sent[name] === null : !required))
    .map(({ name }) => name);
  const absent = absentIn(jsonOf(exchange), left);
  const nouns = new Set(nounsIn(jsonOf(exchange)));
  return left.filter((name) => absent.has(name) || nouns.has(nounOf(name)));
};

/**
 * Call for each answer. Where it refuses a request without a mistake, because a member is not there that the schema lets it leave out, later requests have that: who may
 * leave it out can depend on the credential.
 */
export const noteDemanded = (session: Session, exchange: Exchange): void => {
  if (isSuccess(exchange)) noteDispensable(session, exchange);
  const names = demandedIn(session.contract, exchange);
  if (names.length > 0) noted.add(session, exchange.request.operation ?? '', names);
};

/**
 * The request with the demanded members that it lacks, as another one for its operation has them, or as they are made; undefined where it lacks none.
 * @param making What they are made from.
 */
export const withDemanded = (
  session: Session,
  request: PlannedRequest,
  usual: PlannedRequest,
  making: Making,
): PlannedRequest | undefined => {
  const { body, operation: key } = request;
  const from = holdsValue(usual.body) ? usual.body.value : undefined;
  if (key === null || !holdsValue(body) || !isObject(body.value) || !isObject(from)) return undefined;
  const sent = body.value;
  const operation = operationOf(session.contract, key);
  const members = new Map(bodyMembers(session.contract, operation).map((one) => [one.name, one]));
  const valueOf = (name: string): unknown => {
    const member = members.get(name);
    if ((from[name] ?? null) !== null || !member) return from[name];
    const made = memberValue(operation, { ...member, schema: withoutNull(member.schema) }, making, 'fresh');
    return made.kind === 'value' ? made.value : undefined;
  };
  const added = Object.fromEntries(
    [...demandedBy(session)(key, sent)]
      .filter((name) => (sent[name] ?? null) === null)
      .map((name) => [name, valueOf(name)] as const)
      .filter(([, value]) => (value ?? null) !== null),
  );
  const lacking = Object.keys(added);
  if (lacking.length === 0) return undefined;
  const kept = Object.keys(sent);
  return {
    ...request,
    body: askedBody(operation, followingForms(session.contract, operation, askedContent(operation.body), { ...sent, ...added }, kept)),
    madeUp: [...new Set([...(request.madeUp ?? []), ...lacking])],
  };
};
