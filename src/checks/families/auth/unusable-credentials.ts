import { statuses } from '../../../contract/conventions-at.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { operationOf, parameterlessReads } from '../../../contract/operation.ts';
import type { CredentialKind } from '../../../contract/x-assay/access.ts';
import type { Alone } from '../../../model/case.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { CredentialAlteration, CredentialMisplacement, PlannedRequest } from '../../../model/request.ts';
import type { Verdict } from '../../../model/verdict.ts';
import {
  type CheckText,
  defineProbeOver,
  inconclusive,
  type Moment,
  type Need,
  observed,
  type Probe,
  type ProbeOver,
  type Surroundings,
} from '../../kit/define.ts';
import { joinVerdicts, withOptional } from '../../kit/join-places.ts';
import { isSkipped, orSkipped, type Skipped } from '../../kit/not-tried.ts';
import { isAllowed } from '../../kit/prerequisites.ts';
import { recordedStatus } from '../../kit/recorded-status.ts';
import { once, type Session } from '../../kit/session.ts';
import { callWithUnknownCredential, likeliestForm, outsiderRequest, printedPrefix } from '../../requests/outsider-request.ts';
import { readWith, smallRead } from '../../requests/small-read.ts';
import { workingRead } from '../../scenarios/credentials/working-read.ts';
import { bearerSchemes, isDeclaredForm } from '../../subjects/bearer-schemes.ts';
import { firstRead, type JudgedOperation, outsiderNeeds, securedOperations } from '../../subjects/secured-operations.ts';
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

/** One call whose credential is of no use. */
type Call = {
  /** May throw `NotTried`, where it cannot be made. */
  request(session: Session): PlannedRequest;
  /** The mistake in a phrase. */
  readonly mistake: string;
  /** Begins the code of a finding. */
  readonly code: string;
  /** A call that cannot be made is left out. */
  readonly mayLack?: boolean;
  /** A call that decides nothing is told, and takes nothing away from the others. */
  readonly isOptional?: boolean;
};

type Tried = Omit<Call, 'request'> & { readonly answer: Exchange | Skipped };

type Measured = { readonly tried: readonly Tried[]; readonly hasControl: boolean };

/** One kind of unusable credential: how calls are made with it, which refusal is promised, and what other answers mean. */
type Row = Omit<CheckText, 'reads'> &
  Moment & {
    readonly alone: Alone;
    over(contract: Contract): readonly JudgedOperation[];
    readonly needs?: (operation: Operation, around: Surroundings) => readonly Need[];
    readonly join?: NonNullable<ProbeOver<JudgedOperation, Measured>['join']>;
    /** Most requests at one place, for planning. */
    requests(contract: Contract, operation: Operation): number;
    /**
     * What shows that a refusal is about the credential: that the same read succeeds with the valid one, which is asked first; that the same
     * call does, asked afterwards and only where a refusal may be about something else; or nothing, where the credential is a valid one.
     */
    readonly proof: 'read-before' | 'call-after' | 'none';
    calls(around: Surroundings, operation: Operation): readonly Call[];
    /** The promise about this kind of credential; undefined: the one about all. */
    readonly kind: CredentialKind | undefined;
    /** Statuses that break the promise in any contract. */
    usual(contract: Contract, operation: Operation): readonly number[];
  };

/** A probe that calls with a credential of no use, each time in another way. A call that cannot be made is left out. */
const defineUnusable = ({ over, needs, requests, proof, calls, kind, usual, ...text }: Row): Probe<Measured> =>
  defineProbeOver<JudgedOperation, Measured>({
    ...text,
    reads: kind === undefined ? 'auth.unauthenticated' : `auth.unauthenticated.${kind}`,
    over,
    needs: ({ operation }, around) => needs?.(operation, around) ?? [],
    cost: ({ operation }, { contract }) => ({ requests: requests(contract, operation), creates: 0 }),
    async measure({ operation }, session) {
      if (proof === 'read-before') await workingRead(session, operation.key, 'key');
      const refused = refusedFor(operation, kind);
      const tried: Tried[] = [];
      for (const { request, ...call } of calls(session, operation)) {
        const asking = (async () => once(session, request(session)))();
        const answer = call.mayLack === true ? await orSkipped(asking) : await asking;
        tried.push({ ...call, answer: isSkipped(answer) ? answer : await askedAgain(session, answer, refused) });
      }
      return { tried, hasControl: proof !== 'call-after' || (await hasControl(session, operation, refused)) };
    },
    judge({ operation }, measured, { contract }) {
      const refused = refusedFor(operation, kind);
      const verdictOf = ({ answer, code, mistake }: Tried): Verdict => {
        if (isSkipped(answer)) return answer;
        const asked = operationOf(contract, answer.request.operation ?? operation.key);
        const left = faultsLeft(contract, asked, answer);
        return judgeUnusable(answer, refused, { usual: usual(contract, operation), left, code, mistake, hasControl: measured.hasControl });
      };
      const isMain = ({ answer, isOptional = false }: Tried): boolean => !isOptional && !isSkipped(answer);
      const main = measured.tried.filter(isMain).map(verdictOf);
      const others = measured.tried.filter((one) => !isMain(one)).map(verdictOf);
      return main.length === 0 ? joinVerdicts(others) : withOptional(joinVerdicts(main), others);
    },
  });

