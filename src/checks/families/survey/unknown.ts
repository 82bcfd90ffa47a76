import { parametersIn } from '../../../contract/infer/path-template.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { madeUpId } from '../../../generators/unknown-id.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { rootLocation } from '../../../model/location.ts';
import { at, NotTried } from '../../kit/define.ts';
import { once, type Session } from '../../kit/session.ts';
import { ownUnknownPath, unknownPath } from '../../requests/unknown-path.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { gentlePaths, type HarmlessPath, prerequisitesAt, requestAt } from '../../scenarios/calls/other-methods.ts';
import { unknownId } from '../../scenarios/calls/unknown-id.ts';
import { accountTraversal } from '../../scenarios/paging/account-traversal.ts';
import { itemsOfTraversal } from '../../scenarios/paging/traversal.ts';
import { collectionAt, itemKey } from '../../subjects/collection.ts';
import { idParameterOf, prerequisitesOnResource } from '../../subjects/resources.ts';
import type { JudgedOperation } from '../../subjects/secured-operations.ts';
import { type AskedById, callsById, removalsById, type UnreadPath, unreadPaths } from '../../subjects/surveyed.ts';
import { type Asked, askEach, defineSurvey } from './survey-probe.ts';

export const unknownPathAsked = defineSurvey<Asked>({
  situation: 'unknown-path',
  title: 'The answer to a path that no operation has is recorded',
  over: () => [{ location: rootLocation }],
  prerequisites: () => [],
  ask: async (_root, session) => askEach(session, [unknownPath(session, ownUnknownPath)]),
});

/** A method that changes nothing (RFC 4918, section 9.1) and that hardly any API has. */
const otherMethod = 'PROPFIND';

export const methodAsked = defineSurvey<HarmlessPath>({
  situation: 'method',
  title: 'The answer to a method that a path does not have is recorded',
  changes: true,
  over: gentlePaths,
  prerequisites: prerequisitesAt,
  async ask(path, session) {
    const { by } = await requestAt(session, path);
    return by === undefined ? [] : askEach(session, [by(otherMethod)]);
  },
});

export const undocumentedRead = defineSurvey<UnreadPath>({
  situation: 'undocumented-read',
  title: 'The answer to a read of one thing that no operation reads is recorded',
  over: unreadPaths,
  prerequisites: () => [],
  async ask({ path, beside }, session) {
    const pathValues = madeUpIn(session, beside, path);
    return askEach(session, [{ ...unknownPath(session, path), pathValues }]);
  },
});

/** Ids that name nothing, for the parameters in a path. */
const madeUpIn = (session: Session, operation: Operation, path: string): Readonly<Record<string, string>> => {
  const names = new Set(parametersIn(path));
  const inPath = operation.parameters.filter((one) => one.in === 'path' && names.has(one.name));
  return Object.fromEntries(
    inPath.map((one) => [
      one.name,
      madeUpId(session.contract, operation, one, (label, count) => session.hex(label, count), session.fresh('unknown-id')),
    ]),
  );
};

const byId = {
  changes: true,
  prerequisites: ({ operation }: JudgedOperation, around: Parameters<typeof prerequisitesOnResource>[1]) =>
    prerequisitesOnResource(operation, around),
  /** Lists are searched for ids in use, and of what changes something the id is read first. */
  requests: 20,
} as const;

export const unknownIdAsked = defineSurvey<AskedById>({
  ...byId,
  situation: 'unknown-id',
  title: 'The answer to an id that does not exist is recorded',
  over: callsById,
  ask: async ({ operation }, session) => [(await session.run(unknownId, { operation: operation.key })).exchange],
});

export const unknownRemoval = defineSurvey<JudgedOperation>({
  ...byId,
  situation: 'unknown-removal',
  title: 'The answer to the removal of what does not exist is recorded',
  over: removalsById,
  ask: async ({ operation }, session) => [(await session.run(unknownId, { operation: operation.key })).exchange],
});

/** No server gives such an id: it has no digit. */
const malformed = 'not-an-id';

const isRead = ({ operation }: JudgedOperation): boolean => operation.effect === 'safe';

export const malformedId = defineSurvey<AskedById>({
  ...byId,
  situation: 'malformed-id',
  title: 'The answer to an id of a form that no server gives is recorded',
  requests: 1,
  over: (contract) => callsById(contract).filter(isRead),
  ask: async ({ operation, parameter }, session) =>
    askEach(session, [
      { ...usableRequest(session, operation, 'malformed', { pathValues: { [parameter.name]: malformed } }), faults: ['unknown-id'] },
    ]),
});

/** A read of one thing, and the list that shows which there are. */
type Listed = JudgedOperation & { readonly list: string };

const listedReads = (contract: Contract): Listed[] =>
  [...contract.resourceTypes, ...contract.presumedResourceTypes].flatMap(({ read, collection }) =>
    read === undefined ||
    collection === undefined ||
    collection.id === undefined ||
    collection.operation.path.includes('{') ||
    read.effect !== 'safe'
      ? []
      : [at(read.location, { operation: read, list: collection.operation.key })],
  );

export const foreignThing = defineSurvey<Listed>({
  ...byId,
  situation: 'foreign-thing',
  title: 'The answer to a read of a resource of another account is recorded',
  over: listedReads,
  prerequisites: ({ operation }, around) => [...prerequisitesOnResource(operation, around), { kind: 'credential', name: 'other' }],
  async ask({ operation, list }, session): Promise<readonly Exchange[]> {
    const collection = collectionAt(session.contract, list);
    const theirs = await session.run(accountTraversal, { operation: list, credential: 'other' });
    const [id] = collection === undefined ? [] : itemsOfTraversal(collection, theirs).flatMap((item) => itemKey(collection, item) ?? []);
    if (id === undefined) throw new NotTried('not-applicable', 'the other account has nothing in the list');
    const request = usableRequest(session, operation, 'foreign', { pathValues: { [idParameterOf(operation)]: id } });
    return [await once(session, { ...request, faults: ['credential-forbidden'] })];
  },
});
