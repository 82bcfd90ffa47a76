import { isSuccess, statusOf } from '../../../contract/message.ts';
import { toldRoles } from '../../../contract/infer/roles/hidden.ts';
import { scopesOf } from '../../../contract/infer/roles/scopes.ts';
import { lastInPath, operationOf, parameterlessReads } from '../../../contract/operation.ts';
import type { Operation } from '../../../contract/model.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { CredentialName, LesserName, PlannedRequest } from '../../../model/request.ts';
import { bodyMembers } from '../../../generators/body-members.ts';
import { askedBody } from '../../../generators/request-body.ts';
import { madeUpId } from '../../../generators/unknown-id.ts';
import { NotTried } from '../../kit/define.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { isAllowed } from '../../kit/prerequisites.ts';
import { defineScenario, once, type Session } from '../../kit/session.ts';
import { readWith } from '../../requests/small-read.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { ensureUnknown } from '../calls/unknown-id.ts';
import { namedGranted, namedRefused } from '../../subjects/role-rights.ts';

const forbidden = 403;

/** How the service treated one request of a credential: it let the caller past its role, or refused it. */
type Evidence = { readonly operation: Operation; readonly isRefused: boolean };

/** The most requests of each kind that are sent to find out a role. */
const mostOfKind = 16;

/** The most contradictions that one broken right, or one sentence that was misread, can make. */
const mostContradictions = 1;

/** So many more contradictions has every other role. */
const leastApart = 2;

const isError = (status: number): boolean => status >= 400 && status < 500;

/** An operation of which the document says something by name for a role or another. */
const isTelling = ({ contract }: Session, operation: Operation): boolean =>
  operation.secured &&
  operation.takesKey &&
  operation.unsupported === undefined &&
  operation.issues !== true &&
  operation.inferred?.ends === undefined &&
  namedGranted(contract, operation).size + namedRefused(contract, operation).size > 0;

const sent = async (session: Session, request: PlannedRequest): Promise<Exchange | undefined> => {
  const answer = await orSkipped(once(session, request));
  return isSkipped(answer) ? undefined : answer;
};

/** Was a request refused to a credential that is not refused to the key: the same 403 for both is about something else. */
const isOwnRefusal = async (session: Session, answer: Exchange, asKey: PlannedRequest): Promise<boolean> => {
  if (statusOf(answer) !== forbidden) return false;
  const other = await sent(session, asKey);
  return other !== undefined && statusOf(other) !== forbidden;
};

/** What reads without path parameters show: nothing is changed by them. */
const byReads = async (session: Session, credential: CredentialName): Promise<readonly Evidence[]> => {
  const found: Evidence[] = [];
  for (const operation of parameterlessReads(session.contract)
    .filter((one) => isTelling(session, one))
    .slice(0, mostOfKind)) {
    const answer = await sent(session, readWith(session, operation, credential));
    if (!answer) continue;
    const isRefused = await isOwnRefusal(session, answer, readWith(session, operation, 'key'));
    if (isRefused || isSuccess(answer)) found.push({ operation, isRefused });
  }
  return found;
};

/**
 * A read that refuses a credential, but not the key, and that needs no scope which an operation does not need: so the credential lacks one of those. Undefined where none does, or where
 * another such read with the same scopes lets it in.
 */
export const refusedForScope = defineScenario<{ readonly credential: LesserName; readonly operation: string }, string | undefined>({
  id: 'refused-for-scope',
  async run(session, { credential, operation: key }) {
    const { document } = session.contract;
    const operation = operationOf(session.contract, key);
    const needed = scopesOf(document, operation);
    const reads = parameterlessReads(session.contract).filter((one) => {
      const scopes = scopesOf(document, one);
      return one.key !== key && scopes.length > 0 && scopes.every((scope) => needed.includes(scope));
    });
    const refused: Operation[] = [];
    const open: Operation[] = [];
    for (const read of reads.slice(0, mostOfKind)) {
      const answer = await sent(session, readWith(session, read, credential));
      if (answer && isSuccess(answer)) open.push(read);
      else if (answer && (await isOwnRefusal(session, answer, readWith(session, read, 'key')))) refused.push(read);
    }
    const named = (one: Operation): string => scopesOf(document, one).toSorted().join(' ');
    return refused.find((one) => !open.some((other) => named(other) === named(one)))?.key;
  },
});

/**
 * What requests show that have a mistake besides, so that they do nothing whatever the role is. An error other than 403 is past the role only where the service has refused the
 * credential such a request with 403: only then is it known to look at the role first.
 */
const byMistakes = async (
  session: Session,
  credential: CredentialName,
  requests: readonly (readonly [operation: Operation, request: PlannedRequest])[],
): Promise<readonly Evidence[]> => {
  const answers: { readonly operation: Operation; readonly isRefused: boolean; readonly isPast: boolean }[] = [];
  for (const [operation, request] of requests.slice(0, mostOfKind)) {
    const answer = await sent(session, { ...request, credential: { kind: 'valid', name: credential } });
    if (!answer) continue;
    const status = statusOf(answer) ?? 0;
    const isRefused = await isOwnRefusal(session, answer, request);
    answers.push({ operation, isRefused, isPast: isSuccess(answer) || (isError(status) && ![401, forbidden, 405, 429].includes(status)) });
  }
  const isRoleFirst = answers.some(({ isRefused }) => isRefused);
  return answers.flatMap(({ operation, isRefused, isPast }) => (isRefused || (isPast && isRoleFirst) ? [{ operation, isRefused }] : []));
};

