import { isActing } from '../../../contract/infer/acting.ts';
import type { AnyInferred } from '../../../contract/infer/covering.ts';
import { inferredNamed, itemOf } from '../../../contract/infer/covering.ts';
import { idsInList, type PathValues } from '../../../contract/infer/created-resource.ts';
import { inPath, isItemOf, isSamePath, parametersIn, tailOf, valuesAlong } from '../../../contract/infer/path-template.ts';
import { isSuccess, jsonOf, outcomeOf, statusOf } from '../../../contract/message.ts';
import { parameterlessReads } from '../../../contract/operation.ts';
import { isObject } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { type CredentialName, type LesserName, lesserNames, type PlannedRequest } from '../../../model/request.ts';
import type { Target } from '../../../model/target.ts';
import type { ProbePrerequisite, Surroundings } from '../../kit/define.ts';
import { isSkipped, orSkipped, type Skipped } from '../../kit/not-tried.ts';
import { isAllowed, prerequisitesFor } from '../../kit/prerequisites.ts';
import { namingOwn } from '../lifecycle/send-creation.ts';
import { broughtInSight, mostWaysOn, requestsOfSight } from './brought-in-sight.ts';
import { brought, createOwn, type Own, type Way } from './made-to-try.ts';
import { defineScenario, once, type Session } from '../../kit/session.ts';
import { findItem } from '../paging/find-item.ts';
import { sessionAs } from '../../requests/session-as.ts';
import { readWith } from '../../requests/small-read.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { listBeside, type OnOwn, operationsOnOwn, readOfOne, valuesFor } from '../../subjects/own-resources.ts';
import { ownTextsOf, showsOurs } from '../../subjects/own-texts.ts';
import { lives } from '../../subjects/lives.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { waysOn, wayTo } from '../lifecycle/lived.ts';
import { readyResource } from '../lifecycle/inferred-resource.ts';
import { withoutPeople } from '../lifecycle/somebody.ts';
import { isOfRole, lackingScope } from './lesser-callers.ts';
import { madeByVisitor } from './made-by-visitor.ts';
import { isRefusedForOwn } from '../../subjects/refused-for-own.ts';
import { namedGranted, namedRefused } from '../../subjects/role-rights.ts';
import { readyRead } from './ready-read.ts';

/** Callers with a good credential that may not do everything: of another account, one that may only read, and those that may have a role in between. */
export const visitors = ['other', ...lesserNames] as const;
export type Visitor = (typeof visitors)[number];

/** One call of a visitor on a resource that the run created with its key. */
export type TriedCall = {
  /** Key of the operation. */
  readonly operation: string;
  readonly who: Visitor;
  readonly answer: Exchange | Skipped;
  /** With the key, before: of a read the same call, of a write the read of the resource; undefined where there is none. */
  readonly before: Exchange | undefined;
  /** With the key, after a write that succeeded: reads of the resource, and of the list that it adds to. */
  readonly after: readonly Exchange[];
  /** With the key, around a removal where no read shows a resource: the list with it, and the list without it. */
  readonly listed?: { readonly before: Exchange; readonly after: Exchange } | undefined;
};

/** What all visitors tried on resources of one type. */
export type TriedByOthers = {
  readonly creation: Exchange | undefined;
  /** The id of each resource that was tried. */
  readonly ids: readonly string[];
  readonly calls: readonly TriedCall[];
  /** Why something was not tried. */
  readonly reasons: readonly string[];
};

/** May resources of a type be hidden from a role until an action brings them to another state, so that more of them are created for it. */
const hasWaysOn = (contract: Contract, resourceType: AnyInferred): boolean =>
  'remove' in resourceType &&
  readOfOne(contract, resourceType) !== undefined &&
  lives(contract).some(({ type }) => type.create.key === resourceType.create.key);

/** May an action need more of a resource than that it is there: a photo, a line. */
const mayLack = (operation: Operation): boolean => operation.method === 'POST' && isActing(operation);

/** The most that is sent and created so that one operation on a resource of a type is tried by the callers with less rights whose credentials are given. */
export const costOfTrial = (
  contract: Contract,
  { operation, resourceType }: OnOwn,
  credentials: readonly CredentialName[],
): { readonly requests: number; readonly creates: number } => {
  const callers = Math.max(1, visitors.filter((who) => who !== 'other' && credentials.includes(who)).length);
  const sights = hasWaysOn(contract, resourceType) ? mostWaysOn : 0;
  const more = sights + Number(isRefusedForOwn(contract, operation)) + Number(mayLack(operation));
  return { requests: callers * (8 + more * requestsOfSight), creates: callers * (1 + more) };
};

