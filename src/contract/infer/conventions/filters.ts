import type { Comparison } from '../../conventions.ts';
import type { Parameter, Schema } from '../../model.ts';
import { saysId } from '../id-names.ts';
import { itemsOf, isType } from '../schema-parts.ts';
import { singular } from '../singular.ts';
import { type DescribedList, describedLists } from './collection.ts';
import type { DocumentView, Inference, Suggestion } from './convention.ts';
import { bareBound, isTime, stemOf, times } from './bare-bounds.ts';
import { comparedIn } from './compared.ts';
import { contained } from './contained.ts';
import { isToldFilter, ofFalse, usuallyHidden } from './flag-sides.ts';
import { beginning, heldValue, type InferredFilter, isOfOneForm, namedBy } from './held-values.ts';
import { innerIds, innerMembers, itemMembers, type ItemMember } from './item-members.ts';
import { lacked, lackedBy } from './lacked.ts';
import { isNoFilter, keepsOthers } from './no-filter.ts';
import { descriptionOf, inWords, isOnly, keywordOf, optionalQuery, ownTextOf, textOf } from './paging-members.ts';
import { ruleOfBounds } from './rules-of-bounds.ts';
import { shownOrNot } from './shown-or-not.ts';

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

const listed = (document: Document, schema: Schema): readonly unknown[] | undefined => {
  const values = keywordOf(document, schema, 'enum');
  return Array.isArray(values) ? values : undefined;
};

const whole =
  /\bexact(?:ly)?\b|\bthe (?:whole|entire|full|complete) (?:name|value|text|word|title|string|reference|number|code|label|key|(?:e-?mail )?address|e-?mail|plate|isbn|sku)\b/iu;

/** Is a text compared as a whole, by the description of the parameter. */
export const isWhole = (text: string): boolean => whole.test(text);

/** Are two texts described by one schema of the document that gives them a form, such as that of a key. */
const isOfOneKind = (document: Document, one: Schema, other: Schema): boolean =>
  isOfOneForm(document, one, other) && keywordOf(document, one, 'pattern') !== undefined;

/** What one value of a parameter has to match: the schema of the values where it takes several, that of the parameter otherwise. */
const oneValueOf = (document: Document, { schema }: Parameter): Schema | undefined => {
  if (!isType(document, schema, 'array')) return schema;
  const least = keywordOf(document, schema, 'minItems');
  return typeof least === 'number' && least > 1 ? undefined : itemsOf(document, schema);
};

/** The words of what one value of a parameter is: `warehouse id` of a list `warehouseIds`. */
const oneNamedBy = (document: Document, parameter: Parameter): string => {
  const words = namedBy(parameter);
  return isType(document, parameter.schema, 'array') ? words.replace(/[a-z]+$/u, singular) : words;
};

/** Does a parameter compare for equality what a member shows: is the type such that two servers cannot compare it in two ways. */
const isEqual = (document: Document, parameter: Parameter, member: Schema, named = oneNamedBy(document, parameter)): boolean => {
  const one = oneValueOf(document, parameter);
  if (one === undefined) return false;
  const hasDefaultValue = [parameter.schema, one].some((schema) => keywordOf(document, schema, 'default') !== undefined);
  if (isOnly(document, one, 'boolean'))
    return (
      isOnly(document, member, 'boolean') &&
      one === parameter.schema &&
      ((!usuallyHidden.test(namedBy(parameter)) && !hasDefaultValue) || isToldFilter(namedBy(parameter), textOf(document, parameter)))
    );
  if (hasDefaultValue) return false;
  const [values, shown] = [listed(document, one), listed(document, member)];
  if (values !== undefined)
    return shown !== undefined && values.every((value) => typeof value === 'string' && value !== '' && shown.includes(value));
  const isId = / id$|^id$/u.test(named);
  if (isOnly(document, one, 'integer')) return isOnly(document, member, 'integer') && (isId || isCompared(named));
  if (![one, member].every((schema) => isOnly(document, schema, 'string'))) return false;
  const [form, shownForm] = [keywordOf(document, one, 'format'), keywordOf(document, member, 'format')];
  if ((form === undefined || form === shownForm) && !times.includes(String(form))) {
    const isSaidId = saysId(textOf(document, parameter)) && saysId(descriptionOf(document, member));
    if (isId || isSaidId || isWhole(textOf(document, parameter)) || isOfOneKind(document, one, member)) return true;
  }
  return form === shownForm && formatsOfOneText.has(form);
};

/** Names of whole numbers of which an API gives those at least as great, or those that are near, rather than the very number. */
const isGraded =
  /\b(?:rating|stars?|score|price|amount|cost|fee|distance|radius|age|capacity|size|count|quantity|stock|weight|seats?|guests?|beds?)\b/u;

