/** Words by which a sentence says that something is not demanded, or not looked at: "need not be", "doesn't have to", "not necessarily", "is not checked". */
const forms =
  /\b(?:needs? not|not (?:have|need) to|not (?:always|necessarily|required|obliged|checked|enforced)|(?:need|do|does|is|are)n['’]t (?:have to|need to|always|necessarily|required|obliged|checked|enforced|limited)|needn['’]t|no (?:\w+ ){1,3}(?:has|have|needs?) to)\b/iu;

/** Does a sentence say of what it names that it is not demanded. */
export const isNotDemanded = (sentence: string): boolean => forms.test(sentence);

/** Words by which a service keeps what it tells open: "is not guaranteed", "do not rely on it", "best effort", "where possible", "may change at any time". */
const kept = [
  String.raw`(?:\b(?:not|no|never|without)|n['’]t)\b[^.;]*\b(?:guarant\w+|promised?|part of the contract)`,
  String.raw`(?:\b(?:not|never)|n['’]t) (?:rely|depend|count (?:up)?on|build|assume|expect)\b`,
  String.raw`\bbest[- ]effort\b|\bup to the (?:server|service|implementation)\b`,
  String.raw`\b(?:where|wherever|whenever|when|if|as far as) (?:possible|feasible)\b`,
  String.raw`\b(?:may|might|can|could) (?:change|vary|differ|deviate)\b|\bsubject to change\b`,
  String.raw`\b(?:is|are) (?:undefined|unspecified|unstable|not (?:defined|specified|stable|fixed))\b`,
];
const notPromised = new RegExp(kept.join('|'), 'iu');

/** Does a sentence say of what it names, or of what was said before, that nobody can count on it. */
export const isNotPromised = (sentence: string): boolean => notPromised.test(sentence);

const otherTime =
  /\b(?:formerly|previously|historically|originally|used to|no longer|in (?:the past|(?:an? |the )?(?:earlier|older|old|previous|prior|former|past|future) \p{L}+)|(?:until|till|before|prior to|up to) (?:version |release |v)?\d[\d.]*|(?:old|legacy|former|previous|earlier) (?:endpoint|operation|version|release|api)s?)\b/iu;

/** Does a sentence tell what was so at another time, or in another version. */
export const isOfOtherTime = (sentence: string): boolean => otherTime.test(sentence);

/** Questions, and what is only imagined. */
const noStatement = /\?\W*$|^\W*(?:suppose|imagine|assume|assuming|let us say|let['’]s say)\b/iu;

/** Does a sentence state nothing: it asks, or lets one imagine something. */
export const isNoStatement = (sentence: string): boolean => noStatement.test(sentence);
