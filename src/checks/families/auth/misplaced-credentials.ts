import type { Contract, Operation } from '../../../contract/model.ts';
import type { CredentialMisplacement, PlannedRequest } from '../../../model/request.ts';
import { type CheckText, defineProbe, inconclusive, observed } from '../../kit/define.ts';
import { recordedStatus } from '../../kit/facts.ts';
import { once, type Session } from '../../kit/session.ts';
import { smallRead } from '../../requests/small-read.ts';
import { bearerSchemes, isDeclaredForm } from '../../subjects/bearer-schemes.ts';
import { firstRead, type JudgedOperation } from '../../subjects/secured-operations.ts';
import { defineUnusable, type UnusableCredential } from './define-unusable.ts';

/** What each form of a misplaced credential is in a sentence. */
const misplacements: Readonly<Record<CredentialMisplacement, string>> = {
  'basic-scheme': 'the credential as the user name of Basic',
  'token-scheme': 'the credential behind the scheme name Token',
  'no-scheme': 'the credential without a scheme name',
  'lower-case-scheme': 'the scheme name in small letters',
  'upper-case-scheme': 'the scheme name in capital letters',
  'api-key-header': 'the credential in the header X-API-Key alone',
  'api-key-query': 'the credential in the query parameter api_key alone',
};

/** A small read whose valid credential stands under another scheme, in another letter case of it, or at another place. */
const misplacedRead = (session: Session, operation: Operation, form: CredentialMisplacement): PlannedRequest => ({
  ...smallRead(session, operation),
  credential: { kind: 'misplaced', name: 'key', form },
  faults: ['credential-misplaced'],
});

/** The first read once for each scheme by which it takes a bearer token. */
const firstReadSchemes = (contract: Contract): JudgedOperation[] =>
  firstRead(contract).flatMap(({ operation }) => bearerSchemes(contract, operation));

/**
 * A valid credential in forms that the documentation does not have must be refused as a missing one is; any other refusal leaves it open. Forms
 * that another scheme of the operation allows are not sent.
 */
const misplaced = (forms: readonly CredentialMisplacement[]) =>
  ({
    phase: 'read',
    exclusive: 'nothing',
    over: (contract) =>
      firstReadSchemes(contract).filter(({ operation }) => !forms.every((form) => isDeclaredForm(contract, operation, form))),
    requests: () => forms.length,
    proof: 'none',
    calls: ({ contract }, operation) =>
      forms
        .filter((form) => !isDeclaredForm(contract, operation, form))
        .map((form) => ({
          code: `credential-${form}`,
          mistake: misplacements[form],
          request: (session) => misplacedRead(session, operation, form),
        })),
    kind: undefined,
    usual: () => [],
  }) satisfies Omit<UnusableCredential, keyof CheckText>;

export const otherSchemeRefused = defineUnusable({
  id: 'auth/other-scheme-refused',
  title: 'A valid credential under another scheme than the documented one is refused',
  why: 'A service that takes a credential however it is written hides mistakes that fail elsewhere, and widens what has to be guarded.',
  fix: 'Accept the credential behind the documented scheme name only, and answer the documented status otherwise.',
  ...misplaced(['basic-scheme', 'token-scheme', 'no-scheme']),
});

export const otherLocationRefused = defineUnusable({
  id: 'auth/other-place-refused',
  title: 'A valid credential at another place than the documented one counts as missing',
  why: 'A credential that works in a query ends up in logs and histories; one that works in several headers is easy to forget in one.',
  fix: 'Look for the credential at the documented place only, and answer as if none had been sent otherwise.',
  ...misplaced(['api-key-header', 'api-key-query']),
});

export const otherHeaderRefused = defineUnusable({
  id: 'auth/other-header-refused',
  title: 'A valid credential in another header than the documented one counts as missing',
  why: 'A credential that works in several headers is easy to forget in one: in a log, in a cache, in a proxy.',
  fix: 'Look for the credential in the documented header only, and answer as if none had been sent otherwise.',
  ...misplaced(['api-key-header']),
});

export const schemeCaseRecorded = defineProbe({
  id: 'auth/scheme-case-recorded',
  title: 'How a scheme name in other letter case is answered is recorded',
  why: 'Scheme names are read without regard to case (RFC 9110 section 11.1), and clients differ in how they write them.',
  fix: 'Nothing is wrong with either answer; reading the name without regard to case spares clients a surprise.',
  phase: 'read',
  exclusive: 'nothing',
  over: firstReadSchemes,
  prerequisites: () => [],
  cost: () => ({ requests: 2, creates: 0 }),
  async run({ operation }, session) {
    const lower = await once(session, misplacedRead(session, operation, 'lower-case-scheme'));
    return { lower, upper: await once(session, misplacedRead(session, operation, 'upper-case-scheme')) };
  },
  judge({ operation }, { lower, upper }) {
    const facts = [
      ...recordedStatus('credential.lower-case-scheme', operation.key, lower),
      ...recordedStatus('credential.upper-case-scheme', operation.key, upper),
    ];
    return facts.length > 0 ? observed(facts) : inconclusive('Neither spelling of the scheme name was answered', [lower, upper]);
  },
});
