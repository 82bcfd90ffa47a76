import type { Errors } from '../../../contract/conventions.ts';
import { listAt } from '../../../contract/held.ts';
import { answerOf, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { valueAt } from '../../../contract/pointer.ts';
import { isElsewhere } from '../../../contract/responses.ts';
import { evaluateSchema } from '../../../contract/schema/evaluate.ts';
import { type BodyMember, bodyMembers } from '../../../generators/body-members.ts';
import { spoilableMembers } from '../../../generators/unusable-body.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { distinctSorted, isObject } from '../../../model/json.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { at, defineProbe, fail, inconclusive, pass, type Subject } from '../../kit/define.ts';
import { isSkipped, orSkipped, type Skipped } from '../../kit/not-tried.ts';
import { withOptional } from '../../kit/join-locations.ts';
import { defineRecordingFold } from '../../kit/recording-fold.ts';
import { valueKind } from '../../kit/facts.ts';
import { once } from '../../kit/session.ts';
import { withUnusableValue, withUnusableValues } from '../../requests/mistaken-body.ts';
import { rootSaying } from '../../subjects/convention-locations.ts';
import { canBeSpoilt, unusablePrerequisites } from '../../subjects/unusable-prerequisites.ts';
import { textsIn } from './error-answer.ts';

type Details = NonNullable<Errors['details']>;

/** An operation whose body can be spoilt, with what is said of the details of its refusal. */
type Detailed = Subject & { readonly operation: Operation; readonly details: Details };

const detailed = (contract: Contract): Detailed[] =>
  contract.operations.flatMap((operation) => {
    const { details } = operation.conventions.errors ?? {};
    return details && canBeSpoilt(contract, operation) ? [at(operation.location, { operation, details })] : [];
  });

export const detailsPresent = defineProbe({
  id: 'errors/details-present',
  title: 'A refusal of values names at least one of them in its details',
  why: 'Without it a person has to guess which of many values was wrong.',
  fix: 'List each member at fault in the documented place of the error body.',
  reads: 'errors.details',
  phase: 'mutate',
  stage: 'refusals',
  exclusive: 'collection',
  over: detailed,
  prerequisites: ({ operation }, around) => unusablePrerequisites(operation, around),
  cost: () => ({ requests: 1, creates: 0 }),
  run: async ({ operation }, session) => once(session, withUnusableValues(session, operation)),
  judge({ details }, exchange) {
    const status = statusOf(exchange) ?? 0;
    if (!details.on.includes(status)) return inconclusive(`Values that cannot be used were answered ${outcomeOf(exchange)}`, [exchange]);
    if (answerOf(exchange)?.text === null) return inconclusive('The body of the refusal could not be decoded', [exchange]);
    const listed = listAt(exchange, details.at)?.value;
    if (Array.isArray(listed) && listed.length > 0) return pass(1);
    const actual = listed === undefined ? 'nothing there' : JSON.stringify(listed);
    const finding = { where: [details.at].flat().join(' or '), expected: `a list with at least one element on status ${status}`, actual };
    return fail({ code: Array.isArray(listed) ? 'details-empty' : 'details-missing', ...finding }, [exchange]);
  },
});

type Result = {
  /** No value in the body can be used. */
  readonly all: Exchange;
  /** Only the value of this member cannot. */
  readonly one: { readonly member: string; readonly exchange: Exchange | Skipped } | undefined;
};

export const detailsNameMember = defineProbe({
  id: 'errors/details-name-member',
  title: 'The details of a refusal name the members at fault as the request spells them',
  why: 'A form shows the message at the field of that name; under another name it shows it nowhere, or at the wrong one.',
  fix: 'Give the name of the member in the request, without a path, prefix or change of letters, and of no member that is right.',
  reads: 'errors.details',
  phase: 'mutate',
  stage: 'refusals',
  exclusive: 'collection',
  over: (contract) => detailed(contract).filter(({ details }) => details.name !== undefined),
  prerequisites: ({ operation }, around) => unusablePrerequisites(operation, around),
  cost: () => ({ requests: 2, creates: 0 }),
  async run({ operation }, session): Promise<Result> {
    const all = await once(session, withUnusableValues(session, operation));
    const member = namedFirst(session.contract, operation);
    if (member === undefined) return { all, one: undefined };
    const ask = async () => once(session, withUnusableValue(session, operation, member));
    return { all, one: { member: member.name, exchange: await orSkipped(ask()) } };
  },
  judge({ operation, details }, { all, one }, { contract }) {
    const spoilt = spoilableMembers(contract, operation).map(({ name }) => name);
    const whole = judgeNames(all, details, spoilt);
    if (!one) return whole;
    return withOptional(whole, [isSkipped(one.exchange) ? one.exchange : judgeNames(one.exchange, details, [one.member])]);
  },
});

/** The member that is spoilt alone: the first of which the contract gives a value that is certainly refused. */
const namedFirst = (contract: Contract, operation: Operation): BodyMember | undefined =>
  spoilableMembers(contract, operation).find(({ conventions }) => conventions.unusable !== undefined);

/** Each element is to name one of the members at fault, and at least one element is to be there. */
const judgeNames = (exchange: Exchange, details: Details, atFault: readonly string[]): Verdict => {
  const status = statusOf(exchange);
  if (status === undefined || !details.on.includes(status)) {
    return inconclusive(`Values that cannot be used were answered ${outcomeOf(exchange)}`, [exchange]);
  }
  const listed = answerOf(exchange)?.text === null ? undefined : listAt(exchange, details.at)?.value;
  if (!Array.isArray(listed)) return inconclusive('The refusal lists no details', [exchange]);
  const names = listed.map((element: unknown) => valueAt(element, details.name ?? ''));
  if (names.length > 0 && names.every((name) => typeof name === 'string' && atFault.includes(name))) return pass(1);
  return fail(
    {
      code: 'details-name-other',
      where: [details.at].flat().join(' or '),
      expected: `${atFault.length === 1 ? 'exactly ' : 'only '}${atFault.map((name) => `"${name}"`).join(', ')} as ${details.name ?? ''}`,
      actual: names.length === 0 ? 'no element' : names.map((name) => JSON.stringify(name) ?? 'nothing').join(', '),
    },
    [exchange],
  );
};

/** One form of details, without anything that differs from run to run. */
type Form = {
  readonly status: number;
  /** Where the list stands; null where there is none. */
  readonly at: string | null;
  /** Each kind of element once: its JSON type, and of an object the members with theirs. */
  readonly elements: readonly { readonly type: string; readonly members?: Readonly<Record<string, string>> }[];
  /** Whether a text in them holds the name of a member at fault; absent where no member of the body is known to be. */
  readonly namesFault?: boolean;
};

export const detailsRecorded = defineRecordingFold({
  id: 'errors/details-recorded',
  title: 'What the details of refusals look like is recorded',
  why: 'A form shows each message at its field, and has to know where an element tells which field it is about.',
  fix: 'Nothing is wrong with it; the documentation could print one element.',
  reads: 'errors.details',
  locations: (contract) => rootSaying(contract, ({ errors }) => errors?.details),
  records: ['error.details'],
  show(exchange, contract) {
    const form = formIn(exchange, contract);
    return form && { 'error.details': [form] };
  },
  unseen: 'no refusal with details came by',
  most: 20,
});

const formIn = (exchange: Exchange, contract: Contract): Form | undefined => {
  const answer = answerOf(exchange);
  const operation = contract.operations.find(({ key }) => key === exchange.request.operation);
  const { details } = (operation?.conventions ?? contract.conventions).errors ?? {};
  if (!answer || !details?.on.includes(answer.status) || isElsewhere(exchange)) return undefined;
  const found = listAt(exchange, details.at);
  if (!found || !Array.isArray(found.value)) return { status: answer.status, at: null, elements: [] };
  const elements: readonly unknown[] = found.value;
  const atFault = operation ? faultyMembers(contract, operation, exchange) : [];
  return {
    status: answer.status,
    at: found.at,
    elements: distinctSorted(
      elements.map((element) => ({ type: valueKind(element), ...(isObject(element) ? { members: kindsIn(element) } : {}) })),
    ),
    ...(atFault.length > 0 ? { namesFault: textsIn(elements).some((text) => atFault.some((name) => holdsWord(text, name))) } : {}),
  };
};

const kindsIn = (element: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.keys(element)
      .sort()
      .map((name) => [name, valueKind(element[name])]),
  );

/** Members of the body that are required and absent, or whose value breaks the schema of the member. */
const faultyMembers = (contract: Contract, operation: Operation, { request: { body } }: Exchange): string[] => {
  if (body?.kind !== 'json' || !isObject(body.value)) return [];
  const sent = body.value;
  return bodyMembers(contract, operation)
    .filter(({ name, required, location }) =>
      Object.hasOwn(sent, name) ? evaluateSchema(contract, location, sent[name]).some(({ holds }) => !holds) : required,
    )
    .map(({ name }) => name);
};

/** A name as a word of its own: letters, digits and `_` around it make it another one. */
const holdsWord = (text: string, name: string): boolean => text.split(/[^\p{L}\p{N}_]+/u).includes(name);
