import type { Contract, Operation } from '../../../contract/model.ts';
import { parameterlessReads } from '../../../contract/operation.ts';
import type { CredentialMisplacement, PlannedRequest } from '../../../model/request.ts';
import { type CheckText, defineProbe, inconclusive, observed } from '../../kit/define.ts';
import { recordedStatus } from '../../kit/facts.ts';
import { once, type Session } from '../../kit/session.ts';
import { smallRead } from '../../requests/small-read.ts';
import { bearerSchemes, headerKeys, isDeclaredForm } from '../../subjects/bearer-schemes.ts';
import { firstRead, type JudgedOperation } from '../../subjects/secured-operations.ts';
import { defineUnusable, type UnusableCredential } from './define-unusable.ts';

/** Each form of a misplaced credential, as a phrase. */
const misplacements: Readonly<Record<CredentialMisplacement, string>> = {
  'basic-scheme': 'the credential as the user name of Basic',
  'token-scheme': 'the credential behind the scheme name Token',
  'no-scheme': 'the credential without a scheme name',
  'lower-case-scheme': 'the scheme name in lower case',
  'upper-case-scheme': 'the scheme name in upper case',
  'bearer-scheme': 'the credential only as a bearer token',
  'api-key-header': 'the credential only in the header X-API-Key',
  'api-key-query': 'the credential only in the query parameter api_key',
};

/** A small read whose valid credential is sent under another scheme, with the scheme name in another case, or in another location. */
const misplacedRead = (session: Session, operation: Operation, form: CredentialMisplacement): PlannedRequest => ({
  ...smallRead(session, operation),
  credential: { kind: 'misplaced', name: 'key', form },
  faults: ['credential-misplaced'],
});

/** The first read, once for each of its schemes with a bearer token. */
const firstReadSchemes = (contract: Contract): JudgedOperation[] =>
  firstRead(contract).flatMap(({ operation }) => bearerSchemes(contract, operation));

/**
 * A valid credential in undocumented forms. It must be refused like a missing one; another error response is inconclusive. Forms that another
 * scheme of the operation allows are not sent.
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

const inOtherPlace = misplaced(['api-key-header', 'api-key-query']);

const formsOfHeaderKey = ['api-key-query', 'bearer-scheme'] as const;

/** A key of a header field, too, may work in the query, where it ends up in logs, or in the header field that most other services read. */
const ofHeaderKey = misplaced(formsOfHeaderKey);

const outsideItsPlace: typeof inOtherPlace = {
  ...inOtherPlace,
  over: (contract) => [...inOtherPlace.over(contract), ...ofHeaderKeys(contract)],
  calls: (around, operation) =>
    (bearerSchemes(around.contract, operation).length > 0 ? inOtherPlace : ofHeaderKey).calls(around, operation),
};

const ofHeaderKeys = (contract: Contract): JudgedOperation[] =>
  contract.standard.size === 0
    ? []
    : firstRead(contract)
        .filter(
          ({ operation }) =>
            bearerSchemes(contract, operation).length === 0 && !formsOfHeaderKey.every((form) => isDeclaredForm(contract, operation, form)),
        )
        .flatMap(({ operation }) => headerKeys(contract, operation));

/** The other reads that need nothing but a bearer token: a service that reads the header by itself at one of them may look for no scheme there, or for any. */
const furtherReads = (contract: Contract): JudgedOperation[] => {
  const known = new Set(firstRead(contract).map(({ operation }) => operation.key));
  return contract.standard.size === 0
    ? []
    : parameterlessReads(contract)
        .filter((one) => !known.has(one.key) && !isDeclaredForm(contract, one, 'no-scheme'))
        .flatMap((one) => bearerSchemes(contract, one));
};

const underOtherScheme = misplaced(['basic-scheme', 'token-scheme', 'no-scheme']);

export const otherSchemeRefused = defineUnusable({
  id: 'auth/other-scheme-refused',
  title: 'A valid credential under another scheme than the documented one is refused',
  why: 'Accepting undocumented schemes hides mistakes that fail elsewhere, and leaves more entrances to protect.',
  fix: 'Accept the credential only after the documented scheme name, and otherwise answer the documented status.',
  ...underOtherScheme,
  over: (contract) => [...underOtherScheme.over(contract), ...furtherReads(contract)],
  calls: (around, operation) => {
    const calls = underOtherScheme.calls(around, operation);
    const isFirst = firstRead(around.contract).some((one) => one.operation.key === operation.key);
    return isFirst ? calls : calls.filter(({ code }) => code !== 'credential-basic-scheme');
  },
});

export const otherLocationRefused = defineUnusable({
  id: 'auth/other-place-refused',
  title: 'A valid credential outside its documented location counts as missing',
  why: 'A credential in a query ends up in logs and histories; one that works in several headers is easy to overlook in one of them.',
  fix: 'Read the credential only from its documented location, and otherwise answer as if none had been sent.',
  ...outsideItsPlace,
});

export const otherHeaderRefused = defineUnusable({
  id: 'auth/other-header-refused',
  title: 'A valid credential in an undocumented header counts as missing',
  why: 'A credential that works in several headers is easy to overlook in one of them: in a log, in a cache, in a proxy.',
  fix: 'Read the credential only from the documented header, and otherwise answer as if none had been sent.',
  ...misplaced(['api-key-header']),
});

export const schemeCaseRecorded = defineProbe({
  id: 'auth/scheme-case-recorded',
  title: 'The answer to a scheme name in lower or upper case is recorded',
  why: 'Scheme names are case-insensitive (RFC 9110 section 11.1), and clients differ in how they spell them.',
  fix: 'Compare the scheme name without regard to case, so that every client is accepted.',
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
    return facts.length > 0 ? observed(facts) : inconclusive('Neither call was answered', [lower, upper]);
  },
});
