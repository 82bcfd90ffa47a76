import { jsonOf, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Collection, Contract } from '../../../contract/model.ts';
import { isObject } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { itemKey, listAt, pageItems } from '../../subjects/collection.ts';
import { defineProbe, inconclusive, observed } from '../../kit/define.ts';
import { factOf } from '../../kit/facts.ts';
import { plainRead } from '../../scenarios/calls/plain-read.ts';
import { needsFor } from '../../kit/prerequisites.ts';
import { usableRequest } from '../../requests/usable-request.ts';

type Measured = { readonly list: Exchange; readonly read: Exchange | undefined };

/** Does a contract have a read of one thing below the path of a list. */
const hasRead = ({ operations }: Contract, { operation: { path } }: Collection): boolean =>
  operations.some((one) => one.method === 'GET' && one.path.startsWith(`${path}/{`) && one.path.indexOf('/', path.length + 1) < 0);

export const readByIdRecorded = defineProbe<Measured>({
  id: 'docs/read-by-id-recorded',
  title: 'Whether one listed thing can be read by its id is recorded where the documentation prints no such read',
  why: 'Readers try the path that every other list has, and build on it although nobody promised that it stays.',
  fix: 'Nothing is broken; the documentation could say whether one thing can be read.',
  phase: 'read',
  alone: 'nothing',
  places: (contract) =>
    contract.collections
      .filter((collection) => collection.id !== undefined && !hasRead(contract, collection))
      .map(({ operation }) => operation.place),
  needs: (place, around) => needsFor(listAt(around.contract, place).operation, around),
  cost: () => ({ requests: 2, creates: 0 }),
  async measure(place, session) {
    const collection = listAt(session.contract, place);
    const { operation } = collection;
    const list = await session.measure(plainRead, { operation: operation.key });
    const [id] = (pageItems(collection, list) ?? []).flatMap((item) => itemKey(collection, item) ?? []);
    if (id === undefined) return { list, read: undefined };
    const base = usableRequest(session, operation, 'by-id');
    const path = `${operation.path}/{listedId}`;
    // No documentation says what such a path gets, so the request names no fault.
    const read = { ...base, operation: null, path, pathValues: { ...base.pathValues, listedId: id }, query: [], headers: [] };
    return { list, read: await session.send(read) };
  },
  judge(place, { list, read }) {
    if (!read) return inconclusive(`The list shows nothing with an id (${outcomeOf(list)})`, [list]);
    const status = statusOf(read);
    if (status === undefined || status === 429) return inconclusive(`The read was answered ${outcomeOf(read)}`, [read]);
    const body = jsonOf(read);
    const members = isObject(body) ? { members: Object.keys(body).sort() } : {};
    return observed([factOf('docs.read-by-id', place.operation, { status, ...members })]);
  },
});
