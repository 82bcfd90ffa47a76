import { operationWith } from '../../../contract/operation.ts';
import { type CommonOwner, commonOwner } from '../../../contract/infer/common-owners.ts';
import { type AnyInferred, itemOf } from '../../../contract/infer/covering.ts';
import { createdResource, idInItem, itemsIn } from '../../../contract/infer/created-resource.ts';
import { nounWordsOf } from '../../../contract/infer/id-names.ts';
import { inPath, isSamePath } from '../../../contract/infer/path-template.ts';
import { referenceAt } from '../../../contract/infer/references.ts';
import { resourceIn } from '../../../contract/infer/suited-members.ts';
import { wordsOf } from '../../../contract/infer/words.ts';
import { isSuccess, jsonOf } from '../../../contract/message.ts';
import type { Operation } from '../../../contract/model.ts';
import { isObject } from '../../../contract/pointer.ts';
import { placeholdersIn } from '../../../generators/placeholder.ts';
import { holdsValue, type PlannedRequest, withValue } from '../../../model/request.ts';
import type { Target } from '../../../model/target.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { isAllowed } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { type BetweenEntries, betweenEntries } from '../../subjects/between-entries.ts';
import { largestQuery } from './beyond-last.ts';
import { inferredResource } from './inferred-resource.ts';
import { madeFor, onlyPlaceholder, ownerShown } from './of-owner.ts';

type Resource = Readonly<Record<string, unknown>>;

/** The ids of two entries, the first one before the last one. */
type Pair = { readonly first: string; readonly last: string };

/** What a run knows of such entries: the pairs by the bodies that name them, what others belong to, and what is done with each thing that they are below. */
type Known = {
  readonly pairs: Map<string, Promise<Pair | undefined>>;
  readonly below: Map<string, Promise<string | undefined>>;
  readonly turns: Map<string, Promise<unknown>>;
};

const known = new WeakMap<Target, Known>();

const knownOf = ({ target }: Session): Known => {
  const all = known.get(target) ?? { pairs: new Map(), below: new Map(), turns: new Map() };
  known.set(target, all);
  return all;
};

