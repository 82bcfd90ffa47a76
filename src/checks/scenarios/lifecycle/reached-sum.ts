import { type AnyInferred, itemOf } from '../../../contract/infer/covering.ts';
import type { PathValues } from '../../../contract/infer/created-resource.ts';
import { inPath, valuesAlong } from '../../../contract/infer/path-template.ts';
import { actedTypeOf, resourceIn } from '../../../contract/infer/suited-members.ts';
import { isSuccess, jsonOf } from '../../../contract/message.ts';
import type { Operation } from '../../../contract/model.ts';
import { isObject } from '../../../contract/pointer.ts';
import { askedBody } from '../../../generators/request-body.ts';
import { bodyMembers } from '../../../generators/body-members.ts';
import { resolvedSchema } from '../../../generators/resolved-schema.ts';
import { holdsValue } from '../../../model/request.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { isAllowed } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import type { Mover } from '../../subjects/lives.ts';
import { type BoundBySum, boundBySum, outcomeCondition } from '../../subjects/outcome-conditions.ts';

/** So many are created at most to reach a sum. */
const mostAdded = 3;

/** What a bound is raised to that is a sum: so much that a fee or a deductible leaves something of it. */
const plenty = 1_000_000;

/** The least and the most that a member of a body may be, where its schema says so. */
const boundsOf = ({ contract }: Session, { add, amount }: Pick<BoundBySum, 'add' | 'amount'>): readonly (number | undefined)[] => {
  const schema = resolvedSchema(contract.document, bodyMembers(contract, add).find(({ name }) => name === amount)?.schema ?? true);
  return ['minimum', 'maximum'].map((bound) => {
    const value = isObject(schema) ? schema[bound] : undefined;
    return typeof value === 'number' ? value : undefined;
  });
};

/** Creates what adds an amount; gives whether that was accepted. */
const isAdded = async (
  session: Session,
  { add, amount }: Pick<BoundBySum, 'add' | 'amount'>,
  own: readonly string[],
  { value, purpose }: { readonly value: number; readonly purpose: string },
): Promise<boolean> => {
  const sent = await orSkipped(
    (async () => {
      const request = usableRequest(session, add, purpose, { pathValues: inPath(add.path, own) });
      const body = holdsValue(request.body) && isObject(request.body.value) ? request.body.value : {};
      return session.send({ ...request, body: askedBody(add, { ...body, [amount]: value }) });
    })(),
  );
  return !isSkipped(sent) && isSuccess(sent);
};

const shownBy = async (
  session: Session,
  read: Operation,
  own: readonly string[],
): Promise<Readonly<Record<string, unknown>> | undefined> => {
  const shown = await orSkipped((async () => session.send(usableRequest(session, read, 'sum', { pathValues: inPath(read.path, own) })))());
  return isSkipped(shown) || !isSuccess(shown) ? undefined : resourceIn(jsonOf(shown));
};

/**
 * Adds below a resource of the run what it needs so that actions may take a number up to the sum of that: an item to a claim whose assessed amount cannot be above the claimed one. Nothing is
 * sent where no text says so, and what is refused is left.
 */
export const raiseBounds = async (
  session: Session,
  type: AnyInferred,
  values: PathValues,
  operations: readonly (Operation | undefined)[],
): Promise<void> => {
  const { contract, target } = session;
  if (contract.standard.size === 0) return;
  const own = valuesAlong(itemOf(type).path, values);
  for (const operation of new Set(operations)) {
    const bound = operation && actedTypeOf(contract, operation)?.resourceType === type ? boundBySum(contract, operation) : undefined;
    if (!bound || !isAllowed(bound.add, target)) continue;
    const [least = 0, most = plenty] = boundsOf(session, bound);
    const value = Math.min(Math.max(plenty, least), most);
    const now = (await shownBy(session, bound.read, own))?.[bound.sum];
    if (typeof now === 'number' && now < value) await isAdded(session, bound, own, { value, purpose: 'raised' });
  }
};

/**
 * Adds below a resource of the run what it needs so that a move ends in the state that is wanted: pledges of a campaign up to its goal. What is refused is left. Nothing is sent where no
 * text says so.
 */
export const reachSum = async (session: Session, type: AnyInferred, values: PathValues, mover: Mover): Promise<void> => {
  const { contract, target } = session;
  const needed = outcomeCondition(contract, type, mover);
  if (!needed || !isAllowed(needed.add, target)) return;
  const { read, sum, limit } = needed;
  const own = valuesAlong(itemOf(type).path, values);
  const [least = 0, most = Infinity] = boundsOf(session, needed);
  for (let turn = 0; turn < mostAdded; turn += 1) {
    const resource = await shownBy(session, read, own);
    const [now, wanted] = [resource?.[sum], resource?.[limit]];
    if (typeof now !== 'number' || typeof wanted !== 'number' || now >= wanted) return;
    const value = Math.min(Math.max(wanted - now, least), most);
    if (!(await isAdded(session, needed, own, { value, purpose: `sum-${turn}` }))) return;
  }
};
