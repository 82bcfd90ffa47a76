import type { RateLimit, StatusList } from '../../../contract/conventions.ts';
import { statuses, statusWords } from '../../../contract/conventions-at.ts';
import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { type CheckText, defineProbe, fail, inconclusive, pass, type Probe } from '../../kit/define.ts';
import { exceededQuota, type ExceededQuota } from '../../scenarios/quota/exceeded-quota.ts';
import { recoveredQuota, type RecoveredQuota } from '../../scenarios/quota/recovered-quota.ts';
import { spare } from '../../scenarios/quota/served-quota.ts';
import { isOpenRefusal, isRefusedByQuota, mayRefuse, refusedRow } from '../../subjects/quota-refusal.ts';
import { rootPlace } from '../../kit/root-place.ts';
import { firstReadOf } from '../../requests/first-read-of.ts';
import { floodCost } from '../../scenarios/quota/flood-cost.ts';
import { endsAfterPause } from './refused-otherwise.ts';

type Measured = { readonly flood: ExceededQuota; readonly recovered: RecoveredQuota | undefined };

/** Judges the status under which a flood is refused by one of the two lists of `rateLimit.exceeded`. */
export const refusalStatusProbe = (
  text: Omit<CheckText, 'reads'>,
  { reads, list }: { readonly reads: string; readonly list: (rateLimit: RateLimit) => StatusList | undefined },
): Probe<Measured> =>
  defineProbe<Measured>({
    ...text,
    reads,
    phase: 'flood',
    alone: 'quota',
    places: (contract) => (contract.conventions.rateLimit && list(contract.conventions.rateLimit) ? [rootPlace] : []),
    needs: () => [{ kind: 'permission', permission: 'flood' }],
    cost: (_place, around) => floodCost(around),
    async measure(_place, session) {
      const operation = firstReadOf(session);
      const flood = await session.measure(exceededQuota, { operation });
      const { rateLimit } = session.contract.conventions;
      const expected = rateLimit ? statuses(list(rateLimit), 'access') : [];
      const isAsExpected = (exchange: Exchange): boolean => expected.includes(statusOf(exchange) ?? 0);
      const row = refusedRow(flood.exchanges) ?? (flood.refusal ? [flood.refusal] : undefined);
      if (!row || row.every(isAsExpected)) return { flood, recovered: undefined };
      return { flood, recovered: await session.measure(recoveredQuota, { operation }) };
    },
    judge(_place, { flood, recovered }, { contract }) {
      const { rateLimit } = contract.conventions;
      const expected = rateLimit && list(rateLimit);
      if (!rateLimit || !expected) return inconclusive('The contract names no status', []);
      const isAsExpected = (exchange: Exchange): boolean => statuses(expected, 'access').includes(statusOf(exchange) ?? 0);
      const { exchanges, limit } = flood;
      // One refusal is enough where the contract leaves no other: whatever else came was none.
      const clear = isOpenRefusal(rateLimit) ? undefined : exchanges.find((one) => isRefusedByQuota(rateLimit, one));
      if (clear && isAsExpected(clear)) return pass(1);
      const row = refusedRow(exchanges);
      if (!row) return inconclusive(`${exchanges.length} calls were sent and never refused for long`, exchanges.slice(-1));
      const [first] = row;
      const served = exchanges.slice(0, exchanges.indexOf(first)).filter(isSuccess).length;
      if (row.every(isAsExpected)) return pass(row.length);
      const said = outcomeOf(first);
      if (row.some((one) => statusOf(one) !== statusOf(first)))
        return inconclusive(`The flood was refused under several statuses, first ${said}`, row);
      if (!isRefusal(rateLimit, statusOf(first) ?? 0)) return inconclusive(`The flood ended in ${said}, which is no refusal`, [first]);
      if (served < limit - spare)
        return inconclusive(`${said} came after ${served} calls of ${limit}: it may have another reason`, [first]);
      if (!recovered || !endsAfterPause(recovered)) {
        return inconclusive(`${said} was not seen to end after a pause, for which the permission "slow" may be needed`, [first]);
      }
      const finding = {
        where: 'status',
        expected: `status ${statusWords(expected)} above ${limit} calls`,
        actual: `status ${said}, ${row.length} times in a row`,
      };
      return fail({ code: 'quota-other-status', ...finding }, row, { judged: row.length, breaches: row.length });
    },
  });

/** A status that refuses: a client's error, a service that is busy and, where the contract reckons with those, any failure. */
const isRefusal = (rateLimit: RateLimit, status: number): boolean =>
  (status >= 400 && status < 500 && status !== 408) || status === 503 || (status >= 500 && mayRefuse(rateLimit, 503));
