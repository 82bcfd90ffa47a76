import { isSecretName } from '../model/secret-names.ts';

/** A part of a text that is a secret. */
export type SecretSpan = {
  readonly start: number;
  readonly end: number;
  readonly secret: string;
  /** It is in quotes after its name, so that it is a secret whatever it looks like. */
  readonly isQuoted?: true;
};

/** RFC 7515 and 7516: three parts of base64url, or five; the first is a JSON object. */
const jwt = /\beyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*){2,4}/g;

/** RFC 7468; without an end it extends to the end of the text. The line breaks may be escaped. */
const pem = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY-----/g;
const pemEnd = /-----END [A-Z0-9 ]{0,40}PRIVATE KEY-----/g;

/** Prefixes by which issuers make keys recognisable for scanners: whole tokens only. */
const prefixed =
  /(?<![A-Za-z0-9_-])(?:[srp]k_(?:live|test)_[A-Za-z0-9]{8,}|whsec_[A-Za-z0-9+/=]{16,}|gh[pousr]_[A-Za-z0-9]{16,}|github_pat_\w{20,}|glpat-[\w-]{16,}|xox[abeoprs]-[A-Za-z0-9-]{8,}|xapp-[A-Za-z0-9-]{16,}|(?:AKIA|ASIA)[A-Z0-9]{16}|AIza[\w-]{30,}|ya29\.[\w-]{16,}|npm_[A-Za-z0-9]{30,}|dop_v1_[a-f0-9]{32,}|sk-[A-Za-z0-9_-]{20,}|SG\.[\w-]{16,}\.[\w-]{16,})(?![A-Za-z0-9_-])/g;

/** An echo of a header field: RFC 9110, section 11.4. */
const scheme = /\b(?:Bearer|Basic|Token)[ +]([A-Za-z0-9._~+/=-]{8,16384})/gi;

/** The password of an address (RFC 3986, section 3.2.1). */
const userInfo = /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s/:@"'<>]{0,256}:([^\s/@"'<>]{1,1024})(?=@)/gi;

/** A name with a word for a secret, a separator of JSON, forms, headers, XML or HTML, and a value without blanks. */
const named =
  /(?:token|secret|passw(?:or)?d|passphrase|pwd|key|sess(?:ion)?|authorization|credential|jwt)[A-Za-z0-9_.-]{0,24}(\\{0,3}["'])?\]?\s{0,4}(?:[:=>]|value=|content=|%3[ad])\s{0,4}(\\{0,3}["'])?(?:<!\[CDATA\[)?(?:(?:Bearer|Basic|Token)[ +])?([^\s"'\\<>&,;(){}[\]]{1,16384})/gi;

const nameCharacter = /[A-Za-z0-9_.-]/;

/** The whole name, of which the match contains the end. */
const nameAt = (text: string, from: number, match: string): string => {
  let start = from;
  while (start > 0 && from - start < 40 && nameCharacter.test(text.charAt(start - 1))) start -= 1;
  const own = /^[A-Za-z0-9_.-]+/.exec(match)?.[0] ?? '';
  // In a sentence the name of a key has two words.
  const [kind = ''] = /\b(?:api|access|secret|private|signing|encryption) $/i.exec(text.slice(Math.max(0, start - 12), start)) ?? [];
  return kind + text.slice(start, from) + own;
};

/** There are as many matches as secrets in a body, so only the span of each is kept. */
const shaped = (text: string, pattern: RegExp, spans: SecretSpan[]): void => {
  for (const match of text.matchAll(pattern)) {
    const secret = match[1] ?? match[0];
    const end = match.index + match[0].length;
    spans.push({ start: end - secret.length, end, secret });
  }
};

const privateKeys = (text: string, spans: SecretSpan[]): void => {
  if (!text.includes('PRIVATE KEY-----')) return;
  let from = 0;
  for (const { index, 0: label } of text.matchAll(pem)) {
    if (index < from) continue;
    pemEnd.lastIndex = index + label.length;
    const last = pemEnd.exec(text);
    // The text between the labels is the key; the labels show what was removed.
    const end = last?.index ?? text.length;
    const start = index + label.length;
    if (end > start) spans.push({ start, end, secret: text.slice(start, end) });
    from = end;
  }
};

const afterNames = (text: string, spans: SecretSpan[]): void => {
  for (const match of text.matchAll(named)) {
    const [whole, nameQuote, valueQuote, secret = ''] = match;
    const end = match.index + whole.length;
    if (!isSecretName(nameAt(text, match.index, whole))) continue;
    const span = { start: end - secret.length, end, secret };
    // Of a sentence only the first word is matched: the character after it shows that.
    const isQuoted = nameQuote !== undefined && valueQuote !== undefined && /["'\\]/.test(text.charAt(end));
    spans.push(isQuoted ? { ...span, isQuoted } : span);
  }
};

/** Secrets in running text: by their own shape, after the name of an authentication scheme, or after a secret name. */
export const secretSpans = (text: string): readonly SecretSpan[] => {
  const spans: SecretSpan[] = [];
  if (text.length < 8) return spans;
  privateKeys(text, spans);
  for (const pattern of [jwt, prefixed, scheme, userInfo]) shaped(text, pattern, spans);
  afterNames(text, spans);
  return spans;
};
