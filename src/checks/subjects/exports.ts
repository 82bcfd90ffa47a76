import { optionalQuery } from '../../contract/infer/conventions/paging-members.ts';
import { singular } from '../../contract/infer/singular.ts';
import { nounWordsOf } from '../../contract/infer/id-names.ts';
import { endsInParameter, isSamePath, pathAbove, tailOf } from '../../contract/infer/path-template.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Collection, Contract, Operation } from '../../contract/model.ts';
import { isObject, valueAt } from '../../contract/pointer.ts';
import { essenceOf, isCsv, isJsonLines } from '../../contract/wire/media-type.ts';
import { partsOf } from '../../contract/infer/schema-parts.ts';
import { nodeOf } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';
import { isShown, type ShownFilter } from './filters.ts';

/** A notation in which a file may hold a list: comma-separated values (RFC 4180), or one JSON object in each line. */
export type FileForm = {
  readonly notation: 'csv' | 'lines';
  /** The query parameter that asks for it; undefined where the file has no other notation. */
  readonly asked: readonly [name: string, value: string] | undefined;
};

/** A read that gives a list as a file. */
export type ExportedList = Subject & {
  readonly operation: Operation;
  readonly forms: readonly FileForm[];
  readonly collection: Collection;
  /** The file belongs to something else, and has a row for each item of the list: which of them, and what it shows of them, is its own matter. */
  readonly isElsewhere: boolean;
  /** The names of the columns that the document prints, in their order; none where it prints none. */
  readonly columns: readonly string[];
  /** It is said to have a row for each item of the list. */
  readonly holdsEach: boolean;
  /** It is said to hold the list, by its path or by a row for each item, and nothing is said of further rows: it has no more rows. */
  readonly holdsNoMore: boolean;
  /** It is said to leave some out, or to have a row for each of something else, such as the lines of an order: what the list shows may be without a row. */
  readonly mayLack: boolean;
  /** It is said to begin with the names of the columns. */
  readonly isHeaded: boolean;
  /** Its values are said to be separated by commas. */
  readonly hasCommas: boolean;
  /** Filters that the list takes as well, by a value that items show. */
  readonly shared: readonly ShownFilter[];
  /** What the header field Content-Disposition is said to hold: that the answer is a file to keep, and its name. */
  readonly disposition: { readonly name: string | undefined } | undefined;
};

const exportWords: ReadonlySet<string> = new Set('export exports csv download file report'.split(' '));

/** The path of the list that a path of a file is about: `/jobs` of `/jobs/export`, `/jobs.csv`, `/job-export` and `/exports/jobs.csv`. */
const isAboutList = (path: string, list: string): boolean => {
  const slash = list.lastIndexOf('/');
  const [above, own] = [list.slice(0, slash), list.slice(slash + 1)];
  const rest = path.startsWith(`${above}/`) ? path.slice(above.length + 1) : '';
  const words = rest === '' || rest.includes('{') ? [] : wordsOf(rest).map(singular);
  const others = words.filter((word) => !exportWords.has(word));
  return others.length < words.length && others.join(' ') === wordsOf(own).map(singular).join(' ');
};

/** Is a path a file right below the resource that a list is right below too: `/courses/{id}/export.csv` beside `/courses/{id}/enrolments`. */
const isBeside = (path: string, list: string): boolean => {
  const above = pathAbove(path);
  const words = tailOf(path).flatMap(wordsOf).map(singular);
  const isFile = words.length > 0 && words.every((word) => exportWords.has(word));
  return isFile && tailOf(path).length === 1 && endsInParameter(above) && tailOf(list).length === 1 && isSamePath(pathAbove(list), above);
};

/** "one line for each response", "a row per line item". */
const oneRowEach =
  /\b(?:one|a|1|single) (?:line|row|record)s? (?:for|per) (?:each |every |the )?(?<words>[\p{L}-]+(?: (?!(?:of|in|on|at|by|with|to|from|and|or|that|which|who|whose|as|it|is|are|was|were|has|have|here|there|whatever)\b)[\p{L}-]+){0,2})/giu;

