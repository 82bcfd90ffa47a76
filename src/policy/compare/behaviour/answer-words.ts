import type { HeaderPair } from '../../../model/exchange.ts';
import type { StoredAnswer } from '../../../model/stored-exchange.ts';
import { isObject } from '../../../model/json.ts';

/** Values of a header field in order, whatever the letter case of its name. */
export const fieldValues = (headers: readonly HeaderPair[], name: string): readonly string[] =>
  headers.filter(([field]) => field.toLowerCase() === name).map(([, value]) => value.trim());

/** Media type in small letters, without parameters. */
const mediaTypeOf = ({ headers }: StoredAnswer): string | undefined =>
  fieldValues(headers, 'content-type')[0]?.split(';')[0]?.trim().toLowerCase();

/** Status and media type, such as `401 application/json`. */
export const answerText = (answer: StoredAnswer): string => {
  if (answer.bodyBytes === 0 && !answer.unfinished) return `${answer.status} no body`;
  return `${answer.status} ${mediaTypeOf(answer) ?? 'no media type'}`;
};

/** The body as JSON; undefined if there is none, if only its beginning was stored, or if it is not JSON. */
export const bodyOf = ({ text, json, truncated }: StoredAnswer): { readonly value: unknown } | undefined => {
  if (json.kind !== 'value' || text === null || text === '' || truncated === true) return undefined;
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
};

/** Where a body holds its error; undefined if the body was not stored completely. */
export const errorShape = (answer: StoredAnswer): string | undefined => {
  if (answer.unfinished) return undefined;
  if (answer.bodyBytes === 0) return 'no body';
  if (mediaTypeOf(answer) === 'application/problem+json') return 'problem details (RFC 9457)';
  if (answer.json.kind !== 'value') return answer.truncated === true || answer.text === null ? undefined : 'not JSON';
  const body = bodyOf(answer);
  if (body === undefined) return undefined;
  if (!isObject(body.value)) return 'JSON that is not an object';
  const members = Object.entries(body.value);
  const around = members.find(([name, value]) => isObject(value) && (members.length === 1 || /^(?:error|errors|fault)$/iu.test(name)));
  if (around !== undefined) return `nested below "${around[0]}"`;
  // A list beside a message holds details of the error, not the error itself.
  const hasMessage = members.some(([name, value]) => typeof value === 'string' && /^(?:error|message|title|detail)/iu.test(name));
  const list = members.find(([name, value]) => Array.isArray(value) && !hasMessage && (members.length === 1 || /^errors$/iu.test(name)));
  return list === undefined ? 'flat' : `a list below "${list[0]}"`;
};

const typeOf = (value: unknown): string => (value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value);

/** Deeper members and more members add nothing to the shape of a body. */
const mostSteps = 3;
const mostMembers = 200;

/**
 * Paths of the members of a body with their JSON types, each once: `error.code` number, `error.details[].field` string. Of a list only
 * the first element is read.
 * @param skip A value whose members are left out.
 */
export const memberTypes = (body: unknown, skip?: unknown): ReadonlyMap<string, string> => {
  const found = new Map<string, string>();
  const look = (value: unknown, path: string, steps: number): void => {
    if (value === skip || steps >= mostSteps || found.size >= mostMembers) return;
    if (Array.isArray(value)) {
      if (isObject(value[0])) look(value[0], `${path}[]`, steps);
      return;
    }
    if (!isObject(value)) return;
    for (const [name, inner] of Object.entries(value)) {
      const at = path === '' ? name : `${path}.${name}`;
      found.set(at, typeOf(inner));
      look(inner, at, steps + 1);
    }
  };
  look(body, '', 0);
  return found;
};

/** Number of digits that seconds and milliseconds since 1970 have for the next centuries. */
const epochDigits = { 10: 'epoch seconds', 13: 'epoch milliseconds' } as const;

/** Form of a header value that holds a number or a time; the same in every run. */
export const valueForm = (value: string): string => {
  if (/^\d+$/u.test(value)) return value.length === 10 || value.length === 13 ? epochDigits[value.length] : 'number';
  if (/^\d+\.\d+$/u.test(value)) return 'decimal number';
  if (/^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} [\d:]{8} GMT$/u.test(value)) return 'HTTP date';
  return /^\d{4}-\d{2}-\d{2}T/u.test(value) ? 'date-time' : 'text';
};

/** Schemes of the challenges of an answer with the names of their parameters (RFC 9110 section 11.6.1); `none` if there are none. */
export const challengeText = ({ headers }: StoredAnswer): string => {
  const challenges = fieldValues(headers, 'www-authenticate').map((value) => {
    const scheme = /^[\w-]+/u.exec(value)?.[0] ?? 'unreadable';
    const names = [...value.matchAll(/(?<name>[\w-]+)\s*=\s*(?:"[^"]*"|[^\s,]+)/gu)].map(({ groups }) =>
      (groups?.['name'] ?? '').toLowerCase(),
    );
    return names.length === 0 ? scheme : `${scheme} (${[...new Set(names)].toSorted().join(', ')})`;
  });
  return challenges.length === 0 ? 'none' : challenges.toSorted().join(', ');
};

/** Names of the protocols in Alt-Svc (RFC 7838 section 3); `none` if there are none. */
export const alternativesText = ({ headers }: StoredAnswer): string => {
  const names = fieldValues(headers, 'alt-svc').flatMap((value) =>
    [...value.matchAll(/(?<name>[\w.%-]+)=/gu)].map(({ groups }) => groups?.['name'] ?? ''),
  );
  const protocols = new Set(names.filter((name) => name !== 'ma' && name !== 'persist'));
  return protocols.size === 0 ? 'none' : [...protocols].toSorted().join(', ');
};
