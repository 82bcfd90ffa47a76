import { sentencesOf } from '../../../contract/infer/sentences.ts';
import { singular } from '../../../contract/infer/singular.ts';
import { locatedIn } from '../../../contract/infer/created-resource.ts';
import { wordsOf } from '../../../contract/infer/words.ts';
import { answerOf, headerValues, isSuccess, jsonOf, outcomeOf } from '../../../contract/message.ts';
import type { Collection, Contract, Operation } from '../../../contract/model.ts';
import { isObject, valueAt } from '../../../contract/pointer.ts';
import { isSamePath, parametersIn } from '../../../contract/infer/path-template.ts';
import { csvRows, isSeparatedOtherwise } from '../../../contract/wire/csv.ts';
import { isCsv, isJsonLines } from '../../../contract/wire/media-type.ts';
import { bodyMembers } from '../../../generators/body-members.ts';
import { askedBody } from '../../../generators/request-body.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { nodeOf } from '../../../model/location.ts';
import { orSkipped } from '../../kit/not-tried.ts';
import type { Session } from '../../kit/session.ts';
import { pageItems } from '../../subjects/collection.ts';
import { differenceIn } from '../../subjects/csv-rows.ts';
import { listNamed, nounsOf } from '../../subjects/named-lists.ts';
import { roundTrips } from '../../subjects/round-trips.ts';
import { requestAsSet } from '../../requests/request-as-set.ts';
import { at, defineProbe, fail, inconclusive, pass, type Subject, unconfirmed } from '../../kit/define.ts';
import { isAllowed, prerequisitesFor } from '../../kit/prerequisites.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { followedMs } from '../../scenarios/lifecycle/followed-task.ts';
import { plainTextOf, unquotedText } from '../../scenarios/lifecycle/quoted-below.ts';
import { until } from '../../scenarios/lifecycle/until.ts';
import { listInUse } from '../../scenarios/paging/offered-styles.ts';
import { keysIn, referenceTraversal, type Traversal } from '../../scenarios/paging/traversal.ts';
import { isEnd, stateIn, type Task, tasks } from '../../subjects/tasks.ts';
import { saidIn } from '../../../contract/said.ts';
import { holdsValue } from '../../../model/request.ts';

/** A task that brings all records of a list, which a value of its body or its path names. */
type Export = Subject & {
  readonly task: Task & { readonly result: Operation };
  /** The lists, each with the value that asks for it; undefined where the path names the only one. */
  readonly lists: readonly { readonly collection: Collection; readonly value: string | undefined }[];
  readonly member: string | undefined;
  /** It is asked for without filters: its text says that it holds all records that match them. */
  readonly isUnfiltered: boolean;
};

type Result = {
  readonly before: Traversal;
  readonly after: Traversal | undefined;
  readonly collection: Collection | undefined;
  readonly started: Exchange;
  readonly last: Exchange | undefined;
  readonly result: Exchange | undefined;
};

const textOf = ({ document }: Contract, { location }: Operation): string => {
  const node = valueAt(document, nodeOf(location));
  return saidIn(node).join('. ');
};

/** A sentence that nothing is left out. */
const saysAll = (text: string): boolean =>
  sentencesOf(text).some(
    (one) =>
      /\b(?:all|every|each|whole|entire|complete)\b/iu.test(one) &&
      /\b(?:records?|rows?|lines?|items?|entries|list|export\w*)\b/iu.test(one) &&
      !/\b(?:match\w*|filter\w*|since|between|up to|at most|changed|selected|chosen)\b/iu.test(one),
  );

/** A sentence that what matches some filters is whole: "It holds all tickets of the account that match the filters". */
const allMatching = /\b(?:all|every|each)\b[^.;]*\b(?:match\w*|filter\w*|selected|chosen)\b/iu;

/** The only list whose noun such a sentence names. */
const listIn = (lists: readonly Collection[], text: string): Collection | undefined => {
  const words = sentencesOf(text)
    .filter((one) => allMatching.test(one))
    .flatMap((one) => wordsOf(one.replaceAll(/[^\p{L}\p{N}]+/gu, ' ')).map(singular));
  const found = lists.filter(({ operation }) => {
    const nouns = nounsOf(operation.path);
    return nouns.length > 0 && words.some((_, n) => nouns.every((noun, m) => words[n + m] === noun));
  });
  return found.length === 1 ? found[0] : undefined;
};

/** Words of members that say how a file is written, what it is called, and who is told of it. */
const ofForm: ReadonlySet<string> = new Set(
  (
    'format type encoding charset compression delimiter separator header headers language locale name filename title label description note comment reason purpose ' +
    'email mail webhook callback notify'
  ).split(' '),
);

/** May a part of a request leave out records: all but what says how the file is written. A range of times, or names of what is meant, do. */
const mayNarrow = (name: string): boolean => !ofForm.has(wordsOf(name).at(-1) ?? '');

/** Does a task ask for something that may leave out records, beside the member that names the list. */
const isNarrowed = (contract: Contract, operation: Operation, chosen: string | undefined): boolean =>
  [...bodyMembers(contract, operation), ...operation.parameters.filter((one) => one.in === 'query')].some(
    ({ name, required }) => required && name !== chosen && mayNarrow(name),
  );

