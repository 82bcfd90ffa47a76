import { bodyObject } from '../../kit/asking.ts';
import { crashing, isNested, isNull, isVeryLong } from '../../kit/crashing.ts';
import type { SyncDefect, SyncDefects } from '../overrides.ts';
import { goesTo } from './answering.ts';

const onMember = (note: string, member: string, isMeant: (value: unknown) => boolean): SyncDefect => ({
  breaks: 'SYNC-26',
  note,
  behind: crashing((call) => goesTo(call, 'create') && isMeant(bodyObject(call)?.[member])),
});

/** Values of members that are answered 500. */
export const crashDefects: SyncDefects = {
  'null-name-500': onMember('A name that is null is answered 500', 'name', isNull),
  'null-region-500': onMember('A region that is null is answered 500', 'region', isNull),
  'nested-image-500': {
    ...onMember('An object as the image is answered 500', 'image', isNested),
    alsoBreaks: { 'SYNC-25': 'an object is a value of another type, and is not refused with 4xx' },
  },
  'very-long-size-500': onMember('A size of thousands of letters is answered 500', 'size', isVeryLong),
};
