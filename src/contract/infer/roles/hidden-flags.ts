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

/** What names a thing with a flag, or in a state. */
const naming = (flag: string, nouns: readonly string[]): RegExp => {
  const words = wordsOf(flag).filter((one) => !['is', 'has'].includes(one));
  const called = [...nouns.flatMap((one) => [`${literalPattern(one)}(?:e?s)?`, literalPattern(plural(one))]), ...things].join('|');
  const value = String.raw`\x60?${words.join('[ _-]')}\x60?`;
  // "In the states `draft` and `sent`" names both.
  const beside = String.raw`(?:\x60[\w-]+\x60(?:, (?:and |or )?| and | or ))*`;
  return new RegExp(
    [
      String.raw`(?<![\w-])${value} (?:[\p{L}-]+ )?(?:${called})\b`,
      // "Prints that are shelved", "notes in the state `draft`", "drafts".
      String.raw`\b(?:${called}) (?:(?:that|which) (?:is|are|was|were|has been|have been) |(?:in|with) (?:one of )?(?:the |an? )?(?:states?|status(?:es)?) )${beside}${value}(?![\w-])`,
      String.raw`(?<![\w-])${words.join('[ -]')}s(?![\w-])(?= (?:is|are|stay|remain)|[.,;]|$)`,
    ].join('|'),
    'iu',
  );
};

const maker = '(?:author|creator|owner|maker|writer|uploader|submitter|poster|sender|organi[sz]er|host|seller|holder)s?';

/** Whom alone something is shown: "visible only to their creator and to staff", "only its author can read", "not there for anybody but its owner". */
const keepings: readonly RegExp[] = [
  /\b(?:is|are|stays?|remains?) (?:only )?(?:visible|shown|readable|seen|found|listed) (?<only>only |exclusively )?(?:to|by|for) (?<whom>[^.;:()]+?)(?<alone> only| alone| and (?:to )?(?:nobody|no one) else)?(?=[.;:()]|, (?:for|(?:all )?(?:the )?others|every(?:one|body) else|any(?:one|body) else|nobody|no one)\b|$)/iu,
  /\b(?:can|may) (?<only>only )?be (?:seen|read|viewed|found|opened) (?:only )?by (?<whom>[^.;:()]+?)(?<alone> only| alone| and (?:by )?(?:nobody|no one) else)?(?=[.;:()]|$)/iu,
  new RegExp(
    String.raw`\b(?<only>only|nobody but|no one but|none but) (?<whom>(?:(?:its|their|the|an?|his or her) )?[\p{L} ]{0,60}?\b${maker}\b[\p{L} ]{0,60}?) (?:can |may |gets? to )?(?:sees?|reads?|views?|finds?|get)\b`,
    'iu',
  ),
  new RegExp(
    String.raw`\b(?:hidden|invisible|404|not (?:there|visible|shown)|do(?:es)? not exist)\b[^.;]*\b(?:to|for|from) (?<only>(?:every|any)(?:one|body) (?:but|except|other than)) (?<whom>(?:its|their|the) ${maker}\b[^.;:()]*?)(?=[.;:()]|$)`,
    'iu',
  ),
];

/** Callers without a name, or who have a way of their own. */
const openToMore =
  /\b(?:public\w*|any(?:one|body)|every(?:one|body)|all (?:users|callers|people)|visitors?|guests?|links?|shar(?:ed|es?|ing)|invit\w+|preview\w*|password)\b/iu;

/** What is kept to whoever made it: the roles that see it as well, where the sentence names nobody else. */
export type KeptToMaker = {
  readonly sentence: string;
  /** The stems of the roles that the sentence names beside the maker; undefined where it names others, too. */
  readonly roles: ReadonlySet<string> | undefined;
};

const looseHere =
  /\b(?:unless|until|except|by default|might|could|optionally|sometimes|outside|before|after|once|where|when|while|if|may be|on request|in full|in (?:the|an?) (?:lists?|feed|search|export|app|mails?|messages?)|(?:texts?|titles?|contents?|body|parts?|details?|names?) of|edited|changed|deleted|removed|notif\w*)\b/iu;

/**
 * Is what is in a state shown to nobody but whoever made it, and to some roles: "Posts in the state `draft` are visible to their author only", "Drafts can only be read by their owner and by admins".
 * @param nouns The nouns of what has the state.
 */
