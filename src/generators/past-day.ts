import { wordsOf } from '../contract/infer/words.ts';
import { isObject } from '../contract/pointer.ts';
import type { Schema } from '../contract/model.ts';

/** Words of a member that tells when somebody was born. */
const birthNames: ReadonlySet<string> = new Set('birth birthday birthdate dob born'.split(' '));

/** Descriptions by which a day or a moment does not lie ahead. */
const ofPast =
  /\b(?:not|never|no) (?:be )?(?:later than|after) (?:today|now)\b|\b(?:not|never) (?:be |lie |to be )?in the future\b|\b(?:must|has to|have to|should) (?:be|lie) in the past\b|\bpast (?:date|day|moment|instant)\b|\bno future\b|\b(?:today|now) or (?:earlier|before)\b|\bmore than [\w-]{1,12} (?:seconds?|minutes?) (?:ahead|in the future)\b[^.;]{0,30}\b(?:4\d\d|refused|rejected|invalid|an? error)\b/iu;

const isOfBirth = (name: string): boolean => wordsOf(name).some((word) => birthNames.has(word));

/** Does a day or a moment have to lie behind, as its name or its description says. */
export const isOfPast = (name: string, schema: Schema): boolean => {
  const text = isObject(schema) && typeof schema['description'] === 'string' ? schema['description'] : '';
  return ofPast.test(text) || isOfBirth(name);
};

/** A day that lies behind, as a date of RFC 3339; the birth of a grown-up person where it is a birth, because most services that ask for one have rules for children. */
export const pastDay = (name: string): string => (isOfBirth(name) ? '1990-06-15' : '2020-01-01');
