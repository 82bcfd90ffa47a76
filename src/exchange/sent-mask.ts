import type { HeaderPair } from '../model/exchange.ts';
import { type PlannedRequest, type RequestBody, withValueChanged } from '../model/request.ts';
import { allStrings } from './json-strings.ts';
import { redactOwn, redactValue, redactWhole } from './redact-value.ts';
import type { Redactor } from './redactor.ts';

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
};

/** Removes short secrets from the values of `name=value&name=value`. */
const pairs = (redactor: Redactor, text: string): string =>
  text.replaceAll(/(?<==)[^&#=]+/g, (one) => (redactor.whole(decoded(one)) === decoded(one) ? one : redactor.whole(decoded(one))));

/** A request target as it is recorded: a secret of fewer than 8 characters is removed where it is a whole value of the query. */
export const maskedTarget = (redactor: Redactor, target: string): string => {
  if (!redactor.hasShort()) return redactor.text(target);
  const [path = '', ...query] = target.split('?');
  return redactor.text([path, ...query.map((part) => pairs(redactor, part))].join('?'));
};

/** The value of a header field as it is recorded: a short secret is removed where it is the field, or a word or a cookie of it. */
export const maskedField = (redactor: Redactor, field: string): string => {
  const clean = redactWhole(redactor, field);
  if (clean !== field || !redactor.hasShort()) return clean;
  return field.replaceAll(/[^\s;,=]+/g, (word) => redactor.whole(word));
};

/** The text of a body as it is recorded: a short secret is removed where it is a whole string of JSON or value of a form. */
export const maskedBody = (redactor: Redactor, text: string, mediaType: string | undefined): string => {
  if (!redactor.hasShort()) return redactor.text(text);
  if (/^application\/x-www-form-urlencoded\s*(?:;|$)/i.test(mediaType ?? '')) return redactor.text(pairs(redactor, text));
  return redactor.text(withoutShortStrings(redactor, text));
};

/** A JSON text without strings that are short secrets; any other text as it is. */
export const withoutShortStrings = (redactor: Redactor, text: string): string => {
  if (!redactor.hasShort() || !/^\s*[[{"]/.test(text)) return text;
  const parts: string[] = [];
  let from = 0;
  for (const { start, end } of allStrings(text)) {
    const written = text.slice(start, end);
    const clean = redactor.whole(written);
    if (clean === written) continue;
    parts.push(text.slice(from, start), clean);
    from = end;
  }
  return parts.join('') + text.slice(from);
};

const maskedRequestBody = (redactor: Redactor, body: RequestBody): RequestBody => {
  if (body.kind === 'text') return { ...body, text: maskedBody(redactor, body.text, body.mediaType) };
  return body.kind === 'json' ? withValueChanged(body, (value) => redactValue(redactor, value)) : redactOwn(redactor, body);
};

/**
 * A planned request as it is recorded. Short secrets are removed only from what is sent, not from what assay records about it: a credential
 * `none` or `GET` would make the record unreadable.
 */
export const maskedRequest = (redactor: Redactor, request: PlannedRequest): PlannedRequest => {
  const own = redactOwn(redactor, request);
  if (!redactor.hasShort()) return own;
  const { path, pathValues, query, headers, body, credential } = own;
  return {
    ...own,
    path: own.operation === null ? maskedTarget(redactor, path) : path,
    pathValues: Object.fromEntries(Object.entries(pathValues).map(([name, one]) => [name, redactor.whole(one)])),
    query: query.map(([name, one]) => [name, redactor.whole(one)] as const),
    headers: headers.map(([name, one]): HeaderPair => [name, maskedField(redactor, one)]),
    ...(body === undefined ? {} : { body: maskedRequestBody(redactor, body) }),
    credential: credential.kind === 'made-up' ? { ...credential, value: redactor.whole(credential.value) } : credential,
  };
};
