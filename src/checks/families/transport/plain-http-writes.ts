import { isSuccess, jsonOf } from '../../../contract/message.ts';
import type { Operation, ResourceType } from '../../../contract/model.ts';
import { askedBody } from '../../../generators/request-body.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { PlannedRequest } from '../../../model/request.ts';
import { patienceMs } from '../../kit/patience.ts';
import type { Session } from '../../kit/session.ts';
import { inClear, unauthenticatedInClear } from '../../requests/in-clear.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { freshValues } from '../../subjects/fresh-values.ts';
import { creationAsSet } from '../../scenarios/lifecycle/creation-as-set.ts';
import { guardedMember } from '../../scenarios/lifecycle/guarded-resource.ts';
import { mayPass, onResource } from '../../scenarios/lifecycle/look-at-resource.ts';
import { idOfCreation } from '../../scenarios/lifecycle/described-ids.ts';
import { until } from '../../scenarios/lifecycle/until.ts';
import { findItem } from '../../scenarios/paging/find-item.ts';
import { isThisMachine } from '../../subjects/plain-http.ts';
import { idParameterOf, type Makeable } from '../../subjects/resources.ts';
import { mentions } from '../../subjects/shown-resource.ts';

/** The list at the base URL after the writes. */
export type LookAfterWrites = {
  readonly exchange: Exchange;
  /** Was it read to its end. */
  readonly isWhole: boolean;
  /** Does it show the resource that was created at the base URL, so that it is up to date. */
  readonly showsControl: boolean;
  /** Does it show the resource that only the creation without encryption asked for. */
  readonly showsOther: boolean;
};

/** The results of writes to the address without encryption. */
export type PlainHttpWrites = {
  /** The creation of a resource at the base URL; undefined where no valid credential may be sent in clear, so that only answers count. */
  readonly control: Exchange | undefined;
  readonly id: string | undefined;
  readonly create: Exchange;
  readonly update: { readonly exchange: Exchange; readonly member: string; readonly value: string } | undefined;
  readonly remove: Exchange | undefined;
  /** Reads of the resource at the base URL: before the writes, right after them, and a while later. */
  readonly before: Exchange | undefined;
  readonly after: readonly Exchange[];
  /** The last reading of the list; undefined where the contract has no list, or nothing was created at the base URL. */
  readonly list: LookAfterWrites | undefined;
};

/** The longest wait for an effect, in milliseconds. */
const lateMs = 5000;

/**
 * A creation, an update and a removal without encryption, and reads at the base URL that show whether they had an effect. The
 * key is sent only where it does not leave this machine; else a made-up credential is sent, with ids of no resource.
 */
export const writeInClear = (session: Session, resourceType: Makeable): Promise<PlainHttpWrites> =>
  isThisMachine(session.target.urls.plain ?? '') ? writesWithKey(session, resourceType) : unauthenticatedWrites(session, resourceType);

const unauthenticatedWrites = async (session: Session, resourceType: Makeable): Promise<PlainHttpWrites> => {
  const send = (operation: Operation, body?: unknown): Promise<Exchange> =>
    session.send({
      ...unauthenticatedInClear(session, operation, 'made-up'),
      ...(body === undefined ? {} : { body: askedBody(operation, body) }),
    });
  const { create, update, remove } = resourceType;
  const member = guardedMember(session.contract, resourceType);
  const value = session.fresh('clear-changed');
  return {
    control: undefined,
    id: undefined,
    create: await send(create),
    update: update && member !== undefined ? { exchange: await send(update, { [member]: value }), member, value } : undefined,
    remove: remove && (await send(remove)),
    before: undefined,
    after: [],
    list: undefined,
  };
};

const writesWithKey = async (session: Session, resourceType: Makeable): Promise<PlainHttpWrites> => {
  const { contract, target } = session;
  const { create, read, update, remove } = resourceType;
  const creation = usableRequest(session, create, 'clear');
  const sendInClear = (request: PlannedRequest): Promise<Exchange> => session.send(inClear(request));

  const control = await session.run(creationAsSet, { operation: create.key, settings: [], purpose: 'encrypted' });
  const id = isSuccess(control) ? await idOfCreation(session, resourceType, control) : undefined;
  const before = id === undefined || !read ? undefined : await readable(session, read, id);
  const created = await sendInClear(creation);
  const onIt = (operation: Operation, body?: unknown): Promise<Exchange> =>
    sendInClear(
      usableRequest(session, operation, 'clear', {
        pathValues: { [idParameterOf(operation)]: id ?? '' },
        ...(body === undefined ? {} : { body: { kind: 'json' as const, value: body } }),
      }),
    );
  const member = guardedMember(contract, resourceType);
  const value = session.fresh('clear-changed');
  const changed = id !== undefined && update && member !== undefined ? await onIt(update, { [member]: value }) : undefined;
  const removed = id !== undefined && remove ? await onIt(remove) : undefined;

  const reads: Exchange[] = [];
  const look = async (): Promise<void> => {
    if (read && id !== undefined) reads.push(await onResource(session, read, id));
  };
  await look();
  await session.pause(Math.min(lateMs, patienceMs(target, 'created.listed')), 'writes without encryption must have no effect');
  await look();
  const names = { control: textsOf(session, create, control.request), other: textsOf(session, create, creation) };
  return {
    control,
    id,
    create: created,
    update: changed && member !== undefined ? { exchange: changed, member, value } : undefined,
    remove: removed,
    before,
    after: reads,
    list: isSuccess(control) ? await lookForBoth(session, resourceType, names) : undefined,
  };
};

type Names = { readonly control: readonly string[]; readonly other: readonly string[] };

const textsOf = ({ contract }: Session, create: Operation, request: PlannedRequest): string[] =>
  freshValues(contract, create, request).filter((value) => typeof value === 'string');

/** Reads the list until it shows the resource that was created at the base URL, or the time for that is up. */
const lookForBoth = async (session: Session, { collection }: ResourceType, names: Names): Promise<LookAfterWrites | undefined> => {
  if (!collection || names.control.length === 0 || names.other.length === 0) return undefined;
  let last: LookAfterWrites | undefined;
  const withinMs = patienceMs(session.target, 'created.listed');
  await until(session, { withinMs, why: 'the list must show the new resource' }, async () => {
    let showsControl = false;
    let showsOther = false;
    const see = (part: unknown): void => {
      showsControl ||= names.control.some((text) => mentions(part, text));
      showsOther ||= names.other.some((text) => mentions(part, text));
    };
    // A search that finds no item reads the list to its end.
    const { kind, exchange } = await findItem(session, collection, (item) => {
      see(item);
      return false;
    });
    if (isSuccess(exchange)) see(jsonOf(exchange));
    last = { exchange, isWhole: isSuccess(exchange) && (kind === 'absent' || kind === 'unreadable'), showsControl, showsOther };
    return showsControl || showsOther ? true : undefined;
  });
  return last;
};

const readable = async (session: Session, read: Operation, id: string): Promise<Exchange | undefined> => {
  let last: Exchange | undefined;
  const withinMs = patienceMs(session.target, 'created.listed');
  await until(session, { withinMs, why: 'the new resource must become readable' }, async () => {
    last = await onResource(session, read, id);
    return mayPass(last) ? undefined : true;
  });
  return last;
};
