import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import { type FilledAccount, filledAccount } from '../../scenarios/lifecycle/filled-account.ts';
import { type AccountLimit, accountLimits } from '../../subjects/account-limits.ts';

const isRefused = (exchange: Exchange): boolean => [400, 403, 409, 422].includes(statusOf(exchange) ?? 0);

export const accountLimitKept = defineProbe<AccountLimit, FilledAccount>({
  id: 'lifecycle/account-limit-kept',
  title: 'An account has no more resources of a kind than the document allows',
  why: 'What is limited costs somebody; a limit that is not kept is noticed by the bill.',
  fix: 'Count what the account has in the transaction that adds to it, and refuse what is too much.',
  phase: 'closing',
  exclusive: 'collection',
  over: (contract) => accountLimits(contract),
  prerequisites: ({ trip: { create } }, around) => prerequisitesFor(create, around),
  cost: ({ most }) => ({ requests: 3 * most + 6, creates: most + 1 }),
  run: ({ trip: { create } }, session) => session.run(filledAccount, { operation: create.key }),
  judge({ most }, { made, reads, listed }) {
    const last = made.at(-1);
    if (!last) return inconclusive('Nothing was created', []);
    if (!isSuccess(last) && listed && listed.count > most) {
      const finding = { code: 'over-limit', where: 'list', expected: `${most} at most, because an account has no more` };
      return unconfirmed(fail({ ...finding, actual: `${listed.count} in the list` }, [listed.page, last, ...made.slice(0, -1)]));
    }
    if (!isSuccess(last))
      return made.length > 1 && isRefused(last) ? pass(1) : inconclusive(`A creation was answered ${outcomeOf(last)}`, [last]);
    // Where older ones make way for new ones, there are no more than may be; what cannot be read may be gone.
    if (made.length <= most || reads.length === 0) return inconclusive(`Of ${made.length} creations not all are still there`, [last]);
    const finding = {
      code: 'over-limit',
      where: 'status',
      expected: `a refusal, because an account has ${most} at most`,
      actual: `${outcomeOf(last)} to number ${made.length}`,
    };
    return unconfirmed(fail(finding, [last, ...made.slice(0, -1)]));
  },
});
