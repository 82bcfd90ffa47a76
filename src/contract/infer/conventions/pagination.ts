import { literalPattern } from '../../pattern/literal-pattern.ts';
import type { PaginationStyle } from '../../conventions.ts';
import type { Operation, Parameter } from '../../model.ts';
import { type DescribedList, describedLists } from './collection.ts';
import type { DocumentView, Inference, Suggestion } from './convention.ts';
import { declaredBy } from './declared-pagination.ts';
import { itemMembers } from './item-members.ts';
import { holdsUrl, isUrl, saidOf, urlOfNext } from './next-page-url.ts';
import {
  descriptionOf,
  expression,
  firstOf,
  inWords,
  isOnly,
  keywordOf,
  optionalQuery,
  type PageMember,
  pageMembers,
  textOf,
} from './paging-members.ts';
import { refusedCursor } from './refused-cursor.ts';
import { totalIn } from './totals.ts';

type Document = DocumentView['document'];

const names = (...lines: readonly string[]): ReadonlySet<string> => new Set(lines.flatMap((line) => line.split(', ')));

/** Names of query parameters in words. */
const sizeNames = names(
  'limit, per page, perpage, page size, pagesize, page limit, max results, maxresults, results per page, items per page, size, count, top, take',
  'page count, max items, page max results, rows, num results, first',
);
const pageNames = names('page, page number, pagenumber, page no, page num, page nr, page index, pageindex, current page, p');
const offsetNames = names('offset, skip, from, start, start at, startat, start index, startindex, page offset');
const cursorNames = names(
  'cursor, page token, pagetoken, next token, nexttoken, next cursor, page cursor, continuation token, continue, after, start cursor, marker',
  'next page token, bookmark, next, offset, page, start, starting after, start after, start token, pagination token, page after, next marker',
  'last key, last evaluated key, exclusive start key',
);

/** Names of members with the cursor of the next page, in words; one with the name of the parameter counts too. */
const nextNames = names(
  'next cursor, next page token, next token, next page cursor, end cursor, next continuation token, next marker, next bookmark, next start cursor',
  'continuation token, next pagination token, next offset',
);

/** Those of them that take nothing but a cursor. */
const plainCursorNames = names('cursor, page token, pagetoken, page cursor, continuation token, pagination token');

/** Such members inside an object about pages. */
const nextInside = names('next, after, next page, cursor');

const moreNames = names(
  'has more, hasmore, has next, hasnext, has next page, has more results, has more items, has more pages, has more data, more available',
  'more results available, is truncated',
);

/** The words of paging, as the members of an answer repeat them. */
const isPaging = (words: string): boolean =>
  [sizeNames, pageNames, offsetNames, moreNames, nextNames].some((some) => some.has(words)) ||
  /^(?:total|last) pages?$|^page count$/u.test(words);

const isNumeric = (document: Document, { schema }: Parameter): boolean =>
  isOnly(document, schema, 'integer') || isOnly(document, schema, 'number');

/** The parameter that sets the size of a page. One with listed values, or with a least value above one, takes no small sizes, and is left alone. */
const sizeIn = (document: Document, operation: Operation): Parameter | undefined =>
  optionalQuery(document, operation).find((one) => {
    if (!sizeNames.has(inWords(one.name)) || !isNumeric(document, one)) return false;
    const [listed, least, step, most] = ['enum', 'minimum', 'multipleOf', 'maximum'].map((keyword) =>
      keywordOf(document, one.schema, keyword),
    );
    return (
      listed === undefined && step === undefined && !(typeof least === 'number' && least > 1) && !(typeof most === 'number' && most < 3)
    );
  });

/** A way of paging, with the reason for it. */
type Reading = { readonly style: PaginationStyle; readonly why: string };

type Read = (document: Document, list: DescribedList, members: readonly PageMember[]) => Reading | undefined;

const limitWord = (document: Document, operation: Operation): { readonly limit?: string } => {
  const size = sizeIn(document, operation);
  return size === undefined ? {} : { limit: expression(size) };
};

const totalWord = (document: Document, list: DescribedList): { readonly total?: string } => {
  const total = totalIn(document, list, isPaging);
  return total === undefined ? {} : { total };
};

/** A member that holds the cursor for a parameter: it has the name of a next cursor, or that of the parameter inside an object about pages or beside the items. */
const isNextFor = ({ words, around }: PageMember, parameter: string): boolean =>
  nextNames.has(words) ||
  (around !== '' && nextInside.has(words) && !['links', 'link'].includes(around)) ||
  (words === parameter && parameter !== 'page' && parameter !== 'start') ||
  words === `next ${parameter}`;

/** The last name of an expression for a value of an answer. */
const lastName = (at: string): string => at.slice(at.lastIndexOf('/') + 1);

/** Words by which a text is about an address and not about a cursor. */
const isAddress = /\b(?:ur[il]s?|links?|paths?|address|href|leads?|requests?)\b/iu;

