import { outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { fail, inconclusive, pass, type Unconfirmed, unconfirmed } from '../../kit/define.ts';

/** Judges whether a mistake of the client was answered as a failure of the service: only what fails again counts. */
export const judgeNotFailed = (exchange: Exchange, where: string, mistake: string): Verdict | Unconfirmed => {
  const status = statusOf(exchange);
  if (status === undefined || status === 429) return inconclusive(`There was ${outcomeOf(exchange)} to ${mistake}`, [exchange]);
  if (status < 500) return pass(1);
  const finding = { code: 'server-error', where, expected: `a 4xx to ${mistake}`, actual: `status ${status}` };
  return unconfirmed(fail(finding, [exchange]));
};
