import { readFileSync } from 'node:fs';
import { loadContract } from '../../src/contract/load.ts';
import type { Contract } from '../../src/contract/model.ts';

const last = new Map<string, Promise<Contract>>();
const most = 8;

/**
 * The contract of a file, read once where tests of one text follow one another: reading it takes longer than most of them. The file has to be whole, without a reference
 * to another one.
 */
export const contractIn = (file: string): Promise<Contract> => {
  const text = readFileSync(file, 'utf8');
  const found = last.get(text) ?? loadContract(file);
  last.delete(text);
  last.set(text, found);
  for (const old of [...last.keys()].slice(0, -most)) last.delete(old);
  return found;
};
