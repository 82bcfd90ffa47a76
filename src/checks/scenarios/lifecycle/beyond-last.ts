import { operationWith } from '../../../contract/operation.ts';
import { itemsIn } from '../../../contract/infer/created-resource.ts';
import { inPath, valuesAlong } from '../../../contract/infer/path-template.ts';
import { type RisingEntry, risingEntriesOf } from '../../../contract/infer/rising-entries.ts';
import { resourceIn } from '../../../contract/infer/suited-members.ts';
import { isSuccess, jsonOf } from '../../../contract/message.ts';
import type { Operation } from '../../../contract/model.ts';
import { isObject } from '../../../contract/pointer.ts';
import { placeholdersIn } from '../../../generators/placeholder.ts';
import { shiftedBy, timeParts } from '../../../generators/spans.ts';
import { type PlannedRequest, holdsValue } from '../../../model/request.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import type { Session } from '../../kit/session.ts';
import { collectionAt, largestPage, stylesOf } from '../../subjects/collection.ts';
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
  const rising = operation ? risingEntriesOf(session.contract, operation) : [];
  if (
    !operation ||
    rising.length === 0 ||
    request.faults.length > 0 ||
    !holdsValue(body) ||
    !isObject(body.value) ||
    (body.kind === 'json' && body.around !== undefined)
  )
    return request;
  if (settled.has(body.value)) return request;
  const given = session.target.values[operation.key] ?? {};
  const values = valuesAlong(operation.path, request.pathValues);
  const open = rising.filter(({ member }) => given[member] === undefined);
  if (given['body'] !== undefined || values.some((one) => one === '' || placeholdersIn(one).length > 0)) return request;
  const moved: Record<string, unknown> = {};
  for (const [entry, ...others] of groupedByList(open)) {
    const there = await entriesShown(session, entry, values);
    if (there === undefined) continue;
    for (const { member, shownAs, kind } of [entry, ...others]) {
      const own = body.value[member];
      const shown = there.map((one) => one[shownAs]);
      const beyond = own === undefined ? undefined : kind === 'day' ? laterThan(own, shown) : greaterThan(own, shown);
      if (beyond !== undefined) moved[member] = beyond;
    }
  }
  const names = Object.keys(moved);
  const value = names.length === 0 ? body.value : { ...body.value, ...moved };
  settled.add(value);
  return names.length === 0
    ? request
    : { ...request, body: { ...body, value }, madeUp: [...new Set([...(request.madeUp ?? []), ...names])] };
};

/** Members by the list that shows those of the others, so that each list is read once. */
const groupedByList = (entries: readonly RisingEntry[]): readonly (readonly [RisingEntry, ...RisingEntry[]])[] => {
  const groups = new Map<string, [RisingEntry, ...RisingEntry[]]>();
  for (const one of entries) {
    const key = JSON.stringify([one.read.key, one.list ?? null]);
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  return [...groups.values()];
};

/** The read of a list with its largest page. */
export const largestQuery = ({ contract }: Session, request: PlannedRequest, { key }: Operation): PlannedRequest => {
  const collection = collectionAt(contract, key);
  const [style] = collection ? stylesOf(collection) : [];
  const size = style === undefined ? [] : largestPage(style);
  return { ...request, query: [...request.query.filter(([name]) => !size.some(([own]) => own === name)), ...size] };
};

/** The entries that are there, as many as a page holds; undefined where the service does not show them. */
const entriesShown = async (
  session: Session,
  { read, list }: RisingEntry,
  values: readonly string[],
): Promise<readonly Readonly<Record<string, unknown>>[] | undefined> => {
  const plain = usableRequest(session, read, 'entries', { pathValues: inPath(read.path, values) });
  const answer = await orSkipped(session.send(list === undefined ? largestQuery(session, plain, read) : plain));
  if (isSkipped(answer) || !isSuccess(answer)) return undefined;
  const shown = list === undefined ? itemsIn(jsonOf(answer)) : resourceIn(jsonOf(answer))?.[list];
  return (Array.isArray(shown) ? shown : []).filter(isObject);
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
