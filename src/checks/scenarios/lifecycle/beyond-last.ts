import { operationWith } from '../../../contract/operation.ts';
import { itemsIn } from '../../../contract/infer/created-resource.ts';
import { inPath, valuesAlong } from '../../../contract/infer/path-template.ts';
import { risingEntryOf } from '../../../contract/infer/rising-entries.ts';
import { resourceIn } from '../../../contract/infer/suited-members.ts';
import { isSuccess, jsonOf } from '../../../contract/message.ts';
import { isObject } from '../../../contract/pointer.ts';
import { placeholdersIn } from '../../../generators/placeholder.ts';
import { shiftedBy, timeParts } from '../../../generators/spans.ts';
import { type PlannedRequest, holdsValue } from '../../../model/request.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import type { Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';

const dayMs = 86_400_000;

/** Bodies that lay beyond the last entry when they were sent first: a repetition, such as one with the same key, sends them as they are. */
const settled = new WeakSet<object>();

const dayOf = (value: unknown): number => Date.parse(timeParts(value)?.day ?? '');

/**
 * An addition whose day or number lies beyond those of the entries that are there, where the document says that it has to. What its path names has to be known. As it
 * is where it lies there already, was made wrong on purpose, or is given by the operator.
 */
export const beyondLast = async (session: Session, request: PlannedRequest): Promise<PlannedRequest> => {
  const { body } = request;
  const operation = operationWith(session.contract, request.operation);
  const rising = operation && risingEntryOf(session.contract, operation);
  if (
    !rising ||
    request.faults.length > 0 ||
    !holdsValue(body) ||
    !isObject(body.value) ||
    (body.kind === 'json' && body.around !== undefined)
  )
    return request;
  if (settled.has(body.value)) return request;
  const { member, kind, read, list } = rising;
  const given = session.target.values[operation.key] ?? {};
  const own = body.value[member];
  const values = valuesAlong(operation.path, request.pathValues);
  if (given['body'] !== undefined || given[member] !== undefined || own === undefined) return request;
  if (values.some((one) => one === '' || placeholdersIn(one).length > 0)) return request;
  const asked = usableRequest(session, read, 'entries', { pathValues: inPath(read.path, values) });
  const answer = await orSkipped(session.send(asked));
  if (isSkipped(answer) || !isSuccess(answer)) return request;
  const shown = list === undefined ? itemsIn(jsonOf(answer)) : resourceIn(jsonOf(answer))?.[list];
  const there = (Array.isArray(shown) ? shown : []).filter(isObject).map((one): unknown => one[member]);
  const moved = kind === 'day' ? laterThan(own, there) : greaterThan(own, there);
  const value = moved === undefined ? body.value : { ...body.value, [member]: moved };
  settled.add(value);
  if (moved === undefined) return request;
  return {
    ...request,
    body: { ...body, value },
    madeUp: [...new Set([...(request.madeUp ?? []), member])],
  };
};

/** A time on the day after the last of some others; undefined where it is later already. */
const laterThan = (own: unknown, there: readonly unknown[]): string | undefined => {
  const latest = Math.max(...there.map(dayOf).filter((one) => !Number.isNaN(one)));
  const now = dayOf(own);
  return latest >= now ? shiftedBy(String(own), Math.round((latest - now) / dayMs) + 1) : undefined;
};

/** The next whole number above some others; undefined where a number is greater already. */
const greaterThan = (own: unknown, there: readonly unknown[]): number | undefined => {
  const greatest = Math.max(...there.filter((one) => typeof one === 'number'));
  return typeof own === 'number' && greatest >= own ? Math.floor(greatest) + 1 : undefined;
};