const isCompared = (words: string): boolean => !isGraded.test(words);

/** Members that a name means: the one of that name, else the id of what it names, in a member of its own or inside an object. */
const meantBy = (words: string, members: readonly ItemMember[], inner: readonly ItemMember[]): readonly ItemMember[] => {
  const named = members.filter((one) => one.words === words);
  if (named.length > 0) return named;
  const isNoun = !/ id$|^id$/u.test(words);
  const ids = isNoun ? members.filter((one) => one.words === `${words} id`) : [];
  return ids.length > 0 ? ids : inner.filter((one) => one.words === words || (isNoun && one.words === `${words} id`));
};

/** Formats whose texts two servers cannot compare in two ways. */
const formatsOfOneText: ReadonlySet<unknown> = new Set(['email', 'uuid']);

/** Is a text inside an object of the item, of such a format, said to be that of the object: "the guest's email address" at `/guest/email`. */
const isToldInside = (document: Document, parameter: Parameter, { at, schema }: ItemMember): boolean => {
  const format = keywordOf(document, parameter.schema, 'format');
  const around = inWords(at.split('/')[1] ?? '');
  const said = ` ${inWords(`${parameter.name} ${textOf(document, parameter)}`)} `;
  return formatsOfOneText.has(format) && format === keywordOf(document, schema, 'format') && said.includes(` ${around} `);
};

const equality = (
  document: Document,
  parameter: Parameter,
  members: readonly ItemMember[],
  inner: readonly ItemMember[],
  deep: readonly ItemMember[],
): InferredFilter | undefined => {
  const named = namedBy(parameter);
  const asNamed = meantBy(named, members, inner);
  const words = asNamed.length > 0 ? named : oneNamedBy(document, parameter);
  const meant = asNamed.length > 0 ? asNamed : meantBy(words, members, inner);
  // What an object of the item holds is meant where both have one form: `country` of an address.
  const isSaidWhole = isWhole(textOf(document, parameter));
  const ofOneForm = deep.filter(
    (one) =>
      one.words === words &&
      (isSaidWhole || isOfOneForm(document, oneValueOf(document, parameter), one.schema) || isToldInside(document, parameter, one)),
  );
  const [member, ...others] = meant.length > 0 ? meant : ofOneForm;
  const text = comparedIn(ownTextOf(document, parameter));
  const told = isOnly(document, parameter.schema, 'boolean') ? text.replaceAll(ofFalse, '') : text;
  if (member === undefined || others.length > 0 || selecting.has(inWords(parameter.name)) || isOtherwise.test(told)) return undefined;
  const isId = member.words !== words && member.words.endsWith(' id');
  if (isId) return isOfId(document, parameter, member) ? { at: member.at } : undefined;
  return isEqual(document, parameter, member.schema) ? { at: member.at } : undefined;
};

/** Does a parameter with the noun of an id take that id: of the same type, and described with it where it could be a name. */
const isOfId = (document: Document, parameter: Parameter, { schema }: ItemMember): boolean => {
  if (keywordOf(document, parameter.schema, 'default') !== undefined || keywordOf(document, parameter.schema, 'enum') !== undefined)
    return false;
  if (['integer', 'number'].some((type) => isOnly(document, parameter.schema, type))) return isOnly(document, schema, 'integer');
  const isText = [parameter.schema, schema].every((one) => isOnly(document, one, 'string'));
  const isSaid = /\bids?\b|\bidentifier/iu.test(textOf(document, parameter));
  return isText && (isSaid || keywordOf(document, parameter.schema, 'format') === 'uuid');
};

/** Descriptions by which either of two members may be the one that is asked for. */
const isEither = /\beither\b|\bor\b|\binvolv|\b(?:any|which) (?:side|role)\b|\bboth (?:as|sides|ways)\b/iu;

/** A filter by an id that either of two members may hold: `accountId` of transfers with `fromAccountId` and `toAccountId`. */
const either = (document: Document, parameter: Parameter, members: readonly ItemMember[]): InferredFilter | undefined => {
  const words = namedBy(parameter);
  const text = textOf(document, parameter);
  const isFree = ['enum', 'default'].every((one) => keywordOf(document, parameter.schema, one) === undefined);
  const type = ['string', 'integer'].find((one) => isOnly(document, parameter.schema, one));
  if (type === undefined || !isFree || members.some((one) => one.words === words) || !isEither.test(text)) return undefined;
  if (/\bnot\b|exclud|except|deprecat|ignor/iu.test(text)) return undefined;
  const ids = members.filter(({ schema, words: name }) => isOnly(document, schema, type) && name !== 'id');
  const ends = ids.filter((one) => one.words.endsWith(` ${words}`) || one.words.endsWith(` ${words} id`));
  // "Transfers whose sender or recipient is this account."
  const told = ids.filter(({ words: name }) => ` ${inWords(text)} `.includes(` ${name.replace(/ id$/u, '')} `) && name.endsWith(' id'));
  const [one, other, ...others] = ends.length === 2 ? ends : told;
  const isPair = one !== undefined && other !== undefined && others.length === 0;
  return isPair ? { at: one.at, also: [other.at], compare: 'has' } : undefined;
};

