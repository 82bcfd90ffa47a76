import { wordsOf } from '../../../contract/infer/words.ts';
import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Contract, Operation, Parameter } from '../../../contract/model.ts';
import { isObject, valueAt } from '../../../contract/pointer.ts';
import { bodyMembers } from '../../../generators/body-members.ts';
import { freshText } from '../../../generators/fresh-text.ts';
import { placeholdersIn } from '../../../generators/placeholder.ts';
import { isSettable } from '../../../generators/whole-body.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { nodeOf } from '../../../model/location.ts';
import type { PlannedRequest, RequestBody } from '../../../model/request.ts';
import { defineProbe, fail, inconclusive, NotTried, pass } from '../../kit/define.ts';
import type { Session } from '../../kit/session.ts';
import { requestAsSet } from '../../requests/request-as-set.ts';
import { freshFor } from '../../requests/usable-request.ts';
import { freshValues } from '../../scenarios/lifecycle/created.ts';
import { prerequisitesToCreate } from '../../subjects/creators.ts';
import { livesWith, type ResourceTypeOperation } from '../../subjects/resources.ts';
import { nextValue } from '../../subjects/sequences.ts';
import { createdId } from '../../subjects/shown-resource.ts';

/** `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header) and its usual spellings. */
const keyNames = new Set(['idempotency key', 'x idempotency key', 'idempotencykey', 'x idempotencykey']);

const keyOf = ({ parameters }: Operation): Parameter | undefined =>
  parameters.find(({ in: where, name }) => where === 'header' && keyNames.has(wordsOf(name).join(' ')));

/** A creation that takes a key, with the parameter for it. */
type Keyed = ResourceTypeOperation & { readonly parameter: Parameter };

const keyedCreations = (contract: Contract): Keyed[] =>
  livesWith(contract, 'create').flatMap((subject) => {
    const parameter = keyOf(subject.operation);
    return parameter === undefined ? [] : [{ ...subject, parameter }];
  });

type SentTwice = { readonly first: Exchange; readonly second: Exchange | undefined };

/**
 * A creation with a fresh key.
 * @throws {NotTried} where no value suits the parameter.
 */
const keyedRequest = (session: Session, { operation, parameter }: Keyed, purpose: string): PlannedRequest => {
  const key = freshText(session.contract.document, parameter.schema, session.fresh(purpose));
  if (key === undefined) throw new NotTried('not-applicable', `assay cannot make a fresh value for "${parameter.name}"`);
  return withKey(requestAsSet(session, { operation: operation.key, settings: [], purpose }), parameter, key);
};

const withKey = (request: PlannedRequest, parameter: Parameter, key: string): PlannedRequest => {
  const others = request.headers.filter(([name]) => name.toLowerCase() !== parameter.name.toLowerCase());
  return { ...request, headers: [...others, [parameter.name, key] as const] };
};

/** The id of what a creation made. */
const idOf = (contract: Contract, { resourceType, operation }: Keyed, exchange: Exchange): string | undefined =>
  isSuccess(exchange) ? createdId(resourceType, exchange, freshValues(contract, operation, exchange.request)) : undefined;

export const keyedCreationOnce = defineProbe<Keyed, SentTwice>({
  id: 'idempotency/keyed-creation-once',
  title: 'A creation that is sent twice with one Idempotency-Key creates one resource',
  why: 'A client that got no answer sends the creation again with its key, and trusts that it pays or orders once.',
  fix: 'Store the key with the result of the creation, in one transaction, and give that result to every repetition.',
  phase: 'mutate',
  stage: 'remaining',
  exclusive: 'collection',
  over: keyedCreations,
  prerequisites: prerequisitesToCreate,
  cost: () => ({ requests: 2, creates: 2 }),
  async run(keyed, session) {
    const request = keyedRequest(session, keyed, 'keyed-once');
    const first = await session.send(request);
    // How a repetition is answered is seldom described, so no other check judges it.
    return { first, second: isSuccess(first) ? await session.send({ ...request, faults: ['duplicate'] }) : undefined };
  },
  judge(keyed, { first, second }, { contract }) {
    const { parameter } = keyed;
    if (second === undefined) return inconclusive(`The creation was answered ${outcomeOf(first)}`, [first]);
    const [one, other] = [idOf(contract, keyed, first), idOf(contract, keyed, second)];
    if (one === undefined || other === undefined)
      return inconclusive(`The answers ${outcomeOf(first)} and ${outcomeOf(second)} do not show two ids`, [first, second]);
    if (one === other) return pass(1);
    const finding = { where: parameter.name, expected: `${one} again, with the same key and body`, actual: `a second resource, ${other}` };
    return fail({ code: 'keyed-creation-doubled', ...finding }, [second, first]);
  },
});

