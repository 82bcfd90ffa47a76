import type { Exchange } from '../model/exchange.ts';
import type { AskedBy, StoredExchange } from '../model/stored-exchange.ts';

/** UTF-8 octets of a body that are kept. */
export const storedBodyBytes = 64 * 1024;

/** The beginning of a text in at most so many UTF-8 octets, without a cut character. */
const beginning = (text: string, maxBytes: number): string => {
  // Each character has at least one octet, so the rest of a long text need not be encoded.
  const bytes = Buffer.from(text.slice(0, maxBytes + 1), 'utf8');
  let end = maxBytes;
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return bytes.toString('utf8', 0, end);
};

const isLong = (text: string | null, maxBytes: number): text is string =>
  text !== null && text.length * 3 > maxBytes && Buffer.byteLength(text, 'utf8') > maxBytes;

const storedReply = (reply: Exchange['reply'], maxBytes: number): StoredExchange['reply'] => {
  if (reply.kind === 'no-answer') return reply;
  const json = reply.json.kind === 'invalid' ? reply.json : { kind: reply.json.kind };
  if (!isLong(reply.text, maxBytes)) return { ...reply, json };
  return { ...reply, json, text: beginning(reply.text, maxBytes), truncated: true };
};

/** Octets are kept as a whole or not at all, because a part of a file shows nothing. */
const storedSent = (sent: Exchange['sent'], maxBytes: number): StoredExchange['sent'] => {
  const { octets, ...plain } = sent;
  const isCut = octets !== undefined && octets.length > (maxBytes / 3) * 4;
  const kept = isCut ? plain : sent;
  if (isLong(plain.body, maxBytes)) return { ...kept, body: beginning(plain.body, maxBytes), truncated: true };
  return isCut ? { ...plain, truncated: true } : sent;
};

/**
 * What is kept of an exchange, of each body at most so many UTF-8 octets. Its texts are redacted already, so that a cut leaves no part of a
 * secret.
 */
export const storedExchange = (exchange: Exchange, askedBy?: AskedBy, maxBytes = storedBodyBytes): StoredExchange => {
  const sent = storedSent(exchange.sent, maxBytes);
  const reply = storedReply(exchange.reply, maxBytes);
  if (exchange.wallAheadMs === undefined) return { ...exchange, ...askedBy, sent, reply };
  const { wallAheadMs: _wallAheadMs, ...kept } = exchange;
  return { ...kept, ...askedBy, sent, reply };
};
