import type { Answer } from '../model/exchange.ts';
import { type Limits, raiseBodyLimit } from './limits.ts';

type Shape = Pick<Limits, 'jsonDepth' | 'jsonValues'>;

/**
 * Why a JSON text is more than is read, seen without parsing it: arrays and objects inside each other, and values by the commas and
 * brackets between them. Undefined where it stays inside. Brackets and commas inside strings do not count.
 */
const excessOf = (text: string, { jsonDepth, jsonValues }: Shape): string | undefined => {
  let depth = 0;
  let values = 1;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (inString) {
      if (code === 0x5c) at += 1;
      else if (code === 0x22) inString = false;
    } else if (code === 0x22) inString = true;
    else if (code === 0x5b || code === 0x7b) {
      depth += 1;
      values += 1;
      if (depth > jsonDepth) return `the JSON of the body is nested deeper than the ${jsonDepth} levels that are read`;
    } else if (code === 0x5d || code === 0x7d) depth -= 1;
    else if (code === 0x2c) values += 1;
    if (values > jsonValues) return `the JSON of the body holds more than the ${jsonValues} values that are read, ${raiseBodyLimit}`;
  }
  return undefined;
};

/** A body as JSON, or why it is more than is read. */
export type JsonReading = Answer['json'] | { readonly kind: 'too-large'; readonly why: string };

/**
 * Reads a body as JSON. A byte order mark in front is passed over, which RFC 8259 section 8.1 allows a reader: whether one may be sent
 * is a question of its own. What is nested too deep or holds too many values is not parsed: whoever walks it would run out of stack,
 * and it would take many times the memory of its text. RFC 8259 section 9 allows a reader such limits, so that it is no fault of the sender.
 */
export const readJson = (text: string, shape: Shape): JsonReading => {
  if (text === '') return { kind: 'none' };
  // What does not begin as an array or object has no shape: a page or a log may hold any brackets.
  const why = /^[\ufeff\s]*[[{]/.test(text) ? excessOf(text, shape) : undefined;
  if (why !== undefined) return { kind: 'too-large', why };
  try {
    const value: unknown = JSON.parse(text.startsWith('\ufeff') ? text.slice(1) : text);
    return { kind: 'value', value };
  } catch (error) {
    return { kind: 'invalid', why: error instanceof Error ? error.message : String(error) };
  }
};
