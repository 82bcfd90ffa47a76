import type { Answer } from '../model/exchange.ts';

/** Tells whether arrays and objects stand inside each other deeper than so many levels. Brackets inside strings do not count. */
const isDeeper = (text: string, levels: number): boolean => {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (inString) {
      if (code === 0x5c) at += 1;
      else if (code === 0x22) inString = false;
    } else if (code === 0x22) inString = true;
    else if (code === 0x5b || code === 0x7b) {
      depth += 1;
      if (depth > levels) return true;
    } else if (code === 0x5d || code === 0x7d) depth -= 1;
  }
  return false;
};

/**
 * Reads a body as JSON. A byte order mark in front is passed over, which RFC 8259 section 8.1 allows a reader: whether one may be sent
 * is a question of its own. What is nested deeper than so many levels counts as invalid, since whoever walks it would run out of stack.
 */
export const readJson = (text: string, maxDepth: number): Answer['json'] => {
  if (text === '') return { kind: 'none' };
  if (isDeeper(text, maxDepth)) return { kind: 'invalid', why: `nested deeper than ${maxDepth} levels` };
  try {
    const value: unknown = JSON.parse(text.startsWith('\ufeff') ? text.slice(1) : text);
    return { kind: 'value', value };
  } catch (error) {
    return { kind: 'invalid', why: error instanceof Error ? error.message : String(error) };
  }
};
