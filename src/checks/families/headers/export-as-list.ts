import { answerOf, headerValues, isSuccess, outcomeOf } from '../../../contract/message.ts';
import { evaluate } from '../../../contract/expression.ts';
import { idSourcesOf } from '../../../contract/infer/id-sources.ts';
import { isObject, valueAt } from '../../../contract/pointer.ts';
import { usableId } from '../../../generators/listed-id.ts';
import { isCsv, isJsonLines } from '../../../contract/wire/media-type.ts';
import { csvRows } from '../../../contract/wire/csv.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed, type Unconfirmed } from '../../kit/define.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { plainRead } from '../../scenarios/calls/reads.ts';
import { inPath, valuesAlong } from '../../../contract/infer/path-template.ts';
import { withResources } from '../../scenarios/lifecycle/references.ts';
import { quotedBelow } from '../../scenarios/lifecycle/quoted-below.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { shownValues, textAt } from '../../scenarios/filters/filter-values.ts';
import { listInUse } from '../../scenarios/paging/offered-styles.ts';
import { itemsOfTraversal, referenceTraversal, traversalBelow, type Traversal } from '../../scenarios/paging/traversal.ts';
import type { ReadableList } from '../../subjects/collection.ts';
import { type ExportedList, exportedLists, type FileForm } from '../../subjects/exports.ts';
import { hidesByDefault } from '../../subjects/hiding-lists.ts';
import { identityOf } from '../../subjects/item-identity.ts';
import { differenceIn } from '../../subjects/csv-rows.ts';

type Read = {
  readonly form: FileForm;
  readonly by: { readonly name: string; readonly at: string; readonly value: string } | undefined;
  readonly exchange: Exchange;
};

type Result = { readonly before: Traversal; readonly reads: readonly Read[]; readonly after: Traversal };

const isBlank = (cells: readonly string[]): boolean => cells.every((cell) => cell.trim() === '');

/** Are the values of a file separated by another sign, as in some countries, where nothing is said of commas. */
const isByOtherSigns = ({ hasCommas }: ExportedList, exchange: Exchange): boolean => {
  const [line = ''] = (answerOf(exchange)?.text ?? '').split('\n');
  return !hasCommas && (/^\uFEFF?sep=/u.test(line) || (/[;\t|]/u.test(line) && !line.includes(',')));
};

type Breach = { readonly code: string; readonly where: string; readonly expected: string; readonly actual: string };

/** What is wrong with a file of one JSON object in each line, beside the items that the list shows for the same query. */
const breachOfLines = (
  { collection, isElsewhere, mayLack }: ExportedList,
  exchange: Exchange,
  items: readonly unknown[],
): Breach | undefined => {
  const lines = (answerOf(exchange)?.text ?? '').split('\n').filter((line) => line.trim() !== '');
  const records = lines.map(parsedJson);
  const odd = records.findIndex((one) => !isObject(one));
  if (odd >= 0)
    return {
      code: 'line-no-record',
      where: `line ${odd + 1}`,
      expected: 'one JSON object in each line',
      actual: Array.isArray(records[odd]) ? 'an array' : (lines[odd] ?? '').slice(0, 200),
    };
  const told = new Set(records.map((one) => identityOf(collection, one)));
  const missing = items.map((item) => identityOf(collection, item)).find((id) => id !== undefined && !told.has(id));
  // What identifies an item of the list may not be in the file at all.
  if (missing !== undefined && !mayLack && !isElsewhere && items.some((item) => told.has(identityOf(collection, item))))
    return { code: 'row-missing', where: 'body', expected: `a line for ${missing}, which the list shows`, actual: 'none' };
  return undefined;
};

const parsedJson = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};

