import { isSuccess, jsonOf, statusOf } from '../../../contract/message.ts';
import { parametersIn } from '../../../contract/infer/path-template.ts';
import { isObject, valueAt } from '../../../contract/pointer.ts';
import { bodyMembers } from '../../../generators/body-members.ts';
import { askedBody } from '../../../generators/request-body.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { type PlannedRequest, holdsValue } from '../../../model/request.ts';
import { NotTried } from '../../kit/define.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { requestAsSet } from '../../requests/request-as-set.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { idOfMade, resourceIn, type Trip } from '../../subjects/round-trips.ts';
import { type Use, useLimits } from '../../subjects/use-limits.ts';
import { parentValues } from './round-trip/parents.ts';
import { make } from './round-trip/steps.ts';
import { namingOwn, sendCreation } from './send-creation.ts';

/** The uses of a new resource: as many as it allows, and one more; fewer where one was refused, which is the last one then. */
export type UsedUp = {
  readonly made: Exchange | undefined;
  readonly uses: readonly Exchange[];
  readonly isMade: boolean;
  /** Was one use more refused like the same creation without what is used, so that nothing shows why. */
  readonly isRefusedAnyway?: boolean;
};

/** What is used, with the text by which a body names it. */
type Used = { readonly made: Exchange; readonly id: string; readonly value: string | undefined };

/** A use that nothing of what is used could keep from its success but its own end; undefined where what it acts on was not made. */
export const useRequest = async (
  session: Session,
  limit: Use & { readonly trip: Trip },
  used: Used,
  n: number | string,
): Promise<PlannedRequest | undefined> => {
  const { use, by, on, trip, key } = limit;
  if (key !== undefined) {
    const value = valueAt(jsonOf(used.made), key.at);
    return typeof value === 'string' ? usableRequest(session, use, `use-${n}`, { pathValues: { [key.parameter]: value } }) : undefined;
  }
  const named = (request: PlannedRequest): PlannedRequest => {
    const sent = holdsValue(request.body) ? request.body.value : undefined;
    if (by === undefined || used.value === undefined) return request;
    return { ...request, body: askedBody(use, { ...(isObject(sent) ? sent : {}), [by.member]: used.value }) };
  };
  const names = parametersIn(use.path);
  const at = (creation: Exchange, id: string): PlannedRequest => {
    const above = parametersIn(creation.request.path).map((name) => creation.request.pathValues[name] ?? '');
    const pathValues = Object.fromEntries(names.map((name, m) => [name, m === names.length - 1 ? id : (above[m] ?? '')]));
    return named(usableRequest(session, use, `use-${n}`, { pathValues }));
  };
  if (by === undefined) return at(used.made, used.id);
  if (on === undefined) return named(usableRequest(session, use, `use-${n}`));
  const way = { session, trip: on, pathValues: await parentValues(session, on) };
  const acted = await make(way, `used-on-${n}`, (base) => base);
  return trip.create.key === on.create.key || acted.id === undefined ? undefined : at(acted.exchange, acted.id);
};

/** The body of a use without what is used; undefined where the use cannot do without it. */
const withoutUsed = ({ contract }: Session, { use, by, on }: Use, request: PlannedRequest): PlannedRequest | undefined => {
  const sent = holdsValue(request.body) ? request.body.value : undefined;
  const isOptional = bodyMembers(contract, use).some(({ name, required }) => name === by?.member && !required);
  if (by === undefined || on !== undefined || !isOptional || !isObject(sent)) return undefined;
  const { [by.member]: _used, ...rest } = sent;
  return { ...request, body: askedBody(use, rest), faults: [] };
};

const isRefused = (exchange: Exchange): boolean => (statusOf(exchange) ?? 0) >= 400 && (statusOf(exchange) ?? 0) < 500;

/**
 * One use more that was refused, beside the same creation without what is used. Where that is refused as well, because what it names may have one such thing alone, both are sent
 * once more with resources that nothing else uses.
 */
const refusedUse = async (
  session: Session,
  limit: Use & { readonly trip: Trip },
  used: Used,
  over: Exchange,
): Promise<{ readonly over: Exchange; readonly isRefusedAnyway: boolean }> => {
  const plain = withoutUsed(session, limit, over.request);
  if (plain === undefined || isSuccess(await session.send(plain))) return { over, isRefusedAnyway: false };
  const request = await useRequest(session, limit, used, 'again');
  const own = request && namingOwn(request);
  if (own === undefined) return { over, isRefusedAnyway: true };
  const again = await session.send({ ...own, faults: ['value-unusable'] });
  const alike = isRefused(again) ? withoutUsed(session, limit, again.request) : undefined;
  return { over: again, isRefusedAnyway: alike !== undefined && !isSuccess(await session.send(alike)) };
};

/** Creates what may be used a number of times, uses it so often, and once more. */
export const usedUp = defineScenario<{ readonly create: string; readonly use: string }, UsedUp>({
  id: 'used-up',
  async run(session, { create, use }) {
    const { contract } = session;
    const limit = useLimits(contract).find((one) => one.trip.create.key === create && one.use.key === use);
    if (!limit) throw new NotTried('not-applicable', `Nothing says how often what ${create} makes may be used`);
    const { trip, member, by } = limit;
    const settings = [{ member, value: limit.limit }];
    // Each use has one of its own, and none that another one used up.
    const turn = useLimits(contract)
      .filter((one) => one.trip.create.key === create)
      .indexOf(limit);
    const purpose = turn <= 0 ? 'used-up' : `used-up-${turn}`;
    const made = await sendCreation(session, requestAsSet(session, { operation: create, settings, purpose }));
    const id = idOfMade(contract, trip, made);
    const shown = resourceIn(contract, trip.create, made, trip.id);
    const value = by === undefined ? undefined : shown?.[by.value];
    // A service may have a least number of its own.
    const isOther = shown?.[member] !== undefined && shown[member] !== limit.limit;
    const isMade = id !== undefined && !isOther && (by === undefined || typeof value === 'string');
    if (id === undefined || !isMade) return { made, uses: [], isMade: false };
    const uses: Exchange[] = [];
    const used = { made, id, value: typeof value === 'string' ? value : undefined };
    for (let n = 1; n <= limit.limit + 1; n += 1) {
      const request = await useRequest(session, limit, used, n);
      if (!request) break;
      const isOver = n > limit.limit;
      // A call with any effect is sent only as it is documented.
      const asked: PlannedRequest = isOver && limit.use.effect !== 'destructive' ? { ...request, faults: ['value-unusable'] } : request;
      const exchange = isOver || limit.key !== undefined ? await session.send(asked) : await sendCreation(session, asked);
      uses.push(exchange);
      if (!isOver && (!isSuccess(exchange) || statusOf(exchange) === 202)) break;
    }
    const over = uses[limit.limit];
    if (over === undefined || !isRefused(over)) return { made, uses, isMade };
    const { isRefusedAnyway, ...last } = await refusedUse(session, limit, used, over);
    return { made, uses: [...uses.slice(0, limit.limit), last.over], isMade, isRefusedAnyway };
  },
});
