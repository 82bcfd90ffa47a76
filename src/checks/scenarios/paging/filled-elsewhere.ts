import { isDeepStrictEqual } from 'node:util';
import { describedLists } from '../../../contract/infer/conventions/collection.ts';
import type { PathValues } from '../../../contract/infer/created-resource.ts';
import { nounWordsOf } from '../../../contract/infer/id-names.ts';
import { isListOfObjects } from '../../../contract/infer/listed-items.ts';
import { isDirectlyBelowOne, isItemOf, isSamePath, parametersIn, pathAbove } from '../../../contract/infer/path-template.ts';
import { itemsOf, membersOf, partsOf } from '../../../contract/infer/schema-parts.ts';
import { wordsOf } from '../../../contract/infer/words.ts';
import { isSuccess } from '../../../contract/message.ts';
import type { Collection, Contract, Operation, Schema } from '../../../contract/model.ts';
import { isObject } from '../../../contract/pointer.ts';
import { mayBeSent } from '../../../generators/request-match.ts';
import { askedBody } from '../../../generators/request-body.ts';
import { resolvedSchema } from '../../../generators/resolved-schema.ts';
import { type PlannedRequest, holdsValue } from '../../../model/request.ts';
import { dayMs, dayOf, minuteMs, wholeSeconds } from '../../kit/days.ts';
import { isAllowed, prerequisitesFor } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { namesOwnAlone } from '../../requests/own-alone.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { largestPage, pageItems } from '../../subjects/collection.ts';
import { differingNumber } from './differing-values.ts';
import { filledByActions } from './filled-by-actions.ts';
import { ownPath } from './filled-by-changes.ts';
import { askedSchema } from '../../../contract/asked-content.ts';

type Json = Readonly<Record<string, unknown>>;

/** So many items a list should have, so that orders, numbers and what follows from the item before show something. */
const wanted = 4;

/** So many requests may add nothing. */
const mostInVain = 2;

/** Milliseconds between two requests, so that their moments differ. */
const apartMs = 40;

/** A POST at a path without parameters whose body names the resource above a list. */
export type Writer = {
  readonly operation: Operation;
  /** The member that names the resource. */
  readonly owner: string;
  /** The member of the body that holds the entries of which each has the owner; undefined where the body has it. */
  readonly entries: string | undefined;
};

const lettersOf = (name: string): string => wordsOf(name).join('');

/**
 * The operations elsewhere that bring the items of a list below a resource: they are called by the noun of the list, their body, or each entry of its only list of objects, names
 * that resource as the path of the list does, and brings what the items show. `POST /appraisals` with a `pieceId` for `GET /pieces/{pieceId}/appraisals`.
 */
export const writersOf = (contract: Contract, { path }: Pick<Operation, 'path'>): readonly Writer[] => {
  const { document, operations } = contract;
  const item = describedLists({ document, operations }).find(
    ({ operation }) => operation.method === 'GET' && operation.path === path,
  )?.item;
  const noun = nounWordsOf(path).join(' ');
  const named = lettersOf(parametersIn(path).at(-1) ?? '');
  const isMadeThere = operations.some((one) => one.method === 'POST' && isSamePath(one.path, path));
  if (contract.standard.size === 0 || item === undefined || noun === '' || !isDirectlyBelowOne(path) || isMadeThere) return [];
  const shown = membersOf(document, item);
  return operations.flatMap((operation): readonly Writer[] => {
    const { method, body, inferred } = operation;
    const schema = askedSchema(body);
    const isPlain =
      method === 'POST' &&
      operation.issues !== true &&
      operation.unsupported === undefined &&
      inferred?.ends === undefined &&
      inferred?.reaches === undefined &&
      parametersIn(operation.path).length === 0 &&
      nounWordsOf(operation.path).join(' ') === noun &&
      !operations.some((one) => isItemOf(one.path, operation.path));
    if (!isPlain || schema === undefined) return [];
    const members = membersOf(document, schema);
    const lists = [...members].filter(([, member]) => isListOfObjects(document, member));
    const [[entries, list] = []] = lists;
    const inner = lists.length === 1 && list !== undefined ? membersOf(document, itemsOf(document, list)) : new Map<string, Schema>();
    const ownerIn = (all: ReadonlyMap<string, Schema>): string | undefined => [...all.keys()].find((one) => lettersOf(one) === named);
    const [own, ofEntry] = [ownerIn(members), ownerIn(inner)];
    const owner = own ?? ofEntry;
    const brings = [...members.keys(), ...inner.keys()].some((one) => one !== owner && shown.has(one));
    return owner === undefined || !brings ? [] : [{ operation, owner, entries: own === undefined ? entries : undefined }];
  });
};

/** Days and minutes before now, and days ahead: in no order, so that the order of the list is not that of the requests. */
const moments = { past: { days: [0, 2, 1, 3], minutes: [30, 50, 20, 10] }, ahead: { days: [20, 34, 27, 41], minutes: [] } } as const;

type Side = keyof typeof moments;

