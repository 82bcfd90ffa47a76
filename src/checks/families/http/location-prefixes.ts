import { operationWith } from '../../../contract/operation.ts';
import { isItemOf, isSamePath, valuesInPath } from '../../../contract/infer/path-template.ts';
import { headerValues, statusOf } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { type Exchange, turnOf } from '../../../model/exchange.ts';
import { rootLocation } from '../../../model/location.ts';
import { holdsMask } from '../../../model/mask.ts';
import { defineFold, inconclusive, pass } from '../../kit/define.ts';

/** The Location of one creation: does it begin as the address does to which the creation was sent. Plain JSON. */
type Placed = { readonly operation: string; readonly exchange: string; readonly value: string; readonly isPrefixed: boolean };

/** By operation, one with the prefix and one without it. */
type State = readonly Placed[];

const segmentsOf = (path: string): readonly string[] => path.split('/').filter((segment) => segment !== '');

/** What stands before the paths of the document in the address of a request; undefined where nothing does. */
const prefixOf = ({ path }: Operation, target: string): readonly string[] | undefined => {
  const sent = segmentsOf(target.split('?')[0] ?? '');
  const prefix = sent.slice(0, sent.length - segmentsOf(path).length);
  return prefix.length > 0 && valuesInPath(path, sent.slice(prefix.length)) !== undefined ? prefix : undefined;
};

/** Is a path that of a described read of what an operation creates. */
const isRead = ({ operations }: Contract, made: Operation, segments: readonly string[]): boolean =>
  operations.some(
    ({ method, path }) =>
      method === 'GET' &&
      (isItemOf(path, made.path) || (made.method === 'PUT' && isSamePath(path, made.path))) &&
      valuesInPath(path, segments) !== undefined,
  );

const placedIn = (exchange: Exchange, contract: Contract): Placed | undefined => {
  if (statusOf(exchange) !== 201) return undefined;
  const operation = operationWith(contract, exchange.request.operation);
  const [value, ...others] = headerValues(exchange, 'Location');
  const isPath = value !== undefined && others.length === 0 && /^\/(?!\/)[^?#%{}]*$/u.test(value) && !holdsMask(value);
  if (operation === undefined || !isPath) return undefined;
  const prefix = prefixOf(operation, exchange.sent.target);
  if (prefix === undefined) return undefined;
  const named = segmentsOf(value);
  const isPrefixed = prefix.every((segment, n) => named[n] === segment);
  if (!isRead(contract, operation, isPrefixed ? named.slice(prefix.length) : named)) return undefined;
  return { operation: operation.key, exchange: exchange.id, value, isPrefixed };
};

const merge = (a: State, b: State): State => {
  const all = new Map<string, Placed>();
  for (const one of [...a, ...b].toSorted((x, y) => turnOf(x.exchange) - turnOf(y.exchange))) {
    const key = `${one.operation} ${one.isPrefixed}`;
    if (!all.has(key)) all.set(key, one);
  }
  return [...all].toSorted(([x], [y]) => (x < y ? -1 : 1)).map(([, one]) => one);
};

export const locationPrefixesAgree = defineFold<State>({
  id: 'http/location-prefixes-agree',
  title: 'The Locations of all creations begin with the same prefix',
  why: 'Clients resolve Location against the address of the request; where the prefix of the API is missing they leave the API and get nothing.',
  fix: 'Write every Location in one place, with the prefix under which the API is served.',
  locations: () => [rootLocation],
  init: () => [],
  step(state, exchange, contract) {
    const one = exchange.request.base === undefined ? placedIn(exchange, contract) : undefined;
    return one === undefined ? state : merge(state, [one]);
  },
  merge,
  conclude(state) {
    const without = state.filter(({ isPrefixed }) => !isPrefixed);
    const [bare, other] = [without[0], state.find(({ isPrefixed }) => isPrefixed)];
    if (bare !== undefined && other !== undefined) {
      const finding = {
        operation: bare.operation,
        exchanges: [bare.exchange, other.exchange],
        code: 'location-without-prefix',
        where: 'Location',
        expected: `a path that begins with the prefix of the API, as ${other.value} of ${other.operation} does`,
        actual: `Location: ${bare.value}`,
      };
      return { kind: 'fail', judged: state.length, breaches: without.length, finding };
    }
    return state.length > 0
      ? pass(state.length)
      : { ...inconclusive('No creation below a prefix was answered with a path in Location', []), unseen: true, optional: true };
  },
});
