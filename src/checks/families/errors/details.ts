import { operationWith } from '../../../contract/operation.ts';
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
import { holdsValue } from '../../../model/request.ts';

type Details = NonNullable<Errors['details']>;

/** An operation whose body can be made unusable, with the convention about the details of its error response. */
type Detailed = Subject & { readonly operation: Operation; readonly details: Details };

const detailed = (contract: Contract): Detailed[] =>
  contract.operations.flatMap((operation) => {
    const { details } = operation.conventions.errors ?? {};
    return details && canBeSpoilt(contract, operation) ? [at(operation.location, { operation, details })] : [];
  });

export const detailsPresent = defineProbe({
  id: 'errors/details-present',
  title: 'The error response to unusable values lists at least one detail',
  why: 'Without details a person has to guess which of many values was wrong.',
  fix: 'List each faulty member at the documented location of the error body.',
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
    if (!details.on.includes(status)) return inconclusive(`Unusable values were answered ${outcomeOf(exchange)}`, [exchange]);
    if (answerOf(exchange)?.text === null) return inconclusive('The body of the error response could not be decoded', [exchange]);
    const listed = listAt(exchange, details.at)?.value;
    if (Array.isArray(listed) && listed.length > 0) return pass(1);
    const actual = listed === undefined ? 'nothing there' : JSON.stringify(listed);
    const finding = { where: [details.at].flat().join(' or '), expected: `a list with at least one element on status ${status}`, actual };
    return fail({ code: Array.isArray(listed) ? 'details-empty' : 'details-missing', ...finding }, [exchange]);
  },
});

type Result = {
  /** The answer to a body without usable values. */
  readonly all: Exchange;
  /** The answer to a body in which only this member is unusable. */
  readonly one: { readonly member: string; readonly exchange: Exchange | Skipped } | undefined;
};

export const detailsNameMember = defineProbe({
  id: 'errors/details-name-member',
  title: 'The details of an error response name the faulty members as the request spells them',
  why: 'A form shows the message at the field of that name; with another name, at the wrong field or nowhere.',
  fix: 'Give the name of the member in the request, without a path, a prefix or changed letters, and only of faulty members.',
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

/** The member for the body with one unusable value: the first for which the contract gives a value that is certainly refused. */
const namedFirst = (contract: Contract, operation: Operation): BodyMember | undefined =>
  spoilableMembers(contract, operation).find(({ conventions }) => conventions.unusable !== undefined);

/** There must be at least one element, and each must name a faulty member. */
const judgeNames = (exchange: Exchange, details: Details, atFault: readonly string[]): Verdict => {
  const status = statusOf(exchange);
  if (status === undefined || !details.on.includes(status)) {
    return inconclusive(`Unusable values were answered ${outcomeOf(exchange)}`, [exchange]);
  }
  const listed = answerOf(exchange)?.text === null ? undefined : listAt(exchange, details.at)?.value;
  if (!Array.isArray(listed)) return inconclusive('The error response lists no details', [exchange]);
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

/** One form of details, reduced to what is the same in every run. */
type Form = {
  readonly status: number;
  /** Where the list is; null where there is none. */
  readonly at: string | null;
  /** Each kind of element once: its JSON type, and for an object its members with their types. */
  readonly elements: readonly { readonly type: string; readonly members?: Readonly<Record<string, string>> }[];
  /** True if a text in them contains the name of a faulty member; absent where no member of the body is known to be faulty. */
  readonly namesFault?: boolean;
};

export const detailsRecorded = defineRecordingFold({
  id: 'errors/details-recorded',
  title: 'The form of the details in error responses is recorded',
  why: 'A form shows each message at its field, and has to know which part of an element names the field.',
  fix: 'Nothing is wrong; the documentation could show an example of an element.',
  reads: 'errors.details',
  locations: (contract) => rootSaying(contract, ({ errors }) => errors?.details),
  records: ['error.details'],
  show(exchange, contract) {
    const form = formIn(exchange, contract);
    return form && { 'error.details': [form] };
  },
  unseen: 'no error response with details was seen',
  most: 20,
});

const formIn = (exchange: Exchange, contract: Contract): Form | undefined => {
  const answer = answerOf(exchange);
  const operation = operationWith(contract, exchange.request.operation);
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
    ...(atFault.length > 0 ? { namesFault: textsIn(elements).some((text) => atFault.some((name) => containsWord(text, name))) } : {}),
  };
};

const kindsIn = (element: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.keys(element)
      .sort()
      .map((name) => [name, valueKind(element[name])]),
  );

/** Members of the body that are required and absent, or whose value breaks their schema. */
const faultyMembers = (contract: Contract, operation: Operation, { request: { body } }: Exchange): string[] => {
  if (!holdsValue(body) || !isObject(body.value)) return [];
  const sent = body.value;
  return bodyMembers(contract, operation)
    .filter(({ name, required, location }) =>
      Object.hasOwn(sent, name) ? evaluateSchema(contract, location, sent[name]).some(({ holds }) => !holds) : required,
    )
    .map(({ name }) => name);
};

/** True if the text contains the name as a whole word: letters, digits and `_` belong to a word. */
const containsWord = (text: string, name: string): boolean => text.split(/[^\p{L}\p{N}_]+/u).includes(name);
