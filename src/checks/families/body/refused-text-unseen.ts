import { operationWith } from '../../../contract/operation.ts';
import { isItemOf, isSamePath } from '../../../contract/infer/path-template.ts';
import { resourceIn } from '../../../contract/infer/suited-members.ts';
import { isSuccess, jsonOf, statusOf } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { isObject } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { rootLocation } from '../../../model/location.ts';
import { holdsValue } from '../../../model/request.ts';
import { defineFold, inconclusive, pass } from '../../kit/define.ts';
import { collectionAt, itemKey, pageItems } from '../../subjects/collection.ts';

/** A text of the run that only refused requests have sent so far: the first of them. */
type Refused = { readonly exchange: string; readonly operation: string; readonly status: number; readonly name: string };

type Shown = Refused & { readonly text: string; readonly in: string; readonly where: string };

/** Plain JSON. */
type State = {
  readonly refused: Readonly<Record<string, Refused>>;
  /** Texts of the run in requests that may have been carried out: whatever shows them shows nothing of a refusal. */
  readonly taken: Readonly<Record<string, true>>;
  readonly shown: readonly Shown[];
  /** So many reads could have shown a refused text. */
  readonly looked: number;
  /** No further text is remembered, for good. */
  readonly isFull: boolean;
};

/** Beyond so many texts none is remembered any more: the memory of a long run stays small. */
const mostTexts = 3000;

/** A shorter text may be somebody else's. */
const leastLength = 8;

const saysOurs = (text: string): boolean => text.includes('ct-') && text.length >= leastLength;

/**
 * 402 goes with a payment that is kept as a failed one (RFC 9110, section 15.5.3), and what became of a request that took too long (408) or came too early (425) or too often (429)
 * is for the server to say.
 */
const sayingLittle: ReadonlySet<number> = new Set([402, 408, 425, 429]);

const isRefusal = (status: number | undefined): status is number =>
  status !== undefined && status >= 400 && status < 500 && !sayingLittle.has(status);

