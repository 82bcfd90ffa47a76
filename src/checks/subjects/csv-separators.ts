import { sentencesOf } from '../../contract/infer/sentences.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { isObject } from '../../contract/pointer.ts';
import { saidOfSuccess } from '../../contract/said.ts';
import { hasBareLineEnd, isReadableOtherwise, rowsApartBy } from '../../contract/wire/csv.ts';
import { bodyMembers } from '../../generators/body-members.ts';
import type { Difference } from './csv-rows.ts';
import { hasFurtherRows } from './exports.ts';

/** A member of a body that chooses what separates the cells of a file, and its values. */
export type SeparatorChoice = {
  readonly member: string;
  readonly values: readonly { readonly value: string; readonly separator: string }[];
};

const characters: Readonly<Record<string, string>> = {
  ',': ',',
  ';': ';',
  '\t': '\t',
  '|': '|',
  comma: ',',
  semicolon: ';',
  tab: '\t',
  pipe: '|',
};

/** Last words of a member that chooses it. */
const choosing: ReadonlySet<string> = new Set(['delimiter', 'separator', 'delim', 'sep']);

/** What a value of such a member stands for; undefined where that is not known. */
const separatorOf = (value: unknown): string | undefined =>
  typeof value === 'string' && Object.hasOwn(characters, value.toLowerCase()) ? characters[value.toLowerCase()] : undefined;

/** The member by which an operation lets the separator of a file be chosen; undefined where it has none, or one of its listed values is not understood. */
export const separatorChosen = (contract: Contract, operation: Operation): SeparatorChoice | undefined => {
  const found = bodyMembers(contract, operation).flatMap(({ name, schema }): SeparatorChoice[] => {
    const words = wordsOf(name);
    const listed: readonly unknown[] = isObject(schema) && Array.isArray(schema['enum']) ? schema['enum'] : [];
    // What separates decimals or thousands is another matter.
    const isMeant =
      choosing.has(words.at(-1) ?? '') &&
      !words.some((word) => /^(?:decimals?|thousands?|digits?|groups?|lists?|records?|lines?|rows?|path)$/u.test(word));
    const values = listed.flatMap((value) => {
      const separator = separatorOf(value);
      return separator === undefined || typeof value !== 'string' ? [] : [{ value, separator }];
    });
    return isMeant && values.length > 0 && values.length === listed.length ? [{ member: name, values }] : [];
  });
  return found.length === 1 ? found[0] : undefined;
};

/** Texts by which cells are quoted as RFC 4180 says (section 2, rules 5 to 7). */
const promised =
  /\bRFC[ -]?4180\b|\bquot(?:e[ds]?|es|ing)\b[^.]*\bdoubl(?:ed|ing)\b|\bdoubl(?:ed?|ing)\b[^.]*\bquot(?:es?|ing|ation marks)\b/iu;

/** Texts by which they are written otherwise. */
const otherwise = /\bbackslash(?:es)?\b|\\|\b(?:no|without|never|not) (?:any )?quot\w+|\bescaped (?:by|with)\b/iu;

/** The separator that a text names: "separated by semicolons", "semicolon-separated", "with `;` between the cells"; none where it names none, or several. */
const separatorIn = (text: string): string | undefined => {
  const named = [
    ...text.matchAll(
      /\b(comma|semicolon|tab|pipe)s?[ -](?:separated|delimited)\b|\b(?:separated|delimited) (?:by|with) (?:an? )?(?:`([,;|])`|(comma|semicolon|tab|pipe)s?\b)/giu,
    ),
  ].map(([, before, sign, behind]) => sign ?? characters[(before ?? behind ?? '').toLowerCase()]);
  const distinct = new Set(named);
  return distinct.size === 1 ? named[0] : undefined;
};

/**
 * In what a file is not written as the text of its read promises, with the separator that the request chose, else the one that the text names, else a comma. Undefined where it is as promised, or nothing is promised.
 */
export const brokenRows = (
  contract: Contract,
  read: Operation,
  file: string,
  chosen: string | undefined,
): (Omit<Difference, 'code'> & { readonly code: 'result-unreadable' | 'rows-uneven' | 'lines-not-ended' }) | undefined => {
  const text = saidOfSuccess(contract.document, read).flatMap(sentencesOf).join('. ');
  if (!promised.test(text) || otherwise.test(text)) return undefined;
  const told = chosen ?? separatorIn(text);
  const separator = told ?? ',';
  const rows = rowsApartBy(separator, file)?.filter((cells) => cells.length > 1 || cells[0]?.trim() !== '');
  if (told === undefined && isReadableOtherwise(file) && new Set(rows?.map(({ length }) => length)).size !== 1) return undefined;
  const apart = separator === '\t' ? 'tabs' : `"${separator}"`;
  if (rows === undefined)
    return {
      code: 'result-unreadable',
      expected: `cells apart by ${apart} as in RFC 4180, those with quotes in quotes, and the quotes in them doubled`,
      actual: 'a quote inside a cell that is not quoted, or text behind a closing quote',
    };
  const [names, ...records] = rows;
  const uneven = hasFurtherRows(text) ? undefined : records.find(({ length }) => length !== names?.length);
  if (!uneven && /\bCRLF\b/u.test(text) && !/\bor LF\b/u.test(text) && hasBareLineEnd(file))
    return { code: 'lines-not-ended', expected: 'lines that end with CRLF, as the document says', actual: 'one that ends with LF alone' };
  return names && uneven
    ? {
        code: 'rows-uneven',
        expected: `${names.length} cells in each row, as in the first line, apart by ${apart}`,
        actual: `${uneven.length} in a row`,
      }
    : undefined;
};
