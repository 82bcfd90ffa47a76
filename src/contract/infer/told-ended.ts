import { deferred } from './told-gone.ts';
import { sentencesOf } from './sentences.ts';

/** Names of what opens an API to whoever has it. */
const things = '(?:(?:access |api |bearer |personal |machine |service )?(?:tokens?|keys?|credentials?|secrets?|passes|pass))';

/** Words by which something holds from the end on. */
const later =
  /\b(?:from (?:now|then|that (?:moment|point|time)|here) on(?:wards?)?|from (?:this|that) (?:moment|point)|afterwards?|after that|thereafter|henceforth|immediately|at once|instantly|right away|straight away|with immediate effect|any ?more|any longer|no longer|never again|once (?:it is |they are )?(?:revoked|deleted|removed|disabled|withdrawn)|after (?:the |its |this )?(?:revocation|deletion|removal))\b/u;

/** Words by which a credential is of no use. */
const useless = new RegExp(
  [
    String.raw`\b(?:is|are|be) (?:then |now |not |never |no longer )+(?:accepted|valid|usable|recogni[sz]ed|honou?red|good for anything)\b`,
    String.raw`\b(?:is|are|be|gets?|becomes?) (?:then |always |immediately |instantly |at once |simply )*(?:refused|rejected|denied|turned away|invalid|useless|worthless|void|dead|unauthori[sz]ed|answered (?:with )?(?:a )?401)\b`,
    String.raw`\b(?:gets?|gives?|yields?|returns?|answers?(?: with)?|means?|receives?|leads? to|results? in) (?:a |an )?401\b`,
    String.raw`\b401 (?:from (?:then|now|that)|afterwards|at once|immediately)\b`,
    String.raw`\b(?:does not|do not|doesn't|don't|no longer|never) (?:works?|opens?|authenticates?|authori[sz]es?|lets? (?:anybody|anyone|you|them) in)\b`,
    String.raw`\b(?:cannot|can not|can't|can no longer) be used\b(?! (?:to|for|in|with|by|on|as)\b)`,
    String.raw`\b(?:stops?|ceases?) (?:to )?(?:work|working|be valid|being valid|be accepted|being accepted|authenticating|opening)\b`,
    String.raw`\bloses? (?:its|their|all) (?:validity|access|effect)\b`,
  ].join('|'),
  'u',
);

/** Words by which the end itself is told: "stops working" needs no "from then on". */
const ending = /\b(?:stops?|ceases?|loses?|no longer)\b/u;

/** Words by which a sentence holds for some, at times, elsewhere or later. */
const limiting =
  /\b(?:if|when|whenever|unless|until|till|while|whether|before|only|may|might|could|should|except|excluding|without|within|days?|hours?|minutes?|seconds?|weeks?|months?|depend\w*|where|eventually|soon|shortly|usually|normally|often|sometimes|most|some|sandbox|old|new|renew\w*|refresh\w*)\b/u;

/** Words by which it is refused in a place or for a purpose alone, or later. */
const narrow =
  /\b(?:gates?|doors?|devices?|periods?|deployment|release|tonight|tomorrow|midnight|sessions?|as proof|for (?:writes?|reads?|new \w+)|at the (?!same\b|next (?:call|request)\b|very\b|api\b)\w+|access to (?:the |an? )?(?!api\b|service\b)\w+)\b/u;

/** What follows the end of a credential, of which nothing is said of the credential itself. */
const another =
  /\b(?:webhooks?|deliver(?:y|ies)|signatures?|bod(?:y|ies)|names?|lists?|again|twice|second|already|unknown id|revoking|deleting|removing)\b/u;

