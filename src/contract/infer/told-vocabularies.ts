import { sentencesOf } from './sentences.ts';

/** A closed set of texts that a sentence names, of which a schema says nothing. */
export type ToldVocabulary = 'time-zone' | 'country' | 'currency' | 'check-digit' | 'https';

const refused = String.raw`(?:refused?|refuses|reject(?:ed|s)?|invalid|not (?:accepted|allowed|valid|permitted|taken)|[^.;]{0,24}\b4(?:00|22)\b|errors?)`;

/** "Unknown codes are refused", "one that does not exist is `422`", "must exist". */
const isClosed = new RegExp(
  String.raw`\b(?:unknown|unassigned|non-?existent|others?|(?:do|does) not exist|not assigned|wrong|mistyped)\b[^.]*\b${refused}|\b(?:must|has to|have to) (?:exist|be (?:assigned|existing|known|an? (?:existing|assigned|known)))\b|\b(?:checked|verified|validated) (?:against|by)\b`,
  'iu',
);

/** "The check digit is verified", "with a correct checksum", "a wrong check digit is 422". */
const isChecked =
  /\bcheck[ -]?(?:digits?|sums?|characters?)\b[^.;]*\b(?:checked|verified|validated|must|has to|have to|refused|rejected|4(?:00|22)|(?:correct|right|valid))\b|\b(?:correct|right|valid|wrong|invalid|matching) check[ -]?(?:digit|sum)/iu;

const isZone = /\bIANA\b|\btz ?(?:database|data|db)\b|\bolson\b/iu;

/** "HTTPS only", "has to be an https URL", "must begin with https://", "plain http is refused". */
const isSecure =
  /\bhttps(?::\/\/)?(?: (?:urls?|addresses|links?|endpoints?))?,? only\b|\bonly (?:an? )?https\b|\b(?:must|has to|have to) (?:be|use|start with|begin with) (?:an? )?(?:absolute |valid |public )*https\b|\bhttps (?:is )?(?:required|mandatory)\b|\b(?:plain )?http(?::\/\/)?(?: (?:urls?|addresses|ones?))? (?:is|are) (?:refused|rejected|not (?:allowed|accepted))\b/iu;

/** Words by which plain HTTP is accepted of some, or somewhere. */
const isSecureOfSome = /\b(?:unless|except|localhost|loopback|should|recommended|preferred|in production|sandbox|test mode)\b/iu;

/** Words by which other texts count too, or nothing is checked. */
const isOpen =
  /\b(?:or (?:any|a|an|another|your|custom)\b|free[- ]?(?:text|form)|not (?:checked|validated|verified|enforced)|(?:only )?for (?:display|information|reference|orientation)\b(?: (?:only|alone|purposes?))?|(?:purely|merely|just) (?:informative|informational|cosmetic|a (?:label|hint))|abbreviations?|offsets?|ignored|falls? back|treated as|taken as|if (?:it is |one is )?(?:unknown|invalid|not))\b/iu;

/** The closed sets that the description of a text names, in words that leave no other value. A standard of whose codes nothing is said to be refused is none, because many take any code of its form; names of time zones have no form. */
export const vocabularyToldIn = (text: string): ToldVocabulary | undefined => {
  const plain = text.replaceAll(/[`*]/gu, '');
  const sentences = sentencesOf(plain);
  if (sentences.some((one) => isSecure.test(one) && !/\b(?:if|when|may|can|might)\b/iu.test(one)) && !isSecureOfSome.test(plain))
    return 'https';
  if (isOpen.test(plain)) return undefined;
  if (isZone.test(plain) && /\b(?:zone|identifier|name|id)\b/iu.test(plain)) return 'time-zone';
  if (sentences.some((one) => isChecked.test(one))) return 'check-digit';
  if (!isClosed.test(plain)) return undefined;
  if (/\bISO[ -]?3166\b/iu.test(plain)) return 'country';
  return /\bISO[ -]?4217\b/iu.test(plain) ? 'currency' : undefined;
};
