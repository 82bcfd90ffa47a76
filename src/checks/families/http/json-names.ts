import { holdsMask } from '../../../model/mask.ts';

const colonForm = /[ \t\r\n]*:/gy;

/** Where the string literal that begins at a place ends: behind its closing quote, or with the text. */
const endOf = (text: string, from: number): number => {
  let quote = text.indexOf('"', from + 1);
  while (quote >= 0 && isEscaped(text, quote, from)) quote = text.indexOf('"', quote + 1);
  return quote < 0 ? text.length : quote + 1;
};

/** Stands an odd number of backslashes before a place in a literal. */
const isEscaped = (text: string, place: number, from: number): boolean => {
  let before = place - 1;
  while (before > from && text.charAt(before) === '\\') before -= 1;
  return (place - before) % 2 === 0;
};

/** The text that a string literal of JSON stands for. */
const textOf = (literal: string): string => {
  if (!literal.includes('\\')) return literal.slice(1, -1);
  try {
    return String(JSON.parse(literal));
  } catch {
    return literal;
  }
};

/**
 * The first name that an object of a JSON text holds twice (RFC 8259, section 4; RFC 7493, section 2.3); undefined where there is none. Names in
 * which a secret stood are left out: two different ones may look alike.
 * @param text A JSON text, in which masks may stand for values.
 */
export const repeatedName = (text: string): string | undefined => {
  const open: (Set<string> | undefined)[] = [];
  for (let at = 0; at < text.length; at++) {
    const sign = text.charAt(at);
    if (sign === '{') open.push(new Set());
    else if (sign === '[') open.push(undefined);
    else if (sign === '}' || sign === ']') open.pop();
    else if (sign === '"') {
      const end = endOf(text, at);
      const literalAt = at;
      at = end - 1;
      colonForm.lastIndex = end;
      const names = open.at(-1);
      if (names === undefined || !colonForm.test(text)) continue;
      const name = textOf(text.slice(literalAt, end));
      if (names.has(name) && !holdsMask(name)) return name;
      names.add(name);
    }
  }
  return undefined;
};
