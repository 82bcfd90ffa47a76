import { operationWith } from '../../contract/operation.ts';
import { NotTried } from '../../checks/kit/define.ts';
import { demandedIn } from '../../checks/requests/demanded.ts';
import { coveredInBin } from '../../contract/infer/bins.ts';
import { type AnyInferred, coveredBy, coveredByLasting, coveredElsewhere, itemOf } from '../../contract/infer/covering.ts';
import { endsInParameter, isDirectlyBelow, isSamePath, pathAbove } from '../../contract/infer/path-template.ts';
import { isActOfOthers } from '../../contract/infer/roles/acts-of-others.ts';
import { isForFullRoles, namesRole } from '../../contract/infer/roles/callers-told.ts';
import { isSuccess, statusOf } from '../../contract/message.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import type { Exchange } from '../../model/exchange.ts';
import { type CredentialName, type Fault, isLesserName, lesserNames, type PlannedRequest } from '../../model/request.ts';
import type { Secrets, Target } from '../../model/target.ts';

/**
 * Who calls an operation in a run. That is the credential `key`, except where the service leaves an operation to another role: then another full account that is
 * given stands in for it, and calls the operation from then on.
 */
export type Callers = {
  /** The credential that stands in for `key` at an operation; `key` where none does. */
  of(operation: string | null): CredentialName;
  /**
   * A request as its caller sends it.
   * @throws {NotTried} where it tries what another account may do, and that account is the caller itself.
   */
  as(request: PlannedRequest): PlannedRequest;
  /**
   * The answer that counts: where the caller of an operation is refused by its role and never was accepted, each other account tries the same request, at most once.
   * @param sent The request as it was sent.
   * @param send Sends it again with another credential.
   */
  settled(planned: PlannedRequest, first: Exchange, send: (request: PlannedRequest) => Promise<Exchange>): Promise<Exchange>;
  /** Lets each other account try an operation once more. */
  askAgain(operation: string): void;
  /** How many operations got another caller so far. */
  changes(): number;
  /** Calls back with the keys of operations, and the names of types, that another account calls from now on: what was seen of them before is another account's view. */
  onChange(listener: (names: readonly string[]) => void): void;
};

/** Accounts that may stand in, in the order in which they try. The others are ended, of another environment or without quota. */
export const standIns = [...lesserNames, 'other'] as const satisfies readonly CredentialName[];

/** Faults that are about the credential itself: such a request keeps the one that it has. */
export const aboutCredential: ReadonlySet<Fault> = new Set([
  'credential-missing',
  'credential-invalid',
  'credential-misplaced',
  'credential-forbidden',
]);

const nameIn = ({ credential }: PlannedRequest): CredentialName | undefined => (credential.kind === 'valid' ? credential.name : undefined);

/** Marks a request that an account sends in the place of the key: a check that repeats it means the same caller, and no visitor. Copies of it keep the mark. */
const standsIn = Symbol('stands in');

const isByStandIn = (request: PlannedRequest): boolean => standsIn in request;

const withName = (request: PlannedRequest, name: CredentialName): PlannedRequest => ({
  ...request,
  credential: { kind: 'valid', name },
  ...(name === 'key' ? {} : { [standsIn]: true }),
});

/** Does an answer show that the caller has the role, although the request came to nothing: it is well-formed, and what it names is in no state for it. */
const isPastRole = (exchange: Exchange): boolean => [409, 422].includes(statusOf(exchange) ?? 0);

/** Statuses by which the account that made a thing may be kept from what is for others to do. */
const ofMaker: ReadonlySet<number> = new Set([403, 404, 409, 422]);

/** How often another account is asked to do what is not for the account of the key: the first things that it is asked for may be in no state for it. */
const mostAsked = 6;

/** How often an account that does not see a thing is asked to do something with others of the kind: what is a draft may be shown to its owner alone. */
const mostUnseen = 5;

/** May an operation change what belongs to the account itself, such as `DELETE /me`, and not one resource of the run: then no other account is asked to do it. */
const isAboutAccount = (contract: Contract, operation: Operation): boolean => {
  const { effect, inferred, method, path } = operation;
  if (effect !== 'destructive' || inferred?.onOne === true) return false;
  const [covering] = [...coveredBy(contract, operation).values()];
  return method !== 'POST' || covering === undefined || !isDirectlyBelow(path, itemOf(covering.resourceType).path);
};

