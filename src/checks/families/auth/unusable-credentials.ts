import { statuses } from '../../../contract/conventions-at.ts';
import { admissionTo, otherWays } from '../../../contract/admission.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { parameterlessReads } from '../../../contract/operation.ts';
import type { CredentialAlteration, PlannedRequest } from '../../../model/request.ts';
import { type CheckText, NotTried, type Surroundings } from '../../kit/define.ts';
import { isAllowed } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { callWithUnknownCredential, likeliestForm, unauthenticatedRequest, printedPrefix } from '../../requests/unauthenticated-request.ts';
import { readWith, smallRead } from '../../requests/small-read.ts';
import { locksNames } from '../../subjects/locked-names.ts';
import { bearerSchemes } from '../../subjects/bearer-schemes.ts';
import { firstRead, type JudgedOperation, unauthenticatedPrerequisites, securedOperations } from '../../subjects/secured-operations.ts';
import { type Call, defineUnusable, type UnusableCredential } from './define-unusable.ts';
import { changeOfOwn, isActionOfOwn, isChangeOfOwn, isReadOfExisting, readOfExisting } from './on-existing.ts';
import { isPlainRead, joinPlainReads, plainReadMistakes } from './refused-credential.ts';

/** The first read with an unusable credential, in the read phase. */
const ofFirstRead = { phase: 'read', exclusive: 'nothing', over: firstRead, proof: 'read-before' } as const;

/**
 * The read that succeeds with the key, or the change of a resource of the run, with a made-up credential: an error response to a made-up id leaves open whether the
 * credential is checked.
 */
const onExisting = ({ contract, target }: Surroundings, operation: Operation): Call[] => {
  const isRead = isReadOfExisting(operation);
  if (!isRead && !isActionOfOwn(contract, target, operation)) return [];
  const request = async (session: Session): Promise<PlannedRequest> => {
    const known = await (isRead ? readOfExisting : changeOfOwn)(session, operation);
    if (known === undefined) throw new NotTried('not-applicable', `${operation.key} does not succeed with the key`);
    const { credential, faults } = callWithUnknownCredential(session, operation, likeliestForm(contract));
    return { ...known, credential, faults };
  };
  const what = isRead ? 'with the values that succeed with the key' : 'on a resource that exists';
  const mistake = `${operation.key} with a made-up credential, ${what}`;
  return [{ code: 'unknown-credential', mistake, mayLack: true, isOptional: true, request }];
};

/** How a credential is altered where an operation is tried on something that exists. */
type Alteration = { readonly form: CredentialAlteration; readonly words: string; readonly isPair: boolean };

/**
 * The alteration that a service overlooks most likely, where an operation is called with one credential and nothing else: a service that looks up the user of a pair
 * (RFC 7617) may not compare the password, and one that looks for a token by its beginning takes one with more behind it.
 */
const alterationFor = ({ contract, target }: Surroundings, operation: Operation): Alteration | undefined => {
  const found = admissionTo(contract, operation, target);
  if (found.kind !== 'passes' || found.passes.length > 1 || !found.passes[0].isKey) return undefined;
  return found.passes[0].placement.kind === 'basic'
    ? { form: 'last-character-changed', words: 'the name of the valid credential and another password', isPair: true }
    : { form: 'character-appended', words: 'the valid credential and a character behind it', isPair: false };
};

const shortened: Alteration = { form: 'last-character-removed', words: 'the valid credential without its last character', isPair: false };

/**
 * The read that succeeds with the key, or the change of a resource of the run, with the altered credential of the key: a service that compares a part of it refuses a
 * made-up one, and may compare the whole elsewhere.
 */
