import { singular } from '../singular.ts';
import { wordsOf } from '../words.ts';

/** Words of one meaning in the names of times; the first stands for all. */
const alike: ReadonlyMap<string, string> = new Map(
  [
    'start starts started starting begin begins beginning',
    'end ends ended ending finish finishes',
    'departure departs depart departed departing',
    'arrival arrives arrive arrived arriving',
    'expiry expires expire expired expiring expiration',
    'due deadline',
    'birth born birthday birthdate',
    'delivery deliver delivers delivered delivering',
  ].flatMap((row) => {
    const [first = '', ...others] = row.split(' ');
    return [first, ...others].map((word) => [word, first] as const);
  }),
);

/** Words that every time may be called by. */
const general: ReadonlySet<string> = new Set('at on by date day time moment timestamp instant datetime value utc'.split(' '));

const meaningOf = (word: string): string => alike.get(word) ?? alike.get(singular(word)) ?? singular(word);

/** The words of a name that tell it from other times. */
const tellingWords = (words: readonly string[]): readonly string[] =>
  words.filter((word) => !general.has(word) && !general.has(singular(word))).map(meaningOf);

/** The members of a body. */
export type Named = {
  readonly names: readonly string[];
  /** Those of them that are a day or a moment. */
  readonly times: readonly string[];
};

/**
 * The member that is a time and that words of a sentence mean: "start", "departure date"; "date" alone where there is one time only.
 * @returns Undefined where none fits, or more than one.
 */
export const timeMeantBy = (words: readonly string[], { names, times }: Named, namedBefore?: string): string | undefined => {
  const telling = tellingWords(words);
  if (telling.length === 0) return times.length === 1 ? times[0] : namedBefore;
  const fitting = names.filter((name) => {
    const own = tellingWords(wordsOf(name));
    return telling.every((word) => own.includes(word));
  });
  const exact = fitting.filter((name) => tellingWords(wordsOf(name)).length === telling.length);
  const meant = exact.length === 1 ? exact : fitting;
  return meant.length === 1 && times.includes(meant[0] ?? '') ? meant[0] : undefined;
};
