import type { Contract, Operation } from '../../../contract/model.ts';
import { operationOf, producersOf } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Fault, PlannedRequest } from '../../../model/request.ts';
import { collectionAt, itemKey } from '../../subjects/collection.ts';
import { isAllowed } from '../../kit/prerequisites.ts';
import { outsiderRequest } from '../../requests/outsider-request.ts';
import { defineMeasurement, type Session } from '../../kit/session.ts';
import { accountWalk } from '../paging/account-walk.ts';
import { itemsOfWalk } from '../paging/walk.ts';

/** Requests about which a documentation usually says nothing; those that are not allowed or not possible are left out. */
export type OddRequests = {
  /** The operation with an id that nobody would give. */
  readonly malformedId: Exchange | undefined;
  /** A method that the operation's path does not have, never DELETE. */
  readonly otherMethod: Exchange | undefined;
  /** A read of the thing itself, where the contract has none. */
  readonly readById: Exchange | undefined;
  /** The operation on a thing of another account. */
  readonly ofOtherAccount: Exchange | undefined;
};

const malformed = 'not-an-id';

/** Methods that may be sent where they are not documented: none of them removes anything by its name. */
const otherMethods = ['POST', 'PUT', 'PATCH'] as const;

/** Operations about one thing that can be asked for oddly: named by their path, neither creating nor removing anything. */
export const oddlyAsked = (contract: Contract): Operation[] =>
  contract.operations.filter(
    (operation) =>
      operation.method !== 'DELETE' && (operation.effect === 'safe' || operation.effect === 'changes') && namedBy(operation) !== undefined,
  );

/** The last parameter in a path. */
const namedBy = ({ parameters }: Operation): string | undefined => parameters.findLast((one) => one.in === 'path')?.name;

export const oddRequests = defineMeasurement<{ readonly operation: string }, OddRequests>({
  id: 'odd-requests',
  async run(session, { operation: key }) {
    const { contract, target } = session;
    const operation = operationOf(contract, key);
    const parameter = namedBy(operation) ?? '';
    const usual = outsiderRequest(session, operation, 'odd');
    const withId = (id: string, fault: Fault): PlannedRequest => ({
      ...usual,
      pathValues: { ...usual.pathValues, [parameter]: id },
      faults: [fault],
    });
    const mayChange = isAllowed({ effect: 'changes' }, target);
    const mayAsk = isAllowed(operation, target);
    const outside = outsideOf(usual);
    const method = otherMethods.find((one) => !has(contract, one, operation.path));
    const thing = operation.path.slice(0, operation.path.indexOf(`{${parameter}}`) + parameter.length + 2);
    const others = mayAsk && mayChange ? await idOfOtherAccount(session, operation, parameter) : undefined;
    return {
      malformedId: mayAsk ? await session.send(withId(malformed, 'unknown-id')) : undefined,
      // No documentation says what a method gets that a path does not have, so the request names no fault.
      otherMethod: mayChange && method ? await session.send({ ...outside, method, path: operation.path }) : undefined,
      readById: has(contract, 'GET', thing)
        ? undefined
        : await session.send({ ...outside, method: 'GET', path: thing, faults: ['unknown-path'] }),
      ofOtherAccount: others === undefined ? undefined : await session.send(withId(others, 'credential-forbidden')),
    };
  },
});

const has = ({ operations }: Contract, method: string, path: string): boolean =>
  operations.some((one) => one.method === method && one.path === path);

/** The same path values and credential at a path or method that no operation has. */
const outsideOf = ({ pathValues, credential }: PlannedRequest): Omit<PlannedRequest, 'method' | 'path'> => ({
  operation: null,
  pathValues,
  query: [],
  headers: [],
  credential,
  faults: [],
});

/** The id of something in the list of the other account; undefined where the list or the credential is missing. */
const idOfOtherAccount = async (session: Session, operation: Operation, parameter: string): Promise<string | undefined> => {
  if (!session.target.credentials.includes('other')) return undefined;
  const [producer] = producersOf(session.contract, operation, parameter).filter((one) => collectionAt(session.contract, one.operation.key));
  const collection = collectionAt(session.contract, producer?.operation.key ?? null);
  if (!collection) return undefined;
  const walked = await session.measure(accountWalk, { operation: collection.operation.key, credential: 'other' });
  return itemsOfWalk(collection, walked).flatMap((item) => itemKey(collection, item) ?? [])[0];
};
