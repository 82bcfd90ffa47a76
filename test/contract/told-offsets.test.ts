import { describe, expect, test } from 'vitest';
import { refusesWithoutOffset } from '../../src/contract/infer/told-offsets.ts';

describe('a moment without an offset is refused', () => {
  test.each([
    'A date-time is RFC 3339 and has an offset or `Z`; without it, it is refused.',
    'All timestamps are RFC 3339 with an offset. Timestamps without one are rejected.',
    'Timestamps must include a time zone.',
    'Date-times have to end with `Z` or an offset.',
    'Times need an offset; local times are answered with 422.',
    'For moments an offset is required.',
    'Timestamps without a time zone offset are refused.',
    'We reject date-times without an offset.',
    'Naive timestamps are invalid.',
  ])('says the introduction: %s', (text) => {
    expect(refusesWithoutOffset([], [text])).toBe(true);
  });

  test.each(['With an offset; without one it is refused.', 'An offset is required.', 'Must have an explicit UTC offset.'])(
    'says the member: %s',
    (text) => {
      expect(refusesWithoutOffset([text], [])).toBe(true);
    },
  );

  test.each([
    'Date-times are RFC 3339.',
    'A date-time without an offset is taken as UTC.',
    'Timestamps have an offset. Timestamps without one are read as UTC.',
    'Timestamps should have an offset.',
    'Timestamps in responses always carry an offset; we answer in UTC.',
    'If a time zone is needed, times must have an offset.',
    'Lists take a limit; the offset is required. It must have a value.',
    'Times without a time zone default to the zone of the branch.',
    'Timestamps must have an offset. Times without an offset are assumed to be UTC.',
    'Moments are written with `Z`.',
  ])('does not say: %s', (text) => {
    expect(refusesWithoutOffset([], [text])).toBe(false);
  });
});
