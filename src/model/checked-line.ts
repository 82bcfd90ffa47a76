import { hash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { octetLinesOf } from './file-lines.ts';

/** The first 64 bits of SHA-256 of a text in UTF-8, hexadecimal. */
const checkOf = (text: string | Buffer): string => hash('sha256', text).slice(0, 16);

const checkForm = /^,"check":"(?<check>[0-9a-f]{16})"\}$/u;

/** The length of what has that form: a search from the beginning of a long line would take longer than the digest. */
const checkLength = ',"check":"0123456789abcdef"}'.length;

/** A last member that is nearly of that form: the line may have been altered there. */
const nearCheck = /"(?:check":"[^"]*|[^"]{0,9}":"[0-9a-f]{6,16}[^"]?[0-9a-f]{0,15}|[^"]{5}":"[^"]{16})"\}$/u;

/** A line of JSON whose last member, `check`, is a digest of the rest of it. Without a line feed. */
export const checkedLine = (members: object): string => {
  const line = JSON.stringify(members);
  return `${line.slice(0, -1)},"check":"${checkOf(line)}"}`;
};

/** What a line of a file says, or why it says nothing. */
export type ReadLine =
  | { readonly kind: 'value'; readonly value: unknown }
  /** It has no end: a kill or a full disk cut it off. */
  | { readonly kind: 'torn' }
  /** It is not as it was written. */
  | { readonly kind: 'altered' };

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

/** Why a line has no digest. A whole line without it was altered: what is left of a line that was cut is no JSON. */
const withoutCheck = (text: string): Exclude<ReadLine, { kind: 'value' }> =>
  nearCheck.test(text) || isJson(text) ? { kind: 'altered' } : { kind: 'torn' };

/** The digested part of a line, or why there is none. */
const digestedPart = (text: string): { readonly kind: 'whole'; readonly line: string } | Exclude<ReadLine, { kind: 'value' }> => {
  const check = checkForm.exec(text.slice(-checkLength))?.groups?.['check'];
  if (check === undefined) return withoutCheck(text);
  const line = `${text.slice(0, -checkLength)}}`;
  return checkOf(line) === check ? { kind: 'whole', line } : { kind: 'altered' };
};

/**
 * Reads a line that {@link checkedLine} made.
 * @param text Without its line feed.
 */
export const readCheckedLine = (text: string): ReadLine => {
  const part = digestedPart(text);
  return part.kind === 'whole' ? { kind: 'value', value: JSON.parse(part.line) } : part;
};

/** The octet of `}`. */
const closingBracket = 0x7d;

/** {@link digestedPart} of the octets of a line: as long lines are not made into texts, it takes half of the time. The comma before the digest is overwritten. */
const digestedOctets = (octets: Buffer): { readonly kind: 'whole'; readonly line: Buffer } | Exclude<ReadLine, { kind: 'value' }> => {
  const end = octets.length - checkLength;
  const check = end < 0 ? undefined : checkForm.exec(octets.toString('latin1', end))?.groups?.['check'];
  if (check === undefined) return withoutCheck(octets.toString('utf8'));
  octets[end] = closingBracket;
  const line = octets.subarray(0, end + 1);
  return checkOf(line) === check ? { kind: 'whole', line } : { kind: 'altered' };
};

/**
 * Reads a line that {@link checkedLine} made, from its octets.
 * @param octets In UTF-8, without the line feed. One of them is overwritten.
 */
export const readCheckedOctets = (octets: Buffer): ReadLine => {
  const part = digestedOctets(octets);
  return part.kind === 'whole' ? { kind: 'value', value: JSON.parse(part.line.toString('utf8')) } : part;
};

/** How many lines of a file are as they were written, and the numbers of those that are not, counted from 1; lines that were cut off are neither. */
export const lookAtLines = (path: string): { readonly whole: number; readonly altered: readonly number[] } => {
  const altered: number[] = [];
  let [number, whole] = [0, 0];
  for (const line of octetLinesOf(path)) {
    number += 1;
    if (line.length === 0) continue;
    // The digest says enough: nobody asks here what is in the line.
    const { kind } = digestedOctets(line);
    if (kind === 'altered') altered.push(number);
    if (kind === 'whole') whole += 1;
  }
  return { whole, altered };
};

/**
 * The number of lines of each file that a run writes beside its record, by its path in the folder.
 * @throws {Error} of the file system, where a file exists and cannot be read.
 */
export const countLines = (directory: string): Readonly<Record<string, number>> => {
  const folder = join(directory, 'exchanges');
  const exchanges = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.jsonl')) : [];
  return Object.fromEntries(
    [...exchanges.map((name) => `exchanges/${name}`), 'created.jsonl']
      .filter((path) => existsSync(join(directory, path)))
      .map((path) => [path, lookAtLines(join(directory, path)).whole]),
  );
};
