import { endedTokens, isNamedAsCredential } from '../../checks/subjects/ended-tokens.ts';
import { type IssuedPointers, issuedPointers } from '../../contract/issued.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { tokensOf, valueAt } from '../../contract/pointer.ts';
import type { PlacesOf } from '../../exchange/issued-credentials.ts';
import type { PlannedRequest } from '../../model/request.ts';

/** Shorter texts, and those of several words, are no credentials. */
const isCredentialText = (value: unknown): boolean => typeof value === 'string' && /^\S{16,}$/u.test(value);

/** Where the success of a creation shows a credential that an operation ends: in a member called after one, such as `key`. */
const endedIn = (contract: Contract, operation: Operation, status: number, body: unknown): IssuedPointers => {
  const places = issuedPointers(contract, operation, status, body);
  const shown = [...places.named].filter(
    (pointer) => isNamedAsCredential(tokensOf(pointer).at(-1) ?? '') && isCredentialText(valueAt(body, pointer)),
  );
  return { ...places, marked: new Set([...places.marked, ...shown]) };
};

/** Where the answers to a request may contain newly issued credentials. */
export type Issuers = (request: PlannedRequest) => PlacesOf | undefined;

/**
 * Where answers may contain newly issued credentials: those of operations that issue some by the contract, and of creations of what an operation ends. Undefined where the
 * contract has neither.
 */
export const issuersOf = (contract: Contract): Issuers | undefined => {
  // What replaces a credential shows the new one.
  const creations = new Set(endedTokens(contract).flatMap(({ trip, end }) => [trip.create.key, end.key]));
  if (creations.size === 0 && !contract.operations.some(({ issues }) => issues === true)) return undefined;
  return ({ operation: key }) => {
    const operation = contract.operations.find((one) => one.key === key);
    if (operation?.issues === true) return (status, body) => issuedPointers(contract, operation, status, body);
    return operation && creations.has(operation.key) ? (status, body) => endedIn(contract, operation, status, body) : undefined;
  };
};
