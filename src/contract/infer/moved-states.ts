import { isObject } from '../pointer.ts';
import type { Contract, Schema } from '../model.ts';
import { askedSchema } from '../asked-content.ts';
import { membersOf, partsOf } from './schema-parts.ts';
import { holdsState, stateMembers } from './state-names.ts';

type Document = Contract['document'];

const listedIn = (document: Document, schema: Schema): readonly unknown[] =>
  (partsOf(document, schema).find((part) => isObject(part) && Array.isArray(part['enum']))?.['enum'] as readonly unknown[] | undefined) ??
  [];

const known = new WeakMap<Contract, ReadonlyMap<string, readonly (readonly unknown[])[]>>();

/** The listed values that bodies of what creates nothing take in a member that may hold a state, by its name. */
const takenByName = (contract: Contract): ReadonlyMap<string, readonly (readonly unknown[])[]> => {
  const before = known.get(contract);
  if (before) return before;
  const found = new Map<string, (readonly unknown[])[]>();
  for (const { method, effect, body } of contract.operations) {
    if (method === 'GET' || effect.startsWith('creates')) continue;
    for (const [name, schema] of membersOf(contract.document, askedSchema(body))) {
      const values = holdsState(name) ? listedIn(contract.document, schema) : [];
      if (values.length > 1) found.set(name, [...(found.get(name) ?? []), values]);
    }
  }
  known.set(contract, found);
  return found;
};

/**
 * Those of some members with listed values that hold the state of a resource, as {@link stateMembers} finds them. Of a `status` that no body sets and a `stage` that
 * one does, the stage: the other follows from it.
 * @param members Names with the listed values and what else is known of them.
 */
export const movedStateMembers = <T>(
  contract: Contract,
  members: readonly (readonly [name: string, member: T])[],
  valuesOf: (member: T) => readonly unknown[],
): readonly (readonly [name: string, member: T])[] => {
  const found = stateMembers(members);
  const [only, ...more] = found;
  if (only === undefined || more.length > 0) return found;
  const isSet = ([name, member]: readonly [string, T]): boolean =>
    (takenByName(contract).get(name) ?? []).some((taken) => taken.every((value) => valuesOf(member).includes(value)));
  const [other, ...others] = stateMembers(members.filter((one) => one !== only)).filter(isSet);
  return other !== undefined && others.length === 0 && !isSet(only) ? [other] : found;
};