/** Does the document say that the body counts as well: in the words of the key or of the operation, or by a 409. */
const isAboutBodies = ({ document }: Contract, { operation, parameter }: Keyed): boolean => {
  const texts = [nodeOf(operation.location), nodeOf(parameter.location)].flatMap((pointer): unknown[] => {
    const node = valueAt(document, pointer);
    return isObject(node) ? [node['summary'], node['description']] : [];
  });
  const isSaid = texts.some((text) => typeof text === 'string' && /\b(?:body|bodies|payload|content)\b/iu.test(text));
  return isSaid || operation.responses.some(({ status }) => status === '409');
};

/** The body with another value for one of its members, where the document prints the whole body; undefined where none can be made. */
const changedBody = (session: Session, { operation }: Keyed, body: RequestBody | undefined): RequestBody | undefined => {
  if (body?.kind !== 'json' || !isObject(body.value)) return undefined;
  const { contract } = session;
  for (const member of bodyMembers(contract, operation)) {
    const now = body.value[member.name];
    const isPlain = (typeof now === 'string' && placeholdersIn(now).length === 0) || typeof now === 'number' || typeof now === 'boolean';
    const value = isPlain && isSettable(member) ? nextValue(contract, member, now, freshFor(session, 'keyed-other')) : undefined;
    if (value !== undefined) return { ...body, value: { ...body.value, [member.name]: value } };
  }
  return undefined;
};

export const keyedBodyCounts = defineProbe<Keyed, SentTwice>({
  id: 'idempotency/other-body-not-taken-for-the-first',
  title: 'An Idempotency-Key that comes again with another body is not answered as if that body was stored',
  why: 'A client that uses a key twice by mistake gets a success for an order that was never placed.',
  fix: 'Store a digest of the body with the key, and answer 422 or 409 where another body comes with it.',
  phase: 'mutate',
  stage: 'remaining',
  exclusive: 'collection',
  over: (contract) => keyedCreations(contract).filter((keyed) => isAboutBodies(contract, keyed)),
  prerequisites: prerequisitesToCreate,
  cost: () => ({ requests: 2, creates: 2 }),
  async run(keyed, session) {
    const request = keyedRequest(session, keyed, 'keyed-first');
    const other = requestAsSet(session, { operation: keyed.operation.key, settings: [], purpose: 'keyed-other' });
    const isSame = JSON.stringify(other.body) === JSON.stringify(request.body);
    const body = isSame ? changedBody(session, keyed, other.body) : other.body;
    if (body === undefined) throw new NotTried('not-applicable', 'assay cannot make two different bodies for it');
    const first = await session.send(request);
    // What the path names stays the same; only the body is another one.
    return { first, second: isSuccess(first) ? await session.send({ ...request, body, faults: ['duplicate'] }) : undefined };
  },
  judge(keyed, { first, second }, { contract }) {
    if (second === undefined) return inconclusive(`The creation was answered ${outcomeOf(first)}`, [first]);
    if (isRefusal(second)) return pass(1);
    const [one, other] = [idOf(contract, keyed, first), idOf(contract, keyed, second)];
    if (one === undefined || other === undefined || one !== other)
      return inconclusive(`The answers ${outcomeOf(first)} and ${outcomeOf(second)} do not show one id`, [first, second]);
    const finding = {
      where: keyed.parameter.name,
      expected: '422, 409 or another refusal, because the body is another one',
      actual: `${outcomeOf(second)} with ${other}, which the first body created`,
    };
    return fail({ code: 'keyed-body-ignored', ...finding }, [second, first]);
  },
});

const isRefusal = (exchange: Exchange): boolean => {
  const status = statusOf(exchange) ?? 0;
  return status >= 400 && status < 500;
};
