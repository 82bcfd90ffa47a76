import { wordsOf } from '../words.ts';
import { named, normal } from './names.ts';

/** "`total` is …", "The `total` of an invoice is …", "`remaining` = …". */
const head =
  /^(?:\d+[.)] |[-*] )?(?:the )?`(?<member>[A-Za-z_][\w-]*)`(?: of (?:the|an?|each|every) [\p{L} ]{2,30}?)? ?(?:is (?:always )?(?:the result of )?|equals |= ?|: )(?<text>.+)$/iu;

/** What several numbers of one object are, in one sentence: "For each line, `total` is …, and `vat` is …". */
const eachOf = /^(?:for|of|in) (?:each|every|any|a|an|the) [\p{L} ]{2,30}, (?=`)/iu;
const another = /,? and (?=`[\w-]+` is )/u;

/** The parts of a sentence that each derive a number. */
export const derivingParts = (sentence: string): readonly string[] =>
  sentence
    .trim()
    .replace(eachOf, '')
    .split(another)
    .map((part) => part.replace(/,? again (?=rounded)/iu, ', '));

/** The member that a sentence is about, and the text by which it derives it; undefined where it is no such sentence. */
export const derivationIn = (sentence: string): { readonly member: string; readonly text: string } | undefined => {
  const { member, text } = head.exec(sentence.replaceAll(/\s+/gu, ' ').trim())?.groups ?? {};
  return member === undefined || text === undefined ? undefined : { member, text };
};

/** "The booking fee is …", without a name in backticks. */
const plainHead = /^(?:the |an? |its )?(?<words>(?:\p{L}+ ){0,2}?\p{L}+) (?:is|equals|comes to|amounts to|=) (?:always )?(?<text>.+)$/iu;

/** Words before a number by which it is another one, which comes up later or not always. */
const ofOther =
  /\b(?:cancel\w*|late|refund\w*|return\w*|deliver\w*|shipping|express|additional|extra|optional|overdue|reminder|penalty|change|rebooking|payout|withdrawal|setup|damage|cleaning|minimum|maximum|least|most|average|estimated|old|new|previous|next|monthly|yearly|daily|weekly|if|when|then|where|there|it|this|that|which|what|each|every|no|with|of|for|per)\b/iu;

/** The words that a sentence is about, and the text by which it derives what they mean; undefined where it is no such sentence. */
export const plainDerivationIn = (sentence: string): { readonly words: string; readonly text: string } | undefined => {
  const { words, text } = plainHead.exec(sentence.replaceAll(/\s+/gu, ' ').trim())?.groups ?? {};
  return words === undefined || text === undefined || ofOther.test(words) ? undefined : { words, text };
};

/**
 * The only number that the words before "is" mean: one that is called so, or whose name they end with.
 * @param ticked The names that the text has in backticks: without the word before it, a number is meant only where the text speaks of it.
 */
export const numberMeant = (words: string, numbers: readonly string[], ticked: ReadonlySet<string>): string | undefined => {
  const all = wordsOf(words);
  const whole = named(all.join(' '), numbers);
  if (whole !== undefined) return whole;
  const found = numbers.filter((name) => ticked.has(name) && all.slice(-wordsOf(name).length).join(' ') === normal(name));
  return found.length === 1 ? found[0] : undefined;
};
