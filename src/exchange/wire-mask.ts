import type { Answer, HeaderPair } from '../model/exchange.ts';
import { holdsMask, redacted } from '../model/mask.ts';
import type { IssuedCredentials, Unredacted } from './issued-credentials.ts';
import { namedStrings } from './json-strings.ts';
import { redactValue, redactWhole } from './redact-value.ts';
import type { Redactor } from './redactor.ts';
import { hintOfSecret, isSecretName } from '../model/secret-names.ts';
import { secretSpans } from './secret-shapes.ts';
import { withoutShortStrings } from './sent-mask.ts';
import { isSecretAt, isRecognisable, type Standing, standingBelow } from './secret-standing.ts';

/**
 * Removes the secrets from one answer, including those that it issues: values under secret names, texts with the shape of a secret, and the
 * values of cookies. Each is recognised everywhere from then on, where it can be distinguished from ordinary text.
 */
export type WireMask = {
  header(pair: HeaderPair): HeaderPair;
  /** Running text, or a text that the answer only quotes. */
  text(text: string): string;
  /** A body with its value. */
  body(text: string, json: Answer['json']): { readonly text: string; readonly json: Answer['json']; readonly isParsed: boolean };
};

/** JSON that was encoded once more, as in some cookies and parameters: base64 of what begins as an object or a list. */
const encodedJson = /(?<![A-Za-z0-9+/_.-])(?:eyJ|eyA|ewo|W3s)[A-Za-z0-9+/_-]{12,}={0,2}/g;

/** An attribute of a cookie, and everything after it, is not secret (RFC 6265, section 4.1.1). */
const cookie = /^(\s*[^=;\s]+\s*=\s*"?)([^";]*)(.*)$/s;

const parsedJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/**
 * An authorization code in the address that a browser is sent to (RFC 6749, section 4.1.2). Elsewhere, and where it is short, `code` may
 * name anything.
 */
