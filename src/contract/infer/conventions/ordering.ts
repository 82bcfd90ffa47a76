import { nodeOf } from '../../../model/location.ts';
import type { Parameter, Schema } from '../../model.ts';
import { isObject, valueAt } from '../../pointer.ts';
import type { OfferedOrder } from '../../x-assay/lists.ts';
import { itemsOf } from '../schema-parts.ts';
import { type DescribedList, describedLists } from './collection.ts';
import type { DocumentView, Inference, Suggestion } from './convention.ts';
import { itemMembers } from './item-members.ts';
import { descriptionOf, inWords, isOnly, keywordOf, optionalQuery, textOf } from './paging-members.ts';
import { blankToldIn, orderToldIn } from './ordering-sentences.ts';
import { sentencesOf } from './quota-sentences.ts';

type Document = DocumentView['document'];

const orderNames = new Set([
  'sort',
  'order',
  'sort by',
  'order by',
  'sortby',
  'orderby',
  'ordering',
  'sort field',
  'order field',
  'sort key',
]);

const directionNames = new Set([
  'direction',
  'order',
  'sort order',
  'sort direction',
  'sort dir',
  'order direction',
  'order dir',
  'sortorder',
  'dir',
]);

const directions: Readonly<Record<string, 'ascending' | 'descending'>> = {
  asc: 'ascending',
  ascending: 'ascending',
  desc: 'descending',
  descending: 'descending',
};

const defaultOf = (document: Document, parameter: Parameter): string | undefined => {
  const value = keywordOf(document, parameter.schema, 'default');
  return typeof value === 'string' && value !== '' ? value : undefined;
};

/** Values whose order is the same on every server. Texts are ordered by collations, which differ. */
const isOrdered = (document: Document, schema: Schema): boolean =>
  isOnly(document, schema, 'integer') ||
  isOnly(document, schema, 'number') ||
  (isOnly(document, schema, 'string') && ['date', 'date-time'].includes(String(keywordOf(document, schema, 'format'))));

/** Descriptions by which a name of an order stands for something else than the member of that name. */
const isExplained = /\bmeans?\b|\brefers?\b|\bdepend|\bunless\b|relevan|best match|pinned|featured/iu;

/** A clause that only says how a direction is written: "a leading minus means descending". */
const aboutDirection = /[^.;:,]*\b(?:(?:de|a)scending|reversed?|turns? (?:the|its) (?:order|direction))\b[^.;:,]*/giu;

/** What a parameter says of its orders, without how the direction is written. */
const orderText = (document: Document, sort: Parameter): string => textOf(document, sort).replaceAll(aboutDirection, '');

/** Does a parameter list at least one order both with `-` and without, so that one without a sign goes up. */
const hasSigns = (values: readonly unknown[]): boolean => values.some((value) => typeof value === 'string' && values.includes(`-${value}`));

/** What a default such as `-created_at`, `created_at:desc`, `price_asc` or `created_at` names, and the direction where it shows one. */
const parsed = (text: string): { readonly name: string; readonly direction: 'ascending' | 'descending' | undefined } | undefined => {
  const [, sign, name, word] = /^([+-])?([\w.]+?)(?:[:. ](asc|desc|ascending|descending))?$/iu.exec(text) ?? [];
  const words = (name ?? text).split(/(?<=[a-z])(?=(?:Asc|Desc)(?:ending)?$)|[-_](?=(?:asc|desc)(?:ending)?$)/iu);
  const [own = '', last] = words;
  if (sign === undefined && word === undefined && words.length === 2 && /^[\w.-]+$/u.test(own))
    return { name: own, direction: directions[(last ?? '').toLowerCase()] };
  if (name === undefined) return undefined;
  return { name, direction: sign === '-' ? 'descending' : sign === '+' ? 'ascending' : directions[word?.toLowerCase() ?? ''] };
};

/** The direction where the default shows none: that of the other parameter, else ascending where the parameter lists orders with a sign. */
const directionBeside = (document: Document, parameters: readonly Parameter[], sort: Parameter): 'ascending' | 'descending' | undefined => {
  const others = parameters.filter((one) => one !== sort && directionNames.has(inWords(one.name)));
  const [other] = others;
  if (other !== undefined) return others.length === 1 ? directions[(defaultOf(document, other) ?? '').toLowerCase()] : undefined;
  const values = keywordOf(document, sort.schema, 'enum');
  return Array.isArray(values) && hasSigns(values) ? 'ascending' : undefined;
};

