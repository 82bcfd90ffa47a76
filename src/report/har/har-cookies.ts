import type { Cookie } from 'har-format';

import type { HeaderPair } from '../../model/exchange.ts';

const valuesOf = (headers: readonly HeaderPair[], wanted: string): readonly string[] =>
  headers.filter(([name]) => name.toLowerCase() === wanted).map(([, value]) => value);

const pairOf = (text: string): { readonly name: string; readonly value: string } => {
  const at = text.indexOf('=');
  return at < 0 ? { name: '', value: text.trim() } : { name: text.slice(0, at).trim(), value: text.slice(at + 1).trim() };
};

/** The cookies that a request sends (RFC 6265, section 4.2). */
export const requestCookies = (headers: readonly HeaderPair[]): Cookie[] =>
  valuesOf(headers, 'cookie').flatMap((value) =>
    value
      .split(';')
      .filter((part) => part.trim() !== '')
      .map(pairOf),
  );

/** A date of a cookie in the form of ISO 8601, if it is one. */
const isoDate = (text: string): string | undefined => {
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
};

/** The cookies that an answer sets (RFC 6265, section 4.1). What a server wrote wrongly is left out. */
export const responseCookies = (headers: readonly HeaderPair[]): Cookie[] =>
  valuesOf(headers, 'set-cookie').map((value) => {
    const [pair = '', ...attributes] = value.split(';');
    const said = new Map(attributes.map(pairOf).map((one) => [(one.name || one.value).toLowerCase(), one.value] as const));
    const [path, domain, expires] = [said.get('path'), said.get('domain'), isoDate(said.get('expires') ?? '')];
    return {
      ...pairOf(pair),
      ...(path === undefined ? {} : { path }),
      ...(domain === undefined ? {} : { domain }),
      ...(expires === undefined ? {} : { expires }),
      httpOnly: said.has('httponly'),
      secure: said.has('secure'),
    };
  });
