import { evaluate } from '../../../contract/expression.ts';
import { itemsOf } from '../../../contract/held.ts';
import { isSuccess, jsonOf, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Collection, Contract, CursorPages, Operation } from '../../../contract/model.ts';
import { isObject } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { at, defineProbe, inconclusive, observed } from '../../kit/define.ts';
import { factOf, recordedStatus } from '../../kit/facts.ts';
import { plainRead } from '../../scenarios/calls/reads.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import { once, type Session } from '../../kit/session.ts';
import { acceptedBy } from '../../requests/accepting.ts';
import { readUnderVersion } from '../../requests/under-version.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { itemKey, pageItems } from '../../subjects/collection.ts';
import { usualVersion } from '../../subjects/version-segment.ts';

const isOpenRead = ({ effect, parameters }: Operation): boolean => effect === 'safe' && !parameters.some(({ required }) => required);

/** A read exactly as documented. */
const asDocumented = async (session: Session, operation: Operation): Promise<Exchange> =>
  once(session, usableRequest(session, operation, 'path'));

/** The same read under the version that all other paths have; undefined where it already has that version. */
const underUsualVersion = async (session: Session, operation: Operation): Promise<Exchange | undefined> => {
  const segment = usualVersion(session.contract, operation);
  return segment === undefined ? undefined : once(session, readUnderVersion(session, operation, segment));
};

/** The status of an answer, and the names of the members of its body. */
const shapeOf = (status: number, body: unknown): { readonly status: number; readonly members?: readonly string[] } =>
  isObject(body) ? { status, members: Object.keys(body).sort() } : { status };

export const pathRecorded = defineProbe({
  id: 'docs/path-recorded',
  title: 'Whether a path that the documentation only mentions is served is recorded',
  why: 'Readers try a path from an example first, even if the reference does not describe it.',
  fix: 'Nothing is broken; the examples could use paths that the reference describes.',
  phase: 'read',
  exclusive: 'nothing',
  over: ({ operations }) =>
    operations
      .filter((operation) => isOpenRead(operation) && operation.conventions.stream === undefined)
      .map((operation) => at(operation.location, { operation })),
  prerequisites: () => [],
  cost: () => ({ requests: 2, creates: 0 }),
  run: async ({ operation }, session) => ({
    documented: await asDocumented(session, operation),
    usual: await underUsualVersion(session, operation),
  }),
  judge({ operation: { key } }, { documented, usual }) {
    const status = statusOf(documented);
    if (status === undefined || status === 429) return inconclusive(`The path was answered ${outcomeOf(documented)}`, [documented]);
    return observed([
      factOf('docs.path', key, shapeOf(status, isSuccess(documented) ? jsonOf(documented) : undefined)),
      ...recordedStatus('docs.path-under-usual-version', key, usual),
    ]);
  },
});

const mostPages = 20;

export const listLengthRecorded = defineProbe({
  id: 'docs/list-length-recorded',
  title: 'The length of a list whose length the documentation advertises is recorded',
  why: 'The documentation advertises a number of items, and readers rely on it.',
  fix: 'Nothing is broken; the documentation could state the current number.',
  phase: 'read',
  exclusive: 'nothing',
  over: ({ collections }) =>
    collections.filter(({ operation }) => isOpenRead(operation)).map((collection) => at(collection.operation.location, { collection })),
  prerequisites: () => [],
  cost: () => ({ requests: mostPages + 1, creates: 0 }),
  async run({ collection }, session) {
    const documented = await asDocumented(session, collection.operation);
    const first = isSuccess(documented) ? documented : ((await underUsualVersion(session, collection.operation)) ?? documented);
    const pages = [first];
    const paging = pagingFor(session.contract, collection);
    let next = nextOf(collection, paging, first);
    while (next !== undefined && pages.length < mostPages) {
      const { request } = first;
      const page = await session.send({ ...request, query: [...request.query, next] });
      pages.push(page);
      next = nextOf(collection, paging, page);
    }
    return { pages, isWhole: next === undefined };
  },
  judge({ collection }, { pages, isWhole }) {
    const last = pages.at(-1);
    const parts = pages.map((page) => itemsOf(collection, page)?.length);
    if (!last || !isSuccess(last) || !isWhole || parts.at(-1) === undefined) {
      return inconclusive(`The list could not be read to its end${last ? `: ${outcomeOf(last)}` : ''}`, pages.slice(-1));
    }
    const count = parts.reduce<number>((sum, part) => sum + (part ?? 0), 0);
    return observed([factOf('docs.list-length', collection.operation.key, count)]);
  },
});

const cursorPages = ({ pages }: Collection): CursorPages | undefined => pages.find((one) => one.kind === 'cursor');

/** Its own pagination, else that of another list, because pagination is often documented for the whole API. */
const pagingFor = ({ collections }: Contract, collection: Collection): CursorPages | undefined =>
  [collection, ...collections].map(cursorPages).find((one) => one !== undefined);

/** The query parameter that the next page has in addition to the first; undefined on the last page. */
const nextOf = (
  collection: Collection,
  paging: CursorPages | undefined,
  page: Exchange,
): readonly [name: string, cursor: string] | undefined => {
  if (!paging || itemsOf(collection, page) === undefined) return undefined;
  const { more, next } = paging.convention;
  if (more !== undefined && evaluate(more, page) !== true) return undefined;
  const cursor = evaluate(next, page);
  return typeof cursor === 'string' && cursor !== '' ? [paging.cursor.name, cursor] : undefined;
};

/** True if the contract has a read of one item below the path of the list. */
const hasRead = ({ operations }: Contract, { operation: { path } }: Collection): boolean =>
  operations.some((one) => one.method === 'GET' && one.path.startsWith(`${path}/{`) && one.path.indexOf('/', path.length + 1) < 0);

export const readByIdRecorded = defineProbe({
  id: 'docs/read-by-id-recorded',
  title: 'Whether a listed item can be read by its id is recorded where no such read is documented',
  why: 'Readers try the path that other lists have, and rely on it although it is undocumented.',
  fix: 'Nothing is broken; the documentation could state whether a single item can be read.',
  phase: 'read',
  exclusive: 'nothing',
  over: (contract) =>
    contract.collections
      .filter((collection) => collection.id !== undefined && !hasRead(contract, collection))
      .map((collection) => at(collection.operation.location, { collection })),
  prerequisites: ({ collection: { operation } }, around) => prerequisitesFor(operation, around),
  cost: () => ({ requests: 2, creates: 0 }),
  async run({ collection }, session) {
    const { operation } = collection;
    const list = await session.run(plainRead, { operation: operation.key });
    const [id] = (pageItems(collection, list) ?? []).flatMap((item) => itemKey(collection, item) ?? []);
    if (id === undefined) return { list, read: undefined };
    const base = usableRequest(session, operation, 'by-id');
    const path = `${operation.path}/{listedId}`;
    // The answer to such a path is undocumented, so the request has no fault.
    const read = {
      ...base,
      operation: null,
      path,
      pathValues: { ...base.pathValues, listedId: id },
      query: [],
      headers: acceptedBy(base.headers),
    };
    return { list, read: await session.send(read) };
  },
  judge({ collection: { operation } }, { list, read }) {
    if (!read) return inconclusive(`The list shows no item with an id (${outcomeOf(list)})`, [list]);
    const status = statusOf(read);
    if (status === undefined || status === 429) return inconclusive(`The read was answered ${outcomeOf(read)}`, [read]);
    return observed([factOf('docs.read-by-id', operation.key, shapeOf(status, jsonOf(read)))]);
  },
});
