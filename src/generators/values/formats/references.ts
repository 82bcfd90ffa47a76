import * as fc from 'fast-check';
import type { TextFormat } from './text-format.ts';
import { word } from './word.ts';
import { uri } from './uri.ts';

const path = fc.array(word, { maxLength: 3 }).map((parts) => `/${parts.join('/')}`);

/** RFC 3986, section 4.1: absolute ones and paths, of plain characters only. */
export const uriReference: TextFormat = {
  name: 'uri-reference',
  arb: fc.oneof(uri.arb, path),
  accepts: (text) =>
    uri.accepts(text) || /^(\/?[A-Za-z0-9\-._~]+(\/[A-Za-z0-9\-._~]*)*|\/)?(\?[A-Za-z0-9\-._~&=/]*)?(#[A-Za-z0-9\-._~]*)?$/.test(text),
  nearMisses: ['https://exa mple.com/', '\\\\host\\share', '#a#b^'],
};

/** RFC 3987: those that are URIs, which every validator accepts. Many do not know these formats, so that nothing surely breaks them. */
export const iri: TextFormat = { ...uri, name: 'iri', nearMisses: [] };
export const iriReference: TextFormat = { ...uriReference, name: 'iri-reference', nearMisses: [] };

/** RFC 6570: expressions of single names. */
export const uriTemplate: TextFormat = {
  name: 'uri-template',
  arb: fc.tuple(path, word).map(([before, name]) => `${before}/{${name}}`),
  accepts: (text) => /^([A-Za-z0-9\-._~/:]|\{[A-Za-z0-9_]+\})*$/.test(text),
  nearMisses: ['/a/{b', '/a/b}', '/a/{}'],
};

/** RFC 6901, section 3. */
export const jsonPointer: TextFormat = {
  name: 'json-pointer',
  arb: fc
    .array(fc.oneof(word, fc.constantFrom('~0', '~1', '0')), { maxLength: 3 })
    .map((tokens) => tokens.map((one) => `/${one}`).join('')),
  accepts: (text) => /^(\/([^~/]|~[01])*)*$/.test(text),
  nearMisses: ['a', '/~', '/~2', '#/a'],
};

/** RFC 6901 with a number of levels before it (draft-handrews-relative-json-pointer). */
export const relativeJsonPointer: TextFormat = {
  name: 'relative-json-pointer',
  arb: fc.tuple(fc.integer({ min: 0, max: 9 }), fc.oneof(jsonPointer.arb, fc.constant('#'))).map(([up, rest]) => `${up}${rest}`),
  accepts: (text) => /^(0|[1-9]\d*)(#|(\/([^~/]|~[01])*)*)$/.test(text),
  nearMisses: ['/a', '-1/a', '01/a'],
};

/** ECMA-262 regular expressions that other languages read alike. */
export const regex: TextFormat = {
  name: 'regex',
  arb: fc.tuple(word, fc.constantFrom('^', ''), fc.constantFrom('$', '+', '')).map(([text, start, end]) => `${start}${text}${end}`),
  accepts: (text) => /^\^?([A-Za-z0-9 _-]|\[[a-z0-9-]+\]|\\[dws.])*[+*?]?\$?$/.test(text) && isExpression(text),
  nearMisses: ['(', '[a', 'a{2,1}', '*'],
};

const isExpression = (text: string): boolean => {
  try {
    return new RegExp(text, 'u').source !== '';
  } catch {
    return false;
  }
};
