import { isOfOtherTime } from './not-demanded.ts';

/** Words by which what a sentence says holds somewhere, for some, later or not for certain. Each row is about one of them. */
const forSome: readonly RegExp[] = [
  // "In strict mode", "on the big plan", "with test accounts".
  /\b(?:[\w-]+ modes?|sandbox(?:es)?|staging|test accounts?|(?:in|on|under|with|for) (?:an? |the |our |some |all )?(?:[\w-]+ ){0,2}(?:plans?|tiers?|editions?|packages?))\b/iu,
  // "On the search endpoints".
  /\b(?:on|at|by|for) (?:the |some )?(?!(?:the |some )?(?:all|every|any|list|write|collection)\b)(?:[\w-]+ ){0,2}(?:endpoints?|routes?)\b/iu,
  // "Planned", "starting next year", "from version 2 on", "before 2027".
  /\b(?:beta|preview|^planned|planned (?:to|for (?:the )?(?:next|v(?:ersion )?\d|20\d\d))|(?<!\b(?:when|once|if|until|while|as) )(?:this|that|it|which) is (?:only |still )?planned|roadmap|will (?:be|soon|later)|not yet|(?:starting|beginning|from|since|until|before|as of|with) (?:the )?(?:next (?:year|month|version|release)|v(?:ersion )?\d|20\d\d))\b/iu,
  // "Our support", "the mobile app": no word of the server.
  /\b(?:(?:mobile|web|desktop|our) (?:apps?|clients?|support|website)|in the app|(?:the|our) (?:dashboard|importer|upstream \w+))\b/iu,
  // "For premium accounts", "if the plan includes it", "when the check is switched on".
  /\b(?:for|to|by|from|with) (?:the |some |our )?(?:premium|paid|paying|free|trial|verified|business|enterprise|partner|basic) (?:accounts?|customers?|users?|members?|clients?|callers?|partners?)\b|\b(?:if|when|where|while|unless|once) (?:the|your|a|an|its) (?:\w+ )?(?:plan|tier|subscription|edition|package|contract|licen[cs]e) (?:includes?|covers?|allows?|permits?|has|contains?|comes with|offers?|supports?)\b|\b(?:if|when|where|while|only) [^.,;:]{0,40}\b(?:enabled|(?:switched|turned) on|mode)\b/iu,
  // "Ideally", "in most cases".
  /\b(?:ideally|probably|presumably|in (?:most|many|some) cases|in general|up to the server)\b|\bgenerally\b/iu,
  // "This is not enforced".
  /\b(?:not|never|no longer|nothing|isn['’]t|aren['’]t|no) (?:yet |always |currently |strictly )*(?:enforced|checked|applied|in force|implemented|guaranteed?|guarantees)\b/iu,
  // "As far as possible".
  /\b(?:(?:as far as|if|where|when|wherever|whenever) possible|best[- ]effort|as a rule|by default|usual(?:ly)?|normally|typically|generally|mostly)\b/iu,
];

/** Does what a sentence says hold somewhere, for some, later, or not for certain, so that a server that does otherwise may be right. */
export const holdsForSome = (sentence: string): boolean => isOfOtherTime(sentence) || forSome.some((form) => form.test(sentence));