/** The first read with a credential of no use, in the read phase. */
const ofFirstRead = { phase: 'read', alone: 'nothing', over: firstRead, proof: 'read-before' } as const;

export const unknownCredentialRefused = defineUnusable({
  id: 'auth/unknown-credential-refused',
  title: 'A call with an unknown credential is refused with the documented status',
  why: 'A service that takes any credential, or any of the right form, is open to whoever guesses.',
  fix: 'Look the whole credential up before anything else, and answer the documented status.',
  phase: 'mutate',
  stage: 'refusals',
  alone: 'collection',
  over: securedOperations,
  needs: outsiderNeeds,
  join: joinPlainReads,
  requests: () => 2,
  proof: 'call-after',
  /** In the printed form of a credential, where there is one; on the first plain read in a form of ours besides. */
  calls({ contract }, operation) {
    const form = likeliestForm(contract);
    const mistake = `${operation.key} with a made-up credential`;
    const call = { code: 'unknown-credential' };
    const isFirst = parameterlessReads(contract)[0]?.key === operation.key;
    return [
      { ...call, mistake, request: (session) => callWithUnknownCredential(session, operation, form) },
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
    ];
  },
  kind: 'unknown',
  usual: (contract, operation) => (isPlainRead(contract, operation) ? [403, ...plainReadMistakes] : [403]),
});

/** Calls with a real credential that is altered. One that is malformed by rules that are not printed decides nothing. */
const altered =
  (forms: readonly CredentialAlteration[]): Row['calls'] =>
  (_around, operation) =>
    forms.map((form) => ({
      code: 'altered-credential',
      mistake: `the valid credential, ${form.replaceAll('-', ' ')}`,
      mayLack: true,
      request: (session) => callWithUnknownCredential(session, operation, form),
    }));

export const damagedCredentialRefused = defineUnusable({
  id: 'auth/damaged-credential-refused',
  title: 'A valid credential with a character changed, left out or added is refused with the documented status',
  why: 'A service that compares only a part of a credential is open to whoever knows that part.',
  fix: 'Compare the whole credential, its length included, and answer as for one that nobody has.',
  ...ofFirstRead,
  requests: () => 5,
  calls: altered(['last-character-changed', 'middle-character-changed', 'last-character-removed', 'character-appended']),
  kind: 'damaged',
  usual: () => [403],
});

export const credentialCaseCounts = defineUnusable({
  id: 'auth/credential-case-counts',
  title: 'A valid credential in other letter case is refused with the documented status',
  why: 'A credential that is compared without regard to case is guessed in far fewer tries.',
  fix: 'Compare credentials octet by octet.',
  ...ofFirstRead,
  requests: () => 3,
  calls: altered(['letter-case-swapped', 'one-letter-case-swapped']),
  kind: 'letterCase',
  usual: () => [],
});

type Malformed = {
  readonly mistake: string;
  readonly presented: (prefix: string) => Pick<PlannedRequest, 'credential'> & Partial<PlannedRequest>;
  /** It is refused as malformed also where the contract does not speak of such credentials. */
  readonly isUsual?: boolean;
  /** It takes a printed form of the credential. */
  readonly takesPrefix?: boolean;
};

/** What may stand in Authorization and is no bearer token that a service gives. */
const malformed: readonly Malformed[] = [
  { mistake: 'the scheme and nothing behind it', isUsual: true, presented: () => ({ credential: { kind: 'blank' } }) },
  { mistake: 'a credential of one character', isUsual: true, presented: () => ({ credential: { kind: 'made-up', value: 'x' } }) },
  {
    mistake: 'the beginning of a credential and nothing behind it',
    takesPrefix: true,
    presented: (value) => ({ credential: { kind: 'made-up', value } }),
  },
  { mistake: 'three words in place of a credential', presented: () => ({ credential: { kind: 'made-up', value: 'a b c' } }) },
  {
    mistake: 'an empty user and password under Basic',
    presented: () => ({ credential: { kind: 'none' }, headers: [['Authorization', 'Basic Og==']] }),
  },
  {
    mistake: 'one word that is no scheme',
    presented: () => ({ credential: { kind: 'none' }, headers: [['Authorization', 'garbage']] }),
  },
];

