import { bodyObject, parameter } from '../../kit/asking.ts';
import { crashing, isNested, isNull, isVeryLong } from '../../kit/crashing.ts';
import { isCall } from '../../kit/service.ts';
import type { Defects } from '../call.ts';
import { createDeployment, createProject, listDeployments, queryLogs, updateProject } from '../operations.ts';

type Defect = Defects[string];

const onMember = (note: string, operation: string, member: string, isMeant: (value: unknown) => boolean, breaks = 'CDEV-103'): Defect => ({
  breaks,
  note,
  behind: crashing((call) => isCall(call, operation) && isMeant(bodyObject(call)?.[member])),
});

const onParameter = (
  breaks: string,
  note: string,
  operation: string,
  name: string,
  isMeant = (_value: string): boolean => true,
): Defect => ({
  breaks,
  note,
  behind: crashing((call) => {
    const value = parameter(call, name);
    return isCall(call, operation) && value !== undefined && isMeant(value);
  }),
});

/** Values of members and parameters that are answered 500. */
export const crashDefects: Defects = {
  'null-region-500': onMember('A region that is null is answered 500', createProject, 'region', isNull),
  'nested-name-500': onMember('An object as the name is answered 500', createProject, 'name', isNested),
  'null-commit-500': onMember('A commit that is null is answered 500', createDeployment, 'commit', isNull),
  'rename-to-null-500': onMember('A change of the name to null is answered 500', updateProject, 'name', isNull),
  'very-long-name-500': onMember('A name of thousands of letters is answered 500', createProject, 'name', isVeryLong, 'CDEV-69'),
  'log-level-500': onParameter('CDEV-90', 'A log query with a level is answered 500', queryLogs, 'level'),
  'created-after-500': onParameter('CDEV-123', 'A list with created_after is answered 500', listDeployments, 'created_after'),
  'status-filter-one-value-500': {
    ...onParameter('CDEV-122', 'The status queued is answered 500', listDeployments, 'status', (value) => value === 'queued'),
    intermittent: true,
  },
};
