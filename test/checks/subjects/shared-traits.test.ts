import { expect, test } from 'vitest';
import { traitIn } from '../../../src/checks/subjects/shared-traits.ts';

test.each<readonly [string, string]>([
  ['A shift goes only to a guide who speaks the language of the tour (`409`, `wrong_language`).', 'language'],
  ['Possible only for a guide that has the licence class of the tour.', 'licence class'],
  ['The guide must have the qualifications of the tour.', 'qualification'],
  ['The guide must have the badge of the tour, 409 if not.', 'badge'],
  ['A guide without the badge of the tour is refused with 422.', 'badge'],
  ['Each guide has to know all areas of the tour.', 'area'],
])('"%s" asks for the %s', (sentence, trait) => {
  expect(traitIn(sentence, 'guide', 'tour')?.join(' ')).toBe(trait);
});

test.each([
  'A shift usually goes only to a guide who speaks the language of the tour.',
  'A guide should speak the language of the tour.',
  'The guide has the language of the tour in capitals.',
  'A shift goes to a guide who speaks the language of the tour.',
  'Only for a driver who has the licence of the tour.',
  'A guide without a badge is refused with 422.',
  'The guide must have the keys of the house.',
  'A guide must have the approval of the tour operator.',
  'A guide needs to know the language of the tour, or be accompanied by one who does.',
  'The guide must have the licence class of the tour or a higher one.',
  'A guide without the language of the tour gets an interpreter, and is not refused.',
  'A guide without the language of the tour is never rejected.',
  'A guide must speak the language of the tour when the tour is published.',
  'If `strict` is set, the guide must speak the language of the tour.',
  'For public tours a guide must speak the language of the tour.',
  'From 2027 a guide must speak the language of the tour.',
  'The guide must have the badge of the tour before it starts.',
])('"%s" asks for nothing', (sentence) => {
  expect(traitIn(sentence, 'guide', 'tour')).toBeUndefined();
});
