import { isType, membersOf, partsOf } from '../../contract/infer/schema-parts.ts';
import { singular } from '../../contract/infer/singular.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Schema } from '../../contract/model.ts';
import { isObject } from '../../contract/pointer.ts';
import { resolvedSchema } from '../../generators/resolved-schema.ts';

type Document = Contract['document'];

/** Listed values of a member, with the words for what has one: the names of that member, of those beside it and of what is around it. */
type Vocabulary = { readonly values: ReadonlySet<string>; readonly stems: ReadonlySet<string> };

/** What forms of one verb have in common: `rat` of "rated", "rating", "ratings" and "rate". */
const stemOf = (word: string): string => singular(word.toLowerCase()).replace(/(?:ing|ed|e)$/u, '');

const stemsIn = (names: readonly string[]): readonly string[] => names.flatMap(wordsOf).map(stemOf);

const known = new WeakMap<Document, readonly Vocabulary[]>();

/** All listed texts of members in a document. */
const vocabulariesOf = (document: Document): readonly Vocabulary[] => {
  const found = known.get(document) ?? [];
  if (known.has(document)) return found;
  const all: Vocabulary[] = [];
  const seen = new WeakSet<object>();
  const walk = (node: unknown, around: readonly string[]): void => {
    if (Array.isArray(node)) {
      for (const one of node) walk(one, around);
      return;
    }
    if (!isObject(node) || seen.has(node)) return;
    seen.add(node);
    const { properties } = node;
    for (const [name, schema] of Object.entries(isObject(properties) ? properties : {})) {
      const listed = partsOf(document, schema as Schema).flatMap((part) =>
        Array.isArray(part['enum']) ? (part['enum'] as unknown[]) : [],
      );
      const values = new Set(listed.flatMap((one) => (typeof one === 'string' ? [wordsOf(one).join(' ')] : [])));
      if (values.size > 1) all.push({ values, stems: new Set(stemsIn([...Object.keys(properties as object), ...around.slice(-1), name])) });
    }
    for (const [name, one] of Object.entries(node))
      walk(one, ['properties', 'schema', 'items', 'allOf'].includes(name) ? around : [...around, name]);
  };
  walk(document, []);
  known.set(document, all);
  return all;
};

const share = '(?:share|percentage|proportion|percent|per cent|%)';
const all = String.raw`(?:all |the |of |those |ones |that |which |were |are |have |been )*`;

/** "Good ones among the rated", "Percentage of passed checks of all results". */
const partFirst = new RegExp(
  String.raw`^(?:the |an? )?(?:${share} of )?${all}(?<part>[\p{L}_-]+)(?: (?:ones|\p{L}+))? (?:among|amongst|out of|of|in ${share} of|as an? ${share} of) ${all}(?<whole>\p{L}+)(?: ones)?(?<rest>$|[,(].*$)`,
  'iu',
);

/** "Of all votes, the share that is in favour", "How many of the rated are good, in percent". */
const wholeFirst = new RegExp(
  String.raw`^(?:how many|what ${share}|which ${share}|(?:the )?${share}) of ${all}(?<whole>\p{L}+) (?:ones )?(?:that |which )?(?:are|is|were|was) (?<part>[\p{L}_-]+)(?:,? in (?:percent|per cent|%))?(?<rest>$|[,(].*$)`,
  'iu',
);

const inPercent = /\bper ?cent(?:age)?\b|\bpct\b|%/iu;

/**
 * The formula of a share among the counts beside it, in the words that formulas have: of "Good ones among the rated, one decimal", beside `good` and `bad`, "`good` in percent of
 * (`good` plus `bad`), one decimal". Only where these are the listed values of one member, so that each of what has one is counted, and the text speaks of what has one;
 * undefined for every other text.
 */
export const shareAmong = (document: Document, schema: Schema, member: string, text: string): string | undefined => {
  const { groups } = partFirst.exec(text) ?? wholeFirst.exec(text) ?? {};
  const counts = [...membersOf(document, schema)]
    .filter(([name, one]) => name !== member && isType(document, one, 'integer'))
    .map(([name]) => name);
  const part = counts.find((name) => wordsOf(name).join(' ') === wordsOf(groups?.['part'] ?? '').join(' '));
  if (!groups || part === undefined || counts.length < 2) return undefined;
  const own = resolvedSchema(document, membersOf(document, schema).get(member) ?? true);
  const isPercent = inPercent.test(`${wordsOf(member).join(' ')} ${text}`) || (isObject(own) && own['maximum'] === 100);
  const names = new Set(counts.map((name) => wordsOf(name).join(' ')));
  const whole = stemOf(groups['whole'] ?? '');
  const isWhole = vocabulariesOf(document).some(
    ({ values, stems }) => values.size === names.size && [...values].every((one) => names.has(one)) && stems.has(whole),
  );
  if (!isPercent || !isWhole) return undefined;
  return `\`${part}\` in percent of (${counts.map((name) => `\`${name}\``).join(' plus ')})${groups['rest'] ?? ''}`;
};
