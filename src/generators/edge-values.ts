import { wordsOf } from '../contract/infer/words.ts';
import type { Contract, Schema } from '../contract/model.ts';
import { matchesPattern } from '../contract/pattern/pattern.ts';
import { isObject } from '../contract/pointer.ts';
import { distinctBy } from '../model/json.ts';
import { mayBeSent } from './request-match.ts';
import { resolvedSchema, typesOf } from './resolved-schema.ts';
import { simplestValue } from './simplest-value.ts';
import { hiddenNames } from './values/hidden.ts';
import { isSettable } from './whole-body.ts';

/** A value that a schema allows because the document says so by itself: one that it lists, or one at a limit. */
export type EdgeValue = {
  readonly value: unknown;
  /** What is special about it, as a phrase: `its maximum of 80 characters`. */
  readonly words: string;
  /** A value of the same kind inside the limits. Where it is refused too, the reason is not the limit. */
  readonly control?: unknown;
  /** Nothing in the document is about this very value, so that a refusal may have a reason that is not written there. */
  readonly isUnsaid?: true;
  /** It is, or has, a number above the smallest one. */
  readonly isGreater?: true;
};

type Words = Readonly<Record<string, unknown>>;

/** Last words of members that hold a text for people, so that nobody has an unwritten rule for its form. */
const plainTexts: ReadonlySet<string> = new Set(
  'title name label description summary note notes notice announcement memo headline subtitle comment caption subject text body message reason street city remark remarks search q query'.split(
    ' ',
  ),
);

const careful: ReadonlySet<string> = new Set('user login account nick domain host file path key code first last full display'.split(' '));

/** Words of numbers that belong to another one: their limit depends on it. */
const paired: ReadonlySet<string> = new Set(
  'min max minimum maximum from to until till since start end begin before after least most low high lower upper used free left remaining offset page'.split(
    ' ',
  ),
);

/** Longer texts and lists are a load, and no edge that anybody meets. */
const longestText = 20_000;
const longestList = 50;

const deepest = 2;

const numberIn = (schema: Words, keyword: string): number | undefined => {
  const value = schema[keyword];
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
};

/** The range of a type (32 or 64 bits) is no limit that somebody chose, and above 53 bits a number is read as another one. */
const widestLimit = 2 ** 31 - 1;

const chosenLimit = (schema: Words, keyword: string): number | undefined => {
  const value = numberIn(schema, keyword);
  return value === undefined || Math.abs(value) >= widestLimit ? undefined : value;
};

const isPlainText = (name: string): boolean => {
  // `street1` is a street.
  const words = wordsOf(name.replace(/[_-]?\d+$/u, ''));
  return plainTexts.has(words.at(-1) ?? '') && !words.some((word) => careful.has(word));
};

const listedEdges = (listed: readonly unknown[]): EdgeValue[] => listed.map((value) => ({ value, words: 'a value that it lists' }));

/** The multiple of a step that is next to a number, as it is written. */
const inStep = (value: number, step: number): number => Number((Math.round(value / step) * step).toFixed(6));

const numberEdges = (schema: Words, name: string): EdgeValue[] => {
  if (wordsOf(name).some((word) => paired.has(word))) return [];
  const step = numberIn(schema, 'multipleOf');
  const [least, most] = [chosenLimit(schema, 'minimum'), chosenLimit(schema, 'maximum')];
  const inside = least === undefined || most === undefined ? undefined : Math.floor((least + most) / 2);
  const isDecimal = typesOf(schema).includes('number') && step === undefined;
  return [
    ...(least === undefined ? [] : [{ value: least, words: `its minimum of ${least}` }]),
    ...(most === undefined ? [] : [{ value: most, words: `its maximum of ${most}`, isGreater: true as const }]),
    ...(inside === undefined ? [] : [{ value: inside, words: 'a number between its limits', isGreater: true as const }]),
    ...(inside === undefined || step === undefined || step >= 1 || !typesOf(schema).includes('number')
      ? []
      : [{ value: inStep(inside + 0.37, step), words: `a multiple of ${step} between its limits`, isGreater: true as const }]),
    ...(inside === undefined || !isDecimal
      ? []
      : [{ value: inside + 0.5, words: 'a decimal between its limits', isGreater: true as const }]),
  ];
};

/** Does a description say that a length is none of characters. */
const isCountedOtherwise = ({ description }: Words): boolean =>
  typeof description === 'string' && /\b(?:bytes?|octets?|ascii|latin|utf-?16|code units?)\b/iu.test(description);

