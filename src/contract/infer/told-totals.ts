import { type Expression, namesIn } from './formulas/expression.ts';
import { formulaIn } from './formulas/parse.ts';
import { statementsOf } from './sentences.ts';
import { wordsOf } from './words.ts';

/** A bound over several numbers of one object, in each way in which its sentence can be read: "Depth + 2 × (width + height) is at most 250 cm". */
export type ToldTotal = {
  readonly expressions: readonly Expression[];
  /** The numbers of the object that it is made of, two at least. */
  readonly names: readonly string[];
  readonly side: 'most' | 'least';
  readonly limit: number;
  /** Is the limit itself beyond the bound: "less than 300". */
  readonly isBeyond: boolean;
  readonly sentence: string;
};

/** A number of an object, and what its description says. */
export type TotalledNumber = { readonly name: string; readonly texts: readonly string[] };

/** Units in which a number is measured, each with the words for it. */
const measures: Readonly<Record<string, readonly string[]>> = {
  mm: ['mm', 'millimetre', 'millimetres', 'millimeter', 'millimeters'],
  cm: ['cm', 'centimetre', 'centimetres', 'centimeter', 'centimeters'],
  m: ['m', 'metre', 'metres', 'meter', 'meters'],
  km: ['km', 'kilometre', 'kilometres', 'kilometer', 'kilometers'],
  in: ['in', 'inch', 'inches'],
  g: ['g', 'gram', 'grams'],
  kg: ['kg', 'kilogram', 'kilograms', 'kilo', 'kilos'],
  t: ['t', 'tonne', 'tonnes'],
  ml: ['ml', 'millilitre', 'millilitres', 'milliliter', 'milliliters'],
  l: ['l', 'litre', 'litres', 'liter', 'liters'],
  s: ['s', 'sec', 'secs', 'second', 'seconds'],
  min: ['min', 'mins', 'minute', 'minutes'],
  h: ['h', 'hour', 'hours'],
  day: ['day', 'days'],
  week: ['week', 'weeks'],
  cent: ['cent', 'cents'],
  euro: ['eur', 'euro', 'euros', '€'],
  percent: ['percent', '%'],
};

/** Words for what is only counted. */
const counted: ReadonlySet<string> = new Set(
  'pieces items units people persons guests passengers travellers seats places beds rooms cells fields points copies entries heads'.split(
    ' ',
  ),
);

const unitOf = (word: string): string | undefined => Object.keys(measures).find((unit) => measures[unit]?.includes(word.toLowerCase()));

/** The units that the name of a number, or its description, tells: `widthCm`, "in centimetres". */
const unitsOf = ({ name, texts }: TotalledNumber): readonly string[] => {
  const last = wordsOf(name).at(-1) ?? '';
  const ofName = wordsOf(name).length > 1 ? unitOf(last) : undefined;
  const ofTexts = texts.flatMap((text) =>
    [...text.matchAll(/^(?<alone>\p{L}+|€|%)\.?$|\bin (?<behind>\p{L}+)/giu)].flatMap(
      ({ groups = {} }) => unitOf(groups['alone'] ?? groups['behind'] ?? '') ?? [],
    ),
  );
  return [...(ofName === undefined ? [] : [ofName]), ...ofTexts];
};

/** The words of a name without the unit behind them: "width" of `widthCm`. */
const withoutUnit = (name: string): string | undefined => {
  const words = wordsOf(name);
  return words.length > 1 && unitOf(words.at(-1) ?? '') !== undefined ? words.slice(0, -1).join(' ') : undefined;
};

const number = String.raw`(?<limit>\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)`;
const unit = String.raw`(?: ?(?<unit>\p{L}+|€|%))?`;
const has = String.raw`(?:(?:is|are|has to be|have to be|must be|may be|can be|must stay|has to stay|stays?) (?:always )?)`;
const not = String.raw`(?:must not|mustn't|may not|can ?not|can't|may never|must never|can never|is not|are not|is never|are never|does not|do not|never)`;
const most = String.raw`(?:at most|no more than|not more than|no greater than|not greater than|less than or equal to|limited to|up to|a maximum of)`;
const least = String.raw`(?:at least|no less than|not less than|greater than or equal to|a minimum of)`;

type Form = { readonly form: RegExp; readonly side: 'most' | 'least'; readonly isBeyond: boolean };

const form = (side: Form['side'], isBeyond: boolean, ...said: readonly string[]): Form => ({
  form: new RegExp(`^(?<made>.+?),? (?:${said.join('|')}) ${number}${unit}$`, 'iu'),
  side,
  isBeyond,
});

