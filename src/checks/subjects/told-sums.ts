import { answerSchema } from '../../contract/infer/conventions/collection.ts';
import { numberIn } from '../../contract/infer/formulas/expression.ts';
import { amountIn, amountOfMoney } from '../../contract/infer/money.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import { shareScale } from '../../contract/infer/formulas/scales.ts';
import { singular } from '../../contract/infer/singular.ts';
import { descriptionsIn, isType, itemsOf, membersOf, partsOf } from '../../contract/infer/schema-parts.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation, Schema } from '../../contract/model.ts';
import { isObject, valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { nodeOf } from '../../model/location.ts';
import { rememberedByPair } from '../../model/remembered.ts';
import { toldMeans } from './told-means.ts';
import { toldParts } from './told-parts.ts';

type Document = Contract['document'];
type Json = Readonly<Record<string, unknown>>;

/** A number in an object of an answer that its description derives from other values of the same object. */
export type ToldSum = {
  /** Where such objects are in an answer: names, and `*` for all items of a list. */
  readonly around: readonly string[];
  readonly member: string;
  /** What it has to be, in words, and from the values of one object; undefined where that shows too little. */
  readonly words: string;
  readonly of: (object: Json) => number | undefined;
  /** How many values may be rounded on the way to it. */
  readonly roundings: (object: Json) => number;
};

const saysNumber = rememberedByPair(
  (document: Json, schema: Json): boolean =>
    isType(document, schema, 'integer') ||
    isType(document, schema, 'number') ||
    partsOf(document, schema).some(
      ({ pattern, format }) => format === 'decimal' || (typeof pattern === 'string' && /^\^[-+?*()[\]{}|\\.,:\dd]+\$$/u.test(pattern)),
    ),
);

export const isNumeric = (document: Document, schema: Schema | undefined): boolean => isObject(schema) && saysNumber(document, schema);

/** A number, or an amount of money. */
const isAmount = (document: Document, schema: Schema | undefined): boolean =>
  isNumeric(document, schema) || amountOfMoney(document, schema) !== undefined;

const textOf = (document: Document, schema: Schema): string =>
  descriptionsIn(document, schema)
    .join(' ')
    .replaceAll(/[`*"]/gu, (sign) => (sign === '*' ? '*' : ''))
    .trim();

/** Descriptions of sums in which something else has a part. */
const isOther =
  /\bdiscount|\btax|\bvat\b|\bshipping|\bestimat|\bapprox|\baverage|\bmean\b|\bexcept|\bexcl|\bincl|\bunless|\bonly\b|\bper\b|\bnot\b|\bplus\b|\bminus\b|\bless\b|\brounded (?:up|down)|\bactive|\bpaid|\bleft\b|\bafter\b|\bremain|\bopen\b|\bconverted|\bcurrency/iu;

/** Words that leave a sum that of all values. */
const plainWords: ReadonlySet<string> = new Set(
  (
    'the a an of all its it this these those that which is are sum sums total totals overall grand over for in on by from to as with each every any added add adding up together item items line ' +
    'lines row rows entry entries position positions part parts value values amount amounts number numbers times multiplied price computed calculated automatically server service read only always ' +
    'rounded commercially half two 2 decimals decimal places digits cents cent whole kg g grams hours minutes days euro euros dollars x so far same shown here below above their own'
  ).split(' '),
);

/** "Rounded to five cents", "capped at 1000", "in most cases", "of delivered lines": the sum is another number, or one of some. */
const isPlainSum = (text: string, names: readonly string[]): boolean => {
  if (/\brounded to (?:the (?:nearest|next) )?(?!two\b|2\b|cents?\b|(?:the )?(?:full )?cents?\b)/iu.test(text)) return false;
  const known = new Set(names.flatMap(wordsOf).map(singular));
  // "Of the order" says whose; a form of a verb before a noun says which.
  const bare = text.replaceAll(/\b(?:of|in|on) (?:the|this|its|an?) \p{L}+(?=\s*(?:$|[.,;]))/giu, ' ');
  return wordsOf(bare.replaceAll(/[^\p{L}\p{N}_]+/gu, ' ')).every((word) => plainWords.has(word) || known.has(singular(word)));
};

const isTimes = /×|\*|\btimes\b|\bmultipl|·|(?<=\w) x (?=\w)/iu;

const normal = (text: string): string => wordsOf(text).join(' ');

/** The members whose whole names a text has, or else the plurals of them: "Sum of the line totals". */
const namedIn = (text: string, names: readonly string[]): readonly string[] => {
  const own = names.filter((name) => ` ${normal(text)} `.includes(` ${normal(name)} `));
  return own.length > 0 ? own : names.filter((name) => ` ${normal(text)} `.includes(` ${normal(name)}s `));
};

/** A text that is nothing but two names of members with a word between them. */
const twoNames = (text: string, between: string, names: readonly string[]): readonly [string, string] | undefined => {
  const [, one = '', other = ''] =
    new RegExp(String.raw`^(?:the )?(?:sum of )?(?:the )?([\w ]+?) (?:${between}) (?:the )?([\w ]+?)\.?$`, 'iu').exec(text) ?? [];
  const [first, second] = [one, other].map((words) => names.find((name) => normal(name) === normal(words)));
  return first === undefined || second === undefined || first === second ? undefined : [first, second];
};

const itemsAt = (object: Json, name: string): readonly Json[] | undefined => {
  const value = object[name];
  return Array.isArray(value) && value.every((one) => isObject(one)) ? value : undefined;
};

const total = (values: readonly (number | undefined)[]): number | undefined =>
  values.some((one) => one === undefined) ? undefined : values.reduce<number>((sum, one) => sum + (one ?? 0), 0);

type Rule = Pick<ToldSum, 'words' | 'of' | 'roundings'>;

/**
 * The number of what a list beside it holds.
 * @param isTold The description says so. A number that only its name explains may count more than the list shows.
 */
const countOf = (member: string, list: string, isTold: boolean): Rule => ({
  words: `as many as ${list} holds`,
  of(object) {
    const items = object[list];
    if (!Array.isArray(items)) return undefined;
    return isTold ? items.length : Math.max(items.length, numberIn(object[member]) ?? 0);
  },
  roundings: () => 0,
});

/** How a description derives a number from the other values of its object; undefined where it does not, or not clearly. */
const ruleFor = (
  document: Document,
  members: ReadonlyMap<string, Schema>,
  { member, text, isPage }: { readonly member: string; readonly text: string; readonly isPage: boolean },
): Rule | undefined => {
  const numbers = [...members].filter(([name, schema]) => name !== member && isAmount(document, schema)).map(([name]) => name);
  const own = [member, members.get(member) ?? true] as const;
  const one = (name: string) => (object: Json) => amountIn(object[name]);
  const ofTwo = (names: readonly [string, string] | undefined, sign: string, make: (a: number, b: number) => number): Rule | undefined => {
    if (names === undefined || !shareScale(document, [own, ...names.map((name) => [name, members.get(name) ?? true] as const)]))
      return undefined;
    const [first, second] = names;
    return {
      words: `${first} ${sign} ${second}`,
      of(object) {
        const [a, b] = [one(first)(object), one(second)(object)];
        return a === undefined || b === undefined ? undefined : make(a, b);
      },
      roundings: () => 1,
    };
  };
  const minus = ofTwo(twoNames(text, 'minus|−|-|less', numbers), '−', (a, b) => a - b);
  const plus = ofTwo(twoNames(text, String.raw`plus|\+|and`, numbers), '+', (a, b) => a + b);
  if (minus ?? plus) return /\band\b/iu.test(text) && !/\bsum\b/iu.test(text) && !minus ? undefined : (minus ?? plus);
  const times = ofTwo(twoNames(text, String.raw`×|\*|times|x|multiplied by`, numbers), '×', (a, b) => a * b);
  if (times) return times;
  const lists = [...members].flatMap(([name, schema]) => {
    const item = isType(document, schema, 'array') ? itemsOf(document, schema) : undefined;
    return item === undefined ? [] : [{ name, members: membersOf(document, item), text: textOf(document, schema) }];
  });
  const counted =
    /^(?:the )?(?:total )?(?:number|count) of (?:the |its |all )*([a-z]+)(?: (?:in|of|on) (?:the|this|it|an?) ?\w*)?\.?$/iu.exec(text)?.[1];
  const noun = counted ?? (text === '' && wordsOf(member).at(-1) === 'count' ? wordsOf(member).slice(0, -1).join(' ') : undefined);
  const whole = lists.find(
    (list) =>
      noun !== undefined &&
      singular(normal(list.name)) === singular(noun.toLowerCase()) &&
      !/\b(?:first|latest|last|recent|up to|at most)\b/iu.test(list.text),
  );
  if (whole !== undefined) return isPage ? undefined : countOf(member, whole.name, counted !== undefined);
  // The names of other members are no words of the sentence.
  const plain = numbers.filter((name) => wordsOf(name).length > 1).reduce((rest, name) => rest.replaceAll(name, ''), text);
  if (!/\b(?:sum|total)\b/iu.test(plain) || isOther.test(plain)) return undefined;
  const meant = lists
    .map(({ name, members: inner }) => ({
      name,
      inner,
      named: namedIn(
        plain,
        [...inner].filter(([, schema]) => isNumeric(document, schema)).map(([called]) => called),
      ),
    }))
    .filter(({ named }) => named.length === (isTimes.test(text) ? 2 : 1));
  const [list, ...others] = meant;
  if (list === undefined || others.length > 0 || !isPlainSum(plain, [...list.named, list.name, member])) return undefined;
  if (!shareScale(document, [own, ...list.named.map((name) => [name, list.inner.get(name) ?? true] as const)])) return undefined;
  return {
    words: `the sum of ${list.named.join(' × ')} of ${list.name}`,
    of(object) {
      const items = itemsAt(object, list.name);
      return (
        items &&
        total(
          items.map((item) =>
            list.named
              .map((name) => numberIn(item[name]))
              .reduce<number | undefined>(
                (product, value) => (product === undefined || value === undefined ? undefined : product * value),
                1,
              ),
          ),
        )
      );
    },
    roundings: (object) => itemsAt(object, list.name)?.length ?? 1,
  };
};

/** Words of a sum that do not say what is summed up. */
const ofSums: ReadonlySet<string> = new Set('total subtotal sub sum amount amounts cents value in minor all grand'.split(' '));

/** Words of numbers of an item that are no amounts, or parts of its amount. */
const noAmounts: ReadonlySet<string> = new Set(
  'percent percentage rate bps basis points ratio quantity qty count number position'.split(' '),
);
const ofParts: ReadonlySet<string> = new Set('vat tax discount fee shipping tip unit'.split(' '));

/** The number of an item that a sum of items adds up: `vat_amount` for `vat_total`, `line_total` for `subtotal`; undefined where none or several may be meant. */
const summedUp = (member: string, numbers: readonly string[]): string | undefined => {
  const about = wordsOf(member).filter((word) => !ofSums.has(word));
  const isMeant = (words: readonly string[]): boolean =>
    about.length > 0
      ? about.every((word) => words.includes(word))
      : words.some((word) => word === 'total' || word === 'subtotal' || word === 'amount') && !words.some((word) => ofParts.has(word));
  const found = numbers.filter((name) => isMeant(wordsOf(name)) && !wordsOf(name).some((word) => noAmounts.has(word)));
  return found.length === 1 ? found[0] : undefined;
};

/** The sum of one number of all items of a list. */
const sumOver = (list: string, name: string, isRounded: boolean): Rule => ({
  words: `the sum of ${name} of ${list}`,
  of(object) {
    const items = itemsAt(object, list);
    return items && total(items.map((item) => numberIn(item[name])));
  },
  roundings: (object) => (isRounded ? 0 : (itemsAt(object, list)?.length ?? 1)),
});

/** "Sum of the lines", "The total over all lines, as rounded". */
const ofList =
  /^(?:the )?(?:sum|total) (?:of|over) (?:all |the |its |these )*(?<list>[a-z]+(?: [a-z]+)?)(?<rounded>,? (?:each )?as rounded)?\.?$/iu;

/** "`subtotal` and `vat_total` are the sums over the lines as rounded." */
const sumsOfList =
  /^(?<members>`[\w-]+`(?:(?:, (?:and )?| and )`[\w-]+`)*) (?:is|are) (?:always )?(?:the |each the )?(?:sums?|totals?) (?:of|over) (?:all |the |its |these )*`?(?<list>[a-z]+)`?(?<rounded>,? (?:each )?as rounded)?(?=$|[.;]|, and `)/iu;

/** What sentences of operations say to be sums of a list: the names of the members with that of the list. */
type SaidSum = { readonly members: readonly string[]; readonly list: string; readonly isRounded: boolean };

const saidSums = ({ document, operations }: Contract): readonly SaidSum[] =>
  operations
    .flatMap(({ location }) => saidIn(valueAt(document, nodeOf(location))))
    .flatMap(sentencesOf)
    .flatMap((sentence) => {
      const { members = '', list = '', rounded } = sumsOfList.exec(sentence.replaceAll(/\s+/gu, ' ').trim())?.groups ?? {};
      const names = [...members.matchAll(/`([\w-]+)`/gu)].map(([, name = '']) => name);
      return names.length === 0 ? [] : [{ members: names, list: list.toLowerCase(), isRounded: rounded !== undefined }];
    });

/** Words at the end of the name of a list that say no more than that it has entries: `lineItems`. */
const ofEntries: ReadonlySet<string> = new Set('item entry row line position record'.split(' '));

/** The list that a noun means: the one of that name, else the only one whose name ends with it (`orderLines`), or has only a word for entries behind it (`lineItems` for "lines"). */
const listMeant = (names: readonly string[], noun: string): string | undefined => {
  const meant = singular(noun.toLowerCase());
  const exact = names.find((name) => singular(normal(name)) === meant);
  if (exact !== undefined) return exact;
  const found = names.filter((name) => {
    const words = wordsOf(name);
    const last = singular(words.at(-1) ?? '');
    return words.length === 2 && (last === meant || (words[0] === meant && ofEntries.has(last)));
  });
  return found.length === 1 ? found[0] : undefined;
};

/** The rule for a member that a text says to be the sum of a list beside it; undefined where no such list is there, or what of it is summed up is open. */
const ruleOfList = (
  document: Document,
  members: ReadonlyMap<string, Schema>,
  member: string,
  text: string,
  said: readonly SaidSum[],
): Rule | undefined => {
  const own = ofList.exec(text)?.groups;
  const other = said.find((one) => one.members.includes(member) && one.members.every((name) => members.has(name)));
  const noun = own?.['list'] ?? other?.list;
  const lists = [...members].filter(([, schema]) => isType(document, schema, 'array'));
  const called =
    noun === undefined
      ? undefined
      : listMeant(
          lists.map(([name]) => name),
          noun,
        );
  const list = lists.find(([name]) => name === called);
  const item = list && itemsOf(document, list[1]);
  const numbers =
    item === undefined ? [] : [...membersOf(document, item)].filter(([, schema]) => isNumeric(document, schema)).map(([name]) => name);
  const name = summedUp(member, numbers);
  const isRounded = own ? own['rounded'] !== undefined : other?.isRounded === true;
  const inner = item === undefined ? new Map<string, Schema>() : membersOf(document, item);
  const isAlike =
    name !== undefined &&
    shareScale(document, [
      [member, members.get(member) ?? true],
      [name, inner.get(name) ?? true],
    ]);
  return list && isAlike ? sumOver(list[0], name, isRounded) : undefined;
};

const deepest = 5;

type Told = { readonly isPage: boolean; readonly said: readonly SaidSum[] };

const sumsIn = (document: Document, schema: Schema, around: readonly string[], { isPage, said }: Told): readonly ToldSum[] => {
  if (around.length > deepest) return [];
  const item = isType(document, schema, 'array') ? itemsOf(document, schema) : undefined;
  if (item !== undefined) return sumsIn(document, item, [...around, '*'], { isPage: false, said });
  const members = membersOf(document, schema);
  const own = [...members].flatMap(([member, one]) => {
    const text = textOf(document, one);
    const rule = isAmount(document, one)
      ? (ruleFor(document, members, { member, text, isPage }) ?? ruleOfList(document, members, member, text, said))
      : undefined;
    return rule === undefined ? [] : [{ around, member, ...rule }];
  });
  const told = [
    ...[...members].map(([member, one]) => [member, textOf(document, one)] as const),
    ...descriptionsIn(document, schema).map((text) => ['', text] as const),
  ];
  const described = [
    ...[...members].flatMap(([member, one]) => descriptionsIn(document, one).map((text) => [member, text] as const)),
    ...descriptionsIn(document, schema).map((text) => ['', text] as const),
  ];
  return [
    ...own,
    ...toldParts(document, members, told).map((rule) => ({ around, ...rule })),
    ...toldMeans(document, members, described).map((rule) => ({ around, ...rule })),
    ...[...members].flatMap(([name, one]) =>
      sumsIn(document, one, [...around, name], { isPage: isPage && !isType(document, one, 'array'), said }),
    ),
  ];
};

const known = new WeakMap<Contract, Map<string, readonly ToldSum[]>>();
const knownSaid = new WeakMap<Contract, readonly SaidSum[]>();

const saidOnce = (contract: Contract): readonly SaidSum[] => {
  const found = knownSaid.get(contract) ?? saidSums(contract);
  knownSaid.set(contract, found);
  return found;
};

/** The numbers in the success of an operation that a description derives from others, in a contract that is held to the standard requirements. */
export const toldSums = (contract: Contract, operation: Operation): readonly ToldSum[] => {
  const all = known.get(contract) ?? new Map<string, readonly ToldSum[]>();
  known.set(contract, all);
  const body = contract.standard.size === 0 ? undefined : answerSchema(operation);
  const found =
    all.get(operation.key) ??
    (body === undefined
      ? []
      : sumsIn(contract.document, body, [], {
          isPage: contract.collections.some((one) => one.operation.key === operation.key),
          said: saidOnce(contract),
        }));
  all.set(operation.key, found);
  return found;
};
