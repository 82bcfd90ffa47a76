import type { Contract, Operation, ResourceType } from '../../contract/model.ts';
import { below } from '../../contract/pointer.ts';
import { type BodyMember, bodyMembers } from '../../generators/body-members.ts';

/** Members that an update can change, in the order of the convention `changes`. */
export const changeable = (contract: Contract, { convention }: ResourceType, update: Operation): BodyMember[] => {
  const members = bodyMembers(contract, update);
  return (convention.changes ?? []).flatMap((name) => members.find((member) => member.name === name) ?? []);
};

/** Where a resource shows a member of the update body. */
export const locationOf = ({ name, conventions }: BodyMember): string => conventions.shownAt ?? below('', name);
