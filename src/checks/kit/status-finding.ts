import { outcomeOf } from '../../contract/message.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { Finding } from '../../model/verdict.ts';

/** What findings over the status of an answer share. `expected` is in words: `status 200 to a read of p-1`. */
export const statusFinding = (exchange: Exchange, expected: string): Pick<Finding, 'where' | 'expected' | 'actual'> => ({
  where: 'status',
  expected,
  actual: `status ${outcomeOf(exchange)}`,
});
