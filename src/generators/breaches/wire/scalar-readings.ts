/** Texts that some servers read as true, false, or nothing. */
const truths = new Set(['true', 'yes', 'on', 't', 'y', '1']);
const untruths = new Set(['false', 'no', 'off', 'f', 'n', '0']);
const nothings = new Set(['', 'null', 'none', 'nil', 'undefined', 'nan']);

/** A number as lenient parsers read it: spaces around, a sign, leading zeros, an exponent. Infinity is none. */
const lenientNumber = (text: string): number | undefined => {
  const number = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : undefined;
  return number !== undefined && Number.isFinite(number) ? number : undefined;
};

/** How every JSON value starts (RFC 8259 section 3); tested first, because a failing parse is slow. */
const jsonStart = /^(?:[[{"\d-]|true$|false$|null$)/;

const strictJson = (text: string): unknown => {
  if (!jsonStart.test(text)) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};

/** Do some servers read the text as no value at all? */
export const isNothing = (text: string): boolean => nothings.has(text.trim().toLowerCase());

/** What a text may be read as: itself, a JSON value, and what lenient parsers make of it. */
export const scalarReadings = (text: string): unknown[] => {
  const trimmed = text.trim();
  const word = trimmed.toLowerCase();
  const readings: unknown[] = [text, trimmed];
  const json = strictJson(trimmed);
  if (json !== undefined) readings.push(json);
  const number = lenientNumber(trimmed);
  if (number !== undefined) readings.push(number);
  // A parser that reads such words as booleans may read them as numbers, too.
  if (truths.has(word)) readings.push(true, 1);
  if (untruths.has(word)) readings.push(false, 0);
  if (isNothing(text)) readings.push(null);
  return readings;
};