/** So often a call may be sent again, with a new resource that its body names: once where it describes a conflict. */
export const costAgain = ({ effect, body, responses }: Operation): number =>
  effect !== 'safe' && body !== undefined && responses.some(({ status }) => status === '409') ? 1 : 0;

/**
 * The answer to what a role may not do, where that is accepted on what the caller has made itself: a service may look at whose something is before it looks at rights.
 * Undefined where it is refused there too, the document leaves it to whoever made it, or the caller makes nothing.
 */
const acceptedOnOwn = async (
  session: Session,
  resourceType: AnyInferred,
  { who, one, way }: { readonly who: LesserName; readonly one: OnOwn; readonly way: Way },
): Promise<Exchange | undefined> => {
  const { contract } = session;
  if (!isRefusedForOwn(contract, one.operation) || !(await isOfRole(session, who, namedRefused(contract, one.operation)))) return undefined;
  const made = await madeByVisitor(session, resourceType, who);
  const own = made && way.length > 0 ? await brought(session, made, way, one.operation) : made;
  const pathValues = own?.values && valuesFor(one, own.values);
  const answer = pathValues && (await orSkipped(callAs(session, one, pathValues, who)));
  return answer !== undefined && !isSkipped(answer) && isSuccess(answer) ? answer : undefined;
};

/**
 * What a credential tries that may as well be a full key: what the document refuses to its role by name, and then what it gives to it. A refusal leaves the
 * resource as it was.
 */
const ofRole = async (session: Session, onIt: readonly OnOwn[], who: LesserName): Promise<readonly OnOwn[]> => {
  const writes = onIt.filter(({ operation }) => operation.effect !== 'safe');
  const refused: OnOwn[] = [];
  const granted: OnOwn[] = [];
  for (const one of writes) {
    if (
      (await isOfRole(session, who, namedRefused(session.contract, one.operation))) ||
      (await lackingScope(session, who, one.operation)) !== undefined
    )
      refused.push(one);
    else if (await isOfRole(session, who, namedGranted(session.contract, one.operation))) granted.push(one);
  }
  return [...refused, ...granted];
};

/** Does a credential work at all: one that cannot even read shows nothing. */
const works = async (session: Session, who: Visitor): Promise<boolean> => {
  for (const operation of parameterlessReads(session.contract).slice(0, 3)) {
    const read = await orSkipped(once(session, readWith(session, operation, who)));
    if (!isSkipped(read) && isSuccess(read)) return true;
  }
  return false;
};

const isGone = (exchange: Exchange | undefined): boolean => exchange !== undefined && [404, 410].includes(statusOf(exchange) ?? 0);

/**
 * Creates a resource with the key, and has each visitor whose credential is given try every operation on it: reads first, the removal last. A resource that
 * was removed is replaced, so that each visitor finds one. Nothing else is touched.
 */
