import { wordsOf } from './words.ts';

/** Words by which two members of a body name the begin and the end of a time. */
export const spanBounds: readonly (readonly [string, string])[] = (
  'start:end starts:ends begin:end begins:ends from:to from:until from:till since:until open:close opens:closes opening:closing ' +
  'checkin:checkout in:out pickup:return pickup:dropoff up:off start:finish starts:finishes begin:finish start:stop starts:stops first:last ' +
  'arrival:leaving arrives:leaves arrive:leave enters:leaves enter:leave enter:exit ' +
  // A guest arrives first, and a ship departs first.
  'arrival:departure arrives:departs arrive:depart departure:arrival departs:arrives depart:arrive'
)
  .split(' ')
  .map((pair): readonly [string, string] => {
    const [begin = '', end = ''] = pair.split(':');
    return [begin, end];
  });

/** The pairs of names that say the begin and the end of one time; of two that may be either, the one that is named first is the begin. */
export const spanNames = (names: readonly string[]): readonly (readonly [begin: string, end: string])[] => {
  const all = pairsIn(names);
  const isEither = ([begin, end]: readonly [string, string]): boolean => all.some(([one, other]) => one === end && other === begin);
  return all.filter((pair) => !isEither(pair) || names.indexOf(pair[0]) < names.indexOf(pair[1]));
};

const pairsIn = (names: readonly string[]): readonly (readonly [begin: string, end: string])[] =>
  names.flatMap((name) => {
    const words = wordsOf(name);
    const ends = spanBounds.flatMap(([begin, end]) =>
      words.includes(begin) ? [words.map((word) => (word === begin ? end : word)).join(' ')] : [],
    );
    const end = names.find((other) => other !== name && ends.includes(wordsOf(other).join(' ')));
    return end === undefined ? [] : [[name, end] as const];
  });