/** Texts in any words. Servers order them by collations, which differ, but not in plain letters. */
const isText = (document: Document, schema: Schema): boolean =>
  isOnly(document, schema, 'string') &&
  ['enum', 'const'].every((one) => keywordOf(document, schema, one) === undefined) &&
  [undefined, 'email'].includes(keywordOf(document, schema, 'format') as undefined | string);

/**
 * Where an item shows what a name of an order means: the one member of that name, perhaps with `at` behind it, whose values every server orders alike.
 * @param isUsable Which values are.
 */
const orderedBy = (document: Document, item: Schema, name: string, isUsable = isOrdered): string | undefined => {
  const words = inWords(name);
  const [member, ...others] = itemMembers(document, item).filter((one) => [words, `${words} at`].includes(one.words));
  return member === undefined || others.length > 0 || !isUsable(document, member.schema) ? undefined : member.at;
};

const orderOf = (document: Document, { operation, item }: DescribedList): readonly Suggestion[] => {
  const parameters = optionalQuery(document, operation);
  for (const sort of parameters) {
    const text = orderNames.has(inWords(sort.name)) ? defaultOf(document, sort) : undefined;
    const order = text === undefined ? undefined : parsed(text);
    if (order === undefined || isExplained.test(orderText(document, sort))) continue;
    const by = orderedBy(document, item, order.name);
    const direction = order.direction ?? directionBeside(document, parameters, sort);
    if (by === undefined || direction === undefined) continue;
    return [
      {
        operation,
        word: ['ordering'],
        value: { by, direction },
        why: `The default of "${sort.name}" is "${text ?? ''}", ${direction} by ${by}.`,
      },
    ];
  }
  return [];
};

/** Sentences by which a list begins with the newest item, and those by which it begins with the oldest one. */
const byAge = [
  {
    direction: 'descending',
    said: /\b(?:newest|latest|most recent(?:ly (?:created|added))?)(?: \w+)? (?:come |comes |are )?first\b|\breverse[- ]chronological/iu,
  },
  {
    direction: 'ascending',
    said: /\b(?:oldest|earliest)(?: \w+)? (?:come |comes |are )?first\b|(?<!reverse[- ])\bchronological(?:ly)?\b/iu,
  },
] as const;

/** Names in words of the moment at which an item came to be. */
const creationNames = new Set(
  'created,created at,created on,created date,created time,creation date,creation time,date created,time created,createdat,inserted at'.split(
    ',',
  ),
);

/** Moments at which a record changed. */
const isOfChange = /^(?:updated|modified|changed|deleted|removed|archived|last)/u;

/** What a moment is about, in the form in which sentences name it: `due` of `due on`, `start` of `starts at`. */
const aboutOf = (words: string): string => words.replace(/ (?:at|on|date|time|datetime|timestamp)$/u, '').replace(/(?<=\w{3})s$/u, '');

/**
 * Where an item shows the moment that makes it older or newer than others: the one that the sentence names, else the one of its creation, else the only one
 * that it has. None where the sentence names something else ("by the day of departure, the earliest first").
 */
const ageIn = (document: Document, item: Schema, sentence: string): string | undefined => {
  const moments = itemMembers(document, item).filter(
    ({ schema }) => isOnly(document, schema, 'string') && ['date', 'date-time'].includes(String(keywordOf(document, schema, 'format'))),
  );
  const said = ` ${inWords(sentence)} `;
  const told = moments.filter(({ words }) => !creationNames.has(words) && new RegExp(`\\b${aboutOf(words)}`, 'u').test(said));
  const [only, ...more] = told;
  if (only !== undefined) return more.length === 0 ? only.at : undefined;
  const isOfCreation = /\bcreat|\badded\b|\brecorded\b|\bregistered\b|\binserted\b/iu.test(sentence);
  // "Earliest" may be about any moment, and what follows "by" names one.
  const isOfAny = /\bearliest\b|\bchronological|\bby\b|\bwith the (?:latest|most recent)\b/iu.test(sentence);
  if (!isOfCreation && isOfAny && moments.some(({ words }) => !creationNames.has(words) && !isOfChange.test(words))) return undefined;
  const named = moments.filter(({ words }) => creationNames.has(words));
  const [age, ...others] = named.length > 0 ? named : moments;
  return others.length > 0 ? undefined : age?.at;
};

