import { isObject } from '../model/json.ts';
import { rememberedByText } from '../model/remembered.ts';

export { isObject };

/** JSON Pointer token for a key (RFC 6901 section 3). */
export const escapeToken = (key: string | number): string => {
  const text = String(key);
  return /[~/]/.test(text) ? text.replaceAll('~', '~0').replaceAll('/', '~1') : text;
};

/** A token of a pointer as the name that it stands for. */
export const unescapeToken = (token: string): string => (token.includes('~') ? token.replaceAll('~1', '/').replaceAll('~0', '~') : token);

/** A child's fragment pointer: `below('#/paths', '/instances')` is `#/paths/~1instances`. */
export const below = (pointer: string, ...keys: readonly (string | number)[]): string =>
  keys.reduce<string>((path, key) => `${path}/${escapeToken(key)}`, pointer);

/** The unescaped tokens of a JSON pointer, with or without a leading `#`. */
export const tokensOf = rememberedByText((pointer): readonly string[] => {
  const path = pointer.startsWith('#') ? pointer.slice(1) : pointer;
  return path === '' ? [] : path.split('/').slice(1).map(unescapeToken);
});

/** The value at a JSON pointer (RFC 6901 section 4); undefined where there is none. */
export const valueAt = (value: unknown, pointer: string): unknown => {
  let current = value;
  for (const token of tokensOf(pointer)) {
    if (Array.isArray(current)) current = /^(0|[1-9]\d*)$/.test(token) ? current[Number(token)] : undefined;
    else if (isObject(current) && Object.hasOwn(current, token)) current = current[token];
    else return undefined;
  }
  return current;
};

const put = (value: unknown, [name, ...rest]: readonly string[], other: unknown): unknown => {
  if (name === undefined) return other;
  if (Array.isArray(value)) return value.map((one: unknown, n) => (String(n) === name ? put(one, rest, other) : one));
  return isObject(value) ? { ...value, [name]: put(value[name], rest, other) } : value;
};

/** A copy of a value with another one at a JSON pointer that leads somewhere in it. */
export const withValueAt = (value: unknown, pointer: string, other: unknown): unknown => put(value, tokensOf(pointer), other);

/** Fragment pointer of an internal `$ref` (OpenAPI 3.1, Reference Object), percent-decoded. */
export const referenceTarget = (ref: string): string => {
  try {
    return decodeURIComponent(ref);
  } catch {
    return ref;
  }
};
