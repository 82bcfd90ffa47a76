import type { Comparison } from '../../conventions.ts';
import type { Parameter, Schema } from '../../model.ts';
import { itemsOf, isType } from '../schema-parts.ts';
import { type DescribedList, describedLists } from './collection.ts';
import type { DocumentView, Inference, Suggestion } from './convention.ts';
import { comparedIn, contained } from './contained.ts';
import { beginning, heldValue, type InferredFilter, isSameReference, namedBy } from './held-values.ts';
import { itemMembers, type ItemMember } from './item-members.ts';
import { descriptionOf, inWords, isOnly, keywordOf, optionalQuery, textOf } from './paging-members.ts';

type Document = DocumentView['document'];

/** Names of parameters that choose what an answer shows, how it is written or in which order: they leave no item out. */
const selecting = new Set(
  (
    'fields,field,include,includes,expand,embed,select,exclude,extend,with,without,format,view,q,query,search,term,keyword,text,sort,order,' +
    'order by,sort by,sort order,direction,lang,language,locale,page,limit,offset,cursor,size,pretty,callback,version,timezone,scope,mode'
  ).split(','),
);

/** Descriptions by which a parameter compares in another way, adds items, or does something else. */
const isOtherwise =
  /includ|exclud|expand|\balso\b|in addition|instead|prefix|partial|contain|wildcard|fuzzy|match(?:es)? any|minimum|maximum|at least|at most|\bbefore\b|\bafter\b|\bsince\b|\buntil\b|greater|\bless\b|\bsort|\border(?:ing|ed)? by|ignor|deprecat|default|\bhid|\bnot\b|\bunless\b|\bonly (?:be|if|when|with|used|valid|appl|supported|available)|\brequires?\b/iu;

/** Descriptions by which a parameter works only under a condition, or stands for another moment than its name says. */
const isConditional = /\bonly (?:be|if|when|with|used|valid|appl|supported|available)|\brequires?\b|ignor|\bunless\b/iu;

/** Flags of items that many lists leave out unless they are asked for. */
const usuallyHidden =
  /^(?:is )?(?:archived|deleted|removed|hidden|disabled|inactive|trashed|trash|private|closed|expired|draft|drafts|suspended|revoked|internal|all)$/u;

const listed = (document: Document, schema: Schema): readonly unknown[] | undefined => {
  const values = keywordOf(document, schema, 'enum');
  return Array.isArray(values) ? values : undefined;
};

/** Descriptions by which a text is compared as a whole. */
const isWhole = /\bexact(?:ly)?\b|\bthe (?:whole|entire|full) (?:name|value|text|word|title|string)\b/iu;

/** Are two texts described by one schema of the document that gives them a form, such as that of a key. */
const isOfOneKind = (document: Document, one: Schema, other: Schema): boolean =>
  isSameReference(one, other) && keywordOf(document, one, 'pattern') !== undefined;

/** Does a parameter compare for equality what a member shows: is the type such that two servers cannot compare it in two ways. */
const isEqual = (document: Document, parameter: Parameter, member: Schema): boolean => {
  const one = isType(document, parameter.schema, 'array') ? itemsOf(document, parameter.schema) : parameter.schema;
  if (one === undefined || keywordOf(document, parameter.schema, 'default') !== undefined) return false;
  if (isOnly(document, one, 'boolean'))
    return isOnly(document, member, 'boolean') && one === parameter.schema && !usuallyHidden.test(namedBy(parameter));
  const [values, shown] = [listed(document, one), listed(document, member)];
  if (values !== undefined)
    return shown !== undefined && values.every((value) => typeof value === 'string' && value !== '' && shown.includes(value));
  if (one !== parameter.schema) return false;
  const isId = / id$|^id$/u.test(namedBy(parameter));
  if (isOnly(document, one, 'integer')) return isOnly(document, member, 'integer') && isId;
  if (![one, member].every((schema) => isOnly(document, schema, 'string'))) return false;
  const [form, shownForm] = [keywordOf(document, one, 'format'), keywordOf(document, member, 'format')];
  if ((form === undefined || form === shownForm) && !times.includes(String(form))) {
    if (isId || isWhole.test(textOf(document, parameter)) || isOfOneKind(document, one, member)) return true;
  }
  return form === shownForm && (form === 'uuid' || form === 'email');
};

