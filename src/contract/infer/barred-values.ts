import { sentencesOf } from './sentences.ts';
import { singular } from './singular.ts';
import type { Listing } from './told-conditions.ts';
import { wordsOf } from './words.ts';

/** A listed value that a member may not have beside a value of another one: "Gifts can't be `paid_later`". */
export type BarredValue = {
  readonly member: string;
  readonly value: string;
  /** The member that decides. */
  readonly by: string;
  /** Its value. */
  readonly with: unknown;
};

const barring = String.raw`(?:can ?not|can't|can never|may not|may never|must not|mustn't|must never|never)`;

/** What things have of a value. Not what comes of them later: "can't become `edit`" may be said of a change alone. */
const having = String.raw`(?:be|have|carry|hold|grant|give|offer|allow|take|use|get|include|contain|come (?:with|in|as)|be (?:of|sent|paid|made|given|of (?:type|kind)))`;

const article = '(?:an? |the |any |every |each |all )?';
const refused = String.raw`(?:(?:is|are) (?:refused|rejected|forbidden|prohibited|disallowed|invalid|impossible|(?:not|never) (?:allowed|permitted|accepted|possible|valid|available|offered))|(?:can ?not|can't|may not|must not) be (?:used|given|sent|chosen|combined))`;

const forms: readonly RegExp[] = [
  new RegExp(String.raw`^(?<by>.+?) ${barring} ${having} ${article}(?:\w+ )?<(?<value>[^<>]+)>$`, 'iu'),
  new RegExp(String.raw`^${article}(?:\w+ )?<(?<value>[^<>]+)> ${refused} (?:for|with|on|in|of|by|beside|together with) (?<by>.+)$`, 'iu'),
  new RegExp(String.raw`^no <(?<value>[^<>]+)> (?:for|with|on|beside|together with) (?<by>.+)$`, 'iu'),
];

/** Words by which it holds at times, or for some. */
const unclear =
  /\b(?:if|when|whenever|where|while|unless|except|until|once|should|usually|typically|normally|later|afterwards|any ?more|yet|again|before|after|during|most|some|many|other than|without|example)\b/iu;

/** A clause with what it marks in angle brackets. */
const marked = (clause: string): string =>
  clause
    .replaceAll(/\s*\([^()]*\)/gu, '')
    .replaceAll(/[`"“]([^`"“”]+)[`"”]/gu, '<$1>')
    .replaceAll('*', '')
    .replace(/^(?:and|but|however),? /iu, '')
    .replace(/[.!]+$/u, '')
    .trim();

const clausesOf = (sentence: string): readonly string[] => sentence.split(/;\s*|,\s*(?=(?:otherwise|else|which|or)\b)/iu).map(marked);

const isSwitch = (values: readonly unknown[]): boolean => values.includes(true) && values.every((one) => typeof one === 'boolean');

const asNoun = (words: readonly string[]): string => words.map((word, n) => (n === words.length - 1 ? singular(word) : word)).join(' ');

/**
 * Which value of which member is meant by who may not have something: a listed value, or a member that is true or false, by its name. Undefined where several may be.
 * @param nouns What the body makes, in the singular: a "gift order" is one that is a gift.
 */
const meant = (text: string, listing: Listing, nouns: readonly string[]): Pick<BarredValue, 'by' | 'with'> | undefined => {
  const words = wordsOf(text.replace(/^(?:an?|the|any|every|each|all) /iu, '').replaceAll(/[<>]/gu, ''));
  const whole = asNoun(words);
  const last = singular(words.at(-1) ?? '');
  const named = new Set([whole, ...(words.length > 1 && nouns.includes(last) ? [words.slice(0, -1).join(' ')] : [])]);
  const isNamed = (name: string): boolean => named.has(asNoun(wordsOf(name))) || named.has(wordsOf(name).join(' '));
  const found = [...listing].flatMap(([by, values]): readonly Pick<BarredValue, 'by' | 'with'>[] => {
    if (isSwitch(values)) return isNamed(by.replace(/^(?:is|has)[_-]?(?=\p{L}{3})/iu, '')) ? [{ by, with: true }] : [];
    return values.flatMap((one) => (typeof one === 'string' && isNamed(one) ? [{ by, with: one }] : []));
  });
  return found.length === 1 ? found[0] : undefined;
};

/**
 * The listed values that a text bars beside values of other members: "Gifts can't be `paid_later`", "`cash` is not possible for a delivery".
 * @param listing The members of one object with the values that they list.
 * @param nouns What the object is, in the singular.
 */
export const barredValuesIn = (text: string, listing: Listing, nouns: readonly string[]): readonly BarredValue[] =>
  sentencesOf(text)
    .filter((sentence) => !unclear.test(sentence))
    .flatMap(clausesOf)
    .flatMap((clause): readonly BarredValue[] => {
      const { by = '', value = '' } = forms.map((form) => form.exec(clause)?.groups).find((groups) => groups !== undefined) ?? {};
      const owners = [...listing].filter(([, values]) => values.includes(value));
      const [owner] = owners;
      if (!owner || owners.length > 1 || owner[1].length < 2) return [];
      const decided = meant(by, listing, nouns);
      return decided === undefined || decided.by === owner[0] ? [] : [{ member: owner[0], value, ...decided }];
    });
