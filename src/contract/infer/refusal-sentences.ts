/** Words by which a sentence says that something is refused for certain. */
const refused = /\b(?:4(?:09|22|00)|refus(?:ed?|es)|reject(?:ed|s)?|conflict|not (?:allowed|possible|permitted|accepted))\b/iu;

const status = String.raw`\W?4\d\d\b`;

/** Words by which it may be refused, was so once, or is not. Each row is about one way to say so. */
const denials: readonly RegExp[] = [
  // "May be refused", "could be answered with 409".
  new RegExp(
    String.raw`\b(?:may|might|can|could|need|should) (?:also |still |not )?(?:be )?(?:refuse|reject|answered (?:with |by )?${status})`,
    'iu',
  ),
  // "Not refused", "is never a conflict", "no longer answered with 422", "neither refused nor".
  new RegExp(
    String.raw`\b(?:not|never|no longer|neither|hardly|isn['’]t|aren['’]t) (?:yet |always |necessarily |automatically )?(?:be )?(?:refused|rejected|prevented|detected|looked for|forbidden|prohibited|invalid|an? (?:conflict|error|problem)\b|(?:answered |an? )?(?:with |by )?${status})`,
    'iu',
  ),
  // "No 409", "without an error", "no longer a 422".
  new RegExp(
    String.raw`\b(?:no|no longer an?|without(?: an?)?|instead of an?|rather than an?) (?:${status}|errors?\b|refusals?\b|conflicts?\b|problem\b)`,
    'iu',
  ),
  // "409 is not answered", "409 was answered".
  new RegExp(String.raw`${status}\W? (?:is|are) (?:not|never|no longer)\b|${status}\W? was (?:answered|returned)\b`, 'iu'),
  // "Nothing is refused", "no duplicates are rejected".
  /\b(?:nobody|nothing|none|no \w+) (?:is|are|was|will be|gets?) (?:ever )?(?:refused|rejected)\b/iu,
  // "Does not check for", "we do not prevent", "no longer refuses".
  /\b(?:(?:do|does|will|would) not|(?:do|does)n['’]t|won['’]t|never|no longer) (?:yet |even |actively )?(?:refuses?|rejects?|checks?|detects?|prevents?|enforces?|verif(?:y|ies)|validates?|forbids?|looks? (?:at|for))\b/iu,
  // "No check is made", "no reason for a refusal".
  /\bno (?:\w+ )?(?:checks?|detection|validation) (?:is|are)\b|\bno (?:reason|cause|grounds?)\b|\bused to (?:be )?(?:refuse|reject)/iu,
];

/** Does a sentence deny that something is refused, or leave it open: "is not refused", "no 409", "may be refused", "is not checked". */
export const isRefusalDenied = (sentence: string): boolean => denials.some((form) => form.test(sentence));

/** Does a sentence say that something is refused. */
export const refusalIn = (sentence: string): boolean => refused.test(sentence) && !isRefusalDenied(sentence);