const plainLetters = (length: number): string => 'PlainLetters'.repeat(Math.ceil(length / 12)).slice(0, length);

/** Longer texts that are not for people are addresses or documents, whose forms have limits of their own. */
const longestOther = 200;

/** The greatest length of a text that may have a form which no keyword says: a shorter one of the same letters shows whether it has. */
const longestOfOther = (least: number, most: number | undefined): EdgeValue[] => {
  const inside = Math.max(least, 1, Math.floor((most ?? 0) / 2));
  return most === undefined || most > longestOther || inside >= most
    ? []
    : [
        { value: plainLetters(inside), words: 'a text between its limits', isUnsaid: true },
        { value: plainLetters(most), words: `its maximum of ${most} characters`, control: plainLetters(inside) },
      ];
};

/** Texts of every kind: a pattern that all of them match says nothing of the form of a text, such as one against texts of white space alone. */
const anyTexts: readonly string[] = ['a', 'Z', '7', '\u00E9', '\u{1D4AE}', '?', 'Two words, (and) more!', 'a-b_c@d.e/f'];

const hasForm = (schema: Words): boolean => {
  const { pattern } = schema;
  const isAny = pattern === undefined || (typeof pattern === 'string' && anyTexts.every((one) => matchesPattern(pattern, one) === true));
  return !isAny || ['format', 'contentEncoding'].some((keyword) => schema[keyword] !== undefined);
};

/** A number of so many digits is above what 32 bits hold, also where a server counts in hundredths or in thousandths. */
const mostDigits = 10;

/** The greatest number that a pattern allows to a decimal in a text, `"9999999999.99"`: its digits promise more than a store may hold. */
const amountEdges = ({ pattern }: Words, name: string): EdgeValue[] => {
  if (typeof pattern !== 'string' || wordsOf(name).some((word) => paired.has(word))) return [];
  const matches = (text: string): boolean => matchesPattern(pattern, text) === true;
  const fraction = ['.9', '.99', '.999'].find((end) => matches(`1${end}`) && !matches(`a${end}`));
  if (fraction === undefined) return [];
  const greatest = Array.from({ length: mostDigits - 1 }, (_, n) => `${'9'.repeat(mostDigits - n)}${fraction}`).find(matches);
  return greatest === undefined ? [] : [{ value: greatest, words: 'a great number', isUnsaid: true, isGreater: true }];
};

const textEdges = (schema: Words, name: string): EdgeValue[] => {
  if (hasForm(schema)) return amountEdges(schema, name);
  const [least, most] = [numberIn(schema, 'minLength'), numberIn(schema, 'maxLength')];
  if (!isPlainText(name)) return wordsOf(name).some((word) => careful.has(word)) ? [] : longestOfOther(least ?? 0, most);
  const text = plainLetters;
  const full = (letter: string, of: string): EdgeValue[] =>
    most === undefined || most > longestText || most < 2 || isCountedOtherwise(schema)
      ? []
      : [
          {
            value: letter.repeat(most),
            words: `its maximum of ${most} characters, ${of}`,
            control: letter.repeat(Math.max(least ?? 1, Math.floor(most / 4))),
          },
        ];
  const inside = most === undefined || most > longestText ? undefined : Math.max(least ?? 1, Math.min(Math.floor(most / 2), 20));
  return [
    ...(least === undefined || least < 1 || least > longestText
      ? []
      : [{ value: text(least), words: `its minimum of ${least} characters` }]),
    ...(inside === undefined || inside === most || inside === least ? [] : [{ value: text(inside), words: 'a text between its limits' }]),
    ...(most === undefined || most > longestText ? [] : [{ value: text(most), words: `its maximum of ${most} characters` }]),
    // A length counts characters (JSON Schema 2020-12, Validation section 6.3.1), whatever they take where they are kept.
    ...full('\u00E9', 'each of two octets in UTF-8'),
    ...full('\u{1D4AE}', 'each of two units in UTF-16'),
  ];
};

/** Different items: the listed ones, or texts for people. */
const itemsFor = (document: Contract['document'], items: Schema, name: string, count: number): readonly unknown[] => {
  const resolved = resolvedSchema(document, items);
  if (!isObject(resolved)) return [];
  const { enum: listed } = resolved;
  if (Array.isArray(listed)) return listed.slice(0, count) as unknown[];
  const isText = typesOf(resolved).join() === 'string' && resolved['format'] === undefined;
  if (!isText || !['tags', 'labels', 'keywords'].includes(wordsOf(name).at(-1) ?? '')) return [];
  const letters = (n: number): string => String.fromCodePoint(97 + ((n * 7 + 7) % 26), 97 + (Math.floor(n / 26) % 26));
  return Array.from({ length: count }, (_, n) => letters(n)).filter((text) => mayBeSent(document, items, text));
};

