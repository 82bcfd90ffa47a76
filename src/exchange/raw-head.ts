import type { HeaderPair, RawDeparture } from '../model/exchange.ts';

/** The head of an answer: status line and header section. `length` octets were read for it. */
export type RawHead = {
  readonly status: number;
  readonly headers: readonly HeaderPair[];
  readonly departures: readonly RawDeparture[];
  readonly length: number;
};

export type HeadReading =
  | { readonly kind: 'head'; readonly head: RawHead }
  /** The blank line after it has not arrived yet. */
  | { readonly kind: 'more' }
  | { readonly kind: 'malformed'; readonly why: string };

/** RFC 9110, section 5.6.2. */
const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/** RFC 9112, section 4. The space before an absent reason is often omitted. */
const statusLine = /^HTTP\/1\.\d (\d{3})(?: .*)?$/s;

const malformed = (why: string): HeadReading => ({ kind: 'malformed', why });

const quoted = (text: string): string => JSON.stringify(text.length > 60 ? `${text.slice(0, 57)}...` : text);

/** Lines up to the blank one. A single LF ends a line too (RFC 9112, section 2.2). */
const linesOf = (bytes: Buffer): { readonly lines: readonly string[]; readonly length: number; readonly bareLf: boolean } | undefined => {
  const lines: string[] = [];
  let bareLf = false;
  for (let from = 0; ;) {
    const end = bytes.indexOf(0x0a, from);
    if (end === -1) return undefined;
    const hasCr = end > from && bytes[end - 1] === 0x0d;
    bareLf ||= !hasCr;
    const text = bytes.toString('latin1', from, hasCr ? end - 1 : end);
    from = end + 1;
    if (text === '' && lines.length > 0) return { lines, length: from, bareLf };
    lines.push(text);
  }
};

/** Why bytes without an LF cannot begin a status line; undefined while they may. */
const wrongBeginning = (bytes: Buffer): string | undefined => {
  const expected = 'HTTP/1.';
  const text = bytes.toString('latin1', 0, expected.length);
  return expected.startsWith(text) || text.startsWith(expected) ? undefined : `it does not begin with "${expected}"`;
};

/**
 * Reads the head of an answer from the first octets of a connection. A deviation for which RFC 9112 defines how a recipient treats it is
 * treated that way and named; any other deviation from the grammar makes the answer malformed.
 */
export const readHead = (bytes: Buffer): HeadReading => {
  const wrong = wrongBeginning(bytes);
  if (wrong !== undefined) return malformed(wrong);
  const read = linesOf(bytes);
  if (!read) return { kind: 'more' };
  const [first = '', ...rest] = read.lines;
  const status = Number(statusLine.exec(first)?.[1] ?? Number.NaN);
  if (Number.isNaN(status)) return malformed(`${quoted(first)} is not a status line`);
  if (status < 100) return malformed(`there is no status ${first.slice(9, 12)}`);
  const departures = new Set<RawDeparture>(read.bareLf ? ['bare-lf'] : []);
  const fields: string[] = [];
  for (const line of rest) {
    if (!/^[ \t]/.test(line)) {
      fields.push(line);
      continue;
    }
    const before = fields.pop();
    if (before === undefined) return malformed('there is a space before the first header field');
    departures.add('obs-fold');
    // RFC 9112, section 5.2: a user agent reads a fold as one space.
    fields.push(`${before.trimEnd()} ${line.trim()}`);
  }
  const headers: HeaderPair[] = [];
  for (const field of fields) {
    const colon = field.indexOf(':');
    const name = field.slice(0, Math.max(colon, 0));
    const value = field.slice(colon + 1).replaceAll(/^[ \t]+|[ \t]+$/g, '');
    if (!token.test(name)) return malformed(`${quoted(field)} is not a header field`);
    // RFC 9110, section 5.5: these characters are dangerous, other control characters may be kept.
    if (value.includes('\r') || value.includes('\0')) return malformed(`the value of ${name} contains a CR or NUL`);
    if ([...value].some((character) => (character < ' ' && character !== '\t') || character === '\x7f'))
      departures.add('control-character');
    headers.push([name, value]);
  }
  return { kind: 'head', head: { status, headers, departures: [...departures], length: read.length } };
};
