import type { Errors } from '../../../contract/conventions.ts';
import { listAt } from '../../../contract/held.ts';
import { answerOf } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { isObject } from '../../../contract/pointer.ts';
import { isElsewhere } from '../../../contract/responses.ts';
import { evaluateSchema } from '../../../contract/schema/evaluate.ts';
import { bodyMembers } from '../../../generators/body-members.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { conventionPlaces } from '../../subjects/convention-places.ts';
import { defineFold, inconclusive, observed } from '../../kit/define.ts';
import { factOf } from '../../kit/facts.ts';
import { rootPlace } from '../../kit/root-place.ts';
import { valueKind } from '../../kit/value-kind.ts';

/** One form of details, without anything that differs from run to run. */
type Form = {
  readonly status: number;
  /** Where the list stands; null where there is none. */
  readonly at: string | null;
  /** Each kind of element once: its JSON type, and of an object the members with theirs. */
  readonly elements: readonly { readonly type: string; readonly members?: Readonly<Record<string, string>> }[];
  /** Whether a text in them holds the name of a member at fault; absent where no member of the body is known to be. */
  readonly namesFault?: boolean;
};

type State = Readonly<Record<string, readonly Form[]>>;

/** Forms of one operation that are remembered. */
const most = 20;

export const detailsRecorded = defineFold<State>({
  id: 'errors/details-recorded',
  title: 'What the details of refusals look like is recorded',
  why: 'A form shows each message at its field, and has to know where an element tells which field it is about.',
  fix: 'Nothing is wrong with it; the documentation could print one element.',
  reads: 'errors.details',
  places: (contract) => conventionPlaces(contract, ({ errors }) => errors?.details).filter((place) => place === rootPlace),
  init: () => ({}),
  step(state, exchange, contract) {
    const form = formIn(exchange, contract);
    if (!form) return state;
    const key = exchange.request.operation ?? 'outside';
    return { ...state, [key]: distinct([...(state[key] ?? []), form]).slice(0, most) };
  },
  merge(a, b) {
    const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])];
    return Object.fromEntries(keys.map((key) => [key, distinct([...(a[key] ?? []), ...(b[key] ?? [])]).slice(0, most)]));
  },
  conclude(state) {
    const keys = Object.keys(state).sort();
    if (keys.length === 0) return { ...inconclusive('no refusal with details came by', []), unseen: true };
    return observed(keys.map((key) => factOf('error.details', key, state[key])));
  },
});

/** Each thing once, in an order of its own, so that it does not matter what came by first. */
const distinct = <T>(things: readonly T[]): T[] =>
  [...new Map(things.map((thing) => [JSON.stringify(thing), thing]))].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, thing]) => thing);

const formIn = (exchange: Exchange, contract: Contract): Form | undefined => {
  const answer = answerOf(exchange);
  const operation = contract.operations.find(({ key }) => key === exchange.request.operation);
  const details: Errors['details'] = (operation?.conventions ?? contract.conventions).errors?.details;
  if (!answer || !details?.on.includes(answer.status) || isElsewhere(exchange)) return undefined;
  const found = listAt(exchange, details.at);
  if (!found || !Array.isArray(found.value)) return { status: answer.status, at: null, elements: [] };
  const elements: readonly unknown[] = found.value;
  const atFault = operation ? faultyMembers(contract, operation, exchange) : [];
  return {
    status: answer.status,
    at: found.at,
    elements: distinct(
      elements.map((element) => ({ type: valueKind(element), ...(isObject(element) ? { members: kindsIn(element) } : {}) })),
    ),
    ...(atFault.length > 0 ? { namesFault: textsIn(elements).some((text) => atFault.some((name) => holdsWord(text, name))) } : {}),
  };
};

const kindsIn = (element: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.keys(element)
      .sort()
      .map((name) => [name, valueKind(element[name])]),
  );

/** Members of the body that are required and absent, or whose value breaks the schema of the member. */
const faultyMembers = (contract: Contract, operation: Operation, { request: { body } }: Exchange): string[] => {
  if (body?.kind !== 'json' || !isObject(body.value)) return [];
  const sent = body.value;
  return bodyMembers(contract, operation)
    .filter(({ name, required, place }) =>
      Object.hasOwn(sent, name) ? evaluateSchema(contract, place, sent[name]).some(({ holds }) => !holds) : required,
    )
    .map(({ name }) => name);
};

const deepest = 6;

const textsIn = (value: unknown, depth = 0): string[] => {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null || depth > deepest) return [];
  return Object.values(value).flatMap((held) => textsIn(held, depth + 1));
};

/** A name as a word of its own: letters, digits and `_` around it make it another one. */
const holdsWord = (text: string, name: string): boolean => text.split(/[^\p{L}\p{N}_]+/u).includes(name);