export const triedByOthers = defineScenario<{ readonly resourceType: string }, TriedByOthers>({
  id: 'tried-by-others',
  async run(session, { resourceType: name }) {
    const { contract, target } = session;
    const resourceType = inferredNamed(contract, name);
    if (!resourceType) return { creation: undefined, ids: [], calls: [], reasons: [`The document shows no resource type at ${name}`] };
    const onIt = operationsOnOwn(contract).filter((one) => one.resourceType.name === name && isAllowed(one.operation, target));
    const read = readOfOne(contract, resourceType);
    const reading = onIt.find(({ operation }) => operation.key === read?.key);
    const ids: string[] = [];
    const calls: TriedCall[] = [];
    const reasons: string[] = [];
    const filled = new Set<string>();
    /** The ways to what a caller sees, found at the first operation that needs one. */
    const inSight = new Map<Visitor, readonly Way[]>();
    let made = 0;
    let own: Own | undefined;
    for (const who of visitors) {
      if (!target.credentials.includes(who)) continue;
      const tries = who === 'other' || who === 'restricted' ? onIt : await ofRole(session, onIt, who);
      if (tries.length === 0) continue;
      if (!(await works(session, who))) {
        reasons.push(`No read succeeds with the credential "${who}"`);
        continue;
      }
      for (const one of tries) {
        const isRead = one.operation.effect === 'safe';
        if (who !== 'other' && isRead) continue;
        const way = isRead || one.operation.method !== 'POST' ? [] : await wayTo(session, one.operation);
        const isLasting = !('remove' in resourceType);
        const ready = isRead || !(isLasting || way.length > 0) ? undefined : await readyResource(session, resourceType, one.operation);
        // An action may be possible in another state alone, to which a resource of its own is brought.
        if (own === undefined || own.asking !== undefined || way.length > 0 || ready) {
          made += 1;
          const next = await createOwn(session, resourceType, isLasting ? undefined : `visited-${made}`);
          own = ready ? { ...next, values: ready, asking: one.operation.key } : next;
          if (own.values) ids.push(...Object.values(own.values).slice(-1));
          if (way.length > 0 && !ready) own = await brought(session, own, way, one.operation);
          const there = reading && own.values && valuesFor(reading, own.values);
          // Another id may be one that the other account has too.
          if (who === 'other' && reading && there && !isRead)
            calls.push({
              operation: reading.operation.key,
              who,
              answer: await orSkipped(callAs(session, reading, there, who)),
              before: undefined,
              after: [],
            });
        }
        const below = reading === undefined && who === 'other' && !isRead ? readBelow(onIt, resourceType) : undefined;
        const isKnownBelow = async (): Promise<boolean> => below !== undefined && own !== undefined && isMissingBelow(session, below, own);
        if (
          who === 'other' &&
          !isRead &&
          !(await isCertainlyOurs(session, resourceType, ids, calls, own, one.operation)) &&
          !(await isKnownBelow())
        ) {
          reasons.push(`Nothing shows that ${one.operation.key} by the other account could not reach what is its own`);
          continue;
        }
        const { values, creation } = own;
        let pathValues = values && valuesFor(one, values);
        if (!pathValues || !values) return { creation, ids, calls, reasons: [...reasons, `Nothing was created: ${outcomeOf(creation)}`] };
        const withKey = (asked: OnOwn): Promise<Exchange> =>
          session.send(usableRequest(session, asked.operation, 'visited', { pathValues: valuesFor(asked, own?.values ?? values) ?? {} }));
        const id = Object.values(values).at(-1) ?? '';
        const ofItems = isRead && listedBelow(onIt, one);
        // An empty list tells nothing.
        if (ofItems && !filled.has(`${ofItems.operation.key} ${id}`)) {
          filled.add(`${ofItems.operation.key} ${id}`);
          const added = await orSkipped(withKey(ofItems));
          // The shared one may be in a state in which nothing can be added any more.
          const isTooLate = isLasting && !isSkipped(added) && statusOf(added) === 409;
          const open = isTooLate ? await readyResource(session, resourceType, ofItems.operation) : undefined;
          const there = open && valuesFor(one, open);
          if (open && there) {
            own = { ...own, values: open, asking: one.operation.key };
            pathValues = there;
            ids.push(...Object.values(open).slice(-1));
            await orSkipped(withKey(ofItems));
          }
        }
        const setting = isRead && !ofItems ? settingOf(onIt, one) : undefined;
        // What is not there yet is kept from everybody.
        if (setting && !filled.has(`${setting.operation.key} ${id}`) && isGone(await withKey(one))) {
          filled.add(`${setting.operation.key} ${id}`);
          await orSkipped(withKey(setting));
        }
        let before = isRead ? await readyRead(session, () => withKey(one)) : reading && (await withKey(reading));
        const isUnread = reading === undefined && one.operation.method === 'DELETE';
        const listBefore = isUnread ? await listOfType(session, resourceType, creation, id) : undefined;
        let answer = await orSkipped(callAs(session, one, pathValues, who));
        // A role may see a resource in some of its states alone, and what it does not see tells nothing of its rights.
        const isUnseen = who !== 'other' && !isRead && !isLasting && way.length === 0 && !isSkipped(answer) && isGone(answer);
        if (isUnseen && reading && before !== undefined && !isSkipped(before) && isSuccess(before)) {
          const ways = inSight.get(who) ?? (await waysOn(session, resourceType.create));
          const sighted = await broughtInSight(session, resourceType, { who, reading, one, ways });
          inSight.set(who, sighted ? [sighted.way] : []);
          const now = sighted?.own.values && valuesFor(one, sighted.own.values);
          if (sighted && now) {
            own = sighted.own;
            ids.push(...Object.values(own.values ?? {}).slice(-1));
            before = await withKey(reading);
            answer = await orSkipped(callAs(session, one, now, who));
          }
        }
        const isUnready = who !== 'other' && mayLack(one.operation) && !isSkipped(answer) && statusOf(answer) === 409;
        const onReady = isUnready ? await orSkipped(callOnReady(session, one, who)) : undefined;
        if (onReady !== undefined && !isSkipped(onReady) && statusOf(onReady) !== 409) {
          if (isSuccess(onReady)) {
            calls.push({ operation: one.operation.key, who, answer: onReady, before: undefined, after: [] });
            continue;
          }
          answer = onReady;
        }
        if (who !== 'other' && !isRead && !isSkipped(answer) && !isSuccess(answer))
          answer = (await acceptedOnOwn(session, resourceType, { who, one, way })) ?? answer;
        const after: Exchange[] = [];
        if (!isRead && !isSkipped(answer) && isSuccess(answer)) {
          if (reading) after.push(await withKey(reading));
          const list = listBeside(contract, one.operation);
          const listing = onIt.find(({ operation }) => operation.key === list?.key);
          if (listing) after.push(await withKey(listing));
          if (one.operation.method === 'DELETE' || isGone(after[0])) own = undefined;
        }
        const isDone = !isSkipped(answer) && isSuccess(answer);
        const listAfter = listBefore && isDone ? await listOfType(session, resourceType, creation) : undefined;
        const listed = listBefore && listAfter && { before: listBefore, after: listAfter };
        if (listed && isSuccess(listed.after) && !idsInList(resourceType, listed.after).includes(id))
          calls.push({ operation: one.operation.key, who, answer, before, after, listed });
        else calls.push({ operation: one.operation.key, who, answer, before, after });
        if (own === undefined && who === 'other') break;
      }
    }
    return { creation: own?.creation, ids, calls, reasons };
  },
});

