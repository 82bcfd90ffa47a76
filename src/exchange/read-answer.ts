import { type Answer, type NoAnswer, notEnded, notUtf8 } from '../model/exchange.ts';
import type { RawAnswer } from './connection.ts';
import { undoContentCodings } from './content-coding.ts';
import { readJson } from './json-text.ts';
import type { Unredacted } from './issued-credentials.ts';
import type { Limits } from './limits.ts';
import { redactValue } from './redact-value.ts';
import type { Redactor } from './redactor.ts';

/** The text of UTF-8 octets, a byte order mark kept; null where they are no UTF-8. Of a body that may go on, a begun character is left out. */
const decodeText = (bytes: Buffer, goesOn: boolean): string | null => {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes, { stream: goesOn });
  } catch {
    return null;
  }
};

type Body = { readonly text: string; readonly json: Answer['json'] };

const readBody = (bytes: Buffer, maxDepth: number): Body | undefined => {
  const text = decodeText(bytes, false);
  return text === null ? undefined : { text, json: readJson(text, maxDepth) };
};

/** What came of a body that had not ended. Behind its last whole line a secret might stand cut in two, which no redaction finds. */
const readUnfinished = (bytes: Buffer): Body | undefined => {
  const text = decodeText(bytes, true);
  const end = text === null ? 0 : Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r')) + 1;
  return text === null ? undefined : { text: text.slice(0, end), json: { kind: 'invalid', why: notEnded } };
};

const redactedBody = ({ text, json }: Body, redactor: Redactor): Pick<Answer, 'text' | 'json' | 'echoes'> => {
  const echo = redactor.holds(text) ? { echoes: true as const } : {};
  if (json.kind === 'invalid') {
    // The parser quotes what it stumbled over.
    return { ...echo, text: redactor.text(text), json: { kind: 'invalid', why: redactor.text(json.why) } };
  }
  const clean = redactor.text(text);
  // A value holds nothing that its text does not hold, if need be behind an escape.
  return { ...echo, text: clean, json: clean === text ? json : redactValue(redactor, json) };
};

/** Sees an answer before anything of it is kept: makes secrets of what is born in it, and gives their handles. */
export type Midwife = (answer: Unredacted) => readonly string[];

/** An answer as the rest of the suite sees it: decoded, parsed and without secrets. Inflating more than is read gives no answer. */
export const readAnswer = async (
  raw: RawAnswer,
  redactor: Redactor,
  limits: Limits,
  midwife: Midwife = () => [],
): Promise<Answer | NoAnswer> => {
  const decoded = await undoContentCodings(raw.body, raw.headers, limits.inflatedBytes);
  if (decoded.kind === 'too-large') {
    return { kind: 'no-answer', failure: 'too-large', message: `the body inflates to more than ${limits.inflatedBytes} bytes` };
  }
  const { unfinished, lastedMs } = raw;
  const read = (bytes: Buffer): Body | undefined => (unfinished ? readUnfinished(bytes) : readBody(bytes, limits.jsonDepth));
  const body = decoded.kind === 'undecodable' ? undefined : read(decoded.bytes);
  const value = body?.json.kind === 'value' ? body.json.value : undefined;
  const handles = midwife({ status: raw.status, headers: raw.headers, text: body?.text ?? null, value });
  const headers = raw.headers.map(([name, field]) => [redactor.text(name), redactor.text(field)] as const);
  const echo = raw.headers.some(([, field]) => redactor.holds(field)) ? { echoes: true as const } : {};
  const head = {
    kind: 'answer',
    status: raw.status,
    headers,
    ...echo,
    ...(handles.length > 0 ? { issued: handles } : {}),
    ...(unfinished && { unfinished }),
    ...(lastedMs !== undefined && { lastedMs }),
  } as const;
  if (decoded.kind === 'undecodable') {
    return { ...head, bodyBytes: raw.body.length, text: null, json: { kind: 'invalid', why: redactor.text(decoded.why) } };
  }
  const { length: bodyBytes } = decoded.bytes;
  if (body === undefined) return { ...head, bodyBytes, text: null, json: { kind: 'invalid', why: notUtf8 } };
  return { ...head, bodyBytes, ...redactedBody(body, redactor) };
};
