/** Words by which what a sentence says holds somewhere, for some, later or not for certain. Each row is about one of them. */
const forSome: readonly RegExp[] = [
  // "In strict mode", "on the big plan", "with test accounts".
  /\b(?:[\w-]+ modes?|sandbox(?:es)?|staging|test accounts?|(?:in|on|under|with|for) (?:an? |the |our |some |all )?(?:[\w-]+ ){0,2}(?:plans?|tiers?|editions?|packages?))\b/iu,
  // "On the search endpoints".
  /\b(?:on|at|by|for) (?:the |some )?(?!(?:the |some )?(?:all|every|any|list|write|collection)\b)(?:[\w-]+ ){0,2}(?:endpoints?|routes?)\b/iu,
  // "Planned", "starting next year", "from version 2 on", "before 2027".
  /\b(?:beta|preview|planned|roadmap|will (?:be|soon|later)|not yet|(?:starting|beginning|from|since|until|before|as of|with) (?:the )?(?:next (?:year|month|version|release)|v(?:ersion )?\d|20\d\d))\b/iu,
  // "This is not enforced".
  /\b(?:not|never|isn['’]t|aren['’]t) (?:yet |always |currently |strictly )*(?:enforced|checked|applied|in force|implemented|guaranteed)\b/iu,
  // "As far as possible".
  /\b(?:(?:as far as|if|where|when|wherever|whenever) possible|best[- ]effort|as a rule|by default|usual(?:ly)?|normally|typically|generally|mostly)\b/iu,
];

/** Does what a sentence says hold somewhere, for some, later, or not for certain, so that a server that does otherwise may be right. */
export const holdsForSome = (sentence: string): boolean => forSome.some((form) => form.test(sentence));
