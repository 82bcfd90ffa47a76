import { singular } from '../../contract/infer/singular.ts';
import { wordsOf } from '../../contract/infer/words.ts';

/** A noun in one text, in the singular: `spare parts` and `sparePart` have the same. */
export const nounOf = (words: readonly string[]): string =>
  words.map((word, n) => (n === words.length - 1 ? singular(word) : word)).join('');

/** The words of what a name says is counted: `roomCount`, `rooms_count`, `numberOfRooms`, `totalRooms`. None for every other name. */
export const countedBy = (name: string): readonly string[] => {
  const words = wordsOf(name);
  const [first = '', second = ''] = words;
  const last = words.at(-1) ?? '';
  if (words.length > 1 && last === 'count') return words.slice(0, -1);
  if (words.length > 2 && ['number', 'num', 'count'].includes(first) && second === 'of') return words.slice(2);
  if (words.length > 1 && (first === 'num' || (first === 'total' && singular(last) !== last))) return words.slice(1);
  return [];
};

/**
 * The words of what a description says is counted: "Number of members of the team", "How many members it has", or "Surveys that carry the tag" where that is all. None for
 * every other text.
 */
export const countedIn = (text: string, relation?: RegExp): readonly string[] => {
  const [, words = ''] =
    /^(?:the )?(?:current |total )?(?:number|count) of (?:the |its |all )*((?:[a-z]+[ -]?){1,4})/iu.exec(text) ??
    /^how many ((?:[a-z]+[ -]?){1,4})/iu.exec(text) ??
    (relation && new RegExp(String.raw`^(?:the |all )*((?:[a-z]+[ -]){0,2}[a-z]+) ${relation.source}`, 'iu').exec(text)) ??
    [];
  return wordsOf(words);
};

/** Words in the description of a count that leave nothing out. */
export const plainWords: ReadonlySet<string> = new Set(
  (
    'number count total how many of the a an in on at to for its it this that which who has have with belong belongs belonging there are is ' +
    'all below within under by read only currently current moment computed calculated server state status ones and or whose now assigned attached linked located placed registered present existing these those'
  ).split(' '),
);
