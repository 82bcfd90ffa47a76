import { literalPattern } from '../../pattern/literal-pattern.ts';
import { sentencesOf } from '../sentences.ts';
import { wordsOf } from '../words.ts';
import type { ToldRoles, Whom } from './hidden.ts';
import { stemOf } from './stem.ts';

/** Who does not see what has a flag, and the words that say so. */
export type HiddenByFlag = { readonly whom: Whom; readonly sentence: string };

const unseen =
  /\b(?:never|(?:do|does|can|may|must|are|is|will|should) ?(?:not|n['’]t)|cannot|can['’]t|don['’]t|doesn['’]t|won['’]t)(?: allowed| able| permitted)?(?: to)?(?: get)?(?: to)? (?:see|sees|read|reads|view|receive|get|find|be shown|be given)s?\b/iu;
const gone =
  /\b(?:is|are|stays?|remains?) (?:always |simply |then |also )?(?:left out|omitted|hidden|removed|absent|missing|withheld|invisible|kept|(?:not|never) (?:shown|included|returned|given|visible|sent|there|listed))\b/iu;
const forThem = /\b(?:for|to|from)\b/iu;
const reserving = /\b(?:only|nobody but|no one but|none but|exclusively)\b/iu;
const seeing = /\b(?:see|sees|read|reads|view|views|get to see|visible|shown|for|find|finds)\b/iu;

/** "A visitor only reads, and does not see drafts": nothing is left to that role. */
const readsAlone = /\b(?:may |can )?only (?:reads?|looks?|views?)(?=,? (?:and|but)\b)/iu;

/** What holds for some callers, cases or answers only, or about what they do beside reading. */
const loose =
  /\b(?:unless|until|except|other|others|another|own|themselves|assigned|author|authors|by default|might|could|optionally|sometimes|outside|before|after|once|where|archived|deleted|write|writes|add|adds|set|create|creates|change|edit|delete|may be|by (?:e-?mail|mail|post|an? search)|in (?:the|an?) (?:lists?|feed|search|export|app|mails?|messages?)|on request|in full|(?:texts?|titles?|contents?|body|parts?|details?|names?) of|who|notif\w*)\b|\S (?:when|while)\b/iu;

/** The roles of which a part of a sentence speaks. */
const rolesIn = (text: string, roles: ReadonlySet<string>): ReadonlySet<string> =>
  new Set(
    wordsOf(text)
      .map(stemOf)
      .filter((word) => roles.has(word)),
  );

const whomOf = (found: ReadonlySet<string>, { lesser }: ToldRoles): Whom => (found.size === lesser.size ? 'all' : found);

/** What may have the flag where a text does not call it by its own noun. */
const things = ['notes?', 'entr(?:y|ies)', 'items?', 'comments?', 'messages?', 'ones?'];

/** The plural of a noun that ends in y: `entry`, "entries". */
const plural = (noun: string): string => noun.replace(/y$/u, 'ies');

/** "They", "these": what the sentence named before. */
const pronouns = /\b(?:them|these|those|they|it|this|such)\b/iu;

/** "Not shown to guests": the description of a flag leaves out what it is about. */
const elliptic = /^(?:not (?:shown|visible|given|listed)|hidden|invisible|left out|withheld|never shown)\b/iu;

const parts =
  /; | – | — |: |,? (?:but|while|whereas) (?=[\p{L} ]+ (?:see|read|get|find|can|may|do))|, and (?=[\p{L} ]+ (?:see|read|get|find|can|may|do))|, (?=\p{L}+ (?:never|do|don|can|are|may)\b)/u;

type Asked = { readonly roles: ToldRoles; readonly named: RegExp; readonly isOwn: boolean };

/** From whom a sentence hides it; undefined where it does not, or not always. */
const hiddenIn = (sentence: string, { roles, named, isOwn }: Asked): HiddenByFlag | undefined => {
  // "Archived notes" may be what is hidden, and no case of it.
  if (loose.test(sentence.replace(named, ' ')) || (!isOwn && !named.test(sentence))) return undefined;
  for (const clause of sentence.split(parts)) {
    if (!isOwn && !named.test(clause) && !pronouns.test(clause)) continue;
    const [lesser, full] = [rolesIn(clause, roles.lesser), rolesIn(clause, roles.full)];
    if (reserving.test(clause.replace(readsAlone, ' '))) {
      // What only staff sees is hidden from all others.
      const without = new Set([...roles.lesser].filter((one) => !lesser.has(one)));
      if (seeing.test(clause) && !unseen.test(clause) && lesser.size + full.size > 0 && without.size > 0)
        return { whom: whomOf(without, roles), sentence };
      continue;
    }
    const isGone = gone.test(clause) && forThem.test(clause);
    if (lesser.size > 0 && full.size === 0 && (unseen.test(clause) || isGone || (isOwn && elliptic.test(clause))))
      return { whom: whomOf(lesser, roles), sentence };
  }
  return undefined;
};

/**
 * From whom texts hide what has a flag: "Internal notes are for staff; guests don't get to see them" for `internal`.
 * @param own What the flag itself is described with, where the thing need not be named.
 * @param nouns The nouns of what has the flag.
 */
export const hiddenByFlag = (
  texts: readonly string[],
  own: readonly string[],
  flag: string,
  nouns: readonly string[],
  roles: ToldRoles,
): HiddenByFlag | undefined => {
  const words = wordsOf(flag).filter((one) => !['is', 'has'].includes(one));
  const called = [...nouns.flatMap((one) => [`${literalPattern(one)}(?:e?s)?`, literalPattern(plural(one))]), ...things].join('|');
  const value = String.raw`\x60?${words.join('[ _-]')}\x60?`;
  const named = new RegExp(
    [
      String.raw`(?<![\w-])${value} (?:[\p{L}-]+ )?(?:${called})\b`,
      // "Prints that are shelved", "notes in the state `draft`", "drafts".
      String.raw`\b(?:${called}) (?:(?:that|which) (?:is|are|was|were|has been|have been) |(?:in|with) (?:the |an? )?(?:state|status) )${value}(?![\w-])`,
      String.raw`(?<![\w-])${words.join('[ -]')}s(?![\w-])(?= (?:is|are|stay|remain)|[.,;]|$)`,
    ].join('|'),
    'iu',
  );
  const ofFlag = own.flatMap(sentencesOf).map((one) => one.replace(/^(?:if|when) (?:true|set|it is (?:true|set)),? /iu, ''));
  return [
    ...texts.flatMap(sentencesOf).flatMap((one) => hiddenIn(one, { roles, named, isOwn: false }) ?? []),
    ...ofFlag.flatMap((one) => hiddenIn(one, { roles, named, isOwn: true }) ?? []),
  ][0];
};
