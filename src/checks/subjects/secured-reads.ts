import type { Contract, Operation } from '../../contract/model.ts';
import { parameterlessReads } from '../../contract/operation.ts';

/** Reads that need nothing but a credential. */
export const securedReads = (contract: Contract): Operation[] => parameterlessReads(contract).filter(({ secured }) => secured);