const equality = (document: Document, parameter: Parameter, members: readonly ItemMember[]): InferredFilter | undefined => {
  const words = namedBy(parameter);
  const [member, ...others] = members.filter((one) => one.words === words);
  if (member === undefined || others.length > 0 || selecting.has(words) || isOtherwise.test(comparedIn(textOf(document, parameter))))
    return undefined;
  return isEqual(document, parameter, member.schema) ? { at: member.at } : undefined;
};

/** Forms of a bound in words: `created after`, `created at gte`, `from created`. */
const bounds = [
  { compare: 'after', behind: / (?:after|since|from|gte|gt|start|min)$/u, before: /^(?:from|min|after|since) / },
  { compare: 'before', behind: / (?:before|until|to|lte|lt|end|max)$/u, before: /^(?:to|max|before|until) / },
] as const;

const times = ['date', 'date-time'];

const isTime = (document: Document, schema: Schema): boolean =>
  isOnly(document, schema, 'string') && times.includes(String(keywordOf(document, schema, 'format')));

/** Words at the end of the name of a moment, which a bound may leave out: `created_after` is about `created_at`. */
const stemOf = (words: string): string => words.replace(/ (?:at|on|date|time|datetime|timestamp)$/u, '').replace(/^(?:date|time) /u, '');

/** A bound of a moment that items show, where its name names the member and both are described as moments. */
const bound = (document: Document, parameter: Parameter, members: readonly ItemMember[]): InferredFilter | undefined => {
  if (
    !isTime(document, parameter.schema) ||
    isConditional.test(textOf(document, parameter)) ||
    keywordOf(document, parameter.schema, 'default') !== undefined
  )
    return undefined;
  const words = namedBy(parameter);
  for (const { compare, behind, before } of bounds) {
    const about = behind.test(words) ? words.replace(behind, '') : before.test(words) ? words.replace(before, '') : undefined;
    if (about === undefined) continue;
    const found = members.filter(({ words: name, schema }) => isTime(document, schema) && stemOf(name) === stemOf(about));
    const [member] = found;
    if (found.length === 1 && member !== undefined) return { at: member.at, compare };
  }
  return undefined;
};

/** Forms of a bound of a number in words: `min price`, `price gte`, `price from`. */
const numberBounds = [
  { compare: 'atLeast', behind: / (?:min|minimum|gte|gt|from)$/u, before: /^(?:min|minimum|from) / },
  { compare: 'atMost', behind: / (?:max|maximum|lte|lt|to)$/u, before: /^(?:max|maximum|to) / },
] as const;

/** Descriptions by which two numbers of one name may be counted in different units. */
const hasUnit =
  /\bcents?\b|\bpence\b|minor unit|smallest unit|\bdollars?\b|\beuros?\b|\bper ?cent|%|\bmill(?:i|ion)|\bthousand|\bbasis points?\b/iu;

const isNumber = (document: Document, schema: Schema): boolean =>
  (isOnly(document, schema, 'number') || isOnly(document, schema, 'integer')) && keywordOf(document, schema, 'enum') === undefined;

/** A pattern of nothing but digits, a point and a sign: a number in a text, as amounts of money are written. */
const ofDigits = /^\^(?=.*(?:\d|\\d))[-+?*()[\]{}|\\.,:\dd]+\$$/u;

/** Are two texts numbers of one form. */
const isDecimalText = (document: Document, one: Schema, other: Schema): boolean => {
  const [pattern, same] = [one, other].map((schema) => keywordOf(document, schema, 'pattern'));
  return (
    typeof pattern === 'string' &&
    pattern === same &&
    ofDigits.test(pattern) &&
    [one, other].every((schema) => isOnly(document, schema, 'string'))
  );
};

/** Descriptions and names by which a bound counts itself, and those by which it does not. */
const isWithin =
  /\binclu(?:ded|sive)|\bor (?:equal|more|less|above|below|higher|lower|greater|fewer)\b|\bat (?:least|most)\b|>=|<=|[≥≤]|\b(?:gte|lte)\b|\bno (?:more|less|fewer) than\b/iu;
const isBeyond = /exclu|\bnot inclu|non-inclu|strictly/iu;

/** Names of numbers that are shown as they are kept: amounts and counts. Others, such as an average or a distance, may be rounded. */
const isExact = /\b(?:price|amount|cost|fee|total|balance|quantity|stock|count|number)\b/u;

