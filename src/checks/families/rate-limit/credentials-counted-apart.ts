import { isSuccess, outcomeOf, wholeHeader } from '../../../contract/message.ts';
import { operationOf } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import type { Session } from '../../kit/session.ts';
import { firstReadOf } from '../../requests/first-read-of.ts';
import { smallRead } from '../../requests/small-read.ts';
import { firstAtRest } from '../../scenarios/quota/rested-read.ts';
import { operatorsLimit, type QuotaSubject, quotas } from '../../subjects/quota.ts';

type BesideCredential = {
  /** With the second credential, before and after the others. */
  readonly before: Exchange;
  readonly after: Exchange;
  /** With the key: one, then many at the same moment. */
  readonly first: Exchange;
  readonly calls: readonly Exchange[];
};

/** Calls with the key; fewer where the quota is small. */
const besideCalls = 60;
const leastCalls = 8;

/** Parts of the calls: by how much the key's own number must fall, and by how much the other credential's may. */
const control = 1 / 3;
const own = 1 / 12;
const least = { control: 5, own: 2 } as const;

export const credentialsCountedApart = defineProbe<QuotaSubject, BesideCredential>({
  id: 'rate-limit/credentials-counted-apart',
  title: 'Calls with one credential do not lower what another credential has left',
  why: 'Teams share an account and an address; where they share one count, the busiest shuts all the others out.',
  fix: 'Count by the credential of a call, not by its account or address.',
  reads: 'rateLimit',
  phase: 'closing',
  exclusive: 'quota',
  over: (contract) => quotas(contract, ({ headers }) => headers?.remaining),
  prerequisites: () => [{ kind: 'credential', name: 'second' }],
  cost: () => ({ requests: besideCalls + 3, creates: 0 }),
  run: ({ rateLimit }, session) => besideCredential(session, operatorsLimit(rateLimit, session.target)),
  judge({ rateLimit }, { before, first, calls, after }) {
    const name = rateLimit.headers?.remaining;
    const bad = [before, first, ...calls, after].find((exchange) => !isSuccess(exchange));
    if (bad) return inconclusive(`A call was answered ${outcomeOf(bad)}`, [bad]);
    const left = [before, after, first].map((exchange) => wholeHeader(exchange, name));
    const values = calls.map((exchange) => wholeHeader(exchange, name));
    const [from, to, start] = left;
    const known = values.filter((value) => value !== undefined);
    if (from === undefined || to === undefined || start === undefined || known.length === 0) {
      return inconclusive('No answer reports what is left as a number', [before, after]);
    }
    const much = Math.max(least.control, Math.floor(control * calls.length));
    const fallen = start - Math.min(...known);
    if (fallen < much)
      return inconclusive(`${calls.length} calls lowered what is left for their own credential by only ${fallen}`, [first, after]);
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

/** What is left for a second credential before and after many calls with the key; at rest where the run may wait for that. */
const besideCredential = async (session: Session, limit = Infinity): Promise<BesideCredential> => {
  const count = Math.max(leastCalls, Math.min(besideCalls, Math.floor(limit / 4)));
  const rested = await firstAtRest(session, firstReadOf(session));
  const read = smallRead(session, operationOf(session.contract, firstReadOf(session)));
  const second = { ...read, credential: { kind: 'valid', name: 'second' } as const };
  const before = await session.send(second);
  const first = rested ?? (await session.send(read));
  const calls = await session.sendTogether(Array.from({ length: count }, () => read));
  return { before, first, calls, after: await session.send(second) };
};
