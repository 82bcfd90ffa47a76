import { isDeepStrictEqual } from 'node:util';
import { isObject } from '../../contract/pointer.ts';
import { isSuccess, jsonOf, statusOf } from '../../contract/message.ts';
import { operationOf } from '../../contract/operation.ts';
import { bodyMembers } from '../../generators/body-members.ts';
import { placeholdersIn, placeholderText } from '../../generators/placeholder.ts';
import { resolvedSchema } from '../../generators/resolved-schema.ts';
import { askedBody } from '../../generators/request-body.ts';
import type { Exchange } from '../../model/exchange.ts';
import { type PlannedRequest, holdsValue } from '../../model/request.ts';
import type { Session } from '../kit/session.ts';
import { demandedBy } from './demanded.ts';
import { textsOfError } from './error-texts.ts';
import { notedMembers } from './noted-members.ts';

const noted = notedMembers();

/**
 * The members that bodies may leave out and whose usual values answers of this run refused, where the body was accepted without them, by the key of an operation: an
 * example that names a resource of its author, such as `parentId`. Later requests leave them out.
 */
export const declinedBy = noted.of;

/** Members that were left out in vain, so that they are not left out again. */
const inVain = notedMembers();

/** Statuses by which a request is refused for a value in its body; 404 also says that what a body names is not there. */
const refusing: ReadonlySet<number> = new Set([400, 404, 409, 422]);

/** How many times a body is made smaller: a service that looks at one member after another names one mistake at a time. */
const mostTurns = 3;

type Members = Readonly<Record<string, unknown>>;

/**
 * The members of a refused body that its error names as the place of a mistake, where the body may leave them out and has their usual values.
 * @param planned The body before ids were filled in.
 */
const refusedIn = (session: Session, exchange: Exchange, planned: Members, usual: Members): readonly string[] => {
  const { body, operation: key } = exchange.request;
  if (key === null || !holdsValue(body) || !isObject(body.value) || !refusing.has(statusOf(exchange) ?? 0)) return [];
  const sent = body.value;
  const named = new Set(textsOfError(jsonOf(exchange), Object.keys(sent)).flatMap(({ member }) => member ?? []));
  const given = session.target.values[key] ?? {};
  const optional = bodyMembers(session.contract, operationOf(session.contract, key)).filter(({ required }) => !required);
  const found = optional
    .map(({ name }) => name)
    .filter((name) => named.has(name) && isUsual(planned[name], usual[name]) && given[name] === undefined && given['body'] === undefined)
    .filter((name) => !demandedBy(session)(key).has(name) && !inVain.of(session)(key).has(name));
  return found.length === named.size ? found : [];
};

/** A value with what is sent otherwise in the place of its placeholders. */
const otherwiseIn = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(otherwiseIn);
  if (isObject(value)) return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, otherwiseIn(one)]));
  const [only] = typeof value === 'string' ? placeholdersIn(value) : [];
  return only && placeholderText(only) === value ? (only.otherwise ?? value) : value;
};

/**
 * Has a member the value that a request usually sends, which may be the id of a resource that is known only then. An id that is there already was chosen for what is tried:
 * without it, a book would not be one of the shelf that is about to be removed.
 */
const isUsual = (planned: unknown, usual: unknown): boolean =>
  planned !== undefined &&
  (isDeepStrictEqual(otherwiseIn(planned), otherwiseIn(usual)) || placeholdersIn(JSON.stringify(planned)).length > 0);

/** Does a body choose the same as the usual one, wherever a member has listed values: of a discount of another kind, other members are refused. */
const isOfUsualKind = (
  session: Session,
  { request: { operation: key, body } }: Exchange,
  usual: Readonly<Record<string, unknown>>,
): boolean => {
  if (key === null || !holdsValue(body) || !isObject(body.value)) return false;
  const sent = body.value;
  return bodyMembers(session.contract, operationOf(session.contract, key)).every(({ name, schema }) => {
    const resolved = resolvedSchema(session.contract.document, schema);
    const isChoice = isObject(resolved) && (Array.isArray(resolved['enum']) || resolved['type'] === 'boolean');
    return !isChoice || sent[name] === undefined || isDeepStrictEqual(sent[name], usual[name]);
  });
};

/** Is a secret in what was sent, which the evidence masks: it cannot be sent once more. */
export const isMasked = ({ request }: Exchange): boolean => /\[(?:secret|issued)/u.test(JSON.stringify(request));

/**
 * What a service answers to a refused request without the optional members that the refusal is about. From then on those are left out, where that is accepted; undefined
 * where there are none, or where it is of no use.
 * @param planned The request before ids were filled in.
 * @param usual Another request for the same operation.
 */
export const withoutDeclined = async (
  session: Session,
  refused: Exchange,
  planned: PlannedRequest,
  usual: PlannedRequest,
): Promise<Exchange | undefined> => {
  const from = holdsValue(usual.body) ? usual.body.value : undefined;
  const asked = holdsValue(planned.body) ? planned.body.value : undefined;
  const { operation: key } = refused.request;
  if (
    key === null ||
    !isObject(from) ||
    !isObject(asked) ||
    isMasked(refused) ||
    session.contract.standard.size === 0 ||
    refused.request.faults.length > 0
  )
    return undefined;
  const left: string[] = [];
  let last = refused;
  for (let turn = 0; turn < mostTurns && !isSuccess(last); turn += 1) {
    const names = refusedIn(session, last, asked, from);
    const { body } = last.request;
    if (names.length === 0 || !holdsValue(body) || !isObject(body.value)) break;
    left.push(...names);
    const smaller = Object.fromEntries(Object.entries(body.value).filter(([name]) => !names.includes(name)));
    last = await session.send({ ...refused.request, body: askedBody(operationOf(session.contract, key), smaller) });
  }
  if (left.length === 0) return undefined;
  if (!isSuccess(last)) {
    inVain.add(session, key, left);
    return undefined;
  }
  if (isOfUsualKind(session, refused, from)) noted.add(session, key, left);
  return last;
};