/** What puts the part of a resource there that a read shows, such as a picture; undefined where nothing does. */
const settingOf = (onIt: readonly OnOwn[], { operation: { path } }: OnOwn): OnOwn | undefined =>
  onIt.find(
    ({ operation: one }) =>
      isSamePath(one.path, path) && one.effect === 'changes' && (one.method === 'PUT' || one.method === 'POST') && tailOf(path).length > 0,
  );

/** A read of what is below one resource of a type, such as a list; undefined where there is none. */
const readBelow = (onIt: readonly OnOwn[], resourceType: AnyInferred): OnOwn | undefined => {
  const { path } = itemOf(resourceType);
  return onIt.find(
    ({ operation: one }) =>
      one.effect === 'safe' &&
      parametersIn(one.path).length === parametersIn(path).length &&
      one.path.split('/').length === path.split('/').length + 1 &&
      isSamePath(one.path.slice(0, one.path.lastIndexOf('/')), path),
  );
};

/** Does a read below a resource that the key can make find nothing for the other account: it has no resource with the id, then, which it could change. */
const isMissingBelow = async (session: Session, below: OnOwn, { values }: Own): Promise<boolean> => {
  const pathValues = values && valuesFor(below, values);
  if (pathValues === undefined) return false;
  const withKey = await orSkipped(session.send(usableRequest(session, below.operation, 'visited', { pathValues })));
  if (isSkipped(withKey) || !isSuccess(withKey)) return false;
  const asOther = await orSkipped(callAs(session, below, pathValues, 'other'));
  return !isSkipped(asOther) && isGone(asOther);
};

/** The creation of the items that a list below a resource shows. */
const listedBelow = (onIt: readonly OnOwn[], { operation: { path } }: OnOwn): OnOwn | undefined =>
  onIt.find(({ operation: one }) => one.method === 'POST' && one.effect !== 'destructive' && isSamePath(one.path, path));

/** The list of a type, read with the key below what a creation is below; undefined where it does not show the resource that it has to. */
const listOfType = async (
  session: Session,
  resourceType: AnyInferred,
  { request }: Exchange,
  id?: string,
): Promise<Exchange | undefined> => {
  const { list } = resourceType;
  if (!list) return undefined;
  const pathValues = inPath(list.path, valuesAlong(request.path, request.pathValues));
  const page = await session.send(usableRequest(session, list, 'visited', { pathValues }));
  return id === undefined || idsInList(resourceType, page).includes(id) ? page : undefined;
};

/**
 * Does an id of ours certainly name nothing of the other account, so that a write by it harms nobody: it was just told that there is nothing, or shown what is
 * ours, or, where nothing reads one, the id is unlike all others, or the list of the other account does not have it. Accounts may number their resources each
 * from 1, or name them: what has a name of our choice is removed alone, and only right after the other account was told that there is nothing.
 */
