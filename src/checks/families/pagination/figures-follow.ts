import { amountIn } from '../../../contract/infer/money.ts';
import { endsInParameter, parametersIn } from '../../../contract/infer/path-template.ts';
import { wordsOf } from '../../../contract/infer/words.ts';
import { isSuccess, jsonOf } from '../../../contract/message.ts';
import { isObject, valueAt } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { isScalar } from '../../../model/json.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed, type Unconfirmed } from '../../kit/define.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { listByValues } from '../../scenarios/paging/list-by-values.ts';
import { listInUse } from '../../scenarios/paging/offered-styles.ts';
import { itemsOfTraversal, referenceTraversal, type Traversal, traversalBelow } from '../../scenarios/paging/traversal.ts';
import { collectionAt, itemKey, largestPage, pageItems, type ReadableList } from '../../subjects/collection.ts';
import { type ListFigure, type ListFigures, listFigures } from '../../subjects/list-figures.ts';
import { itemsOfSelf, namesOfSelf } from '../../subjects/figure-scopes.ts';
import { figureOf, forgetfulFigures, unitOf } from '../../subjects/figure-rules.ts';

type Json = Readonly<Record<string, unknown>>;

/** A read of figures between two reads of the items that they follow from. */
type Read = {
  readonly exchange: Exchange;
  /** What has the figures: the body of the answer, or an item in it. */
  readonly shown: unknown;
  readonly before: readonly Json[];
  readonly after: readonly Json[];
};

type Result = { readonly reads: readonly Read[]; readonly last: Traversal };

/** How often the reads are made again where the list changed meanwhile, or a job may not have counted yet. */
const attempts = 3;

/** Milliseconds before another attempt. */
const laterMs = 3000;

/** Of so many resources that the items name the figures are read. */
const mostResources = 5;

/** What is wrong with a figure of a read; undefined where nothing is, or it shows too little. */
const judgeFigure = (
  figure: ListFigure,
  { shown: holder, before }: Pick<Read, 'shown' | 'before'>,
): { readonly kind: 'right' | 'unseen' | 'forgetful' | 'other'; readonly right?: number; readonly told?: number } => {
  const shown = valueAt(holder, figure.pointer);
  const [told, right] = [amountIn(shown), figureOf(figure.rule, before)];
  if (told === undefined || right === undefined) return { kind: 'unseen' };
  const unit = unitOf(figure, shown);
  const isNear = (one: number): boolean => Math.abs(told - one) < unit;
  if (isNear(right)) return { kind: 'right' };
  const isForgetful = forgetfulFigures(figure.rule, before).some((one) => isNear(one) && Math.abs(one - right) >= 2 * unit);
  return { kind: isForgetful ? 'forgetful' : 'other', right, told };
};

/** The numbers that the items show, by the names of their members. */
const numbersOf = (items: readonly Json[]): readonly string[] =>
  [...new Set(items.flatMap((item) => Object.keys(item)))].filter((name) => items.every((item) => amountIn(item[name]) !== undefined));

/**
 * How little the figures of some items tell: how many figures that a mistake would make, such as one without what the text leaves out, of another member, or of one item alone, are the right ones for
 * these items too, at the figure that fares best. The most where they show nothing.
 */
const rankOf = (figures: readonly ListFigure[], items: readonly Json[]): number => {
  const numbers = numbersOf(items);
  const alike = figures.flatMap(({ rule }) => {
    const right = figureOf(rule, items);
    const ofOthers = rule.member === undefined ? [] : numbers.filter((name) => name !== rule.member && name !== rule.less);
    // Of one item alone, the first is all.
    const ofOne = [items.slice(0, 1), items.slice(-1)].flatMap((some) => figureOf(rule, some) ?? []);
    const mistaken = [
      ...forgetfulFigures(rule, items),
      ...ofOthers.flatMap((member) => figureOf({ ...rule, member }, items) ?? []),
      ...ofOne,
    ];
    return right === undefined ? [] : [mistaken.filter((one) => Math.abs(one - right) < 1e-6).length + (mistaken.length === 0 ? 1 : 0)];
  });
  return Math.min(...alike, items.length === 0 ? 1000 : 999);
};

