/** Words by which a sentence says that something is not demanded, or not looked at: "need not be", "doesn't have to", "not necessarily", "is not checked". */
const forms =
  /\b(?:needs? not|not (?:have|need) to|not (?:always|necessarily|required|obliged|checked|enforced)|(?:need|do|does|is|are)n['’]t (?:have to|need to|always|necessarily|required|obliged|checked|enforced|limited)|needn['’]t|no (?:\w+ ){1,3}(?:has|have|needs?) to)\b/iu;

/** Does a sentence say of what it names that it is not demanded. */
export const isNotDemanded = (sentence: string): boolean => forms.test(sentence);

/** Words by which a service keeps what it tells open: "is not guaranteed", "do not rely on it", "best effort", "where possible", "may change at any time". */
const kept = [
  String.raw`(?:\b(?:not|no|never|without)|n['’]t)\b[^.;]*\b(?:guarant\w+|promised?|part of the contract)`,
  String.raw`(?:\bdo not|\bdon['’]t|\b(?:should|must|can)(?: not|n['’]t)|\bcannot|\bnever) (?:rely|depend|count (?:up)?on|build|assume|expect)\b`,
  String.raw`\bbest[- ]effort\b|\bup to the (?:server|service|implementation)\b`,
  String.raw`\b(?:where|wherever|whenever|when|if|as far as) (?:possible|feasible)\b`,
  String.raw`\b(?:may|might|can|could) (?:change|vary|differ|deviate)\b|\bsubject to change\b`,
  String.raw`\b(?:is|are) (?:undefined|unspecified|unstable|not (?:defined|specified|stable|fixed))\b`,
];
const notPromised = new RegExp(kept.join('|'), 'iu');

/** Does a sentence say of what it names, or of what was said before, that nobody can count on it. */
export const isNotPromised = (sentence: string): boolean => notPromised.test(sentence);

/** Words for another time or version. Not "the key used to sign", "up to 5 tags", "the previous version of the page" or "in the past", which rules are about. */
const otherTime =
  /^\W*(?:previously|historically|originally)\b|\bformerly\b|(?<!\b(?:is|are|be|was|were|been|being|only|also) )\b(?:(?<=\b(?:it|this|they|we) )used to \p{L}+|used to (?:be|have|return|show|list|mean|allow|include|refuse|reject|keep|come))\b|\b(?:in|until|till|before|up to|with|prior to) (?:an? |the )?(?:earlier|older|former|previous|prior|past|first|old|legacy|future) (?:versions?|releases?|times)\b|\b(?:old|former|legacy|retired|deprecated|previous|earlier) (?:\w+ )?(?:endpoints?|operations?|routes?|systems?|apis?)\b|\b(?:in|up to|until|till|before|prior to) (?:version |release |v)\d|\b(?:until|till|before|prior to|up to) (?:the end of )?(?:19|20)\d\d\b(?!-)/iu;

/** Does a sentence tell what was so at another time, or in another version. */
export const isOfOtherTime = (sentence: string): boolean => otherTime.test(sentence);

/** Questions, examples of a wording, what is only imagined, and what is not so: "Is it refused?", "E.g. at most five", "It is not true that ...". */
const noStatement =
  /\?\W*$|^\W*(?:e\.\s?g\.|such as|suppose|imagine|assume|assuming|let us say|let['’]s say)|\b(?:not|n['’]t|hardly) (?:true|the case|so) that\b/iu;

/** Does a sentence state nothing: it asks, gives an example, lets one imagine something, or denies it. */
export const isNoStatement = (sentence: string): boolean => noStatement.test(sentence);
