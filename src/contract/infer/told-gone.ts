import { literalPattern } from '../pattern/literal-pattern.ts';
import { sentencesOf } from './sentences.ts';

/** What the texts of a removal promise in words of what is removed: a read finds it no more, and no list shows it. */
export type ToldGone = { readonly isUnread: boolean; readonly isUnlisted: boolean };

/** Words by which a sentence is about the time after the removal. */
const later =
  '(?:from (?:now|then|that (?:moment|point|time)|here) on(?:wards?)?|from this (?:moment|point) on|afterwards?|after that|thereafter|henceforth|(?:once|after it is|after it was|as soon as it is|when) (?:deleted|removed|gone)|after (?:the |its |this )?(?:deletion|removal)|any ?more|any longer|no longer)';

/** Words by which a sentence holds for some, at times, or for some callers only. */
const limiting =
  /\b(?:if|when|whenever|unless|until|till|while|whether|before|once|as soon as|only|may|might|could|should|except|excluding|without|within|days?|hours?|minutes?|weeks?|months?|optional\w*|default|depend\w*|where|eventually|soon|shortly|usually|normally|often|sometimes|or(?! (?:4(?:04|10)|its|the id)\b)|for (?!it\b|its\b|good\b|the\b|this\b|that\b|all\b|every(?:one|body)\b|ever\b|a (?:read|get)\b))\b/u;

/** Words by which a sentence holds for other callers, elsewhere or not yet. */
const elsewhere =
  /\b(?:to|for) (?:every(?:one|body) else|(?:all )?(?:the )?(?:other|others|guests?|customers?|visitors?|users|readers|members|clients|the public))\b|\bpublic(?:ly)?\b|\bversion\b|\bsandbox\b|\b(?:old|new|legacy|other) (?:api|endpoint)\b|\bin (?:production|test) ?/u;

/** Words by which a sentence is about another removal of the same. */
const repeated = /\b(?:again|twice|second|repeat\w*|already|retry|retries|deleting|removing|delete (?:calls?|requests?))\b/u;

/** Words by which what is removed goes at some later time, or reads show that later. */
export const deferred =
  /\b(?:grace|retention) period\b|\b(?:scheduled|queued|marked|flagged|pending) (?:for )?(?:deletion|removal|erasure)\b|\b(?:deletion|removal) (?:is|runs|happens) (?:queued|scheduled|pending|later|at night|nightly)\b|\basynchron|\beventual|\bcach(?:e|es|ed|ing)\b|\bcatch(?:es)? up\b|\blags?\b|\bdelay|\bqueued?\b|\b(?:take|takes|after|within|up to|for) (?:up to |about |around )?(?:an?|some|few|several|\d+|one|two|five|ten|thirty) (?:few )?(?:seconds?|moments?|minutes?|hours?)\b|\bstale\b|\b(?:a while|some time)\b|\bin the background\b|\b(?:deleted|removed|erased) (?:later|at night|nightly)\b/iu;

/** Words by which what is removed is only put away. */
const putAway =
  /\barchiv|\bstill (?:gets?|reads?|sees?|fetch(?:es)?|finds?|access(?:es)?|views?|opens?)\b|\bsoft[- ]?delet|\b(?:can|may|could) still be\b|\bstill (?:readable|shown|there|found)\b|\btrash|\brestor|\bundelet|\brecycle|\bdeactivat/iu;

/** Sentences by which some callers go on seeing what is removed: whoever tries may be one of them. */
const seenBySome =
  /\b(?:admin\w*|owners?|auditors?|managers?|staff|operators?|support|superusers?|moderators?)\b[^.;]{0,30}\b(?:see|sees|read|reads|find|finds|get|gets|view|views|list|lists|access)\b/iu;

/** Does a text say that what is removed is put away, goes later, or stays for some callers. */
export const tellsOfStaying = (text: string): boolean => putAway.test(text) || deferred.test(text) || seenBySome.test(text);

/** Words by which a part of it is removed, and the rest may stay. */
const partly = /\b(?:versions?|revisions?|translations?|languages?|locales?)\b/iu;