const objectsIn = (list: Parameters<typeof itemsOfTraversal>[0], traversal: Traversal): readonly Json[] =>
  itemsOfTraversal(list, traversal).filter((item): item is Json => isObject(item));

/** Of so many resources of others that their list shows the figures are read too. */
const mostListed = 2;

/** The numbers of a resource that say how much is below it: `ratingCount`, `replies_count`. */
const countsIn = (resource: unknown): readonly number[] =>
  (isObject(resource) ? Object.entries(resource) : []).flatMap(([name, value]) =>
    wordsOf(name).at(-1) === 'count' && typeof value === 'number' && Number.isInteger(value) ? [value] : [],
  );

/**
 * The ids of listed resources with the most below them, by their own counts: a run adds little to what it creates, and a mean of one number shows no mistake. None where the
 * list shows no such count.
 */
const fullestListed = async (session: Session, { operation }: ListFigures): Promise<readonly string[]> => {
  const [parameter, ...more] = parametersIn(operation.path);
  if (parameter === undefined || more.length > 0 || !endsInParameter(operation.path)) return [];
  const collection = collectionAt(session.contract, `GET ${operation.path.slice(0, operation.path.lastIndexOf('/'))}`);
  if (!collection) return [];
  const asked = usableRequest(session, collection.operation, 'figures');
  const page = await session.send({ ...asked, query: [...asked.query, ...largestPage({ paging: collection.pages[0] })] });
  return (pageItems(collection, page) ?? [])
    .flatMap((item) => {
      const [key, most] = [itemKey(collection, item), Math.max(0, ...countsIn(item))];
      return key !== undefined && most > 1 ? [{ key, most }] : [];
    })
    .toSorted((one, other) => other.most - one.most)
    .slice(0, mostListed)
    .map(({ key }) => key);
};

/** Reads figures of listed resources, each where a count of its own says that the list below it is whole: what others added may be hidden. */
const readListed = async (session: Session, subject: ListFigures, list: ReadableList): Promise<readonly Read[]> => {
  const { operation } = subject;
  const request = usableRequest(session, operation, 'figures');
  const [parameter = ''] = parametersIn(operation.path);
  const reads: Read[] = [];
  for (const id of await fullestListed(session, subject)) {
    const look = async (): Promise<readonly Json[] | undefined> => {
      const below = await traversalBelow(session, list, Object.fromEntries(parametersIn(list.operation.path).map((name) => [name, id])));
      return below.end === 'ended' ? objectsIn(list, below) : undefined;
    };
    const before = await look();
    const exchange = await session.send({ ...request, pathValues: { ...request.pathValues, [parameter]: id } });
    const after = await look();
    if (before && after && isSuccess(exchange) && countsIn(jsonOf(exchange)).includes(before.length))
      reads.push({ exchange, shown: jsonOf(exchange), before, after });
  }
  return reads;
};

/** Reads the figures of all items of a list between two reads of what names them. */
const readHolders = async (
  { operation, collection, through }: ListFigures,
  { at, holders }: Extract<ListFigures['within'], { readonly kind: 'listed' }>,
  session: Session,
  turn: number,
): Promise<Result> => {
  const list = await listInUse(session, collection);
  const look = (when: string): Promise<Traversal> =>
    listByValues(through, session, list, `${when} the figures of ${operation.key} ${turn}`);
  const before = await look('before');
  if (before.end !== 'ended') return { reads: [], last: before };
  const shown = await referenceTraversal(session, await listInUse(session, holders), `with figures ${turn}`);
  const last = await look('after');
  if (shown.end !== 'ended' || last.end !== 'ended') return { reads: [], last: shown.end === 'ended' ? last : shown };
  const [items, later] = [objectsIn(list, before), objectsIn(list, last)];
  const reads = shown.pages.flatMap((exchange) =>
    (pageItems(holders, exchange) ?? []).flatMap((item): readonly Read[] => {
      const key = itemKey(holders, item);
      const naming = (all: readonly Json[]): readonly Json[] => all.filter((one) => String(valueAt(one, at)) === key);
      return key === undefined ? [] : [{ exchange, shown: item, before: naming(items), after: naming(later) }];
    }),
  );
  return { reads, last };
};

