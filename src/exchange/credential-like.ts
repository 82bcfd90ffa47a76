/** Shorter texts, in characters, are not credentials. */
export const shortestCredential = 8;

/** From this length, in characters without a blank, any text of a success may be a credential. */
const longEnough = 24;

/** RFC 3339 dates and times, also without separators and with a blank between, and times of day. */
export const isMoment = (text: string): boolean =>
  /^\d{4}-?\d\d-?\d\d([Tt_ ]?\d\d(:?\d\d){0,2}([.,]\d+)?([Zz]|[+-]\d\d:?\d\d)?)?$/.test(text) || /^\d\d:\d\d(:\d\d)?/.test(text);

const isUuid = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);

const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

/** Does it look like words: vowels as in a language, no long run of consonants, few capitals inside? */
const isWordLike = (letters: string): boolean => {
  const share = count(letters, /[aeiouy]/gi) / letters.length;
  return share >= 0.25 && share <= 0.65 && !/[bcdfghjklmnpqrstvwxz]{6}/i.test(letters) && count(letters, /[a-z][A-Z]/g) <= 3;
};

/** Does a text consist of words of a language only, however they are joined: `required`, `not-available`, `application/json`? */
export const isWordy = (text: string): boolean => {
  if (/\d/.test(text)) return false;
  const words = text.split(/[^A-Za-z]+/).filter((word) => word !== '');
  return words.length > 0 && words.every((word) => word.length < 20 && (word.length < 4 || isWordLike(word)));
};

/** Is it a run of letters and digits that nobody would write by hand? */
const isRandomStretch = (stretch: string): boolean => {
  const { length } = stretch;
  if (length < shortestCredential) return false;
  const digits = count(stretch, /\d/g);
  if (digits === length) return length >= 20;
  if (digits === 0) return length >= 20 || !isWordLike(stretch);
  return length >= 16 || changes(stretch) >= 2;
};

/** How often letters and digits alternate. */
const changes = (text: string): number => count(text, /[A-Za-z](?=\d)|\d(?=[A-Za-z])/g);

/** Does a text without blanks look random: long enough, and not a word, a number or a moment? */
export const looksRandom = (text: string): boolean => {
  if (text.length < shortestCredential || isMoment(text)) return false;
  if (isUuid(text)) return true;
  const stretches = text.split(/[^A-Za-z0-9]+/).filter((one) => one !== '');
  if (stretches.some(isRandomStretch)) return true;
  const together = stretches.join('');
  if (together.length < 12) return false;
  const lengths = new Set(stretches.map(({ length }) => length));
  const isGrouped = together.length >= 16 && stretches.length >= 4 && lengths.size === 1 && !lengths.has(1);
  // Ordinary words do not mix several capitals into lower-case letters.
  const turns = stretches.reduce((sum, stretch) => sum + changes(stretch) + count(stretch, /[a-z][A-Z](?![a-z])/g), 0);
  return isGrouped || changes(together) >= 6 || turns >= 4;
};

/** Is a text an absolute address? */
export const isUrl = (text: string): boolean => /^[A-Za-z][A-Za-z0-9+.-]*:\/\//.test(text);

/** Addresses, paths, mailboxes and host names may contain credentials, but are none. */
const isAddress = (text: string): boolean =>
  isUrl(text) || isPath(text) || /^[^@]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$/.test(text) || isHost(text);

/** A path contains a word, which base64 with a slash at its start does not. */
const isPath = (text: string): boolean =>
  /^[/?#]/.test(text) && text.split(/[/?#&=]/).some((segment) => /^([a-z][a-z_-]+|v\d+)$/.test(segment));

const isHost = (text: string): boolean => /^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(text) && !looksRandom(text);

const unescaped = (text: string): string => {
  try {
    return text.includes('%') ? decodeURIComponent(text) : text;
  } catch {
    return text;
  }
};

/** The parts of a text between blanks, and between separators inside those. */
const partsOf = (text: string): readonly string[] =>
  text
    .split(/[\s"'`<>()[\]{}|,;]+/)
    .flatMap((chunk) => [...(isAddress(chunk) ? [] : [chunk]), ...chunk.split(/[/?#&=:@]+/).map(unescaped), chunk.replace(/[.!?]+$/, '')])
    .filter((part) => !isAddress(part));

/** Does a text look like JSON? */
const isJsonLike = (text: string): boolean => /^\s*[[{]/.test(text);

const innerTexts = (value: unknown): readonly string[] => {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, one]) => [...(Array.isArray(value) ? [] : [name]), ...innerTexts(one)]);
};

const parsed = (text: string): readonly string[] => {
  if (!isJsonLike(text)) return [];
  try {
    return innerTexts(JSON.parse(text));
  } catch {
    return [];
  }
};

/**
 * Everything in a text that may be a credential; the text itself first, where all of it may be one.
 * @param isAnswer It is a value of the answer to an accepted request, where any long text may be the issued credential.
 */
export const credentialsIn = (text: string, isAnswer: boolean): readonly string[] => {
  const inner = parsed(text);
  if (inner.length > 0) return [...new Set(inner.flatMap((one) => credentialsIn(one, isAnswer)))];
  const isWhole = !/\s/.test(text) && !isAddress(text) && !isMoment(text);
  const own = isWhole && (looksRandom(text) || (isAnswer && text.length >= longEnough)) ? [text] : [];
  return [...new Set([...own, ...partsOf(text).filter(looksRandom)])];
};