/** A request, or none where a value in it can only come from the operator. */
const made = (operation: Operation, make: () => PlannedRequest): readonly (readonly [Operation, PlannedRequest])[] => {
  try {
    return [[operation, make()]];
  } catch (error) {
    if (error instanceof NotTried) return [];
    throw error;
  }
};

/** Creations with an empty object where members are required: such a body makes nothing. */
const emptyCreations = (session: Session): readonly (readonly [Operation, PlannedRequest])[] =>
  session.contract.operations
    .filter((one) => one.method === 'POST' && !one.path.includes('{') && isTelling(session, one) && isAllowed(one, session.target))
    .filter((one) => bodyMembers(session.contract, one).some(({ required }) => required))
    .flatMap((one) =>
      made(one, () => ({ ...usableRequest(session, one, 'role', { body: askedBody(one, {}) }), faults: ['member-missing'] })),
    );

/** Actions, changes and removals of an id that was never given, as far as a read of it finds nothing: they find nothing either. */
const callsOfNothing = async (session: Session): Promise<readonly (readonly [Operation, PlannedRequest])[]> => {
  const calls = session.contract.operations.flatMap((one) => {
    const parameter = lastInPath(one);
    const isOfOne = one.effect !== 'safe' && (one.path.match(/\{/gu) ?? []).length === 1;
    if (!parameter || !isOfOne || parameter.in !== 'path' || !isTelling(session, one) || !isAllowed(one, session.target)) return [];
    // A PUT may make what its path names.
    if (one.method === 'PUT' && one.responses.some(({ status }) => status === '201')) return [];
    const id = madeUpId(session.contract, one, parameter, (label, count) => session.hex(label, count), session.fresh('role-id'));
    return made(one, () => ({ ...usableRequest(session, one, 'role', { pathValues: { [parameter.name]: id } }), faults: ['unknown-id'] }));
  });
  const found: (readonly [Operation, PlannedRequest])[] = [];
  for (const [operation, request] of calls.slice(0, mostOfKind))
    if (!isSkipped(await orSkipped(ensureUnknown(session, operation, request)))) found.push([operation, request]);
  return found;
};

/** How often what was seen is not what the document says of a role in words. */
const contradictions = (session: Session, role: string, evidence: readonly Evidence[]): number => {
  const { full } = toldRoles(session.contract.document);
  const isFull = full.has(role);
  return evidence.filter(({ operation, isRefused }) =>
    isRefused ? isFull || namedGranted(session.contract, operation).has(role) : namedRefused(session.contract, operation).has(role),
  ).length;
};

/** What a service lets a credential do and refuses to it, as far as a document says something of that by the names of roles. */
const evidenceOf = defineScenario<{ readonly credential: LesserName }, readonly Evidence[]>({
  id: 'evidence-of-role',
  run: async (session, { credential }) => [
    ...(await byReads(session, credential)),
    ...(await byMistakes(session, credential, emptyCreations(session))),
    ...(await byMistakes(session, credential, await callsOfNothing(session))),
  ],
});

/**
 * Does a credential not have a role: the service refuses to it more of what the document gives to that role than one broken right makes. It may have a role that the document
 * mentions otherwise, or not at all. What it may do beyond its role shows a service that looks at no role as well.
 */
export const isNotOfRole = defineScenario<{ readonly credential: LesserName; readonly role: string }, boolean>({
  id: 'not-of-role',
  async run(session, { credential, role }) {
    if (!session.target.credentials.includes('key')) return false;
    const refused = (await session.run(evidenceOf, { credential })).filter(({ isRefused }) => isRefused);
    return contradictions(session, role, refused) > mostContradictions;
  },
});

/**
 * The roles of the document that a credential may have, as the stems of their names, by what the service lets it do and refuses to it: those that fit clearly better than some
 * other role does. Several where one right alone tells them apart, because one broken right hides no role, and one sentence that was misread makes none. Empty where none fits,
 * or all do.
 */
export const deducedRoles = defineScenario<{ readonly credential: LesserName }, readonly string[]>({
  id: 'deduced-roles',
  async run(session, { credential }) {
    const { full, lesser } = toldRoles(session.contract.document);
    const all = [...new Set([...lesser, ...full])];
    // Whatever `restricted` may do, it is given as a credential with less than all rights.
    const roles = credential === 'restricted' ? [...lesser] : all;
    if (lesser.size < 1 || all.length < 2 || !session.target.credentials.includes('key')) return [];
    const evidence = await session.run(evidenceOf, { credential });
    const counted = all.map((role) => ({ role, against: contradictions(session, role, evidence) }));
    const least = Math.min(...counted.filter(({ role }) => roles.includes(role)).map(({ against }) => against));
    const isFitting = ({ against }: { readonly against: number }): boolean => against < least + leastApart;
    const isClear = least <= mostContradictions && counted.some((one) => !isFitting(one));
    return isClear ? counted.filter((one) => roles.includes(one.role) && isFitting(one)).map(({ role }) => role) : [];
  },
});
