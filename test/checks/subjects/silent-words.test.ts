import { describe, expect, test } from 'vitest';
import { silentIn } from '../../../src/checks/subjects/silent-words.ts';

describe('what a sentence says of a change that changes nothing', () => {
  test.for([
    'A patch that changes no value leaves `revision` and `updatedAt` as they were.',
    'An update without effect does not change the ETag.',
    'No-op updates do not bump the version.',
    'If a PATCH does not change anything, `version` stays the same.',
    'When nothing actually changes, `updatedAt` is not touched.',
    'Sending the values that are already there changes neither `revision` nor `updatedAt`.',
    'Setting a member to the value that it already has does not raise the revision.',
    'A `PUT` with the current values leaves `version` alone.',
    'If the new values equal the current ones, the version is not incremented.',
    'Updates that do not modify the resource leave `updatedAt` untouched.',
    'If the patch has no effect, `revision` is unchanged.',
    'The ETag only changes when a field changes.',
    '`version` is only incremented when something changes.',
    'It is only raised by changes that actually change something.',
    'Moment of the last change that changed something; saving without changes does not move it.',
    'A no-op PATCH still returns 200 and does not bump `revision`.',
  ])('it leaves something as it was: %s', (sentence) => {
    expect(silentIn(sentence)?.by).toEqual(expect.arrayContaining(['again', 'own']));
  });

  test.for(['An empty patch changes nothing and keeps `revision`.', 'Sending `{}` does not raise `revision`.'])(
    'it is empty: %s',
    (sentence) => {
      expect(silentIn(sentence)?.by).toContain('empty');
    },
  );

  test.for([
    'A refused change leaves `revision` as it was.',
    'Members that are left out stay as they are; `revision` is raised.',
    'If nothing has changed since then, the answer is 304 and the ETag stays.',
    'Sending the current `revision` keeps others from overwriting.',
    'A change that changes nothing else leaves `revision` as it was.',
    'Each change gives a new ETag, and never the same one.',
    'Even a change that changes nothing raises `revision`, and is not refused.',
    'A change with the same values still raises `revision`, and is not refused.',
    'The version does not change when only the labels are changed.',
    'The version is not changed by reads.',
    'A PATCH without changes is refused with 422 and `version` stays.',
    'An update without effect may leave `version` as it was.',
  ])('nothing: %s', (sentence) => {
    expect(silentIn(sentence)).toBeUndefined();
  });
});
