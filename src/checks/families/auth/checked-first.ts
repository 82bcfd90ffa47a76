import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { operationOf } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, inconclusive } from '../../kit/define.ts';
import { joinVerdicts } from '../../kit/join-places.ts';
import { callWithoutCredential } from '../../scenarios/credentials/call-without-credential.ts';
import { callWithUnknownCredential } from '../../scenarios/credentials/call-with-unknown-credential.ts';
import { faultyCallWithoutCredential, type SecondFault, secondFaults } from '../../scenarios/credentials/faulty-call-without-credential.ts';
import { outsiderNeeds, securedOperations } from '../../subjects/secured-operations.ts';
import { printedPrefix } from '../../subjects/printed-form.ts';
import { judgeUnusable, refusedFor } from './unusable-credential.ts';

type Tried = { readonly mistake: string; readonly exchange: Exchange };

/** Refusals that answer the other fault of a request. */
const usual = [400, 404, 422];

const phrases: Readonly<Record<SecondFault, string>> = {
  query: 'a query parameter that is no number',
  'empty-object': 'a body without members',
  'cut-off': 'a body that breaks off',
};

const namesByPath = ({ parameters }: Operation): boolean => parameters.some((one) => one.in === 'path');

const faultsOf = (contract: Contract, operation: Operation): number =>
  secondFaults(contract, operation).length + (namesByPath(operation) ? 1 : 0);

export const checkedFirst = defineProbe<readonly Tried[]>({
  id: 'auth/checked-first',
  title: 'A faulty call without a credential is told about the credential, not about its fault',
  why: 'Whoever has no credential learns from other answers what exists and what would be valid.',
  fix: 'Look at the credential before the path values, the query and the body are looked at.',
  reads: 'auth.unauthenticated',
  phase: 'mutate',
  stage: 'refusals',
  alone: 'collection',
  places: (contract) =>
    securedOperations(contract)
      .filter((operation) => faultsOf(contract, operation) > 0)
      .map(({ place }) => place),
  needs: (place, around) => outsiderNeeds(operationOf(around.contract, place.operation ?? ''), around),
  cost: (place, { contract }) => ({ requests: faultsOf(contract, operationOf(contract, place.operation ?? '')), creates: 0 }),
  async measure(place, session) {
    const operation = operationOf(session.contract, place.operation ?? '');
    const tried: Tried[] = [];
    for (const fault of secondFaults(session.contract, operation)) {
      const exchange = await session.measure(faultyCallWithoutCredential, { operation: operation.key, fault });
      tried.push({ mistake: phrases[fault], exchange });
    }
    if (namesByPath(operation)) {
      const exchange = await session.measure(callWithoutCredential, { operation: operation.key });
      tried.push({ mistake: 'an id that names nothing', exchange });
    }
    if (namesByPath(operation) && refusedFor(operation, 'missing').never) {
      const form = printedPrefix(session.contract) === undefined ? 'made-up' : 'as-printed';
      const exchange = await session.measure(callWithUnknownCredential, { operation: operation.key, form });
      tried.push({ mistake: 'an id that names nothing, and a made-up credential', exchange });
    }
    return tried;
  },
  judge(place, tried, { contract }) {
    const operation = operationOf(contract, place.operation ?? '');
    const refused = refusedFor(operation, 'missing');
    return joinVerdicts(
      tried.map(({ mistake, exchange }) => {
        const told = `${operation.key} without a good credential and with ${mistake}`;
        // That a call without a credential is carried out is another promise.
        if (isSuccess(exchange) && refused.never?.includes(statusOf(exchange) ?? 0) !== true) {
          return inconclusive(`${told} was answered ${outcomeOf(exchange)}`, [exchange]);
        }
        return judgeUnusable(exchange, refused, { usual, code: 'fault-before-credential', mistake: told, hasControl: false });
      }),
    );
  },
});