/** The type of which an operation creates one. */
const createdBy = ({ inferredResourceTypes, lastingResourceTypes }: Contract, key: string): AnyInferred | undefined =>
  [...inferredResourceTypes, ...lastingResourceTypes].find(({ create }) => create.key === key);

/** The operations on resources of a type: those that list and create them, also where that list is at a path of its own, and those whose path names one. */
const operationsOn = (contract: Contract, type: AnyInferred): readonly Operation[] =>
  contract.operations.filter((operation) => {
    if (operation.key === type.list?.key || operation.key === type.create.key || isSamePath(operation.path, itemOf(type).path)) return true;
    // What is created below another resource may be listed beside that: an account sees there what it created.
    if (operation.effect === 'safe' && operation.method === 'GET' && isSamePath(operation.path, pathAbove(itemOf(type).path))) return true;
    const covering = [...coveredBy(contract, operation).values(), ...coveredByLasting(contract, operation).values()];
    return [...covering, coveredElsewhere(contract, operation), coveredInBin(contract, operation)].some(
      (one) => one?.resourceType === type,
    );
  });

/** The removals of what a PUT puts at a path that ends in a word, such as a rating: what an account put there is its own. */
const removalsOf = ({ operations }: Contract, { method, path }: Operation): readonly string[] =>
  method === 'PUT' && !endsInParameter(path)
    ? operations.filter((one) => one.method === 'DELETE' && isSamePath(one.path, path)).map(({ key }) => key)
    : [];

