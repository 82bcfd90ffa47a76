import { isSuccess, statusOf } from '../../../contract/message.ts';
import { parametersIn } from '../../../contract/infer/path-template.ts';
import { isObject } from '../../../contract/pointer.ts';
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
import { sendCreation } from './send-creation.ts';

/** The uses of a new resource: as many as it allows, and one more; fewer where one was refused, which is the last one then. */
export type UsedUp = { readonly made: Exchange | undefined; readonly uses: readonly Exchange[]; readonly isMade: boolean };

/** What is used, with the text by which a body names it. */
type Used = { readonly made: Exchange; readonly id: string; readonly value: string | undefined };

/** A use that nothing of what is used could keep from its success but its own end; undefined where what it acts on was not made. */
export const useRequest = async (
  session: Session,
  limit: Use & { readonly trip: Trip },
  used: Used,
  n: number | string,
): Promise<PlannedRequest | undefined> => {
  const { use, by, on, trip } = limit;
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

/** Creates what may be used a number of times, uses it so often, and once more. */
export const usedUp = defineScenario<{ readonly create: string; readonly use: string }, UsedUp>({
  id: 'used-up',
  async run(session, { create, use }) {
    const { contract } = session;
    const limit = useLimits(contract).find((one) => one.trip.create.key === create && one.use.key === use);
    if (!limit) throw new NotTried('not-applicable', `Nothing says how often what ${create} makes may be used`);
    const { trip, member, by } = limit;
    const settings = [{ member, value: limit.limit }];
    const made = await sendCreation(session, requestAsSet(session, { operation: create, settings, purpose: 'used-up' }));
    const id = idOfMade(contract, trip, made);
    const shown = resourceIn(contract, trip.create, made, trip.id);
    const value = by === undefined ? undefined : shown?.[by.value];
    // A service may have a least number of its own.
    const isOther = shown?.[member] !== undefined && shown[member] !== limit.limit;
    const isMade = id !== undefined && !isOther && (by === undefined || typeof value === 'string');
    if (id === undefined || !isMade) return { made, uses: [], isMade: false };
    const uses: Exchange[] = [];
    for (let n = 1; n <= limit.limit + 1; n += 1) {
      const request = await useRequest(session, limit, { made, id, value: typeof value === 'string' ? value : undefined }, n);
      if (!request) break;
      const isOver = n > limit.limit;
      // A call with any effect is sent only as it is documented.
      const asked: PlannedRequest = isOver && limit.use.effect !== 'destructive' ? { ...request, faults: ['value-unusable'] } : request;
      const exchange = isOver ? await session.send(asked) : await sendCreation(session, asked);
      uses.push(exchange);
      if (!isOver && (!isSuccess(exchange) || statusOf(exchange) === 202)) break;
    }
    return { made, uses, isMade };
  },
});
