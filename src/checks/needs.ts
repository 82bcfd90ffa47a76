import type { Operation } from '../contract/model.ts';
import type { MissingValue } from '../generators/member-value.ts';
import { minimalBody } from '../generators/minimal-body.ts';
import { type Decided, validRequest } from '../generators/valid-request.ts';
import type { Permission, Target } from '../model/target.ts';
import type { Need, Surroundings } from './define.ts';

/** What the operator must allow before an operation is sent, also where it ought to be refused. */
export const permissionsFor = ({ effect, issues }: Pick<Operation, 'effect' | 'issues'>): Need[] => {
  const permissions: Permission[] = effect === 'safe' ? [] : effect === 'creates-permanently' ? ['mutation', 'permanent'] : ['mutation'];
  if (issues) permissions.push('issue-credential');
  return permissions.map((permission) => ({ kind: 'permission', permission }));
};

/** May an operation be sent to this target. */
export const isAllowed = (operation: Pick<Operation, 'effect' | 'issues'>, target: Target): boolean =>
  permissionsFor(operation).every((need) => need.kind !== 'permission' || target.allow.includes(need.permission));

/** While planning nothing is sent, so any text stands for a fresh value. */
const planned = (name: string): string => `ct-${name}`;

/** Everything that must be there before an operation can be sent as it ought to be. */
export const needsFor = (operation: Operation, { contract, target }: Surroundings, decided: Decided = {}): Need[] => {
  const made = validRequest(operation, { contract, target, fresh: planned, ...decided });
  return [...permissionsFor(operation), ...(made.kind === 'missing' ? made.needs : [])];
};

/** What the operator must supply for a body without one of its members. */
export const bodyNeedsWithout = (operation: Operation, { contract, target }: Surroundings, member: string): readonly MissingValue[] => {
  const made = minimalBody(operation, { contract, target, fresh: planned, omit: [member] });
  return made.kind === 'missing' ? made.needs : [];
};
