import { fileURLToPath } from 'node:url';
import { loadContract } from '../../src/contract/load.ts';
import type { Contract, Operation } from '../../src/contract/model.ts';
import type { Target } from '../../src/model/target.ts';
import { madeTarget } from '../model/made-target.ts';

let loading: Promise<Contract> | undefined;

/** A made-up contract whose bodies use many schema keywords. */
export const crates = (): Promise<Contract> => (loading ??= loadContract(fileURLToPath(new URL('./crates/openapi.yaml', import.meta.url))));

export const operationCalled = async (operationId: string): Promise<Operation> => {
  const found = (await crates()).operations.find((operation) => operation.operationId === operationId);
  if (!found) throw new Error(`no operation ${operationId}`);
  return found;
};

export const targetOf = (over: Partial<Target> = {}): Target =>
  madeTarget({
    name: 'crates',
    contract: 'crates',
    baseUrl: 'http://127.0.0.1:1',
    flood: { maxRequests: 100 },
    maxCreates: 5,
    http: { timeoutMs: 1000, headers: {} },
    ...over,
  });

export const fresh = (name: string): string => `ct-fresh-${name}`;

export const making = async (over: Partial<Target> = {}) => ({ contract: await crates(), target: targetOf(over), fresh });