/** The words for what a text has a row each: of "one line for each response"; none where it does not say. */
const rowsOf = (text: string): readonly (readonly string[])[] =>
  [...text.replaceAll(/\s+/gu, ' ').matchAll(oneRowEach)].map(({ groups }) => wordsOf(groups?.['words'] ?? '').map(singular));

const leavesOut =
  /\b(?:only|except\w*|exclud\w*|without|unless|at most|up to|latest|newest|first \d+|last \d+|not (?:included|contained|listed|in it|for)|do(?:es)? not appear|missing|omit\w*|left out|skipp\w+|filter\w*|(?:current|last|selected|given|requested|previous) (?:day|week|month|quarter|year|period|range))\b|\b(?:line|row|record)s? (?:for|per) (?:each |every |the )?[\p{L}-]+ (?:that|which|who|whose|with|in|from|between|since)\b/iu;

/** Words by which a file may be of an earlier time than the list. */
const aging = /\b(?:nightly|hourly|daily|cached?|stale|delay\w*|lags?|snapshots?|old|behind)\b/iu;

/** Words for items that a list may leave out, and a file not. */
const wider = /\b(?:includ(?:es|ing)|also|as well|too|even|archived|deleted|removed|inactive|hidden|history)\b/iu;

const perPair =
  /\b(?:line|row|record)s? (?:for|per) (?:each |every |the )?[\p{L}-]+(?: [\p{L}-]+)? and (?:each |every |the |per )?[\p{L}-]+/iu;

/** Does a text have a row for each of something else than the items of a list. */
const isOfOthers = (text: string, list: string): boolean => {
  const nouns = nounWordsOf(list).map(singular).join(' ');
  const rows = rowsOf(text).map((words) => words.join(' '));
  // "A row per invoice and month" has several of one invoice, or none.
  if (perPair.test(text)) return true;
  return rows.length > 0 && !rows.some((one) => one === nouns || ` ${nouns}`.endsWith(` ${one}`));
};

/** Words before the noun of a list that pick none of its items. */
const picksNone: ReadonlySet<string> = new Set('matching listed own exported same such individual single'.split(' '));
/** Words before it that are about the state of some. */
const picksSome = /^(?:[\p{L}-]+ed|open|active|past|due|running|final|done|current|recent|unpaid|overdue)$/iu;

/** Does a text say that a file has only some items of a list: "All completed sessions as CSV", "Paid invoices". */
const isOfSome = (text: string, list: string): boolean => {
  const nouns = nounWordsOf(list).map(singular);
  const words = wordsOf(text.replaceAll(/[^\p{L}\p{N}]+/gu, ' '));
  return words.some((_, n) => {
    const before = words[n - 1] ?? '';
    if (
      nouns.length === 0 ||
      picksNone.has(before) ||
      words
        .slice(n, n + nouns.length)
        .map(singular)
        .join(' ') !== nouns.join(' ')
    )
      return false;
    const isOfAll = ['all', 'every', 'each'].includes(words[n - 2] ?? '') && !['of', 'the', 'its', 'your', 'our', 'their'].includes(before);
    return isOfAll || picksSome.test(before);
  });
};

/** Does a text have a row for every item of a list, without leaving any out. */
const holdsEach = (text: string, list: string): boolean =>
  !leavesOut.test(text) &&
  !aging.test(text) &&
  !perPair.test(text) &&
  (rowsOf(text).some((words) => words.join(' ') === nounWordsOf(list).map(singular).join(' ')) ||
    [...text.matchAll(rowsOfPath)].some(({ groups }) => isSamePath(groups?.['path'] ?? '', list)));

/** "The rows of `GET /gauges/{gaugeId}/rain` in the same order". */
const rowsOfPath = /\b(?:the|all) (?:rows|lines|records|entries|items) of \x60(?:GET )?(?<path>\/[^\s\x60]*)\x60/giu;

