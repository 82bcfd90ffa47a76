import { idWords } from './reference-types.ts';
import { wordsOf } from './words.ts';

const must = '(?:must|have to|need to|are to|has to|needs to)';

/** Two names, and that they differ: "Origin and destination have to be two different addresses", "Buyer and seller must not be the same account". */
const apart = new RegExp(
  String.raw`^(?:the )?(?<one>[\w -]{1,40}?) and (?:the )?(?<other>[\w -]{1,40}?) (?:${must} (?:always )?(?:be )?(?:two )?(?:differ|different|distinct)|(?:${must} not|cannot|can not|may not|must never) be (?:the same|one and the same|equal|identical))(?<rest>.*)$`,
  'iu',
);

/** Words behind it by which it holds on a condition, or for a part of what is named. */
const conditional = /\b(?:if|when|where|unless|except|for|with|while|once|until|by|in|from)\b/iu;

/**
 * The two members of a body that a sentence calls by their names, or by these without the word for an id (`origin_id` is "Origin"), and says to differ; undefined where
 * it says it of none, or on a condition.
 */
export const toldPair = (sentence: string, names: readonly string[]): readonly [one: string, other: string] | undefined => {
  const { one = '', other = '', rest = '' } = apart.exec(sentence.replaceAll(/[`"“”*]/gu, ''))?.groups ?? {};
  if (one === '' || conditional.test(rest)) return undefined;
  const called = (text: string): string | undefined => {
    const words = wordsOf(text).join(' ');
    const found = names.filter((name) => {
      const own = wordsOf(name);
      return own.join(' ') === words || (idWords.has(own.at(-1) ?? '') && own.slice(0, -1).join(' ') === words);
    });
    return found.length === 1 ? found[0] : undefined;
  };
  const [first, second] = [called(one), called(other)];
  return first === undefined || second === undefined || first === second ? undefined : [first, second];
};
