import { isSuccess } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { operationOf, parameterlessReads } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Target } from '../../../model/target.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { defineProbe } from '../../kit/define.ts';
import { joinPlainReads } from '../../kit/join-plain-reads.ts';
import { actedWithoutCredential } from '../../scenarios/lifecycle/acted.ts';
import { callWithBlankCredential } from '../../scenarios/credentials/call-with-blank-credential.ts';
import { callWithoutCredential } from '../../scenarios/credentials/call-without-credential.ts';
import { isAllowed, needsFor } from '../../kit/prerequisites.ts';
import { isSkipped, orSkipped, type Skipped } from '../../kit/not-tried.ts';
import { withOptional } from '../../kit/optional-parts.ts';
import { outsiderNeeds, securedOperations } from '../../subjects/secured-operations.ts';
import { hasControl } from './control.ts';
import { creatorOf } from './creator-of.ts';
import { attemptBy, canGuard, guardedResource } from './guarded.ts';
import { askedAgain, faultsLeft, isMalformedPromised, judgeUnusable, refusedFor } from './unusable-credential.ts';

type Measured = {
  readonly missing: Exchange;
  /** The credential's header with nothing in it, on the first plain read only. */
  readonly blank: Exchange | Skipped | undefined;
  /** The operation on a thing that the run created; only where the operator allows to create one. */
  readonly onCreated: Exchange | Skipped | undefined;
  readonly hasControl: boolean;
};

/** Refusals of a plain read that look at the request although nothing is wrong with it but the credential. */
const plainReadMistakes = [400, 404, 422];

export const missingCredentialRefused = defineProbe<Measured>({
  id: 'auth/missing-credential-refused',
  title: 'A call without a credential is refused with the documented status',
  why: 'An operation that forgets to ask is open to everybody; another status hides from clients that they have to log in.',
  fix: 'Ask for the credential before anything else, on every operation, and answer the documented status without a redirect.',
  reads: 'auth.unauthenticated.missing',
  phase: 'mutate',
  stage: 'looking-back',
  alone: 'collection',
  places: (contract) => securedOperations(contract).map(({ place }) => place),
  needs: (place, around) => outsiderNeeds(operationOf(around.contract, place.operation ?? ''), around),
  cost(place, { contract, target }) {
    const operation = operationOf(contract, place.operation ?? '');
    const creates = creatorFor(contract, target, operation) || canGuard(contract, target, operation) ? 1 : 0;
    return { requests: creates > 0 ? 60 : 2, creates };
  },
  async measure(place, session) {
    const { contract, target } = session;
    const operation = operationOf(contract, place.operation ?? '');
    const { key } = operation;
    const refused = refusedFor(operation, 'missing');
    const missing = await askedAgain(session, await session.measure(callWithoutCredential, { operation: key }), refused);
    // A blank credential is left to the promise that is about such ones.
    const isFirst = parameterlessReads(contract)[0]?.key === key && !isMalformedPromised(contract, operation);
    const create = creatorFor(contract, target, operation);
    const acted = create && (await orSkipped(session.measure(actedWithoutCredential, { create: create.key, action: key })));
    const guarded = canGuard(contract, target, operation) ? await orSkipped(attemptBy(session, operation, 'nobody')) : undefined;
    return {
      missing,
      blank: isFirst ? await orSkipped(session.measure(callWithBlankCredential, { operation: key })) : undefined,
      onCreated: acted ?? guarded,
      hasControl: await hasControl(session, operation, refused),
    };
  },
  judge(place, { missing, blank, onCreated, hasControl: isKnownToWork }, { contract }) {
    const operation = operationOf(contract, place.operation ?? '');
    const isPlain = parameterlessReads(contract).some(({ key }) => key === operation.key);
    const refused = refusedFor(operation, 'missing');
    const told = { redirect: true, code: 'no-credential', hasControl: isKnownToWork };
    const main = judgeUnusable(missing, refused, {
      ...told,
      usual: [403, ...(isPlain ? plainReadMistakes : [])],
      left: faultsLeft(contract, operation, missing),
      mistake: `${operation.key} without a credential`,
    });
    const part = (exchange: Exchange | Skipped | undefined, mistake: string, hasNever: boolean): Verdict[] => {
      if (exchange === undefined) return [];
      if (isSkipped(exchange)) return [exchange];
      return [judgeUnusable(exchange, hasNever ? refused : { ...refused, never: undefined }, { ...told, usual: [403], mistake })];
    };
    const parts = [
      ...part(blank, `${operation.key} with a blank credential`, false),
      ...part(onCreated, `${operation.key} without a credential, on a thing that exists`, true),
    ];
    // A call on something that exists says more than one on a made-up id, whose refusal may be about the id.
    const [decided] = parts.filter(({ kind }) => kind === 'pass');
    return main.kind === 'inconclusive' && decided && guardedResource(contract, operation) && !isSuccess(missing)
      ? withOptional(decided, [main, ...parts.filter((one) => one !== decided)])
      : withOptional(main, parts);
  },
  join: joinPlainReads,
});

/** The operation that creates what an action is about, where the operator allows it and gives what it takes. */
const creatorFor = (contract: Contract, target: Target, action: Operation): Operation | undefined => {
  const create = creatorOf(contract, action);
  if (!create || !isAllowed(create, target) || !isAllowed(action, target)) return undefined;
  return needsFor(create, { contract, target }).every(({ kind }) => kind === 'permission') ? create : undefined;
};
