import { ContractError } from './contract-error.ts';
import type { Contract, Operation, Parameter } from './model.ts';
import { isObject, valueAt, below } from './pointer.ts';

/**
 * The operation of a key such as `GET /instances`.
 * @throws {ContractError} when the contract has none.
 */
export const operationOf = (contract: Contract, key: string): Operation => {
  const found = contract.operations.find((operation) => operation.key === key);
  if (!found) throw new ContractError(`Cannot find the operation "${key}" in "${contract.source}"`);
  return found;
};

const byKey = new WeakMap<readonly Operation[], ReadonlyMap<string, Operation>>();

/** The operation that a request was made for, by its key; undefined for a request outside every operation. Dozens of checks ask for that of each answer. */
export const operationWith = ({ operations }: Pick<Contract, 'operations'>, key: string | null): Operation | undefined => {
  if (key === null) return undefined;
  const known = byKey.get(operations) ?? new Map(operations.toReversed().map((one) => [one.key, one]));
  byKey.set(operations, known);
  return known.get(key);
};

/** The last parameter in the path, which names the resource that the operation is about. Undefined where the path has none. */
export const lastInPath = ({ parameters }: Pick<Operation, 'parameters'>): Parameter | undefined =>
  parameters.findLast((one) => one.in === 'path');

/**
 * Reads that need the credential `key` and nothing else. Preflight and the checks of credentials use them.
 */
export const parameterlessReads = (contract: Contract): Operation[] =>
  openReads(contract).filter(({ secured, takesKey }) => secured && takesKey);

/** Reads that need at most a credential. Streams are left out, because their answers do not end. */
export const openReads = (contract: Contract): Operation[] =>
  contract.operations.filter(
    ({ method, effect, parameters, body, conventions, unsupported }) =>
      method === 'GET' &&
      effect === 'safe' &&
      unsupported === undefined &&
      body === undefined &&
      conventions.stream === undefined &&
      parameters.every(({ required }) => !required),
  );

/** An operation whose response links to a parameter, and the expression for its value (OpenAPI 3.1, Link Object). */
export type Producer = { readonly operation: Operation; readonly expression: string };

type Linked = { readonly operation: Operation; readonly parameters: Readonly<Record<string, unknown>> };

const linked = new WeakMap<Contract, ReadonlyMap<unknown, readonly Linked[]>>();

/** The links of all responses by the operation that they lead to: each of the many parameters asks for its own. */
const linksByOperation = (contract: Contract): ReadonlyMap<unknown, readonly Linked[]> => {
  const before = linked.get(contract);
  if (before) return before;
  const found = new Map<unknown, Linked[]>();
  for (const operation of contract.operations) {
    if (operation.unsupported !== undefined) continue;
    for (const { location } of operation.responses) {
      const links = valueAt(contract.document, below(location.way.at(-1) ?? '#', 'links'));
      for (const link of Object.values(isObject(links) ? links : {})) {
        if (!isObject(link) || !isObject(link['parameters'])) continue;
        const to = found.get(link['operationId']) ?? [];
        found.set(link['operationId'], to);
        to.push({ operation, parameters: link['parameters'] });
      }
    }
  }
  linked.set(contract, found);
  return found;
};

export const producersOf = (contract: Contract, consumer: Operation, parameterName: string): Producer[] =>
  (linksByOperation(contract).get(consumer.operationId) ?? []).flatMap(({ operation, parameters }) => {
    const expression = parameters[parameterName] ?? parameters[`path.${parameterName}`];
    return typeof expression === 'string' ? [{ operation, expression }] : [];
  });
