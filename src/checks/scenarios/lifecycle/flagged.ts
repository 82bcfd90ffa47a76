import { createdResource, idInItem, itemsIn, type PathValues } from '../../../contract/infer/created-resource.ts';
import { inPath, parametersIn } from '../../../contract/infer/path-template.ts';
import { isSuccess, jsonOf, statusOf } from '../../../contract/message.ts';
import type { Operation } from '../../../contract/model.ts';
import { isObject } from '../../../contract/pointer.ts';
import { withRemark } from '../../../generators/sample-files.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { type PlannedRequest, type RequestBody, holdsValue } from '../../../model/request.ts';
import { patienceMs } from '../../kit/patience.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { pathOf } from '../../subjects/file-parts.ts';
import { type FlaggedOnes, flaggedOnes } from '../../subjects/flagged-ones.ts';
import { idOfMade } from '../../subjects/round-trips.ts';
import { sendAnew } from './creation-anew.ts';
import { isCached } from './look-at-resource.ts';
import { withReferred } from './references.ts';
import { until } from './until.ts';

/** The flags that a list shows, by the ids of the run's resources, in the order in which they were made. */
export type Flags = { readonly exchange: Exchange; readonly byId: ReadonlyMap<string, boolean>; readonly others: number };

/**
 * Resources made one after another, below a new parent where they have one: the second with the flag, the last without it, and the first without it where that is said to have
 * it anyway. Then the second is removed, where it is said who has the flag then.
 */
export type Flagged = {
  /** The creation of the parent, or where there is none of the first of them. */
  readonly parent: Exchange;
  readonly made: readonly { readonly exchange: Exchange; readonly id: string | undefined }[];
  readonly one: Flags | undefined;
  readonly all: Flags | undefined;
  readonly removal: Exchange | undefined;
  readonly left: Flags | undefined;
};

/** Longest wait in milliseconds until a list shows a change. */
const longestMs = 5000;

/** Milliseconds between two creations of which one is to be the older one. */
const apartMs = 1100;

/** The body with the flag, or without it; files differ from each other. */
const bodyWithFlag = (
  body: RequestBody | undefined,
  { member, yes }: FlaggedOnes,
  isSet: boolean,
  remark: string,
): RequestBody | undefined => {
  if (holdsValue(body) && isObject(body.value)) {
    const { [member]: _own, ...rest } = body.value;
    return { ...body, value: isSet ? { ...rest, [member]: yes } : rest };
  }
  if (body?.kind !== 'form') return undefined;
  const { [member]: _own, ...rest } = body.value;
  const value = Object.fromEntries(
    Object.entries(rest).map(([name, one]) => {
      const { fileName, base64 } = body.members[name] ?? {};
      if (fileName === undefined || typeof one !== 'string') return [name, one];
      return [name, withRemark(Buffer.from(one, base64 ? 'base64' : 'utf8'), remark).toString(base64 ? 'base64' : 'utf8')];
    }),
  );
  return { ...body, value: isSet ? { ...value, [member]: yes } : value };
};

/** Reads the list below a parent, or each of them by itself, until that shows what is wanted, or the time is over. */
const flagsIn = async (
  session: Session,
  { resourceType, member, parent }: FlaggedOnes,
  requests: readonly PlannedRequest[],
  ids: readonly string[],
  isSettled: (flags: Flags) => boolean,
): Promise<Flags | undefined> => {
  let last: Flags | undefined;
  const withinMs = Math.min(patienceMs(session.target, 'updated.shown'), longestMs);
  await until(session, { withinMs, why: 'the answers are to show who has the flag' }, async () => {
    const items: Readonly<Record<string, unknown>>[] = [];
    let exchange: Exchange | undefined;
    for (const request of requests) {
      exchange = await session.send(request);
      if (!isSuccess(exchange) || isCached(exchange)) return undefined;
      items.push(...(parent ? itemsIn(jsonOf(exchange)).filter(isObject) : shownIn(resourceType, jsonOf(exchange))));
    }
    if (!exchange) return undefined;
    const own = items.flatMap((item) => {
      const id = idInItem(resourceType, item);
      const flag = item[member];
      return id !== undefined && ids.includes(id) && typeof flag === 'boolean' ? [[id, flag] as const] : [];
    });
    last = { exchange, byId: new Map(ids.flatMap((id) => own.filter(([one]) => one === id))), others: items.length - own.length };
    return isSettled(last) ? true : undefined;
  });
  return last;
};

