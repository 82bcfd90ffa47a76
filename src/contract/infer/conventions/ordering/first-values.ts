import { literalPattern } from '../../../pattern/literal-pattern.ts';
import type { Schema } from '../../../model.ts';
import { sentencesOf } from '../../sentences.ts';
import { wordsOf } from '../../words.ts';
import type { DocumentView } from '../convention.ts';
import type { ItemMember } from '../item-members.ts';
import { isOnly, keywordOf } from '../paging-members.ts';

type Document = DocumentView['document'];

/** A listed value, or a flag that is set. */
export type ListedValue = string | true;

/** The values of a member of which a text says that they stand at the beginning, in their order. What has another one stands behind them, anywhere. */
export type FirstValues = { readonly at: string; readonly values: readonly ListedValue[] };

/** Words by which an order holds for some callers or at some times, only nearly, in parts of the list, or not at all. */
const isOpen =
  /\b(?:can|may|might|could|usually|normally|mostly|roughly|unless|if|when|where|while|without|not|no longer|within|each|every|per|grouped|depend\w*|relevan\w*|sections?|today|tomorrow)\b/iu;

/** "By name, open ones first" does not say which of the two comes before the other. */
const behindOther = /\bby \S+(?: \S+)?, /iu;

/** "Critical ones", "pinned notes", "what is open": nothing else of the items may be said between the value and its place. "Open ones newest first" is about their age. */
const ones = String.raw`(?: (?!and\b|or\b|first\b|then\b|the\b|are\b|is\b|comes?\b|stands?\b|by\b|to\b|at\b|in\b|with\b|of\b|from\b|most\b|least\b|last\b|[\p{L}-]+est\b)[\p{L}-]+){0,2}`;
const atFront = String.raw`(?:,? (?:(?:always )?(?:come|comes|are|is|stand|stands|go|goes|appear|appears|are (?:shown|listed))(?: always)? )?first\b(?! (?:name|names|letter|page|time|in\b|for\b|on\b|class|come|day|of\b))|,? (?:(?:come|comes|are|is|stand|stands|appear|appears|are (?:shown|listed)) )?(?:on top|at the top)\b)`;

/** The ways to write a value in a sentence: as it is listed, or in words. */
const written = (value: string): string => [...new Set([value, wordsOf(value).join(' ')])].map(literalPattern).join('|');

const listedIn = (document: Document, schema: Schema): readonly string[] => {
  const values = keywordOf(document, schema, 'enum');
  return isOnly(document, schema, 'string') && Array.isArray(values) ? values.filter((one): one is string => typeof one === 'string') : [];
};

/** Words of the name of a flag without the verb in front: `isPinned` and `pinned` have the same. */
const flagWords = (words: string): string => words.replace(/^(?:is|has) /u, '');

/** Words by which a sentence is about an order: "A fault is minor, major, critical" only lists what there is. */
const isAboutOrder =
  /\b(?:sort\w*|order\w*|first|before|then|ascending|descending|arranged)\b|\bputs\b|\bby [\w-]+ (?:means|goes|runs|is)\b/iu;

/** All of the listed values in the order of a sentence: "from urgent to low", "urgent, high, normal, low". */
const wholeOrder = (sentence: string, values: readonly string[]): readonly string[] | undefined => {
  if (!isAboutOrder.test(sentence)) return undefined;
  const [head = '', last = ''] = [values[0], values.at(-1)];
  const between = (one: string, other: string): boolean =>
    new RegExp(String.raw`\bfrom (?:${written(one)}) (?:down |up )?to (?:${written(other)})(?![\w-])`, 'iu').test(sentence);
  if (values.length > 2 && between(head, last)) return values;
  if (values.length > 2 && between(last, head)) return values.toReversed();
  const places = values.map((value) => sentence.search(new RegExp(String.raw`(?<![\w-])(?:${written(value)})(?![\w-])`, 'iu')));
  const inOrder = values.map((value, n) => ({ value, place: places[n] ?? -1 })).toSorted((one, other) => one.place - other.place);
  const listed = inOrder
    .map(({ value }) => `(?:${written(value)})`)
    .join(String.raw`(?:, then |, and then |, and |, | then | > | → | before )`);
  return values.length > 2 &&
    places.every((place) => place >= 0) &&
    new RegExp(String.raw`(?<![\w-])${listed}(?![\w-])`, 'iu').test(sentence)
    ? inOrder.map(({ value }) => value)
    : undefined;
};

/** Words without which no sentence puts anything at the beginning. */
const atBeginning = /first|on top|at the top|(?:beginning|starting|begins|starts) with/iu;

/** Does a sentence put what has a value at the beginning: "Critical faults come first", "puts critical ones first". */
const putsFirst = (sentence: string, value: string): boolean =>
  atBeginning.test(sentence) &&
  !behindOther.test(sentence) &&
  (new RegExp(
    String.raw`(?:^|\b(?:with|puts|places|lists|shows|brings|has)(?: the| all)? |[,:(–—-] ?(?:the |all )?)(?:${written(value)})${ones}${atFront}`,
    'iu',
  ).test(sentence) ||
    new RegExp(
      String.raw`\b(?:beginning|starting|begins|starts) with (?:the |all )?(?:${written(value)})(?: ones\b| \p{L}+s\b)?(?= ?(?:[.,;)]|$))`,
      'iu',
    ).test(sentence));

/**
 * The values that a text puts at the beginning of a list, by the members of its items: a listed value ("Critical faults first"), a flag ("Pinned notes come first"), or all values in
 * their order ("from urgent to low"). Undefined where no sentence does, where two members have such a value, or where the sentence leaves open when it holds.
 */
export const firstValuesIn = (document: Document, text: string, members: readonly ItemMember[]): FirstValues | undefined => {
  const found = sentencesOf(text)
    .flatMap((sentence) => sentence.split(';'))
    .map((sentence) => sentence.replaceAll(/[`*"“”]/gu, '').trim())
    .filter((sentence) => !isOpen.test(sentence))
    .flatMap((sentence): readonly FirstValues[] =>
      members.flatMap(({ at, words, schema }): readonly FirstValues[] => {
        if (isOnly(document, schema, 'boolean')) return putsFirst(sentence, flagWords(words)) ? [{ at, values: [true] }] : [];
        const values = listedIn(document, schema);
        const whole = wholeOrder(sentence, values);
        if (whole) return [{ at, values: whole }];
        const first = values.filter((value) => putsFirst(sentence, value));
        return first.length === 1 ? [{ at, values: first }] : [];
      }),
    );
  const [only, ...others] = found;
  return others.length === 0 ? only : undefined;
};

/** Do the values that stand at the beginning make up the whole order: they are all that the member lists. */
export const isWholeOrder = (document: Document, { at, values }: FirstValues, members: readonly ItemMember[]): boolean =>
  members.some((member) => member.at === at && values.length > 1 && listedIn(document, member.schema).length === values.length);
