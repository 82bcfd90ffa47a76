import type { Contract } from '../../../contract/model.ts';
import { isObject } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { type Breach, breachIn, findingOf, smallerBreach } from '../../kit/breach.ts';
import { conventionPlaces } from '../../subjects/convention-places.ts';
import { defineFold, inconclusive, pass } from '../../kit/define.ts';
import { rootPlace } from '../../kit/root-place.ts';
import { clientErrorOf } from './error-answer.ts';

/** What the errors of one status have in common, and the smallest of them. */
type Seen = { readonly status: number; readonly judged: number; readonly common: readonly string[]; readonly sample: Breach | null };

type State = { readonly seen: readonly Seen[]; readonly others: number };

export const sameShape = defineFold<State>({
  id: 'errors/same-shape',
  title: 'Error bodies of different statuses have a member in common',
  why: 'A client reads all errors with one piece of code; where nothing is common it needs one for each status.',
  fix: 'Build the body of every error in one place.',
  reads: 'errors.sameShape',
  places: (contract) => conventionPlaces(contract, ({ errors }) => errors?.sameShape).filter((place) => place === rootPlace),
  init: () => ({ seen: [], others: 0 }),
  step(state, exchange, contract) {
    const error = errorIn(exchange, contract);
    if (!error) return state;
    return merge(state, error.keys ? { seen: [seenIn(exchange, error.status, error.keys)], others: 0 } : { seen: [], others: 1 });
  },
  merge,
  conclude({ seen, others }) {
    const judged = seen.reduce((sum, one) => sum + one.judged, 0);
    if (judged + others === 0) return { ...inconclusive('no error with a JSON body came by', []), unseen: true };
    if (others > 0) return inconclusive('an error body was no object', []);
    if (seen.length < 2) return inconclusive(`only errors with status ${seen[0]?.status ?? 'none'} came by`, []);
    const common = seen.map((one) => one.common).reduce((a, b) => a.filter((key) => b.includes(key)));
    if (common.length > 0) return pass(judged);
    const samples = seen.flatMap(({ sample }) => sample ?? []);
    const first = samples.reduce<Breach | null>(smallerBreach, null);
    if (!first) return inconclusive('no error is known by itself', []);
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

/** The JSON of an error and its members, none for other JSON than an object; undefined where the promise is not about it. */
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
