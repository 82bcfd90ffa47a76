import type { Contract, Operation, ResourceType } from '../../contract/model.ts';
import { below } from '../../contract/pointer.ts';
import { type BodyMember, bodyMembers } from '../../generators/body-members.ts';

/** Members that can be changed, in the order in which the contract tries them. */
export const changeable = (contract: Contract, { convention }: ResourceType, update: Operation): BodyMember[] => {
  const members = bodyMembers(contract, update);
  return (convention.changes ?? []).flatMap((name) => members.find((member) => member.name === name) ?? []);
};

/** Where a thing shows a member of the update body. */
export const locationOf = ({ name, conventions }: BodyMember): string => conventions.shownAt ?? below('', name);
