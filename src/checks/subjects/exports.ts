import { optionalQuery } from '../../contract/infer/conventions/paging-members.ts';
import { singular } from '../../contract/infer/singular.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Collection, Contract, Operation } from '../../contract/model.ts';
import { isObject, valueAt } from '../../contract/pointer.ts';
import { essenceOf } from '../../contract/wire/media-type.ts';
import { nodeOf } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';
import { isShown, type ShownFilter } from './filters.ts';

/** A read that gives a list as a file of comma-separated values. */
export type CsvExport = Subject & {
  readonly operation: Operation;
  readonly collection: Collection;
  /** The names of the columns that the document prints, in their order; none where it prints none. */
  readonly columns: readonly string[];
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

const textsAt = (contract: Contract, pointers: readonly string[]): string =>
  pointers
    .map((pointer) => valueAt(contract.document, pointer))
    .flatMap((node) => (isObject(node) ? [node['summary'], node['description'], node['example']] : []))
    .filter((text) => typeof text === 'string')
    .join('. ');

/** "with the header line `id,title,dueOn`". */
const headerLine = /\b(?:header|first) (?:line|row)\b[^`.]{0,30}`(?<names>\w+(?:, ?\w+)+)`/iu;

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

/** What a text says of a file: that it is one, and its name where that has no part that differs. */
const dispositionIn = (text: string): CsvExport['disposition'] => {
  if (!/\battachment\b/iu.test(text)) return undefined;
  const [, name] = /filename="?([\w.-]+\.\w+)"?(?![\w{<])/iu.exec(text) ?? [];
  return { name: name === undefined || /yyyy|date|\d{4}/iu.test(name) ? undefined : name };
};

/** The files of comma-separated values of a contract that is held to the standard requirements, each of what one list of it shows. */
export const csvExports = (contract: Contract): readonly CsvExport[] => {
  if (contract.standard.size === 0) return [];
  return contract.operations.flatMap((operation): readonly CsvExport[] => {
    const successes = operation.responses.filter(({ status }) => status.startsWith('2'));
    const types = successes.flatMap(({ content }) => content.map(({ mediaType }) => essenceOf(mediaType)));
    const isOpen = operation.method !== 'GET' || operation.parameters.some((one) => one.in === 'query' && one.required);
    if (isOpen || types.length === 0 || !types.every((one) => one === 'text/csv')) return [];
    const lists = contract.collections.filter(
      (one) => one.operation.key !== operation.key && isAboutList(operation.path, one.operation.path),
    );
    const [collection, ...others] = lists;
    if (collection === undefined || others.length > 0) return [];
    const taken = optionalQuery(contract.document, operation);
    const shared = collection.filters.filter(isShown).filter(({ parameter }) => taken.some((one) => one.name === parameter.name));
    const text = textsAt(contract, [nodeOf(operation.location), ...successes.map(({ location }) => nodeOf(location))]);
    const headers = successes.flatMap((one) => one.headers).filter(({ name }) => name.toLowerCase() === 'content-disposition');
    const said = textsAt(
      contract,
      headers.map(({ location }) => nodeOf(location)),
    );
    return [
      at(operation.location, { operation, collection, columns: columnsIn(text), shared, disposition: dispositionIn(`${said} ${text}`) }),
    ];
  });
};
