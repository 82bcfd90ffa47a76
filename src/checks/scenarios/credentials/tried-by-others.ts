import type { AnyInferred } from '../../../contract/infer/covering.ts';
import { inferredNamed } from '../../../contract/infer/covering.ts';
import { createdResource, type PathValues } from '../../../contract/infer/created-resource.ts';
import { isSuccess, jsonOf, outcomeOf, statusOf } from '../../../contract/message.ts';
import { parameterlessReads } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Target } from '../../../model/target.ts';
import type { ProbePrerequisite, Surroundings } from '../../kit/define.ts';
import { isSkipped, orSkipped, type Skipped } from '../../kit/not-tried.ts';
import { isAllowed, prerequisitesFor } from '../../kit/prerequisites.ts';
import { created } from '../lifecycle/created.ts';
import { defineScenario, once, type Session } from '../../kit/session.ts';
import { readWith } from '../../requests/small-read.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { listBeside, type OnOwn, operationsOnOwn, readOfOne, valuesFor } from '../../subjects/own-resources.ts';
import { ownTextsOf, showsOurs } from '../../subjects/own-texts.ts';
import { readyRead } from './ready-read.ts';

/** Callers with a good credential that may not do everything: of another account, and one that may only read. */
export const visitors = ['other', 'restricted'] as const;
export type Visitor = (typeof visitors)[number];

/** One call of a visitor on a resource that the run created with its key. */
export type TriedCall = {
  /** Key of the operation. */
  readonly operation: string;
  readonly who: Visitor;
  readonly answer: Exchange | Skipped;
  /** With the key, before: of a read the same call, of a write the read of the resource; undefined where there is none. */
  readonly before: Exchange | undefined;
  /** With the key, after a write that succeeded: reads of the resource, and of the list that it adds to. */
  readonly after: readonly Exchange[];
};

/** What all visitors tried on resources of one type. */
export type TriedByOthers = {
  readonly creation: Exchange | undefined;
  /** The id of each resource that was tried. */
  readonly ids: readonly string[];
  readonly calls: readonly TriedCall[];
  /** Why something was not tried. */
  readonly reasons: readonly string[];
};

type Own = { readonly creation: Exchange; readonly values: PathValues | undefined };

/** Creates a resource for a purpose; without one it is the shared one of the run, because what no operation removes is created seldom. */
const createOwn = async (session: Session, resourceType: AnyInferred, purpose: string | undefined): Promise<Own> => {
  const { create } = resourceType;
  const creation =
    purpose === undefined
      ? (await session.run(created, { operation: create.key })).exchange
      : await session.send(usableRequest(session, create, purpose));
  const resource = isSuccess(creation) ? createdResource(resourceType, creation, session.target.baseUrl) : undefined;
  return { creation, values: resource?.kind === 'known' ? resource.pathValues : undefined };
};

/** Does a credential work at all: one that cannot even read shows nothing. */
const works = async (session: Session, who: Visitor): Promise<boolean> => {
  for (const operation of parameterlessReads(session.contract).slice(0, 3)) {
    const read = await orSkipped(once(session, readWith(session, operation, who)));
    if (!isSkipped(read) && isSuccess(read)) return true;
  }
  return false;
};

const isGone = (exchange: Exchange | undefined): boolean => exchange !== undefined && [404, 410].includes(statusOf(exchange) ?? 0);

/**
 * Creates a resource with the key, and has each visitor whose credential is given try every operation on it: reads first, the removal last. A resource that
 * was removed is replaced, so that each visitor finds one. Nothing else is touched.
 */
