import type { Answer } from '../model/exchange.ts';
import { type Limits, raiseBodyLimit } from './limits.ts';

type Shape = Pick<Limits, 'jsonDepth' | 'jsonValues'>;

/** Cannot a text exceed the limits: each value needs a character, and each level a bracket. Most bodies are found to be so without a look at each character. */
const isSmall = (text: string, { jsonDepth, jsonValues }: Shape): boolean => {
  if (text.length >= jsonValues) return false;
  let left = jsonDepth;
  for (const bracket of ['[', '{'])
    for (let at = text.indexOf(bracket); at !== -1; at = text.indexOf(bracket, at + 1)) if (--left < 0) return false;
  return true;
};

/**
 * Why a JSON text exceeds the limits, found without parsing it: nesting of arrays and objects, and the number of values by the commas and
 * brackets between them. Undefined where it does not. Brackets and commas inside strings do not count.
 */
const excessOf = (text: string, { jsonDepth, jsonValues }: Shape): string | undefined => {
  if (isSmall(text, { jsonDepth, jsonValues })) return undefined;
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
      if (depth > jsonDepth) return `the JSON of the body is nested deeper than the ${jsonDepth} levels of the limit`;
    } else if (code === 0x5d || code === 0x7d) depth -= 1;
    else if (code === 0x2c) values += 1;
    if (values > jsonValues) return `the JSON of the body contains more than the ${jsonValues} values that are read, ${raiseBodyLimit}`;
  }
  return undefined;
};

/** A body as JSON, or why it exceeds the limits. */
export type JsonReading = Answer['json'] | { readonly kind: 'too-large'; readonly why: string };

/**
 * Reads a body as JSON. A leading byte order mark is ignored, as RFC 8259 section 8.1 allows a reader; whether it may be sent is judged
 * elsewhere. A text that is nested too deep or has too many values is not parsed: traversing it would overflow the stack, and it would take
 * many times the memory of its text. RFC 8259 section 9 allows a reader such limits, so it is not a fault of the sender.
 */
export const readJson = (text: string, shape: Shape): JsonReading => {
  if (text === '') return { kind: 'none' };
  // Only a text that begins as an array or object is measured: a page or a log may contain any brackets.
  const why = /^[\ufeff\s]*[[{]/.test(text) ? excessOf(text, shape) : undefined;
  if (why !== undefined) return { kind: 'too-large', why };
  try {
    const value: unknown = JSON.parse(text.startsWith('\ufeff') ? text.slice(1) : text);
    return { kind: 'value', value };
  } catch (error) {
    return { kind: 'invalid', why: error instanceof Error ? error.message : String(error) };
  }
};