const readOnce = async (subject: ListFigures, session: Session, turn: number): Promise<Result> => {
  const { operation, collection, figures, within, through } = subject;
  if (within.kind === 'listed') return readHolders(subject, within, session, turn);
  const list = await listInUse(session, collection);
  const usual = usableRequest(session, operation, 'figures');
  const [parameter = ''] = parametersIn(operation.path);
  const look = (when: string, id: string): Promise<Traversal> =>
    within.kind === 'path'
      ? traversalBelow(session, list, Object.fromEntries(parametersIn(list.operation.path).map((name) => [name, id])))
      : listByValues(through, session, list, `${when} the figures of ${operation.key} ${turn}`);
  const before = await look('before', usual.pathValues[parameter] ?? '');
  if (before.end !== 'ended') return { reads: [], last: before };
  // Another operation may be about another resource of the run, in a state that suits it.
  const [listed] = within.kind === 'path' ? Object.values(before.pages[0]?.request.pathValues ?? {}) : [];
  const request = listed === undefined ? usual : { ...usual, pathValues: { ...usual.pathValues, [parameter]: listed } };
  const items = objectsIn(list, before);
  const ofResource = (all: readonly Json[], id: string | undefined): readonly Json[] =>
    within.kind === 'member' ? all.filter((item) => String(valueAt(item, within.at)) === id) : all;
  const ids =
    within.kind === 'member'
      ? [
          ...new Set(
            items.flatMap((item) => {
              const id = valueAt(item, within.at);
              return isScalar(id) && id !== null && id !== '' ? [String(id)] : [];
            }),
          ),
        ]
          .map((id) => ({ id, rank: rankOf(figures, ofResource(items, id)) }))
          .toSorted((one, other) => one.rank - other.rank)
          .slice(0, mostResources)
          .map(({ id }) => id)
      : [undefined];
  const read: { readonly id: string | undefined; readonly exchange: Exchange }[] = [];
  for (const id of ids) {
    const pathValues =
      id === undefined || within.kind !== 'member' ? request.pathValues : { ...request.pathValues, [within.parameter]: id };
    read.push({ id, exchange: await session.send({ ...request, pathValues }) });
  }
  const last = await look('after', request.pathValues[parameter] ?? '');
  const later = last.end === 'ended' ? objectsIn(list, last) : [];
  const own = read.flatMap(({ id, exchange }): readonly Read[] => {
    const shown = jsonOf(exchange);
    const ofRead = (all: readonly Json[]): readonly Json[] | undefined =>
      within.kind === 'self' && all.length > 0 ? itemsOfSelf(all, within, namesOfSelf(shown)) : ofResource(all, id);
    const [held, then] = [ofRead(items), ofRead(later)];
    return held && then ? [{ exchange, shown, before: held, after: then }] : [];
  });
  return { reads: [...own, ...(within.kind === 'path' ? await readListed(session, subject, list) : [])], last };
};

const inOrder = (items: readonly Json[]): string => JSON.stringify(items.map((item) => JSON.stringify(item)).toSorted());

const isCalm = ({ before, after }: Read): boolean => inOrder(before) === inOrder(after);

const isSettled = ({ figures }: ListFigures, { reads }: Result): boolean =>
  reads.every((read) => isCalm(read) && figures.every((figure) => ['right', 'unseen'].includes(judgeFigure(figure, read).kind)));

const words = { sum: 'the sum', mean: 'the mean', count: 'the number' } as const;

