import { parametersIn } from '../../../contract/infer/path-template.ts';
import { isSuccess, statusOf } from '../../../contract/message.ts';
import { placeholdersIn } from '../../../generators/placeholder.ts';
import { askedBody } from '../../../generators/request-body.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { PlannedRequest } from '../../../model/request.ts';
import { NotTried } from '../../kit/define.ts';
import type { Session } from '../../kit/session.ts';
import { requestAsSet } from '../../requests/request-as-set.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import type { LimitBelow } from '../../subjects/limits-below.ts';
import { idOfMade, resourceIn } from '../../subjects/round-trips.ts';
import { idText } from '../../subjects/shown-resource.ts';
import { created } from './created.ts';
import { bodyOf } from './round-trip/way.ts';
import { acceptedBefore, sendCreation } from './send-creation.ts';
import type { UsedUp } from './used-up.ts';

/** The values in the path of the creation of a resource: of the request that made it, else those that a read of it shows under their names. */
const valuesAbove = async (session: Session, { trip }: LimitBelow, id: string): Promise<Readonly<Record<string, string>> | undefined> => {
  const { contract } = session;
  const { create, read } = trip;
  const names = parametersIn(create.path);
  if (names.length === 0) return {};
  const made = (await acceptedBefore(session, create.key)).find((one) => idOfMade(contract, trip, one) === id);
  if (made) return made.request.pathValues;
  const [own, ...others] = read ? parametersIn(read.path) : [];
  if (!read || own === undefined || others.length > 0) return undefined;
  const exchange = await session.send(usableRequest(session, read, 'used-below', { pathValues: { [own]: id } }));
  const shown = resourceIn(contract, read, exchange, trip.id);
  const values = names.flatMap((name) => {
    const value = idText(shown?.[name]);
    return value === undefined ? [] : [[name, value] as const];
  });
  return values.length === names.length ? Object.fromEntries(values) : undefined;
};

/** The body of a creation with what an accepted one named. */
const namingTheSame = (usual: PlannedRequest, known: Exchange): Readonly<Record<string, unknown>> => {
  const before = bodyOf(known);
  return Object.fromEntries(
    Object.entries(bodyOf({ request: usual })).map(([name, value]) => {
      const isNamed = placeholdersIn(JSON.stringify(value) ?? '').length > 0;
      return [name, isNamed && before[name] !== undefined ? before[name] : value];
    }),
  );
};

/**
 * Creates something beside what an accepted creation was below, with a limit, and repeats that creation below it as often as it allows, and once more, each time with the
 * same names of others: they go with what is beside.
 */
export const usedBelow = async (session: Session, limited: LimitBelow): Promise<UsedUp> => {
  const { contract } = session;
  const { trip, child, member, limit, use } = limited;
  const { exchange: known } = await session.run(created, { operation: use.key });
  const none: UsedUp = { made: known, uses: [], isMade: false };
  const above = parametersIn(use.path).at(-1) ?? '';
  const beside = known.request.pathValues[above];
  if (!isSuccess(known) || beside === undefined || idOfMade(contract, child, known) === undefined) return none;
  const values = await valuesAbove(session, limited, beside);
  if (values === undefined) throw new NotTried('unsupported', `Nothing shows what the path of ${trip.create.key} named`);
  const asked = requestAsSet(session, { operation: trip.create.key, settings: [{ member, value: limit }], purpose: 'used-below' });
  const made = await sendCreation(session, { ...asked, pathValues: { ...asked.pathValues, ...values } });
  const id = idOfMade(contract, trip, made);
  const shown = resourceIn(contract, trip.create, made, trip.id);
  // A service may have a least number of its own.
  if (id === undefined || (shown?.[member] !== undefined && shown[member] !== limit)) return { made, uses: [], isMade: false };
  const uses: Exchange[] = [];
  for (let n = 1; n <= limit + 1; n += 1) {
    const usual = usableRequest(session, use, `used-below-${n}`, { pathValues: { ...known.request.pathValues, [above]: id } });
    const request: PlannedRequest = { ...usual, body: askedBody(use, namingTheSame(usual, known)) };
    const exchange = await session.send(n > limit ? { ...request, faults: ['value-unusable'] } : request);
    uses.push(exchange);
    if (n <= limit && (!isSuccess(exchange) || statusOf(exchange) === 202)) break;
  }
  return { made, uses, isMade: true };
};
