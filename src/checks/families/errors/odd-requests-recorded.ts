import type { Exchange } from '../../../model/exchange.ts';
import type { Fact } from '../../../model/verdict.ts';
import { defineProbe, inconclusive, observed } from '../../kit/define.ts';
import { oddlyAsked, type OddRequests, oddRequests } from '../../scenarios/calls/odd-requests.ts';
import { recordedStatus } from '../../kit/recorded-status.ts';
import { rootPlace } from '../../kit/root-place.ts';

type Measured = readonly { readonly operation: string; readonly asked: OddRequests }[];

export const oddRequestsRecorded = defineProbe<Measured>({
  id: 'errors/odd-requests-recorded',
  title: "How malformed ids, other accounts' ids and undocumented methods are answered is recorded",
  why: 'Clients meet these answers by accident, and services that follow one documentation differ in them.',
  fix: 'Any refusal will do; one that does not tell whether a thing of another account exists says the least.',
  reads: 'unknown',
  phase: 'mutate',
  stage: 'refusals',
  alone: 'collection',
  places: (contract) => (contract.conventions.unknown !== undefined && oddlyAsked(contract).length > 0 ? [rootPlace] : []),
  needs: () => [],
  cost: (_place, { contract }) => ({ requests: oddlyAsked(contract).length * 4 + 5, creates: 0 }),
  async measure(_place, session) {
    const measured: { operation: string; asked: OddRequests }[] = [];
    for (const { key } of oddlyAsked(session.contract)) {
      measured.push({ operation: key, asked: await session.measure(oddRequests, { operation: key }) });
    }
    return measured;
  },
  judge(_place, measured) {
    const facts = measured.flatMap(({ operation, asked }): Fact[] => [
      ...recordedStatus('unknown.malformed-id', operation, asked.malformedId),
      ...recordedStatus('unknown.undocumented-method', operation, asked.otherMethod),
      ...recordedStatus('unknown.read-by-id', operation, asked.readById),
      ...recordedStatus('unknown.id-of-other-account', operation, asked.ofOtherAccount),
    ]);
    if (facts.length > 0) return observed(facts);
    const sent = measured.flatMap(({ asked }) => Object.values(asked).filter((one): one is Exchange => one !== undefined));
    return inconclusive('No odd request was answered', sent);
  },
});
