import { statuses, statusWords } from '../../../contract/conventions-at.ts';
import { outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { operationOf, parameterlessReads } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { joinVerdicts } from '../../kit/join-places.ts';
import { once } from '../../kit/session.ts';
import { callWithoutCredential } from '../../requests/outsider-request.ts';
import { plainHttpRead } from '../../scenarios/transport/plain-http-reads.ts';
import { clearAddressNeeds } from '../../subjects/clear-address.ts';
import { plainHttpOf, plainHttpPlaces } from '../../subjects/plain-http.ts';

type Measured = { readonly encrypted: Exchange; readonly clear: readonly Exchange[] };

export const plainHttpAnswered = defineProbe<Measured>({
  id: 'transport/plain-http-answered',
  title: 'Every read without encryption gets the documented status, whoever sends it',
  why: 'A client that is sent to the encrypted address goes on from there; one that is told of its credential first has shown it to all.',
  fix: 'Answer the documented status for every path before anything else of the request is looked at.',
  reads: 'transport.plainHttp.answered',
  phase: 'read',
  alone: 'nothing',
  places: (contract) => plainHttpPlaces(contract, 'answered'),
  needs: (_place, { target }) => clearAddressNeeds(target),
  cost: (_place, { contract }) => ({ requests: readsIn(contract).length * 2 + 1, creates: 0 }),
  async measure(_place, session) {
    const reads = readsIn(session.contract);
    const encrypted = await once(session, callWithoutCredential(session, operationOf(session.contract, reads[0]?.key ?? '')));
    const clear: Exchange[] = [];
    for (const { key: operation } of reads) {
      clear.push(await session.measure(plainHttpRead, { operation, credential: 'none' }));
      clear.push(await session.measure(plainHttpRead, { operation, credential: 'made-up' }));
    }
    return { encrypted, clear };
  },
  judge(_place, { encrypted, clear }, { contract }) {
    const promised = plainHttpOf(contract)?.answered;
    const expected = statuses(promised, 'access');
    if (expected.includes(statusOf(encrypted) ?? 0)) {
      return inconclusive(`The same read at the base URL is answered ${outcomeOf(encrypted)} as well`, [encrypted]);
    }
    return joinVerdicts(
      clear.map((exchange) => {
        const status = statusOf(exchange);
        if (status !== undefined && expected.includes(status)) return pass(1);
        // A full quota and a failure are no answers to how the call came.
        if (status === undefined || status === 429 || status >= 500) {
          return inconclusive(`A call without encryption ended in ${outcomeOf(exchange)}`, [exchange]);
        }
        const finding = { where: 'transport', expected: `status ${statusWords(promised)}`, actual: `status ${outcomeOf(exchange)}` };
        return fail({ code: 'plain-http-other-status', ...finding }, [exchange]);
      }),
    );
  },
});

/** The first read that needs nothing, and the first of one thing. */
const readsIn = (contract: Contract): Operation[] => [
  ...parameterlessReads(contract).slice(0, 1),
  ...contract.operations
    .filter(({ effect, parameters }) => effect === 'safe' && parameters.some((one) => one.in === 'path'))
    .filter(({ parameters }) => parameters.every((one) => !one.required || one.in === 'path'))
    .slice(0, 1),
];
