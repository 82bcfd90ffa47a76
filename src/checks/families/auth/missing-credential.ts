import { admissionTo } from '../../../contract/admission.ts';
import { isSuccess } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { parameterlessReads } from '../../../contract/operation.ts';
import { ownerOf } from '../../../contract/owner.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { PlannedRequest } from '../../../model/request.ts';
import type { Target } from '../../../model/target.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { defineProbe } from '../../kit/define.ts';
import { joinVerdicts, withOptional } from '../../kit/join-locations.ts';
import { isSkipped, orSkipped, type Skipped } from '../../kit/not-tried.ts';
import { isAllowed, prerequisitesFor } from '../../kit/prerequisites.ts';
import { once, type Session } from '../../kit/session.ts';
import { callWithoutCredential, unauthenticatedRequest } from '../../requests/unauthenticated-request.ts';
import { plainRead } from '../../scenarios/calls/reads.ts';
import { actedWithoutCredential } from '../../scenarios/lifecycle/acted.ts';
import { type JudgedOperation, unauthenticatedPrerequisites, securedOperations } from '../../subjects/secured-operations.ts';
import { attemptBy, canGuard, creatorActedOn, guardedResourceType } from './guarded.ts';
import { changeOfOwn, isChangeOfOwn, isReadOfExisting, readOfExisting } from './on-existing.ts';
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
  /** Skipped where the operation may change anything and is tried on a resource of the run alone. */
  readonly missing: Exchange | Skipped;
  /** The operation with a blank credential; on the first plain read only. */
  readonly blank: Exchange | Skipped | undefined;
  /** The operation on a resource that the run created, where the operator allows that creation. */
  readonly onCreated: Exchange | Skipped | undefined;
  /** A read that succeeds with a credential, repeated without one; undefined where it needs no path parameter or does not succeed. */
  readonly onExisting?: Exchange | Skipped | undefined;
  /** A change of a resource that the run created, or a creation below one, without a credential; undefined where it is not tried. */
  readonly onOwn?: Exchange | Skipped | undefined;
  /** A read that succeeds with all credentials that it needs together, repeated without each one of them. */
  readonly incomplete: readonly { readonly scheme: string; readonly answer: Exchange | Skipped }[];
  readonly hasControl: boolean;
};

/** The call with a made-up id; skipped where nothing but a resource of the run may be tried. @throws {NotTried} where any other reason prevents it. */
const mayBeTriedOnOwnOnly = async ({ effect }: Operation, call: Promise<Exchange>): Promise<Exchange | Skipped> =>
  effect === 'destructive' ? orSkipped(call) : call;

/** Who sends no credential. */
const nobody = { credential: { kind: 'none' }, faults: ['credential-missing'] } as const satisfies Partial<PlannedRequest>;

