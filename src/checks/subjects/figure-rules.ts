import { amountIn } from '../../contract/infer/money.ts';
import { singular } from '../../contract/infer/singular.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import { isObject } from '../../contract/pointer.ts';
import { type Counting, countingIn, isCounted, type Trait } from './counted-traits.ts';

type Json = Readonly<Record<string, unknown>>;

/** How a figure follows from the items of a list, as its description says. */
export type Rule = {
  readonly kind: 'sum' | 'mean' | 'count';
  /** The member of each item that is added up; undefined where items are counted. */
  readonly member: string | undefined;
  /** The member that is taken off. */
  readonly less: string | undefined;
  /** Which items count; undefined where all do. */
  readonly counting: Counting | undefined;
  /** Items without a number are said to be left out of a mean. */
  readonly leavesBlanksOut: boolean;
  /** Digits behind the point that the text promises. */
  readonly digits: number | undefined;
};

const digitWords = ['no', 'one', 'two', 'three', 'four'];

const decimals =
  /\b(?:to |with |at |has )?(?<digits>one|two|three|four|[1-4]) (?:decimals?|decimal (?:places?|digits?)|digits? (?:after|behind) the (?:decimal )?point)\b/iu;

/** Words by which a read shows what was so some time ago, or for a time that it takes when nobody says which. */
export const lagging =
  /\b(?:cach(?:e|ed|es|ing)|delay(?:ed|s)?|stale|eventual(?:ly)?|nightly|hourly|snapshots?|lags?|catch(?:es)? up|(?:re)?(?:freshed|computed|calculated|built|updated) (?:every|once|each|at (?:night|midnight)|in the background|daily|periodically))\b|\bup to (?:\w+ ){1,3}(?:seconds?|minutes?|hours?) (?:old|late|behind)\b/iu;

/** A field by which an answer is not kept for later reads. */
export const neverKept = /\bcache-control\W{1,4}no-(?:store|cache)\b/giu;

