import { literalPattern } from '../pattern/literal-pattern.ts';
import { singular } from './singular.ts';
import { wordsOf } from './words.ts';

/** A sentence in which each listed value stands in angle brackets, `<BAY>`, also in the plural or in other letters, and each member as `{bayId}`. */
export const markedValues = (sentence: string, values: readonly string[], members: readonly string[]): string => {
  const plain = sentence.replaceAll(/[`"“”*<>{}]/gu, '');
  const byWords = new Map(values.map((value) => [wordsOf(value).join(' '), value]));
  const long = [...byWords].filter(([words]) => words.includes(' '));
  const joined = long.reduce(
    (said, [words, value]) => said.replaceAll(new RegExp(String.raw`(?<![\p{L}<])${literalPattern(words)}(?!\p{L})`, 'giu'), `<${value}>`),
    plain,
  );
  return joined.replaceAll(/<[^<>]*>|[\p{L}_][\p{L}\p{N}_]*(?:-[\p{L}\p{N}_]+)*/gu, (word) => {
    if (word.startsWith('<')) return word;
    if (members.includes(word)) return `{${word}}`;
    const own = wordsOf(word).join(' ');
    const value = byWords.get(own) ?? byWords.get(singular(own));
    return value === undefined ? word : `<${value}>`;
  });
};
