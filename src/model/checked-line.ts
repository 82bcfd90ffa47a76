import { hash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { linesOf } from './file-lines.ts';

/** The first 64 bits of SHA-256 of a text in UTF-8, hexadecimal. */
const checkOf = (text: string): string => hash('sha256', text).slice(0, 16);

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

/** The digested part of a line, or why there is none. A whole line without its digest was altered: what is left of a line that was cut is no JSON. */
const digestedPart = (text: string): { readonly kind: 'whole'; readonly line: string } | Exclude<ReadLine, { kind: 'value' }> => {
  const check = checkForm.exec(text.slice(-checkLength))?.groups?.['check'];
  if (check === undefined) return nearCheck.test(text) || isJson(text) ? { kind: 'altered' } : { kind: 'torn' };
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

/** How many lines of a file are as they were written, and the numbers of those that are not, counted from 1; lines that were cut off are neither. */
export const lookAtLines = (path: string): { readonly whole: number; readonly altered: readonly number[] } => {
  const altered: number[] = [];
  let [number, whole] = [0, 0];
  for (const line of linesOf(path)) {
    number += 1;
    if (line === '') continue;
    // The digest says enough: nobody asks here what is in the line.
    const { kind } = digestedPart(line);
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
