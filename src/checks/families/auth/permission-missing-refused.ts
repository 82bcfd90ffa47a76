import { statuses, statusWords } from '../../../contract/conventions-at.ts';
import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { operationOf } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Place } from '../../../model/place.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { type Need, defineProbe, inconclusive, NotTried, type Surroundings, Undecidable } from '../../kit/define.ts';
import { actedWithoutPermission } from '../../scenarios/lifecycle/acted-without-permission.ts';
import { created } from '../../scenarios/lifecycle/created.ts';
import { creationWith } from '../../scenarios/bodies/creation-with.ts';
import { guardedThing } from '../../scenarios/lifecycle/guarded-thing.ts';
import { workingRead } from '../../scenarios/credentials/working-read.ts';
import { needsFor, permissionsFor } from '../../kit/prerequisites.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { joinPlaces } from '../../kit/join-places.ts';
import { withOptional } from '../../kit/optional-parts.ts';
import { judgeRefusal } from '../../kit/refusal.ts';
import { securedOperations } from '../../subjects/secured-operations.ts';
import { slowNeeds } from '../../kit/slow-needs.ts';
import type { Session } from '../../kit/session.ts';
import { creatorOf } from './creator-of.ts';
import { firstRead } from '../../subjects/first-read.ts';
import { answerIn, attemptOf, guardedNeeds, guardedRequests, guardedResource } from './guarded.ts';

type Measured = {
  readonly answer: Exchange;
  /** Does the credential see what the call names; undefined where that was not looked up, or it names nothing. */
  readonly seen: boolean | undefined;
  /** The same call with a credential that may; undefined where it was not made. */
  readonly allowed: Exchange | undefined;
};

const creates = ({ effect }: Operation): boolean => effect === 'creates' || effect === 'creates-permanently';

/**
 * Changes that a credential for reading only may not make: what creates, what acts on something that can be created, and
 * what changes or removes it.
 */
const guarded = (contract: Contract): Operation[] =>
  securedOperations(contract).filter(
    (operation) =>
      operation.takesKey &&
      operation.effect !== 'safe' &&
      statuses(operation.conventions.auth?.forbidden, 'access').length > 0 &&
      firstRead(contract).length > 0 &&
      (creates(operation) || creatorOf(contract, operation) !== undefined || guardedResource(contract, operation) !== undefined),
  );