/** A list of one object with one of its members at an edge; none where the object has to name something that exists, on which its limits may depend. */
const itemEdges = (document: Contract['document'], items: Words, name: string, depth: number): EdgeValue[] => {
  const hidden = hiddenNames(document, 'request', items);
  const required = Array.isArray(items['required']) ? items['required'].filter((one) => !hidden.has(String(one))) : [];
  if (!typesOf(items).includes('object') || !required.every((one) => isSettable({ name: String(one), required: false }))) return [];
  // How many there may be in all often depends on something else, such as the places in a hall.
  const edges = objectEdges(document, items, name, depth).filter(({ isGreater }) => isGreater !== true);
  return edges.map(({ value, words, control, isUnsaid }) => ({
    ...(isUnsaid && { isUnsaid }),
    value: [value],
    words: `an item, ${words}`,
    ...(control !== undefined && { control: [control] }),
  }));
};

/** As many items are the fewest that can stand in neither of two orders. */
const fewItems = 3;

/** Do texts stand in order, forwards or backwards. */
const isInOrder = (texts: readonly string[]): boolean =>
  [1, -1].some((sign) => texts.every((one, n) => n === 0 || sign * (one < (texts[n - 1] ?? '') ? -1 : 1) > 0));

/** The first three in another order than they have, and neither forwards nor backwards in that of their texts, so that a list that is put in order shows it. */
const inNoOrder = (all: readonly unknown[]): readonly unknown[] => {
  const [first, second, third, ...rest] = all;
  if (third === undefined) return all.toReversed();
  const turned = [
    [second, first, third],
    [first, third, second],
    [third, first, second],
  ].find((one) => !isInOrder(one.map(String)));
  return [...(turned ?? [first, second, third]), ...rest];
};

const listEdges = (document: Contract['document'], schema: Words, name: string, depth: number): EdgeValue[] => {
  const { items } = schema;
  const most = numberIn(schema, 'maxItems');
  if (!isObject(items)) return [];
  const resolved = resolvedSchema(document, items);
  const listed = isObject(resolved) && Array.isArray(resolved['enum']) ? (resolved['enum'] as unknown[]) : [];
  const full = most === undefined || most > longestList ? [] : inNoOrder(itemsFor(document, items, name, most));
  const several = most !== undefined && most <= fewItems ? [] : inNoOrder(itemsFor(document, items, name, fewItems));
  return [
    ...listed.map((value) => ({ value: [value], words: 'an item that it lists' })),
    ...(full.length > 0 && full.length === most
      ? // The texts are made up: where one alone is refused, it is not for their number.
        [{ value: full, words: `its maximum of ${most} items`, ...(listed.length === 0 && { control: full.slice(0, 1) }) }]
      : []),
    ...(several.length === fewItems ? [{ value: several, words: `${fewItems} items`, isUnsaid: true as const }] : []),
    ...(isObject(resolved) ? itemEdges(document, resolved, name, depth) : []),
    ...((numberIn(schema, 'minItems') ?? 0) === 0 ? [{ value: [], words: 'an empty list' }] : []),
  ];
};

/** Does the description of a member say that it has to be there, as for some values of others: "Required for all but bicycles", "has to be given with `delay`". */
export const saysNeeded = (schema: unknown): boolean => {
  const description = isObject(schema) ? schema['description'] : undefined;
  return (
    typeof description === 'string' &&
    /(?<!\bnot (?:be )?)\b(?:required|mandatory|obligatory|needed|necessary)\b|\b(?:must|has to|have to|needs? to) be (?:given|sent|set|present|provided|supplied)\b/iu.test(
      description,
    )
  );
};

/** What a schema and all that is inside it say, as far as examples are made of it. */
const textsInside = (document: Contract['document'], schema: unknown, depth: number): readonly string[] => {
  const resolved = isObject(schema) ? resolvedSchema(document, schema) : undefined;
  if (!isObject(resolved) || depth > deepest) return [];
  const { description, properties, items } = resolved;
  return [
    ...(typeof description === 'string' ? [description] : []),
    ...[...(isObject(properties) ? Object.values(properties) : []), items].flatMap((inner) => textsInside(document, inner, depth + 1)),
  ];
};