/** What an operation says of its list: in its own words and in those of its successes. */
const saidOf = (document: Document, { operation, body }: DescribedList): string => {
  const nodes = [
    valueAt(document, nodeOf(operation.location)),
    ...operation.responses.filter(({ status }) => status.startsWith('2')).map((one) => valueAt(document, nodeOf(one.location))),
  ];
  const texts = nodes.flatMap((node) => (isObject(node) ? [node['summary'], node['description']] : []));
  return [...texts.filter((text) => typeof text === 'string'), descriptionOf(document, body), ...usualOrder(document, operation)]
    .map((text) => text.replaceAll(/ ?\bby default\b/giu, ''))
    .map((text) => (/[.!?]\s*$/u.test(text) ? text : `${text}.`))
    .join(' ');
};

/** What the parameter of the order says of the order without it: "Newest first by default". */
const usualOrder = (document: Document, operation: DescribedList['operation']): readonly string[] =>
  optionalQuery(document, operation)
    .filter(({ name }) => orderNames.has(inWords(name)))
    .flatMap((one) => sentencesOf(textOf(document, one)))
    .filter((sentence) =>
      /\bdefaults?\b|\bwithout (?:it|this)\b|\bif (?:absent|omitted|left out|missing|not (?:given|set))\b|\botherwise\b/iu.test(sentence),
    )
    .map((sentence) =>
      sentence
        .replaceAll(/\b(?:without (?:it|this)(?: parameter)?|if (?:absent|omitted|left out|missing|not (?:given|set)))\b,?/giu, '')
        .replaceAll(/^defaults? ?(?:to|is|order is)?:? ?/giu, 'Sorted '),
    );

/** The order that the description of a list states by age. Not where a parameter chooses the order, or where the sentence is about a part of the list. */
const orderByAge = (document: Document, list: DescribedList): readonly Suggestion[] => {
  const text = saidOf(document, list);
  const [said, ...others] = byAge.filter((one) => one.said.test(text));
  const sentence = sentencesOf(text)
    .flatMap((each) => each.split(/;|\bthen\b|\bwithin\b/iu))
    .filter((each) => said?.said.test(each))
    .join(' ');
  const by = ageIn(document, list.item, sentence);
  const isChosen = optionalQuery(document, list.operation).some(
    (one) =>
      (orderNames.has(inWords(one.name)) || directionNames.has(inWords(one.name))) &&
      keywordOf(document, one.schema, 'default') !== undefined,
  );
  if (said === undefined || others.length > 0 || by === undefined || isChosen || isExplained.test(text)) return [];
  const why = `The list is described with the ${said.direction === 'descending' ? 'newest' : 'oldest'} items first.`;
  return [{ operation: list.operation, word: ['ordering'], value: { by, direction: said.direction, ...blankWord(text) }, why }];
};

const blankWord = (text: string): { readonly blank?: 'first' | 'last' } => {
  const blank = blankToldIn(text);
  return blank === undefined ? {} : { blank };
};

/** Names of whole numbers that only say where something stands, so that a list by them begins with the first. */
const isPosition = /(?:^| )(?:position|rank|order|index|sequence|number|no|nr)$/u;

/** The order that a sentence states by a member: "Sorted by weight, heaviest last". Not where a parameter has another default. */
const orderBySentence = (document: Document, list: DescribedList): readonly Suggestion[] => {
  const text = saidOf(document, list);
  const told = orderToldIn(text);
  const hasDefault = optionalQuery(document, list.operation).some(
    (one) =>
      (orderNames.has(inWords(one.name)) || directionNames.has(inWords(one.name))) &&
      keywordOf(document, one.schema, 'default') !== undefined,
  );
  if (told === undefined || hasDefault) return [];
  const said = ` ${inWords(told.about)} `;
  const named = itemMembers(document, list.item).filter(({ words }) => {
    const about = creationNames.has(words) ? '(?:creat|added|registered)' : aboutOf(words);
    return words !== 'id' && about !== '' && new RegExp(`\\b${about}`, 'u').test(said);
  });
  const longest = Math.max(0, ...named.map(({ words }) => aboutOf(words).length));
  const [member, ...others] = named.filter(({ words }) => aboutOf(words).length === longest);
  if (member === undefined || others.length > 0) return [];
  const isPlainText = isText(document, member.schema);
  const direction = told.direction ?? (isPlainText || isPosition.test(member.words) ? 'ascending' : undefined);
  if (direction === undefined || (!isPlainText && !isOrdered(document, member.schema))) return [];
  const why = `The list is described in the order of "${told.about.trim()}", which is ${member.at} of an item.`;
  return [{ operation: list.operation, word: ['ordering'], value: { by: member.at, direction, ...blankWord(text) }, why }];
};

