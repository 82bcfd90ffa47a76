import type { Contract, Operation } from '../../../contract/model.ts';
import { lastInPath, producersOf } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Fault, PlannedRequest } from '../../../model/request.ts';
import type { Fact } from '../../../model/verdict.ts';
import { at, defineProbe, inconclusive, observed } from '../../kit/define.ts';
import { isAllowed } from '../../kit/prerequisites.ts';
import { recordedStatus } from '../../kit/facts.ts';
import { rootLocation } from '../../../model/location.ts';
import type { Session } from '../../kit/session.ts';
import { unauthenticatedRequest } from '../../requests/unauthenticated-request.ts';
import { accountTraversal } from '../../scenarios/paging/account-traversal.ts';
import { itemsOfTraversal } from '../../scenarios/paging/traversal.ts';
import { collectionAt, itemKey } from '../../subjects/collection.ts';

/** Requests that are usually undocumented. Those that are not allowed or not possible are left out. */
type OddRequests = {
  /** The operation with a malformed id. */
  readonly malformedId: Exchange | undefined;
  /** An undocumented method on the operation's path, never DELETE. */
  readonly otherMethod: Exchange | undefined;
  /** A read of the resource by its id, where the contract has none. */
  readonly readById: Exchange | undefined;
  /** The operation on a resource of another account. */
  readonly ofOtherAccount: Exchange | undefined;
};

type Result = readonly { readonly operation: string; readonly asked: OddRequests }[];

export const oddRequestsRecorded = defineProbe({
  id: 'errors/odd-requests-recorded',
  title: "The answers to malformed ids, other accounts' ids and undocumented methods are recorded",
  why: 'Clients meet these answers by accident, and services with the same documentation differ in them.',
  fix: 'Any error response will do; prefer one that does not reveal whether a resource of another account exists.',
  reads: 'unknown',
  phase: 'mutate',
  stage: 'refusals',
  exclusive: 'collection',
  over(contract) {
    const operations = oddlyAsked(contract);
    return contract.conventions.unknown !== undefined && operations.length > 0 ? [at(rootLocation, { operations })] : [];
  },
  prerequisites: () => [],
  cost: ({ operations }) => ({ requests: operations.length * 4 + 5, creates: 0 }),
  async run({ operations }, session): Promise<Result> {
    const result: { operation: string; asked: OddRequests }[] = [];
    for (const one of operations) result.push({ operation: one.operation.key, asked: await askOddly(session, one) });
    return result;
  },
  judge(_subject, result) {
    const facts = result.flatMap(({ operation, asked }): Fact[] => [
      ...recordedStatus('unknown.malformed-id', operation, asked.malformedId),
      ...recordedStatus('unknown.undocumented-method', operation, asked.otherMethod),
      ...recordedStatus('unknown.read-by-id', operation, asked.readById),
      ...recordedStatus('unknown.id-of-other-account', operation, asked.ofOtherAccount),
    ]);
    if (facts.length > 0) return observed(facts);
    const sent = result.flatMap(({ asked }) => Object.values(asked).filter((one): one is Exchange => one !== undefined));
    return inconclusive('No odd request was answered', sent);
  },
});

const malformed = 'not-an-id';

/** Methods that may be sent where they are undocumented, because none of them means a removal. */
const otherMethods = ['POST', 'PUT', 'PATCH'] as const;

/** An operation on one resource, with the name of the parameter that takes the id. */
type OverOne = { readonly operation: Operation; readonly parameter: string };

/** Operations on one resource that is addressed by its path, except those that create or remove. */
const oddlyAsked = (contract: Contract): OverOne[] =>
  contract.operations.flatMap((operation) => {
    const parameter = lastInPath(operation)?.name;
    const isAsked = operation.method !== 'DELETE' && (operation.effect === 'safe' || operation.effect === 'changes');
    return isAsked && parameter !== undefined ? [{ operation, parameter }] : [];
  });

const askOddly = async (session: Session, { operation, parameter }: OverOne): Promise<OddRequests> => {
  const { contract, target } = session;
  const usual = unauthenticatedRequest(session, operation, 'odd');
  const withId = (id: string, fault: Fault): PlannedRequest => ({
    ...usual,
    pathValues: { ...usual.pathValues, [parameter]: id },
    faults: [fault],
  });
  const mayChange = isAllowed({ effect: 'changes' }, target);
  const mayAsk = isAllowed(operation, target);
  const outside = outsideOf(usual);
  const method = otherMethods.find((one) => !has(contract, one, operation.path));
  const resource = operation.path.slice(0, operation.path.indexOf(`{${parameter}}`) + parameter.length + 2);
  const others = mayAsk && mayChange ? await idOfOtherAccount(session, operation, parameter) : undefined;
  return {
    malformedId: mayAsk ? await session.send(withId(malformed, 'unknown-id')) : undefined,
    // The answer to an undocumented method is undocumented, so the request has no fault.
    otherMethod: mayChange && method ? await session.send({ ...outside, method, path: operation.path }) : undefined,
    readById: has(contract, 'GET', resource)
      ? undefined
      : await session.send({ ...outside, method: 'GET', path: resource, faults: ['unknown-path'] }),
    ofOtherAccount: others === undefined ? undefined : await session.send(withId(others, 'credential-forbidden')),
  };
};

const has = ({ operations }: Contract, method: string, path: string): boolean =>
  operations.some((one) => one.method === method && one.path === path);

/** The same path values and credential for a path or method that no operation has. */
const outsideOf = ({ pathValues, credential }: PlannedRequest): Omit<PlannedRequest, 'method' | 'path'> => ({
  operation: null,
  pathValues,
  query: [],
  headers: [],
  credential,
  faults: [],
});

/** The id of an item in the list of the other account; undefined where the list, its items or the credential are missing. */
const idOfOtherAccount = async (session: Session, operation: Operation, parameter: string): Promise<string | undefined> => {
  if (!session.target.credentials.includes('other')) return undefined;
  const [producer] = producersOf(session.contract, operation, parameter).filter((one) => collectionAt(session.contract, one.operation.key));
  const collection = collectionAt(session.contract, producer?.operation.key ?? null);
  if (!collection) return undefined;
  const traversal = await session.run(accountTraversal, { operation: collection.operation.key, credential: 'other' });
  return itemsOfTraversal(collection, traversal).flatMap((item) => itemKey(collection, item) ?? [])[0];
};
