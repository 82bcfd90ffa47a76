import { isSuccess, statusOf } from '../../contract/message.ts';
import { operationOf } from '../../contract/operation.ts';
import { isObject } from '../../contract/pointer.ts';
import { choicesIn } from '../../generators/choices.ts';
import type { Exchange } from '../../model/exchange.ts';
import { memoryOf, type Session } from '../kit/session.ts';
import { holdsValue } from '../../model/request.ts';

type Json = Readonly<Record<string, unknown>>;

/** What came of bodies with some listed values, by those values as JSON; and the listed values of the last one that was accepted. */
type Known = { readonly accepted: Set<string>; readonly refused: Set<string>; last: Json | undefined };

const known = new WeakMap<object, Map<string, Known>>();

/** Statuses by which a body is refused for what it asks for. */
const refusals: ReadonlySet<number> = new Set([400, 409, 422]);

/** Call for each answer. Which of several listed values a request chooses decides what else has to be true: "transfer" needs stock, and "receipt" does not. */
export const noteChoices = (session: Session, exchange: Exchange): void => {
  const { contract } = session;
  const { body, operation: key, faults, method } = exchange.request;
  if (contract.standard.size === 0 || key === null || faults.length > 0 || method !== 'POST') return;
  if (!holdsValue(body) || !isObject(body.value)) return;
  const choices = choicesIn(contract, operationOf(contract, key), body.value);
  if (Object.keys(choices).length === 0) return;
  const all = known.get(memoryOf(session)) ?? new Map<string, Known>();
  known.set(memoryOf(session), all);
  const one = all.get(key) ?? { accepted: new Set(), refused: new Set(), last: undefined };
  all.set(key, one);
  const text = JSON.stringify(choices);
  if (isSuccess(exchange)) {
    one.accepted.add(text);
    one.last = choices;
  } else if (refusals.has(statusOf(exchange) ?? 0)) one.refused.add(text);
};

/**
 * The listed values of a body that was accepted, where those of the usual body were refused and never accepted; undefined elsewhere.
 * @returns A function of the key of an operation and of the listed values of its usual body.
 */
export const choicesOf =
  (session: Session) =>
  (operation: string, usual: Json): Json | undefined => {
    const one = known.get(memoryOf(session))?.get(operation);
    const text = JSON.stringify(usual);
    return one?.refused.has(text) && !one.accepted.has(text) ? one.last : undefined;
  };
