import { isObject } from '../pointer.ts';
import { sentencesOf } from './sentences.ts';
import { type Table, titledTablesIn } from './markdown-tables.ts';
import { wordsOf } from './words.ts';

/** The codes in error bodies that a document lists by the status of the answer: the name of the member that holds one, and the statuses of each. */
export type StatusCodes = { readonly member: string; readonly statuses: ReadonlyMap<string, ReadonlySet<number>> };

/** A code with the statuses that stand beside it. */
type Pair = { readonly code: string; readonly statuses: readonly number[] };

/** With fewer, it may be an example. */
const fewest = 3;

const plain = (cell: string): string => cell.replaceAll(/[`*"“”]/gu, '').trim();

const aStatus = String.raw`[45]\d\d`;
const someStatuses = new RegExp(String.raw`^${aStatus}(?:(?:, ?| ?/ ?| or | and )${aStatus})*$`, 'u');
const aCode = /^[a-z][\w.-]*$/iu;

const statusesIn = (cell: string): readonly number[] => (someStatuses.test(plain(cell)) ? [...cell.matchAll(/\d{3}/gu)].map(Number) : []);

/** Words by which codes are examples, or those of something other than the answers of the service. */
const ofElse =
  /\b(?:examples?|e\. ?g|such as|for instance|typical(?:ly)?|usually|common|may|might|old|former(?:ly)?|legacy|deprecated|planned|future|call-?backs?|web-?hooks?|upstream|carriers?|providers?|partners?|batch|bulk|imports?|entr(?:y|ies)|rows?)\b/iu;

/** The member that a column is about: `code` of "Code" and "Error code", `type` of "Type"; undefined where it is about no code. */
const memberOf = (head: string): string | undefined => {
  const words = wordsOf(plain(head).replaceAll(/[^\p{L}\p{N}_]+/gu, ' '));
  const last = words.at(-1) ?? '';
  const isHttp = words.some((word) => ['http', 'status', 'response'].includes(word));
  return !isHttp && ['code', 'type', 'error'].includes(last) && words.length <= 2 ? last : undefined;
};

/** The codes of a table with a column of statuses and one of codes. */
const fromTable = ([head = [], ...rows]: Table): StatusCodes | undefined => {
  const column = (fits: (cell: string) => boolean, isHead: (cell: string) => boolean): number =>
    head.findIndex((cell, n) => isHead(cell) && rows.every((row) => fits(row[n] ?? '')));
  const status = column(
    (cell) => statusesIn(cell).length > 0,
    (cell) => !ofElse.test(cell),
  );
  const code = column(
    (cell) => aCode.test(plain(cell)),
    (cell) => memberOf(cell) !== undefined,
  );
  const member = memberOf(head[code] ?? '');
  if (status === -1 || member === undefined) return undefined;
  return together(
    member,
    rows.map((row) => ({ code: plain(row[code] ?? ''), statuses: statusesIn(row[status] ?? '') })),
  );
};

const together = (member: string, pairs: readonly Pair[]): StatusCodes | undefined => {
  const statuses = new Map<string, Set<number>>();
  for (const { code, statuses: of } of pairs) statuses.set(code, new Set([...(statuses.get(code) ?? []), ...of]));
  return statuses.size < fewest ? undefined : { member, statuses };
};

/** "`not_found` (404)", and in a list "`404` – `not_found`" or "404: `not_found`". */
const behind = new RegExp(String.raw`\x60(?<code>[a-z][\w.-]*)\x60\s*\((?:HTTP |status )?\x60?(?<status>${aStatus})\x60?\)`, 'giu');
const before = new RegExp(
  String.raw`(?:^|\n)[ \t]*[-*+][ \t]+(?:\*\*|\x60)?(?<status>${aStatus})(?:\*\*|\x60)?[ \t]*[:–—-]?[ \t]*\x60(?<code>[a-z][\w.-]*)\x60`,
  'giu',
);

const fromList = (text: string): StatusCodes | undefined =>
  together(
    'code',
    [...text.matchAll(behind), ...text.matchAll(before)].map(({ groups }) => ({
      code: groups?.['code'] ?? '',
      statuses: [Number(groups?.['status'])],
    })),
  );

/** The codes that a text lists by status: a table of both, or a list of codes each with its status; undefined where it has none, or several differ. */
export const statusCodesIn = (text: string): StatusCodes | undefined => {
  const tables = titledTablesIn(text)
    .filter(({ lead, heading }) => !ofElse.test(lead) && !ofElse.test(heading))
    .flatMap(({ table }) => fromTable(table) ?? []);
  const listing = sentencesOf(text)
    .filter((one) => !ofElse.test(one))
    .join('\n');
  const [only, ...others] = tables.length > 0 ? tables : [fromList(listing)];
  return others.length === 0 ? only : undefined;
};

/** The code in the body of an error, at the top or in the only object in it that has one, with the name of that; undefined where there is none. */
export const codeIn = (body: unknown, member: string): { readonly code: string; readonly where: string } | undefined => {
  if (!isObject(body)) return undefined;
  const own = body[member];
  if (typeof own === 'string') return { code: own, where: `/${member}` };
  const [inner, ...others] = Object.entries(body).flatMap(([name, one]) => {
    const value = isObject(one) ? one[member] : undefined;
    return typeof value === 'string' ? [{ code: value, where: `/${name}/${member}` }] : [];
  });
  return others.length === 0 ? inner : undefined;
};
