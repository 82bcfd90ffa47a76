import type { Contract, Schema } from '../model.ts';
import { descriptionsIn, partsOf } from './schema-parts.ts';
import { sentencesOf } from './sentences.ts';

const leftOut = String.raw`(?:not (?:given|sent|set|specified|provided|present|supplied|stated|named|filled in)|omitted|left (?:out|empty|away|blank)|missing|absent|unset|lacking)`;

/** Sentences that say what is used where a member is left out: "30 days from today if not given", "Defaults to the owner". */
const forms: readonly RegExp[] = [
  new RegExp(String.raw`\b(?:if|when|where|unless|whenever) (?:(?:it|this|the \p{L}+|none) )?(?:is |was )?${leftOut}\b`, 'iu'),
  /\b(?:if|when|where) (?:you |the (?:client|caller) )?(?:leave (?:it|this) (?:out|away)|omit (?:it|this)|give none|send none|do not (?:give|send) (?:it|one)|don't (?:give|send) (?:it|one))\b/iu,
  /\b(?:defaults? to|by default|default(?: value)?(?: is|:)|the default is)\b/iu,
  /\b(?:may|can) be (?:left (?:out|away)|omitted)\b/iu,
  /\bwithout (?:it|one|this)\b,? .{3,}|\botherwise the\b.*\bis (?:used|taken)\b/iu,
  /\b(?:optional(?:ly)?|recommended|falls? back|assumed|not (?:strictly )?(?:required|necessary|mandatory))\b/iu,
  /\b(?:leav(?:e|ing)|omit(?:ting|s)?) (?:it|this)\b|^(?:omit|leave (?:it )?(?:out|empty))|\b(?:if|when|where|unless) (?:it is )?(?:given|sent|set|present|specified|provided)\b/iu,
];

/** Does a sentence say that what it is about may be left out, or what is used then. */
export const tellsAbsence = (sentence: string): boolean => forms.some((form) => form.test(sentence));

/** Words by which such a sentence refuses the request, or holds for some requests or elsewhere. */
const refusing =
  /\b(?:4\d\d|refused|rejected|invalid|errors?|fails?|required|must|may not|cannot|not (?:be|allowed|accepted|possible)(?! given)|(?:in|on) (?:answers?|responses?))\b/iu;

/**
 * Does a member that its schema requires have a default, as a keyword (JSON Schema, Validation, section 9.2) or in words: a server may use that. Schemas that creation and
 * answer share require what every answer has.
 */
export const hasDefault = (document: Contract['document'], schema: Schema | undefined): boolean =>
  partsOf(document, schema).some((part) => part['default'] !== undefined) ||
  descriptionsIn(document, schema)
    .flatMap(sentencesOf)
    .some((sentence) => !refusing.test(sentence) && tellsAbsence(sentence));
