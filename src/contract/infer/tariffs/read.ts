import { sentencesOf } from '../sentences.ts';
import { wordsOf } from '../words.ts';
import { clauseIn } from './clauses.ts';
import type { Line, Tariff } from './tariff.ts';

/** "The fee: ", "The price is worked out so: ". */
const head =
  /^(?:the )?(?<what>price|costs?|fee|charge)(?: of (?:a|an|the|each|every) \p{L}+)?(?: is (?:made up|computed|calculated|worked out)(?: (?:so|thus|like this|as follows|in this way))?)?: /iu;

const isExample = (sentence: string): boolean => /^(?:an )?(?:examples?\b|e\.\s?g\.|for example|for instance|so, with)/iu.test(sentence);

/** Words of amounts: a sentence with one of them may change the price. */
const costWords =
  /\b(?:priced?|prices|costs?|fees?|charge[sd]?|discounts?|surcharges?|tax(?:es)?|vat|free|reduced|cheaper|dearer|doubled?|half|bill(?:s|ed)?|pays?|paid|minimum|at least|at most|percent|twice|grace|waived?|capped|multiplied|weekends?|saturdays?|sundays?|holidays?|season)\b|%/iu;

/** A sentence that says when something is refused, or what is looked for, changes no price. */
const ofRefusal = /\b4\d\d\b|\brefused\b|\brejected\b/u;

/** May a sentence change what something costs, and is no refusal. */
export const changesPrice = (sentence: string): boolean =>
  sentence.split(/;\s/u).some((one) => costWords.test(one) && !ofRefusal.test(one));

/** The words of a clause, in small letters with a blank between them. */
export const plainWords = (text: string): string =>
  wordsOf(text.replaceAll(/[`*"()]/gu, ' ').replaceAll(/\b24 h(?:ours)?\b/giu, '24 hours')).join(' ');

const linesIn = (lines: readonly Line[]): readonly Line[] | undefined => {
  const [first, second, ...more] = lines;
  if (!first || more.length > 0) return undefined;
  if (!second) return first.counts === 'started' ? lines : undefined;
  return first.counts === 'full' && second.counts === 'rest' && first.unit !== second.unit ? lines : undefined;
};

const tariffOf = (sentences: readonly string[]): Tariff | undefined => {
  const parts = sentences
    .filter((one) => !isExample(one))
    .flatMap((one) => one.replace(/[.;]\s*$/u, '').split(/[,;]\s+(?:and )?| and (?=(?:each|every) )/u));
  const read = parts.map((one) => clauseIn(plainWords(one)));
  if (read.length === 0 || read.includes(undefined)) return undefined;
  const known = read.flatMap((one) => (one ? [one] : []));
  const lines = linesIn(known.flatMap(({ line }) => (line ? [line] : [])));
  const all = Object.assign({}, ...known) as Partial<Tariff>;
  if (!lines || (all.restCap && (lines.length < 2 || lines[0]?.unit !== all.restCap)) || (all.cap && lines.length > 1)) return undefined;
  return {
    lines,
    restCap: all.restCap,
    free: all.free,
    isFreeCounted: all.isFreeCounted,
    cap: all.cap,
    discount: all.discount,
    text: sentences.join(' '),
  };
};

const paragraphsOf = (text: string): readonly string[] => text.split(/\n\s*\n/u).map((one) => one.replaceAll(/\s+/gu, ' ').trim());

/** The tariff that a description is as a whole: each of its sentences is understood, except examples. */
export const tariffOfDescription = (text: string): Tariff | undefined =>
  tariffOf(paragraphsOf(text).flatMap((one) => (isExample(one) ? [] : sentencesOf(one))));

/**
 * The tariff in the one paragraph of a text that begins with the price, and the word for it: "The fee: each whole week costs the weekly fee, …". Undefined where a
 * sentence of it is not understood, or another sentence speaks of what something costs.
 */
export const tariffIn = (text: string): (Tariff & { readonly what: string }) | undefined => {
  const paragraphs = paragraphsOf(text);
  const [own, ...more] = paragraphs.filter((one) => head.test(one));
  if (own === undefined || more.length > 0) return undefined;
  const tariff = tariffOf(sentencesOf(own.replace(head, '')));
  const of = tariff?.discount?.of ?? '';
  const others = paragraphs
    .filter((one) => one !== own)
    .flatMap(sentencesOf)
    .map((one) => (of === '' ? one : one.replaceAll(new RegExp(`\\b${of}s?\\b`, 'giu'), ' ')));
  const isAlone = !others.some(changesPrice);
  return tariff && isAlone ? { ...tariff, what: head.exec(own)?.groups?.['what']?.toLowerCase() ?? '' } : undefined;
};
