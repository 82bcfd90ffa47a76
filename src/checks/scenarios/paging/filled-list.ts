import { isDeepStrictEqual } from 'node:util';
import { parametersIn } from '../../../contract/infer/path-template.ts';
import type { PathValues } from '../../../contract/infer/created-resource.ts';
import { isSuccess } from '../../../contract/message.ts';
import { type AnyInferred, coveredBy, coveredByLasting } from '../../../contract/infer/covering.ts';
import type { Collection, Contract, Operation } from '../../../contract/model.ts';
import { isObject, tokensOf } from '../../../contract/pointer.ts';
import { bodyMembers } from '../../../generators/body-members.ts';
import { askedBody } from '../../../generators/request-body.ts';
import { namesListed } from '../../../generators/valid-request.ts';
import { holdsValue, type PlannedRequest, type RequestBody } from '../../../model/request.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { isAllowed, prerequisitesFor } from '../../kit/prerequisites.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { belowOwn, namingOwn, sendBelowSame } from '../lifecycle/send-creation.ts';
import { namesOwnAlone } from '../../requests/own-alone.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { largestPage, listAt, pageItems, type ReadableList } from '../../subjects/collection.ts';
import { created } from '../lifecycle/created.ts';
import { entriesAdded, wanted, wantedOfLasting } from '../lifecycle/entries-added.ts';
import { filledByActions } from './filled-by-actions.ts';
import { filledElsewhere } from './filled-elsewhere.ts';
import { filledByRemovals } from './filled-by-removals.ts';
import { filledByChanges, ownPath } from './filled-by-changes.ts';
import { limitOfAccount } from '../../subjects/account-limits.ts';
import { areAlike, differingBodies, refersByFilter } from './differing-values.ts';

/** So many of those that stay are added to a list that is long enough, but whose items are alike. */
const fewOfLasting = 2;

/** How a run creates what a list shows. */
type Filling = {
  readonly create: Operation;
  /** What undoes it: its own removal, or that of the resource above it. */
  readonly remove: Operation | undefined;
};

/** Does a creation reach nobody outside, as a sale or a message may, unless it is below a resource of ours, goes with it, and may be tried. */
const staysHere = ({ inferred }: Operation, { allow }: Session['target']): boolean =>
  inferred?.reaches === undefined || (inferred.goesWithParent === true && allow.includes('destructive'));

/** The creation of the items of a list: of those that are removed again where there is one, else of those that stay. */
const fillingOf = ({ contract, target }: Session, { operation }: Collection, isOwn: boolean): Filling | undefined => {
  // What is below a resource of the run, such as its payments, is of the run alone.
  const mayReach = isOwn && target.allow.includes('destructive');
  const isOf = ({ list, create }: AnyInferred): boolean =>
    list?.key === operation.key && create.issues !== true && (mayReach || staysHere(create, target));
  const removable = contract.inferredResourceTypes.find((one) => isOf(one) && one.create.effect === 'creates');
  if (removable) return removable;
  const lasting = contract.lastingResourceTypes.find((one) => isOf(one) && one.create.effect === 'creates-permanently');
  if (!lasting) return undefined;
  const parent = [...coveredBy(contract, lasting.create).values()].at(-1)?.resourceType;
  return { create: lasting.create, remove: lasting.create.inferred?.goesWithParent === true ? parent?.remove : undefined };
};