export const triedByOthers = defineScenario<{ readonly resourceType: string }, TriedByOthers>({
  id: 'tried-by-others',
  async run(session, { resourceType: name }) {
    const { contract, target } = session;
    const resourceType = inferredNamed(contract, name);
    if (!resourceType) return { creation: undefined, ids: [], calls: [], reasons: [`The document shows no resource type at ${name}`] };
    const onIt = operationsOnOwn(contract).filter((one) => one.resourceType.name === name && isAllowed(one.operation, target));
    const read = readOfOne(contract, resourceType);
    const reading = onIt.find(({ operation }) => operation.key === read?.key);
    const ids: string[] = [];
    const calls: TriedCall[] = [];
    const reasons: string[] = [];
    let made = 0;
    let own: Own | undefined;
    for (const who of visitors) {
      if (!target.credentials.includes(who)) continue;
      if (!(await works(session, who))) {
        reasons.push(`No read succeeds with the credential "${who}"`);
        continue;
      }
      for (const one of onIt) {
        const isRead = one.operation.effect === 'safe';
        if (who === 'restricted' && isRead) continue;
        if (who === 'other' && !isRead && !isCertainlyOurs(session, resourceType, ids, calls)) {
          reasons.push(`Nothing shows that ${one.operation.key} by the other account could not reach what is its own`);
          continue;
        }
        if (own === undefined) {
          made += 1;
          own = await createOwn(session, resourceType, 'remove' in resourceType ? `visited-${made}` : undefined);
          if (own.values) ids.push(...Object.values(own.values).slice(-1));
        }
        const { values, creation } = own;
        const pathValues = values && valuesFor(one, values);
        if (!pathValues) return { creation, ids, calls, reasons: [...reasons, `Nothing was created: ${outcomeOf(creation)}`] };
        const withKey = (asked: OnOwn): Promise<Exchange> =>
          session.send(usableRequest(session, asked.operation, 'visited', { pathValues: valuesFor(asked, values) ?? {} }));
        const before = isRead ? await readyRead(session, () => withKey(one)) : reading && (await withKey(reading));
        const answer = await orSkipped(callAs(session, one, pathValues, who));
        const after: Exchange[] = [];
        if (!isRead && !isSkipped(answer) && isSuccess(answer)) {
          if (reading) after.push(await withKey(reading));
          const list = listBeside(contract, one.operation);
          const listing = onIt.find(({ operation }) => operation.key === list?.key);
          if (listing) after.push(await withKey(listing));
          if (one.operation.method === 'DELETE' || isGone(after[0])) own = undefined;
        }
        calls.push({ operation: one.operation.key, who, answer, before, after });
        if (own === undefined && who === 'other') break;
      }
    }
    return { creation: own?.creation, ids, calls, reasons };
  },
});

/**
 * Does an id of ours certainly name nothing of the other account, so that a write by it harms nobody: it was just told that there is nothing, or shown what is
 * ours, or, where nothing reads one, the id is unlike all others. Accounts may number their resources each from 1, or name them.
 */
const isCertainlyOurs = (session: Session, resourceType: AnyInferred, ids: readonly string[], calls: readonly TriedCall[]): boolean => {
  if (resourceType.idChosenBy === 'client') return false;
  const own = ownTextsOf(session, ids);
  const key = readOfOne(session.contract, resourceType)?.key;
  const seen = calls.findLast(({ operation, who }) => operation === key && who === 'other')?.answer;
  if (key === undefined) return own.ids.size > 0 && own.ids.has(ids.at(-1) ?? '');
  if (seen === undefined || isSkipped(seen)) return false;
  return isSuccess(seen) ? showsOurs(jsonOf(seen), own) : [403, 404, 410].includes(statusOf(seen) ?? 0);
};

const callAs = async (session: Session, { operation }: OnOwn, pathValues: PathValues, who: Visitor): Promise<Exchange> =>
  session.send({
    ...usableRequest(session, operation, `visit-${who}`, { pathValues }),
    credential: { kind: 'valid', name: who },
    faults: ['credential-forbidden'],
  });

const isReady = (prerequisites: readonly ProbePrerequisite[], { allow }: Target): boolean =>
  prerequisites.every((one) => one.kind === 'permission' && allow.includes(one.permission));

/** The resource types of which the run may create resources that others then try. */
const typesReady = ({ contract, target }: Surroundings): string[] => [
  ...new Set(
    operationsOnOwn(contract)
      .filter(({ resourceType: { create } }) => isReady(prerequisitesFor(create, { contract, target }), target))
      .map(({ resourceType }) => resourceType.name),
  ),
];

/** The ids of the resources that the run created for other accounts to try. */
export const idsTried = async (session: Session): Promise<readonly string[]> => {
  const ids: string[] = [];
  for (const resourceType of typesReady(session)) {
    const tried = await orSkipped(session.run(triedByOthers, { resourceType }));
    if (!isSkipped(tried)) ids.push(...tried.ids);
  }
  return ids;
};