const textsOf = (value: unknown): readonly string[] => {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(textsOf);
  return isObject(value) ? Object.entries(value).flatMap(([name, one]) => [name, ...textsOf(one)]) : [];
};

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** Every text of the run in a request: in its path, in JSON, and in the cells and fields of another body. */
const sentTexts = ({ request: { body }, sent }: Exchange): readonly string[] => {
  const inBody = holdsValue(body) ? textsOf(body.value) : (sent.body ?? '').split(/[\r\n",;&=]/u).map(decoded);
  return [...sent.target.split(/[/?&=]/u).map(decoded), ...inBody].filter(saysOurs);
};

const writes = ({ method }: Operation): boolean => method !== 'GET' && method !== 'HEAD' && method !== 'OPTIONS';

/** The members that one request sets by itself, at the top of its body. */
const setBy = ({ request: { body } }: Exchange): readonly (readonly [string, string])[] =>
  holdsValue(body) && isObject(body.value)
    ? Object.entries(body.value).flatMap(([name, value]) => (typeof value === 'string' && saysOurs(value) ? [[name, value] as const] : []))
    : [];

/** Does a read show what an operation creates or changes: the list that a creation adds to, the resource, or the list that has it. */
const isReadOf = (read: Operation, { path }: Pick<Operation, 'path'>): boolean =>
  isSamePath(read.path, path) || isItemOf(read.path, path) || isItemOf(path, read.path);

/** What became of a request may be kept as something that failed: a transfer that was declined is in the list of transfers, as such. */
const isKeptAsFailed = (item: Readonly<Record<string, unknown>>): boolean =>
  Object.values(item).some(
    (value) =>
      typeof value === 'string' && !saysOurs(value) && /^[\w -]*(?:fail|reject|declin|denied|refus|error|invalid)[\w -]*$/iu.test(value),
  );

const written = (state: State, exchange: Exchange, operation: Operation | undefined): State => {
  const status = statusOf(exchange);
  const isFull = state.isFull || Object.keys(state.taken).length + Object.keys(state.refused).length >= mostTexts;
  if (!isRefusal(status)) {
    const texts = sentTexts(exchange);
    const isKnown = texts.some((text) => Object.hasOwn(state.refused, text));
    // What comes later is not looked for, so that nothing has to be known of what it sends.
    if (texts.length === 0 || (isFull && !isKnown)) return state.isFull === isFull ? state : { ...state, isFull };
    // Thousands of texts are copied only where something changes.
    const refused = isKnown ? Object.fromEntries(Object.entries(state.refused).filter(([text]) => !texts.includes(text))) : state.refused;
    const isTaken = isFull || texts.every((text) => Object.hasOwn(state.taken, text));
    const taken = isTaken ? state.taken : { ...state.taken, ...Object.fromEntries(texts.map((text) => [text, true as const])) };
    return { ...state, isFull, refused, taken };
  }
  if (!operation || isFull) return state.isFull === isFull ? state : { ...state, isFull };
  const found = setBy(exchange).filter(([, text]) => !Object.hasOwn(state.taken, text) && !Object.hasOwn(state.refused, text));
  if (found.length === 0) return state;
  const one = { exchange: exchange.id, operation: operation.key, status };
  return { ...state, refused: { ...state.refused, ...Object.fromEntries(found.map(([name, text]) => [text, { ...one, name }])) } };
};

/** How many findings a state keeps; one is told. */
const mostShown = 3;

const read = (state: State, exchange: Exchange, operation: Operation, contract: Contract): State => {
  if (Object.keys(state.refused).length === 0 || !isSuccess(exchange)) return state;
  const collection = collectionAt(contract, operation.key);
  const resource = resourceIn(jsonOf(exchange));
  const items = (collection && pageItems(collection, exchange)) ?? (resource ? [resource] : []);
  const shown = items.filter(isObject).flatMap((item) =>
    Object.entries(item).flatMap(([name, text]): Shown[] => {
      const by = typeof text === 'string' && Object.hasOwn(state.refused, text) ? state.refused[text] : undefined;
      const made = by && contract.operations.find(({ key }) => key === by.operation);
      if (!by || !made || by.name !== name || typeof text !== 'string' || !isReadOf(operation, made) || isKeptAsFailed(item)) return [];
      const id = collection && itemKey(collection, item);
      return [{ ...by, text, in: exchange.id, where: id === undefined ? `/${name}` : `/${name} of "${id}"` }];
    }),
  );
  const looked = state.looked + 1;
  return { ...state, looked, shown: [...state.shown, ...shown].slice(0, mostShown) };
};

export const refusedTextUnseen = defineFold<State>({
  id: 'body/refused-text-unseen',
  title: 'No answer shows what only refused requests asked for',
  why: 'A client that was refused believes that nothing was done. What is stored all the same breaks the rule for which it was refused.',
  fix: 'Check every rule before the first thing is stored, or undo all of it.',
  locations: () => [rootLocation],
  init: () => ({ refused: {}, taken: {}, shown: [], looked: 0, isFull: false }),
  step(state, exchange, contract) {
    const operation = operationWith(contract, exchange.request.operation);
    // What is sent to an undocumented place may be carried out, too.
    return operation && !writes(operation) ? read(state, exchange, operation, contract) : written(state, exchange, operation);
  },
  merge(a, b) {
    const taken = { ...a.taken, ...b.taken };
    const left = (text: string): boolean => !Object.hasOwn(taken, text);
    return {
      taken,
      refused: Object.fromEntries(Object.entries({ ...b.refused, ...a.refused }).filter(([text]) => left(text))),
      shown: [...a.shown, ...b.shown].filter(({ text }) => left(text)).slice(0, mostShown),
      looked: a.looked + b.looked,
      isFull: a.isFull || b.isFull,
    };
  },
  conclude({ shown, refused, looked }) {
    const [first] = shown;
    if (first) {
      const finding = {
        operation: first.operation,
        exchanges: [first.in, first.exchange],
        code: 'refused-text-shown',
        where: first.where,
        expected: `${JSON.stringify(first.text)} in no answer: only ${first.operation} sent it, and was answered ${first.status}`,
        actual: 'it is shown',
      };
      return { kind: 'fail', judged: looked, breaches: shown.length, finding };
    }
    if (looked > 0 && Object.keys(refused).length > 0) return pass(looked);
    return { ...inconclusive('Nothing was read after a request with texts of the run was refused', []), unseen: true, optional: true };
  },
});
