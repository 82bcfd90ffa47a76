import { itemsOf, membersOf, partsOf } from '../contract/infer/schema-parts.ts';
import { sentencesOf } from '../contract/infer/sentences.ts';
import { literalPattern } from '../contract/pattern/literal-pattern.ts';
import type { Contract, Schema } from '../contract/model.ts';
import { isObject } from '../contract/pointer.ts';

type Values = Readonly<Record<string, unknown>>;

/** Words by which a sentence says that no value occurs twice in a list. */
const once =
  /\beach (?:one |of them |of these )?(?:is \w+ )?(?:exactly |only |just )?once\b|\b(?:exactly|only|just) once each\b|\bevery one (?:exactly |only |just )?once\b|\bno (?:\w+ )?(?:twice|more than once)\b|\bnone (?:of them )?(?:twice|more than once)\b/iu;

/** The listed values of a member. */
const listedIn = (document: Contract['document'], schema: Schema): readonly string[] => {
  const listed = partsOf(document, schema).find((one) => Array.isArray(one['enum']))?.['enum'];
  return Array.isArray(listed) ? listed.filter((one) => typeof one === 'string') : [];
};

/** The word of the kind that a listed value is for: `combustion` in "`exhaust` for combustion vehicles"; undefined where the text names none. */
const kindOf = (sentence: string, value: string): string | undefined =>
  new RegExp(String.raw`\x60${literalPattern(value)}\x60 (?:only )?(?:for|of) (?:an? |the )?\x60?([\w-]+)`, 'u').exec(sentence)?.[1];

/** The values that a text has in a list: without those for another kind than that of what the list belongs to. */
const suited = (sentence: string, values: readonly string[], kinds: ReadonlySet<string>): readonly string[] => {
  const told = values.map((value) => ({ value, kind: kindOf(sentence, value) }));
  const isDecided = told.some(({ kind }) => kind !== undefined && kinds.has(kind));
  return told.filter(({ kind }) => kind === undefined || !isDecided || kinds.has(kind)).map(({ value }) => value);
};

/**
 * A body whose lists of objects have in each another of the listed values that a text wants once each ("exactly three points, each once: `brakes`, `tyres` and the one that belongs
 * to the engine, which is `exhaust` for combustion and `battery` for electric ones").
 * @param texts What the document says of the operation, and of the members of its body.
 * @param kindsAbove The texts in the body that created what the path names.
 * @returns The body, and the names of the members that differ from `value`.
 */
export const withEachOnce = (
  document: Contract['document'],
  schema: Schema,
  texts: readonly string[],
  value: Values,
  kindsAbove: () => ReadonlySet<string>,
): { readonly value: Values; readonly changed: readonly string[] } => {
  const sentences = texts.flatMap(sentencesOf).filter((one) => once.test(one));
  if (sentences.length === 0) return { value, changed: [] };
  const members = membersOf(document, schema);
  const put = Object.entries(value).flatMap(([name, list]) => {
    const described = members.get(name);
    const item = described === undefined ? undefined : itemsOf(document, described);
    if (item === undefined || !Array.isArray(list) || list.length < 2 || !list.every(isObject)) return [];
    for (const [key, own] of membersOf(document, item)) {
      const listed = listedIn(document, own);
      const sentence = sentences.find((one) => listed.filter((other) => one.includes(`\`${other}\``)).length > 1);
      if (sentence === undefined || !list.every((one) => typeof one[key] === 'string')) continue;
      const named = listed.filter((one) => sentence.includes(`\`${one}\``));
      const values = suited(sentence, named.length >= list.length ? named : listed, kindsAbove());
      const isOnce = new Set(list.map((one) => one[key])).size === list.length;
      const isSuited = list.every((one) => values.includes(String(one[key])));
      if (values.length < list.length || (isOnce && isSuited)) continue;
      return [[name, list.map((one, n) => ({ ...one, [key]: values[n] }))] as const];
    }
    return [];
  });
  return { value: { ...value, ...Object.fromEntries(put) }, changed: put.map(([name]) => name) };
};