const plainIn = (text: string): readonly string[] =>
  sentencesOf(text).map((sentence) =>
    sentence
      .toLowerCase()
      .replaceAll(/[`*_"]/gu, '')
      .replaceAll(/\s+/gu, ' ')
      .replaceAll(/\b(?:when|once|if) (?:it is |they are )?(revoked|deleted|removed|disabled|withdrawn)\b/gu, 'once $1'),
  );

const aboutIt = new RegExp(String.raw`\b(?:it|they|its|their)\b|\b${things}\b`, 'u');

/** A sentence that names credentials that were ended: "Revoked keys stop working at once", "A deleted token is refused with 401". */
const aboutEnded = new RegExp(
  String.raw`\b(?:revoked|deleted|removed|disabled|withdrawn|deactivated) ${things}\b|\b${things} (?:that|which) (?:is|are|was|were|has been|have been) (?:revoked|deleted|removed|disabled|withdrawn|deactivated)\b`,
  'u',
);

/** "A token works until it is revoked." */
const untilEnded = new RegExp(
  String.raw`\b${things} (?:is |are )?(?:works?|valid|good|accepted|stays? valid|remains? valid|lives?) until (?:it is|they are|you|it has been)? ?(?:revoked?|deleted?|removed?|withdrawn|disabled?)\b`,
  'u',
);

const isCertain = (sentence: string): boolean => !limiting.test(sentence) && !narrow.test(sentence) && !another.test(sentence);

/** Words by which a credential that was ended may be accepted for a while. */
const goesOn =
  /\b(?:goes on|go on|continues?|keeps?|stays?|remains?|still|may be|can be) (?:to )?(?:work\w*|valid|accepted|being accepted|usable|used)\b[^.]*\b(?:for|until|up to|after|till|as long as)\b(?! (?:it is |they are |you )?(?:revoked?|deleted?|removed?|withdrawn|disabled?)\b)/u;

/** Words by which the end takes effect later. */
const lags =
  /\b(?:revo\w+|deleted|removed|disabled|refused|rejected|accepted|valid|effect)\b[^.]*\b(?:within|after|up to|at (?:the )?(?:latest|most)) (?:about |around |at most |up to )?(?:an?|some|few|several|\d+|one|two|five|ten|thirty) (?:few )?(?:seconds?|moments?|minutes?|hours?|days?)\b|\bcach(?:e|es|ed|ing)\b|\beventual|\bpropagat/u;

const saysLag = (text: string): boolean =>
  plainIn(text).some((sentence) => aboutIt.test(sentence) && (goesOn.test(sentence) || lags.test(sentence)));

/**
 * Does a document say that a credential is of no use after an operation that ends it: "From then on it is not accepted", "The key stops working at once". Not where it
 * goes on for a while, for some or on a condition.
 * @param own What the operation says of itself and its successes.
 * @param around What the creation, the tags and the introduction say.
 */
export const saysEnded = (own: readonly string[], around: readonly string[]): boolean => {
  if ([...own, ...around].some(saysLag)) return false;
  const isOwn = (sentence: string): boolean =>
    aboutIt.test(sentence) && useless.test(sentence) && (later.test(sentence) || ending.test(sentence)) && isCertain(sentence);
  const isAround = (sentence: string): boolean =>
    untilEnded.test(sentence) || (aboutEnded.test(sentence) && useless.test(sentence) && isCertain(sentence));
  return own.flatMap(plainIn).some((one) => isOwn(one) || isAround(one)) || around.flatMap(plainIn).some(isAround);
};

/** "The old secret stops working", "the previous one is refused". */
const aboutOld = new RegExp(String.raw`\b(?:old|previous|former|prior|existing) (?:${things}|ones?|values?)\b`, 'u');

/** "Invalidates the old key", "the old one is revoked". */
const ends = new RegExp(
  String.raw`\b(?:invalidates?|revokes?|voids?|and revoke|and invalidate) (?:the |its )?(?:old|previous|former|prior|existing) (?:${things}|ones?)\b|\b(?:old|previous|former|prior|existing) (?:${things}|ones?) (?:is|are|gets?) (?:then |at once |immediately )?(?:invalidated|revoked|voided)\b`,
  'u',
);

/** Words by which the old one waits for something. */
const waits = /\b(?:(?<!at )once|as soon as|after|later|expir\w*|grace|overlap\w*|both)\b/u;

/** Does an operation that gives a new credential say that the old one is of no use from then on. */
export const saysReplaced = (own: readonly string[]): boolean => {
  const sentences = own.flatMap(plainIn);
  if (own.some((text) => deferred.test(text) || saysLag(text)) || sentences.some((one) => aboutOld.test(one) && waits.test(one)))
    return false;
  return sentences.some(
    (one) => aboutOld.test(one) && (useless.test(one) || ends.test(one)) && isCertain(one.replaceAll(/\b(?:old|new)\b/gu, ' ')),
  );
};

/** Does an operation, by its name or its texts, revoke a credential, which means that it is of no use afterwards. */
export const isRevocation = (named: readonly string[], own: readonly string[], around: readonly string[]): boolean =>
  named.some((word) => /^(?:revoke|invalidate)$/u.test(word)) && ![...own, ...around].some((text) => deferred.test(text) || saysLag(text));