const alphabetical =
  /\b(?:in|by) (?:ascending )?alphabetic(?:al)?(?: order)?\b|\balphabetically(?: (?:sorted|ordered))?\b|\b(?:sorted|ordered) alphabetical/iu;
const nameNames = ['name', 'title', 'label'];

/** The order that the description of a list states by the alphabet: by the name of an item, where that is a text in any words. Not where a parameter chooses the order. */
const orderByAlphabet = (document: Document, list: DescribedList): readonly Suggestion[] => {
  const text = saidOf(document, list);
  const texts = itemMembers(document, list.item).filter(({ schema }) => isText(document, schema));
  const named = texts.filter(({ words }) => nameNames.includes(words));
  const [member, ...others] = named.length > 0 ? named : texts;
  const isChosen = optionalQuery(document, list.operation).some(
    ({ name }) => orderNames.has(inWords(name)) || directionNames.has(inWords(name)),
  );
  const isOther = isExplained.test(text) || /reverse|descending|within|\bby (?:the )?(?!name|title|label)\w+ and\b/iu.test(text);
  if (!alphabetical.test(text) || member === undefined || others.length > 0 || isChosen || isOther) return [];
  const why = `The list is described in alphabetical order, and ${member.at} is the name of an item.`;
  return [{ operation: list.operation, word: ['ordering'], value: { by: member.at, direction: 'ascending' }, why }];
};

/** `ordering`: where a parameter of the order has a default that names a member of the items and a direction, or the list is described as newest first or in alphabetical order. */
export const inferOrdering: Inference = (view) =>
  describedLists(view).flatMap((list) => {
    const stated = orderOf(view.document, list);
    const found = stated.length > 0 ? stated : orderByAge(view.document, list);
    const named = found.length > 0 ? found : orderBySentence(view.document, list);
    return named.length > 0 ? named : orderByAlphabet(view.document, list);
  });

const isOrderedAt = (document: Document, item: Schema, by: string): boolean =>
  itemMembers(document, item).some(({ at, schema }) => at === by && isOrdered(document, schema));

/** The texts that a parameter lists, also as the elements of a list. */
const listedTexts = (document: Document, { schema }: Parameter): readonly string[] => {
  const values = keywordOf(document, schema, 'enum') ?? keywordOf(document, itemsOf(document, schema), 'enum');
  return Array.isArray(values) ? values.filter((value) => typeof value === 'string') : [];
};

/** A pattern of names between bars, perhaps with a sign before them: `^-?(name|price)$`. */
const ofNames = /^\^?(?<sign>\(?\[?[+-]+\]?\)?\?|-\?)?\(?(?:\?:)?(?<names>\w+(?:\|\w+)+)\)?\$?$/u;

/** The sentences of the whole document that are about its orders: "Lists with a `sort` parameter take a comma-separated list of fields". */
const rulesOfOrders = (document: Document, { name }: Parameter): string => {
  const text = valueAt(document, '#/info/description');
  return sentencesOf(typeof text === 'string' ? text : '')
    .filter((one) => one.includes(`\`${name}\``) || /\bsort(?:s|ed|ing|able)?\b|\border(?:s|ed)? by\b/iu.test(one))
    .join(' ');
};

