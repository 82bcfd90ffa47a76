import { amountIn } from '../../contract/infer/money.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import { isType, membersOf, partsOf } from '../../contract/infer/schema-parts.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Schema } from '../../contract/model.ts';
import { isObject } from '../../contract/pointer.ts';

type Document = Contract['document'];
type Json = Readonly<Record<string, unknown>>;

/** A number that is made of others in the same object, as a sentence says. */
export type ToldParts = {
  readonly member: string;
  readonly words: string;
  readonly of: (object: Json) => number | undefined;
  readonly roundings: (object: Json) => number;
};

const numerals: ReadonlyMap<string, number> = new Map(
  'two three four five six seven eight nine ten'.split(' ').map((word, n) => [word, n + 2]),
);

const normal = (text: string): string => wordsOf(text).join(' ');

/** "`succeeded` and `failed` add up to the `total`", "In a finished batch, succeeded and failed add up to the total". */
const addingUp =
  /^(?:(?:in|for|of) (?:an? |the |each |every )?(?<state>\w+) \w+,? )?(?<parts>[\w]+(?:(?:, (?:and )?| and |,? plus )(?:the )?[\w]+)+) (?:always |then )?(?:add|sum) up to (?:the )?(?<total>\w+)$/iu;

/** "Sum of the five", "The sum of these three counts". */
const ofSoMany =
  /^(?:the )?(?:sum|total) of (?:the|these|those|all) (?<count>[a-z]+|\d{1,2})(?: (?:of them|counts|numbers|figures|statuses|states))?$/iu;

const isWhole = (value: unknown): value is number => typeof value === 'number' && Number.isInteger(value);

const sumOf = (object: Json, names: readonly string[]): number | undefined => {
  const values = names.map((name) => amountIn(object[name]));
  return values.every((one) => one !== undefined) ? values.reduce<number>((sum, one) => sum + one, 0) : undefined;
};

/** Is a resource in a state that it shows by a listed value. */
const isIn = (object: Json, listed: readonly string[], state: string): boolean =>
  listed.some((name) => typeof object[name] === 'string' && normal(object[name]) === state);

/** The members whose values are listed texts, one of them a state. */
const showing = (document: Document, members: ReadonlyMap<string, Schema>, state: string): readonly string[] =>
  [...members].flatMap(([name, schema]) => {
    const values = partsOf(document, schema).flatMap((part) => (Array.isArray(part['enum']) ? (part['enum'] as readonly unknown[]) : []));
    return values.some((one) => typeof one === 'string' && normal(one) === state) ? [name] : [];
  });

const addedUp = (document: Document, members: ReadonlyMap<string, Schema>, sentence: string): readonly ToldParts[] => {
  const { state, parts = '', total = '' } = addingUp.exec(sentence)?.groups ?? {};
  const nameOf = (words: string): string | undefined => [...members.keys()].find((name) => normal(name) === normal(words));
  const names = parts.split(/, (?:and )?| and |,? plus /u).map((one) => nameOf(one.replace(/^the /iu, '')));
  const [whole, known] = [nameOf(total), names.flatMap((one) => one ?? [])];
  if (whole === undefined || known.length < 2 || known.length < names.length || known.includes(whole)) return [];
  const listed = state === undefined ? [] : showing(document, members, normal(state));
  if (state !== undefined && listed.length === 0) return [];
  return [
    {
      member: whole,
      words: known.join(' + '),
      of: (object) => (state === undefined || isIn(object, listed, normal(state)) ? sumOf(object, known) : undefined),
      roundings: () => 1,
    },
  ];
};

const soMany = (document: Document, members: ReadonlyMap<string, Schema>, member: string, sentence: string): readonly ToldParts[] => {
  const { count = '' } = ofSoMany.exec(sentence)?.groups ?? {};
  const number = numerals.get(count.toLowerCase()) ?? Number(count);
  const holders = [...members].filter(([name, schema]) => name !== member && membersOf(document, schema).size === number);
  const [only, ...others] = holders;
  if (count === '' || only === undefined || others.length > 0) return [];
  const [name, schema] = only;
  const names = [...membersOf(document, schema).keys()];
  return [
    {
      member,
      words: `the sum of ${names.join(', ')} in ${name}`,
      of(object) {
        const inner = object[name];
        return isObject(inner) && names.every((one) => isWhole(inner[one])) ? sumOf(inner, names) : undefined;
      },
      roundings: () => 0,
    },
  ];
};

/** "The sum of the above": of the counts in the only object before it, or of the whole numbers before it. */
const ofTheAbove = /^(?:the )?sum of (?:all )?(?:the|those) above(?: (?:counts|numbers|figures))?$/iu;

const above = (document: Document, members: ReadonlyMap<string, Schema>, member: string, sentence: string): readonly ToldParts[] => {
  if (!ofTheAbove.test(sentence)) return [];
  const before = [...members].slice(0, [...members.keys()].indexOf(member));
  const [first] = before;
  const inner = first && before.length === 1 ? [...membersOf(document, first[1])] : [];
  const areCounts = (some: readonly (readonly [string, Schema])[]): boolean =>
    some.length > 1 && some.every(([, schema]) => isType(document, schema, 'integer'));
  const names = (areCounts(inner) ? inner : before).map(([name]) => name);
  if (!first || !(areCounts(inner) || areCounts(before))) return [];
  return [
    {
      member,
      words: `the sum of ${names.join(', ')}`,
      of(object) {
        const around = areCounts(inner) ? object[first[0]] : object;
        return isObject(around) && names.every((one) => isWhole(around[one])) ? sumOf(around, names) : undefined;
      },
      roundings: () => 0,
    },
  ];
};

/**
 * The numbers of an object that sentences make of others in it: "succeeded and failed add up to the total", which may hold in one state alone ("In a finished batch,
 * …"), "Sum of the five" beside an object with five counts, and "The sum of the above".
 * @param said The descriptions of the members by their names, and those of the object itself by an empty name.
 */
export const toldParts = (
  document: Document,
  members: ReadonlyMap<string, Schema>,
  said: readonly (readonly [member: string, text: string])[],
): readonly ToldParts[] =>
  said.flatMap(([member, text]) =>
    sentencesOf(text.replaceAll(/[`*]/gu, '').replaceAll(/\s+/gu, ' ')).flatMap((one) => {
      const sentence = one.replace(/\.$/u, '').trim();
      const own = [soMany, above].flatMap((read) => (member === '' ? [] : read(document, members, member, sentence)));
      return [...addedUp(document, members, sentence), ...own];
    }),
  );
