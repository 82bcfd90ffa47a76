import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Collection, Contract, Operation } from '../../../contract/model.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { dayOf } from '../../kit/days.ts';
import { at, fail, inconclusive, NotTried, pass, type Subject } from '../../kit/define.ts';
import { defineReadProbe } from '../../kit/read-probe.ts';
import type { Session } from '../../kit/session.ts';
import { sentenceFor, usableRequest } from '../../requests/usable-request.ts';
import { certainValues } from '../../scenarios/filters/filter-values.ts';
import { offered } from '../../scenarios/paging/offered-styles.ts';
import { firstPage, itemsOfTraversal, referenceTraversal, singlePages, type Traversal } from '../../scenarios/paging/traversal.ts';
import { type PagedList, pagedLists, type SizedList, sizedLists } from '../../subjects/collection.ts';
import { isGuessed, isShown, listFilters, usableFilterValue, type ListFilter } from '../../subjects/filters.ts';

/** A parameter of a list: one of its filters, the size of its pages, or what asks for a further page. */
type ListParameter = Subject & {
  readonly operation: Operation;
  readonly words: string;
  readonly where: string;
  reads(session: Session): Promise<readonly Exchange[]>;
};

/** Most values of a filter that are tried. */
const mostValues = 8;

/** Values that a filter takes: those that are printed, and else those that items show, or a day where it bounds a time. */
const valuesOf = async (session: Session, collection: Collection, { filter }: ListFilter): Promise<readonly string[]> => {
  if (filter.compare === 'after' || filter.compare === 'before') return [dayOf(session.now())];
  const items = isShown(filter) ? itemsOfTraversal(collection, await referenceTraversal(session, collection, 'first')) : [];
  const certain = isShown(filter) ? certainValues(items, filter) : (filter.values ?? []);
  if (certain.length > 0) return certain;
  const usable = usableFilterValue(collection.operation, filter.parameter, session);
  if (usable.kind === 'missing') throw new NotTried('missing-prerequisite', sentenceFor([usable.need]));
  return [String(usable.value)];
};

const byFilter = (contract: Contract): ListParameter[] =>
  listFilters(contract)
    .filter(({ filter }) => !isGuessed(contract, filter))
    .map((subject) => {
      const { collection, filter, location } = subject;
      const reads = async (session: Session): Promise<readonly Exchange[]> => {
        const values = (await valuesOf(session, collection, subject)).slice(0, mostValues);
        const answers: Exchange[] = [];
        for (const value of values) answers.push(await firstPage(session, collection, [[filter.parameter.name, value]]));
        return answers;
      };
      return at(location, {
        operation: collection.operation,
        words: `"${filter.parameter.name}"`,
        where: `query ${filter.parameter.name}`,
        reads,
      });
    });

const pagesIn = ({ pages, last }: Traversal): readonly Exchange[] => (pages.includes(last) ? pages : [...pages, last]);

const furtherPages = (list: PagedList & Subject): ListParameter => ({
  location: list.location,
  operation: list.operation,
  words: 'what asks for a further page',
  where: 'query',
  reads: async (session) => pagesIn(await singlePages(session, await offered(session, list))).slice(1),
});

const bySize = (list: SizedList & Subject): ListParameter => ({
  location: list.location,
  operation: list.operation,
  words: 'the size of a page',
  where: `query ${list.paging.limit.name}`,
  async reads(session) {
    const one = await offered(session, list);
    const traversals = [await referenceTraversal(session, one, 'first'), await singlePages(session, one)];
    return traversals.flatMap((traversal) => pagesIn(traversal).slice(0, 1));
  },
});

/** A failure, the same read after pauses, and one without the parameter before each. */
type Repeated = { readonly first: Exchange; readonly tries: readonly { readonly plain: Exchange; readonly again: Exchange }[] };

type Tried = { readonly answers: readonly Exchange[]; readonly repeated: Repeated | undefined };

/** Seconds before a read that failed is sent again, and again. */
const waits = [2, 4] as const;

/** A server error that may be about the request: a 503 is about the moment (RFC 9110, section 15.6.4). */
const isFailure = (exchange: Exchange): boolean => {
  const status = statusOf(exchange) ?? 0;
  return status >= 500 && status !== 503;
};

const isAnswered = (exchange: Exchange): boolean => {
  const status = statusOf(exchange);
  return status !== undefined && status < 500 && status !== 429;
};

const repeat = async (session: Session, operation: Operation, first: Exchange): Promise<Repeated> => {
  const tries: { plain: Exchange; again: Exchange }[] = [];
  for (const seconds of waits) {
    await session.pause(seconds * 1000, 'a failure of the server may pass');
    const plain = await session.send(usableRequest(session, operation, 'plain'));
    const again = await session.send(first.request);
    tries.push({ plain, again });
    if (!isFailure(again)) break;
  }
  return { first, tries };
};

export const documentedValueServed = defineReadProbe<ListParameter, Tried>({
  id: 'query/documented-value-served',
  title: 'A list that is read with a documented parameter does not always fail',
  why: 'A client that sends what is documented gets a failure of the server each time, and can do nothing about it.',
  fix: 'Find the cause of the failure; the same read without the parameter succeeds.',
  over: (contract) => [...byFilter(contract), ...pagedLists(contract).map(furtherPages), ...sizedLists(contract).map(bySize)],
  requests: 2 * mostValues + 5,
  async run({ operation, reads }, session) {
    const answers = await reads(session);
    const failed = answers.find(isFailure);
    return { answers, repeated: failed && (await repeat(session, operation, failed)) };
  },
  judge({ words, where }, { answers, repeated }) {
    const answered = answers.filter(isAnswered).length;
    if (!repeated) return answered > 0 ? pass(answered) : inconclusive(`No read with ${words} was answered`, answers);
    const { first, tries } = repeated;
    const [last] = tries.slice(-1);
    const shown = tries.flatMap(({ plain, again }) => [plain, again]);
    const actual = `status ${[first, ...tries.map(({ again }) => again)].map(outcomeOf).join(', ')}; without it ${last ? outcomeOf(last.plain) : 'nothing'}`;
    const isSteady = tries.length === waits.length && tries.every(({ plain, again }) => isSuccess(plain) && isFailure(again));
    if (!isSteady) return inconclusive(`A read with ${words} got ${actual}`, [first, ...shown]);
    const finding = { code: 'documented-value-fails', where, expected: 'a list', actual };
    return fail(finding, [first, ...shown], { judged: answers.length, breaches: 1 });
  },
});
