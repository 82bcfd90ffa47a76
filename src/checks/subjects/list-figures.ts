import { answerSchema, describedLists } from '../../contract/infer/conventions/collection.ts';
import { nounWordsOf } from '../../contract/infer/id-names.ts';
import { amountIn, amountOfMoney } from '../../contract/infer/money.ts';
import { isDirectlyBelow, parametersIn } from '../../contract/infer/path-template.ts';
import { descriptionsIn, isType, membersOf } from '../../contract/infer/schema-parts.ts';
import { singular } from '../../contract/infer/singular.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Collection, Contract, Operation, Schema } from '../../contract/model.ts';
import { escapeToken, isObject, unescapeToken, valueAt } from '../../contract/pointer.ts';
import { saidIn, saidOfTags } from '../../contract/said.ts';
import { saidOfMember } from '../../contract/infer/said-of-member.ts';
import { distinctBy } from '../../model/json.ts';
import { nodeOf } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';
import { type Counting, countingIn, isCounted, type Trait, traitsIn } from './counted-traits.ts';
import { roundTrips } from './round-trips.ts';
import { goneUncounted, hides, isWhole, type Through, throughAt } from './summaries.ts';
import { isNumeric } from './told-sums.ts';

type Document = Contract['document'];

/** A list over whose items figures may be, with what its items show. */
type CountedList = {
  readonly collection: Collection;
  readonly item: Schema;
  readonly numbers: readonly string[];
  readonly traits: readonly Trait[];
  readonly nouns: readonly string[];
};
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

/** A number in the answer of a read that follows from the items of a list. */
export type ListFigure = { readonly pointer: string; readonly rule: Rule; readonly text: string };

/** The figures of a read that follow from one list. */
export type ListFigures = Subject & {
  readonly operation: Operation;
  readonly collection: Collection;
  readonly figures: readonly [ListFigure, ...ListFigure[]];
  /**
   * How the list is narrowed to what the read is about: not at all; by a member of the items that has the value of the only parameter in the path; or by the path of the list,
   * which begins as that of the read.
   */
  readonly within:
    | { readonly kind: 'all' }
    | { readonly kind: 'member'; readonly at: string; readonly parameter: string }
    | { readonly kind: 'path' }
    /** Each item of a list has figures of its own: over those that name it at a pointer. */
    | { readonly kind: 'listed'; readonly at: string; readonly holders: Collection };
  readonly through: Through | undefined;
  /** May the figures cover what the list does not show: what was removed, or what only others see. */
  readonly isWider: boolean;
};

const digitWords = ['no', 'one', 'two', 'three', 'four'];

const decimals =
  /\b(?:to |with |at |has )?(?<digits>one|two|three|four|[1-4]) (?:decimals?|decimal (?:places?|digits?)|digits? (?:after|behind) the (?:decimal )?point)\b/iu;

/** Words by which a read shows what was so some time ago, or for a time that it takes when nobody says which. */
export const lagging =
  /\b(?:cach(?:e|ed|es|ing)|delay(?:ed|s)?|stale|eventual(?:ly)?|nightly|hourly|snapshots?|lags?|catch(?:es)? up|(?:re)?(?:freshed|computed|calculated|built|updated) (?:every|once|each|at (?:night|midnight)|in the background|daily|periodically))\b|\bup to (?:\w+ ){1,3}(?:seconds?|minutes?|hours?) (?:old|late|behind)\b/iu;

/** A field by which an answer is not kept for later reads. */
const neverKept = /\bcache-control\W{1,4}no-(?:store|cache)\b/giu;

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
    'and their there whose given back so values value amount amounts numbers number shown item items so plain simple arithmetic put together altogether overall'
  ).split(' '),
);

/** A figure of a time, or of something else than the list shows now. */
const isOther =
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

