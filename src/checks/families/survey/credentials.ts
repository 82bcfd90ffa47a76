import type { Contract, Operation } from '../../../contract/model.ts';
import { parameterlessReads } from '../../../contract/operation.ts';
import type { CredentialAlteration, CredentialMisplacement, CredentialName, PlannedRequest } from '../../../model/request.ts';
import { at, type ProbePrerequisite, type Surroundings } from '../../kit/define.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { creationBy } from '../../requests/creation-by.ts';
import { readWith, smallRead } from '../../requests/small-read.ts';
import { callWithoutCredential, callWithUnknownCredential, likeliestForm } from '../../requests/unauthenticated-request.ts';
import { bearerSchemes, isDeclaredForm } from '../../subjects/bearer-schemes.ts';
import type { JudgedOperation } from '../../subjects/secured-operations.ts';
import { creationsToAsk } from '../../subjects/surveyed.ts';
import { askEach, defineSurvey } from './survey-probe.ts';

/** Reads that need a credential and nothing else. */
const guardedReads = (contract: Contract): JudgedOperation[] =>
  parameterlessReads(contract).map((operation) => at(operation.location, { operation }));

/** The first of them, where its credential is sent behind the name of a scheme. */
const bearerReads = (contract: Contract): JudgedOperation[] =>
  guardedReads(contract)
    .slice(0, 1)
    .flatMap(({ operation }) => bearerSchemes(contract, operation));

const reading = { over: guardedReads, prerequisites: () => [] } as const;

const credential = (name: CredentialName): ProbePrerequisite => ({ kind: 'credential', name });

export const credentialMissing = defineSurvey<JudgedOperation>({
  ...reading,
  situation: 'credential-missing',
  title: 'The answer to a read without a credential is recorded',
  ask: async ({ operation }, session) => askEach(session, [callWithoutCredential(session, operation)]),
});

export const credentialBlank = defineSurvey<JudgedOperation>({
  ...reading,
  situation: 'credential-blank',
  title: 'The answer to a read with a blank credential is recorded',
  ask: async ({ operation }, session) =>
    askEach(session, [{ ...smallRead(session, operation), credential: { kind: 'blank' }, faults: ['credential-invalid'] }]),
});

export const credentialUnknown = defineSurvey<JudgedOperation>({
  ...reading,
  situation: 'credential-unknown',
  title: 'The answer to a read with a credential that was never issued is recorded',
  ask: async ({ operation }, session) => askEach(session, [callWithUnknownCredential(session, operation, likeliestForm(session.contract))]),
});

const altered = (session: Session, operation: Operation, forms: readonly CredentialAlteration[]): PlannedRequest[] =>
  forms.map((form) => callWithUnknownCredential(session, operation, form));

export const credentialAltered = defineSurvey<JudgedOperation>({
  ...reading,
  situation: 'credential-altered',
  title: 'The answer to a read with a credential that is one character off is recorded',
  ask: async ({ operation }, session) => askEach(session, altered(session, operation, ['last-character-changed'])),
});

export const credentialLetterCase = defineSurvey<JudgedOperation>({
  ...reading,
  situation: 'credential-letter-case',
  title: 'The answer to a read with the credential in other letter case is recorded',
  requests: 2,
  ask: async ({ operation }, session) => askEach(session, altered(session, operation, ['letter-case-swapped', 'one-letter-case-swapped'])),
});

const misplaced = ({ contract, ...session }: Session, operation: Operation, forms: readonly CredentialMisplacement[]): PlannedRequest[] =>
  forms
    .filter((form) => form.endsWith('case-scheme') || !isDeclaredForm(contract, operation, form))
    .map((form) => ({
      ...smallRead({ contract, ...session }, operation),
      credential: { kind: 'misplaced', name: 'key', form },
      faults: ['credential-misplaced'],
    }));

/** Never in the address: what is there ends up in the logs of servers. */
const otherPlaces: readonly CredentialMisplacement[] = ['no-scheme', 'token-scheme', 'api-key-header'];

export const credentialMisplaced = defineSurvey<JudgedOperation>({
  ...reading,
  over: (contract) =>
    bearerReads(contract).filter(({ operation }) => otherPlaces.some((form) => !isDeclaredForm(contract, operation, form))),
  situation: 'credential-misplaced',
  title: 'The answer to a read with the credential in another header field, or under another scheme, is recorded',
  requests: otherPlaces.length,
  ask: async ({ operation }, session) => askEach(session, misplaced(session, operation, otherPlaces)),
});

export const schemeLetterCase = defineSurvey<JudgedOperation>({
  ...reading,
  over: bearerReads,
  situation: 'scheme-letter-case',
  title: "The answer to a read with the scheme's name in small and in capital letters is recorded",
  requests: 2,
  ask: async ({ operation }, session) => askEach(session, misplaced(session, operation, ['lower-case-scheme', 'upper-case-scheme'])),
});

const endedNames = ['revoked', 'expired'] as const;

export const credentialEnded = defineSurvey<JudgedOperation>({
  ...reading,
  situation: 'credential-ended',
  title: 'The answer to a read with a credential that was revoked, or has expired, is recorded',
  prerequisites: (_read, { target }) => (endedNames.some((name) => target.credentials.includes(name)) ? [] : [credential('revoked')]),
  requests: endedNames.length,
  ask: async ({ operation }, session) =>
    askEach(
      session,
      endedNames.filter((name) => session.target.credentials.includes(name)).map((name) => readWith(session, operation, name)),
    ),
});

/** In a sandbox its own credential is the right one. */
const ofOtherEnvironment = ({ target }: Surroundings): ProbePrerequisite[] => [
  credential('test'),
  ...(target.environment === 'sandbox'
    ? [{ kind: 'config' as const, path: 'environment', sentence: 'a target that is no sandbox, as "test" is the key of a sandbox' }]
    : []),
];

export const credentialEnvironment = defineSurvey<JudgedOperation>({
  ...reading,
  situation: 'credential-environment',
  title: 'The answer to a read with a credential of the sandbox is recorded',
  prerequisites: (_read, around) => ofOtherEnvironment(around),
  ask: async ({ operation }, session) => askEach(session, [{ ...readWith(session, operation, 'test'), faults: ['credential-invalid'] }]),
});

export const permissionMissing = defineSurvey<JudgedOperation>({
  changes: true,
  over: (contract) => creationsToAsk(contract).filter(({ operation }) => operation.takesKey),
  situation: 'permission-missing',
  title: 'The answer to a creation with a credential that may only read is recorded',
  prerequisites: ({ operation }, around) => [...prerequisitesFor(operation, around), credential('restricted')],
  creates: 1,
  ask: async ({ operation }, session) => askEach(session, [creationBy(session, operation, 'restricted')]),
});
