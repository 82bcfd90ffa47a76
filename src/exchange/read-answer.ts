import { type Answer, type NoAnswer, notUtf8 } from '../model/exchange.ts';
import type { RawAnswer } from './connection.ts';
import { undoContentCodings } from './content-coding.ts';
import { readJson } from './json-text.ts';
import type { Limits } from './limits.ts';
import { redactValue } from './redact-value.ts';
import type { Redactor } from './redactor.ts';

/** The text of UTF-8 octets, a byte order mark kept; null where they are no UTF-8. */
const decodeText = (bytes: Buffer): string | null => {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
};

const readBody = (bytes: Buffer, redactor: Redactor, maxDepth: number): Pick<Answer, 'text' | 'json' | 'echoes'> => {
  const text = decodeText(bytes);
  if (text === null) return { text: null, json: { kind: 'invalid', why: notUtf8 } };
  const json = readJson(text, maxDepth);
  const echo = redactor.holds(text) ? { echoes: true as const } : {};
  if (json.kind === 'invalid') {
    // The parser quotes what it stumbled over.
    return { ...echo, text: redactor.text(text), json: { kind: 'invalid', why: redactor.text(json.why) } };
  }
  const clean = redactor.text(text);
  // A value holds nothing that its text does not hold, if need be behind an escape.
  return { ...echo, text: clean, json: clean === text ? json : redactValue(redactor, json) };
};

/** An answer as the rest of the suite sees it: decoded, parsed and without secrets. Inflating more than is read gives no answer. */
export const readAnswer = async (raw: RawAnswer, redactor: Redactor, limits: Limits): Promise<Answer | NoAnswer> => {
  const decoded = await undoContentCodings(raw.body, raw.headers, limits.inflatedBytes);
  if (decoded.kind === 'too-large') {
    return { kind: 'no-answer', failure: 'too-large', message: `the body inflates to more than ${limits.inflatedBytes} bytes` };
  }
  const headers = raw.headers.map(([name, value]) => [redactor.text(name), redactor.text(value)] as const);
  const echo = raw.headers.some(([, value]) => redactor.holds(value)) ? { echoes: true as const } : {};
  const head = { kind: 'answer', status: raw.status, headers, ...echo } as const;
  if (decoded.kind === 'undecodable') {
    return { ...head, bodyBytes: raw.body.length, text: null, json: { kind: 'invalid', why: redactor.text(decoded.why) } };
  }
  return { ...head, bodyBytes: decoded.bytes.length, ...readBody(decoded.bytes, redactor, limits.jsonDepth) };
};
