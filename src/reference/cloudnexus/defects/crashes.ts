import { bodyObject } from '../../kit/asking.ts';
import { crashing, isNested, isNull, isVeryLong } from '../../kit/crashing.ts';
import { instancesPath, networksPath } from '../call.ts';
import type { NexusDefect, NexusDefects } from '../overrides.ts';
import { isCreateCall, parameter } from './asking.ts';

const onMember = (note: string, member: string, isMeant: (value: unknown) => boolean, breaks = 'NEXUS-136'): NexusDefect => ({
  breaks,
  note,
  behind: crashing((call) => isCreateCall(call) && isMeant(bodyObject(call)?.[member])),
});

const onParameter = (breaks: string, note: string, path: string, name: string, only?: string): NexusDefect => ({
  breaks,
  note,
  behind: crashing((call) => {
    const value = call.method === 'GET' && call.path === path ? parameter(call, name) : undefined;
    return value !== undefined && (only === undefined || value === only);
  }),
});

/** Values of members and parameters that are answered 500. */
export const crashDefects: NexusDefects = {
  'null-region-500': onMember('A region that is null is answered 500', 'region', isNull),
  'nested-name-500': onMember('An object as the name is answered 500', 'name', isNested),
  'null-user-data-500': onMember('user_data that is null is answered 500', 'user_data', isNull),
  'very-long-name-500': onMember('A name of thousands of letters is answered 500', 'name', isVeryLong, 'NEXUS-75'),
  'region-filter-500': onParameter('NEXUS-22', 'A list filtered by region is answered 500', instancesPath, 'region'),
  'status-stopped-500': {
    ...onParameter('NEXUS-25', 'status=stopped is answered 500', instancesPath, 'status', 'stopped'),
    intermittent: true,
  },
  'networks-vpc-id-500': onParameter('NEXUS-92', 'GET /networks with vpc_id is answered 500', networksPath, 'vpc_id'),
  'networks-staging-500': {
    ...onParameter('NEXUS-94', 'environment=staging is answered 500', networksPath, 'environment', 'staging'),
    intermittent: true,
  },
};
