import { headerValues, isSuccess, statusOf } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { rootLocation } from '../../../model/location.ts';
import { type Breach, breachIn, findingOf, smallerBreach } from '../../kit/breach.ts';
import { defineFold, inconclusive, pass } from '../../kit/define.ts';
import { listOf } from './grammar.ts';
import { legible, line } from '../../kit/http-rule.ts';

/** What answers showed of the methods of one path. Plain JSON. */
type PathSeen = {
  readonly path: string;
  /** Methods that succeeded there. */
  readonly served: readonly string[];
  /** Lists of methods that came there, each with the smallest answer that has it. */
  readonly lists: readonly { readonly methods: readonly string[]; readonly seen: Breach }[];
};

type State = { readonly paths: readonly PathSeen[]; readonly judged: number };

/** Most different lists of methods at one path that are kept. */
const mostLists = 8;

const distinctSorted = (values: readonly string[]): string[] => [...new Set(values)].sort();

const mergedPath = (a: PathSeen, b: PathSeen): PathSeen => {
  const lists = new Map<string, PathSeen['lists'][number]>();
  for (const one of [...a.lists, ...b.lists]) {
    const key = one.methods.join(' ');
    const seen = smallerBreach(lists.get(key)?.seen ?? null, one.seen) ?? one.seen;
    lists.set(key, { methods: one.methods, seen });
  }
  const kept = [...lists].sort(([x], [y]) => (x < y ? -1 : 1)).slice(0, mostLists);
  return { path: a.path, served: distinctSorted([...a.served, ...b.served]), lists: kept.map(([, one]) => one) };
};

const merge = (a: State, b: State): State => {
  const paths = new Map<string, PathSeen>();
  for (const one of [...a.paths, ...b.paths]) {
    const known = paths.get(one.path);
    paths.set(one.path, known ? mergedPath(known, one) : one);
  }
  return { paths: [...paths.values()].sort((x, y) => (x.path < y.path ? -1 : 1)), judged: a.judged + b.judged };
};

/** The methods that an answer lists: each 405 does (RFC 9110, section 15.5.6), and an answer to OPTIONS may (section 9.3.7). */
const listIn = (exchange: Exchange): readonly string[] | undefined => {
  const values = headerValues(exchange, 'Allow');
  const isAbout = statusOf(exchange) === 405 || (exchange.sent.method === 'OPTIONS' && isSuccess(exchange));
  if (!isAbout || values.length === 0 || legible(values).length < values.length) return undefined;
  const methods = distinctSorted(values.flatMap((value) => listOf(value)).map((one) => one.trim().toUpperCase()));
  // An empty field says that the resource allows nothing at the moment (section 10.2.1).
  return methods.every((one) => one === '') ? undefined : methods;
};

/** Which methods a resource has may depend on its state, so only one that succeeded there is missed. */
export const allowComplete = defineFold<State>({
  id: 'http/allow-complete',
  title: 'Allow lists every described method that succeeded at the same path',
  why: 'Clients and browsers send nothing that Allow leaves out.',
  fix: 'Make Allow from the table of routes, and not by hand.',
  locations: () => [rootLocation],
  init: () => ({ paths: [], judged: 0 }),
  step(state, exchange, { operations }) {
    const { path, operation } = exchange.request;
    if (exchange.request.base !== undefined || !operations.some((one) => one.path === path)) return state;
    const methods = listIn(exchange);
    if (methods !== undefined) {
      const value = headerValues(exchange, 'Allow').join(', ');
      const finding = { code: 'allow-incomplete', where: 'Allow', expected: `every method of ${path}`, actual: line('Allow', value) };
      return merge(state, { paths: [{ path, served: [], lists: [{ methods, seen: breachIn(exchange, finding) }] }], judged: 1 });
    }
    if (operation === null || !isSuccess(exchange) || state.paths.find((one) => one.path === path)?.served.includes(exchange.sent.method))
      return state;
    return merge(state, { paths: [{ path, served: [exchange.sent.method], lists: [] }], judged: 0 });
  },
  merge,
  conclude({ paths, judged }) {
    const breaches = paths.flatMap(({ served, lists }) =>
      lists.flatMap(({ methods, seen }) => {
        const absent = served.filter((method) => !methods.includes(method));
        return absent.length === 0 ? [] : [{ ...seen, actual: `${seen.actual} without ${absent.join(' and ')}, which succeeded there` }];
      }),
    );
    const first = breaches.reduce<Breach | null>(smallerBreach, null);
    if (first) return { kind: 'fail', judged, breaches: breaches.length, finding: findingOf(first) };
    return judged > 0 ? pass(judged) : { ...inconclusive('no answer with Allow was seen', []), unseen: true, optional: true };
  },
});
