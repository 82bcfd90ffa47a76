import { descriptionsIn } from '../contract/infer/schema-parts.ts';
import { boundsInText, boundsOfMember } from '../contract/infer/told-bounds.ts';
import type { Contract, Operation } from '../contract/model.ts';
import { valueAt } from '../contract/pointer.ts';
import { saidIn } from '../contract/said.ts';
import { nodeOf } from '../model/location.ts';
import { bodyMembers } from './body-members.ts';

/** The bounds of the members at the top of a body that the document tells, at the operation and at each member. */
export const boundsBetween = (
  contract: Contract,
  operation: Operation,
  around: Parameters<typeof boundsInText>[1],
): ReturnType<typeof boundsInText> => [
  ...bodyMembers(contract, operation).flatMap(({ name, schema }) =>
    descriptionsIn(contract.document, schema).flatMap((text) => [...boundsOfMember(text, name, around), ...boundsInText(text, around)]),
  ),
  ...saidIn(valueAt(contract.document, nodeOf(operation.location))).flatMap((text) => boundsInText(text, around)),
];
