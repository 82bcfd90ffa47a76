import * as fc from 'fast-check';
import { type Pattern, readPattern } from '../../contract/pattern/pattern.ts';
import { boundedFilter } from './bounded-filter.ts';
import { formatNamed } from './formats/formats.ts';
import { isWellFormed, lengthOf } from './json-value.ts';
import { type Made, type MadeValues, unsatisfiable } from './made.ts';
import type { TextRules } from './rules/text-rules.ts';

/**
 * The characters of texts, the simplest first. No control characters, which many services strip, and no unpaired surrogates, which cannot
 * be written in UTF-8.
 */
const characters = Array.from(
  'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-_. :/@+,;!?%&=#$*()[]{}<>|~^"\'\\`äéßñøłЖ中語日😀🚀𝒳',
);

const character = fc.constantFrom(...characters);

/** The usual number of characters beyond the shortest text. */
const usual = 16;

/** Texts of exactly the greatest length are made up to this length. */
const longest = 1024;

/** Longer texts are made of one character, and of no more than these. */
const mostCharacters = 2 ** 24;

/** Texts that are long because they must be. */
const longTexts = ({ minLength, maxLength }: TextRules): fc.Arbitrary<string> =>
  fc
    .tuple(fc.constantFrom('a', 'b', 'c'), fc.integer({ min: minLength, max: Math.min(maxLength, minLength + usual) }))
    .map(([one, length]) => one.repeat(length));

const plainTexts = (rules: TextRules): fc.Arbitrary<string> => {
  const { minLength, maxLength } = rules;
  if (minLength > longest) return longTexts(rules);
  const most = Math.min(maxLength, minLength + usual);
  const texts = fc.string({ unit: character, minLength, maxLength: most });
  if (maxLength <= most || maxLength > longest) return texts;
  const full = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: maxLength, maxLength });
  return fc.oneof({ weight: 15, arbitrary: texts }, { weight: 1, arbitrary: full });
};

/** Letters, digits and signs in equal measure, long enough that one of each kind is likely among them: what passwords ask for. */
const mixedTexts = ({ minLength, maxLength }: TextRules): fc.Arbitrary<string> => {
  const kinds = ['abcdefghij', '0123456789', 'ABCDEFGHIJ', '@$!%*?&#'].map((kind) => fc.constantFrom(...kind));
  const [least, most] = [Math.min(Math.max(minLength, 8), maxLength), Math.min(Math.max(maxLength, minLength), minLength + 4 * usual)];
  return fc.string({ unit: fc.oneof(...kinds), minLength: Math.min(least, most), maxLength: most });
};

const made = (arb: fc.Arbitrary<string>): MadeValues => ({ kind: 'ok', arb, height: 0 });

const isPrintable = (text: string): boolean => isWellFormed(text) && ![...text].some((one) => one < ' ' || one === '\x7f');

/** A pattern without what looks ahead, looks behind or asks for the edge of a word: these say which texts match, but add nothing to them. */
const withoutAssertions = (source: string): string => {
  let kept = '';
  /** Depth of groups inside the one that is left out; 0 outside. */
  let depth = 0;
  for (const [token] of source.matchAll(/\\.|\[(?:\\.|[^\]\\])*\]|\(\?<?[=!]|\(|\)|[^]/gsu)) {
    const isAssertion = /^\(\?<?[=!]$/.test(token);
    if (depth > 0 || isAssertion) {
      if (token.startsWith('(')) depth += 1;
      else if (token === ')') depth -= 1;
    } else if (!/^\\b$/i.test(token)) kept += token;
  }
  return kept;
};

/** What was made of patterns, by their greatest length. */
const knownTexts = new WeakMap<RegExp, Map<number, fc.Arbitrary<string> | 'none'>>();

/** Texts drawn from one pattern; undefined where fast-check does not support it. It reads a pattern for longer than it takes to draw many texts. */
const textsOfPattern = ({ expression }: Pattern, maxLength: number): fc.Arbitrary<string> | undefined => {
  const byLength = knownTexts.get(expression) ?? new Map<number, fc.Arbitrary<string> | 'none'>();
  knownTexts.set(expression, byLength);
  const texts = byLength.get(maxLength) ?? makeTexts(expression, maxLength) ?? 'none';
  byLength.set(maxLength, texts);
  return texts === 'none' ? undefined : texts;
};

const makeTexts = (expression: RegExp, maxLength: number): fc.Arbitrary<string> | undefined => {
  const limits = Number.isFinite(maxLength) ? { maxLength: maxLength * 2 } : {};
  const plain = withoutAssertions(expression.source);
  for (const source of new Set([expression.source, plain])) {
    try {
      return fc.stringMatching(source === expression.source ? expression : new RegExp(source, expression.flags), limits);
    } catch {
      // The next form may be supported.
    }
  }
  return undefined;
};

/** Texts within lengths that match every pattern and every known format. */
export const textValues = (rules: TextRules): Made => {
  const { minLength, maxLength, patterns, formats, pointers } = rules;
  if (minLength > maxLength) return unsatisfiable(pointers);
  if (minLength > mostCharacters) {
    return {
      kind: 'unsupported',
      pointer: pointers[0] ?? '#',
      keyword: 'minLength',
      reason: `texts of more than ${mostCharacters} characters are not made`,
    };
  }
  const known = formats.flatMap(({ value }) => formatNamed(value) ?? []);
  if (patterns.length === 0 && known.length === 0) return made(plainTexts(rules));
  const expressions = patterns.map(({ value }) => readPattern(value)).filter((one) => one.kind === 'pattern');
  const fits = (text: string): boolean => {
    const length = lengthOf(text);
    return (
      length >= minLength &&
      length <= maxLength &&
      isWellFormed(text) &&
      expressions.every((expression) => expression.matches(text) === true) &&
      known.every((format) => format.accepts(text))
    );
  };
  const sources = [
    ...known.map(({ arb }) => arb),
    ...expressions.flatMap((one) => {
      const texts = textsOfPattern(one, maxLength);
      // What a pattern is found in may be longer than what it describes.
      return texts ? [texts, ...(minLength > 0 ? [texts.map((text) => text.padEnd(minLength, 'a'))] : [])] : [];
    }),
    ...(minLength > longest ? [] : [mixedTexts(rules)]),
    plainTexts(rules),
  ];
  // Texts that every editor and gateway leaves unchanged come first, the others only where there are none.
  for (const condition of [(text: string) => fits(text) && isPrintable(text), fits]) {
    for (const source of sources) {
      const arb = boundedFilter(source, condition);
      if (arb) return made(arb);
    }
  }
  const [first] = [...patterns.map((one) => ({ ...one, keyword: 'pattern' })), ...formats.map((one) => ({ ...one, keyword: 'format' }))];
  return {
    kind: 'unsupported',
    pointer: first?.pointer ?? '#',
    keyword: first?.keyword ?? 'pattern',
    reason: `no text was found for ${JSON.stringify(first?.value)}${patterns.length + formats.length > 1 ? ' together with the keywords beside it' : ''}`,
  };
};
