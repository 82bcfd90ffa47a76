import type { Schema } from '../../../model.ts';
import { literalPattern } from '../../../pattern/literal-pattern.ts';
import { singular } from '../../singular.ts';
import { wordsOf } from '../../words.ts';
import type { DocumentView } from '../convention.ts';
import { itemMembers } from '../item-members.ts';
import { inWords } from '../paging-members.ts';
import { type FirstValues, firstValuesIn, isWholeOrder } from './first-values.ts';

type Document = DocumentView['document'];

/** What the text of a sort says, by sentences, and the keys that it takes. */
type SortTexts = { readonly said: readonly string[]; readonly texts: readonly string[] };

/** A clause that is about a key with a sign: "with `-severity` the other way round", "`-severity` from critical to minor". */
const turned =
  /,? ?(?:\b(?:and|with|while|whereas|but) )?(?:the )?(?<![\w-])-\w+\b[^,.;]*\b(?:other way (?:a?round)|opposite|reverse[sd]?|vice versa|turns?|from \w+ (?:down |up )?to \w+)\b[^,.;]*/iu;

/** The key of a text without its sign, and whether `-` is before it; undefined where it is more than a key. */
const keyIn = (text: string): { readonly key: string; readonly isTurned: boolean } | undefined => {
  const [, sign, key] = /^(-)?(\w+)$/u.exec(text) ?? [];
  return key === undefined ? undefined : { key, isTurned: sign !== undefined };
};

const holds = (sentence: string, text: string): boolean =>
  new RegExp(String.raw`(?<![\w-])${literalPattern(text)}(?![\w-])`, 'u').test(sentence);

/** Does a sentence name what a key stands for in words, perhaps in the plural: "Severities are sorted from minor to critical". */
const namesInWords = (sentence: string, key: string): boolean => {
  const said = wordsOf(sentence);
  const own = wordsOf(key);
  return said.some((_word, n) => own.every((word, m) => singular(said[n + m] ?? '') === singular(word)));
};

/** What is said of a key without a sign. A sentence that names it with one is about the other direction. */
const aboutPlain = ({ said }: SortTexts, key: string): readonly string[] =>
  said.flatMap((sentence) => {
    const plain = sentence.replaceAll('`', '').replace(turned, '');
    if (holds(plain, `-${key}`)) return [];
    return holds(plain, key) || namesInWords(plain, key) ? [plain] : [];
  });

/**
 * The values that the text of a sort puts at the beginning for a key that names one listed member: "`severity` puts critical faults first". Where it tells the place of every
 * value, `-` before the same key puts them in the other order. A parameter beside it for the direction leaves open what the sentence is about.
 */
export const firstValuesOf = (document: Document, item: Schema, sort: SortTexts, text: string): FirstValues | undefined => {
  const read = keyIn(text);
  if (read === undefined) return undefined;
  const member = itemMembers(document, item).filter(({ words }) => words === inWords(read.key));
  if (member.length !== 1) return undefined;
  if (read.isTurned && !sort.texts.includes(read.key)) return undefined;
  const first = firstValuesIn(document, aboutPlain(sort, read.key).join(' '), member);
  if (first === undefined || !read.isTurned) return first;
  return isWholeOrder(document, first, member) ? { ...first, values: first.values.toReversed() } : undefined;
};
