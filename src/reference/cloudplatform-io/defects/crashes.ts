import { bodyObject, parameter } from '../../kit/asking.ts';
import { crashing, isNested, isNull } from '../../kit/crashing.ts';
import { isCall } from '../../kit/service.ts';
import type { PlatformDefect, PlatformDefects } from '../call.ts';
import { isCreation } from './asked.ts';

const onMember = (note: string, member: string, isMeant: (value: unknown) => boolean): PlatformDefect => ({
  breaks: 'CPIO-98',
  note,
  behind: crashing((call) => isCreation(call) && isMeant(bodyObject(call)?.[member])),
});

const onParameter = (breaks: string, note: string, name: string, isMeant: (value: string) => boolean): PlatformDefect => ({
  breaks,
  note,
  behind: crashing((call) => {
    const value = parameter(call, name);
    return isCall(call, 'GET /resources') && value !== undefined && isMeant(value);
  }),
});

/** Values of members and parameters that are answered 500. */
export const crashDefects: PlatformDefects = {
  'nested-name-500': onMember('An object as the name is answered 500', 'name', isNested),
  'null-region-500': onMember('A region that is null is answered 500', 'region', isNull),
  'nested-region-500': onMember('An object as the region is answered 500', 'region', isNested),
  'second-page-500': {
    ...onParameter('CPIO-61', 'page=2 is answered 500', 'page', (page) => page === '2'),
    settings: { paging: 'numbered' },
  },
  'cursor-500': { ...onParameter('CPIO-123', 'A fresh cursor is answered 500', 'cursor', () => true), settings: { paging: 'cursors' } },
  'per-page-100-500': {
    ...onParameter('CPIO-62', 'per_page=100 is answered 500', 'per_page', (size) => size === '100'),
    settings: { paging: 'numbered' },
    intermittent: true,
  },
};