/** A body without what may leave out records. */
const wholeOf = (contract: Contract, operation: Operation, body: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> => {
  const needed = new Set(bodyMembers(contract, operation).flatMap(({ name, required }) => (required ? [name] : [])));
  return Object.fromEntries(Object.entries(body).filter(([name]) => needed.has(name) || !mayNarrow(name)));
};

const exportsOf = (contract: Contract): Export[] => {
  if (contract.standard.size === 0) return [];
  const lists = contract.collections.filter(
    ({ operation }) =>
      operation.effect === 'safe' && !operation.path.includes('{') && operation.parameters.every(({ required }) => !required),
  );
  return tasks(contract).flatMap((task): Export[] => {
    const { operation, result } = task;
    if (!result) return [];
    const text = `${textOf(contract, operation)}. ${textOf(contract, result)}`;
    if (!saysAll(text)) {
      // Without a filter all match, unless something else is said of that.
      const members = bodyMembers(contract, operation);
      const isFree = members.every(({ required, schema }) => !required && !(isObject(schema) && schema['default'] !== undefined));
      const isOpen = operation.body !== undefined && isFree && !/\b(?:default\w*|unless|otherwise|left out|omitted|only)\b/iu.test(text);
      const meant = isOpen && allMatching.test(text) ? listIn(lists, text) : undefined;
      return meant
        ? [
            at(operation.location, {
              task: { ...task, result },
              lists: [{ collection: meant, value: undefined }],
              member: undefined,
              isUnfiltered: true,
            }),
          ]
        : [];
    }
    const chosen = bodyMembers(contract, operation).flatMap(({ name, schema }) => {
      const listed = isObject(schema) && Array.isArray(schema['enum']) ? schema['enum'] : [];
      const meant = listed.flatMap((value: unknown) => {
        const collection = typeof value === 'string' ? listNamed(lists, value) : undefined;
        return typeof value === 'string' && collection ? [{ collection, value }] : [];
      });
      return meant.length > 0 ? [{ name, lists: meant }] : [];
    });
    const [member, ...more] = chosen;
    if (member)
      return more.length > 0 || isNarrowed(contract, operation, member.name)
        ? []
        : [at(operation.location, { task: { ...task, result }, lists: member.lists, member: member.name, isUnfiltered: false })];
    const words = operation.path.split('/').filter((one) => !/^exports?$/iu.test(one));
    // What is exported below one resource is something of that, and not the list that it is one of.
    const isBelow = parametersIn(operation.path).length > 0;
    const collection =
      !isBelow && !isNarrowed(contract, operation, undefined) && /\bexport/iu.test(operation.path)
        ? listNamed(lists, words.at(-1) ?? '')
        : undefined;
    return collection
      ? [
          at(operation.location, {
            task: { ...task, result },
            lists: [{ collection, value: undefined }],
            member: undefined,
            isUnfiltered: false,
          }),
        ]
      : [];
  });
};

/** What the file of a task holds, record by record as a text; undefined where its form does not tell. */
const recordsIn = (exchange: Exchange): readonly string[] | undefined => {
  const body = jsonOf(exchange);
  if (Array.isArray(body)) return body.map((one) => JSON.stringify(one));
  const type = headerValues(exchange, 'Content-Type')[0] ?? '';
  const text = answerOf(exchange)?.text ?? '';
  if (isJsonLines(type)) return text.split('\n').filter((line) => line.trim() !== '');
  const rows = isCsv(type) ? csvRows(text) : undefined;
  const full = rows?.filter((cells) => cells.some((cell) => cell.trim() !== '')).slice(1);
  return full?.map((cells) => JSON.stringify(cells));
};

/** Creates a record of a list whose text has what the cells of a file have to quote, where the run may: another one tells as well. */
const quoted = async (session: Session, { operation: list }: Collection): Promise<void> => {
  const { contract, target } = session;
  const trip = roundTrips(contract).find((one) => one.list?.operation.key === list.key && isSamePath(one.addsTo, list.path));
  const create = trip?.create;
  if (create?.method !== 'POST' || create.effect !== 'creates' || !isAllowed(create, target)) return;
  const member = plainTextOf(session, create);
  if (member === undefined) return;
  const value = unquotedText(session, 'quoted');
  await orSkipped(
    (async () => session.send(requestAsSet(session, { operation: create.key, settings: [{ member, value }], purpose: 'quoted' })))(),
  );
};

/** Lists that are counted to find the longest: a file that stops somewhere is seen by that one. */
const mostLists = 4;

export const exportedRecords = defineProbe<Export, Result>({
  id: 'lifecycle/exported-records',
  title: 'The file of an export holds every record of its list, as the list shows it',
  why: 'Who exports the records before they leave finds out too late that the file had the first page alone.',
  fix: 'Read the whole list for the file, page by page, in one view of the data.',
  phase: 'mutate',
  stage: 'looking-back',
  exclusive: 'collection',
  over: exportsOf,
  prerequisites: ({ task, lists }, around) => [
    ...prerequisitesFor(task.operation, around),
    ...lists.slice(0, 1).flatMap(({ collection }) => prerequisitesFor(collection.operation, around)),
  ],
  cost: () => ({ requests: 60, creates: 1 }),
  async run({ task, lists, member, isUnfiltered }, session) {
    for (const { collection } of lists.slice(0, mostLists)) await quoted(session, collection);
    const counted: {
      readonly collection: Collection;
      readonly value: string | undefined;
      readonly before: Traversal;
      readonly count: number;
    }[] = [];
    for (const { collection, value } of lists.slice(0, mostLists)) {
      const list = await listInUse(session, collection);
      await referenceTraversal(session, list, 'first');
      const before = await referenceTraversal(session, list, 'before the export');
      counted.push({ collection: list, value, before, count: keysIn(list, before).length });
    }
    const [longest] = counted.toSorted((a, b) => b.count - a.count);
    const planned = usableRequest(session, task.operation, 'export');
    const made = holdsValue(planned.body) && isObject(planned.body.value) ? planned.body.value : undefined;
    const asked = wholeOf(session.contract, task.operation, made ?? {});
    const body = isUnfiltered
      ? askedBody(task.operation, {})
      : member === undefined || longest?.value === undefined
        ? made && askedBody(task.operation, asked)
        : askedBody(task.operation, { ...asked, [member]: longest.value });
    const started = await session.send(body === undefined ? planned : { ...planned, body });
    const located = locatedIn(task.monitor.path, started, session.target.baseUrl, task.field);
    const before = longest?.before ?? { pages: [], end: 'not-a-page', last: started };
    if (!longest || !located)
      return { before, after: undefined, collection: longest?.collection, started, last: undefined, result: undefined };
    let last: Exchange | undefined;
    await until(session, { withinMs: followedMs(session.target), why: 'the export is to be done' }, async () => {
      last = await session.send(usableRequest(session, task.monitor, 'export', { pathValues: located }));
      return isSuccess(last) && !isEnd(task, stateIn(last, task.state)) ? undefined : true;
    });
    const result = await session.send(usableRequest(session, task.result, 'export', { pathValues: located }));
    const after = await referenceTraversal(session, longest.collection, 'after the export');
    return { before, after, collection: longest.collection, started, last, result };
  },
  judge({ task: { operation } }, { before, after, collection, started, result }) {
    if (!after || !collection || !result) return inconclusive(`The export was answered ${outcomeOf(started)}`, [started]);
    if (!isSuccess(result)) return inconclusive(`Its file was answered ${outcomeOf(result)}`, [result]);
    const [ids, later] = [keysIn(collection, before), keysIn(collection, after)];
    if (before.end !== 'ended' || JSON.stringify(ids.toSorted()) !== JSON.stringify(later.toSorted()))
      return inconclusive('The list was not read to its end, or changed meanwhile', [after.last]);
    const text = isCsv(headerValues(result, 'Content-Type')[0] ?? '') ? answerOf(result)?.text : undefined;
    if (typeof text === 'string' && csvRows(text) === undefined && !isSeparatedOtherwise(text)) {
      const expected = 'records as in RFC 4180, with the quotes in a cell doubled';
      const unreadable = fail({ code: 'csv-unreadable', where: 'file', expected, actual: 'a quote inside a cell that ends it' }, [
        result,
        started,
      ]);
      return operation.effect === 'creates-permanently' ? unreadable : unconfirmed(unreadable);
    }
    const itemsOf = ({ pages }: Traversal): readonly unknown[] => pages.flatMap((page) => pageItems(collection, page) ?? []);
    const earlier = new Set(itemsOf(before).map((one) => JSON.stringify(one)));
    // What changed meanwhile may stand in the file as it was.
    const items = itemsOf(after).filter((one) => earlier.has(JSON.stringify(one)));
    const difference = typeof text === 'string' ? differenceIn(text, items) : undefined;
    if (difference && difference.code !== 'row-missing') {
      const other = fail({ where: 'file', ...difference }, [result, after.last, started]);
      return operation.effect === 'creates-permanently' ? other : unconfirmed(other);
    }
    const records = recordsIn(result);
    if (records === undefined || ids.length === 0) return inconclusive('The file has no form in which records can be counted', [result]);
    const lacking = ids.find((id) => !records.some((one) => one.includes(JSON.stringify(id))));
    // A file may have no ids; then its records are counted.
    const named = ids.filter((id) => records.some((one) => one.includes(JSON.stringify(id))));
    if (named.length === 0 && records.length >= ids.length) return pass(1);
    if (lacking === undefined) return pass(ids.length);
    const finding = {
      code: 'record-not-exported',
      where: 'file',
      expected: `${ids.length} records, as ${collection.operation.key} shows`,
      actual: named.length === 0 ? `${records.length} records` : `${records.length} records, and none with the id "${lacking}"`,
    };
    const verdict = fail(finding, [result, before.last, started]);
    // What no operation removes is not started again for that.
    return operation.effect === 'creates-permanently' ? verdict : unconfirmed(verdict);
  },
});
