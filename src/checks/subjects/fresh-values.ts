import { isObject } from '../../contract/pointer.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { bodyMembers } from '../../generators/body-members.ts';
import { type PlannedRequest, holdsValue } from '../../model/request.ts';

/** Fresh values of a creation, which no other request has: the resource is found again by them. */
export const freshValues = (contract: Contract, create: Operation, { body }: PlannedRequest): unknown[] => {
  if (!holdsValue(body) || !isObject(body.value)) return [];
  const sent = body.value;
  return bodyMembers(contract, create)
    .filter(({ conventions }) => conventions.fresh === true)
    .map((member) => sent[member.name]);
};

/** Does a creation give a value to one of the members that must be unique: without any, nothing keeps the server from accepting it twice. */
export const givesAnyOf = (names: readonly string[], { body }: PlannedRequest): boolean => {
  if (!holdsValue(body) || !isObject(body.value)) return true;
  const sent = body.value;
  return names.some((name) => sent[name] !== undefined && sent[name] !== null);
};
