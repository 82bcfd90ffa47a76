import { statusOf } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineScenario, type Session } from '../../kit/session.ts';

/** How often creations were in conflict with what their bodies name, and accepted with something new in its place: by their operations. */
const usedUp = defineScenario<null, Map<string, number>>({ id: 'used-references', run: async () => new Map() });

/** Call where a creation was in conflict with what its body names, and accepted with new resources in its place: an owner may have six dogs at most. */
export const noteUsed = async (session: Session, operation: string): Promise<void> => {
  const known = await session.run(usedUp, null);
  known.set(operation, (known.get(operation) ?? 0) + 1);
};

/** How often a further conflict of such a creation gives its bodies something new to name at most. */
const mostConflicts = 12;

/** Call for each answer: where a creation is in conflict again that was accepted with something new before, later bodies name something new. */
export const noteUsedAgain = async (session: Session, exchange: Exchange): Promise<void> => {
  const { operation, faults } = exchange.request;
  if (operation === null || faults.length > 0 || statusOf(exchange) !== 409) return;
  const known = await session.run(usedUp, null);
  const count = known.get(operation);
  if (count !== undefined && count < mostConflicts) known.set(operation, count + 1);
};

/**
 * What tells the resources apart that bodies of one creation name one after another, because each was of no more use at some time; undefined for the first.
 * @param asking The creation, which further words may follow.
 */
export const turnOfUsed = async (session: Session, asking: string | null): Promise<string | undefined> => {
  if (asking === null) return undefined;
  const known = await session.run(usedUp, null);
  const count = [...known].find(([key]) => asking === key || asking.startsWith(`${key} `))?.[1];
  return count === undefined ? undefined : `behind-used-${count}`;
};
