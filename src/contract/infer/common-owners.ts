import { askedSchema } from '../asked-content.ts';
import type { Contract, Operation } from '../model.ts';
import { type AnyInferred, coveredBy, coveredByLasting } from './covering.ts';
import { referenceAt } from './references.ts';
import { membersOf, partsOf } from './schema-parts.ts';

/** What resources of a type belong to, and the parameter of the path, or the member of the body, by which their creation names that. */
export type Owner = { readonly type: AnyInferred; readonly by: string; readonly isInPath: boolean };

/** The members of the body of an operation that are sent, at its top. */
const sentIn = ({ document }: Contract, operation: Operation): readonly string[] =>
  [...membersOf(document, askedSchema(operation.body))].flatMap(([name, schema]) =>
    partsOf(document, schema).some(({ readOnly }) => readOnly === true) ? [] : [name],
  );

const known = new WeakMap<AnyInferred, readonly Owner[]>();

/** What resources of a type belong to: the one that they are created right below, and those that the body of their creation names. */
export const ownersOf = (contract: Contract, type: AnyInferred): readonly Owner[] => {
  const before = known.get(type);
  if (before) return before;
  const { create } = type;
  const above = [coveredBy(contract, create), coveredByLasting(contract, create)].flatMap((all) => [...all].slice(-1));
  const found = [
    ...above.map(([by, { resourceType }]): Owner => ({ type: resourceType, by, isInPath: true })),
    ...sentIn(contract, create).flatMap((by): readonly Owner[] => {
      const named = referenceAt(contract, create, [by])?.resourceType;
      return named ? [{ type: named, by, isInPath: false }] : [];
    }),
  ].filter((one) => one.type.name !== type.name);
  known.set(type, found);
  return found;
};

/** What resources of two types belong to both, and how each of them tells it: an entry of a race and a runner, who are of one club. */
export type CommonOwner = { readonly ofOne: Owner; readonly ofOther: Owner };

/** The type that resources of two types both belong to; undefined where there is none, or one of them belongs to the other. */
export const commonOwner = (contract: Contract, one: AnyInferred, other: AnyInferred): CommonOwner | undefined => {
  const [ours, theirs] = [ownersOf(contract, one), ownersOf(contract, other)];
  const isOf = (owners: readonly Owner[], { name }: AnyInferred): boolean => owners.some(({ type }) => type.name === name);
  if (one.name === other.name || isOf(ours, other) || isOf(theirs, one)) return undefined;
  for (const ofOne of ours) {
    const ofOther = theirs.find(({ type }) => type.name === ofOne.type.name);
    if (ofOther) return { ofOne, ofOther };
  }
  return undefined;
};
