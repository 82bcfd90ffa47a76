import { amountIn } from '../../../contract/infer/money.ts';
import { wordsOf } from '../../../contract/infer/words.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { isObject } from '../../../contract/pointer.ts';
import { type BodyMember, bodyMembers } from '../../../generators/body-members.ts';
import { askedBody } from '../../../generators/request-body.ts';
import { mayBeSent } from '../../../generators/request-match.ts';
import { holdsValue, type PlannedRequest } from '../../../model/request.ts';
import type { Life } from '../../subjects/lives.ts';

/** Nought in the notation of an amount: `0.00` for `12.50`. */
const noughtLike = (value: unknown): unknown =>
  typeof value === 'string' ? (0).toFixed(value.split('.')[1]?.length ?? 0) : typeof value === 'number' ? 0 : undefined;

/** Is an amount nought where a body leaves it out, as far as the document says. */
const isLeftNought = ({ required, schema }: BodyMember): boolean => {
  const usual = isObject(schema) ? schema['default'] : undefined;
  return !required && (usual === undefined || usual === null || amountIn(usual) === 0);
};

/** The members that a resource has to show as nought for an operation on it; for all operations where none is given. */
const zerosFor = ({ needed }: Life, operation: Operation | undefined): readonly string[] =>
  needed.flatMap((one) => (one.isZero && (operation === undefined || one.operation === operation) ? [one.member] : []));

/** Does an operation ask for an amount of nought. */
export const asksNought = (life: Life | undefined, operation: Operation): boolean =>
  life !== undefined && zerosFor(life, operation).length > 0;

/**
 * A creation without the amounts that would make one which has to be nought: without the opening balance of an account that can be closed only with a balance of 0.
 * @param operation What the resource is created for; undefined where that is whatever is done with it.
 */
export const withoutAmounts = (contract: Contract, life: Life, request: PlannedRequest, operation?: Operation): PlannedRequest => {
  const { create } = life.type;
  const { body } = request;
  const last = new Set(zerosFor(life, operation).map((name) => wordsOf(name).at(-1)));
  if (last.size === 0 || !holdsValue(body) || !isObject(body.value)) return request;
  const given = body.value;
  const changed = new Map<string, unknown>();
  for (const member of bodyMembers(contract, create)) {
    const { name, schema } = member;
    const now = given[name];
    if (!last.has(wordsOf(name).at(-1)) || amountIn(now) === undefined || amountIn(now) === 0) continue;
    const nought = noughtLike(now);
    if (isLeftNought(member)) changed.set(name, undefined);
    else if (nought !== undefined && mayBeSent(contract.document, schema, nought)) changed.set(name, nought);
  }
  if (changed.size === 0) return request;
  const members = Object.entries(given).flatMap(([name, value]) => {
    if (!changed.has(name)) return [[name, value] as const];
    const other = changed.get(name);
    return other === undefined ? [] : [[name, other] as const];
  });
  return { ...request, body: askedBody(create, Object.fromEntries(members)) };
};