/** What the text of a number says of how it follows from the items of a list, where every word of it is understood. */
export const ruleIn = (
  text: string,
  {
    numbers,
    traits,
    known,
    figure = '',
  }: {
    readonly numbers: readonly string[];
    readonly traits: readonly Trait[];
    readonly known: ReadonlySet<string>;
    /** The name of the number itself. */
    readonly figure?: string;
  },
): Rule | undefined => {
  const bare = text
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
        : [memberIn(first, numbers) ?? summedBy(figure, first, numbers), second === undefined ? undefined : memberIn(second, numbers)];
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
    new RegExp(String.raw`\b${own.map((word) => String.raw`(?:${word}|${singular(word)})(?:s|es|d|ed)?`).join('[ _-]?')}\b`, 'iu'),
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
export const unitOf = ({ rule }: Pick<ListFigure, 'rule'>, shown: unknown): number => {
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

/** The name of the member that a pointer ends with. */
export const nameIn = (pointer: string): string => unescapeToken(pointer.split('/').at(-1) ?? '');

/** What an operation, and its tags, say. */
export const saidAbout = (document: Document, { location }: Operation): readonly string[] => {
  const node = valueAt(document, nodeOf(location));
  return [...saidIn(node), ...saidOfTags(document, node)];
};

const nounsOf = (path: string): readonly string[] => nounWordsOf(path).map(singular);

const said = (document: Document, { location }: Operation): string => saidIn(valueAt(document, nodeOf(location))).join(' ');

/** Words by which a list shows less to some callers than there is. */
const limited = /\b(?:own|yours?|mine|their|you (?:can |may )?see|visible|not everybody|depending on|role)\b/iu;

/** The members of an answer that may be figures, at its top and inside one object of it. */
const membersAt = (document: Document, body: Schema): readonly { readonly pointer: string; readonly schema: Schema }[] =>
  [...membersOf(document, body)].flatMap(([name, schema]) => {
    const pointer = `/${escapeToken(name)}`;
    const inner = amountOfMoney(document, schema) === undefined ? [...membersOf(document, schema)] : [];
    return [{ pointer, schema }, ...inner.map(([own, one]) => ({ pointer: `${pointer}/${escapeToken(own)}`, schema: one }))];
  });

const isFigure = (document: Document, schema: Schema): boolean =>
  isNumeric(document, schema) || amountOfMoney(document, schema) !== undefined;

/** How a list is narrowed to what a read is about; undefined where nothing tells. */
const withinOf = (document: Document, operation: Operation, collection: Collection, item: Schema): ListFigures['within'] | undefined => {
  const [own, list] = [parametersIn(operation.path), parametersIn(collection.operation.path)];
  if (list.length === 0 && own.length === 0) return { kind: 'all' };
  const [parameter = ''] = own;
  const above = operation.path.slice(0, operation.path.indexOf('}') + 1);
  if (own.length !== 1 || list.length > 1) return undefined;
  if (list.length === 1) return collection.operation.path.startsWith(`${above}/`) ? { kind: 'path' } : undefined;
  const nouns = nounsOf(above.slice(0, above.lastIndexOf('/')));
  const names = new Set([wordsOf(parameter).join(' '), `${nouns.at(-1) ?? ''} id`]);
  const found = [...membersOf(document, item)].filter(([name]) => names.has(wordsOf(name).join(' ')) && wordsOf(name).join(' ') !== 'id');
  const [only, ...others] = found;
  return only && others.length === 0 ? { kind: 'member', at: `/${escapeToken(only[0])}`, parameter } : undefined;
};

/** Is a list one of what is right below the one resource that an operation reads. */
const isRightBelow = ({ path }: Operation, { operation }: Collection): boolean => isDirectlyBelow(operation.path, path);

/** "Added up over all bills of the guest", "The totals of every visit". */
const addedUpOver =
  /\b(?:added|summed|totall?ed|counted|adds?|sums?) up (?:over|of|across|from) (?:all|every|each) (?:of )?(?:the |its |their )?(?<what>[^.;,]+)/iu;

/** "Whether the bill is settled or not" leaves nothing out. */
const whetherOrNot = /,? whether (?:or not [^.;,]+|[^.;,]+ or not)/giu;

/** Words by which a number is not that of all items. */
const limiting =
  /\b(?:only|except|without|excluding|but|not|no|unless|if|when|where|while|last|since|before|after|from|until|this|current|today|less|minus|net|plus|of which|share|percent|average|mean|minimum|maximum|highest|lowest|latest|first)\b|%/iu;

/**
 * The rule of a number that is called as one of the items is, where the operation says that it adds up all of them: `paid` of a balance that is "added up over all bills
 * of the guest". None where the description of the number, or what is added up, may leave some out.
 */
const sumOfAll = (
  about: readonly string[],
  text: string,
  name: string,
  { numbers, traits, nouns }: { readonly numbers: readonly string[]; readonly traits: readonly Trait[]; readonly nouns: readonly string[] },
): Rule | undefined => {
  const what = about.flatMap((one) => addedUpOver.exec(one.replaceAll(/\s+/gu, ' '))?.groups?.['what'] ?? [])[0];
  const words = wordsOf(what?.replaceAll(/[^\p{L}\p{N}_]+/gu, ' ') ?? '');
  const isOfList = nouns.length > 0 && nouns.every((noun, n) => singular(words[n] ?? '') === noun);
  const rest = [what ?? '', text].map((one) => one.replaceAll(whetherOrNot, ' '));
  const isOfSome = rest.some(
    (one) => limiting.test(one) || isOther.test(one) || traits.some(({ state }) => inWordsOf(one).includes(` ${state} `)),
  );
  if (!isOfList || isOfSome || !numbers.includes(name)) return undefined;
  return { kind: 'sum', member: name, less: undefined, counting: undefined, leavesBlanksOut: false, digits: undefined };
};

const inWordsOf = (text: string): string => ` ${wordsOf(text.replaceAll(/[^\p{L}\p{N}_]+/gu, ' ')).join(' ')} `;

/** The reads of a contract that is held to the standard requirements with figures whose texts say how they follow from the items of a list. */
export const listFigures = (contract: Contract): readonly ListFigures[] => {
  if (contract.standard.size === 0) return [];
  const { document, collections } = contract;
  const lists = collections.flatMap((collection): readonly CountedList[] => {
    const [described] = describedLists({ document, operations: [collection.operation] });
    if (!described) return [];
    const { item } = described;
    const numbers = [...membersOf(document, item)].filter(([, schema]) => isFigure(document, schema)).map(([name]) => name);
    return [{ collection, item, numbers, traits: traitsIn(contract, item), nouns: nounsOf(collection.operation.path) }];
  });
  const removable = new Set(
    roundTrips(contract).flatMap((trip) => (trip.remove === undefined ? [] : trip.lists.map(({ operation }) => operation.key))),
  );
  /** Does a list show all that there is, and by which of its values where nothing less does; undefined where it may hide some. */
  const shownBy = ({ collection, item }: CountedList, state: string | undefined): { readonly through: Through | undefined } | undefined => {
    const isShown = isWhole(document, collection.operation) && !hides.test(said(document, collection.operation));
    const through = isShown || state === undefined ? undefined : throughAt(document, collection, `/${escapeToken(state)}`, item);
    return isShown || through ? { through } : undefined;
  };
  const stateOf = ({ item }: CountedList, figures: readonly ListFigure[]): string | undefined =>
    figures.flatMap(({ rule }) => rule.counting?.traits ?? [])[0]?.member ?? stateMember(document, item);
  const ofListed = collections.flatMap((holders): readonly ListFigures[] =>
    countsOfListed(contract, holders, lists).flatMap(({ list, figure, at: pointer }): readonly ListFigures[] => {
      const shown = shownBy(list, stateOf(list, [figure]));
      const { operation } = holders;
      // What the list of the caller does not show may be counted as well.
      const read = { operation, collection: list.collection, figures: [figure] as const, isWider: true };
      return shown ? [at(operation.location, { ...read, within: { kind: 'listed', at: pointer, holders }, through: shown.through })] : [];
    }),
  );
  const ofReads = contract.operations.flatMap((operation): readonly ListFigures[] => {
    const body = answerSchema(operation);
    const isRead = operation.method === 'GET' && operation.effect === 'safe' && operation.unsupported === undefined;
    if (!isRead || body === undefined || isType(document, body, 'array') || collections.some((one) => one.operation.key === operation.key))
      return [];
    if (operation.parameters.some(({ in: where, required }) => where === 'query' && required)) return [];
    const around = said(document, operation);
    if (lagging.test(around.replaceAll(neverKept, ' '))) return [];
    const about = saidAbout(document, operation);
    const known = new Set([...nounsOf(operation.path), ...parametersIn(operation.path).flatMap(wordsOf)].map(singular));
    const found = membersAt(document, body).flatMap(({ pointer, schema }) => {
      const [described, ...more] = descriptionsIn(document, schema).filter((one) => one !== descriptionOfMoney(document, schema));
      const name = nameIn(pointer);
      const text = described ?? saidOfMember(about, name) ?? '';
      const whole = about.find((one) => addedUpOver.test(one.replaceAll(/\s+/gu, ' ')));
      if (!isFigure(document, schema) || more.length > 0 || (text === '' && whole === undefined)) return [];
      const words = new Set(wordsOf(text.replaceAll(/[^\p{L}\p{N}_]+/gu, ' ')).map(singular));
      const fitting = lists.flatMap(({ collection, item, numbers, traits, nouns }) => {
        if (collection.operation.key === operation.key) return [];
        const isNamed = nouns.length > 0 && nouns.every((noun) => words.has(noun));
        const rule = ruleIn(text, { numbers, traits, known: new Set([...known, ...nouns]), figure: name });
        const all = rule ? undefined : sumOfAll(about, text, name, { numbers, traits, nouns });
        const meant = rule ?? all;
        const within = meant && withinOf(document, operation, collection, item);
        // How many there are below a resource, whatever their state, is another requirement.
        const isJudged =
          within?.kind !== 'path' || !isRightBelow(operation, collection) || meant?.kind !== 'count' || meant.counting !== undefined;
        return meant && within && (isNamed || all) && isJudged
          ? [{ collection, item, rule: meant, within, told: all ? `${whole}` : text }]
          : [];
      });
      const [only, ...others] = fitting;
      return only && others.length === 0 ? [{ ...only, figure: { pointer, rule: only.rule, text: only.told } }] : [];
    });
    const first = lists.find(({ collection }) => found.some((one) => one.collection === collection));
    return lists.flatMap((list): readonly ListFigures[] => {
      const { collection } = list;
      const own = found.filter((one) => one.collection === collection);
      const [figured] = own;
      if (!figured) return [];
      const figures = own.map(({ figure }) => figure);
      const listText = said(document, collection.operation);
      const shown = shownBy(list, stateOf(list, figures));
      if (!shown) return [];
      const isGone =
        removable.has(collection.operation.key) && around.search(goneUncounted) < 0 && figures.some(({ rule }) => rule.kind !== 'count');
      const [head, ...rest] = figures;
      return head
        ? [
            // Each has a location of its own: of several at one location a single one would be tried.
            at(collection === first?.collection ? operation.location : collection.operation.location, {
              operation,
              collection,
              figures: [head, ...rest],
              within: figured.within,
              through: shown.through,
              isWider: isGone || limited.test(listText),
            }),
          ]
        : [];
    });
  });
  return [...ofReads, ...distinctBy(ofListed, ({ operation }) => operation.key)];
};

/** The words of a name that says it counts things, without that: `pass` of `passCount` and `passes_count`. None for every other name. */
const countedBy = (name: string): string => {
  const words = wordsOf(name);
  return words.length > 1 && words.at(-1) === 'count' ? words.slice(0, -1).map(singular).join(' ') : '';
};

/**
 * The counts that each item of a list shows of what names it in another list, where the text leaves some of that out: `passCount` of a pier, "Passes of the pier without
 * the revoked ones". Of what a run creates, and adds to, another requirement holds.
 */
const countsOfListed = (
  contract: Contract,
  holders: Collection,
  lists: readonly CountedList[],
): readonly { readonly list: CountedList; readonly figure: ListFigure; readonly at: string }[] => {
  const { document } = contract;
  const { operation } = holders;
  const [held] = describedLists({ document, operations: [operation] });
  const isPlain = operation.method === 'GET' && operation.effect === 'safe' && operation.unsupported === undefined;
  const isOpen = parametersIn(operation.path).length > 0 || operation.parameters.some((one) => one.in === 'query' && one.required);
  const noun = nounsOf(operation.path).at(-1);
  if (!held || !isPlain || isOpen || noun === undefined || holders.id === undefined) return [];
  if (roundTrips(contract).some((trip) => trip.lists.some((one) => one.operation.key === operation.key))) return [];
  if (lagging.test(said(document, operation).replaceAll(neverKept, ' '))) return [];
  return [...membersOf(document, held.item)].flatMap(([name, schema]) => {
    const [text, ...more] = descriptionsIn(document, schema);
    if (text === undefined || more.length > 0 || !isType(document, schema, 'integer')) return [];
    const fitting = lists.flatMap((list) => {
      const { collection, item, numbers, traits, nouns } = list;
      if (collection.operation.key === operation.key || parametersIn(collection.operation.path).length > 0) return [];
      const known = new Set([...nouns, noun]);
      const isNamed = nouns.length > 0 && nouns.join(' ') === countedBy(name);
      const rule =
        ruleIn(text, { numbers, traits, known, figure: name }) ??
        (isNamed ? ruleIn(`the number of ${text}`, { numbers, traits, known, figure: name }) : undefined);
      const words = new Set(wordsOf(text.replaceAll(/[^\p{L}\p{N}_]+/gu, ' ')).map(singular));
      const isMeant = isNamed || nouns.every((one) => words.has(one));
      const naming = [...membersOf(document, item).keys()].filter((one) => [`${noun} id`, noun].includes(wordsOf(one).join(' ')));
      const [only, ...others] = naming;
      const isFitting = nouns.length > 0 && isMeant && rule?.kind === 'count' && rule.counting !== undefined;
      return isFitting && only !== undefined && others.length === 0
        ? [{ list, figure: { pointer: `/${escapeToken(name)}`, rule, text }, at: `/${escapeToken(only)}` }]
        : [];
    });
    return fitting.length === 1 ? fitting : [];
  });
};

const stateMember = (document: Document, item: Schema): string | undefined =>
  [...membersOf(document, item).keys()].find((name) => ['status', 'state'].includes(wordsOf(name).at(-1) ?? ''));

/** What the schema of an amount of money says of such amounts as a whole, and not of this one. */
const descriptionOfMoney = (document: Document, schema: Schema): string | undefined => {
  const all = amountOfMoney(document, schema) === undefined ? [] : descriptionsIn(document, schema);
  return all.length > 1 ? all.at(-1) : undefined;
};
