import { expect, test } from 'vitest';
import { movesFollowing, positionsIn } from '../../../src/contract/infer/told-positions.ts';

test.each<readonly [string, 0 | 1 | undefined]>([
  ['Appends the question. Positions run from 1 without gaps. At most 40 of them.', 1],
  ['Positions are always consecutive and start at 0.', 0],
  ['The positions of the steps never have gaps.', undefined],
  ['Positions are 1..n in every recipe.', 1],
  ['Positions are contiguous, beginning with 1.', 1],
  ['Removing a step never leaves a gap in the positions.', undefined],
  ['Positions are gap-free.', undefined],
  ['Positions inside a course always run 1, 2, 3 … without gaps or doubles, however you add or move them.', 1],
  ['`position` runs from one to the number of tracks.', 1],
  ['Gaps in the order are closed automatically.', undefined],
])('%s', (text, start) => {
  expect(positionsIn([], [text], 'position')).toEqual({ always: true, start });
});

test.each([
  'Positions start at 1.',
  'Positions must be consecutive.',
  'Send all positions without gaps.',
  'Positions are usually without gaps.',
  'Positions are consecutive until a step is removed.',
  'Positions are without gaps as long as nobody removes a step.',
  'Positions run without gaps once the survey is published.',
  'Positions are unique.',
  'Steps are numbered consecutively, their position being the number.',
  'There are no gaps between appointments.',
  'Positions are consecutive per kind.',
  'Position, 1..n among the visible questions.',
  'Position. Gaps are closed when the survey is opened.',
  'Positions are consecutive after a call to /renumber.',
  'Order in which they were created, consecutive.',
  'From 1 to the number of questions; hidden ones have 0.',
  'Rank without gaps; equal scores share a rank.',
  'Position. The client keeps it without gaps.',
])('does not say that there are no gaps: %s', (text) => {
  expect(positionsIn([], [text], 'position')?.always).toBe(false);
});

test.each([
  'Positions run from 1. Removing a step leaves a gap in the positions.',
  'Positions are consecutive at first, but gaps may appear.',
  'Positions are not necessarily consecutive.',
  'Positions are never reused.',
  'Positions are consecutive. The position of a step never changes.',
  'Positions may have gaps.',
  'Positions need not be contiguous.',
])('allows gaps: %s', (text) => {
  expect(positionsIn([], [text], 'position')).toBeUndefined();
});

test('what is said of the member need not name it', () => {
  expect(positionsIn(['1-based, without gaps'], [], 'rank')).toEqual({ always: true, start: 1 });
});

test.each([
  'The questions behind it move up.',
  'Later steps are renumbered.',
  'All following items shift up by one.',
  'Removes the column; those to the right of it close the gap, the remaining ones move left.',
  'Closes the gap.',
  'When a step is removed, those after it move up.',
  'Inserts it at `position`, in which case those from there on move down by one.',
  'Positions are renumbered.',
  'Deletes the track and shifts the following ones.',
  'The others move up one place.',
])('what follows moves: %s', (text) => {
  expect(movesFollowing([text])).toBe(true);
});

test.each([
  'Removes the question.',
  'The questions behind it do not move up.',
  'Later steps keep their position and are not renumbered.',
  'Only the items behind it move up.',
  'The others may move up.',
  'After the removal, the application can move the others up.',
  'The file is moved to the trash.',
  'Moves the question up.',
  'Leaves a gap, which the next addition fills.',
  'The remaining ones move up if there is room.',
  'Positions must be renumbered by you.',
  'Later questions move up by one in the printed survey.',
  'The following questions are renumbered by a job.',
  'The rest are renumbered upon publishing.',
  'The app closes the gap.',
  'Questions after it are shifted by days.',
])('nothing is said of what follows: %s', (text) => {
  expect(movesFollowing([text])).toBe(false);
});
