import { nodeOf } from '../../model/location.ts';
import { askedSchema } from '../asked-content.ts';
import type { Contract, Operation } from '../model.ts';
import { valueAt } from '../pointer.ts';
import { saidIn } from '../said.ts';
import type { AnyInferred } from './covering.ts';
import { descriptionsIn, membersOf, partsOf } from './schema-parts.ts';
import { belowToldIn, type ToldBelow } from './told-below.ts';

const known = new WeakMap<Operation, readonly ToldBelow[]>();

/** What the text of a creation says that its things of one kind are below things of another kind, which the same operation creates. None where one would be below itself in the end. */
export const kindsBelow = ({ document }: Pick<Contract, 'document'>, create: Operation): readonly ToldBelow[] => {
  const before = known.get(create);
  if (before) return before;
  const members = [...membersOf(document, askedSchema(create.body))];
  const listing = new Map(
    members.map(([name, schema]) => [
      name,
      partsOf(document, schema).flatMap(({ enum: listed }): readonly unknown[] => (Array.isArray(listed) ? listed : [])),
    ]),
  );
  const texts = [...saidIn(valueAt(document, nodeOf(create.location))), ...descriptionsIn(document, askedSchema(create.body))];
  const found = texts.flatMap((text) => belowToldIn(text, listing));
  const reaches = (value: string, seen: readonly string[]): boolean =>
    seen.includes(value) || found.some((one) => one.value === value && reaches(one.above, [...seen, value]));
  const straight = found.some(({ value }) => reaches(value, [])) ? [] : found;
  known.set(create, straight);
  return straight;
};

/** What a member of the body of a creation names that the same operation creates: one of the kind that the text says of a thing of a certain kind. */
export const aboveOwnKind = (
  contract: Contract,
  create: Operation,
  member: string,
  body: Readonly<Record<string, unknown>>,
): { readonly resourceType: AnyInferred; readonly kind: { readonly member: string; readonly value: string } } | undefined => {
  const told = kindsBelow(contract, create).find((one) => one.member === member && body[one.by] === one.value);
  const resourceType =
    told && [...contract.inferredResourceTypes, ...contract.lastingResourceTypes].find((one) => one.create.key === create.key);
  return told && resourceType ? { resourceType, kind: { member: told.by, value: told.above } } : undefined;
};