export const malformedCredentialRefused = defineUnusable({
  id: 'auth/malformed-credential-refused',
  title: 'A header that holds no usable credential is refused with the documented status',
  why: 'What is taken apart before it is looked up is where services fail, or let somebody in.',
  fix: 'Treat whatever is no credential of the documented form as one that nobody has.',
  ...ofFirstRead,
  over: (contract) => firstRead(contract).filter(({ operation }) => bearerSchemes(contract, operation).length > 0),
  requests: () => malformed.length + 1,
  calls({ contract }, operation) {
    const prefix = printedPrefix(contract);
    const isSaid = operation.conventions.auth?.unauthenticated.malformed !== undefined;
    return malformed
      .filter(({ isUsual = false, takesPrefix = false }) => (isSaid || isUsual) && (prefix !== undefined || !takesPrefix))
      .map(({ mistake, presented }) => {
        const shown = presented(prefix ?? '');
        const faults = [shown.credential.kind === 'blank' ? 'credential-missing' : 'credential-invalid'] as const;
        return { code: 'malformed-credential', mistake, request: (session) => ({ ...smallRead(session, operation), ...shown, faults }) };
      });
  },
  kind: 'malformed',
  usual: () => [403],
});

/** Further operations that a contract is sure to refuse to an ended credential: reads that need nothing, and creations. */
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
 * A credential that was valid once must be refused like an unknown one; a service that calls it forbidden breaks the promise too, because a
 * forbidden credential is a valid one.
 */
const ended = (name: 'revoked' | 'expired') =>
  ({
    phase: 'mutate',
    stage: 'opening',
    alone: 'nothing',
    over: firstRead,
    needs: () => [{ kind: 'credential', name }],
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
            ...outsiderRequest(session, other, name),
            credential: { kind: 'valid', name },
            faults: ['credential-invalid'],
          }),
        })),
    ],
    kind: 'ended',
    usual: (_contract, { conventions: { auth } }) => [403, ...statuses(auth?.forbidden, 'access')],
  }) satisfies Omit<Row, keyof CheckText>;

export const revokedCredentialRefused = defineUnusable({
  id: 'auth/revoked-credential-refused',
  title: 'A credential that was revoked or rotated out is refused with the documented status',
  why: 'People revoke a credential because somebody else has it; until it stops working they are not safe.',
  fix: 'Forget a revoked credential everywhere, caches included, and answer as for one that nobody has.',
  ...ended('revoked'),
});

export const expiredCredentialRefused = defineUnusable({
  id: 'auth/expired-credential-refused',
  title: 'An expired credential is refused with the documented status',
  why: 'A credential that outlives its end is one that nobody watches; another status keeps clients from renewing theirs.',
  fix: 'Compare the end of a credential with the clock on every call, and answer as for one that nobody has.',
  ...ended('expired'),
});

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
    alone: 'nothing',
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
  }) satisfies Omit<Row, keyof CheckText>;

export const otherSchemeRefused = defineUnusable({
  id: 'auth/other-scheme-refused',
  title: 'A valid credential under another scheme than the documented one is refused',
  why: 'A service that takes a credential however it is written hides mistakes that fail elsewhere, and widens what has to be guarded.',
  fix: 'Accept the credential behind the documented scheme name only, and answer the documented status otherwise.',
  ...misplaced(['basic-scheme', 'token-scheme', 'no-scheme']),
});

export const otherPlaceRefused = defineUnusable({
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

export const schemeCaseRecorded = defineProbeOver({
  id: 'auth/scheme-case-recorded',
  title: 'How a scheme name in other letter case is answered is recorded',
  why: 'Scheme names are read without regard to case (RFC 9110 section 11.1), and clients differ in how they write them.',
  fix: 'Nothing is wrong with either answer; reading the name without regard to case spares clients a surprise.',
  phase: 'read',
  alone: 'nothing',
  over: firstReadSchemes,
  needs: () => [],
  cost: () => ({ requests: 2, creates: 0 }),
  async measure({ operation }, session) {
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