/** The orders that a parameter takes where no list of values says so: the names in its pattern, or those that its description prints. */
const toldTexts = (document: Document, sort: Parameter): readonly string[] => {
  const listed = listedTexts(document, sort);
  if (listed.length > 0) return listed;
  const text = textOf(document, sort);
  const pattern = keywordOf(document, sort.schema, 'pattern');
  const { sign, names } = (typeof pattern === 'string' ? ofNames.exec(pattern)?.groups : undefined) ?? {};
  const isSigned =
    sign !== undefined ||
    /(?:`-`|"-"|\bminus\b|\bhyphen\b|\bdash\b|`-\w+`)[^.;]*\b(?:descending|revers)|\b(?:descending|revers)[^.;]*(?:`-`|"-"|\bminus\b|\bhyphen\b|\bdash\b)/iu.test(
      `${text} ${rulesOfOrders(document, sort)}`,
    ) ||
    printedOrders(document, sort).some((one) => one.startsWith('-'));
  if (!isOnly(document, sort.schema, 'string') || (pattern !== undefined && names === undefined)) return [];
  const printed = names?.split('|') ?? [...text.matchAll(/`(-?[A-Za-z]\w*)`/gu)].map(([, name = '']) => name);
  const plain = [...new Set(printed.map((name) => name.replace(/^-/u, '')))].filter((name) => name !== sort.name);
  return isSigned ? plain.flatMap((name) => [name, `-${name}`]) : printed;
};

/** The keys that the default and the examples of a parameter print, each with its sign. */
const printedOrders = (document: Document, sort: Parameter): readonly string[] =>
  printedValuesOf(document, sort).flatMap((value) => value.split(','));

const printedValuesOf = (document: Document, { schema }: Parameter): readonly string[] =>
  ['default', 'example', 'examples']
    .flatMap((keyword) => keywordOf(document, schema, keyword) ?? [])
    .filter((value: unknown) => typeof value === 'string');

/** The keys that a list can be sorted by, as its parameter takes them. */
export type SortKeys = {
  readonly parameter: Parameter;
  /** The text of each key without a sign, and the JSON pointer to its values inside an item. */
  readonly keys: readonly {
    readonly text: string;
    readonly at: string;
    /** What servers order alike, texts in any words, or other values, such as listed ones, whose order is the server's own. */
    readonly kind: 'ordered' | 'text' | 'other';
  }[];
  /** Does a `-` before a key turn its direction. */
  readonly isSigned: boolean;
  /** Does the parameter take several keys with commas between them. */
  readonly takesMany: boolean;
  /** Is a key that is not known refused. */
  readonly refusesUnknown: boolean;
};

/** Words by which several keys are taken, with commas between them. */
const saysMany = /\bcommas?\b/iu;

/** A sentence by which a key that is not known is refused: "A field that cannot be sorted by is refused with `400`." */
const refusesKeys = (sentence: string): boolean =>
  /\b(?:unknown|unsupported|unrecogni[sz]ed|invalid|any(?:thing)? (?:other|else)|other (?:values?|fields?|keys?|members?|names?|columns?)|every(?:thing)? else|not (?:be )?(?:listed|known|sortable|supported)|no other|cannot (?:be )?sort)/iu.test(
    sentence,
  ) &&
  /\b(?:refused|rejected|400|422)\b/iu.test(sentence) &&
  !/\b(?:ignored|may|might|falls? back|unless)\b/iu.test(sentence);

/** The keys of the one parameter of a list that takes an order; undefined where it lists none that an item shows. */
export const sortKeysOf = (document: Document, { operation, item }: DescribedList): SortKeys | undefined => {
  const [parameter, ...others] = optionalQuery(document, operation).filter(({ name }) => orderNames.has(inWords(name)));
  if (parameter === undefined || others.length > 0) return undefined;
  const members = itemMembers(document, item);
  const texts = toldTexts(document, parameter);
  const plain = [...new Set(texts.map((text) => text.replace(/^[+-]/u, '')))];
  const keys = plain.flatMap((text) => {
    const [member, ...more] = members.filter(({ words }) => words === inWords(text));
    if (member === undefined || more.length > 0) return [];
    const { at, schema } = member;
    return [{ text, at, kind: isOrdered(document, schema) ? 'ordered' : isText(document, schema) ? 'text' : 'other' } as const];
  });
  const own = textOf(document, parameter);
  const rules = `${own} ${rulesOfOrders(document, parameter)}`;
  return {
    parameter,
    keys,
    isSigned: texts.some((text) => text.startsWith('-')),
    takesMany:
      (saysMany.test(rules) || printedValuesOf(document, parameter).some((one) => one.includes(','))) &&
      listedTexts(document, parameter).length === 0 &&
      isOnly(document, parameter.schema, 'string') &&
      keywordOf(document, parameter.schema, 'pattern') === undefined,
    refusesUnknown: sentencesOf(/[.!?]\s*$/u.test(own) ? rules : `${own}. ${rulesOfOrders(document, parameter)}`).some(refusesKeys),
  };
};

