import type { RateLimit } from '../../../contract/conventions.ts';
import { isSuccess } from '../../../contract/message.ts';
import { operationOf, parameterlessReads } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { CredentialName } from '../../../model/request.ts';
import type { Fact } from '../../../model/verdict.ts';
import { defineProbe, inconclusive, observed } from '../../kit/define.ts';
import { factOf } from '../../kit/facts.ts';
import type { Session } from '../../kit/session.ts';
import { firstReadOf } from '../../requests/first-read-of.ts';
import { smallRead } from '../../requests/small-read.ts';
import { announcedQuota } from '../../subjects/quota-headers.ts';
import { type QuotaSubject, quotas } from '../../subjects/quota.ts';

type Parameters = {
  /** The operation whose answers report the quota. */
  readonly operation: string;
  /** What is called in between, and with which credential. */
  readonly other: string;
  readonly credential: CredentialName;
};

/** `together`: the calls in between lower what is left; `apart`: they do not. Undefined where that stayed unclear. */
type QuotaBetween = 'together' | 'apart' | undefined;

/** Calls in between: so many that one call of somebody else changes nothing. */
const between = 3;

/** A window that ends in the middle shows nothing; two in a row do so only where windows are too short to be judged. */
const tries = 3;

/** The most requests of one comparison. */
const quotaBetweenCost = tries * (between + 2);

export const scopeRecorded = defineProbe<QuotaSubject, readonly Fact[]>({
  id: 'rate-limit/scope-recorded',
  title: 'Whether operations, and credentials, draw on one quota is recorded',
  why: 'A client with several tasks has to know which of them use up the quota of the others.',
  fix: 'Nothing is wrong with either; a line in the documentation spares clients a surprise.',
  reads: 'rateLimit',
  phase: 'closing',
  exclusive: 'quota',
  over: (contract) => quotas(contract, ({ headers }) => headers?.remaining),
  prerequisites: () => [],
  cost: (_subject, { contract, target }) => ({
    requests: quotaBetweenCost * (parameterlessReads(contract).length - 1 + (target.credentials.includes('second') ? 1 : 0)),
    creates: 0,
  }),
  async run({ rateLimit }, session) {
    const { contract, target } = session;
    const operation = firstReadOf(session);
    const others = parameterlessReads(contract).slice(1);
    const facts: Fact[] = [];
    const compare = async (fact: 'quota.between-operations' | 'quota.between-credentials', other: string, credential: CredentialName) => {
      const value = await quotaBetween(session, rateLimit, { operation, other, credential });
      if (value !== undefined) facts.push(factOf(fact, other, value));
    };
    for (const { key } of others) await compare('quota.between-operations', key, 'key');
    if (target.credentials.includes('second')) await compare('quota.between-credentials', operation, 'second');
    return facts;
  },
  judge: (_subject, facts) =>
    facts.length > 0 ? observed(facts) : inconclusive('No two answers in one window reported what is left of the quota', []),
});

/** Calls one operation, then another one several times, then the first again, and compares what is left of the quota. */
const quotaBetween = async (
  session: Session,
  rateLimit: RateLimit,
  { operation, other, credential: name }: Parameters,
): Promise<QuotaBetween> => {
  const { contract } = session;
  const read = smallRead(session, operationOf(contract, operation));
  const inserted = { ...smallRead(session, operationOf(contract, other)), credential: { kind: 'valid', name } as const };
  for (let turn = 0; turn < tries; turn++) {
    const before = await session.send(read);
    const calls: Exchange[] = [];
    for (let call = 0; call < between; call++) calls.push(await session.send(inserted));
    const after = await session.send(read);
    // The calls of a refused credential are not counted.
    if (!calls.every(isSuccess)) return undefined;
    const fallen = fallBetween(before, after, rateLimit);
    if (fallen === 1) return 'apart';
    if (fallen !== undefined && fallen > between) return 'together';
  }
  return undefined;
};

/** By how much Remaining is lower; undefined where the two answers do not belong to one window. */
const fallBetween = (before: Exchange, after: Exchange, rateLimit: RateLimit): number | undefined => {
  const [from, to] = [announcedQuota(rateLimit, before), announcedQuota(rateLimit, after)];
  const isOneWindow = from.reset !== undefined && from.reset === to.reset && from.limit === to.limit;
  return isOneWindow && from.remaining !== undefined && to.remaining !== undefined ? from.remaining - to.remaining : undefined;
};
