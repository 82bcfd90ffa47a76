import type { Contract, Operation } from '../../contract/model.ts';
import { spoilableMembers, unusableBody } from '../../generators/unusable-body.ts';
import type { ProbePrerequisite, Surroundings } from '../kit/define.ts';
import { prerequisitesFor } from '../kit/prerequisites.ts';

/** Does the body of an operation have a member with a documented unusable value. */
export const canBeSpoilt = (contract: Contract, operation: Operation): boolean => spoilableMembers(contract, operation).length > 0;

/** The prerequisites of a complete body without usable values. */
export const unusablePrerequisites = (operation: Operation, around: Surroundings): ProbePrerequisite[] => {
  const made = unusableBody(operation, { ...around, fresh: (name) => `ct-${name}` });
  const body = { kind: 'json', value: {} } as const;
  return [...prerequisitesFor(operation, around, { body }), ...(made.kind === 'missing' ? made.prerequisites : [])];
};
