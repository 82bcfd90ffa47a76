import { isSuccess, outcomeOf } from '../../../contract/message.ts';
import { wholeHeader } from '../../subjects/announced-quota.ts';
import { conventionPlaces } from '../../subjects/convention-places.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { besideCalls, besideCredential, type BesideCredential } from '../../scenarios/quota/beside-credential.ts';
import { rootPlace } from '../../kit/root-place.ts';
import { firstReadOf } from '../../requests/first-read-of.ts';

/** Parts of the calls: what the caller itself must show, what the other credential may. */
const control = 1 / 3;
const own = 1 / 12;
const least = { control: 5, own: 2 } as const;

export const credentialsCountedApart = defineProbe<BesideCredential>({
  id: 'rate-limit/credentials-counted-apart',
  title: 'Calls with one credential leave what another one has left as it is',
  why: 'Teams share an account and an address; where they share one count, the busiest shuts all the others out.',
  fix: 'Count by the credential of a call, not by its account or address.',
  reads: 'rateLimit',
  phase: 'closing',
  alone: 'quota',
  places: (contract) => conventionPlaces(contract, ({ rateLimit }) => rateLimit?.headers?.remaining).filter((place) => place === rootPlace),
  needs: () => [{ kind: 'credential', name: 'second' }],
  cost: () => ({ requests: besideCalls + 3, creates: 0 }),
  measure: (_place, session) => session.measure(besideCredential, { operation: firstReadOf(session) }),
  judge(_place, { before, first, calls, after }, { contract }) {
    const name = contract.conventions.rateLimit?.headers?.remaining;
    const bad = [before, first, ...calls, after].find((exchange) => !isSuccess(exchange));
    if (bad) return inconclusive(`A call was answered ${outcomeOf(bad)}`, [bad]);
    const left = [before, after, first].map((exchange) => wholeHeader(exchange, name));
    const values = calls.map((exchange) => wholeHeader(exchange, name));
    const [from, to, start] = left;
    const known = values.filter((value) => value !== undefined);
    if (from === undefined || to === undefined || start === undefined || known.length === 0) {
      return inconclusive('No number tells what is left', [before, after]);
    }
    const much = Math.max(least.control, Math.floor(control * calls.length));
    const fallen = start - Math.min(...known);
    if (fallen < much) return inconclusive(`${calls.length} calls lowered what is left for themselves by ${fallen} only`, [first, after]);
    if (from - to <= Math.max(least.own, Math.floor(own * calls.length)) && to <= from) return pass(calls.length);
    if (from - to < much)
      return inconclusive(`What is left for the other credential went from ${from} to ${to}, which shows nothing`, [before, after]);
    const finding = {
      where: name ?? '',
      expected: `about ${from} after ${calls.length} calls with another credential`,
      actual: String(to),
    };
    return unconfirmed(fail({ code: 'quota-shared-by-credentials', ...finding }, [after, before], { judged: calls.length, breaches: 1 }));
  },
});