export const missingCredentialRefused = defineProbe<JudgedOperation, Result>({
  id: 'auth/missing-credential-refused',
  title: 'A call without a credential is refused with the documented status',
  why: 'An operation that does not check the credential is open to everybody; another status hides that authentication is required.',
  fix: 'Check the credential before anything else, on every operation, and answer the documented status without a redirect.',
  reads: 'auth.unauthenticated.missing',
  phase: 'mutate',
  stage: 'looking-back',
  exclusive: 'collection',
  over: securedOperations,
  prerequisites: ({ operation }, around) => unauthenticatedPrerequisites(operation, around),
  cost({ operation }, { contract, target }) {
    const creates = creatorFor(contract, target, operation) || canGuard(contract, target, operation) ? 1 : 0;
    const alone = schemesNeeded(operation, contract, target).length;
    const changes = isChangeOfOwn(contract, target, operation) ? 1 : 0;
    return { requests: 2 * changes + (creates > 0 ? 60 : isReadOfExisting(operation) ? 4 : 2) + alone, creates: creates + changes };
  },
  async run({ operation }, session) {
    const { contract, target } = session;
    const { key } = operation;
    const refused = refusedFor(operation, 'missing');
    const asked = await mayBeTriedOnOwnOnly(operation, once(session, callWithoutCredential(session, operation)));
    const missing = isSkipped(asked) ? asked : await askedAgain(session, asked, refused);
    // A requirement about malformed credentials covers a blank one, where the contract has it.
    const isFirst = parameterlessReads(contract)[0]?.key === key && !isMalformedDocumented(contract, operation);
    const create = creatorFor(contract, target, operation);
    const acted = create && (await orSkipped(session.run(actedWithoutCredential, { create: create.key, action: key })));
    const guarded = canGuard(contract, target, operation) ? await orSkipped(attemptBy(session, operation, 'nobody')) : undefined;
    const existing = isReadOfExisting(operation) ? await orSkipped(readOfExisting(session, operation)) : undefined;
    const own = isChangeOfOwn(contract, target, operation) ? await orSkipped(changeOfOwn(session, operation)) : undefined;
    const repeated = existing && !isSkipped(existing) ? await orSkipped(once(session, { ...existing, ...nobody })) : existing;
    const changed = own && !isSkipped(own) ? await orSkipped(session.send({ ...own, ...nobody })) : own;
    return {
      missing,
      onOwn: changed,
      blank: isFirst ? await orSkipped(callWithBlankCredential(session, operation)) : undefined,
      onCreated: acted ?? guarded,
      onExisting: repeated,
      incomplete: await callsWithoutOne(session, operation),
      hasControl: await hasControl(session, operation, refused),
    };
  },
  judge({ operation }, { missing, blank, onCreated, onExisting, onOwn, incomplete, hasControl: isKnownToWork }, { contract }) {
    const refused = refusedFor(operation, 'missing');
    const shared = { redirect: true, code: 'no-credential', hasControl: isKnownToWork };
    const main = isSkipped(missing)
      ? missing
      : judgeUnusable(missing, refused, {
          ...shared,
          usual: [403, ...(isPlainRead(contract, operation) ? plainReadMistakes : [])],
          left: faultsLeft(contract, operation, missing),
          mistake: `${operation.key} without a credential`,
        });
    const part = (exchange: Exchange | Skipped | undefined, mistake: string, hasNever: boolean): Verdict[] => {
      if (exchange === undefined) return [];
      if (isSkipped(exchange)) return [exchange];
      return [judgeUnusable(exchange, hasNever ? refused : { ...refused, never: undefined }, { ...shared, usual: [403], mistake })];
    };
    const parts = [
      ...part(blank, `${operation.key} with a blank credential`, false),
      ...part(onCreated, `${operation.key} without a credential, on a resource that exists`, true),
      ...part(onExisting, `${operation.key} without a credential, with the values that succeed with one`, true),
      ...part(onOwn, `${operation.key} without a credential, on a resource that exists`, true),
      ...incomplete.flatMap(({ scheme, answer }) =>
        isSkipped(answer)
          ? [answer]
          : [
              judgeUnusable(answer, refused, {
                ...shared,
                usual: [],
                code: 'incomplete-credentials',
                mistake: `${operation.key} without the credential of the security scheme "${scheme}", which it needs too`,
              }),
            ],
      ),
    ];
    // A call on an existing resource is stronger evidence: an error response to a made-up id may be about the id.
    const [decided] = parts.filter(({ kind }) => kind === 'pass');
    const isStronger = isReadOfExisting(operation) || onOwn !== undefined || guardedResourceType(contract, operation) !== undefined;
    if (isSkipped(missing)) return decided ? joinVerdicts([main, ...parts]) : withOptional(main, parts);
    return main.kind === 'inconclusive' && decided && isStronger && !isSuccess(missing)
      ? withOptional(decided, [main, ...parts.filter((one) => one !== decided)])
      : withOptional(main, parts);
  },
  join: joinPlainReads,
});

/**
 * The security schemes whose credentials a read needs together with others, as it is called (OpenAPI 3.1, Security Requirement Object); without
 * one whose absence leaves another alternative.
 */
const schemesNeeded = (operation: Operation, contract: Contract, target: Target): readonly string[] => {
  const admission = operation.effect === 'safe' ? admissionTo(contract, operation, target) : undefined;
  if (admission?.kind !== 'passes' || admission.passes.length < 2) return [];
  const sent = admission.passes.map(({ scheme }) => scheme);
  const stillDoes = (without: string): boolean =>
    operation.security.some((names) => names.every((name) => name !== without && sent.includes(name)));
  return sent.filter((scheme) => !stillDoes(scheme));
};

const callsWithoutOne = async (session: Session, operation: Operation): Promise<Result['incomplete']> => {
  const schemes = schemesNeeded(operation, session.contract, session.target);
  if (schemes.length === 0) return [];
  const known = await orSkipped(session.run(plainRead, { operation: operation.key }));
  if (isSkipped(known) || !isSuccess(known)) return [];
  const calls: { scheme: string; answer: Exchange | Skipped }[] = [];
  for (const scheme of schemes) {
    const credential = { kind: 'incomplete', without: scheme } as const;
    const call = once(session, { ...known.request, credential, faults: ['credential-missing'] });
    calls.push({ scheme, answer: await orSkipped(call) });
  }
  return calls;
};

/** A call whose header names the scheme and no credential. */
const callWithBlankCredential = async (session: Session, operation: Operation): Promise<Exchange> =>
  once(session, { ...unauthenticatedRequest(session, operation, 'blank'), credential: { kind: 'blank' }, faults: ['credential-missing'] });

/** True if another requirement of the contract covers headers without a usable credential. */
const isMalformedDocumented = (contract: Contract, { location }: Operation): boolean =>
  ownerOf(contract, { id: 'auth/malformed-credential-refused', reads: 'auth.unauthenticated.malformed' }, location) !== undefined;

/** The operation that creates the resource of an action, where the operator allows both and has configured all prerequisites. */
const creatorFor = (contract: Contract, target: Target, action: Operation): Operation | undefined => {
  const create = creatorActedOn(contract, action);
  if (!create || !isAllowed(create, target) || !isAllowed(action, target)) return undefined;
  return prerequisitesFor(create, { contract, target }).every(({ kind }) => kind === 'permission') ? create : undefined;
};