const isCertainlyOurs = async (
  session: Session,
  resourceType: AnyInferred,
  ids: readonly string[],
  calls: readonly TriedCall[],
  { creation }: Own,
  { method }: Operation,
): Promise<boolean> => {
  const isNamed = resourceType.idChosenBy === 'client';
  // A change of what is not there may create it.
  if (isNamed && method !== 'DELETE') return false;
  const own = ownTextsOf(session, ids);
  const id = ids.at(-1) ?? '';
  const key = readOfOne(session.contract, resourceType)?.key;
  const seen = calls.findLast(({ operation, who }) => operation === key && who === 'other')?.answer;
  if (isNamed) return seen !== undefined && !isSkipped(seen) && isGone(seen);
  if (key === undefined) return (own.ids.has(id) && !counted.test(id)) || isUnlistedForOther(session, resourceType, creation, id);
  if (seen === undefined || isSkipped(seen)) return false;
  return isSuccess(seen) ? showsOurs(jsonOf(seen), own) : isDenied(seen);
};

/** Is something said not to be there, or not to be for the caller. */
const isDenied = (exchange: Exchange): boolean => [403, 404, 410].includes(statusOf(exchange) ?? 0);

/** A number, also behind a word or a year, as accounts may count what they have: `12`, `S12`, `INV-2026-0012`. */
const counted = /^(?:\p{L}+[-_./#:])*\p{L}*0*\d{1,6}(?:[-_./#:]0*\d{1,6})*$/u;

/**
 * Is the other account shown no resource with an id of ours where the list of it would show one: its list, read to the end, has none, or what the list is below is
 * not there for it. Of an id that counts this says too little, because a list may leave out what is put away, and below something else there may be another one; unless
 * the removal names as well what is not there.
 */
const isUnlistedForOther = async (session: Session, resourceType: AnyInferred, { request }: Exchange, id: string): Promise<boolean> => {
  const { list } = resourceType;
  const collection = session.contract.collections.find(({ operation }) => operation.key === list?.key);
  if (!list || !collection || id === '') return false;
  const isNamedToo = parametersIn(list.path).length > 0 && isItemOf(itemOf(resourceType).path, list.path);
  const mayCount = counted.test(id);
  if (/^\d+$/u.test(id) || (mayCount && !isNamedToo)) return false;
  const pathValues = inPath(list.path, valuesAlong(request.path, request.pathValues));
  const holdsId = (item: unknown): boolean => isObject(item) && Object.values(item).some((value) => value === id);
  const found = await findItem(sessionAs(session, 'other'), collection, holdsId, { pathValues });
  return (
    (found.kind === 'absent' && !mayCount) || (found.kind === 'unread' && parametersIn(list.path).length > 0 && isDenied(found.exchange))
  );
};

/**
 * Calls an operation with the credential of a visitor. A write that is in conflict with the state of what its body names is sent once more with resources of the run that
 * nothing else uses: what is refused for that state says nothing of the caller.
 */
const callAs = async (session: Session, { operation }: OnOwn, pathValues: PathValues, who: Visitor): Promise<Exchange> => {
  const asked = usableRequest(session, operation, `visit-${who}`, { pathValues });
  const asVisitor = (request: PlannedRequest): Promise<Exchange> =>
    session.send({ ...request, credential: { kind: 'valid', name: who }, faults: ['credential-forbidden'] });
  const first = await asVisitor(asked);
  const own = operation.effect !== 'safe' && statusOf(first) === 409 ? namingOwn(asked) : undefined;
  const second = own && (await orSkipped(asVisitor(own)));
  return second === undefined || isSkipped(second) ? first : second;
};

/** An action by a visitor on a resource of its own that has what the action needs: what it lacks is often looked at before the rights. */
const callOnReady = (session: Session, { operation }: OnOwn, who: Visitor): Promise<Exchange> =>
  session.send({
    ...usableRequest(session, operation, `visit-${who}`),
    credential: { kind: 'valid', name: who },
    faults: ['credential-forbidden'],
  });

const isReady = (prerequisites: readonly ProbePrerequisite[], { allow }: Target): boolean =>
  prerequisites.every((one) => one.kind === 'permission' && allow.includes(one.permission));

/** The resource types of which the run may create resources that others then try. */
const typesReady = ({ contract, target }: Surroundings): string[] => [
  ...new Set(
    operationsOnOwn(contract)
      .filter(({ resourceType: { create } }) => isReady(prerequisitesFor(create, { contract, target }), target))
      .map(({ resourceType }) => resourceType.name),
  ),
];

/** The ids of the resources that the run created for other accounts to try. */
export const idsTried = async (session: Session): Promise<readonly string[]> => {
  const ids: string[] = [];
  for (const resourceType of typesReady(session)) {
    const tried = await orSkipped(session.run(triedByOthers, { resourceType }));
    if (!isSkipped(tried)) ids.push(...tried.ids);
  }
  return withoutPeople(session, ids);
};