/** The values of the parameter beside a sort that gives the direction, by direction; undefined where there is none, or where two could. */
const directionsBeside = (document: Document, parameters: readonly Parameter[], sort: Parameter) => {
  const found = parameters
    .filter((one) => one !== sort && directionNames.has(inWords(one.name)))
    .map(({ name, ...one }) => ({
      name,
      values: listedTexts(document, { name, ...one }).flatMap((value) => {
        const direction = directions[value.toLowerCase()];
        return direction === undefined ? [] : [{ value, direction }];
      }),
    }));
  const [beside, ...others] = found;
  const isWhole = beside !== undefined && new Set(beside.values.map(({ direction }) => direction)).size === 2;
  return isWhole && others.length === 0 ? beside : undefined;
};

/** The orders that one listed value asks for: by its own sign or word, by a parameter beside it, or ascending where values are listed with `-` too. */
const ordersFor = (
  text: string,
  by: string,
  direction: 'ascending' | 'descending' | undefined,
  {
    sort,
    texts,
    beside,
  }: { readonly sort: Parameter; readonly texts: readonly string[]; readonly beside: ReturnType<typeof directionsBeside> },
): readonly OfferedOrder[] => {
  if (direction !== undefined) return [{ query: { [sort.name]: text }, by, direction }];
  if (beside !== undefined)
    return beside.values.map((one) => ({ query: { [sort.name]: text, [beside.name]: one.value }, by, direction: one.direction }));
  return hasSigns(texts) ? [{ query: { [sort.name]: text }, by, direction: 'ascending' }] : [];
};

/** Names of orders by age. */
const ageOrders: Readonly<Record<string, 'ascending' | 'descending'>> = {
  newest: 'descending',
  latest: 'descending',
  recent: 'descending',
  oldest: 'ascending',
};

/** Where an item shows when it was created. */
const creationIn = (document: Document, item: Schema): string | undefined =>
  itemMembers(document, item).find(({ words, schema }) => creationNames.has(words) && isOrdered(document, schema))?.at;

const offeredBy = (document: Document, { operation, item }: DescribedList): readonly Suggestion[] => {
  const parameters = optionalQuery(document, operation);
  const sorts = parameters.filter(({ name }) => orderNames.has(inWords(name)));
  // A parameter called "order" gives the direction where another one gives the member.
  const sort = sorts.find((one) => toldTexts(document, one).some((text) => directions[text.toLowerCase()] === undefined));
  if (sort === undefined || isExplained.test(orderText(document, sort))) return [];
  const texts = toldTexts(document, sort);
  const beside = directionsBeside(document, parameters, sort);
  const orders = texts.flatMap((text) => {
    const age = ageOrders[text.toLowerCase()];
    const created = age === undefined ? undefined : creationIn(document, item);
    if (age !== undefined && created !== undefined) return [{ query: { [sort.name]: text }, by: created, direction: age }];
    const read = parsed(text);
    const by = read && orderedBy(document, item, read.name, (...one) => isOrdered(...one) || isText(...one));
    return by === undefined ? [] : ordersFor(text, by, read?.direction, { sort, texts, beside });
  });
  // An order by texts is judged only beside one by another member.
  if (new Set(orders.map(({ by }) => by)).size < 2 && !orders.some(({ by }) => isOrderedAt(document, item, by))) return [];
  return [
    {
      operation,
      word: ['ordering', 'offered'],
      value: { orders },
      why: `The parameter "${sort.name}" lists orders by ${[...new Set(orders.map(({ by }) => by))].join(', ')} of an item.`,
    },
  ];
};

/** `ordering.offered`: where a parameter of the order lists its values, those that name a member of the items and a direction. */
export const inferOfferedOrders: Inference = (view) => describedLists(view).flatMap((list) => offeredBy(view.document, list));
