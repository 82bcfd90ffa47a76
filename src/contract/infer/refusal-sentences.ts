/** Words by which a sentence says that something is refused for certain. */
const refused = /\b(?:4(?:09|22|00)|refus(?:ed?|es)|reject(?:ed|s)?|conflict|not (?:allowed|possible|permitted|accepted))\b/iu;

/** Words by which it may be refused, or is not. */
const perhaps =
  /\b(?:may|might|can|could) be (?:refused|rejected)\b|\b(?:not|never|isn['’]t|no) (?:be )?(?:refused|rejected|an? (?:conflict|error))\b/iu;

/** Does a sentence say that something is refused. */
export const refusalIn = (sentence: string): boolean => refused.test(sentence) && !perhaps.test(sentence);