/** A breach of one file by itself, or beside the items that the list shows for the same query. */
const breachIn = (
  { collection, isElsewhere, columns, disposition, holdsEach, holdsNoMore, isHeaded, mayLack }: ExportedList,
  exchange: Exchange,
  items: readonly unknown[],
): Breach | undefined => {
  const text = answerOf(exchange)?.text ?? '';
  const rows = csvRows(text);
  if (rows === undefined)
    return {
      code: 'csv-unreadable',
      where: 'body',
      expected: 'records as in RFC 4180, with the quotes in a cell doubled',
      actual: 'a quote inside a cell that ends it',
    };
  const [names = [], ...records] = rows.filter((cells) => !isBlank(cells));
  const shown = names.map((name) => name.trim());
  const lacking = columns.find((name) => !shown.includes(name));
  if (lacking !== undefined)
    return {
      code: 'column-missing',
      where: 'first line',
      expected: `the columns ${columns.join(', ')}`,
      actual: shown.join(', ').slice(0, 200),
    };
  const [stated] = headerValues(exchange, 'Content-Disposition');
  if (disposition !== undefined && stated !== undefined) {
    const isFile = /^\s*attachment\b/iu.test(stated);
    const isNamed = disposition.name === undefined || stated.includes(disposition.name);
    const wanted = `attachment${disposition.name === undefined ? '' : ` with the name ${disposition.name}`}`;
    if (!isFile || !isNamed)
      return { code: 'disposition-otherwise', where: 'header Content-Disposition', expected: wanted, actual: stated };
  }
  const uneven = records.find((cells) => cells.length !== names.length);
  if (uneven)
    return {
      code: 'rows-uneven',
      where: 'body',
      expected: `${names.length} cells in each row, as in the first line`,
      actual: `${uneven.length} in a row`,
    };
  if (isElsewhere) return undefined;
  const difference = differenceIn(text, items);
  if (difference && !(mayLack && difference.code === 'row-missing')) return { where: 'body', ...difference };
  if (holdsNoMore && records.length > items.length && !hidesByDefault(collection))
    return {
      code: 'rows-too-many',
      where: 'body',
      expected: `${items.length} rows, as many as the list shows`,
      actual: `${records.length} rows`,
    };
  // What is left out of the list for want of a filter may be in the file, and not the other way round. Without a word about it the first line may be one of them.
  const most = isHeaded || items.some((item) => isObject(item) && shown.some((name) => name in item)) ? records.length : records.length + 1;
  if (holdsEach && most < items.length)
    return {
      code: 'rows-too-few',
      where: 'body',
      expected: `${items.length} rows, one for each item that the list shows`,
      actual: `${records.length} rows`,
    };
  return undefined;
};

/** The most resources that are looked at for the one with the longest list. */
const mostAround = 4;

/** The value in the path of a list below what was there before the run, and is only read: of the first few that a list shows, the one that holds most. Undefined where none holds anything. */
const heldBefore = async (session: Session, list: ReadableList): Promise<readonly string[] | undefined> => {
  const { contract } = session;
  const [parameter, ...more] = list.operation.parameters.filter((one) => one.in === 'path');
  if (parameter === undefined || more.length > 0) return undefined;
  const source = idSourcesOf(contract, list.operation, parameter).find(({ given }) => Object.keys(given).length === 0);
  if (source?.from.kind !== 'items') return undefined;
  const page = await orSkipped(session.run(plainRead, { operation: source.read.key }));
  if (isSkipped(page) || !isSuccess(page)) return undefined;
  const { items: at, members } = source.from;
  const listed = at.map((one) => evaluate(one, page)).find((one): one is unknown[] => Array.isArray(one)) ?? [];
  const ids = listed.flatMap((item) =>
    (members[parameter.name] ?? []).flatMap((pointer) => usableId(contract, parameter, valueAt(item, pointer)) ?? []).slice(0, 1),
  );
  let most: { readonly id: string; readonly count: number } | undefined;
  for (const id of ids.slice(0, mostAround)) {
    const count = itemsOfTraversal(list, await traversalBelow(session, list, { [parameter.name]: id })).length;
    if (count > (most?.count ?? 0)) most = { id, count };
  }
  return most && [most.id];
};

