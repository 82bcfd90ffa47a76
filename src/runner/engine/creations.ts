import { isClientError } from '../../contract/message.ts';
import { NotTried } from '../../checks/kit/define.ts';
import type { Operation } from '../../contract/model.ts';
import type { Exchange } from '../../model/exchange.ts';

/**
 * Counts what a run may create. Before each request that could create something, one creation is reserved; a 4xx answer, and one of what
 * was there already, returns it; anything else uses it. Requests to one creating operation are sent one after another, or together as one reservation, so that two of them
 * never share the last one.
 */
export type Creations = {
  /**
   * @param isNothing Nothing came of a creation although it succeeded. Default: of none.
   * @param isTaken What is created is removed together with its parent, which the run removes.
   * @throws {NotTried} when fewer than `count` permanent creations are left, or as many resources as that stay already that nothing identifies.
   */
  aroundAll(
    operation: Operation,
    count: number,
    send: () => Promise<Exchange[]>,
    isNothing?: (exchange: Exchange) => boolean,
    isTaken?: boolean,
  ): Promise<Exchange[]>;
  /** A creation succeeded, and nothing identifies what it created: the run cannot remove it. */
  stays(operation: string): void;
  /** Resources created or perhaps created so far. */
  count(): number;
};

/** What an earlier part of the run created, by the operation that did. */
export type EarlierCreations = {
  readonly spent: ReadonlyMap<string, number>;
  /** Those that nothing identifies. */
  readonly staying: ReadonlyMap<string, number>;
};

export const createCreations = (mostPermanent: number, earlier?: EarlierCreations): Creations => {
  const spent = new Map(earlier?.spent);
  const staying = new Map(earlier?.staying);
  const turns = new Map<string, Promise<unknown>>();
  const take = async (
    operation: Operation,
    count: number,
    send: () => Promise<Exchange[]>,
    isNothing: (exchange: Exchange) => boolean,
    isTaken: boolean,
  ): Promise<Exchange[]> => {
    const before = spent.get(operation.key) ?? 0;
    if (operation.effect === 'creates-permanently' && !isTaken && before + count > mostPermanent) {
      throw new NotTried(
        'out-of-budget',
        `${operation.key} could leave more than ${mostPermanent} resources that no operation removes (maxCreates)`,
      );
    }
    const unidentified = staying.get(operation.key) ?? 0;
    if (unidentified > 0 && unidentified + count > mostPermanent) {
      throw new NotTried(
        'out-of-budget',
        `What ${operation.key} created could not be identified from its answers ${unidentified} times, so that the run cannot remove it (maxCreates)`,
      );
    }
    spent.set(operation.key, before + count);
    const exchanges = await send();
    // A 4xx shows that nothing was created; after anything else something may exist.
    spent.set(operation.key, before + exchanges.filter((exchange) => !isClientError(exchange) && !isNothing(exchange)).length);
    return exchanges;
  };
  return {
    aroundAll(operation, count, send, isNothing = () => false, isTaken = false) {
      const turn = (turns.get(operation.key) ?? Promise.resolve()).then(() => take(operation, count, send, isNothing, isTaken));
      turns.set(
        operation.key,
        turn.catch(() => undefined),
      );
      return turn;
    },
    stays: (operation) => void staying.set(operation, (staying.get(operation) ?? 0) + 1),
    count: () => [...spent.values()].reduce((sum, one) => sum + one, 0),
  };
};