/** The resource that a read shows: the body, or the only object in it with an id. */
const shownIn = (resourceType: FlaggedOnes['resourceType'], body: unknown): readonly Readonly<Record<string, unknown>>[] =>
  isObject(body)
    ? [body, ...Object.values(body)]
        .filter(isObject)
        .filter((one) => idInItem(resourceType, one) !== undefined)
        .slice(0, 1)
    : [];

export const countSet = ({ byId }: Flags): number => [...byId.values()].filter(Boolean).length;

/** Makes them, and looks at the list after the first one, after all, and after the removal of the one with the flag. */
export const flagged = defineScenario<{ readonly operation: string }, Flagged | undefined>({
  id: 'flagged',
  async run(session, { operation }) {
    const { contract, target } = session;
    const found = flaggedOnes(contract).find(({ resourceType: { create } }) => create.key === operation);
    if (!found) return undefined;
    const { resourceType, parent: above, shownBy, told } = found;
    const { create, remove } = resourceType;
    const parent = above && (await session.send(await withReferred(session, usableRequest(session, above.create, 'flag-parent'))));
    const parentId = above && parent && idOfMade(contract, above, parent);
    const none = { made: [], one: undefined, all: undefined, removal: undefined, left: undefined };
    if (parent && (parentId === undefined || statusOf(parent) === 202)) return { parent, ...none };
    const around = parent ? parametersIn(parent.request.path).map((name) => parent.request.pathValues[name] ?? '') : [];
    const below = (one: Operation): PathValues => (parentId === undefined ? {} : pathOf(one, around, parentId));
    const made: { exchange: Exchange; id: string | undefined; pathValues: Readonly<Record<string, string>> }[] = [];
    const ids = (): readonly string[] => made.flatMap(({ id }) => id ?? []);
    const add = async (isSet: boolean, purpose: string): Promise<boolean> => {
      if (made.length > 0 && told.heir !== undefined && told.heir !== 'any') await session.pause(apartMs, 'the next one is to be younger');
      const usual = usableRequest(session, create, purpose, { pathValues: below(create) });
      const body = bodyWithFlag(usual.body, found, isSet, purpose);
      if (body === undefined) return false;
      const exchange = await sendAnew(session, await withReferred(session, { ...usual, body }));
      const resource = isSuccess(exchange) ? createdResource(resourceType, exchange, target.baseUrl) : undefined;
      const pathValues = resource?.kind === 'known' ? resource.pathValues : {};
      made.push({ exchange, id: pathValues[resourceType.idParameter], pathValues });
      return pathValues[resourceType.idParameter] !== undefined;
    };
    const reading = (): readonly PlannedRequest[] =>
      parent
        ? [usableRequest(session, shownBy, 'flags', { pathValues: below(shownBy) })]
        : ids().map((id) => usableRequest(session, shownBy, 'flags', { pathValues: inPath(shownBy.path, [id]) }));
    const look = (isSettled: (flags: Flags) => boolean): Promise<Flags | undefined> => flagsIn(session, found, reading(), ids(), isSettled);
    const isFirstThere = await add(!told.isFirst, 'flag1');
    const start = parent ?? made[0]?.exchange;
    if (!start) return undefined;
    const nothing: Flagged = { parent: start, ...none };
    if (!isFirstThere) return { ...nothing, made };
    const one = await look((flags) => flags.byId.size === 1 && (!told.isFirst || countSet(flags) === 1));
    if (!(await add(true, 'flag2'))) return { ...nothing, made, one };
    if (told.heir !== undefined) await add(false, 'flag3');
    const [, second] = made;
    const all = await look(
      (flags) => flags.byId.size === ids().length && countSet(flags) === 1 && flags.byId.get(second?.id ?? '') === true,
    );
    if (told.heir === undefined || second?.id === undefined || all?.byId.get(second.id) !== true) return { ...nothing, made, one, all };
    const removal = await session.send(usableRequest(session, remove, 'flags', { pathValues: second.pathValues }));
    if (!isSuccess(removal) || statusOf(removal) === 202) return { ...nothing, made, one, all, removal };
    const { id: removed } = second;
    const heir = told.heir === 'newest' ? ids().at(-1) : ids()[0];
    const left = await look(
      (flags) => !flags.byId.has(removed) && countSet(flags) === 1 && (told.heir === 'any' || flags.byId.get(heir ?? '') === true),
    );
    return { ...nothing, made, one, all, removal, left };
  },
});
