import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { stringify } from 'yaml';
import { loadContract } from '../../src/contract/load.ts';
import type { Contract } from '../../src/contract/model.ts';
import { operationOf } from '../../src/contract/operation.ts';
import type { Making } from '../../src/generators/member-value.ts';
import { type Decided, type MadeRequest, validRequest } from '../../src/generators/valid-request.ts';
import type { PlannedRequest } from '../../src/model/request.ts';
import type { Target } from '../../src/model/target.ts';
import { targetOf } from './support.ts';

type Json = Readonly<Record<string, unknown>>;

/** A document about mooring boats, with these paths, and these schemas by name. */
export const bayDocument = (paths: Json, schemas: Json = {}, rest: Json = {}): Json => ({
  openapi: '3.1.0',
  info: { title: 'Bay', version: '1' },
  paths,
  components: { schemas },
  ...rest,
});

/** An operation with only the parts that a test is about. */
export const does = (operation: Json): Json => ({ responses: { '200': { description: 'Done' } }, ...operation });

/** Writes a document and loads it. */
export const bayContract = async (document: Json): Promise<Contract> => {
  const folder = mkdtempSync(join(tmpdir(), 'assay-bay-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'bay.yaml');
  writeFileSync(file, stringify(document));
  return loadContract(file);
};

export const makingFor = (contract: Contract, target: Partial<Target> = {}, nonce = 'n1'): Making => ({
  contract,
  target: targetOf({ name: 'bay', contract: 'bay', ...target }),
  fresh: (name) => `ct-${nonce}-plain-${name}`,
});

/** The request to an operation, or what is missing for it. */
export const madeFor = (contract: Contract, key: string, rest: Partial<Making> & Decided = {}): MadeRequest =>
  validRequest(operationOf(contract, key), { ...makingFor(contract), ...rest });

/** The request to an operation; throws where something is missing. */
export const requestFor = (contract: Contract, key: string, rest: Partial<Making> & Decided = {}): PlannedRequest => {
  const made = madeFor(contract, key, rest);
  if (made.kind === 'missing') throw new Error(`cannot be made: ${JSON.stringify(made.prerequisites)}`);
  return made.request;
};
