import { membersOf, partsOf } from '../contract/infer/schema-parts.ts';
import { wordsOf } from '../contract/infer/words.ts';
import type { Contract, Schema } from '../contract/model.ts';
import { isObject } from '../contract/pointer.ts';
import { rememberedByPair } from '../model/remembered.ts';
import { digitRules } from './digit-rules.ts';

/** Words by which a text says that the last digit of a number depends on the others. */
const isChecked =
  /\bcheck[ -]?(?:digits?|sums?|numbers?)\b|\b(?:last|final|tenth|ninth|eighth|eleventh|twelfth|thirteenth)\b[^.]{0,40}\b(?:checks?|verif(?:y|ies)|guards?|protects?) (?:the )?(?:others?|rest|first)\b|\bluhn\b/iu;

/** What a document says of a body, or of one member of it. */
export type SaidOfBody = { readonly text: string; readonly member?: string };

/** Is a member meant by a text: as its own, by its name, or by the words of it ("The health number" for `healthNumber`). */
const isAbout = ({ text, member }: SaidOfBody, name: string): boolean =>
  member === undefined ? ` ${wordsOf(text).join(' ')} `.includes(` ${wordsOf(name).join(' ')} `) : member === name;

/** Deeper members than these have no texts of their own. */
const mostDeep = 5;

/** What the schema of a body says of its members at any depth, with what it prints for them. */
export const saidOfMembers = (document: Contract['document'], schema: Schema): readonly SaidOfBody[] =>
  typeof schema === 'boolean' ? [] : knownTexts(document, schema);

const knownTexts = rememberedByPair((document: Contract['document'], schema: Exclude<Schema, boolean>) => textsBelow(document, schema, 0));

const textsBelow = (document: Contract['document'], schema: Schema, depth: number): readonly SaidOfBody[] =>
  depth > mostDeep
    ? []
    : [...membersOf(document, schema)].flatMap(([member, own]) => [
        ...partsOf(document, own).flatMap(({ description, example, examples }) =>
          typeof description === 'string'
            ? [
                {
                  member,
                  text: [description, example, ...(Array.isArray(examples) ? examples : [])]
                    .filter((one) => typeof one === 'string')
                    .join(' '),
                },
              ]
            : [],
        ),
        ...textsBelow(document, own, depth + 1),
      ]);

/** The numbers that a text prints in digits. */
const printedIn = (text: string): readonly string[] => text.match(/(?<![\d.,-])\d{6,}(?![\d-]|[.,]\d)/gu) ?? [];

/**
 * A number in digits with the check digit of the rule by which all numbers of its length end that a text prints; as it is where the text says nothing of such a digit, prints no
 * number, or no known rule fits. Of several rules, the one that the text names, or counts with, comes first.
 */
const withToldDigit = (said: readonly SaidOfBody[], name: string, made: string): string => {
  const about = said.filter((one) => isChecked.test(one.text) && isAbout(one, name)).map(({ text }) => text);
  const printed = about.flatMap(printedIn).filter((one) => one.length === made.length && one !== made);
  if (printed.length === 0) return made;
  const fitting = digitRules.filter(({ digitFor }) => printed.every((one) => digitFor(one.slice(0, -1)) === one.slice(-1)));
  const rule = fitting.find(({ named }) => about.some((text) => named.test(text))) ?? (fitting.length === 1 ? fitting[0] : undefined);
  if (!rule) return made;
  // Some rules give no digit for some numbers.
  for (let n = 0; n < 10; n += 1) {
    const open = n === 0 ? made.slice(0, -1) : `${made.slice(0, -2)}${(Number(made.at(-2)) + n) % 10}`;
    const digit = rule.digitFor(open);
    if (digit !== undefined) return `${open}${digit}`;
  }
  return made;
};

/**
 * A body whose numbers in digits, at any depth, have the check digits that texts demand ("The last of its ten digits checks the others; `9434765919` is a good number").
 * @param said What the document says of the operation, and of the members of its body.
 * @returns The body, and the names of the members that differ from `value`.
 */
export const withToldDigits = (
  said: readonly SaidOfBody[],
  value: Readonly<Record<string, unknown>>,
): { readonly value: Readonly<Record<string, unknown>>; readonly changed: readonly string[] } => {
  const changed = new Set<string>();
  if (!said.some(({ text }) => isChecked.test(text))) return { value, changed: [] };
  const visit = (object: Readonly<Record<string, unknown>>, top: string | undefined): Readonly<Record<string, unknown>> =>
    Object.fromEntries(
      Object.entries(object).map(([name, one]) => {
        if (isObject(one)) return [name, visit(one, top ?? name)];
        if (typeof one !== 'string' || !/^\d{6,}$/u.test(one)) return [name, one];
        const told = withToldDigit(said, name, one);
        if (told !== one) changed.add(top ?? name);
        return [name, told];
      }),
    );
  return { value: visit(value, undefined), changed: [...changed] };
};
