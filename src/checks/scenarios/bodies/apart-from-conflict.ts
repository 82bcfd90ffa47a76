import { statusOf } from '../../../contract/message.ts';
import { operationOf } from '../../../contract/operation.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { PlannedRequest } from '../../../model/request.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { belowOwn, namingOwn } from '../lifecycle/send-creation.ts';

/** How many mistakes of each operation were sent again, and whether that was of no use. */
const resent = defineScenario<null, Map<string, { count: number; isOfUse: boolean }>>({
  id: 'mistakes-sent-again',
  run: async () => new Map(),
});

/** Most mistakes of one operation that are sent again. */
const most = 4;

/** So many requests come to so many mistakes of an operation at the most, where a conflict hides them. */
export const mostSentAgain = ({ standard }: Contract, { responses }: Operation, mistakes: number): number =>
  standard.size > 0 && responses.some(({ status }) => status === '409') ? Math.min(mistakes, most) : 0;

/**
 * The answer to a request with a mistake; to one that is in conflict with what it names, where the document describes another status for a wrong value, the answer to the
 * same mistake with resources that nothing else uses: what is refused for the state of a resource shows nothing of the mistake.
 */
export const apartFromConflict = async (session: Session, request: PlannedRequest, first: Exchange): Promise<Exchange> => {
  if (session.contract.standard.size === 0 || request.operation === null || statusOf(first) !== 409) return first;
  const { responses } = operationOf(session.contract, request.operation);
  const hasOther = responses.some(({ status }) => status === '400' || status === '422');
  if (!hasOther || responses.every(({ status }) => status !== '409')) return first;
  const known = await session.run(resent, null);
  const before = known.get(request.operation) ?? { count: 0, isOfUse: true };
  known.set(request.operation, before);
  if (!before.isOfUse || before.count >= most) return first;
  const below = belowOwn(request) ?? request;
  const own = namingOwn({ ...below, faults: [] }) ?? below;
  if (own === request) return first;
  before.count += 1;
  const second = await orSkipped(session.send({ ...own, faults: request.faults }));
  before.isOfUse = !isSkipped(second) && statusOf(second) !== 409;
  return isSkipped(second) || !before.isOfUse ? first : second;
};
