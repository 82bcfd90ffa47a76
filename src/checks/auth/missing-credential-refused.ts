import { statuses } from '../../contract/conventions-at.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { operationOf, parameterlessReads } from '../../contract/operation.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { Target } from '../../model/target.ts';
import { defineProbe } from '../define.ts';
import { joinPlainReads } from '../join-plain-reads.ts';
import { actedWithoutCredential } from '../measurements/acted.ts';
import { callWithBlankCredential } from '../measurements/call-with-blank-credential.ts';
import { callWithoutCredential } from '../measurements/call-without-credential.ts';
import { isAllowed, needsFor } from '../needs.ts';
import { isSkipped, orSkipped, type Skipped } from '../not-tried.ts';
import { withOptional } from '../optional-parts.ts';
import { judgeRefusal } from '../refusal.ts';
import { outsiderNeeds, securedOperations } from '../secured-operations.ts';
import { creatorOf } from './creator-of.ts';

type Measured = {
  readonly missing: Exchange;
  /** Header with the scheme and nothing behind it; on the first plain read only. */
  readonly blank: Exchange | Skipped | undefined;
  /** An action on a thing that the run created; only where the operator allows to create one. */
  readonly onCreated: Exchange | Skipped | undefined;
};

/** Refusals of a plain read that look at the request although nothing is wrong with it but the credential. */
const plainReadMistakes = [400, 404, 422];

export const missingCredentialRefused = defineProbe<Measured>({
  id: 'auth/missing-credential-refused',
  title: 'A call without a credential is refused with the documented status',
  why: 'An operation that forgets to ask is open to everybody; another status hides from clients that they have to log in.',
  fix: 'Ask for the credential before anything else, on every operation, and answer the documented status without a redirect.',
  reads: 'auth.unauthenticated',
  phase: 'mutate',
  alone: 'collection',
  places: (contract) => securedOperations(contract).map(({ place }) => place),
  needs: (place, around) => outsiderNeeds(operationOf(around.contract, place.operation ?? ''), around),
  cost(place, { contract, target }) {
    const creates = creatorFor(contract, target, operationOf(contract, place.operation ?? '')) ? 1 : 0;
    return { requests: creates > 0 ? 60 : 2, creates };
  },
  async measure(place, session) {
    const operation = operationOf(session.contract, place.operation ?? '');
    const missing = await session.measure(callWithoutCredential, { operation: operation.key });
    const isFirst = parameterlessReads(session.contract)[0]?.key === operation.key;
    const create = creatorFor(session.contract, session.target, operation);
    return {
      missing,
      blank: isFirst ? await orSkipped(session.measure(callWithBlankCredential, { operation: operation.key })) : undefined,
      onCreated: create && (await orSkipped(session.measure(actedWithoutCredential, { create: create.key, action: operation.key }))),
    };
  },
  judge(place, { missing, blank, onCreated }, { contract }) {
    const operation = operationOf(contract, place.operation ?? '');
    const isPlain = parameterlessReads(contract).some(({ key }) => key === operation.key);
    const expected = statuses(operation.conventions.auth?.unauthenticated);
    const base = { expected, redirect: true, code: 'no-credential', where: 'credential' };
    const without = (statusList: readonly number[]): number[] => statusList.filter((status) => !expected.includes(status));
    const main = judgeRefusal(missing, {
      ...base,
      wrong: without([403, ...(isPlain ? plainReadMistakes : [])]),
      mistake: `${operation.key} without a credential`,
    });
    const part = (exchange: Exchange | Skipped | undefined, mistake: string) =>
      exchange === undefined ? [] : [isSkipped(exchange) ? exchange : judgeRefusal(exchange, { ...base, wrong: without([403]), mistake })];
    return withOptional(main, [
      ...part(blank, `${operation.key} with a blank credential`),
      ...part(onCreated, `${operation.key} without a credential, on a thing that exists`),
    ]);
  },
  join: joinPlainReads,
});

/** The operation that creates what an action is about, where the operator allows it and gives what it takes. */
const creatorFor = (contract: Contract, target: Target, action: Operation): Operation | undefined => {
  const create = creatorOf(contract, action);
  if (!create || !isAllowed(create, target) || !isAllowed(action, target)) return undefined;
  return needsFor(create, { contract, target }).every(({ kind }) => kind === 'permission') ? create : undefined;
};
