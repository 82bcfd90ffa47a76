import { holdsForSome } from './holds-for-some.ts';
import { sentencesOf } from './sentences.ts';
import { singular } from './singular.ts';
import { spacedWords, wordsOf } from './words.ts';

/** What a text says of what is added to a resource that has it already. */
export type AddedAgain = {
  /** The member that says what is added: two entries with the same value in it are the same. */
  readonly key: string;
  /** The number that goes up by what is added; undefined where the text says of none. */
  readonly amount: string | undefined;
  readonly sentence: string;
};

/** Words by which what is added is there before. */
const isThere = / (?:already|again|twice|once more|a second time|another time|the same|exists|existing) /u;

const entry = '(?:line|entry|item|row|position|record|element)';
/** Words by which there is no second entry. */
const noSecond = new RegExp(
  ` (?:never|no|not|without|instead of|rather than) (?:(?:add|adds|added|adding|make|makes|making|create|creates|created|creating|get|gets|be|is|as|there) )*(?:an? |any )?(?:second|new|further|other|another|separate|duplicate|additional) ${entry}s? | (?:only |always |just )?(?:one|a single) ${entry} (?:per|for (?:each|every)) | (?:is|are) merged (?:into|with) `,
  'u',
);

const rises =
  '(?:goes up|go up|grows?|rises?|increases?|adds? up|(?:is|are|gets?) (?:increased|raised|added(?: up| together)?|summed(?: up)?|incremented|accumulated))';
const raises = '(?:increases?|raises?|adds? (?:up|to)|sums?(?: up)?|increments?)';
const article = '(?:(?:the|its|their|this|that|both|an?|of) )*';

/** Does a sentence say that a number goes up by what is added. */
const saysRises = (words: string, amount: string): boolean => {
  const names = `(?:${amount}|${singular(amount)}s)`;
  return [
    ` ${names} (?:of (?:the |its |that |this )?(?:existing )?(?:${entry} )?)?${rises} `,
    ` ${raises} ${article}(?:existing ${entry}s? )?(?:(?:the|its) )?${names} `,
    ` adds? (?:its|the|their) ${names} (?:to|on top of) `,
    ` (?:is|are) added to (?:the |its |that of the )?(?:existing )?(?:${entry}s? )?${names} `,
  ].some((form) => new RegExp(form, 'u').test(words));
};

/** Words by which it is left open, refused, or put in the place of what was there. */
const hedged =
  / (?:may|might|could|should|unless|except|refused|rejected|409 (?:if|when)|replaces?|replaced|overwrit\w+|ignored|usually|normally|different|other|otherwise) /u;

/** Words for what is added, where the text does not say what. */
const anything = / (?:same|it) (?:thing|item|entry|article|one|object)? ?/u;

/**
 * What the text of an addition says of the same thing once more: "If the tea is on the tray already the number of its row goes up, there is never a second row". Undefined
 * where it says nothing of that, or leaves it open.
 * @param names The members of the body that an entry shows, and by which a thing may be known.
 * @param amounts Those that are numbers.
 */
export const toldAddedAgain = (text: string, names: readonly string[], amounts: readonly string[]): AddedAgain | undefined => {
  const sentences = sentencesOf(text.replaceAll(/\s+/gu, ' '));
  for (const [n, sentence] of sentences.entries()) {
    const next = /^(?:then|in that case|there is never|it is never|no )/iu.test(sentences[n + 1] ?? '') ? ` ${sentences[n + 1] ?? ''}` : '';
    const words = spacedWords(`${sentence}${next}`.replaceAll(/\((?:status )?`?\d{3}`?(?: then)?\)/gu, ' '));
    if (!isThere.test(words) || hedged.test(words) || holdsForSome(sentence)) continue;
    const [amount, ...others] = amounts.filter((name) => saysRises(words, wordsOf(name).join(' ')));
    if (others.length > 0 || (amount === undefined && !noSecond.test(words))) continue;
    const keys = names.filter((name) => !amounts.includes(name));
    const called = keys.filter((name) => {
      const own = wordsOf(name);
      const noun = own.length > 1 ? own.slice(0, -1) : own;
      return words.includes(` ${noun.join(' ')} `) || words.includes(` ${own.join(' ')} `);
    });
    const [key, ...more] = called.length > 0 ? called : keys.length === 1 && anything.test(words) ? keys : [];
    if (key !== undefined && more.length === 0) return { key, amount, sentence };
  }
  return undefined;
};