const forms: readonly Form[] = [
  form(
    'most',
    false,
    `${has}${most}`,
    `${not} (?:exceeds?|(?:be |go |come )?(?:more than|greater than|larger than|above|over|beyond))`,
    '[≤]|<=',
    most,
  ),
  form('most', true, `${has}(?:less than|smaller than|below|under)`, '<'),
  form('least', false, `${has}${least}`, `${not} (?:be |fall |go )?(?:less than|smaller than|below|under)`, '[≥]|>=', least),
  form('least', true, `${has}(?:more than|greater than|above|over)`, '>'),
  { form: new RegExp(`^${most} ${number}${unit} (?:for |of |in )?(?<made>.+)$`, 'iu'), side: 'most', isBeyond: false },
  { form: new RegExp(`^${least} ${number}${unit} (?:for |of |in )?(?<made>.+)$`, 'iu'), side: 'least', isBeyond: false },
];

/** What an answer to a breach is, which follows the bound: ", otherwise 400", "(422)". */
const refusal =
  /\s*(?:\((?:else |otherwise |or )?`?4\d\d`?[^()]*\)|,? (?:otherwise|else|or)(?: the answer is| it is)?:? (?:a )?`?4(?:\d\d|xx)`?(?: \S+)?)\s*$/iu;

const together = /\b(?:together|altogether|combined|in total|in all|in sum|taken together|added up)\b,?/iu;

/** A sum as the parser of formulas reads it: "adults and children together", "twice the width". */
const plain = (made: string): string => {
  const bare = made
    .replaceAll(/\b(?:twice|double) (?:the )?/giu, '2 × ')
    .replace(/^(?:the )?product of (.+?) and ([^,]+)$/iu, '$1 × $2')
    .replace(/^(?:their|the) (?:sum|total):? (?!of\b)/iu, 'the sum of ')
    .trim();
  if (!together.test(bare)) return bare;
  const list = bare.replace(together, ' ').replaceAll(/\s+/gu, ' ').trim();
  return /^(?:the )?(?:sum|total) of\b/iu.test(list) || /[+×*]|\bplus\b/iu.test(list) ? list : `the sum of ${list}`;
};

/** An expression with the names of members in the place of words for them. */
const renamed = (expression: Expression, names: ReadonlyMap<string, string>): Expression => {
  if (expression.kind === 'member') return { ...expression, name: names.get(expression.name) ?? expression.name };
  return 'left' in expression
    ? { ...expression, left: renamed(expression.left, names), right: renamed(expression.right, names) }
    : expression;
};

/** Does a bound hold in the unit of the numbers that it is over, as far as a document tells it. */
const isInUnit = (word: string | undefined, numbers: readonly TotalledNumber[]): boolean => {
  const own = new Set(numbers.flatMap(unitsOf));
  if (own.size > 1) return false;
  const meant = word === undefined ? undefined : unitOf(word);
  if (word !== undefined && meant === undefined && !counted.has(word.toLowerCase())) return false;
  return meant === undefined || own.size === 0 || own.has(meant);
};

const totalIn = (sentence: string, numbers: readonly TotalledNumber[]): ToldTotal | undefined => {
  const text = sentence
    .replace(/[.;:]\s*$/u, '')
    .replace(refusal, '')
    .trim();
  const names = numbers.map(({ name }) => name);
  const aliases = new Map(
    names.flatMap((name) => {
      const alias = withoutUnit(name);
      const isOne =
        alias !== undefined && names.filter((one) => withoutUnit(one) === alias || wordsOf(one).join(' ') === alias).length === 1;
      return isOne ? [[alias, name] as const] : [];
    }),
  );
  for (const { form: said, side, isBeyond } of forms) {
    const { made = '', limit = '', unit: word } = said.exec(text)?.groups ?? {};
    if (made === '') continue;
    const formula = formulaIn(plain(made), { numbers: [...names, ...aliases.keys()], lists: new Map() });
    if (!formula || formula.rounding !== undefined) continue;
    const expressions = formula.expressions.map((one) => renamed(one, aliases));
    const used = [...new Set(expressions.flatMap(namesIn))];
    const isOfSeveral = used.length > 1 && expressions.every((one) => new Set(namesIn(one)).size === used.length);
    if (
      !isOfSeveral ||
      !isInUnit(
        word,
        numbers.filter(({ name }) => used.includes(name)),
      )
    )
      continue;
    return { expressions, names: used, side, limit: Number(limit.replaceAll(',', '')), isBeyond, sentence };
  }
  return undefined;
};

/**
 * The bounds over several of the numbers of an object that a text tells. A sentence with any other word, such as one that says for whom the bound holds, tells
 * none: it is read as a whole or not at all.
 */
export const totalsToldIn = (text: string, numbers: readonly TotalledNumber[]): readonly ToldTotal[] =>
  numbers.length < 2 ? [] : statementsOf(text).flatMap((one) => totalIn(one, numbers) ?? []);