const withAltered = (around: Surroundings, operation: Operation): Call[] => {
  const { contract, target } = around;
  const isRead = isReadOfExisting(operation);
  const [first] = firstRead(contract);
  const alteration = contract.standard.size === 0 ? undefined : alterationFor(around, operation);
  if (!first || !alteration || (!isRead && !isChangeOfOwn(contract, target, operation))) return [];
  const { isPair } = alteration;
  if (isPair && locksNames(contract)) return [];
  // A service may also compare as many characters as it was sent. A read costs one request more, and a change a resource more.
  const alterations = isRead && !isPair ? [alteration, shortened] : [alteration];
  const valid = async (session: Session): Promise<PlannedRequest> => {
    const known = await (isRead ? readOfExisting(session, operation) : changeOfOwn(session, operation, 'altered'));
    if (known === undefined) throw new NotTried('not-applicable', `${operation.key} does not succeed with the key`);
    return known;
  };
  const what = isRead ? 'with the values that succeed with the key' : 'on a resource that exists';
  return alterations.map(({ form, words }): Call => ({
    code: 'altered-credential',
    mistake: `${operation.key} with ${words}, ${what}`,
    mayLack: true,
    isOptional: true,
    // A change is not made twice with the key. What its path names is of the account of the key, so that no other account is meant. Nobody chooses a token.
    ...(isPair && { control: isRead ? valid : (session: Session) => smallRead(session, first.operation) }),
    isOnOwn: !isRead,
    request: async (session) => ({
      ...(await valid(session)),
      credential: { kind: 'altered', name: 'key', form },
      faults: ['credential-invalid'],
    }),
  }));
};

export const unknownCredentialRefused = defineUnusable({
  id: 'auth/unknown-credential-refused',
  title: 'A call with an unknown credential is refused with the documented status',
  why: 'A service that accepts any credential, or any of the right form, is open to anyone.',
  fix: 'Look up the whole credential before anything else, and answer the documented status.',
  phase: 'mutate',
  stage: 'refusals',
  exclusive: 'collection',
  over: securedOperations,
  prerequisites: unauthenticatedPrerequisites,
  join: joinPlainReads,
  requests: (contract, operation) =>
    (isReadOfExisting(operation) || operation.effect === 'destructive' ? 5 : 2) +
    (contract.standard.size > 0 && operation.path.includes('{') ? 2 : 0),
  // A removal is tried on a resource of its own.
  creates: (contract, { effect, path }) => (contract.standard.size > 0 && effect === 'destructive' && path.includes('{') ? 1 : 0),
  proof: 'call-after',
  /** A made-up credential in the documented form, where there is one; on the first plain read also one in another form. */
  calls(around, operation) {
    const { contract } = around;
    const form = likeliestForm(contract);
    const mistake = `${operation.key} with a made-up credential`;
    const call = { code: 'unknown-credential' };
    const isFirst = parameterlessReads(contract)[0]?.key === operation.key;
    return [
      // What may change anything is not called on what a made-up number may name: then it is tried on a resource of the run alone.
      {
        ...call,
        mistake,
        mayLack: operation.effect === 'destructive',
        request: (session) => callWithUnknownCredential(session, operation, form),
      },
      ...(form === 'as-printed' && isFirst
        ? [
            {
              ...call,
              mistake: `${mistake} of another form`,
              isOptional: true,
              request: (session: Session) => callWithUnknownCredential(session, operation, 'made-up'),
            },
          ]
        : []),
      ...onExisting(around, operation),
      ...withAltered(around, operation),
    ];
  },
  kind: 'unknown',
  usual: (contract, operation) => (isPlainRead(contract, operation) ? [403, ...plainReadMistakes] : [403]),
});

/** Where the standard requirements hold, every read that needs nothing but a credential; else the first. */
const plainReads = (contract: Contract): readonly JudgedOperation[] =>
  contract.standard.size === 0
    ? firstRead(contract)
    : securedOperations(contract).filter(({ operation }) => isPlainRead(contract, operation));

/** On other reads than the first, two forms show whether the whole credential is compared. */
const fewForms: readonly CredentialAlteration[] = ['last-character-removed', 'character-appended'];

/** Calls with an altered valid credential. A 400 is inconclusive: undocumented rules may make the altered credential malformed. */
const altered =
  (forms: readonly CredentialAlteration[]): UnusableCredential['calls'] =>
  (around, operation) => {
    const { contract } = around;
    // Nearly each of them is the name of the key with a wrong password, where the credential is such a pair.
    const isLocking = alterationFor(around, operation)?.isPair === true && locksNames(contract);
    return forms
      .filter((form) => firstRead(contract)[0]?.operation.key === operation.key || fewForms.includes(form))
      .map((form) => ({
        code: 'altered-credential',
        mistake: `the valid credential, ${form.replaceAll('-', ' ')}`,
        mayLack: !isLocking,
        request: (session) => {
          if (isLocking) throw new NotTried('not-applicable', 'The document says that wrong passwords lock an account');
          return callWithUnknownCredential(session, operation, form);
        },
      }));
  };

