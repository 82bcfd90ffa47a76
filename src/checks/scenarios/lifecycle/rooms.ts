import { isSuccess, statusOf } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineScenario, type Session } from '../../kit/session.ts';

type Rooms = {
  /** How many parents of their own the creations of an operation have used up, by the operations. */
  readonly usedUp: Map<string, number>;
  /** The parents below which creations were accepted, each with the operation. */
  readonly taking: Set<string>;
};

const rooms = defineScenario<null, Rooms>({ id: 'rooms-below-parents', run: async () => ({ usedUp: new Map(), taking: new Set() }) });

const placeOf = ({ request: { operation, pathValues } }: Exchange): string => JSON.stringify([operation, pathValues]);

/** What tells a new parent for creations of an operation from those that are used up; undefined where none is. */
export const roomFor = async (session: Session, operation: string | null): Promise<number | undefined> =>
  (await session.run(rooms, null)).usedUp.get(operation ?? '');

/** Call for each answer: what a parent took shows that it takes such things, as long as it has room. */
export const noteAdded = async (session: Session, exchange: Exchange): Promise<void> => {
  const { operation, pathValues } = exchange.request;
  const adds = session.contract.operations.some(({ key, effect }) => key === operation && effect.startsWith('creates'));
  if (!adds || !isSuccess(exchange) || Object.keys(pathValues).length === 0) return;
  (await session.run(rooms, null)).taking.add(placeOf(exchange));
};

/** Is a creation in conflict below a parent of its own that took others before: an account may have ten orders. Then later ones have another parent. */
const isUsedUp = async (session: Session, exchange: Exchange): Promise<boolean> => {
  const { usedUp, taking } = await session.run(rooms, null);
  const operation = exchange.request.operation ?? '';
  if (statusOf(exchange) !== 409 || !taking.has(placeOf(exchange))) return false;
  usedUp.set(operation, (usedUp.get(operation) ?? 0) + 1);
  return true;
};

/**
 * Sends a creation below a parent of its own, and once more below a new one where that is full.
 * @param send How it is sent, with what it comes to; a placeholder in its path stands for another parent the second time.
 */
export const whereRoom = async <T extends { readonly exchange: Exchange }>(session: Session, send: () => Promise<T>): Promise<T> => {
  const first = await send();
  return (await isUsedUp(session, first.exchange)) ? send() : first;
};