/** Remarks that change nothing of what a figure is made of. */
const remarks: readonly RegExp[] = [
  /[,;.(]? ?\b(?:it is |and )?(?:null|0|zero|nothing|none|absent|missing) (?:if|when|where|while|without|as long as|until|unless|before)\b[^.;()]*\)?/giu,
  /[,;.(]? ?\b(?:if|when|where|while|as long as) (?:there (?:is|are) (?:none|no)\b[^.;(),]*|nobody\b[^.;(),]*|nothing\b[^.;(),]*),? (?:it is )?(?:null|0|zero)\b/giu,
  /[,;.(]? ?\b(?:commercially |always )?rounded\b[^.;()]*\)?/giu,
  /[,;(]? ?\b(?:up to date|at the time of the (?:call|request)|at the moment|right now|as of now|currently|computed\b[^.;()]*|calculated\b[^.;()]*|read[- ]only|in (?:euros?|cents?|minor units|percent|the currency of [^.;()]*))\)?/giu,
];

/** Words that leave no item out. */
const plain = new Set(
  (
    'the a an of all its it this that which who those these are is was were be been has have had with in on over from for by per each every any everything what whatever one ones ' +
    'and among their there whose given back so values value amount amounts numbers number shown item items so plain simple arithmetic put together altogether overall'
  ).split(' '),
);

/** A figure of a time, or of something else than the list shows now. */
export const isOther =
  /estimat|approx|roughly|\bever\b|\btoday\b|\bthis (?:week|month|year|quarter)\b|\blast \w+|\bsince\b|\bpast\b|\bper\b|\bdistinct|\bunique|\bdifferent|cached|delay|\bnightly|\bhourly|\bweight(?:ed|s)\b|\bmedian\b|\bconvert|\bvat\b|\btax/iu;

const forms: readonly (readonly [Rule['kind'], RegExp])[] = [
  ['mean', /^(?:the |an? )?(?:plain |simple |arithmetic(?:al)? |unweighted )?(?:mean|average)(?: value)?(?: of| over)? (?<rest>.+)$/iu],
  ['sum', /^(?:the )?(?:overall |total )?(?:sum|total)(?: of| over) (?<rest>.+)$/iu],
  ['count', /^(?:the )?(?:total |current )?(?:number|count) of (?<rest>.+)$/iu],
  ['count', /^how many (?<rest>.+?)(?: there are)?$/iu],
  ['count', /^all (?<rest>.+)$/iu],
];

const leadIn =
  /^(?<before>.*?)(?:\b(?:that is|i\.e\.|namely|in other words|which is),? |(?<=^what [^:;]{3,60}): )(?=(?:the )?(?:plain |simple )?(?:sum|total|mean|average|number|count) )/iu;

/** What explains a state in other words before it names that: "those that can be booked right away, that is with the status `free`". */
const explained = / (?:that|which|who|where) [^,;:]{3,60}, (?:that is|i\.e\.|namely),? (?=(?:those |the ones )?(?:with|in) )/giu;

/** "With the status `free`", "in state `free`": the state is named by itself. */
const inStatus = /\b(?:with|in|of|having) (?:the |an? )?(?:status|state) (?=\p{L})/giu;

const differing =
  / (?:less|minus|net of|after (?:deducting|subtracting|taking off)|reduced by) (?=(?:the |all |every|any|what|its )|\w+$)/iu;

/** "Of all enrolments that have one", "of reviews with a rating". */
const hasOne =
  /\b(?:that|which|who) (?:have|has) (?:one\b|any\b|an? (?<had>\w+))|\bwith (?:one\b|an? (?<beside>\w+))|\bfor which there is one\b/iu;

/** The clause by which items without a number are left out; none where it speaks of anything else that an item may have. */
const clauseOfOne = (text: string, numbers: readonly string[]): string | undefined => {
  const told = hasOne.exec(text);
  const what = told?.groups?.['had'] ?? told?.groups?.['beside'];
  const isMeant = what === undefined || numbers.some((name) => wordsOf(name).at(-1) === what.toLowerCase());
  return isMeant ? told?.[0] : undefined;
};

type Found = { readonly name: string; readonly rest: string };

/** Does a word of a text stand for a word of a name: in the plural, or as what was done. */
const isSameWord = (said: string, word: string): boolean =>
  singular(said) === singular(word) || said === `${word}ed` || (word.endsWith('e') && said === `${word}d`);

/** The member whose name is the longest of those that a text has, and what is left of the text. */
const memberIn = (text: string, names: readonly string[]): Found | undefined => {
  const words = wordsOf(text.replaceAll(/[^\p{L}\p{N}_]+/gu, ' '));
  const found = names.flatMap((name) => {
    const own = wordsOf(name);
    const place = words.findIndex((_, n) => own.every((word, k) => isSameWord(words[n + k] ?? '', word)));
    return place < 0 ? [] : [{ name, length: own.length, place }];
  });
  const [longest, ...others] = found.toSorted((one, other) => other.length - one.length);
  if (
    !longest ||
    others.some(({ place, length }) => length === longest.length || place < longest.place || place >= longest.place + longest.length)
  )
    return undefined;
  return { name: longest.name, rest: words.filter((_, n) => n < longest.place || n >= longest.place + longest.length).join(' ') };
};

/** Words in the name of a figure that say of what kind it is: `total_weight` is a total of `weight`. */
const ofKind: ReadonlySet<string> = new Set('total sum overall all mean average avg grand'.split(' '));

/** The member of the items that the name of a figure means, where its text names no number of theirs: "The sum over all parcels" of `total_weight`. */
const summedBy = (figure: string, text: string, numbers: readonly string[]): Found | undefined => {
  const own = wordsOf(figure);
  const meant = own.filter((word) => !ofKind.has(word)).join(' ');
  const name = meant === '' || own.join(' ') === meant ? undefined : numbers.find((one) => wordsOf(one).join(' ') === meant);
  return name === undefined ? undefined : { name, rest: text };
};

/** The only number of what a list shows, which is its amount, and the nouns of that: "Sum of the open fees" adds up what they come to. */
export type Alone = { readonly name: string; readonly nouns: readonly string[] };

/** The amount of the items of a list where a text names these, in the plural, and no number of theirs. */
const amountOf = (text: string, alone: Alone | undefined): Found | undefined => {
  if (alone === undefined) return undefined;
  const { name, nouns } = alone;
  const words = wordsOf(text.replaceAll(/[^\p{L}\p{N}_]+/gu, ' '));
  const isNamed = words.some((_, n) =>
    nouns.every((noun, k) => {
      const word = words[n + k] ?? '';
      return k < nouns.length - 1 ? word === noun : word !== noun && singular(word) === noun;
    }),
  );
  return isNamed ? { name, rest: text } : undefined;
};

/** A text without the words by which it holds for each value of what an item names: "over all shelves" of the crates on shelves. */
const withoutSpread = (text: string, spread: readonly string[]): string =>
  text.replaceAll(
    /,? \b(?:over|across|in|at|on|from|of|for) all (?:of )?(?:the |its )?(?<plural>[\p{L}]+)(?=$|[.,;])/giu,
    (all, plural: string) =>
      spread.includes(singular(plural.toLowerCase())) && singular(plural.toLowerCase()) !== plural.toLowerCase() ? '' : all,
  );

/** What the text of a number says of how it follows from the items of a list, where every word of it is understood. */
export const ruleIn = (
  text: string,
  {
    numbers,
    traits,
    known,
    figure = '',
    alone,
    spread = [],
  }: {
    readonly numbers: readonly string[];
    readonly traits: readonly Trait[];
    readonly known: ReadonlySet<string>;
    /** The name of the number itself. */
    readonly figure?: string;
    readonly alone?: Alone | undefined;
    /** Nouns of what each item names, of which all count: `shelf` where it has a `shelfId`. */
    readonly spread?: readonly string[];
  },
): Rule | undefined => {
  const bare = withoutSpread(text, spread)
    .replaceAll(/[`*"“”]/gu, '')
    .replaceAll(/(?<=\p{L})['’]s\b|(?<=s)['’](?=\s)/gu, '')
    .replaceAll(/\s+/gu, ' ')
    .replaceAll(explained, ' ')
    .replaceAll(inStatus, '')
    .trim();
  if (isOther.test(bare)) return undefined;
  const told = decimals.exec(bare)?.groups?.['digits']?.toLowerCase();
  const digits = told === undefined ? undefined : digitWords.includes(told) ? digitWords.indexOf(told) : Number(told);
  let rest = remarks.reduce((left, one) => left.replaceAll(one, ' '), bare).replace(decimals, ' ');
  const before = leadIn.exec(rest)?.[0] ?? '';
  if (/\b(?:only|except|without|excluding|but|not|no)\b/iu.test(before)) return undefined;
  rest = rest
    .slice(before.length)
    .replaceAll(/[\s.;,]+$/gu, '')
    .replaceAll(/\s+/gu, ' ')
    .trim();
  for (const [kind, form] of forms) {
    const inner = form.exec(rest)?.groups?.['rest'];
    if (inner === undefined) continue;
    const clause = clauseOfOne(inner, numbers);
    const leavesBlanksOut = clause !== undefined;
    // How many have a value is another number than how many there are.
    if (kind === 'count' && leavesBlanksOut) return undefined;
    const clear = inner.replace(clause ?? '', ' ');
    const [first = '', second, ...more] = kind === 'count' ? [clear] : clear.split(differing);
    const [member, less] =
      kind === 'count'
        ? []
        : [
            memberIn(first, numbers) ?? summedBy(figure, first, numbers) ?? amountOf(first, alone),
            second === undefined ? undefined : memberIn(second, numbers),
          ];
    if (more.length > 0 || (kind !== 'count' && !member) || (second !== undefined && (!less || less.name === member?.name)))
      return undefined;
    // Signs between the clauses are lost with the words of the member, so they are kept for what is left out.
    const left =
      kind === 'count'
        ? clear
        : `${withoutWords(first, member?.name ?? '')} ${second === undefined ? '' : withoutWords(second, less?.name ?? '')}`;
    const counting = countingIn(left.trim(), traits, (word) => plain.has(word) || known.has(singular(word)));
    if (counting === undefined) return undefined;
    // "The open amounts" are what is left of each, and not the amounts of what is open.
    const own = wordsOf(member?.name ?? '')[0] ?? '';
    const isOfAmount =
      counting !== 'all' && counting.traits.some(({ state }) => new RegExp(String.raw`\b${state} ${own}`, 'iu').test(inner));
    if (own !== '' && isOfAmount) return undefined;
    return { kind, member: member?.name, less: less?.name, counting: counting === 'all' ? undefined : counting, leavesBlanksOut, digits };
  }
  return undefined;
};

/** A text without the words of a name, with its signs. */
const withoutWords = (text: string, name: string): string => {
  const own = wordsOf(name);
  return text.replace(
    new RegExp(
      String.raw`\b${own.map((word) => String.raw`(?:${word}|${singular(word)}|${word.replace(/y$/u, 'ies')})(?:s|es|d|ed)?`).join('[ _-]?')}\b`,
      'iu',
    ),
    ' ',
  );
};

const currencyOf = (value: unknown): string =>
  isObject(value) ? JSON.stringify(['currency', 'currencyCode', 'currency_code'].map((name) => value[name] ?? null)) : '';

/** The numbers of a member; undefined where one is no number, or they are of several currencies. What is null or left out has none. */
const numbersOf = (items: readonly Json[], member: string): readonly (number | null)[] | undefined => {
  const values = items.map((item) => item[member] ?? null);
  const numbers = values.map((value) => (value === null ? null : amountIn(value)));
  const currencies = new Set(values.filter((value) => value !== null).map(currencyOf));
  return currencies.size > 1 || numbers.includes(undefined) ? undefined : numbers.map((one) => one ?? null);
};

const sumOf = (numbers: readonly (number | null)[]): number => numbers.reduce<number>((sum, one) => sum + (one ?? 0), 0);

/** What a figure has to be for the items of its list; undefined where they show too little. */
export const figureOf = ({ kind, member, less, counting, leavesBlanksOut }: Rule, items: readonly Json[]): number | undefined => {
  const own = items.filter((item) => isCounted(counting, item));
  if (kind === 'count') return own.length;
  const numbers = member === undefined ? undefined : numbersOf(own, member);
  if (!numbers) return undefined;
  if (kind === 'sum') {
    const taken = less === undefined ? [] : numbersOf(own, less);
    return taken && sumOf(numbers) - sumOf(taken);
  }
  const known = numbers.filter((one) => one !== null);
  if (known.length === 0 || less !== undefined || (known.length < numbers.length && !leavesBlanksOut)) return undefined;
  return sumOf(known) / known.length;
};

/** The least difference that tells two figures apart: a unit of the last digit that is promised or shown. */
export const unitOf = ({ rule }: { readonly rule: Rule }, shown: unknown): number => {
  if (rule.kind === 'count') return 0.5;
  const text = String(isObject(shown) ? amountIn(shown) : shown);
  const own = rule.digits ?? (rule.kind === 'sum' ? 2 : (text.split('.')[1]?.length ?? 0));
  return 10 ** -own;
};

/** What a figure is where a part of its rule is forgotten: what it leaves out, or what it takes off. */
export const forgetfulFigures = (rule: Rule, items: readonly Json[]): readonly number[] => {
  const ways = [
    ...(rule.counting ? [{ ...rule, counting: undefined }] : []),
    ...(rule.less === undefined ? [] : [{ ...rule, less: undefined }]),
  ];
  return ways.flatMap((one) => figureOf(one, items) ?? []);
};
