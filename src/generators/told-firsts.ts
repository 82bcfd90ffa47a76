import { descriptionsIn, isType, itemsOf, membersOf } from '../contract/infer/schema-parts.ts';
import { sentencesOf } from '../contract/infer/sentences.ts';
import { singular } from '../contract/infer/singular.ts';
import { wordsOf } from '../contract/infer/words.ts';
import { literalPattern } from '../contract/pattern/literal-pattern.ts';
import type { Contract, Schema } from '../contract/model.ts';
import { isObject } from '../contract/pointer.ts';

type Values = Readonly<Record<string, unknown>>;

const number = String.raw`(?<number>-?\d+(?:\.\d+)?|zero|one)(?![\w.]*\d)`;

/** Words by which a sentence leaves it open, or says what it is not. */
const isOpen =
  /\b(?:not|never|may|might|can|could|optional\w*|default\w*|if|unless|usually|normally|e\.g|for example|at least|at most|more than)\b/iu;

const asNumber = (text: string): number => (/^zero$/iu.test(text) ? 0 : /^one$/iu.test(text) ? 1 : Number(text));

/** The number that a sentence says a member of the first entry of a list to have; undefined where it says none. */
const firstIn = (sentence: string, nouns: readonly string[], names: readonly string[], isItsOwn: boolean): number | undefined => {
  const plain = sentence.replaceAll(/[`"“”*]/gu, '');
  if (isOpen.test(plain)) return undefined;
  const first = String.raw`\b(?:the |its |their |every |each )?(?:first|1st) (?:${[...nouns, 'one', 'entry', 'item', 'element', 'of them', 'of these'].map(literalPattern).join('|')})\b`;
  const name = String.raw`\b(?:${names.map(literalPattern).join('|')})\b`;
  const is = String.raw`(?:is|are|has|have|equals|=|:|of|to be|must be|being|starts (?:at|with)|begins (?:at|with)|at)`;
  const forms = [
    `${first}[^.;]*?${name} *(?:(?:is|are|has|have|must|to|be|always|of|equals|=|:|at|with|needs?|exactly|set) *)*${number}`,
    `${first}[^.;]*?${is} (?:(?:an? |the )?(?:always |exactly )?)${number}[^.;\\d]*?${name}`,
    `${name} (?:of|in|for|on|at) ${first}[^.;\\d]*?${is} (?:always |exactly )?${number}`,
    `${name}[^.;\\d]*? ${is} (?:always |exactly )?${number} (?:for|in|on|at|of|with) ${first}`,
    ...(isItsOwn
      ? [
          String.raw`^(?:[^.;\d]*[,:( ])?${number},? (?:for|in|on|at|of|with) ${first}`,
          String.raw`${first}[^.;\d]*? ${is} (?:always |exactly )?${number}`,
        ]
      : []),
  ];
  for (const form of forms) {
    const found = new RegExp(form, 'iu').exec(plain)?.groups?.['number'];
    if (found !== undefined) return asNumber(found);
  }
  return undefined;
};

const firstOf = (
  document: Contract['document'],
  [member, schema]: readonly [string, Schema],
  nouns: readonly string[],
  texts: readonly string[],
): number | undefined => {
  const names = [member, wordsOf(member).join(' ')];
  const told = [
    ...texts.flatMap(sentencesOf).map((sentence) => firstIn(sentence, nouns, names, false)),
    ...descriptionsIn(document, schema)
      .flatMap(sentencesOf)
      .map((sentence) => firstIn(sentence, nouns, names, true)),
  ];
  return told.find((one) => one !== undefined);
};

/**
 * A body whose lists of objects have in their first entry the number that a sentence says it to have: "The first stop is where it starts: its `kilometre` is 0", "`dueAfterDays` of the
 * first instalment must be 0", of a member "0 for the first leg".
 * @param texts What the document says of the operation, and of the members of its body.
 * @returns The body, and the names of the members that differ from `value`.
 */
export const withFirsts = (
  document: Contract['document'],
  schema: Schema,
  texts: readonly string[],
  value: Values,
): { readonly value: Values; readonly changed: readonly string[] } => {
  const members = membersOf(document, schema);
  const put = Object.entries(value).flatMap(([name, list]) => {
    const described = members.get(name);
    const item = described === undefined ? undefined : itemsOf(document, described);
    const [first, ...rest]: readonly unknown[] = Array.isArray(list) ? list : [];
    if (item === undefined || !isObject(first)) return [];
    const words = wordsOf(name);
    const nouns = [singular(words.at(-1) ?? ''), [...words.slice(0, -1), singular(words.at(-1) ?? '')].join(' ')];
    const set = [...membersOf(document, item)].flatMap((one): readonly (readonly [string, number])[] => {
      const [member, own] = one;
      const isNumber = isType(document, own, 'integer') || isType(document, own, 'number');
      const told = isNumber && first[member] !== undefined ? firstOf(document, one, nouns, texts) : undefined;
      return told === undefined || told === first[member] ? [] : [[member, told]];
    });
    return set.length === 0 ? [] : [[name, [{ ...first, ...Object.fromEntries(set) }, ...rest]] as const];
  });
  return { value: { ...value, ...Object.fromEntries(put) }, changed: put.map(([name]) => name) };
};