export const figuresFollow = defineProbe<ListFigures, Result>({
  id: 'pagination/figures-follow',
  title: 'Sums, means and counts over a list follow from its items, as their texts say',
  why: 'People steer by such figures, and bill by them. One that counts what was called off or paid back is wrong for good.',
  fix: 'Compute the figure from the same items as the list, leave out those that the text leaves out, and take off what it takes off.',
  phase: 'mutate',
  // Other checks have brought what the run created to many states by then.
  stage: 'looking-back',
  exclusive: 'collection',
  over: (contract) => [...listFigures(contract)],
  prerequisites: ({ operation, collection }, around) => [
    ...prerequisitesFor(collection.operation, around),
    ...prerequisitesFor(operation, around),
  ],
  cost: ({ through }) => ({ requests: attempts * (10 + mostResources + mostListed * 4 + 2 * (through?.values.length ?? 0)), creates: 0 }),
  async run(subject, session) {
    let result = await readOnce(subject, session, 0);
    for (let n = 1; n < attempts && !isSettled(subject, result); n++) {
      await session.pause(laterMs, 'figures are to show what was done before');
      result = await readOnce(subject, session, n);
    }
    return result;
  },
  judge(subject, { reads, last }) {
    if (reads.length === 0 && last.end === 'ended') return inconclusive('No item of the list surely counts', [last.last]);
    if (reads.length === 0) return inconclusive(`The list was not read to its end (${last.end})`, [last.last]);
    const isOtherwise = subject.within.kind === 'listed' && countsAnotherWay(subject, reads);
    if (isOtherwise) return inconclusive('The list does not show what is counted', [last.last]);
    const verdicts = reads.map((read): Verdict | Unconfirmed => judgeRead(subject, read));
    return (
      verdicts.find(({ kind }) => kind === 'unconfirmed') ??
      (verdicts.some(({ kind }) => kind === 'pass')
        ? pass(verdicts.reduce((sum, one) => sum + (one.kind === 'pass' ? one.judged : 0), 0))
        : (verdicts[0] ?? inconclusive('No figure was read', [last.last])))
    );
  },
});

/**
 * Do the items of a list not show one and the same mistake: one shows a number that neither its text nor the mistake makes of the list, or one leaves out what another counts. Then the
 * list may not show all of what is counted.
 */
const countsAnotherWay = ({ figures }: ListFigures, reads: readonly Read[]): boolean => {
  const kinds = reads.flatMap((read) =>
    figures.flatMap((figure) => {
      const { kind } = judgeFigure(figure, read);
      const isAlike = forgetfulFigures(figure.rule, read.before).every((one) => one === figureOf(figure.rule, read.before));
      return kind === 'right' && isAlike ? [] : [kind];
    }),
  );
  return kinds.includes('other') || (kinds.includes('right') && kinds.includes('forgetful'));
};

const judgeRead = ({ figures, isWider }: ListFigures, read: Read): Verdict | Unconfirmed => {
  const { exchange } = read;
  if (!isSuccess(exchange)) return inconclusive('The figures were not answered', [exchange]);
  if (!isCalm(read)) return inconclusive('The list changed meanwhile', [exchange]);
  const found = figures.map((figure) => ({ figure, ...judgeFigure(figure, read) }));
  const wrong = found.find(({ kind }) => kind === 'forgetful' || (kind === 'other' && !isWider));
  if (wrong) {
    const { figure, kind, right, told } = wrong;
    const expected = `${right}, ${words[figure.rule.kind]} over what the list shows, because "${figure.text.replaceAll(/\s+/gu, ' ').trim()}"`;
    const code = kind === 'forgetful' ? 'figure-of-others-too' : 'figure-otherwise';
    return unconfirmed(fail({ code, where: figure.pointer, expected, actual: String(told) }, [exchange]));
  }
  const right = found.filter(({ kind }) => kind === 'right').length;
  if (right > 0) return pass(right);
  return inconclusive('The list and the figures show too little to be compared', [exchange]);
};
