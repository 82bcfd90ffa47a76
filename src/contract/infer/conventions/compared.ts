/** Descriptions by which a parameter is a part of a text. */
export const isPart =
  /\bcontain(?:s|ing|ed)?\b|\bsub-?strings?\b|\bpart of (?:the|an?|its|their)\b|\bpartial match|\b(?:this|the|the given) (?:text|term|string|words?) in (?:the|its|their|any of)\b|\banywhere in\b/iu;

/** Descriptions by which no character of a text means more than itself. */
export const literal =
  /\bliteral(?:ly)?\b|\bno (?:characters?|signs?|symbols?) (?:has|have|with) (?:an? |any )?special meaning|\b(?:special (?:characters?|signs?)|wildcards?) (?:has|have) no\b|\bno wildcards?\b/iu;

/** Clauses that a part of a value finds nothing: what is compared is the whole. */
export const isOfWholes =
  /\b(?:parts?|sub-?strings?|prefix(?:es)?|beginnings?)\b.*\b(?:do(?:es)? not|don't|doesn't|never|(?:is|are) not)\b|\b(?:not|never|no)\b[^,]*\b(?:parts?|sub-?strings?|prefix(?:es)?|beginnings?)\b/iu;

/** Clauses about a value that is not known: "an id that is not known gives an empty list". */
const isOfUnknown =
  /\b(?:(?:is|are) not known|unknown|no such|(?:do|does) not exist)\b.*\b(?:empty|no (?:items?|entries|entry|results?)|nothing|none)\b/iu;

/** Clauses that only say whether letters are compared with their case, which characters mean what, or what finds nothing. */
const isAside = (clause: string): boolean =>
  (/\bcase\b|\bcase-?insensitiv/iu.test(clause) && !/case[- ]sensitiv/iu.test(clause) && !isPart.test(clause)) ||
  (literal.test(clause) && !isPart.test(clause)) ||
  isOfUnknown.test(clause) ||
  isOfWholes.test(clause);

/** What a description says of what is compared. */
export const comparedIn = (text: string): string =>
  text
    .split(/(?<=[.;,()])\s*/u)
    .filter((clause) => !isAside(clause))
    .join(' ');