/** Forms of which each differs from the credential at its end, which is that of the password where it is a pair (RFC 7617, section 2). */
const formsAtEnd: readonly CredentialAlteration[] = ['last-character-changed', 'last-character-removed', 'character-appended'];

/**
 * Calls with the altered credentials of the other schemes that are enough by themselves: a service may look up the user of a pair, and not its password, where it compares
 * the whole of a key. On the first read, as a service checks a scheme in one place.
 */
const alteredOthers: UnusableCredential['calls'] = ({ contract, target }, operation) =>
  contract.standard.size === 0 || firstRead(contract)[0]?.operation.key !== operation.key || locksNames(contract)
    ? []
    : otherWays(contract, operation, target).flatMap(({ scheme }) =>
        formsAtEnd.map((form): Call => ({
          code: 'altered-credential',
          mistake: `the valid credential of the security scheme "${scheme}", ${form.replaceAll('-', ' ')}`,
          mayLack: true,
          isOptional: true,
          control: (session) => ({ ...smallRead(session, operation), credential: { kind: 'valid', name: 'key', scheme } }),
          request: (session) => ({
            ...smallRead(session, operation),
            credential: { kind: 'altered', name: 'key', form, scheme },
            faults: ['credential-invalid'],
          }),
        })),
      );

const alteredKey = altered(['last-character-changed', 'middle-character-changed', 'last-character-removed', 'character-appended']);

export const damagedCredentialRefused = defineUnusable({
  id: 'auth/damaged-credential-refused',
  title: 'A valid credential with a character changed, left out or added is refused with the documented status',
  why: 'A service that compares only part of a credential is open to anyone who knows that part.',
  fix: 'Compare the whole credential, including its length, and answer as for an unknown credential.',
  ...ofFirstRead,
  over: plainReads,
  requests: ({ standard }, { security }) => 5 + (standard.size === 0 ? 0 : Math.max(security.length - 1, 0) * formsAtEnd.length * 2),
  calls: (around, operation) => [...alteredKey(around, operation), ...alteredOthers(around, operation)],
  kind: 'damaged',
  usual: () => [403],
});

export const credentialCaseCounts = defineUnusable({
  id: 'auth/credential-case-counts',
  title: 'A valid credential with its letter case changed is refused with the documented status',
  why: 'A credential that is compared without regard to case takes far fewer guesses.',
  fix: 'Compare credentials byte by byte.',
  ...ofFirstRead,
  requests: () => 3,
  calls: altered(['letter-case-swapped', 'one-letter-case-swapped']),
  kind: 'letterCase',
  usual: () => [],
});

type Malformed = {
  readonly mistake: string;
  readonly presented: (prefix: string) => Pick<PlannedRequest, 'credential'> & Partial<PlannedRequest>;
  /** Sent also where the contract documents nothing about malformed credentials. */
  readonly isUsual?: boolean;
  /** Sent only where the contract documents the prefix of a credential. */
  readonly takesPrefix?: boolean;
};

/** Values that are no usable credential; after the first two, of Authorization for a bearer token. */
const malformed: readonly Malformed[] = [
  { mistake: 'an empty credential', isUsual: true, presented: () => ({ credential: { kind: 'blank' } }) },
  { mistake: 'a credential of one character', isUsual: true, presented: () => ({ credential: { kind: 'made-up', value: 'x' } }) },
  {
    mistake: 'only the documented prefix of a credential',
    takesPrefix: true,
    presented: (value) => ({ credential: { kind: 'made-up', value } }),
  },
  { mistake: 'three words in place of a credential', presented: () => ({ credential: { kind: 'made-up', value: 'a b c' } }) },
  {
    mistake: 'an empty user and password under Basic',
    presented: () => ({ credential: { kind: 'none' }, headers: [['Authorization', 'Basic Og==']] }),
  },
  {
    mistake: 'one word that is not a scheme name',
    presented: () => ({ credential: { kind: 'none' }, headers: [['Authorization', 'garbage']] }),
  },
];

