import { askedSchema } from '../asked-content.ts';
import type { Contract, Operation } from '../model.ts';
import { type AnyInferred, coveredBy, coveredByLasting, itemOf } from './covering.ts';
import { endsInParameter, isDirectlyBelow, isSamePath, parametersIn, pathAbove } from './path-template.ts';
import { itemsOf, membersOf } from './schema-parts.ts';
import { singular } from './singular.ts';
import { wordsOf } from './words.ts';

/** What is put below a resource of the run by its id, and taken out again: the players of a team, by `POST /teams/{teamId}/players` with `{"player_ids": [...]}`. */
export type AddedById = {
  /** The operation that adds some, and the member of its body with their ids. */
  readonly add: Operation;
  readonly member: string;
  /** The list of what is there. */
  readonly list: Operation;
  /** The last parameter in the path of the removal, which names one of them. */
  readonly parameter: string;
};

const asOne = (name: string): string =>
  wordsOf(name)
    .map((word, n, all) => (n === all.length - 1 ? singular(word) : word))
    .join(' ');

const find = (contract: Contract, operation: Operation): AddedById | undefined => {
  const { method, path, effect } = operation;
  const parameter = parametersIn(path).at(-1);
  if (method !== 'DELETE' || effect !== 'changes' || !endsInParameter(path) || parameter === undefined) return undefined;
  const collection = pathAbove(path);
  const types: readonly AnyInferred[] = [...coveredBy(contract, operation).values(), ...coveredByLasting(contract, operation).values()].map(
    ({ resourceType }) => resourceType,
  );
  // What a creation makes there is removed as what it made.
  const isMadeThere = contract.inferredResourceTypes.some(({ remove }) => remove.key === operation.key);
  if (isMadeThere || !types.some((one) => isDirectlyBelow(collection, itemOf(one).path))) return undefined;
  const at = (wanted: string): Operation | undefined =>
    contract.operations.find((one) => one.method === wanted && one.unsupported === undefined && isSamePath(one.path, collection));
  const [add, list] = [at('POST'), at('GET')];
  if (!add || list?.effect !== 'safe') return undefined;
  const { document } = contract;
  const named = [...membersOf(document, askedSchema(add.body))].filter(([name]) => asOne(name) === asOne(parameter));
  const [member, schema] = named[0] ?? [];
  if (member === undefined || schema === undefined || named.length > 1) return undefined;
  const isPlain = [schema, itemsOf(document, schema)].every((one) => membersOf(document, one).size === 0);
  return isPlain ? { add, member, list, parameter } : undefined;
};

const known = new WeakMap<Operation, AddedById | undefined>();

/**
 * What an operation takes out of a resource that the run can create, and another one puts there by its id: `DELETE /teams/{teamId}/players/{player_id}`. The run takes out
 * nothing but what it has put there. Undefined for anything else.
 */
export const addedById = (contract: Contract, operation: Operation): AddedById | undefined => {
  if (contract.standard.size === 0) return undefined;
  if (!known.has(operation)) known.set(operation, find(contract, operation));
  return known.get(operation);
};