export const exportAsList = defineProbe<ExportedList, Result>({
  id: 'headers/export-as-list',
  title: 'A list as a file of comma-separated values, or of one JSON object in each line, can be read, and has the rows of the list',
  why: 'Spreadsheets put what stands behind an unquoted comma into the next column, and a file without a row is taken for the whole list.',
  fix: 'Put cells with commas, quotes and line ends into quotes, print the described columns, and filter the file as the list.',
  phase: 'mutate',
  // Other checks have created items with unusual texts by then.
  stage: 'looking-back',
  exclusive: 'collection',
  over: (contract) => [...exportedLists(contract)],
  prerequisites: ({ operation, collection }, around) => [
    ...prerequisitesFor(collection.operation, around),
    ...prerequisitesFor(operation, around),
  ],
  cost: () => ({ requests: 40, creates: 12 }),
  async run({ operation, collection, isElsewhere, shared, columns, forms }, session) {
    const list = await listInUse(session, collection);
    const first = await referenceTraversal(session, list, 'first');
    // The file has to be of the very resource that the list is below.
    const above = valuesAlong(list.operation.path, first.last.request.pathValues);
    const filled = await session.run(quotedBelow, { list: list.operation.key, values: above, columns });
    const own = filled ?? (itemsOfTraversal(list, first).length === 0 ? await heldBefore(session, list) : undefined);
    const read = (turn: string): Promise<Traversal> =>
      own === undefined ? referenceTraversal(session, list, turn) : traversalBelow(session, list, inPath(list.operation.path, own));
    const before = await read('before the file');
    const request = isElsewhere
      ? await withResources(session, usableRequest(session, operation, 'file'))
      : usableRequest(session, operation, 'file', { pathValues: inPath(operation.path, own ?? above) });
    const reads: Read[] = [];
    for (const form of forms) {
      const query = [...request.query.filter(([name]) => name !== form.asked?.[0]), ...(form.asked ? [form.asked] : [])];
      reads.push({ form, by: undefined, exchange: await session.send({ ...request, query }) });
      for (const { at, parameter } of shared.slice(0, 2)) {
        const items = itemsOfTraversal(list, before);
        const value = shownValues(list, before, at).find((one) => items.some((item) => textAt(item, at) !== one));
        if (value === undefined) continue;
        const by = { name: parameter.name, at, value };
        reads.push({ form, by, exchange: await session.send({ ...request, query: [...query, [parameter.name, value]] }) });
      }
    }
    return { before, reads, after: await read('after the file') };
  },
  judge(subject, { before, reads, after }) {
    const { collection } = subject;
    if (before.end !== 'ended' || after.end !== 'ended') return inconclusive('The list was not read to its end', [after.last]);
    const items = itemsOfTraversal(collection, before);
    const [one, other] = [before, after].map((traversal) =>
      itemsOfTraversal(collection, traversal)
        .map((item) => `${identityOf(collection, item)} ${JSON.stringify(item)}`)
        .toSorted(),
    );
    if (JSON.stringify(one) !== JSON.stringify(other)) return inconclusive('The list changed meanwhile', [before.last, after.last]);
    const verdicts = reads.map(({ form, by, exchange }): Verdict | Unconfirmed => {
      if (!isSuccess(exchange)) return inconclusive(`The file was answered ${outcomeOf(exchange)}`, [exchange]);
      const isLines = form.notation === 'lines';
      const type = headerValues(exchange, 'Content-Type')[0] ?? '';
      if (!(isLines ? isJsonLines(type) : isCsv(type))) return inconclusive(`The file is of the type ${type}`, [exchange]);
      if (!isLines && isByOtherSigns(subject, exchange))
        return inconclusive('The values of the file are not separated by commas', [exchange]);
      const meant = by === undefined ? items : items.filter((item) => textAt(item, by.at) === by.value);
      const breach = isLines ? breachOfLines(subject, exchange, meant) : breachIn(subject, exchange, meant);
      if (!breach) return pass(1);
      const asked = by === undefined ? '' : ` with ${by.name}=${by.value}`;
      return unconfirmed(fail({ ...breach, expected: `${breach.expected}${asked}` }, [exchange, ...before.pages]));
    });
    return (
      verdicts.find(({ kind }) => kind === 'unconfirmed') ?? verdicts.find(({ kind }) => kind === 'inconclusive') ?? pass(verdicts.length)
    );
  },
});