/** Words for rows that show no item. */
const furtherRows =
  /\b(?:total|totals|sum|summary|footer|closing|trailing|comment)s? (?:line|row)s?\b|\b(?:followed by|with|and|plus|ends in|closes with) (?:an? |the )?(?:total|totals|sum|summary|footer)\b|\b(?:last|final) (?:line|row)\b|\bsep=/iu;

/** Does a text speak of rows of another form than those above them: a total, a footer. */
export const hasFurtherRows = (text: string): boolean => furtherRows.test(text);

const headed = /\b(?:header|first|title|heading) (?:line|row)s?\b|\bheadings?\b|\bcolumn (?:names|titles|headings)\b|\bheaders?\b/iu;

/** The lists that a file right below a resource may hold: the one whose items have a row each, else those whose noun its summary names. */
const listsBeside = (lists: readonly Collection[], path: string, text: string): readonly Collection[] => {
  const beside = lists.filter(({ operation }) => isBeside(path, operation.path));
  const rows = rowsOf(text);
  const words = wordsOf(text.replaceAll(/[^\p{L}\p{N}]+/gu, ' ')).map(singular);
  return beside.filter(({ operation }) => {
    const nouns = nounWordsOf(operation.path).map(singular);
    const ends = (row: readonly string[]): boolean => row.slice(-nouns.length).join(' ') === nouns.join(' ');
    if (nouns.length === 0) return false;
    return rows.length > 0 ? rows.some(ends) : words.some((_, n) => nouns.every((noun, m) => words[n + m] === noun));
  });
};

/** The list of the whole account for each of whose items a file elsewhere has a row: `/boats` of "one line per boat", at `/tariffs/{code}/export`. */
const listsElsewhere = (lists: readonly Collection[], text: string): readonly Collection[] => {
  const [row, ...others] = rowsOf(text).map((words) => words.join(' '));
  return row === undefined || others.length > 0
    ? []
    : lists.filter(({ operation: { path } }) => !path.includes('{') && nounWordsOf(path).map(singular).join(' ') === row);
};

const textsAt = (contract: Contract, pointers: readonly string[]): string =>
  pointers
    .map((pointer) => valueAt(contract.document, pointer))
    .flatMap((node) => (isObject(node) ? [node['summary'], node['description'], node['example']] : []))
    .filter((text) => typeof text === 'string')
    .join('. ');

/** "with the header line `id,title,dueOn`". */
const headerLine = /\b(?:(?:header|first|heading|title) (?:line|row)|headings?)\b[^`.]{0,30}`(?<names>\w+(?:, ?\w+)+)`/iu;

/** The names of columns that a text prints: "with the columns id, title and dueOn". */
export const columnsIn = (text: string): readonly string[] => {
  const { names: inLine } = headerLine.exec(text.replaceAll(/\s+/gu, ' '))?.groups ?? {};
  if (inLine !== undefined) return inLine.split(/, ?/u);
  const [, listed = ''] = /\bcolumns?\b(?: (?:are|named?|called|is|in this order))*:? ([^.;\n]+)/iu.exec(text) ?? [];
  const names: string[] = [];
  for (const part of listed.split(/,/u)) {
    const [one = '', last, ...more] = part
      .replaceAll(/[`"'*]/gu, '')
      .trim()
      .split(/ and |^and /u);
    const found = [one, last].filter((each): each is string => each !== undefined && each !== '');
    if (more.length > 0 || !found.every((each) => /^[A-Za-z]\w*$/u.test(each))) break;
    names.push(...found);
    if (/\band\b/u.test(part)) break;
  }
  return names.length > 1 ? names : [];
};

/**
 * What a text says of a file: that it is one, and its name where that has no part that differs. A name is an example where the path has parameters, as it may be made
 * from their values ("ENG-pages.csv" of `/spaces/{key}/export`).
 */
