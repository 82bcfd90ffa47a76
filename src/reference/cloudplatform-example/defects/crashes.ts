import { bodyObject, parameter } from '../../kit/asking.ts';
import { crashing, isNested, isNull, isVeryLong } from '../../kit/crashing.ts';
import { isCall } from '../../kit/service.ts';
import type { PlatformDefect, PlatformDefects } from '../call.ts';
import { isCreation } from './asked.ts';

const onMember = (note: string, member: string, isMeant: (value: unknown) => boolean): PlatformDefect => ({
  breaks: 'CPEX-58',
  note,
  behind: crashing((call) => isCreation(call) && isMeant(bodyObject(call)?.[member])),
});

/** Values of members and parameters that are answered 500. */
export const crashDefects: PlatformDefects = {
  'null-region-500': onMember('A region that is null is answered 500', 'region', isNull),
  'nested-name-500': onMember('An object as the name is answered 500', 'name', isNested),
  'very-long-name-500': onMember('A name of thousands of letters is answered 500', 'name', isVeryLong),
  'usage-with-end-500': {
    breaks: 'CPEX-42',
    note: 'GET /usage with an end of the range is answered 500',
    behind: crashing((call) => isCall(call, 'GET /usage') && parameter(call, call.state.settings.usageNames.end) !== undefined),
  },
};
