import { parameterlessReads } from '../../../contract/operation.ts';
import type { CredentialName } from '../../../model/request.ts';
import type { Fact } from '../../../model/verdict.ts';
import { conventionPlaces } from '../../subjects/convention-places.ts';
import { defineProbe, inconclusive, NotTried, observed } from '../../kit/define.ts';
import { factOf } from '../../kit/facts.ts';
import { quotaBetween, quotaBetweenCost } from '../../scenarios/quota/quota-between.ts';
import { rootPlace } from '../../kit/root-place.ts';

export const scopeRecorded = defineProbe<readonly Fact[]>({
  id: 'rate-limit/scope-recorded',
  title: 'Whether operations, and credentials, draw on one quota is recorded',
  why: 'A client with several tasks has to know which of them take the calls of the others away.',
  fix: 'Nothing is wrong with either; a line in the documentation spares clients a surprise.',
  reads: 'rateLimit',
  phase: 'closing',
  alone: 'quota',
  places: (contract) => conventionPlaces(contract, ({ rateLimit }) => rateLimit?.headers?.remaining).filter((place) => place === rootPlace),
  needs: () => [],
  cost: (_place, { contract, target }) => ({
    requests: quotaBetweenCost * (parameterlessReads(contract).length - 1 + (target.credentials.includes('second') ? 1 : 0)),
    creates: 0,
  }),
  async measure(_place, session) {
    const { contract, target } = session;
    const [read, ...others] = parameterlessReads(contract);
    if (!read) throw new NotTried('not-applicable', 'The contract has no read that needs nothing but a credential');
    const facts: Fact[] = [];
    const compare = async (fact: 'quota.between-operations' | 'quota.between-credentials', other: string, credential: CredentialName) => {
      const value = await session.measure(quotaBetween, { operation: read.key, other, credential });
      if (value !== undefined) facts.push(factOf(fact, other, value));
    };
    for (const { key } of others) await compare('quota.between-operations', key, 'key');
    if (target.credentials.includes('second')) await compare('quota.between-credentials', read.key, 'second');
    return facts;
  },
  judge: (_place, facts) =>
    facts.length > 0 ? observed(facts) : inconclusive('No answers told what is left of the quota twice in one window', []),
});