/** Does what stands beside a member speak of one of the values that it lists: "`priority` is required with MX". Then not each of them suits the simplest object. */
const isTiedByValue = (textsBeside: () => readonly string[], listed: unknown): boolean => {
  const values = (Array.isArray(listed) ? listed : []).filter((value) => typeof value === 'string' && value.length > 1);
  if (values.length === 0) return false;
  const words = new Set(textsBeside().flatMap((text) => text.match(/[\p{L}\p{N}_-]+/gu) ?? []));
  return values.some((value) => words.has(value as string));
};

/** The simplest object with one of its members at an edge; none where a member that may be left out has to be there with some values. */
const objectEdges = (document: Contract['document'], schema: Words, name: string, depth: number): EdgeValue[] => {
  const { properties } = schema;
  const made = simplestValue({ document }, schema, name);
  if (!isObject(properties) || depth >= deepest || made.kind !== 'value' || !isObject(made.value)) return [];
  const base = made.value;
  const required: readonly unknown[] = Array.isArray(schema['required']) ? schema['required'] : [];
  if (Object.entries(properties).some(([member, inner]) => !required.includes(member) && saysNeeded(inner))) return [];
  const hidden = hiddenNames(document, 'request', schema);
  const resolvedSchemaOf = (inner: Words): Words | undefined => {
    const resolved = resolvedSchema(document, inner);
    return isObject(resolved) ? resolved : undefined;
  };
  const textsBeside = (member: string): readonly string[] => [
    ...(typeof schema['description'] === 'string' ? [schema['description']] : []),
    ...Object.entries(properties).flatMap(([other, inner]) => (other === member ? [] : textsInside(document, inner, depth))),
  ];
  // "`priority` is required with MX, `flags` with CAA": what the text of the object says of a member may hold for some objects alone.
  const isSpokenOf = (member: string): boolean => String(schema['description']).includes(`\`${member}\``);
  const isAlone = (member: string, inner: unknown): boolean =>
    !isSpokenOf(member) &&
    !isTiedByValue(() => textsBeside(member), isObject(inner) ? resolvedSchemaOf(inner)?.['enum'] : undefined) &&
    (!isObject(inner) ||
      !Object.keys(properties).some((other) => other !== member && String(inner['description']).includes(`\`${other}\``)));
  return Object.entries(properties)
    .filter(([member, inner]) => !hidden.has(member) && isAlone(member, inner))
    .flatMap(([member, inner]) =>
      isObject(inner)
        ? edgeValues(document, inner, member, depth + 1).map(({ value, words, control, ...more }) => ({
            ...more,
            value: { ...base, [member]: value },
            words: `"${member}" with ${words}`,
            ...(control !== undefined && { control: { ...base, [member]: control } }),
          }))
        : [],
    );
};

/**
 * The values of a schema that the document itself names: each listed one, both truth values, null, and those at the limits of numbers, texts and lists with one
 * inside. Nothing is made of what may have rules that no schema says: texts with a form of their own, numbers that depend on another, and members that
 * name or reach somebody.
 * @param name Of the parameter or member.
 */
export const edgeValues = (document: Contract['document'], schema: Schema, name: string, depth = 0): readonly EdgeValue[] => {
  const resolved = resolvedSchema(document, schema);
  if (
    !isObject(resolved) ||
    !isSettable({ name, required: false, schema: resolved }) ||
    ['oneOf', 'anyOf', 'not', 'if'].some((word) => word in resolved)
  )
    return [];
  const { enum: listed } = resolved;
  const types = typesOf(resolved);
  const isNullable = types.includes('null') && !Array.isArray(listed);
  const made = ((): readonly EdgeValue[] => {
    if (Array.isArray(listed)) return listedEdges(listed as unknown[]);
    switch (types.find((type) => type !== 'null')) {
      case 'boolean':
        return listedEdges([false, true]);
      case 'integer':
      case 'number':
        return numberEdges(resolved, name);
      case 'string':
        return textEdges(resolved, name);
      case 'array':
        return listEdges(document, resolved, name, depth);
      case 'object':
        return objectEdges(document, resolved, name, depth);
      default:
        return [];
    }
  })();
  const all = [...made, ...(isNullable ? [{ value: null, words: 'null' }] : [])];
  return distinctBy(all, ({ value }) => JSON.stringify(value)).filter(({ value }) => mayBeSent(document, schema, value));
};
