import type { Collection, Contract } from '../../contract/model.ts';
import { parameterlessReads } from '../../contract/operation.ts';
import { below, isObject, valueAt } from '../../contract/pointer.ts';
import { rootConventions } from '../../contract/read-conventions.ts';
import type { Sandbox } from '../../contract/x-assay/surroundings.ts';
import { at, type Subject } from '../kit/define.ts';
import { collectionAt } from './collection.ts';

/** What a contract documents about its sandbox, at `sandbox` or at one of its words. */
export type SandboxSubject = Subject & { readonly sandbox: Sandbox };

/** The sandbox of a contract, where it is documented or has the given word. None or one. */
export const sandboxes = ({ document }: Contract, word?: 'served' | 'apart' | 'seeded' | 'quota'): readonly SandboxSubject[] => {
  const { sandbox } = rootConventions(document);
  const root = below('#', 'x-assay', 'sandbox');
  const node = word === undefined ? root : below(root, word);
  if (!sandbox || !isObject(valueAt(document, node))) return [];
  return [at({ operation: null, way: ['#', root, ...(word === undefined ? [] : [node])] }, { sandbox })];
};

/** Lists that need nothing but a credential: they can be read in any environment. */
export const plainLists = (contract: Contract): readonly Collection[] =>
  parameterlessReads(contract).flatMap(({ key }) => collectionAt(contract, key) ?? []);