export const keptToMaker = (
  texts: readonly string[],
  state: string,
  nouns: readonly string[],
  roles: ToldRoles,
): KeptToMaker | undefined => {
  const named = naming(state, nouns);
  const inState = new RegExp(String.raw`\bonly (?=(?:as )?drafts?\b)`, 'iu');
  const all = new Set([...roles.full, ...roles.lesser]);
  for (const sentence of texts.flatMap(sentencesOf)) {
    if (!named.test(sentence) || inState.test(sentence)) continue;
    const [clause = ''] = sentence.split(/[;:]\s/u).filter((one) => named.test(one));
    const bare = clause.replace(named, ' things ');
    for (const form of keepings) {
      const { only, whom = '', alone } = form.exec(bare)?.groups ?? {};
      const isReserved = only !== undefined || alone !== undefined || /\bonly (?:visible|shown|readable)\b/iu.test(bare);
      const rest = bare.replace(whom, ' ').replace(/\b(?:every|any)(?:one|body) (?:but|except|other than)\b/iu, ' ');
      if (!isReserved || !new RegExp(String.raw`\b${maker}\b`, 'iu').test(whom)) continue;
      if (
        looseHere.test(sentence.replace(named, ' ').replace(/\b(?:every|any)(?:one|body) except\b/iu, ' ')) ||
        openToMore.test(whom) ||
        openToMore.test(rest)
      )
        continue;
      const group = whom
        .split(/,? (?:and|or) |, /u)
        .map((part) => part.replace(/^(?:(?:only|to|by|for|its|their|the|an?|his or her) )+/iu, ''));
      const isMaker = (part: string): boolean => new RegExp(String.raw`^${maker}(?: (?:themselves|itself))?$`, 'iu').test(part);
      const others = group.filter((part) => part !== '' && !isMaker(part)).map((part) => stemOf(wordsOf(part).at(-1) ?? ''));
      return { sentence, roles: others.every((role) => all.has(role)) ? new Set(others) : undefined };
    }
  }
  return undefined;
};

/** "Visitors get only the remarks with `circle` `all`", "visitors see only notes whose `circle` is `all`". */
const onlyWithValue =
  /\b(?:(?:see|read|get|receive|find)s? only|only (?:see|read|get|receive|find)s?) (?:the |those )?(?<noun>[\p{L}-]+) (?:with|whose|that have|of|in which) (?:an? |the )?`(?<member>\w+)` (?:is |of |= )?`(?<value>[\w-]+)`(?<rest>[^.;]*)/iu;

/**
 * From whom texts hide what has a value, because they leave to roles only what has another value of the same member: "Visitors get only the remarks with `circle` `all`" for `staff`.
 * @param nouns The nouns of what has the value.
 */
export const hiddenByOtherValue = (
  texts: readonly string[],
  { member, value }: { readonly member: string; readonly value: string },
  nouns: readonly string[],
  roles: ToldRoles,
): HiddenByFlag | undefined =>
  texts.flatMap(sentencesOf).flatMap((sentence): readonly HiddenByFlag[] => {
    const found = onlyWithValue.exec(sentence);
    const { noun = '', member: told, value: own, rest = '' } = found?.groups ?? {};
    const before = sentence.slice(0, found?.index ?? 0);
    const whom = rolesIn(before, roles.lesser);
    const isOfThem = told === member && own !== value && nouns.some((one) => stemOf(one) === stemOf(noun.toLowerCase()));
    // "And their own" shows more than what has the value.
    const isWhole = rest.trim() === '' && !loose.test(before.replaceAll('`', ' '));
    return isOfThem && isWhole && whom.size > 0 && rolesIn(before, roles.full).size === 0 ? [{ whom: whomOf(whom, roles), sentence }] : [];
  })[0];

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
  const named = naming(flag, nouns);
  const ofFlag = own.flatMap(sentencesOf).map((one) => one.replace(/^(?:if|when) (?:true|set|it is (?:true|set)),? /iu, ''));
  return [
    ...texts.flatMap(sentencesOf).flatMap((one) => hiddenIn(one, { roles, named, isOwn: false }) ?? []),
    ...ofFlag.flatMap((one) => hiddenIn(one, { roles, named, isOwn: true }) ?? []),
  ][0];
};
