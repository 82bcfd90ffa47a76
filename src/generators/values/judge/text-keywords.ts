import { foundIn } from './found-in.ts';
import { formatNamed } from '../formats/formats.ts';
import { lengthOf } from '../json-value.ts';
import type { Keyword } from './keyword.ts';

const onTexts =
  <T>(isGiven: (given: unknown) => given is T, holds: (value: string, given: T) => boolean): Keyword =>
  (given, value) =>
    typeof value !== 'string' || !isGiven(given) || holds(value, given);

const isNumber = (given: unknown): given is number => typeof given === 'number';
const isText = (given: unknown): given is string => typeof given === 'string';

const hasFormat: Keyword = (given, value, { formats }) =>
  !formats || typeof value !== 'string' || typeof given !== 'string' || (formatNamed(given)?.accepts(value) ?? true);

/** JSON Schema 2020-12, Validation sections 6.3 and 7. A `contentEncoding` is treated as a format: it restricts the texts. */
export const textKeywords: Readonly<Record<string, Keyword>> = {
  minLength: onTexts(isNumber, (value, given) => lengthOf(value) >= given),
  maxLength: onTexts(isNumber, (value, given) => lengthOf(value) <= given),
  pattern: onTexts(isText, (value, given) => foundIn(value, given)),
  format: hasFormat,
  contentEncoding: hasFormat,
};
