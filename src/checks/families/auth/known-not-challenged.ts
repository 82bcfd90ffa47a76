import { describesForbidden } from '../../../contract/infer/conventions/access.ts';
import { wordsOf } from '../../../contract/infer/words.ts';
import { isSuccess, statusOf } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { valueAt } from '../../../contract/pointer.ts';
import { isElsewhere } from '../../../contract/responses.ts';
import { saidIn } from '../../../contract/said.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { bodyMembers } from '../../../generators/body-members.ts';
import { nodeOf, rootLocation } from '../../../model/location.ts';
import type { CredentialName } from '../../../model/request.ts';
import { type Breach, breachIn, findingOf, smallerBreach } from '../../kit/breach.ts';
import { defineFold, inconclusive, pass } from '../../kit/define.ts';
import { isEnded } from '../../subjects/known-caller.ts';

/** What one credential got from one operation. */
type Seen = {
  readonly accepted: number;
  readonly forbidden: number;
  readonly challenged: number;
  readonly first: Breach | null;
  /** When the last request was sent that got a success or 403, and the last one that got 401; in milliseconds since 1970, 0 where there was none. */
  readonly knownAt: number;
  readonly challengedAt: number;
};

/** What each credential got from each operation, by the name of the one and the key of the other. */
type State = Readonly<Record<string, Readonly<Record<string, Seen>>>>;

/** Fewest operations that accept a credential, or answer it 403, so that it is surely known; one of them accepts it. */
const leastKnowing = 3;

/** Words by which a 401 is described for who is known and may not do something. */
const aboutRights = /\b(?:rights?|roles?|permi(?:ssions?|tted)|allowed|scopes?|privileges?|admins?|insufficient|forbidden|owners?)\b/iu;

/** Words by which a 401 asks for a proof beside the credential: "Sign in freshly", "The current password is wrong". */
const ofProof =
  /\b(?:recent\w*|fresh\w*|re-?authenticat\w*|step-?up|(?:second|two|multi)[- ]factor|(?:current|old|present|own) password|pin|one-time|otp|mfa|2fa)\b/iu;

/** Last words of members of a body that hold such a proof. */
const proofs: ReadonlySet<string> = new Set('password passwords passphrase pin otp code secret signature'.split(' '));

/** Does an operation tell who is not known, with 401, from who may not do it, with 403. */
const tellsApart = (contract: Contract, operation: Operation): boolean =>
  operation.secured &&
  operation.takesKey &&
  describesForbidden(operation) &&
  !operation.responses.some(
    ({ status, location }) =>
      status === '401' && saidIn(valueAt(contract.document, nodeOf(location))).some((text) => aboutRights.test(text) || ofProof.test(text)),
  ) &&
  !bodyMembers(contract, operation).some(({ name }) => proofs.has(wordsOf(name).at(-1) ?? ''));

/** The credential of a request, where it was sent whole and as the document says. */
const knownIn = ({ request: { credential, faults } }: Exchange): CredentialName | undefined =>
  credential.kind === 'valid' &&
  !isEnded(credential.name) &&
  !faults.some((fault) => fault.startsWith('credential-') && fault !== 'credential-forbidden')
    ? credential.name
    : undefined;

const joined = (a: Seen | undefined, b: Seen): Seen =>
  a === undefined
    ? b
    : {
        accepted: a.accepted + b.accepted,
        forbidden: a.forbidden + b.forbidden,
        challenged: a.challenged + b.challenged,
        first: smallerBreach(a.first, b.first),
        knownAt: Math.max(a.knownAt, b.knownAt),
        challengedAt: Math.max(a.challengedAt, b.challengedAt),
      };

const withSeen = (state: State, name: string, key: string, seen: Seen): State => ({
  ...state,
  [name]: { ...state[name], [key]: joined(state[name]?.[key], seen) },
});

export const knownNotChallenged = defineFold<State>({
  id: 'auth/known-credential-not-challenged',
  title: 'Who is known and may not do something gets 403 and not 401, where the operation describes both',
  why: 'A client that gets 401 signs in again, and once more, or throws a good credential away.',
  fix: 'Answer 401 only where the credential is missing or not valid, and 403 where its owner may not do it (RFC 9110, sections 15.5.2 and 15.5.4).',
  locations: (contract) =>
    // A credential that the run itself may end is unknown from then on.
    contract.operations.some((operation) => operation.inferred?.ends !== undefined) ||
    !contract.operations.some((operation) => tellsApart(contract, operation))
      ? []
      : [rootLocation],
  init: () => ({}),
  step(state, exchange, contract) {
    const { operation: key } = exchange.request;
    const operation = contract.operations.find((one) => one.key === key);
    const name = knownIn(exchange);
    if (key === null || name === undefined || operation?.secured !== true || !operation.takesKey || isElsewhere(exchange)) return state;
    const isChallenged = statusOf(exchange) === 401 && tellsApart(contract, operation);
    const finding = {
      code: 'known-credential-challenged',
      where: 'status',
      expected: '403, or what else suits, to a credential that other operations accept',
      actual: 'status 401',
    };
    return withSeen(state, name, key, {
      accepted: isSuccess(exchange) ? 1 : 0,
      forbidden: statusOf(exchange) === 403 ? 1 : 0,
      challenged: isChallenged ? 1 : 0,
      first: isChallenged ? breachIn(exchange, finding) : null,
      knownAt: isSuccess(exchange) || statusOf(exchange) === 403 ? exchange.sentAt : 0,
      challengedAt: isChallenged ? exchange.sentAt : 0,
    });
  },
  merge: (a, b) =>
    Object.entries(b).reduce(
      (all, [name, operations]) => Object.entries(operations).reduce((some, [key, seen]) => withSeen(some, name, key, seen), all),
      a,
    ),
  conclude(state) {
    const known = Object.values(state).filter((operations) => {
      const all = Object.values(operations);
      return (
        all.some(({ accepted }) => accepted > 0) && all.filter(({ accepted, forbidden }) => accepted + forbidden > 0).length >= leastKnowing
      );
    });
    if (known.length === 0) return inconclusive('No credential is known to several operations', []);
    // Where the same credential gets something else from the operation as well, the 401 has a reason of its own; where nothing knows it any more, it may have ended.
    const challenged = known.flatMap((operations) => {
      const until = Math.max(...Object.values(operations).map(({ knownAt }) => knownAt));
      return Object.values(operations).filter(
        (seen) => seen.challenged > 0 && seen.accepted === 0 && seen.forbidden === 0 && seen.challengedAt <= until,
      );
    });
    const first = challenged.reduce<Breach | null>((smallest, seen) => smallerBreach(smallest, seen.first), null);
    const judged = known.reduce((sum, operations) => sum + Object.keys(operations).length, 0);
    return first
      ? { kind: 'fail', judged, breaches: challenged.reduce((sum, seen) => sum + seen.challenged, 0), finding: findingOf(first) }
      : pass(judged);
  },
});
