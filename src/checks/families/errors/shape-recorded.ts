import { answerOf, headerValues } from '../../../contract/message.ts';
import type { Contract } from '../../../contract/model.ts';
import { isObject } from '../../../contract/pointer.ts';
import { isElsewhere } from '../../../contract/responses.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { conventionPlaces } from '../../subjects/convention-places.ts';
import { defineFold, inconclusive, observed } from '../../kit/define.ts';
import { factOf } from '../../kit/facts.ts';
import { rootPlace } from '../../kit/root-place.ts';
import { errorMembers, namedErrors } from './error-members.ts';

/** One form of error body, without anything that differs from run to run. */
type Shape = {
  readonly status: number;
  readonly mediaType: string;
  readonly body: 'object' | 'other JSON' | 'no JSON' | 'empty';
  /** Members at the top with their types. */
  readonly members: Readonly<Record<string, string>>;
  /** Names and types in the error object, where the contract says where one stands and it is not the whole body. */
  readonly inside?: Readonly<Record<string, string>>;
  /** The code, and what was wrong with the request on purpose. */
  readonly code?: string | number;
  readonly faults?: readonly string[];
};

type State = Readonly<Record<string, readonly Shape[]>>;

/** Forms of one operation that are remembered. */
const most = 40;

export const shapeRecorded = defineFold<State>({
  id: 'errors/shape-recorded',
  title: 'The forms of error bodies are recorded',
  why: 'Where none is printed, a client can only learn them from answers, and a comparison shows when one has changed.',
  fix: 'Nothing is wrong with them; the documentation could print one form for all.',
  reads: 'errors',
  places: (contract) => conventionPlaces(contract, ({ errors }) => errors).filter((place) => place === rootPlace),
  init: () => ({}),
  step(state, exchange, contract) {
    const shape = shapeIn(exchange, contract);
    if (!shape) return state;
    const key = exchange.request.operation ?? 'outside';
    return { ...state, [key]: distinct([...(state[key] ?? []), shape]) };
  },
  merge(a, b) {
    const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])];
    return Object.fromEntries(keys.map((key) => [key, distinct([...(a[key] ?? []), ...(b[key] ?? [])])]));
  },
  conclude(state) {
    const keys = Object.keys(state).sort();
    if (keys.length === 0) return { ...inconclusive('no error came by', []), unseen: true };
    return observed(keys.map((key) => factOf('error.shape', key, state[key])));
  },
});

const distinct = (shapes: readonly Shape[]): Shape[] =>
  [...new Map(shapes.map((one) => [JSON.stringify(one), one])).entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, one]) => one)
    .slice(0, most);

const shapeIn = (exchange: Exchange, contract: Contract): Shape | undefined => {
  const answer = answerOf(exchange);
  if (!answer || answer.unfinished || answer.status < 400 || isElsewhere(exchange) || exchange.sent.method === 'HEAD') return undefined;
  const { status, json } = answer;
  const mediaType = (headerValues(exchange, 'Content-Type')[0]?.split(';')[0] ?? 'none').trim().toLowerCase();
  const bare = { status, mediaType, members: {} };
  if (json.kind !== 'value') return { ...bare, body: json.kind === 'none' ? 'empty' : 'no JSON' };
  if (!isObject(json.value)) return { ...bare, body: 'other JSON' };
  const operation = contract.operations.find(({ key }) => key === exchange.request.operation);
  const errors = namedErrors((operation?.conventions ?? contract.conventions).errors);
  const members = errors && errorMembers(exchange, errors);
  return {
    ...bare,
    body: 'object',
    members: typesOf(json.value),
    ...(members && members.object !== json.value ? { inside: typesOf(members.object) } : {}),
    ...(members?.code.kind === 'found' ? { code: members.code.value, faults: exchange.request.faults } : {}),
  };
};

const typesOf = (object: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.keys(object)
      .sort()
      .map((name) => [name, typeOf(object[name])]),
  );

const typeOf = (value: unknown): string => (value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value);