const fill = async (session: Session, collection: Collection, ofOwn?: PathValues): Promise<number> => {
  const { contract, target } = session;
  const filling = fillingOf(session, collection, ofOwn !== undefined);
  if (!filling) {
    const given = ofOwn === undefined ? {} : { above: ofOwn };
    const added = await session.run(entriesAdded, { operation: collection.operation.key, ...given });
    return (
      added?.more ??
      ((await filledByChanges(session, collection, ofOwn)) ||
        (await filledByActions(session, collection, ofOwn)) ||
        (await filledByRemovals(session, collection)) ||
        filledElsewhere(session, collection, ofOwn))
    );
  }
  const { create, remove } = filling;
  if (!isAllowed(create, target) || (remove && !isAllowed(remove, target))) return 0;
  const isReady = prerequisitesFor(create, session).every((one) => one.kind === 'permission' && target.allow.includes(one.permission));
  if (!isReady) return 0;
  const read = usableRequest(session, collection.operation, 'fill', ofOwn && { pathValues: ofOwn });
  const above = (request: PlannedRequest) => parametersIn(collection.operation.path).map((name) => request.pathValues[name]);
  const first = usableRequest(session, create, 'fill-0');
  // Another parent may be somebody's.
  if (namesListed(read) || !isDeepStrictEqual(above(read), above(first)) || (remove === undefined && !namesOwnAlone(first))) return 0;
  const page = await session.send({ ...read, query: [...read.query, ...largestPage(pagingOf(collection))] });
  const items = pageItems(collection, page);
  if (items === undefined) return 0;
  const lacking = missingIn(session, filling, items.length, areAlike(contract, create, collection, items));
  // An account that has as many as it may have could create no others.
  const most = limitOfAccount(contract, create.key) ?? Infinity;
  const missing = Math.min(lacking, most - items.length - kept);
  let made = 0;
  let from = 0;
  // What stays is created once for everything that leaves it as it is.
  if (remove === undefined && missing > 0) {
    if (!isSuccess((await session.run(created, { operation: create.key })).exchange)) return 0;
    made += 1;
  }
  for (let n = made; n < missing; n++) {
    const request = usableRequest(session, create, `fill-${n}`);
    // One item names other resources than the rest, where the list is filtered by these.
    const own = n === 1 && refersByFilter(collection) ? (namingOwn(request) ?? elsewhere(collection, request)) : undefined;
    const named = own && (await orSkipped(acceptedRung(session, collection, create, own, { n, from })));
    const rung = typeof named === 'number' ? named : await acceptedRung(session, collection, create, request, { n, from });
    if (rung === undefined) break;
    from = rung;
    made += 1;
  }
  if (made >= fewest) return made;
  const ordering = remove || made + pair <= target.maxCreates / 2 ? differingAlways(contract, create, collection, items) : [];
  return made + (ordering.length > 0 ? await tiedPair(session, collection, create, ordering) : 0);
};

/** So many of what an account may have are left for others. */
const kept = 2;

/** From so many items on that were made to differ, some have the same numbers and days. */
const fewest = 3;

/** Two items have the same value. */
const pair = 2;

/** The members by which a read can order a list, and in which no two items are the same. */
const differingAlways = (
  contract: Contract,
  create: Operation,
  { operation }: Collection,
  items: readonly unknown[],
): readonly string[] => {
  const settable = new Set(bodyMembers(contract, create).map(({ name }) => name));
  const offered = (operation.conventions.ordering?.offered?.orders ?? []).map(({ by }) => tokensOf(by));
  const names = new Set(offered.flatMap(([name, ...deeper]) => (name === undefined || deeper.length > 0 ? [] : [name])));
  return [...names].filter((name) => {
    const values = items.map((item) => JSON.stringify(isObject(item) ? item[name] : undefined));
    return settable.has(name) && new Set(values).size === values.length;
  });
};

/**
 * Creates two items with the same values of members that the list can be ordered by, so that a page may end between them; without texts where a second item with
 * the same ones is refused, because some are given once.
 * @returns How many were created.
 */
const tiedPair = async (session: Session, collection: Collection, create: Operation, members: readonly string[]): Promise<number> => {
  const [one, other] = [0, 1].map((n) => usableRequest(session, create, `tied-${n}`));
  if (!holdsValue(one?.body) || !holdsValue(other?.body)) return 0;
  const [first, second] = [one.body.value, other.body.value];
  if (!isObject(first) || !isObject(second)) return 0;
  const differing = differingBodies(session.contract, create, collection, first, { n: 1, nowMs: session.now() });
  for (const body of [...differing.map((rung) => rung.body), first]) {
    if (!isSuccess(await sendBelowSame(session, { ...one, body: askedBody(create, body) }))) continue;
    const same = Object.entries(body).filter(([name]) => members.includes(name));
    const plain = same.filter(([, value]) => typeof value !== 'string' || isDay(value));
    for (const shared of same.length === plain.length ? [same] : [same, plain]) {
      const tied = { ...other, body: askedBody(create, { ...second, ...Object.fromEntries(shared) }) };
      if (shared.length > 0 && isSuccess(await sendBelowSame(session, tied))) return pair;
    }
    return 1;
  }
  return 0;
};

const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}(?:T|$)/u.test(text);

/** How many items a list lacks, of which some may be what stays: then no more than half of what a run may leave. */
const missingIn = ({ target }: Session, { remove }: Filling, count: number, isAlike: boolean): number => {
  if (remove) return isAlike ? wanted : wanted - count;
  const lacking = Math.max(wantedOfLasting - count, isAlike ? fewOfLasting : 0);
  return Math.min(lacking, Math.floor(target.maxCreates / 2));
};

/** The same creation below another resource of the run, where the list shows what is below any. */
const elsewhere = (collection: Collection, request: PlannedRequest): PlannedRequest | undefined =>
  parametersIn(collection.operation.path).length === 0 ? belowOwn(request) : undefined;