const once = <T>(all: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> => {
  const found = all.get(key) ?? make();
  all.set(key, found);
  return found;
};

/** What is there already of a type below something: `current_boat_id` in the read of a berth. */
const shownBelow = async (
  session: Session,
  { type }: CommonOwner['ofOther'],
  above: AnyInferred,
  owner: string,
): Promise<string | undefined> => {
  const read = session.contract.operations.find(
    ({ method, path, effect }) => method === 'GET' && effect === 'safe' && isSamePath(path, itemOf(type).path),
  );
  if (!read) return undefined;
  const answer = await orSkipped(
    (async () => session.send(usableRequest(session, read, 'owner', { pathValues: inPath(read.path, [owner]) })))(),
  );
  if (isSkipped(answer) || !isSuccess(answer)) return undefined;
  const noun = nounWordsOf(above.create.path).join(' ');
  const [id] = Object.entries(resourceIn(jsonOf(answer)) ?? {}).flatMap(([name, value]) =>
    ` ${wordsOf(name).join(' ')}`.endsWith(` ${noun} id`) && (typeof value === 'string' || typeof value === 'number')
      ? [String(value)]
      : [],
  );
  return id;
};

/** What the entries are below: something that belongs to the same as what the body names beside, else what the run has of it for all. */
const aboveFor = async (session: Session, operation: Operation, between: BetweenEntries, body: Resource): Promise<string | undefined> => {
  const { contract } = session;
  const { above } = between;
  const shared = await orSkipped(session.run(inferredResource, { resourceType: above.name, use: 'known', for: null }));
  const own = isSkipped(shared) ? undefined : Object.values(shared).at(-1);
  for (const [name, id] of Object.entries(body)) {
    const named = [between.first, between.last].includes(name) ? undefined : referenceAt(contract, operation, [name])?.resourceType;
    const common = named && commonOwner(contract, named, above);
    if (!named || !common || (typeof id !== 'string' && typeof id !== 'number')) continue;
    const owner = await ownerShown(session, named, common.ofOne, id);
    if (owner === undefined) continue;
    if (own !== undefined && (await ownerShown(session, above, common.ofOther, own)) === owner) return own;
    return once(
      knownOf(session).below,
      `${above.name} ${owner}`,
      async () => (await shownBelow(session, common.ofOther, above, owner)) ?? madeFor(session, above, common.ofOther, owner, 'of-entries'),
    );
  }
  return own;
};

/** The state of an entry, such as one that is not looked at yet. */
const stateOf = (entry: Resource): unknown => entry['status'] ?? entry['state'];

/** The entries below something, in their order. */
const entriesBelow = async (session: Session, { order }: BetweenEntries, above: string): Promise<readonly Resource[]> => {
  const asked = usableRequest(session, order.read, 'entries', { pathValues: inPath(order.read.path, [above]) });
  const answer = await orSkipped(session.send(largestQuery(session, asked, order.read)));
  const items = isSkipped(answer) || !isSuccess(answer) ? [] : itemsIn(jsonOf(answer)).filter(isObject);
  const placeOf = (one: Resource): string | number => {
    const value = one[order.shownAs];
    return typeof value === 'number' ? value : Date.parse(String(value));
  };
  return items.toSorted((a, b) => Number(placeOf(a)) - Number(placeOf(b)));
};

/** A new entry, behind all that are there. */
const addEntry = async (
  session: Session,
  { entry }: BetweenEntries,
  above: string,
): Promise<{ readonly id: string; readonly shown: Resource } | undefined> => {
  const { create } = entry;
  if (!isAllowed(create, session.target)) return undefined;
  const answer = await orSkipped(
    (async () => session.send(usableRequest(session, create, 'entry-between', { pathValues: inPath(create.path, [above]) })))(),
  );
  if (isSkipped(answer) || !isSuccess(answer)) return undefined;
  const made = createdResource(entry, answer, session.target.baseUrl);
  const id = made.kind === 'known' ? Object.values(made.pathValues).at(-1) : undefined;
  return id === undefined ? undefined : { id, shown: resourceIn(jsonOf(answer)) ?? {} };
};

/** The last entry that is there, and a new one behind it, so that what lies between them overlaps nothing that was named before. */
const nextPair = async (session: Session, between: BetweenEntries, above: string): Promise<Pair | undefined> => {
  const there = await entriesBelow(session, between, above);
  const added = await addEntry(session, between, above);
  if (!added) return undefined;
  const before = there.findLast((one) => stateOf(one) === stateOf(added.shown));
  const first = before && idInItem(between.entry, before);
  if (first !== undefined) return { first, last: added.id };
  const second = await addEntry(session, between, above);
  return second && { first: added.id, last: second.id };
};

/**
 * A creation whose body names, as the ends of something, two entries of one thing in their order: the last one that is there, and a new one. The same body names the same two. Any
 * other request as it is.
 * @param planned The request as it was before its body named resources by their ids.
 * @param request The same with the ids in its body.
 */
export const betweenTwoEntries = async (session: Session, planned: PlannedRequest, request: PlannedRequest): Promise<PlannedRequest> => {
  const operation = operationWith(session.contract, request.operation);
  const between = operation && betweenEntries(session.contract, operation);
  if (!operation || !between || !holdsValue(planned.body) || !holdsValue(request.body)) return request;
  const [asked, value] = [planned.body.value, request.body.value];
  const { first, last, entry } = between;
  if (!isObject(asked) || !isObject(value)) return request;
  const isOpen = [first, last].every((name) => {
    const one = onlyPlaceholder(asked[name]);
    return one?.resourceType === entry.name && one.otherwise !== undefined;
  });
  if (!isOpen || placeholdersIn(JSON.stringify(value)).length > 0) return request;
  const { pairs, turns } = knownOf(session);
  const pair = await once(pairs, JSON.stringify([operation.key, asked, request.headers]), async () => {
    const above = await aboveFor(session, operation, between, value);
    if (above === undefined) return undefined;
    // One after another, so that no two begin with the same entry.
    const next = (turns.get(above) ?? Promise.resolve()).then(() => nextPair(session, between, above));
    turns.set(
      above,
      next.catch(() => undefined),
    );
    return next;
  });
  return pair ? { ...request, body: withValue(request.body, { ...value, [first]: pair.first, [last]: pair.last }) } : request;
};
