import { isNoStatement, isNotDemanded, isNotPromised, isOfOtherTime } from '../../not-demanded.ts';

const orders = '(?:sorted|ordered|arranged|listed|returned|newest|oldest|latest|earliest|most recent|reverse|chronological|alphabetic)';
const programs = '(?:website|apps?|ui|interface|dashboard|portal|console|frontend|support|team|staff|warehouse)';
const deeds =
  '(?:deleted|removed|purged|evicted|discarded|dropped|shipped|processed|delivered|sent|archived|charged|consumed|handled|served|picked|packed)';

/** Words by which a sentence with an order in it does not state that of the whole list for every call. */
const open: readonly RegExp[] = [
  // Only nearly so, or sometimes.
  /\b(?:usually|normally|typically|generally|mostly|often|sometimes|roughly|approximately|nearly|almost|deprecated|will be|on request|random\w*|natural(?:ly)?|numeric(?:al|ally)|versions?|first pages?|internally|in the database)\b/iu,
  new RegExp(String.raw`(?:\b(?:not|never|neither|nor|no longer)|n['’]t) (?:\p{L}+ ){0,2}?(?:in |by )?${orders}`, 'iu'),
  new RegExp(String.raw`\b(?:may|might|could|can|should) (?:return|list|show|come|sort|order|be (?:in |by )?${orders})`, 'iu'),
  // For some callers, under a condition, but for some items, or in each part.
  /\bfor (?:the )?(?:guests?|admins?|users?|viewers?|members?|staff|customers?|managers?|owners?|some|new|mobile|others?)\b/iu,
  /^\W*for (?!all\b|every(?:one|body)\b|any(?:one|body)\b)[^,]*/iu,
  /^\W*(?:provided|as long as|once)\b|^\W*(?:with|on|under|during|after|given) (?![^,]*\bfirst\b)[^,]+, /iu,
  /\bexcept(?:ions?)?\b|\bapart from\b|\bother than\b/iu,
  /\bper (?!page\b|default\b)|\b(?:in|on|of|for|within) each\b|\beach page\b/iu,
  // Examples.
  /\be\.\s?g\.|\bfor (?:example|instance)\b|\bsuch as\b/iu,
  // In another place, of other things, or by somebody else.
  /\bin the (?:\p{L}+ )?(?:app|menu|ui|export|web|dashboard|interface|portal|console|e-?mail)\b/iu,
  new RegExp(String.raw`\b(?:the|an?|our) (?:[\p{L}-]+ )?${programs} (?:team )?\p{L}+s\b|\bour\b`, 'iu'),
  new RegExp(String.raw`(?<!\b(?:that|which|who|if) )\b(?:is|are|gets?|be) (?:\p{L}+ )?${deeds}\b`, 'iu'),
  new RegExp(String.raw`\b(?:was|were) (?:\p{L}+ )?${orders}`, 'iu'),
  new RegExp(String.raw`^(?:its|their) |\b(?:its|their) (?!own\b)\p{L}+s,? (?:in )?${orders}`, 'iu'),
  // What a client does.
  /\b(?:clients?|callers?|you)\b[^.;]*\b(?:should|must|expected|have to|has to|need to)\b/iu,
  /^\W*(?:sort|order|reverse) (?:the|them|it|your|this|these)\b|^\W*(?:in order )?to (?!be\b)\p{L}+/iu,
  // "The latest first appear at noon" is about their first time.
  /\bfirst (?:appears?|in line|wins?|gets?|has|have)\b/iu,
];

/** Does a sentence leave open in which order the whole list is for every call, whatever order it names. */
export const leavesOrderOpen = (sentence: string): boolean =>
  isNoStatement(sentence) ||
  isNotDemanded(sentence) ||
  isNotPromised(sentence) ||
  isOfOtherTime(sentence) ||
  open.some((one) => one.test(sentence));

/** Does a sentence take back the order that another one states: "Do not rely on it", "The order may change". */
export const takesOrderBack = (sentence: string): boolean =>
  isNotPromised(sentence) && /\b(?:order\w*|sort\w*|it|this|that)\b/iu.test(sentence);
