import { NotTried } from '../../checks/define.ts';
import type { Operation } from '../../contract/model.ts';
import type { Exchange } from '../../model/exchange.ts';

/**
 * Counts what a run may create. Before each request that could create, one is reserved; a 4xx answer gives it back,
 * everything else spends it. Requests to one creating operation go one after another, so that two of them never
 * share the last reservation.
 */
export type Creations = {
  /** @throws {NotTried} when the limit of things that stay is reached. */
  around(operation: Operation, send: () => Promise<Exchange>): Promise<Exchange>;
  /** Things created or perhaps created so far. */
  count(): number;
};

export const createCreations = (mostPermanent: number): Creations => {
  const spent = new Map<string, number>();
  const turns = new Map<string, Promise<unknown>>();
  const take = async (operation: Operation, send: () => Promise<Exchange>): Promise<Exchange> => {
    const before = spent.get(operation.key) ?? 0;
    if (operation.effect === 'creates-permanently' && before >= mostPermanent) {
      throw new NotTried(
        'out-of-budget',
        `${operation.key} could leave more than ${mostPermanent} things that nothing removes (maxCreates)`,
      );
    }
    spent.set(operation.key, before + 1);
    const exchange = await send();
    const refused = exchange.reply.kind === 'answer' && exchange.reply.status >= 400 && exchange.reply.status < 500;
    if (refused) spent.set(operation.key, before);
    return exchange;
  };
  return {
    around(operation, send) {
      const turn = (turns.get(operation.key) ?? Promise.resolve()).then(() => take(operation, send));
      turns.set(
        operation.key,
        turn.catch(() => undefined),
      );
      return turn;
    },
    count: () => [...spent.values()].reduce((sum, one) => sum + one, 0),
  };
};
