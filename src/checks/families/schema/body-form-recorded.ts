import { parseExpression } from '../../../contract/expression.ts';
import { jsonOf } from '../../../contract/message.ts';
import type { Collection } from '../../../contract/model.ts';
import { isObject, tokensOf, valueAt } from '../../../contract/pointer.ts';
import { isElsewhere } from '../../../contract/responses.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { collectionAt, pageItems } from '../../subjects/collection.ts';
import { defineFold, inconclusive, observed } from '../../kit/define.ts';
import { factOf } from '../../kit/facts.ts';

/** By operation: the different forms of its answers as JSON texts, sorted. */
type State = Readonly<Record<string, readonly string[]>>;

/** An answer that lists nothing new is remembered by so many forms of others. */
const mostForms = 12;

const together = (...forms: readonly string[]): string[] => [...new Set(forms)].sort().slice(0, mostForms);

export const bodyFormRecorded = defineFold<State>({
  id: 'schema/body-form-recorded',
  title: 'Whether a list stands in an object or is a bare array, and what stands beside it, is recorded',
  why: 'Where text and example differ, a client has to read both; the record tells which of them the service follows.',
  fix: 'Nothing is broken; the documentation could describe the one form that the service has.',
  places: (contract) =>
    contract.collections.flatMap(({ operation: { responses } }) =>
      responses.filter(({ status }) => status.startsWith('2')).map(({ place }) => place),
    ),
  init: () => ({}),
  step(state, exchange, contract) {
    const collection = collectionAt(contract, exchange.request.operation);
    const form = collection && formOf(collection, exchange);
    if (!collection || form === undefined) return state;
    const { key } = collection.operation;
    return { ...state, [key]: together(...(state[key] ?? []), JSON.stringify(form)) };
  },
  merge: (a, b) => ({
    ...a,
    ...Object.fromEntries(Object.entries(b).map(([key, forms]) => [key, together(...(a[key] ?? []), ...forms)])),
  }),
  conclude(state, { contract }) {
    const facts = Object.entries(state)
      .sort(([a], [b]) => a.localeCompare(b))
      .flatMap(([key, forms]) => {
        const told = forms.map((form) => JSON.parse(form) as unknown);
        return collectionAt(contract, key) ? [factOf('body.form', key, told.length === 1 ? told[0] : { mixed: told })] : [];
      });
    return facts.length > 0 ? observed(facts) : { ...inconclusive('No list came by', []), unseen: true };
  },
});

type Form = { readonly form: 'bare' } | { readonly form: 'wrapped'; readonly at: string; readonly beside: readonly string[] };

/** How an answer holds its items; undefined where it is no list. */
const formOf = (collection: Collection, exchange: Exchange): Form | undefined => {
  if (isElsewhere(exchange) || !pageItems(collection, exchange)) return undefined;
  const body = jsonOf(exchange);
  if (Array.isArray(body)) return { form: 'bare' };
  if (!isObject(body)) return undefined;
  const named = collection.items
    .map((expression) => parseExpression(expression))
    .flatMap((parsed) => (parsed?.from === 'response-body' && !parsed.pointer.includes('*') ? [parsed.pointer] : []))
    .find((pointer) => Array.isArray(valueAt(body, pointer)));
  const own = named === undefined ? Object.keys(body).find((name) => Array.isArray(body[name])) : tokensOf(named)[0];
  return {
    form: 'wrapped',
    at: own ?? '',
    beside: Object.keys(body)
      .filter((name) => name !== own)
      .sort(),
  };
};
