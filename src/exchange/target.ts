import { percentEncode } from '../contract/wire/percent.ts';
import { lastOfName } from '../contract/infer/path-template.ts';
import { writtenPath, writtenQuery } from '../contract/wire/query.ts';
import { rememberedByText } from '../model/remembered.ts';
import type { PlannedRequest } from '../model/request.ts';

/** The literal parts of a path are sent as they are written; only what no request line can contain is encoded. */
const encodeUnsendable = (literal: string): string =>
  /[^\x21-\x7e]/.test(literal) ? literal.replaceAll(/[^\x21-\x7e]/gu, percentEncode) : literal;

/** A base URL, split as sending needs it. The path is kept as it is written: a URL parser would resolve `..` and `%2e`. */
export type Base = {
  /** Scheme, host and port. */
  readonly origin: string;
  /** Value of the Host header. */
  readonly host: string;
  /** Empty, or starting with a slash and not ending in one. */
  readonly path: string;
};

/**
 * Splits a base URL.
 * @throws {TypeError} where it is not an http or https URL, contains credentials, or has a query or fragment.
 */
export const baseOf = (baseUrl: string): Base => {
  const [, authority = '', path = ''] = /^https?:\/\/([^/?#]+)(\/[^?#]*)?$/i.exec(baseUrl) ?? [];
  if (authority === '' || authority.includes('@') || !URL.canParse(baseUrl)) {
    throw new TypeError(`Cannot use the base URL: write it as http(s)://host[:port][/path], without credentials, query or fragment`);
  }
  const { origin, host } = new URL(baseUrl);
  return { origin, host, path: encodeUnsendable(path.replace(/\/+$/, '')) };
};

/** The base with its last path segment, the version, replaced or (null) removed. */
export const otherVersionOf = (base: Base, segment: string | null): Base => {
  const above = base.path.replace(/\/[^/]*$/, '');
  return { ...base, path: segment === null ? above : `${above}/${encodeUnsendable(segment)}` };
};

/** The literal parts of a path template, and the names of its parameters between them. */
const partsOf = rememberedByText((path): readonly { readonly part: string; readonly name: string | undefined }[] =>
  path.split(/(\{[^{}/]+\})/).map((part) => ({ part, name: /^\{(.+)\}$/.exec(part)?.[1] })),
);

/**
 * The request target in origin form (RFC 9112, section 3.2.1), sent as it is: base path, template with its values, query. Values are
 * percent-encoded here, in the style of their parameter; nothing else is changed.
 * @throws {TypeError} where an operation's template has a parameter without a value.
 * @throws {Unwritable} where a style cannot write a value.
 */
export const targetOf = (base: Base, request: PlannedRequest): string => {
  const { operation, path, pathValues, query, parameters = [] } = request;
  let before = '';
  const filled = partsOf(path)
    .map(({ part, name }) => {
      if (name === undefined) {
        before += part;
        return encodeUnsendable(part);
      }
      const value = Object.hasOwn(pathValues, name) ? pathValues[name] : undefined;
      const text = value === undefined ? undefined : lastOfName(before, value);
      before += text ?? part;
      const parameter = parameters.find((one) => one.in === 'path' && one.name === name);
      const written = writtenPath(text, parameter);
      if (written !== undefined) return written;
      // Braces in a path without an operation are ordinary characters.
      if (operation === null) return part;
      throw new TypeError(`Cannot build the target of "${operation}": the path parameter "${name}" has no value; add it to pathValues`);
    })
    .join('');
  const slashed = filled === '' || filled.startsWith('/') ? filled : `/${filled}`;
  const target = base.path + slashed || '/';
  const pairs = [
    ...query.map(([name, value]) => `${percentEncode(name)}=${percentEncode(value)}`),
    ...parameters.filter((one) => one.in === 'query').flatMap(writtenQuery),
  ];
  return pairs.length === 0 ? target : `${target}${target.includes('?') ? '&' : '?'}${pairs.join('&')}`;
};