/**
 * Is a member `next` said to hold the cursor: by the parameter ("Taken from `next` of the page before", "The `next` of the page before"), by itself ("Cursor of the next page", "Send it as `after`"), or
 * by the introduction ("`next` is the cursor of the next page").
 */
const isNamedBy = (document: Document, { words, at, schema }: PageMember, parameter: Parameter): boolean => {
  if (words !== 'next') return false;
  const name = literalPattern(lastName(at));
  const isMentioned = new RegExp(String.raw`(?<!\b(?:not|never|than|unlike)\b[^.;]{0,40})[\x60"']${name}[\x60"']`, 'iu');
  if (isMentioned.test(textOf(document, parameter))) return true;
  const [kind] = /\b(?:cursor|token|marker|bookmark)\b/u.exec(inWords(parameter.name)) ?? [];
  const called = [
    `\u0060${literalPattern(parameter.name)}\u0060`,
    ...(kind === undefined ? [] : [String.raw`\b${kind}\b`]),
    String.raw`\bcursor\b`,
  ];
  const isCalled = new RegExp(`(?<!\\b(?:no|not an?|without an?) )(?:${called.join('|')})`, 'iu');
  return [descriptionOf(document, schema), saidOf(document, lastName(at))].some((one) => isCalled.test(one) && !isAddress.test(one));
};

/** Is a member called `next` or `nextPage`, and nothing said of it: beside a parameter that takes a cursor it holds the cursor, or the URL with it. */
const isPlainNext = (document: Document, { words, schema }: PageMember, text: string): boolean =>
  (words === 'next' || words === 'next page') &&
  descriptionOf(document, schema) === '' &&
  !/\b(?:ids?|keys?|items?|records?)\b/iu.test(text);

/** A description by which a page that says so may be followed by none. */
const isPossible = /\bmay\b|\bmight\b|\bcould\b|possib|likely|perhaps|estimat/iu;

/** Where a page shows whether there is a next one. */
const moreWord = (document: Document, members: readonly PageMember[]): { readonly more?: string } => {
  const more = members.find(
    ({ words, schema }) => moreNames.has(words) && isOnly(document, schema, 'boolean') && !isPossible.test(descriptionOf(document, schema)),
  );
  return more === undefined ? {} : { more: more.at };
};

const byCursor: Read = (document, list, members) => {
  for (const parameter of optionalQuery(document, list.operation)) {
    const words = inWords(parameter.name);
    const isText = isOnly(document, parameter.schema, 'string');
    if (!cursorNames.has(words) || !isText || isUrl(document, parameter.schema)) continue;
    const text = textOf(document, parameter);
    const isMeant = (one: PageMember): boolean =>
      isNextFor(one, words) || isNamedBy(document, one, parameter) || (plainCursorNames.has(words) && isPlainNext(document, one, text));
    const next = members.find(
      (one) => isMeant(one) && isOnly(document, one.schema, 'string') && !isUrl(document, one.schema) && !holdsUrl(document)(one),
    );
    if (next === undefined) continue;
    return {
      style: {
        kind: 'cursor',
        cursor: expression(parameter),
        ...limitWord(document, list.operation),
        next: next.at,
        ...moreWord(document, members),
        ...totalWord(document, list),
      },
      why: `The parameter "${parameter.name}" takes a cursor, and the answer is described with one at ${next.at}.`,
    };
  }
  return undefined;
};

/** Names of parameters that take the id of the last item of the page before, in words. */
const afterNames = names('starting after, start after, after, after id, last id, since id, exclusive start id');

/** Members with the id of the last item of a page. */
const lastNames = names('last id, last item id');

/** Pages that begin behind an item: a parameter takes the id of the last item, and a flag says whether there are more. */
const byLastItem: Read = (document, list, members) => {
  const id = itemMembers(document, list.item).find(({ at }) => at === '/id');
  const more = moreWord(document, members);
  if (id === undefined || more.more === undefined || list.items === '$response.body') return undefined;
  for (const parameter of optionalQuery(document, list.operation)) {
    const isAlike = ['string', 'integer'].some((type) => isOnly(document, parameter.schema, type) && isOnly(document, id.schema, type));
    const text = textOf(document, parameter);
    const called = inWords(parameter.name);
    // Beside a flag that tells of more, `starting_after` is known to take an id where nothing else is said.
    const isOfId = /\bids?\b|\bidentifier/iu.test(text) || (called === 'starting after' && text.trim() === '');
    if (!afterNames.has(called) || !isAlike || isTime(document, parameter) || !isOfId) continue;
    const last = members.find(({ words, schema }) => lastNames.has(words) && isOnly(document, schema, 'string'));
    return {
      style: {
        kind: 'cursor',
        cursor: expression(parameter),
        ...limitWord(document, list.operation),
        next: last?.at ?? `${list.items}/-1/id`,
        ...more,
        ...totalWord(document, list),
      },
      why: `The parameter "${parameter.name}" is described with the id of the last item, and the answer says at ${more.more} whether there are more.`,
    };
  }
  return undefined;
};

const isTime = (document: Document, { schema }: Parameter): boolean =>
  ['date', 'date-time'].includes(String(keywordOf(document, schema, 'format')));

