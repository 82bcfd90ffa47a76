import { describe, expect, test } from 'vitest';
import { repetitionsIn } from '../../../src/contract/infer/told-repetitions.ts';

describe('what a repetition leaves', () => {
  test.each<readonly [string, readonly string[] | undefined, boolean]>([
    ['By the warden. Takes no body. Sealing a sealed crate again gets `200`; `sealedAt` remains what it was.', ['sealedAt'], true],
    ['Taking it once more is fine and changes nothing – the first one keeps the honour.', undefined, true],
    ['Accepting an accepted bid once more is answered `200` and leaves it as it is.', undefined, true],
    ['A second call has no further effect.', undefined, false],
    ['If a loan is returned once more, `returned_on` and `returned_by` stay as they were.', ['returned_on', 'returned_by'], false],
    ['If it is moored already, nothing happens.', undefined, false],
    ['Repeating the request keeps the first `paid_at`.', ['paid_at'], false],
    ['Docking a docked boat does not fail, succeeds and keeps its `docked_at`.', ['docked_at'], true],
    ['Renewing a loan again moves `due_on`, and `lent_on` stays as it was.', ['lent_on'], false],
    ['Sealing a crate twice leaves the crate as it was.', undefined, false],
    ['A sealed crate can be sealed again, which changes nothing (200).', undefined, true],
    ['A sealed crate may be sealed again without effect.', undefined, false],
  ])('"%s"', (text, members, isAccepted) => {
    const [found] = repetitionsIn(text);
    expect(found && { members: found.members, isAccepted: found.isAccepted }).toEqual({ members, isAccepted });
  });

  test.each([
    'Sealing twice is a 409.',
    'An opened crate can be sealed again, which changes nothing but its seal.',
    'A crate can be opened again after a day, which changes nothing.',
    'Sealing a sealed crate again is refused and changes nothing.',
    'The crate is open again, its number remains.',
    'The same key with the same body, sent again, changes nothing.',
    'Sealing it again within an hour changes nothing.',
    'Sealing it again may change nothing.',
    'A second rating replaces the first.',
    'A repetition by somebody else changes nothing.',
    'Sealing again changes nothing but `sealedAt`.',
    'Closes the account. `closedAt` remains empty.',
    'Sealing again sets `sealedAt` anew.',
    'Checking in a guest who is already checked in has no effect on the bill.',
    'Cancelling a cancelled trip again is fine and changes nothing on the refund.',
    'Locking a locked door again does nothing for its owner.',
    'Pinging a buoy again changes nothing; only the counter goes up.',
    'Ringing again moves `rungAt` and leaves the rest unchanged.',
    'Repeating the alarm leaves the siren alone.',
    'Starting again after a stop leaves `started_at` as it was.',
  ])('nothing is read in "%s"', (text) => {
    expect(repetitionsIn(text)).toEqual([]);
  });
});
