import { checksums } from './checksums.ts';

const shortest = 8;

/** Characters between groups of a number that do not count. */
const separators = /[ -]/gu;

/**
 * A number with its check characters corrected, where an example of the same form has right ones: a made-up barcode or account would be refused without them. Any
 * other text stays as it is.
 * @param example What the document prints.
 */
export const withCheckDigit = (example: string, made: string): string => {
  if (example.length !== made.length || example.replaceAll(separators, '').length < shortest) return made;
  const [plain, own] = [example.replaceAll(separators, ''), made.replaceAll(separators, '')];
  const found = checksums.find(({ form, corrected }) => form.test(plain) && form.test(own) && corrected(plain) === plain);
  const right = found?.corrected(own);
  if (right === undefined || right.length !== own.length) return made;
  let at = 0;
  return Array.from(made, (one) => (/[ -]/u.test(one) ? one : (right[at++] ?? one))).join('');
};