const dispositionIn = (text: string, hasParameters: boolean): ExportedList['disposition'] => {
  if (!/\battachment\b/iu.test(text)) return undefined;
  const [, name] = /filename="?([\w.-]+\.\w+)"?(?![\w{<])/iu.exec(text) ?? [];
  return { name: name === undefined || hasParameters || /yyyy|date|\d{4}/iu.test(name) ? undefined : name };
};

/** Values of a parameter that asks for a notation. */
const askingFor = { csv: /^csv$/iu, lines: /^(?:ndjson|jsonl|json-?lines)$/iu } as const;

/** The notations in which a read gives a file and nothing else: by its only media type, or by a query parameter that lists them. */
const formsOf = (document: Contract['document'], operation: Operation, types: readonly string[]): readonly FileForm[] => {
  const notations = [...new Set(types)].map((type) => (isCsv(type) ? 'csv' : isJsonLines(type) ? 'lines' : undefined));
  if (notations.some((one) => one === undefined)) return [];
  const found = notations.filter((one) => one !== undefined);
  if (found.length < 2) return found.map((notation) => ({ notation, asked: undefined }));
  return found.flatMap((notation): readonly FileForm[] => {
    const asked = optionalQuery(document, operation).flatMap(({ name, schema }) => {
      const listed = partsOf(document, schema).flatMap((part) => (Array.isArray(part['enum']) ? (part['enum'] as unknown[]) : []));
      const value = listed.find((one): one is string => typeof one === 'string' && askingFor[notation].test(one));
      return value === undefined ? [] : [[name, value] as const];
    });
    return asked.length === 1 ? [{ notation, asked: asked[0] }] : [];
  });
};

/** The files of a contract that is held to the standard requirements, each of what one list of it shows. */
export const exportedLists = (contract: Contract): readonly ExportedList[] => {
  if (contract.standard.size === 0) return [];
  return contract.operations.flatMap((operation): readonly ExportedList[] => {
    const successes = operation.responses.filter(({ status }) => status.startsWith('2'));
    const types = successes.flatMap(({ content }) => content.map(({ mediaType }) => essenceOf(mediaType)));
    const isOpen = operation.method !== 'GET' || operation.parameters.some((one) => one.in === 'query' && one.required);
    const forms = formsOf(contract.document, operation, types);
    if (isOpen || forms.length === 0) return [];
    const text = textsAt(contract, [nodeOf(operation.location), ...successes.map(({ location }) => nodeOf(location))]);
    const lists = contract.collections.filter(({ operation: one }) => one.key !== operation.key);
    const named = lists.filter((one) => isAboutList(operation.path, one.operation.path));
    const ofOwn = named.length > 0 ? named : listsBeside(lists, operation.path, text);
    const [collection, ...others] = ofOwn.length > 0 ? ofOwn : listsElsewhere(lists, text);
    if (collection === undefined || others.length > 0) return [];
    const isElsewhere = ofOwn.length === 0;
    const taken = optionalQuery(contract.document, operation);
    const shared = collection.filters.filter(isShown).filter(({ parameter }) => taken.some((one) => one.name === parameter.name));
    const headers = successes.flatMap((one) => one.headers).filter(({ name }) => name.toLowerCase() === 'content-disposition');
    const said = textsAt(
      contract,
      headers.map(({ location }) => nodeOf(location)),
    );
    const columns = columnsIn(text);
    const isOther = isOfOthers(text, collection.operation.path);
    const isEach = holdsEach(text, collection.operation.path) && !isOfSome(text, collection.operation.path);
    return [
      at(operation.location, {
        operation,
        forms,
        collection,
        isElsewhere,
        columns,
        holdsEach: isEach && !isElsewhere,
        holdsNoMore:
          !isElsewhere && (isEach || (named.length > 0 && !isOther)) && !hasFurtherRows(text) && !wider.test(text) && !aging.test(text),
        mayLack: leavesOut.test(text) || isOther || aging.test(text) || isOfSome(text, collection.operation.path),
        isHeaded: columns.length > 0 || headed.test(text),
        hasCommas: columns.length > 0 || /\bRFC ?4180\b|\bcommas?\b/iu.test(text),
        shared: isElsewhere ? [] : shared,
        disposition: dispositionIn(`${said} ${text}`, operation.path.includes('{')),
      }),
    ];
  });
};