/** Descriptions by which a text is found in another way than by a member that holds it. */
const isSearch = /\bsearch|\bterms?\b|\bkeywords?\b|\bquery\b|\bfull[- ]?text\b|\bmatch(?:es|ing)? any\b|\bcomma|separated|pattern/iu;

/**
 * A text of the name of a text that items show, where the document does not say how the two are compared: what is found has the text, whole or in part, and
 * every item with the very text is found.
 */
const likeness = (document: Document, parameter: Parameter, members: readonly ItemMember[]): InferredFilter | undefined => {
  const words = namedBy(parameter);
  const text = comparedIn(textOf(document, parameter));
  const isFree = (schema: Schema): boolean =>
    isOnly(document, schema, 'string') &&
    ['enum', 'format', 'pattern', 'default', 'const'].every((one) => keywordOf(document, schema, one) === undefined);
  const [member, ...others] = members.filter((one) => one.words === words);
  if (member === undefined || others.length > 0 || selecting.has(words) || !isFree(parameter.schema) || !isFree(member.schema))
    return undefined;
  return isOtherwise.test(text) || isSearch.test(text) ? undefined : { at: member.at, compare: 'like' };
};

/** Forms of a bound in words: `created after`, `created at gte`, `from created`. */
const bounds = [
  { compare: 'after', behind: / (?:after|since|from|gte|gt|start|min)$/u, before: /^(?:from|min|after|since) / },
  { compare: 'before', behind: / (?:before|until|to|lte|lt|end|max)$/u, before: /^(?:to|max|before|until) / },
] as const;

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
    const bare = bareBound(document, { compare, words, text: textOf(document, parameter) }, members);
    if (bare !== undefined) return { at: bare.at, compare };
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

const [greater, less] = ['(?:later|more|above|greater|higher|larger|longer)', '(?:earlier|less|fewer|below|lower|smaller|shorter)'];

const saysSide = (side: string, other: string): RegExp => new RegExp(String.raw`^(?!.*\b${other}\b).*\bor (?:an? |any )?${side}\b`, 'isu');