/** Where a page repeats its position or its size: a whole number under the name of the parameter, or one of the given names. */
const repeatedAt = (
  document: Document,
  members: readonly PageMember[],
  parameter: Parameter,
  others: readonly string[],
): string | undefined =>
  members.find(({ words, schema }) => (words === inWords(parameter.name) || others.includes(words)) && isOnly(document, schema, 'integer'))
    ?.at;

const countedWords = (
  document: Document,
  list: DescribedList,
  members: readonly PageMember[],
  position: Parameter,
  others: readonly string[],
) => {
  const size = sizeIn(document, list.operation);
  const number = repeatedAt(document, members, position, others);
  const sizeAt = size === undefined ? undefined : repeatedAt(document, members, size, []);
  return {
    ...limitWord(document, list.operation),
    ...(number === undefined ? {} : { number }),
    ...(sizeAt === undefined ? {} : { size: sizeAt }),
    ...nextWord(document, list, members),
    ...moreWord(document, members),
    ...totalWord(document, list),
  };
};

/** Pages that may begin with 0, in an answer as Spring Data describes one, do begin with it. */
const leastOf = (document: Document, page: Parameter, members: readonly PageMember[]): 0 | undefined =>
  keywordOf(document, page.schema, 'minimum') === 0 &&
  keywordOf(document, page.schema, 'default') === undefined &&
  members.some(({ words }) => words === 'total elements')
    ? 0
    : undefined;

const byPage: Read = (document, list, members) => {
  const page = optionalQuery(document, list.operation).find((one) => pageNames.has(inWords(one.name)) && isNumeric(document, one));
  const first = page === undefined ? undefined : (firstOf(document, page) ?? leastOf(document, page, members));
  if (page === undefined || first === undefined || /\boffset\b|\bskip/iu.test(textOf(document, page))) return undefined;
  const words = countedWords(document, list, members, page, ['current page']);
  return {
    style: { kind: 'page', page: expression(page), first, ...words },
    why: `The parameter "${page.name}" takes the number of a page, and ${first} is described as the first one.`,
  };
};

/** Descriptions by which an offset counts pages, days or bytes and not items. */
const countsOther =
  /\bpages? (?:number|index|no\b)|number of pages|\bnumber of the page|which page|\bday|\bhour|\bminute|\bsecond|\bbyte|\btime|\bmonth|\byear/iu;

const byOffset: Read = (document, list, members) => {
  const offset = optionalQuery(document, list.operation).find((one) => offsetNames.has(inWords(one.name)) && isNumeric(document, one));
  if (offset === undefined || countsOther.test(textOf(document, offset))) return undefined;
  const told = firstOf(document, offset);
  const isPlain =
    ['offset', 'skip', 'page offset'].includes(inWords(offset.name)) && keywordOf(document, offset.schema, 'default') === undefined;
  const first = told ?? (isPlain ? 0 : undefined);
  // Without a size beside it, an offset may be one into something else.
  if (first === undefined || !optionalQuery(document, list.operation).some(({ name }) => sizeNames.has(inWords(name)))) return undefined;
  return {
    style: { kind: 'offset', offset: expression(offset), first, ...countedWords(document, list, members, offset, []) },
    why: `The parameter "${offset.name}" takes the number of items before a page, beside one for its size.`,
  };
};

const nextWord = (document: Document, list: DescribedList, members: readonly PageMember[]): { readonly next?: string } => {
  const next = urlOfNext(document, list, members);
  return next === undefined ? {} : { next: next.at };
};

const byLink: Read = (document, list, members) => {
  const next = urlOfNext(document, list, members);
  if (next === undefined || optionalQuery(document, list.operation).length === 0) return undefined;
  return {
    style: {
      kind: 'link',
      next: next.at,
      ...limitWord(document, list.operation),
      ...moreWord(document, members),
      ...totalWord(document, list),
    },
    why: next.at.startsWith('$response.header.')
      ? 'The answer is described with a header field Link, which leads to the next page (RFC 8288).'
      : `The answer is described with the URL of the next page at ${next.at}.`,
  };
};

/** Ways of reading, the surest first: where a position is described, a cursor may need another parameter beside it. */
const readings: readonly Read[] = [byOffset, byPage, byCursor, byLastItem, byLink];

/** `pagination`: by what a document declares for other tools, else by the names and types of the parameters and of the members beside the items. */
export const inferPagination: Inference = ({ document, ...view }) =>
  describedLists({ document, ...view }).flatMap((list): readonly Suggestion[] => {
    const { operation } = list;
    const declared = declaredBy(document, operation);
    if (declared !== undefined) return [declared];
    const members = pageMembers(document, list).filter(({ at }) => at !== list.items);
    for (const read of readings) {
      const found = read(document, list, members);
      if (found === undefined) continue;
      const suggested: Suggestion = { operation, word: ['pagination'], value: found.style, why: found.why };
      return [suggested, ...refusedCursor(document, operation, found.style)];
    }
    return [];
  });
