import { neededForOffer } from '../../../contract/infer/needed-for-offer.ts';
import { inPath } from '../../../contract/infer/path-template.ts';
import { isRoom } from '../../../contract/infer/room-names.ts';
import { isSuccess } from '../../../contract/message.ts';
import type { Operation } from '../../../contract/model.ts';
import { operationOf } from '../../../contract/operation.ts';
import { isObject } from '../../../contract/pointer.ts';
import { bodyMembers } from '../../../generators/body-members.ts';
import { holdsValue, type PlannedRequest, withValue } from '../../../model/request.ts';
import { orSkipped, isSkipped } from '../../kit/not-tried.ts';
import { isAllowed } from '../../kit/prerequisites.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';

/** What was prepared, by the creation and the values in its path: how often. */
const prepared = defineScenario<null, Map<string, number>>({ id: 'prepared-offers', run: async () => new Map() });

/** How often one resource is prepared at most. */
const mostOften = 8;

/** The most room that is asked for where the document allows more. */
const ample = 50;

/** A creation with ample room, so that what is created there can grow: the number of a member that says how much room there is, as great as the document allows. */
const withRoom = (session: Session, operation: Operation, request: PlannedRequest, asked: readonly number[]): PlannedRequest => {
  const { body } = request;
  if (!holdsValue(body) || !isObject(body.value) || asked.length === 0) return request;
  const { value } = body;
  const rooms = bodyMembers(session.contract, operation).filter(({ name }) => isRoom(name) && typeof value[name] === 'number');
  const room = Object.fromEntries(
    rooms.map(({ name, schema }) => {
      const most = isObject(schema) && typeof schema['maximum'] === 'number' ? schema['maximum'] : ample;
      return [name, Math.max(Number(value[name]), Math.min(most, ample), ...asked)];
    }),
  );
  return { ...request, body: withValue(body, { ...value, ...room }) };
};

/**
 * Prepares a resource of the run below which a read offers nothing: sets what its offer needs the first time, such as the hours of a house, and adds one of what a creation may take there, such
 * as a table with room for the party.
 * @param values The values in the path of the creation.
 * @param asked What the read was asked for: numbers say how much room there has to be.
 * @returns whether anything was done.
 */
export const prepareOffer = async (
  session: Session,
  {
    operation: key,
    member,
    values,
    asked,
  }: {
    readonly operation: string;
    readonly member: string;
    readonly values: readonly string[];
    readonly asked: Readonly<Record<string, string>>;
  },
): Promise<boolean> => {
  const { contract, target } = session;
  const known = await session.run(prepared, null);
  const place = JSON.stringify([key, values]);
  const times = known.get(place) ?? 0;
  known.set(place, times + 1);
  if (contract.standard.size === 0 || times >= mostOften) return false;
  const { settings, creations } = neededForOffer(contract, operationOf(contract, key), member);
  const numbers = Object.values(asked).map(Number).filter(Number.isSafeInteger);
  const done = await Promise.all(
    [...(times === 0 ? settings : []), ...creations].map(async (one) => {
      if (!isAllowed(one, target)) return false;
      const sent = await orSkipped(
        (async () => {
          const request = usableRequest(session, one, `prepared-${String(times)}`, { pathValues: inPath(one.path, values) });
          return session.send(creations.includes(one) ? withRoom(session, one, request, numbers) : request);
        })(),
      );
      return !isSkipped(sent) && isSuccess(sent);
    }),
  );
  return done.includes(true);
};