const plainParts = (text: string): readonly string[] =>
  sentencesOf(text.replaceAll(/\([^()]*\)/gu, ' '))
    .flatMap((sentence) =>
      sentence
        .toLowerCase()
        .replaceAll(/[`*_"]/gu, '')
        .split(/[;:.]/u),
    )
    .map((part) => part.replaceAll(/\s+/gu, ' ').trim());

/** The forms of the two promises for a resource with some names. */
const formsFor = (own: readonly string[], others: readonly string[]): Readonly<Record<'unread' | 'unlisted', readonly RegExp[]>> => {
  // Where a document has items of their own, "the item" is one of those.
  const plain = ['entry', 'entries', 'record', 'records', 'resource', 'object', 'item'].filter((word) => !others.includes(word));
  const named = `(?:${[...own, ...plain].map((name) => literalPattern(name).replaceAll(' ', '[ -]')).join('|')})`;
  const filler = `(?:of|for|to|on|at|up|by|with|it|its|the|this|that|same|deleted|removed|id|url|uri|address|path|location|${named})`;
  const reading =
    '(?:gets?|reads?|reading|fetch(?:es|ing)?|lookups?|looking|retriev(?:al|als|ing)|requests?|requesting|access(?:es|ing)?|asking)';
  const which = '(?:(?:any|every|all|each|further|later|subsequent|future|following|the|a|an|this|that) )*';
  const subject = `${which}(?:${reading}(?: ${filler})*|(?:deleted |removed )?${named}|it|(?:its|the) (?:id|url|uri|address|path|location|link))`;
  const along = '(?:,? and (?:all )?(?:its|their) [a-z]+(?: [a-z]+)?)?';
  const start = `(?:^|, ?|\\b(?:and|but|so|that|then|on|onwards|afterwards|longer|more|${later}),? )`;
  const answers = String.raw`(?: (?:will|then|also|always|just|simply|now))*(?: (?:answers?|gives?|returns?|yields?|responds?|ends?|leads?|results?|fails?|is|are|be|gets?|becomes?|produces?|met|answered|refused|rejected|replied))+(?: (?:with|by|a|an|in|to|as|http|status|code|you|the|error|of))*`;
  // "No longer readable by others" and "no longer found in lists" say something else.
  const end = '(?=$|,| and\\b| by (?:its )?(?:id|anyone|anybody)\\b| afterwards| from| any)';
  // "404 in that language" and "not found by the search" say something else as well.
  const whole = String.raw`(?! (?:by|in|on|at|to|for|through|via|with|within|under) (?!(?:its |the |this )?id\b|good\b|ever\b|all\b|every|any))`;
  const list = String.raw`(?:the |any |all |every |a )?(?:lists?|listings?|collections?)\b(?! (?:of|for)\b)`;
  const make = (...sources: readonly string[]): readonly RegExp[] => sources.map((source) => new RegExp(source, 'u'));
  return {
    unread: make(
      // "From now on the entry answers 404", "Reading it afterwards gives 404".
      String.raw`${start}${subject}${along}(?: ${later})?${answers} (?:404|410|not found|unknown)\b${whole}`,
      // "A 404 is returned for it from then on."
      String.raw`\b(?:404|410) (?:is|are|will be) (?:returned|given|answered|sent|the answer) (?:for|to|on) ${subject}`,
      // "It can no longer be read", "the entry cannot be found any more".
      `${start}${subject}${along} (?:can no longer|cannot|can not|can't) be (?:read|fetched|retrieved|found|looked up|accessed)${end}`,
      `${start}${subject}${along} (?:is|are) (?:no longer|not) (?:readable|retrievable|found)${end}`,
    ),
    unlisted: make(
      `\\bno list (?:shows?|contains?|includes?|has|returns?|holds?|mentions?) (?:it|(?:the |this |that )?${named})\\b`,
      `${start}${subject}${along} (?:is|are) (?:no longer|never|not) (?:listed|(?:shown |found |contained |included )?in ${list}|(?:a )?part of ${list})(?! (?:by|as|for|under|on|at|among|with|to|in)\\b)`,
      `^(?:${later},? )?${subject}${along} [^,]+,? and (?:is|are) (?:no longer|never|not) listed(?! (?:by|as|for|under|on|at|among|with|to|in)\\b)`,
      `${start}${subject}${along} (?:disappears?|vanish(?:es)?|is gone|are gone) from ${list}`,
      `${start}(?:(?:${subject}${along}) )?(?:appears?|is shown|are shown|shows? up|is) in no list\\b`,
      `${start}${subject}${along} no longer (?:appears?|shows? up) in ${list}`,
    ),
  };
};

const isLater = new RegExp(String.raw`\b${later}\b|\b(?:further|later|subsequent|future|following) |\b(?:deleted|removed) `, 'u');
const laterWords = new RegExp(String.raw`\b${later}\b`, 'gu');

/**
 * What the texts of a removal promise of what is removed: "From now on the entry answers 404 and no list shows it". Nothing where they put it away, remove it some
 * time later, or hold for some only.
 * @param texts What the removal and its success answers say of themselves (OpenAPI 3.1, Operation Object and Response Object).
 * @param own The names of what is removed, in small letters.
 * @param others The names of the other resources of the document.
 */
export const goneToldIn = (texts: readonly string[], own: readonly string[], others: readonly string[]): ToldGone => {
  const whole = texts.join(' ');
  if (own.length === 0 || deferred.test(whole) || partly.test(own.reduce((text, name) => text.replaceAll(name, ' '), whole.toLowerCase())))
    return { isUnread: false, isUnlisted: false };
  const forms = formsFor(own, others);
  const isSeenBySome = seenBySome.test(whole);
  const parts = texts
    .flatMap(plainParts)
    .filter((part) => isLater.test(part) || /\bno list\b|\bdisappear|\bvanish/u.test(part))
    .filter((part) => !repeated.test(part) && !elsewhere.test(part) && !limiting.test(part.replaceAll(laterWords, ' ')));
  const isTold = (wanted: readonly RegExp[]): boolean => parts.some((part) => wanted.some((form) => form.test(part)));
  return { isUnread: !putAway.test(whole) && !isSeenBySome && isTold(forms.unread), isUnlisted: !isSeenBySome && isTold(forms.unlisted) };
};
