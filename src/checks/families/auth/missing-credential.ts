import { isSuccess } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { parameterlessReads } from '../../../contract/operation.ts';
import { ownerOf } from '../../../contract/owner.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Target } from '../../../model/target.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { defineProbe } from '../../kit/define.ts';
import { withOptional } from '../../kit/join-locations.ts';
import { isSkipped, orSkipped, type Skipped } from '../../kit/not-tried.ts';
import { isAllowed, prerequisitesFor } from '../../kit/prerequisites.ts';
import { once, type Session } from '../../kit/session.ts';
import { callWithoutCredential, unauthenticatedRequest } from '../../requests/unauthenticated-request.ts';
import { actedWithoutCredential } from '../../scenarios/lifecycle/acted.ts';
import { type JudgedOperation, unauthenticatedPrerequisites, securedOperations } from '../../subjects/secured-operations.ts';
import { attemptBy, canGuard, creatorActedOn, guardedResourceType } from './guarded.ts';
import {
  askedAgain,
  faultsLeft,
  hasControl,
  isPlainRead,
  joinPlainReads,
  judgeUnusable,
  plainReadMistakes,
  refusedFor,
} from './refused-credential.ts';

type Result = {
  readonly missing: Exchange;
  /** The credential's header with nothing in it, on the first plain read only. */
  readonly blank: Exchange | Skipped | undefined;
  /** The operation on a thing that the run created; only where the operator allows to create one. */
  readonly onCreated: Exchange | Skipped | undefined;
  readonly hasControl: boolean;
};

export const missingCredentialRefused = defineProbe<JudgedOperation, Result>({
  id: 'auth/missing-credential-refused',
  title: 'A call without a credential is refused with the documented status',
  why: 'An operation that forgets to ask is open to everybody; another status hides from clients that they have to log in.',
  fix: 'Ask for the credential before anything else, on every operation, and answer the documented status without a redirect.',
  reads: 'auth.unauthenticated.missing',
  phase: 'mutate',
  stage: 'looking-back',
  exclusive: 'collection',
  over: securedOperations,
  prerequisites: ({ operation }, around) => unauthenticatedPrerequisites(operation, around),
  cost({ operation }, { contract, target }) {
    const creates = creatorFor(contract, target, operation) || canGuard(contract, target, operation) ? 1 : 0;
    return { requests: creates > 0 ? 60 : 2, creates };
  },
  async run({ operation }, session) {
    const { contract, target } = session;
    const { key } = operation;
    const refused = refusedFor(operation, 'missing');
    const missing = await askedAgain(session, await once(session, callWithoutCredential(session, operation)), refused);
    // A blank credential is left to the promise that is about such ones.
    const isFirst = parameterlessReads(contract)[0]?.key === key && !isMalformedDocumented(contract, operation);
    const create = creatorFor(contract, target, operation);
    const acted = create && (await orSkipped(session.run(actedWithoutCredential, { create: create.key, action: key })));
    const guarded = canGuard(contract, target, operation) ? await orSkipped(attemptBy(session, operation, 'nobody')) : undefined;
    return {
      missing,
      blank: isFirst ? await orSkipped(callWithBlankCredential(session, operation)) : undefined,
      onCreated: acted ?? guarded,
      hasControl: await hasControl(session, operation, refused),
    };
  },
  judge({ operation }, { missing, blank, onCreated, hasControl: isKnownToWork }, { contract }) {
    const refused = refusedFor(operation, 'missing');
    const reported = { redirect: true, code: 'no-credential', hasControl: isKnownToWork };
    const main = judgeUnusable(missing, refused, {
      ...reported,
      usual: [403, ...(isPlainRead(contract, operation) ? plainReadMistakes : [])],
      left: faultsLeft(contract, operation, missing),
      mistake: `${operation.key} without a credential`,
    });
    const part = (exchange: Exchange | Skipped | undefined, mistake: string, hasNever: boolean): Verdict[] => {
      if (exchange === undefined) return [];
      if (isSkipped(exchange)) return [exchange];
      return [judgeUnusable(exchange, hasNever ? refused : { ...refused, never: undefined }, { ...reported, usual: [403], mistake })];
    };
    const parts = [
      ...part(blank, `${operation.key} with a blank credential`, false),
      ...part(onCreated, `${operation.key} without a credential, on a thing that exists`, true),
    ];
    // A call on something that exists says more than one on a made-up id, whose refusal may be about the id.
    const [decided] = parts.filter(({ kind }) => kind === 'pass');
    return main.kind === 'inconclusive' && decided && guardedResourceType(contract, operation) && !isSuccess(missing)
      ? withOptional(decided, [main, ...parts.filter((one) => one !== decided)])
      : withOptional(main, parts);
  },
  join: joinPlainReads,
});

/** A call in which the credential's header names the scheme and no credential. */
const callWithBlankCredential = async (session: Session, operation: Operation): Promise<Exchange> =>
  once(session, { ...unauthenticatedRequest(session, operation, 'blank'), credential: { kind: 'blank' }, faults: ['credential-missing'] });

/** Does another promise of the contract speak of headers that hold no usable credential. */
const isMalformedDocumented = (contract: Contract, { location }: Operation): boolean =>
  ownerOf(contract, { id: 'auth/malformed-credential-refused', reads: 'auth.unauthenticated.malformed' }, location) !== undefined;

/** The operation that creates what an action is about, where the operator allows it and gives what it takes. */
const creatorFor = (contract: Contract, target: Target, action: Operation): Operation | undefined => {
  const create = creatorActedOn(contract, action);
  if (!create || !isAllowed(create, target) || !isAllowed(action, target)) return undefined;
  return prerequisitesFor(create, { contract, target }).every(({ kind }) => kind === 'permission') ? create : undefined;
};