const authorizationCode = /[?&#]code=([^&#]{16,})/;

/** Levels of JSON inside strings that are examined. */
const mostLayers = 3;

export const createWireMask = (
  answer: Unredacted,
  { redactor, issued, isOurs }: { readonly redactor: Redactor; readonly issued: IssuedCredentials; isOurs(text: string): boolean },
): WireMask => {
  const isGranted = answer.status >= 200 && answer.status < 400;
  const isOpen = (text: string): boolean => isOurs(text) || holdsMask(text);

  const hints = new Map<string, boolean>();
  /** Each text is asked about several times, and a body may have megabytes. */
  const hintsOfSecret = (text: string): boolean => {
    const known = hints.get(text) ?? hintOfSecret.test(text);
    hints.set(text, known);
    return known;
  };

  const learn = (secret: string): void => {
    if (!isRecognisable(secret) || isOpen(secret) || redactor.holds(secret)) return;
    issued.name(secret);
    const plain = decoded(secret);
    if (plain !== secret) issued.name(plain);
    // A key of several lines may be wrapped differently elsewhere.
    for (const line of secret.includes('\n') ? secret.split(/\s+/) : []) if (line.length >= 16) issued.name(line);
  };

  const learnEncoded = (text: string, layers: number): void => {
    for (const [blob] of text.matchAll(encodedJson)) {
      const value = parsedJson(Buffer.from(blob, 'base64').toString('utf8'));
      if (typeof value !== 'object' || value === null) continue;
      let found = false;
      learnValue(value, 'open', layers + 1, () => (found = true));
      if (found) learn(blob);
    }
  };

  const learnText = (text: string, layers: number, found: () => void): void => {
    if (text.length < 8 || !hintsOfSecret(text)) return;
    for (const { secret } of secretSpans(text)) {
      learn(secret);
      if (isRecognisable(secret)) found();
    }
    learnEncoded(text, layers);
    if (layers >= mostLayers || !/^\s*[[{"]/.test(text)) return;
    const inner = parsedJson(text);
    if (typeof inner === 'object' && inner !== null) learnValue(inner, 'open', layers + 1, found);
    else if (typeof inner === 'string') learnText(inner, layers + 1, found);
  };

  const learnValue = (value: unknown, standing: Standing, layers: number, found: () => void): void => {
    if (typeof value === 'string') {
      if (isSecretAt(standing, value, isGranted)) {
        learn(value);
        found();
      } else learnText(value, layers, found);
    } else if (typeof value === 'number') {
      if (standing === 'named' && isRecognisable(String(value))) learn(String(value));
    } else if (Array.isArray(value)) for (const item of value) learnValue(item, standingBelow(standing, undefined), layers, found);
    else if (typeof value === 'object' && value !== null) {
      for (const [name, one] of Object.entries(value)) {
        learnText(name, layers, found);
        learnValue(one, standingBelow(standing, name), layers, found);
      }
    }
  };

  const isCookie = (name: string): boolean => name.toLowerCase() === 'set-cookie';

  const learnAll = (): void => {
    for (const [name, field] of answer.headers) {
      if (isCookie(name)) learn(cookie.exec(field)?.[2] ?? '');
      else if (isSecretName(name)) learn(field);
      else if (name.toLowerCase() === 'location') learn(authorizationCode.exec(field)?.[1] ?? '');
      learnText(field, 0, () => undefined);
    }
    if (answer.text === null || !hintsOfSecret(answer.text)) return;
    if (answer.value === undefined) learnText(answer.text, 0, () => undefined);
    else learnValue(answer.value, 'open', 0, () => undefined);
  };
  learnAll();

  /** The mask of a whole secret. */
  const placed = (secret: string): string => {
    if (secret === '' || isOpen(secret)) return secret;
    const clean = redactWhole(redactor, secret);
    if (clean !== secret) return holdsMask(clean) && clean.startsWith('[') && clean.endsWith(']') ? clean : redacted;
    return issued.maskInPlace(secret);
  };

  const replaced = (text: string, spans: readonly { readonly start: number; readonly end: number }[]): string => {
    const parts: string[] = [];
    let from = 0;
    for (const { start, end } of spans.toSorted((a, b) => a.start - b.start)) {
      if (start < from) continue;
      parts.push(text.slice(from, start), placed(text.slice(start, end)));
      from = end;
    }
    return from === 0 ? text : parts.join('') + text.slice(from);
  };

  const running = (text: string): string => {
    if (text.length < 8 || !hintsOfSecret(text)) return redactor.text(text);
    const inPlace = secretSpans(text).filter(({ secret, isQuoted }) => (isQuoted === true && isGranted) || isRecognisable(secret));
    return redactor.text(replaced(text, inPlace));
  };

  const header = ([name, field]: HeaderPair): HeaderPair => {
    if (isCookie(name)) {
      const [, before, value, after] = cookie.exec(field) ?? [];
      if (value !== undefined) return [redactor.text(name), `${redactor.text(before ?? '')}${placed(value)}${running(after ?? '')}`];
    }
    if (isSecretName(name)) return [name, placed(field)];
    const clean = redactor.whole(field);
    return [redactor.text(name), clean === field ? running(field) : clean];
  };

  const masked = (value: unknown, standing: Standing): unknown => {
    if (typeof value === 'string') return isSecretAt(standing, value, isGranted) ? placed(value) : textOrWhole(value);
    if (Array.isArray(value)) {
      const clean = value.map((item: unknown) => masked(item, standingBelow(standing, undefined)));
      return clean.every((item, at) => item === value[at]) ? value : clean;
    }
    if (typeof value !== 'object' || value === null) return redactValue(redactor, value);
    const members = Object.entries(value);
    const clean = members.map(([name, one]) => [redactor.text(name), masked(one, standingBelow(standing, name))] as const);
    const isClean = clean.every(([name, one], at) => name === members[at]?.[0] && one === members[at]?.[1]);
    return isClean ? value : Object.fromEntries(clean);
  };

  const textOrWhole = (text: string): string => {
    const clean = redactor.whole(text);
    return clean === text ? running(text) : clean;
  };

  return {
    header,
    text: running,
    body(text, json) {
      if (json.kind !== 'value') {
        // The parser's message quotes the text.
        return { text: running(text), json: json.kind === 'invalid' ? { ...json, why: running(json.why) } : json, isParsed: false };
      }
      if (!hintsOfSecret(text)) {
        const clean = redactor.text(withoutShortStrings(redactor, text));
        const value = clean === text ? json.value : redactValue(redactor, json.value);
        return {
          text: clean,
          json: { kind: 'value', value },
          isParsed: value === json.value && clean === text && !text.startsWith('\ufeff'),
        };
      }
      const value = masked(json.value, 'open');
      const inPlace = namedStrings(text).filter(({ start, end, standing }) => {
        const written = text.slice(start, end);
        const unescaped = written.includes('\\') ? parsedJson(`"${written}"`) : written;
        return isSecretAt(standing, typeof unescaped === 'string' ? unescaped : written, isGranted);
      });
      const clean = running(withoutShortStrings(redactor, replaced(text, inPlace)));
      return {
        text: clean,
        json: { kind: 'value', value },
        isParsed: value === json.value && clean === text && !text.startsWith('\ufeff'),
      };
    },
  };
};
