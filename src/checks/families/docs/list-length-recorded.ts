import { evaluate } from '../../../contract/expression.ts';
import { itemsOf } from '../../../contract/held.ts';
import { isSuccess, outcomeOf } from '../../../contract/message.ts';
import type { Collection, Contract, CursorPages } from '../../../contract/model.ts';
import { operationOf } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { listAt } from '../../subjects/collection.ts';
import { defineProbe, inconclusive, observed } from '../../kit/define.ts';
import { factOf } from '../../kit/facts.ts';
import { readUnderVersion } from '../../scenarios/transport/read-under-version.ts';
import { readWithKey } from '../../requests/usable-request.ts';
import { once, type Session } from '../../kit/session.ts';
import { oddVersionPlaces, promisedVersion } from '../../subjects/version-segment.ts';

const mostPages = 20;

type Measured = { readonly pages: readonly Exchange[]; readonly isWhole: boolean };

export const listLengthRecorded = defineProbe<Measured>({
  id: 'docs/list-length-recorded',
  title: 'How many things a list holds whose number the documentation praises is recorded',
  why: 'A page names a number of places or kinds, and a reader counts on them.',
  fix: 'Nothing is broken; the documentation could print the number of today.',
  phase: 'read',
  alone: 'nothing',
  places: (contract) =>
    contract.collections
      .filter(({ operation: { effect, parameters } }) => effect === 'safe' && !parameters.some(({ required }) => required))
      .map(({ operation }) => operation.place),
  needs: () => [],
  cost: () => ({ requests: mostPages + 1, creates: 0 }),
  async measure(place, session) {
    const collection = listAt(session.contract, place);
    const first = await firstPage(session, collection.operation.key);
    const pages = [first];
    const paging = pagingFor(session.contract, collection);
    for (let page = first; pages.length < mostPages;) {
      const cursor = nextOf(collection, paging, page);
      if (paging === undefined || cursor === undefined) break;
      const { request } = first;
      page = await session.send({ ...request, query: [...request.query, [paging.cursor.name, cursor]] });
      pages.push(page);
    }
    const last = pages.at(-1);
    return {
      pages,
      isWhole: last !== undefined && itemsOf(collection, last) !== undefined && nextOf(collection, paging, last) === undefined,
    };
  },
  judge(place, { pages, isWhole }, { contract }) {
    const collection = listAt(contract, place);
    const last = pages.at(-1);
    if (!last || !isSuccess(last) || !isWhole)
      return inconclusive(`The list could not be read to its end${last ? `: ${outcomeOf(last)}` : ''}`, pages.slice(-1));
    const count = pages.reduce((sum, page) => sum + (itemsOf(collection, page)?.length ?? 0), 0);
    return observed([factOf('docs.list-length', place.operation, count)]);
  },
});

/** As printed; where that is not served, under the version of all other paths. */
const firstPage = async (session: Session, operation: string): Promise<Exchange> => {
  const printed = await once(session, readWithKey(session, operationOf(session.contract, operation)));
  const isOdd = oddVersionPlaces(session.contract).some((one) => one.operation === operation);
  if (isSuccess(printed) || !isOdd) return printed;
  return session.measure(readUnderVersion, { operation, segment: promisedVersion(session.contract) ?? '' });
};

const cursorPages = ({ pages }: Collection): CursorPages | undefined => pages.find((one) => one.kind === 'cursor');

/** Its own way of paging, else that of another list: pages are told of in general. */
const pagingFor = ({ collections }: Contract, collection: Collection): CursorPages | undefined =>
  [collection, ...collections].map(cursorPages).find((one) => one !== undefined);

/** The cursor of the page that follows; undefined where none does. */
const nextOf = (collection: Collection, paging: CursorPages | undefined, page: Exchange): string | undefined => {
  if (!paging || itemsOf(collection, page) === undefined) return undefined;
  const { more, next } = paging.convention;
  if (more !== undefined && evaluate(more, page) !== true) return undefined;
  const cursor = evaluate(next, page);
  return typeof cursor === 'string' && cursor !== '' ? cursor : undefined;
};
