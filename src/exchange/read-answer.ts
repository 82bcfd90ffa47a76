import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { type Answer, type NoAnswer, notEnded, notUtf8 } from '../model/exchange.ts';
import type { BodyShelf } from './body-shelf.ts';
import type { RawAnswer } from './connection.ts';
import { type Decoded, isCoded, undoContentCodings } from './content-coding.ts';
import type { Unredacted } from './issued-credentials.ts';
import { type JsonReading, readJson } from './json-text.ts';
import { type Limits, raiseBodyLimit } from './limits.ts';
import { reclaimBefore } from './reclaim.ts';
import type { Redactor } from './redactor.ts';
import type { Turns } from './turns.ts';
import type { WireMask } from './wire-mask.ts';

/**
 * The text of UTF-8 octets, including a byte order mark; null where they are not UTF-8. The incomplete last character of an unfinished body
 * is left out.
 */
const decodeText = (bytes: Buffer, goesOn: boolean): string | null => {
  try {
    if (!goesOn) return isUtf8(bytes) ? bytes.toString('utf8') : null;
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes, { stream: true });
  } catch {
    return null;
  }
};

type Body = { readonly text: string; readonly json: JsonReading };

const readBody = (bytes: Buffer, limits: Limits): Body | undefined => {
  const text = decodeText(bytes, false);
  return text === null ? undefined : { text, json: readJson(text, limits) };
};

/** The body so far where it had not ended. After its last whole line a secret might be cut in two, which no redaction finds. */
const readUnfinished = (bytes: Buffer): Body | undefined => {
  const text = decodeText(bytes, true);
  const end = text === null ? 0 : Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r')) + 1;
  return text === null ? undefined : { text: text.slice(0, end), json: { kind: 'invalid', why: notEnded } };
};

/** Processes an answer before anything of it is kept: makes secrets of the credentials that it issues, and gives their handles. */
export type AnswerSecrets = {
  take(answer: Unredacted): readonly string[];
  /** The mask of an answer, after its credentials were taken. */
  mask(answer: Unredacted): WireMask;
};

export type ReadAround = {
  readonly limits: Limits;
  readonly answerSecrets: AnswerSecrets;
  readonly redactor: Redactor;
  readonly shelf: BodyShelf;
  /** Limits how many bodies are decompressed at the same time. */
  readonly inflating: Turns;
};

const tooLarge = (message: string): NoAnswer => ({ kind: 'no-answer', failure: 'too-large', message });

const decode = async ({ body, headers }: RawAnswer, { limits, inflating }: ReadAround): Promise<Decoded> => {
  const ticket = inflating.ticket();
  try {
    await ticket.take();
    return await undoContentCodings(body, headers, limits.inflatedBytes);
  } finally {
    ticket.end();
  }
};

/**
 * An answer as the rest of the program sees it: decoded, parsed and without secrets. One that exceeds a limit after decompression, in its
 * JSON or together with all that the run keeps, becomes a missing answer. It is there at once where its body has no content coding, as most.
 */
export const readAnswer = (raw: RawAnswer, around: ReadAround): Answer | NoAnswer | Promise<Answer | NoAnswer> =>
  isCoded(raw.headers)
    ? decode(raw, around).then((decoded) => readDecoded(decoded, raw, around))
    : readDecoded({ kind: 'bytes', bytes: raw.body }, raw, around);

const readDecoded = (decoded: Decoded, raw: RawAnswer, around: ReadAround): Answer | NoAnswer => {
  const { limits, answerSecrets, redactor, shelf } = around;
  if (decoded.kind === 'too-large')
    return tooLarge(`the body decompresses to more than the ${limits.inflatedBytes} bytes that are read, ${raiseBodyLimit}`);
  const { unfinished, lastedMs, status } = raw;
  if (decoded.kind === 'bytes') reclaimBefore(decoded.bytes.length);
  const read = (bytes: Buffer): Body | undefined => (unfinished ? readUnfinished(bytes) : readBody(bytes, limits));
  const body = decoded.kind === 'undecodable' ? undefined : read(decoded.bytes);
  if (body?.json.kind === 'too-large') return tooLarge(body.json.why);
  const value = body?.json.kind === 'value' ? body.json.value : undefined;
  const unredacted = { status, headers: raw.headers, text: body?.text ?? null, value };
  const handles = answerSecrets.take(unredacted);
  const mask = answerSecrets.mask(unredacted);
  const isEchoed = raw.headers.some(([, field]) => redactor.holds(field)) || (body !== undefined && redactor.holds(body.text));
  const head = {
    kind: 'answer',
    status,
    headers: raw.headers.map(mask.header),
    ...(isEchoed ? { echoes: true as const } : {}),
    ...(handles.length > 0 ? { issued: handles } : {}),
    ...(unfinished && { unfinished }),
    ...(lastedMs !== undefined && { lastedMs }),
  } as const;
  if (decoded.kind === 'undecodable')
    return { ...head, bodyBytes: raw.body.length, text: null, json: { kind: 'invalid', why: mask.text(decoded.why) } };
  const { length: bodyBytes } = decoded.bytes;
  if (body === undefined) {
    const sha256 = createHash('sha256').update(decoded.bytes).digest('hex');
    return { ...head, bodyBytes, text: null, sha256, json: { kind: 'invalid', why: notUtf8 } };
  }
  const { isParsed, ...clean } = mask.body(body.text, body.json);
  return (
    shelf.keep({ ...head, bodyBytes, ...clean }, isParsed) ??
    tooLarge(
      'the answers of this run fill the space for them in memory and in the folder for temporary files; judge fewer operations at the same time',
    )
  );
};
