import { below, isObject, valueAt } from '../../contract/pointer.ts';
import type { Contract } from '../../contract/model.ts';
import type { Place } from '../../model/place.ts';
import { rootConventions } from '../../contract/read-conventions.ts';
import type { Sandbox } from '../../contract/x-assay/surroundings.ts';

/** Where a contract promises something of its sandbox: at the sandbox itself, or at one of its words. */
export const sandboxPlaces = (contract: Contract, word?: 'served' | 'apart' | 'seeded' | 'quota'): Place[] => {
  const root = below('#', 'x-assay', 'sandbox');
  const node = word === undefined ? root : below(root, word);
  if (!isObject(valueAt(contract.document, node))) return [];
  return [{ operation: null, way: ['#', root, ...(word === undefined ? [] : [node])] }];
};

/** What a contract says of its sandbox. */
export const sandboxOf = ({ document }: Contract): Sandbox | undefined => rootConventions(document).sandbox;
