import { operationWith } from '../../../contract/operation.ts';
import { answerOf, headerValues } from '../../../contract/message.ts';
import type { Contract } from '../../../contract/model.ts';
import { isElsewhere } from '../../../contract/responses.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { isObject } from '../../../model/json.ts';
import { type Breach, breachIn, findingOf, smallerBreach } from '../../kit/breach.ts';
import { defineFold, inconclusive, pass } from '../../kit/define.ts';
import { defineRecordingFold } from '../../kit/recording-fold.ts';
import { rootSaying } from '../../subjects/convention-locations.ts';
import { clientErrorOf } from './error-answer.ts';
import { errorMembers, namedErrors } from './error-members.ts';

/** The members that all errors of one status have in common, and the smallest of these errors. */
type Seen = { readonly status: number; readonly judged: number; readonly common: readonly string[]; readonly sample: Breach | null };

type State = { readonly seen: readonly Seen[]; readonly others: number };

export const sameShape = defineFold<State>({
  id: 'errors/same-shape',
  title: 'Error bodies of different statuses have a member in common',
  why: 'A client reads all errors with the same code; without a common member it needs separate code for each status.',
  fix: 'Build the body of every error in one place.',
  reads: 'errors.sameShape',
  locations: (contract) => rootSaying(contract, ({ errors }) => errors?.sameShape),
  init: () => ({ seen: [], others: 0 }),
  step(state, exchange, contract) {
    const error = errorIn(exchange, contract);
    if (!error) return state;
    return merge(state, error.keys ? { seen: [seenIn(exchange, error.status, error.keys)], others: 0 } : { seen: [], others: 1 });
  },
  merge,
  conclude({ seen, others }) {
    const judged = seen.reduce((sum, one) => sum + one.judged, 0);
    if (judged + others === 0) return { ...inconclusive('no error with a JSON body was seen', []), unseen: true };
    if (others > 0) return inconclusive('an error body was not an object', []);
    if (seen.length < 2) return inconclusive(`only errors with status ${seen[0]?.status ?? 'none'} were seen`, []);
    const common = seen.map((one) => one.common).reduce((a, b) => a.filter((key) => b.includes(key)));
    if (common.length > 0) return pass(judged);
    const samples = seen.flatMap(({ sample }) => sample ?? []);
    const first = samples.reduce<Breach | null>(smallerBreach, null);
    if (!first) return inconclusive('no single error is known', []);
    const exchanges = [first.exchange, ...samples.map(({ exchange }) => exchange).filter((id) => id !== first.exchange)];
    const actual = seen.map(({ status, common: keys }) => `${status}: ${keys.join(', ') || 'no common member'}`).join('; ');
    return { kind: 'fail', judged, breaches: 1, finding: { ...findingOf(first), actual, exchanges } };
  },
});

function merge(a: State, b: State): State {
  const statuses = [...new Set([...a.seen, ...b.seen].map(({ status }) => status))].sort((x, y) => x - y);
  const seen = statuses.map((status): Seen => {
    const [first, ...rest] = [...a.seen, ...b.seen].filter((one) => one.status === status);
    return rest.reduce<Seen>(
      (sum, one) => ({
        status,
        judged: sum.judged + one.judged,
        common: sum.common.filter((key) => one.common.includes(key)),
        sample: smallerBreach(sum.sample, one.sample),
      }),
      first ?? { status, judged: 0, common: [], sample: null },
    );
  });
  return { seen, others: a.others + b.others };
}

const seenIn = (exchange: Exchange, status: number, keys: readonly string[]): Seen => ({
  status,
  judged: 1,
  common: keys,
  sample: breachIn(exchange, { code: 'shapes-differ', where: '#', expected: 'a member that all errors have', actual: keys.join(', ') }),
});

/** The status of an error, and the members of its JSON body (undefined for JSON that is not an object); undefined where it is not judged. */
const errorIn = (
  exchange: Exchange,
  contract: Contract,
): { readonly status: number; readonly keys: readonly string[] | undefined } | undefined => {
  const error = clientErrorOf(exchange, contract);
  if (error?.answer.json.kind !== 'value') return undefined;
  const { status, json } = error.answer;
  if (contract.conventions.errors?.sameShape?.except?.includes(status)) return undefined;
  return { status, keys: isObject(json.value) ? Object.keys(json.value).sort() : undefined };
};

/** One form of error body, reduced to what is the same in every run. */
type Shape = {
  readonly status: number;
  readonly mediaType: string;
  readonly body: 'object' | 'other JSON' | 'no JSON' | 'empty';
  /** The top-level members with their types. */
  readonly members: Readonly<Record<string, string>>;
  /** The members of the error object with their types, where the contract gives its location and it is not the whole body. */
  readonly inside?: Readonly<Record<string, string>>;
  /** The code, and the deliberate faults of the request. */
  readonly code?: string | number;
  readonly faults?: readonly string[];
};

export const shapeRecorded = defineRecordingFold({
  id: 'errors/shape-recorded',
  title: 'The forms of error bodies are recorded',
  why: 'Undocumented forms can only be learned from answers, and a comparison shows when one has changed.',
  fix: 'Nothing is wrong; the documentation could describe one form for all errors.',
  reads: 'errors',
  locations: (contract) => rootSaying(contract, ({ errors }) => errors),
  records: ['error.shape'],
  show(exchange, contract) {
    const shape = shapeIn(exchange, contract);
    return shape && { 'error.shape': [shape] };
  },
  unseen: 'no error was seen',
  most: 40,
});

const shapeIn = (exchange: Exchange, contract: Contract): Shape | undefined => {
  const answer = answerOf(exchange);
  if (!answer || answer.unfinished || answer.status < 400 || isElsewhere(exchange) || exchange.sent.method === 'HEAD') return undefined;
  const { status, json } = answer;
  const mediaType = (headerValues(exchange, 'Content-Type')[0]?.split(';')[0] ?? 'none').trim().toLowerCase();
  const bare = { status, mediaType, members: {} };
  if (json.kind !== 'value') return { ...bare, body: json.kind === 'none' ? 'empty' : 'no JSON' };
  if (!isObject(json.value)) return { ...bare, body: 'other JSON' };
  const operation = operationWith(contract, exchange.request.operation);
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
