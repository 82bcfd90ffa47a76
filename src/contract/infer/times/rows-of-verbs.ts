import { rememberedByText } from '../../../model/remembered.ts';
import { literalPattern } from '../../pattern/literal-pattern.ts';

/** Verbs for where a time lies and how long it is. */
const verb = String.raw`(?:starts?|begins?|lies?|falls?|takes? place|ends?|finish(?:es)?|lasts?|spans?|covers?|runs?|(?:is|are|be) (?=at|no|not|never|up))`;
const modal = String.raw`(?:(?:must|have to|has to|need to|needs to|shall|always|never) )*`;

/** Words by which a part of a row may hold for some things only, and with it the whole row. */
const conditional =
  /\b(?:if|unless|except|when|whenever|where|while|once|with|without|for|otherwise|but|on (?:\w+ )?(?:weekends?|weekdays?|holidays?|\w+days)|usually|typically|normally|mostly|as a rule|should|may|might|can|could)\b/iu;

/** What only says how a breach is answered. */
const answered = /\s*\((?:[^()]*\b)?4\d\d[^()]*\)/gu;

/** The end of a row that says how times of several lie to each other: "and may not overlap another lesson of the same hall". */
const amongOthers = /,? and (?:may|must|can|do|shall) ?not overlap\b[^,;]*$/iu;

/** The beginning of such a row, by the patterns of the nouns. */
const leadOf = rememberedByText((nouns) => {
  const one = `(?:(?:an?|each|every|all|the)\\s+)?(?:whole\\s+)?(?:${nouns})`;
  return new RegExp(`^(?:(?<led>${one})\\s+(?:is|are)\\s+[\\w ]{1,40}:\\s+(?:they|it)|(?<plain>${one}))\\s+(?=${modal}${verb}\\b)`, 'iu');
});

/** "Starts in the future, ends after it starts, lasts an hour at most": without a subject, of what the text is about. */
const bare = new RegExp(`^(?=${modal}(?:starts|begins|lies|takes place|ends|finishes|lasts)\\b)`, 'iu');

/**
 * What a sentence says of all things of a kind in a row of verbs, each by itself: "Visits are planned by the office: they lie in the future, end after they begin and last no
 * longer than four hours". A sentence without such a row, or with a condition in it, is left as it is.
 * @param nouns Words for the kind, in the singular.
 */
export const verbsApart = (sentence: string, nouns: readonly string[]): readonly string[] => {
  if (nouns.length === 0) return [sentence];
  const found = leadOf(nouns.map((noun) => `${literalPattern(noun)}s?`).join('|')).exec(sentence) ?? bare.exec(sentence);
  const subject = found?.groups?.['led'] ?? found?.groups?.['plain'] ?? (found ? `A ${nouns[0]}` : undefined);
  if (!found || subject === undefined) return [sentence];
  const row = sentence
    .slice(found[0].length)
    .replaceAll(answered, '')
    .replace(/[.!]+$/u, '')
    .replace(amongOthers, '');
  if (conditional.test(row)) return [sentence];
  const parts = row.split(new RegExp(`(?:\\s*,\\s*(?:and\\s+)?|\\s+and\\s+)(?=(?:(?:it|they)\\s+)?${modal}${verb}\\b)`, 'iu'));
  if (parts.length === 1 && found.groups?.['led'] === undefined) return [sentence];
  const obliging = new RegExp(`^${modal}`, 'iu').exec(parts[0] ?? '')?.[0] ?? '';
  // A word of duty at the first verb counts for those behind it, a denial for its own verb alone.
  const shared = /\b(?:never)\b/iu.test(obliging) ? '' : obliging;
  return parts.map((part, n) => {
    const own = part.replace(/^(?:it|they)\s+/iu, '').trim();
    const isOwn = n === 0 || /^(?:must|have to|has to|need to|needs to|shall|always|never)\b/iu.test(own);
    return `${subject} ${isOwn ? '' : shared}${n === 0 ? own.charAt(0).toLowerCase() + own.slice(1) : own}`;
  });
};