/** Beyond every rung of the bodies that differ. */
const lastRung = 4;

/** The item that is made without the value that the list is ordered by: neither the first nor the last, so that its place shows whether it is the right one. */
const blankTurn = 1;

/** The member that an item has to lack, where the document says where those without it stand; undefined where each has to have it. */
const blankIn = (contract: Contract, { operation }: Collection, create: Operation): string | undefined => {
  const { by, blank } = operation.conventions.ordering ?? {};
  const [name, ...more] = by === undefined || blank === undefined ? [] : tokensOf(by);
  const isOptional = bodyMembers(contract, create).some((one) => one.name === name && !one.required);
  return name !== undefined && more.length === 0 && isOptional ? name : undefined;
};

const without = (body: unknown, name: string | undefined): unknown =>
  name === undefined || !isObject(body) ? body : Object.fromEntries(Object.entries(body).filter(([one]) => one !== name));

/** A body with other values: a form stays one, and its files stay as they are. */
const withValue = (create: Operation, usual: PlannedRequest['body'], value: unknown): RequestBody =>
  usual?.kind === 'form' && isObject(value) ? { ...usual, value } : askedBody(create, value);

/**
 * Creates one more item, with values of its own where the server takes them.
 * @param from The first rung that is tried: what is above it was refused before.
 * @returns The rung that was accepted; undefined where none was.
 */
const acceptedRung = async (
  session: Session,
  collection: Collection,
  create: Operation,
  request: PlannedRequest,
  { n, from }: { readonly n: number; readonly from: number },
): Promise<number | undefined> => {
  const { body: usual } = request;
  const value = usual?.kind === 'json' || usual?.kind === 'form' ? usual.value : undefined;
  const bodies = isObject(value) ? differingBodies(session.contract, create, collection, value, { n, nowMs: session.now() }) : [];
  const blank = n === blankTurn ? blankIn(session.contract, collection, create) : undefined;
  const tried = bodies
    .filter(({ rung }) => rung >= from)
    .map(({ rung, body }) => ({ rung, request: { ...request, body: withValue(create, usual, without(body, blank)) } }));
  for (const one of [...tried, { rung: lastRung, request }]) {
    // Another parent would be of no use: the list is that of this one.
    if (isSuccess(await sendBelowSame(session, one.request))) return one.rung;
  }
  return undefined;
};

const pagingOf = (collection: Collection): Pick<ReadableList, 'paging'> => ({ paging: collection.pages[0] });

const filledList = defineScenario<{ readonly operation: string }, number>({
  id: 'filled-list',
  async run(session, { operation }) {
    const made = await orSkipped(fill(session, listAt(session.contract, { operation })));
    return isSkipped(made) ? 0 : made;
  },
});

/**
 * Brings a list that is short, or whose items are alike in what it is filtered or ordered by, to a few items that differ, once a run: those that the run creates below its own parent, or for its own account. What is removed in the end comes
 * first; what stays only as far as it takes to judge the list, and at most half of what the run may leave. Only a list that is read in a document without `x-assay`, of a type that the run may create.
 */
export const filled = async (session: Session, { operation }: Pick<Collection, 'operation'>): Promise<void> => {
  if (operation.conventions.collection?.['x-inferred'] === true) await session.run(filledList, { operation: operation.key });
};

/** What a list below a resource of the run shows, after the run has filled it. */
export type OwnList = { readonly pathValues: PathValues; readonly count: number };

/**
 * The list below a resource of the run that no operation removes, brought to a few items, where reads usually take what was there before; undefined where nothing that
 * the run may do adds to it.
 */
export const listBelowOwn = defineScenario<{ readonly operation: string }, OwnList | undefined>({
  id: 'list-below-own',
  async run(session, { operation: key }) {
    const { contract, target } = session;
    const collection = listAt(contract, { operation: key });
    const { operation } = collection;
    const coverings = [...coveredByLasting(contract, operation).values()];
    if (operation.conventions.collection?.['x-inferred'] !== true || coverings.length === 0) return undefined;
    if (!coverings.every(({ resourceType: { create } }) => isAllowed(create, target) && staysHere(create, target))) return undefined;
    const own = ownPath(session, operation);
    const made = own && (await orSkipped(fill(session, collection, own)));
    if (own === undefined || made === undefined || isSkipped(made) || made === 0) return undefined;
    const read = usableRequest(session, operation, 'filled', { pathValues: own });
    const look = await session.send({ ...read, query: [...read.query, ...largestPage(pagingOf(collection))] });
    return { pathValues: look.request.pathValues, count: pageItems(collection, look)?.length ?? 0 };
  },
});
