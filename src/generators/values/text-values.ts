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

const plainTexts = ({ minLength, maxLength }: TextRules): fc.Arbitrary<string> => {
  const most = Math.min(maxLength, minLength + usual);
  const texts = fc.string({ unit: character, minLength, maxLength: most });
  if (maxLength <= most || maxLength > longest) return texts;
  const full = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: maxLength, maxLength });
  return fc.oneof({ weight: 15, arbitrary: texts }, { weight: 1, arbitrary: full });
};

const made = (arb: fc.Arbitrary<string>): MadeValues => ({ kind: 'ok', arb, height: 0 });

const isPrintable = (text: string): boolean => isWellFormed(text) && ![...text].some((one) => one < ' ' || one === '\x7f');

/** Texts drawn from one pattern; undefined where fast-check does not support it. */
const textsOfPattern = ({ expression }: Pattern, maxLength: number): fc.Arbitrary<string> | undefined => {
  try {
    return fc.stringMatching(expression, Number.isFinite(maxLength) ? { maxLength: maxLength * 2 } : {});
  } catch {
    return undefined;
  }
};

/** Texts within lengths that match every pattern and every known format. */
export const textValues = (rules: TextRules): Made => {
  const { minLength, maxLength, patterns, formats, pointers } = rules;
  if (minLength > maxLength) return unsatisfiable(pointers);
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
    ...expressions.flatMap((one) => textsOfPattern(one, maxLength) ?? []),
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