export const createCallers = ({
  contract,
  target,
  secrets,
}: {
  readonly contract: Contract;
  readonly target: Target;
  readonly secrets: Secrets;
}): Callers => {
  const given = standIns.filter((name) => target.credentials.includes(name));
  // What `x-assay` describes says for itself who calls it.
  const isActive = contract.standard.size > 0 && given.length > 0 && target.credentials.includes('key');
  const callers = new Map<string, CredentialName>();
  /** The operations that accepted a request of their caller. */
  const accepted = new Set<string>();
  /** The types whose resources another account creates. */
  const bound = new Set<AnyInferred>();
  /** How many operations had another caller when an account tried an operation. */
  const tried = new Map<string, number>();
  /** How often an account did not see what it was asked to do something with. */
  const unseen = new Map<string, number>();
  /** How often another account was asked to do what is not for the account of the key. */
  const asked = new Map<string, number>();
  /** The members that refusals of the key demanded, by operation. */
  const demanded = new Map<string, ReadonlySet<string>>();
  const listeners: ((names: readonly string[]) => void)[] = [];
  let changed = 0;

  const operationOf = (request: PlannedRequest): Operation | undefined =>
    isActive && request.base === undefined ? operationWith(contract, request.operation) : undefined;
  const callerOf = (operation: string | null): CredentialName => callers.get(operation ?? '') ?? 'key';
  const isSame = (one: CredentialName, another: CredentialName): boolean =>
    one === another || (secrets[one] !== undefined && secrets[one] === secrets[another]);

  const changeTo = (keys: readonly string[], name: CredentialName, type?: AnyInferred): void => {
    const others = keys.filter((key) => callerOf(key) !== name);
    for (const key of others) {
      callers.set(key, name);
      accepted.delete(key);
    }
    if (others.length === 0) return;
    changed += 1;
    for (const listener of listeners) listener([...others, ...(type ? [type.name] : [])]);
  };

  /** What an account created is its own: the same account calls what is about it. */
  const heard = (exchange: Exchange, name: CredentialName): void => {
    const { operation, faults } = exchange.request;
    if (operation === null || faults.length > 0 || !isSuccess(exchange)) return;
    accepted.add(operation);
    const type = name === 'key' ? undefined : createdBy(contract, operation);
    if (!type || bound.has(type)) return;
    bound.add(type);
    changeTo(
      operationsOn(contract, type).map(({ key }) => key),
      name,
      type,
    );
  };

  /** May a refusal be about the role of the caller. */
  const isAboutRole = (operation: Operation, exchange: Exchange, name: CredentialName): boolean => {
    const status = statusOf(exchange) ?? 0;
    if (status === 403) return true;
    // Some roles have to say whom they act for, where others act for themselves.
    const isOfSome =
      name === 'key' && operation.method === 'POST' && [400, 422].includes(status) && namesRole(contract.document, operation);
    return isOfSome && !demandsAnew(operation, exchange);
  };

  /** Is a refusal of the key one of what only another account may do: that one does it from then on where it is accepted. */
  const isLeftToOthers = (operation: Operation, exchange: Exchange, name: CredentialName): boolean => {
    const count = asked.get(operation.key) ?? 0;
    const isMeant =
      name === 'key' &&
      given.includes('other') &&
      !isSame('other', 'key') &&
      count < mostAsked &&
      ofMaker.has(statusOf(exchange) ?? 0) &&
      isActOfOthers(contract, operation);
    if (isMeant) asked.set(operation.key, count + 1);
    return isMeant;
  };

  /** Does a refusal name members that it never demanded before: the key itself is asked to send them, before another account tries. */
  const demandsAnew = ({ key }: Operation, exchange: Exchange): boolean => {
    const before = demanded.get(key) ?? new Set<string>();
    const names = demandedIn(contract, exchange).filter((one) => !before.has(one));
    demanded.set(key, new Set([...before, ...names]));
    return names.length > 0;
  };

  /** Those that have not tried since another account got something to call. */
  const candidates = (operation: Operation, name: CredentialName): readonly CredentialName[] => {
    // What belongs to an account that stands in is left to it, or to the key.
    const all: readonly CredentialName[] = name === 'key' ? given : ['key'];
    // That a lesser role may do what the document leaves to others is for the checks of rights to find.
    const isLesser = (one: CredentialName): boolean => one === 'restricted' && isForFullRoles(contract.document, operation);
    return all.filter((one) => !isSame(one, name) && tried.get(`${operation.key} ${one}`) !== changed && !isLesser(one));
  };

  return {
    of: callerOf,
    as(request) {
      const operation = operationOf(request);
      const name = nameIn(request);
      // What is sent under another scheme is about that scheme.
      if ('scheme' in request.credential || !operation || name === undefined || !callers.has(operation.key)) return request;
      const caller = callerOf(operation.key);
      if (name === 'key') return request.faults.some((fault) => aboutCredential.has(fault)) ? request : withName(request, caller);
      // These are of the account of `key`, which is not the one that calls this.
      if (caller !== 'key' && !isByStandIn(request) && (isSame(name, caller) || (name !== 'restricted' && isLesserName(name))))
        throw new NotTried(
          'not-applicable',
          `${operation.key} is called with the credential "${caller}" in this run, because "key" may not call it`,
        );
      return request;
    },
    async settled(planned, first, send) {
      const operation = operationOf(planned);
      const name = nameIn(first.request);
      if (!operation?.takesKey || operation.issues || nameIn(planned) !== 'key' || name !== callerOf(operation.key)) return first;
      heard(first, name);
      if (planned.faults.length > 0 || accepted.has(operation.key) || isAboutAccount(contract, operation)) return first;
      const isForOthers = isLeftToOthers(operation, first, name);
      if (!isForOthers && !isAboutRole(operation, first, name)) return first;
      let past: Exchange | undefined;
      for (const one of isForOthers ? (['other'] as const) : candidates(operation, name)) {
        const way = `${operation.key} ${one}`;
        tried.set(way, changed);
        const exchange = await send(withName(planned, one));
        if (!isSuccess(exchange)) {
          if (statusOf(first) === 403 && statusOf(exchange) === 404) {
            unseen.set(way, (unseen.get(way) ?? 0) + 1);
            if ((unseen.get(way) ?? 0) < mostUnseen) tried.delete(way);
          }
          if ([400, 403].includes(statusOf(first) ?? 0) && isPastRole(exchange)) past ??= exchange;
          continue;
        }
        changeTo([operation.key, ...removalsOf(contract, operation)], one);
        heard(exchange, one);
        return exchange;
      }
      const pastBy = past && nameIn(past.request);
      if (past === undefined || pastBy === undefined) return first;
      changeTo([operation.key], pastBy);
      return past;
    },
    askAgain(operation) {
      for (const one of given) tried.delete(`${operation} ${one}`);
    },
    changes: () => changed,
    onChange: (listener) => void listeners.push(listener),
  };
};
