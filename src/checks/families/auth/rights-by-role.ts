import { statuses, statusWords } from '../../../contract/conventions-at.ts';
import type { Whom } from '../../../contract/infer/roles/hidden.ts';
import { describesForbidden, saysRole } from '../../../contract/infer/conventions/access.ts';
import { closedFormats } from '../../../contract/infer/roles/closed-formats.ts';
import { headerValues, isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import { scopesOf } from '../../../contract/infer/roles/scopes.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { essenceOf } from '../../../contract/wire/media-type.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { LesserName, PlannedRequest } from '../../../model/request.ts';
import type { Target } from '../../../model/target.ts';
import type { Verdict } from '../../../model/verdict.ts';
import {
  at,
  defineProbe,
  fail,
  inconclusive,
  pass,
  type ProbePrerequisite,
  type Unconfirmed,
  type Subject,
  Undecidable,
  unconfirmed,
} from '../../kit/define.ts';
import { judgeErrorResponse } from '../../kit/error-response.ts';
import { isSkipped, orSkipped, type Skipped } from '../../kit/not-tried.ts';
import { isAllowed, prerequisitesFor } from '../../kit/prerequisites.ts';
import { defineScenario, once, type Session } from '../../kit/session.ts';
import { creationBy } from '../../requests/creation-by.ts';
import { plainRead } from '../../scenarios/calls/reads.ts';
import {
  becauseOf,
  byLesser,
  judgeLesser,
  lesserPrerequisite,
  isOfRole,
  type OfCaller,
  type TriedByLesser,
} from '../../scenarios/credentials/lesser-callers.ts';
import { triedByOthers } from '../../scenarios/credentials/tried-by-others.ts';
import { workingRead } from '../../scenarios/credentials/working-read.ts';
import { created } from '../../scenarios/lifecycle/created.ts';
import { onOwnResource } from '../../subjects/own-resources.ts';
import { grantedOperations, grantedTo, namedGranted, namedRefused, refusedTo } from '../../subjects/role-rights.ts';
import { firstRead } from '../../subjects/secured-operations.ts';
import { readOfExisting } from './on-existing.ts';

const forbidden = 403;
const unauthenticated = 401;

const asLesser = (who: LesserName) =>
  ({ credential: { kind: 'valid', name: who }, faults: ['credential-forbidden'] }) as const satisfies Partial<PlannedRequest>;

/** A read, or one form of what it gives, that the document closes to callers with less rights. */
type Closed = Subject & {
  readonly operation: Operation;
  readonly mediaType: string | undefined;
  readonly whom: Whom;
  readonly named: ReadonlySet<string>;
};

const typesShown = ({ responses }: Operation): readonly string[] =>
  responses.filter(({ status }) => status.startsWith('2')).flatMap(({ content }) => content.map(({ mediaType }) => essenceOf(mediaType)));

/** The media type of a read that a document closes by its name: "Viewers do not get the lists as CSV". */
const closedTypeOf = (contract: Contract, operation: Operation): string | undefined => {
  const types = typesShown(operation);
  const formats = closedFormats(contract.document);
  const isClosed = (type: string): boolean => formats.has(type.replace(/^.*[/+-]/u, ''));
  return types.length > 1 && !types.every(isClosed) ? types.find(isClosed) : undefined;
};

const closedReads = (contract: Contract): readonly Closed[] =>
  firstRead(contract).length === 0
    ? []
    : contract.operations
        .filter(
          ({ secured, takesKey, effect, method, unsupported }) =>
            secured && takesKey && effect === 'safe' && method === 'GET' && !unsupported,
        )
        .filter(({ conventions: { auth } }) => auth?.forbidden?.['x-inferred'] === true && contract.standard.size > 0)
        .flatMap((operation): Closed[] => {
          const whom = refusedTo(contract, operation, describesForbidden(operation) && saysRole(contract.document, operation));
          if (whom !== undefined)
            return [at(operation.location, { operation, mediaType: undefined, whom, named: namedRefused(contract, operation) })];
          const mediaType = describesForbidden(operation) ? closedTypeOf(contract, operation) : undefined;
          if (mediaType !== undefined) return [at(operation.location, { operation, mediaType, whom: 'all', named: new Set() })];
          // Nothing is said of roles; a credential may lack a scope.
          return scopesOf(contract.document, operation).length === 0
            ? []
            : [at(operation.location, { operation, mediaType, whom: new Set(), named: new Set() })];
        });

const typeOf = (exchange: Exchange): string => essenceOf(headerValues(exchange, 'Content-Type')[0] ?? '');

/** The answer to a closed read, and whether the service knows the credential: another read with it succeeded. */
type ClosedAnswer = { readonly answer: Exchange; readonly isKnown: boolean };

/** @throws {Undecidable} when the key is not answered with what the other credential is not to get. */
const readAs = async (session: Session, subject: Closed, who: LesserName): Promise<ClosedAnswer> => {
  const [read] = firstRead(session.contract);
  const isOther = read !== undefined && read.operation.key !== subject.operation.key;
  const works = isOther ? await workingRead(session, read.operation.key, who).catch(() => undefined) : undefined;
  return { answer: await closedAnswer(session, subject, who), isKnown: works !== undefined };
};

const closedAnswer = async (session: Session, { operation, mediaType }: Closed, who: LesserName): Promise<Exchange> => {
  const known = await readOfExisting(session, operation);
  if (known === undefined) throw new Undecidable(`${operation.key} does not succeed with the key`, []);
  if (mediaType === undefined) return once(session, { ...known, ...asLesser(who) });
  const headers = [...known.headers.filter(([name]) => name.toLowerCase() !== 'accept'), ['Accept', mediaType] as const];
  const allowed = await once(session, { ...known, headers });
  if (!isSuccess(allowed) || typeOf(allowed) !== mediaType)
    throw new Undecidable(`${operation.key} does not give ${mediaType} to the key`, [allowed]);
  return once(session, { ...known, headers, ...asLesser(who) });
};

const judgeClosed = ({ operation, mediaType }: Closed, { result: { answer, isKnown }, as }: OfCaller<ClosedAnswer>): Verdict => {
  const mistake = `${operation.key}${mediaType === undefined ? '' : ` as ${mediaType}`} with a credential that may not read it${becauseOf(as)}`;
  const { auth } = operation.conventions;
  if (isSuccess(answer) && mediaType !== undefined && typeOf(answer) !== mediaType)
    return inconclusive(`It was answered as ${typeOf(answer)}, which is another form`, [answer]);
  const expected = statuses(auth?.forbidden, 'access');
  return judgeErrorResponse(answer, {
    expected,
    words: statusWords(auth?.forbidden),
    // Whom the service knows elsewhere lacks no authentication (RFC 9110, section 15.5.2).
    wrong: isKnown && !expected.includes(unauthenticated) ? [unauthenticated] : [],
    code: 'closed-read',
    where: 'credential',
    mistake,
  });
};

export const closedReadRefused = defineProbe<Closed, TriedByLesser<ClosedAnswer>>({
  id: 'auth/closed-read-refused',
  title: 'A read that the document closes to a role is refused to it',
  why: 'Roles are given to people who must not see everything; a list of members or an export shows all of it at once.',
  fix: 'Check the role of the caller on reads too, also for each form in which they are given, and answer 403.',
  reads: 'auth.forbidden',
  phase: 'mutate',
  stage: 'looking-back',
  exclusive: 'collection',
  over: closedReads,
  prerequisites: ({ operation }, around) => [...prerequisitesFor(operation, around), lesserPrerequisite(around)],
  cost: () => ({ requests: 4, creates: 0 }),
  run: (subject, session) => byLesser(session, subject, (who) => readAs(session, subject, who)),
  judge: (subject, tried) => judgeLesser(tried, (one) => judgeClosed(subject, one)),
});

type Granted = Subject & { readonly operation: Operation };

type Answer = { readonly operation: Operation; readonly answer: Exchange | Skipped; readonly isAllowed: boolean };

const isReady = (prerequisites: readonly ProbePrerequisite[], { allow }: Target): boolean =>
  prerequisites.every((one) => one.kind === 'permission' && allow.includes(one.permission));

/** A write with the credential that has less rights, and whether one with the key was accepted in this run. */
const writeOf = async (session: Session, operation: Operation, who: LesserName): Promise<Answer | undefined> => {
  const { contract, target } = session;
  if (!isAllowed(operation, target)) return undefined;
  if (operation.effect.startsWith('creates')) {
    if (!isReady(prerequisitesFor(operation, session), target)) return undefined;
    const made = await orSkipped(session.run(created, { operation: operation.key }));
    const isMade = !isSkipped(made) && isSuccess(made.exchange);
    return { operation, answer: await orSkipped(once(session, creationBy(session, operation, who))), isAllowed: isMade };
  }
  const own = onOwnResource(contract, operation);
  if (!own || !isReady(prerequisitesFor(own.resourceType.create, session), target)) return undefined;
  const tried = await orSkipped(session.run(triedByOthers, { resourceType: own.resourceType.name }));
  const call = isSkipped(tried) ? undefined : tried.calls.find((one) => one.operation === operation.key && one.who === who);
  if (!call) return undefined;
  const isRefused = !isSkipped(call.answer) && statusOf(call.answer) === forbidden;
  return { operation, answer: call.answer, isAllowed: isRefused && (await isAcceptedByKey(session, operation)) };
};

/** Is an operation accepted with the key in this run; of a removal no further resource is spent. */
const isAcceptedByKey = async (session: Session, { key, method }: Operation): Promise<boolean> => {
  if (session.hasAccepted(key)) return true;
  const call = method === 'DELETE' ? undefined : await orSkipped(session.run(plainRead, { operation: key }));
  return call !== undefined && !isSkipped(call) && isSuccess(call);
};

/** Every write that the document grants, as the credential with less rights was answered. */
const grantedWrites = defineScenario<{ readonly who: LesserName }, readonly Answer[]>({
  id: 'granted-writes',
  async run(session, { who }) {
    const answers: Answer[] = [];
    for (const operation of grantedOperations(session.contract)) {
      if (who !== 'restricted' && !(await isOfRole(session, who, namedGranted(session.contract, operation)))) continue;
      const answer = operation.effect === 'safe' ? undefined : await writeOf(session, operation, who);
      if (answer) answers.push(answer);
    }
    return answers;
  },
});

type Result = { readonly answer: Exchange | Skipped; readonly isAllowed: boolean; readonly isWriter: boolean };

/** @throws {Undecidable} when it could not be tried. */
const grantedAs = async (session: Session, operation: Operation, who: LesserName): Promise<Result> => {
  if (operation.effect === 'safe') {
    const known = await readOfExisting(session, operation);
    if (known === undefined) throw new Undecidable(`${operation.key} does not succeed with the key`, []);
    return { answer: await session.send({ ...known, ...asLesser(who) }), isAllowed: true, isWriter: true };
  }
  const answers = await session.run(grantedWrites, { who });
  const own = answers.find((one) => one.operation.key === operation.key);
  if (!own) throw new Undecidable(`${operation.key} could not be tried`, []);
  // The credential may be one that only reads, which the document does not speak of.
  const isWriter = answers.some(({ answer }) => !isSkipped(answer) && isSuccess(answer));
  return { answer: own.answer, isAllowed: own.isAllowed, isWriter };
};

const judgeGranted = ({ key }: Operation, who: LesserName, { answer, isAllowed: isPossible, isWriter }: Result): Verdict | Unconfirmed => {
  if (isSkipped(answer)) return answer;
  const mistake = `${key} with the credential "${who}"`;
  if (isSuccess(answer)) return pass(1);
  if (statusOf(answer) !== forbidden || !isPossible || !isWriter)
    return inconclusive(`${outcomeOf(answer)} to ${mistake} may be about something other than its rights`, [answer]);
  const expected = `a success of ${mistake}, as the document says of its role`;
  return unconfirmed(fail({ code: 'granted-refused', where: 'credential', expected, actual: `status ${outcomeOf(answer)}` }, [answer]));
};

export const grantedToRole = defineProbe<Granted, TriedByLesser<Result>>({
  id: 'auth/granted-to-role',
  title: 'What the document grants to a role is not refused to it',
  why: 'People with this role cannot do their work, and get greater rights than they need instead.',
  fix: 'Let the role do what the document grants, or take it out of the document.',
  reads: 'auth.forbidden',
  phase: 'mutate',
  stage: 'looking-back',
  exclusive: 'collection',
  over: (contract) =>
    grantedOperations(contract)
      .filter((operation) => operation.effect === 'safe' || operation.effect.startsWith('creates') || onOwnResource(contract, operation))
      .map((operation) => at(operation.location, { operation })),
  prerequisites: ({ operation }, around) => [...prerequisitesFor(operation, around), lesserPrerequisite(around)],
  cost: ({ operation }) => ({ requests: operation.effect === 'safe' ? 2 : 4, creates: operation.effect === 'safe' ? 0 : 1 }),
  run({ operation }, session) {
    const whom = grantedTo(session.contract, operation) ?? 'all';
    return byLesser(session, { whom, named: namedGranted(session.contract, operation) }, (who) => grantedAs(session, operation, who));
  },
  judge: ({ operation }, tried) => judgeLesser(tried, ({ who, result }) => judgeGranted(operation, who, result)),
});