/** Does the bound itself count, so that an item that shows it is within it. */
const includes = (document: Document, parameter: Parameter, { words, schema }: ItemMember): { readonly included?: true } => {
  const text = `${inWords(parameter.name)} ${textOf(document, parameter)}`;
  const isKept = isOnly(document, schema, 'integer') || isExact.test(words);
  return isKept && isWithin.test(text) && !isBeyond.test(text) ? { included: true } : {};
};

/** Names between backquotes or quotes in a description. */
const quoted = (text: string): readonly string[] => [...text.matchAll(/[`"“]([\w.-]+)[`"”]/gu)].map(([, name = '']) => inWords(name));

/** Descriptions by which an item without the number is left out. */
const leavesOut = /\bwith(?:out| no)\b[^.;]*\b(?:left out|excluded|omitted|not (?:included|listed|returned|shown|found))\b/iu;

/** The member that a bound is about: the one of that name, else the only number that the description quotes, whose name shares a word with the bound. */
const boundMember = (document: Document, parameter: Parameter, about: string, members: readonly ItemMember[]): ItemMember | undefined => {
  const named = members.filter(({ words }) => words === about);
  const names = quoted(textOf(document, parameter));
  const stem = about.split(' ');
  const described = members.filter(
    ({ words, schema }) => names.includes(words) && isNumber(document, schema) && words.split(' ').some((word) => stem.includes(word)),
  );
  const [member, ...others] = named.length > 0 ? named : described;
  return others.length > 0 ? undefined : member;
};

/** A bound of a number that items show, where its name or its description names the member and nothing hints at two units. */
const numberBound = (document: Document, parameter: Parameter, members: readonly ItemMember[]): InferredFilter | undefined => {
  const text = textOf(document, parameter);
  const isOpen = isConditional.test(text) || hasUnit.test(text) || keywordOf(document, parameter.schema, 'default') !== undefined;
  if (isOpen || (!isNumber(document, parameter.schema) && !isOnly(document, parameter.schema, 'string'))) return undefined;
  const words = namedBy(parameter);
  for (const { compare, behind, before } of numberBounds) {
    const about = behind.test(words) ? words.replace(behind, '') : before.test(words) ? words.replace(before, '') : undefined;
    const member = about === undefined ? undefined : boundMember(document, parameter, about, members);
    if (member === undefined) continue;
    const without = leavesOut.test(text) ? { without: 'out' as const } : {};
    const areNumbers = [parameter.schema, member.schema].every((schema) => isNumber(document, schema));
    return (areNumbers || isDecimalText(document, parameter.schema, member.schema)) && !hasUnit.test(descriptionOf(document, member.schema))
      ? { at: member.at, compare, ...includes(document, parameter, member), ...without }
      : undefined;
  }
  return undefined;
};

/** What a parameter is about, by the way in which it compares. */
const reasons: Readonly<Record<Comparison, string>> = {
  equals: 'has the name, the type and the values of the member',
  contains: 'is described as a part of the text',
  startsWith: 'is described as the beginning of the text',
  after: 'bounds the moment',
  before: 'bounds the moment',
  atLeast: 'bounds the number',
  atMost: 'bounds the number',
  has: 'has the name of the list of values',
  hasAll: 'is described with values that are all in the list',
  hasAny: 'is described with values of which one is in the list',
};

const filtersOf = (document: Document, list: DescribedList): readonly Suggestion[] => {
  const members = itemMembers(document, list.item);
  const found = optionalQuery(document, list.operation).flatMap((parameter): (readonly [name: string, filter: InferredFilter])[] => {
    const filter =
      equality(document, parameter, members) ??
      bound(document, parameter, members) ??
      numberBound(document, parameter, members) ??
      (selecting.has(namedBy(parameter)) ? undefined : heldValue(document, parameter, members)) ??
      beginning(document, parameter, members) ??
      contained(document, parameter, members);
    // A name such as x-state would be read as an extension.
    return filter === undefined || parameter.name.startsWith('x-') ? [] : [[parameter.name, filter]];
  });
  if (found.length === 0) return [];
  const each = found.map(([name, { at, compare = 'equals' }]) => `the parameter "${name}" ${reasons[compare]} at ${at} of an item`);
  const why = `${each.join('; ')}.`;
  return [
    { operation: list.operation, word: ['filters'], value: Object.fromEntries(found), why: why.charAt(0).toUpperCase() + why.slice(1) },
  ];
};

/** `filters`: query parameters that are called like a member of the items and can only mean its value, and bounds of moments and of numbers. */
export const inferFilters: Inference = (view) => describedLists(view).flatMap((list) => filtersOf(view.document, list));
