import type { Exchange } from '../../model/exchange.ts';
import type { Shard } from '../../model/shard.ts';
import type { PlannedRequest } from '../../model/request.ts';
import type { Pacer, QuotaNames } from '../../exchange/pacer.ts';
import type { Sender } from '../../exchange/sender.ts';
import type { Asker } from './asker.ts';
import { inOrder } from './in-order.ts';
import { type Brake, throwIfStopped } from './limits.ts';

export type WireInput = {
  readonly brake: Brake;
  readonly sender: Pick<Sender, 'send' | 'prepare'>;
  readonly pacer: Pacer;
  /** The fields in which the contract documents the quota. */
  readonly quotaNames: QuotaNames;
  readonly maxRequests: number | undefined;
  /** The part of a split run that this one is: ids of exchanges differ from those of other parts. */
  readonly shard?: Shard | undefined;
  /** Called once for every exchange, in the order of sending, with the id of the case that asked for it. */
  readonly saw: (exchange: Exchange, askedBy: string | undefined) => void;
  /** Called for every request of a burst, whose exchanges are seen at its end. */
  readonly sentOne: () => void;
  /** What an earlier part of the run has sent. */
  readonly earlier?: EarlierExchanges | undefined;
};

/** What is remembered of the requests of an earlier part of a run. */
export type EarlierExchanges = {
  readonly requests: number;
  readonly serverErrors: readonly Exchange[];
  /** Operations that answered a documented request with a success. */
  readonly accepted: ReadonlySet<string>;
};

/** A request of a burst that was answered, or not. */
export type Fired = {
  /** 0 where there is no answer. */
  readonly status: number;
  /** Reads the answer, counts and reports the exchange; the first call does. */
  exchange(): Promise<Exchange>;
};

/** Sends, numbers and counts the requests of a run, and reports each exchange in the order of sending. */
export type Wire = {
  /** Sends at once, and counts. */
  carry(request: PlannedRequest, asker: Asker, signal: AbortSignal): Promise<Exchange>;
  /** Sends at once where the run may still send. */
  transmit(request: PlannedRequest, asker: Asker): Promise<Exchange>;
  /** Prepares a request that is sent many times as fast as can be; each call of the result sends it where the run may still send. */
  prepare(request: PlannedRequest, asker: Asker): () => Promise<Fired>;
  /** Waits for its turn first. `came` is called with the exchange even where the run ends meanwhile. */
  paced(request: PlannedRequest, asker: Asker, came?: (exchange: Exchange) => void): Promise<Exchange>;
  /** Stops a run that would exceed its number of requests: the remaining ones could not be sent. */
  throwIfSpent(count: number): void;
  /** Requests sent so far. */
  count(): number;
  /** Answers of 500 or above to requests with a deliberate fault. */
  serverErrors(): readonly Exchange[];
  /** Was a request to an operation that had no mistake on purpose answered with a success. */
  hasAccepted(operation: string): boolean;
};

const statusIn = ({ reply }: Exchange): number => (reply.kind === 'answer' ? reply.status : 0);

/** Is an exchange a failure of the server at a request with a deliberate fault. */
export const isErrorToMistake = (exchange: Exchange): boolean => statusIn(exchange) >= 500 && exchange.request.faults.length > 0;

/** The operation that answered a request without a fault with a success; undefined for any other exchange. */
export const acceptedBy = (exchange: Exchange): string | undefined => {
  const { operation, faults, base } = exchange.request;
  const isSuccess = statusIn(exchange) >= 200 && statusIn(exchange) < 300;
  return operation !== null && faults.length === 0 && base === undefined && isSuccess ? operation : undefined;
};

export const createWire = ({ brake, sender, pacer, quotaNames, maxRequests, shard, saw, sentOne, earlier }: WireInput): Wire => {
  const { index, of } = shard ?? { index: 1, of: 1 };
  const errors = earlier?.serverErrors.filter((exchange) => !quotaNames.refuses(exchange)) ?? [];
  const accepted = new Set(earlier?.accepted);
  const before = earlier?.requests ?? 0;
  let sent = 0;
  const ordered = inOrder<{ readonly exchange: Exchange; readonly askedBy: string | undefined }>(({ exchange, askedBy }) => {
    if (isErrorToMistake(exchange) && !quotaNames.refuses(exchange)) errors.push(exchange);
    const operation = acceptedBy(exchange);
    if (operation !== undefined) accepted.add(operation);
    saw(exchange, askedBy);
  });

  /** Numbers a request, and reports its exchange once it is there. */
  const numbered = (asker: Asker): { readonly id: string; readonly report: (coming: Promise<Exchange>) => Promise<Exchange> } => {
    sent += 1;
    const askedBy = asker.case;
    const arrive = ordered.expect();
    return {
      id: `x${(before + sent - 1) * of + index}`,
      async report(coming) {
        try {
          const exchange = await coming;
          arrive({ exchange, askedBy });
          pacer.saw(exchange, quotaNames);
          return exchange;
        } catch (error) {
          arrive(undefined);
          throw error;
        }
      },
    };
  };

  const carry: Wire['carry'] = (request, asker, signal) => {
    const { id, report } = numbered(asker);
    return report(sender.send(request, id, { signal }));
  };

  const throwIfSpent = (count: number): void => {
    throwIfStopped(brake);
    if (maxRequests === undefined || sent + count <= maxRequests) return;
    brake.pull({ reason: 'budget', message: `the run has sent its ${maxRequests} requests (--max-requests)` });
    throwIfStopped(brake);
  };

  const transmit: Wire['transmit'] = async (request, asker) => {
    throwIfSpent(1);
    return carry(request, asker, brake.signal);
  };

  const prepare: Wire['prepare'] = (request, asker) => {
    const fire = sender.prepare(request);
    return async () => {
      throwIfSpent(1);
      const { id, report } = numbered(asker);
      const coming = fire(id, { signal: brake.signal });
      sentOne();
      const { status, exchange } = await coming.catch(async (error: unknown) => {
        await report(Promise.reject(error));
        throw error;
      });
      let reported: Promise<Exchange> | undefined;
      return { status, exchange: () => (reported ??= report(exchange())) };
    };
  };

  const paced: Wire['paced'] = async (request, asker, came) => {
    await pacer.turn(brake.signal);
    throwIfSpent(1);
    const exchange = await carry(request, asker, brake.signal);
    came?.(exchange);
    throwIfStopped(brake);
    return exchange;
  };

  return {
    carry,
    transmit,
    prepare,
    paced,
    throwIfSpent,
    count: () => before + sent,
    serverErrors: () => errors,
    hasAccepted: (operation) => accepted.has(operation),
  };
};