/** The values of a body or of an entry, with a time and numbers of its own; times stay where there are several, because they may have to follow each other. */
const differing = (contract: Contract, schema: Schema | undefined, given: Json, n: number, side: Side, nowMs: number): Json => {
  const members = [...membersOf(contract.document, schema)];
  const formatOf = (member: Schema): unknown => partsOf(contract.document, member).find(({ format }) => format !== undefined)?.['format'];
  const times = members.filter(([name, member]) => given[name] !== undefined && ['date', 'date-time'].includes(String(formatOf(member))));
  const days = moments[side].days[n % wanted] ?? 0;
  const minutes = moments[side].minutes[n % wanted];
  const set = members.flatMap(([name, member]): (readonly [string, unknown])[] => {
    if (given[name] === undefined) return [];
    const isTime = times.some(([one]) => one === name);
    if (isTime && times.length > 1) return [];
    const moment = side === 'ahead' ? nowMs + days * dayMs : nowMs - (minutes ?? 0) * minuteMs;
    const time = formatOf(member) === 'date' ? dayOf(side === 'ahead' ? moment : nowMs - days * dayMs) : wholeSeconds(moment);
    const value = isTime ? time : differingNumber(contract, { name, schema: resolvedSchema(contract.document, member) }, n);
    return value !== undefined && mayBeSent(contract.document, member, value) ? [[name, value]] : [];
  });
  return { ...given, ...Object.fromEntries(set) };
};

/** A request that brings one item for a resource of the run; undefined where it would name anything else. */
const requestFor = (
  session: Session,
  { operation, owner, entries }: Writer,
  id: string,
  n: number,
  side: Side,
): PlannedRequest | undefined => {
  const { contract } = session;
  const usual = usableRequest(session, operation, `fill-${side}-${n}`);
  const value = holdsValue(usual.body) && isObject(usual.body.value) ? usual.body.value : undefined;
  const schema = askedSchema(operation.body);
  if (value === undefined || !namesOwnAlone(usual)) return undefined;
  const whole = differing(contract, schema, value, n, side, session.now());
  if (entries === undefined) return { ...usual, body: askedBody(operation, { ...whole, [owner]: id }) };
  const held: unknown = value[entries];
  const [first] = Array.isArray(held) ? (held as readonly unknown[]) : [];
  if (!isObject(first)) return undefined;
  const entry = itemsOf(contract.document, membersOf(contract.document, schema).get(entries));
  const own = { ...differing(contract, entry, first, n, side, session.now()), [owner]: id };
  return { ...usual, body: askedBody(operation, { ...whole, [entries]: [own] }) };
};

/** Makes the actions that fill the other lists of the resource. */
const putToUse = async (session: Session, { operation }: Collection, above: PathValues | undefined): Promise<void> => {
  const others = session.contract.collections.filter(
    (one) => one.operation.key !== operation.key && isSamePath(pathAbove(one.operation.path), pathAbove(operation.path)),
  );
  for (const one of others) await filledByActions(session, one, above);
};

/**
 * Brings a list below a resource of the run to a few items by an operation elsewhere that names the resource. Where that adds nothing, the actions that fill other
 * lists of the resource are made first: it may have to be in use.
 * @param above The path of that resource, where reads of the list do not name it by themselves.
 * @returns How many items were added.
 */
export const filledElsewhere = async (session: Session, collection: Collection, above: PathValues | undefined): Promise<number> => {
  const { contract, target } = session;
  const { operation, pages } = collection;
  const [writer] = writersOf(contract, operation).filter(
    (one) =>
      isAllowed(one.operation, target) &&
      prerequisitesFor(one.operation, session).every((need) => need.kind === 'permission' && target.allow.includes(need.permission)),
  );
  const own = writer && (above ?? ownPath(session, operation));
  if (writer === undefined || own === undefined) return 0;
  const read = usableRequest(session, operation, 'fill', above && { pathValues: above });
  const query = [...read.query, ...largestPage({ paging: pages[0] })];
  const page = await session.send({ ...read, query });
  const ofOwn = await session.send({ ...read, query, pathValues: own });
  const id = ofOwn.request.pathValues[parametersIn(operation.path).at(-1) ?? ''];
  const before = pageItems(collection, ofOwn)?.length;
  // The list that others read has to be that of a resource of the run.
  if (id === undefined || before === undefined || before >= wanted || !isDeepStrictEqual(page.request.pathValues, ofOwn.request.pathValues))
    return 0;
  const countNow = async (): Promise<number> =>
    pageItems(collection, await session.send({ ...read, query, pathValues: own }))?.length ?? before;
  /** Sends the n-th request. Gives how many items the list shows then, where they are more than before it. */
  const add = async (n: number, side: Side, count: number): Promise<number | undefined> => {
    const request = requestFor(session, writer, id, n, side);
    if (request === undefined || !isSuccess(await session.send(request))) return undefined;
    const now = await countNow();
    await session.pause(apartMs, 'the moments of the items are to differ');
    return now > count ? now : undefined;
  };
  const first = async (): Promise<{ readonly side: Side; readonly count: number } | undefined> => {
    const past = await add(0, 'past', before);
    if (past !== undefined) return { side: 'past', count: past };
    await putToUse(session, collection, above);
    const used = await add(0, 'past', before);
    if (used !== undefined) return { side: 'past', count: used };
    const ahead = await add(0, 'ahead', before);
    return ahead === undefined ? undefined : { side: 'ahead', count: ahead };
  };
  const begun = await first();
  if (begun === undefined) return 0;
  let { count } = begun;
  let inVain = 0;
  for (const n of [1, 2, 3]) {
    if (count >= wanted || inVain >= mostInVain) break;
    const more = await add(n, begun.side, count);
    if (more === undefined) inVain += 1;
    count = more ?? count;
  }
  return count - before;
};