export const malformedCredentialRefused = defineUnusable({
  id: 'auth/malformed-credential-refused',
  title: 'A header without a usable credential is refused with the documented status',
  why: 'Services that parse a credential before they look it up may fail on a malformed one, or accept it.',
  fix: 'Treat every value that is not a credential of the documented form as an unknown credential.',
  ...ofFirstRead,
  over: (contract) =>
    plainReads(contract).filter(({ operation }) => contract.standard.size > 0 || bearerSchemes(contract, operation).length > 0),
  requests: () => malformed.length + 1,
  calls({ contract }, operation) {
    const prefix = printedPrefix(contract);
    const isDocumented = operation.conventions.auth?.unauthenticated.malformed !== undefined;
    const isFirst = firstRead(contract)[0]?.operation.key === operation.key;
    return malformed
      .slice(0, isFirst ? undefined : 1)
      .filter(({ isUsual = false, takesPrefix = false }) => (isDocumented || isUsual) && (prefix !== undefined || !takesPrefix))
      .map(({ mistake, presented }) => {
        const parts = presented(prefix ?? '');
        const faults = [parts.credential.kind === 'blank' ? 'credential-missing' : 'credential-invalid'] as const;
        return { code: 'malformed-credential', mistake, request: (session) => ({ ...smallRead(session, operation), ...parts, faults }) };
      });
  },
  kind: 'malformed',
  usual: () => [403],
});

/** Other operations that must refuse an ended credential, where the contract documents this: reads without required parameters, and creations. */
const othersThanFirst = (contract: Contract, first: Operation): Operation[] =>
  first.conventions.auth?.unauthenticated.ended === undefined
    ? []
    : securedOperations(contract)
        .map(({ operation }) => operation)
        .filter(
          ({ key, effect, parameters, takesKey }) =>
            key !== first.key && takesKey && (effect === 'creates' || (effect === 'safe' && parameters.every(({ required }) => !required))),
        );

/**
 * A credential that is no longer valid must be refused like an unknown one. The status for a missing permission breaks the requirement too,
 * because it means that the credential is valid.
 */
const ended = (name: 'revoked' | 'expired') =>
  ({
    phase: 'mutate',
    stage: 'opening',
    exclusive: 'nothing',
    over: firstRead,
    prerequisites: () => [{ kind: 'credential', name }],
    requests: (contract, operation) => 2 + othersThanFirst(contract, operation).length,
    proof: 'read-before',
    calls: ({ contract, target }, operation) => [
      {
        code: `${name}-credential`,
        mistake: `the ${name} credential`,
        request: (session) => readWith(session, operation, name),
      },
      ...othersThanFirst(contract, operation)
        .filter(({ effect }) => isAllowed({ effect }, target))
        .map((other): Call => ({
          code: `${name}-credential`,
          mistake: `${other.key} with the ${name} credential`,
          mayLack: true,
          isOptional: true,
          request: (session) => ({
            ...unauthenticatedRequest(session, other, name),
            credential: { kind: 'valid', name },
            faults: ['credential-invalid'],
          }),
        })),
    ],
    kind: 'ended',
    usual: (_contract, { conventions: { auth } }) => [403, ...statuses(auth?.forbidden, 'access')],
  }) satisfies Omit<UnusableCredential, keyof CheckText>;

export const revokedCredentialRefused = defineUnusable({
  id: 'auth/revoked-credential-refused',
  title: 'A credential that was revoked or rotated out is refused with the documented status',
  why: 'People revoke a credential because somebody else has it; they are not safe until it stops working.',
  fix: 'Drop a revoked credential everywhere, including caches, and answer as for an unknown credential.',
  ...ended('revoked'),
});

export const expiredCredentialRefused = defineUnusable({
  id: 'auth/expired-credential-refused',
  title: 'An expired credential is refused with the documented status',
  why: 'A credential that works after its expiry is no longer watched; another status keeps clients from renewing theirs.',
  fix: 'Compare the expiry of a credential with the clock on every call, and answer as for an unknown credential.',
  ...ended('expired'),
});