/** Descriptions that say on which side of a number others are: "`madeFrom` is this year or a later one". */
const toldSides = [
  { compare: 'atLeast', told: saysSide(greater, less) },
  { compare: 'atMost', told: saysSide(less, greater) },
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
  /\binclu(?:ded|sive)|\bor (?:an? |any )?(?:equal|more|less|above|below|higher|lower|greater|fewer|later|earlier|larger|smaller|newer|older)\b|\bat (?:least|most)\b|>=|<=|[≥≤]|\b(?:gte|lte)\b|\bno (?:more|less|fewer) than\b/iu;
const isBeyond = /exclu|\bnot inclu|non-inclu|strictly/iu;

/** Names of numbers that are shown as they are kept: amounts and counts. Others, such as an average or a distance, may be rounded. */
const isExact = /\b(?:price|amount|cost|fee|total|balance|quantity|stock|count|number)\b/u;

/** Does the bound itself count, so that an item that shows it is within it. */
const includes = (document: Document, parameter: Parameter, { words, schema }: ItemMember): { readonly included?: true } => {
  const own = `${inWords(parameter.name)} ${textOf(document, parameter)}`;
  const text = isWithin.test(own) || isBeyond.test(own) ? own : `${own}. ${ruleOfBounds(document, parameter) ?? ''}`;
  const isKept = isOnly(document, schema, 'integer') || isExact.test(words);
  return isKept && isWithin.test(text) && !isBeyond.test(text) ? { included: true } : {};
};

/** Names between backquotes or quotes in a description. */
const quoted = (text: string): readonly string[] => [...text.matchAll(/[`"“]([\w.-]+)[`"”]/gu)].map(([, name = '']) => inWords(name));

/** Descriptions by which an item without the number is left out. */
const leavesOut = /\bwith(?:out| no)\b[^.;]*\b(?:left out|excluded|omitted|not (?:included|listed|returned|shown|found))\b/iu;

/** Units at the end of the name of a number: `price cents`, `weight grams`. */
const units = /^(?:cents?|pence|minor|grams?|kg|km|cm|mm|minutes?|seconds?|hours?|days?)$/u;

/** Does the name of a number end in a unit in which its bound is described too. */
const saysUnitOf = (document: Document, parameter: Parameter, words: string): boolean => {
  const [, ...behind] = words.split(' ');
  const unit = behind.at(-1) ?? '';
  return behind.length === 1 && units.test(unit) && ` ${inWords(textOf(document, parameter))} `.includes(` ${unit} `);
};

/** Words by which a description leaves something out of a number. */
const isApart = / (?:not|no|without|except|excluding|besides|apart|before|after|beyond|other) /u;

/** The member that a bound is about: the one of that name, else the one of that name with the unit of the description, else the only number that the description quotes, whose name shares a word with the bound, else the only one with a longer name of which the description has the other words. */
const boundMember = (document: Document, parameter: Parameter, about: string, members: readonly ItemMember[]): ItemMember | undefined => {
  const named = members.filter(({ words }) => words === about);
  const inUnit = members.filter(({ words }) => words.startsWith(`${about} `) && saysUnitOf(document, parameter, words));
  const names = quoted(textOf(document, parameter));
  const stem = about.split(' ');
  const described = members.filter(
    ({ words, schema }) => names.includes(words) && isNumber(document, schema) && words.split(' ').some((word) => stem.includes(word)),
  );
  const longer = members.filter(({ words, schema }) => isNumber(document, schema) && words.endsWith(` ${about}`));
  const said = ` ${inWords(textOf(document, parameter))} `;
  // "At most this long in total" tells `totalMinutes` apart from the other minutes.
  const told = (isApart.test(said) ? [] : longer).filter(({ words }) =>
    words
      .slice(0, -about.length - 1)
      .split(' ')
      .every((word) => said.includes(` ${word} `)),
  );
  const [member, ...others] = [named, inUnit, described, told].find(({ length }) => length > 0) ?? [];
  return others.length > 0 ? undefined : member;
};

/** A bound of a number that items show, where its name or its description names the member and nothing hints at two units. */
const numberBound = (document: Document, parameter: Parameter, members: readonly ItemMember[]): InferredFilter | undefined => {
  const text = textOf(document, parameter);
  const isOpen = isConditional.test(text) || keywordOf(document, parameter.schema, 'default') !== undefined;
  if (isOpen || (!isNumber(document, parameter.schema) && !isOnly(document, parameter.schema, 'string'))) return undefined;
  const words = namedBy(parameter);
  const named = numberBounds.flatMap(({ compare, behind, before }) => {
    const about = behind.test(words) ? words.replace(behind, '') : before.test(words) ? words.replace(before, '') : undefined;
    return about === undefined ? [] : [{ compare, about }];
  });
  const told = toldSides.filter((one) => one.told.test(text)).map(({ compare }) => ({ compare, about: words }));
  for (const { compare, about } of [...named, ...(told.length === 1 && quoted(text).length === 1 ? told : [])]) {
    const member = boundMember(document, parameter, about, members);
    if (member === undefined) continue;
    const isOneUnit = saysUnitOf(document, parameter, member.words);
    if (!isOneUnit && hasUnit.test(`${text} ${descriptionOf(document, member.schema)}`)) return undefined;
    const without = leavesOut.test(text) ? { without: 'out' as const } : {};
    const areNumbers = [parameter.schema, member.schema].every((schema) => isNumber(document, schema));
    return areNumbers || isDecimalText(document, parameter.schema, member.schema)
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
  lacks: 'is described with the items that do not have its value',
  like: 'has the name and the type of the text',
  absent: 'is described with the items without a value',
  present: 'is described with the items with a value',
};

const filtersOf = (document: Document, list: DescribedList): readonly Suggestion[] => {
  const members = itemMembers(document, list.item);
  const inner = innerIds(document, list.item);
  const deep = innerMembers(document, list.item);
  const found = optionalQuery(document, list.operation).flatMap((parameter): (readonly [name: string, filter: InferredFilter])[] => {
    const text = textOf(document, parameter);
    if (isNoFilter(text)) return [];
    const left = lacked(document, parameter, members, (schema) => isEqual(document, parameter, schema, lackedBy(parameter)));
    const filter = keepsOthers(text)
      ? (shownOrNot(document, parameter, members) ?? left)
      : (equality(document, parameter, members, inner, deep) ??
        either(document, parameter, members) ??
        shownOrNot(document, parameter, members) ??
        left ??
        bound(document, parameter, members) ??
        numberBound(document, parameter, members) ??
        (selecting.has(namedBy(parameter)) ? undefined : heldValue(document, parameter, members)) ??
        beginning(document, parameter, members) ??
        contained(document, parameter, members) ??
        likeness(document, parameter, members));
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