export const permissionMissingRefused = defineProbe<Measured>({
  id: 'auth/permission-missing-refused',
  title: 'A valid credential that may not change anything is refused with the documented status when it tries to',
  why: 'Credentials for reading are handed out because they can do no harm; another status sends people looking for the wrong mistake.',
  fix: 'Compare what the credential may do with what the operation does, before anything is done, and answer the documented status.',
  reads: 'auth.forbidden',
  phase: 'mutate',
  stage: 'looking-back',
  alone: 'collection',
  places: (contract) => guarded(contract).map(({ place }) => place),
  needs: (place, around) => needsOf(operationOf(around.contract, place.operation ?? ''), around),
  cost: (place, { contract }) => {
    const operation = operationOf(contract, place.operation ?? '');
    if (guardedResource(contract, operation)) return { requests: guardedRequests, creates: 1 };
    // What is acted on is created once for every check that needs a thing of ours.
    return creates(operation) ? { requests: 3, creates: 1 } : { requests: 60, creates: 1 };
  },
  async measure(place, session) {
    const { contract } = session;
    const operation = operationOf(contract, place.operation ?? '');
    const [read] = firstRead(contract);
    await workingRead(session, read?.key ?? '', 'restricted');
    if (creates(operation)) {
      const parameters = { operation: operation.key, credential: 'restricted', fault: 'credential-forbidden' } as const;
      const answer = await session.measure(creationWith, parameters);
      return { answer, seen: undefined, allowed: await creationWithKey(session, operation, answer) };
    }
    const resource = guardedResource(contract, operation);
    if (resource) {
      const thing = await session.measure(guardedThing, { resource: resource.name });
      const attempted = attemptOf(thing, 'restricted');
      const answer = answerIn(resource, attempted, operation);
      if (!answer) throw new Undecidable(`${operation.key} could not be tried`, [thing.creation]);
      const allowed = resource.remove?.key === operation.key ? thing.allowed?.remove : thing.allowed?.update;
      return { answer, seen: attempted.read && isSuccess(attempted.read), allowed };
    }
    const create = creatorOf(contract, operation);
    if (!create) throw new NotTried('not-applicable', `Nothing can be created that ${operation.key} acts on`);
    return { ...(await session.measure(actedWithoutPermission, { create: create.key, action: operation.key })), allowed: undefined };
  },
  judge(place, { answer, seen, allowed }, { contract }) {
    const operation = operationOf(contract, place.operation ?? '');
    const { auth } = operation.conventions;
    const expected = statuses(auth?.forbidden, 'access');
    // Something that the credential does not even see may well not exist for it.
    const names = operation.parameters.some((one) => one.in === 'path');
    const absent = names && seen !== true ? [] : [404];
    const usual = [401, ...statuses(auth?.unauthenticated).filter((status) => status !== 403), ...absent];
    const status = statusOf(answer) ?? 0;
    const mistake = `${operation.key} with a credential that may only read`;
    const never = statuses(auth?.forbidden?.never === undefined ? undefined : { status: auth.forbidden.never }, 'access');
    const isTelling = usual.includes(status) || [401, 403].includes(status) || isSuccess(answer);
    // Another refusal may be about what is asked for, unless the same was granted to a credential that may.
    if (!isTelling && (expected.includes(status) || never.includes(status)) && !(allowed && isSuccess(allowed))) {
      return inconclusive(`${outcomeOf(answer)} to ${mistake} may be about something else than the credential`, [answer]);
    }
    const wrong = [...new Set([...usual, ...never])].filter((one) => !expected.includes(one));
    return judgeRefusal(answer, {
      expected,
      words: statusWords(auth?.forbidden),
      wrong,
      code: 'permission-missing',
      where: 'credential',
      mistake,
    });
  },
  join: (judged, around) => joinGuarded(judged, around),
});

/** A thing to act on may not be had where others decide; an action alone is judged like them. */
const joinGuarded = (judged: readonly { readonly place: Place; readonly verdict: Verdict }[], { contract }: Surroundings): Verdict => {
  const isAction = ({ operation: key }: Place): boolean => creatorOf(contract, operationOf(contract, key ?? '')) !== undefined;
  const main = judged.filter(({ place }) => !isAction(place));
  if (main.length === 0) return joinPlaces(judged);
  return withOptional(
    joinPlaces(main),
    judged.filter(({ place }) => isAction(place)).map(({ verdict }) => verdict),
  );
};

/** The creation that serves everybody, asked for only where the refusal says nothing of permissions. */
const creationWithKey = async (session: Session, { key, conventions }: Operation, answer: Exchange): Promise<Exchange | undefined> => {
  const status = statusOf(answer) ?? 0;
  const isClear = [401, 403, 404].includes(status) || isSuccess(answer) || status >= 500;
  if (isClear || (conventions.auth?.forbidden?.never === undefined && !statuses(conventions.auth?.forbidden, 'access').includes(status)))
    return undefined;
  const made = await orSkipped(session.measure(created, { operation: key }));
  return isSkipped(made) ? undefined : made.exchange;
};

const needsOf = (operation: Operation, around: Surroundings): Need[] => {
  const restricted: Need = { kind: 'credential', name: 'restricted' };
  const resource = creates(operation) ? undefined : guardedResource(around.contract, operation);
  if (resource) return [...guardedNeeds(resource, around), restricted];
  const create = creates(operation) ? operation : creatorOf(around.contract, operation);
  const needs: readonly Need[] = create ? needsFor(create, around) : [];
  const kept = new Set(needs.flatMap((need) => (need.kind === 'permission' ? [need.permission] : [])));
  const own = permissionsFor(operation).filter((need) => need.kind !== 'permission' || !kept.has(need.permission));
  const slow = creates(operation) ? [] : slowNeeds(around.target, ['created.settled', 'action.through']);
  return [...own, ...needs, ...slow, restricted];
};
