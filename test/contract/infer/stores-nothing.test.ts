import { describe, expect, test } from 'vitest';
import { storesNothing } from '../../../src/contract/infer/effects/stores-nothing.ts';

const says = (description: string): boolean => {
  const document = { paths: { '/tariffs': { post: { description } } } };
  return storesNothing(document, { location: { operation: null, way: ['#/paths/~1tariffs/post'] } });
};

describe('an operation that stores nothing', () => {
  test.each([
    'What a berth would cost. Nothing is stored.',
    'Nothing is saved or booked.',
    'This call stores nothing.',
    'Computes the toll. Has no side effects.',
    'It does not create anything.',
  ])('"%s"', (text) => {
    expect(says(text)).toBe(true);
  });

  test.each([
    'Nothing is stored if the file is empty.',
    'Nothing is stored but the total.',
    'Nothing is booked until it is confirmed.',
    'If one line is wrong, nothing is stored.',
    'Stores what was sent.',
    'A file with a faulty row is refused with 422. Nothing is stored.',
    'Booking a booked berth again is a 200. Nothing is booked.',
    'With `dryRun` it only checks the rows. Nothing is stored.',
    'Nothing is changed.',
    'Nothing is stored of the card number.',
  ])('is not read in "%s"', (text) => {
    expect(says(text)).toBe(false);
  });
});
