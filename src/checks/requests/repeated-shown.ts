import { isSamePath, parametersIn } from '../../contract/infer/path-template.ts';
import { isSuccess } from '../../contract/message.ts';
import { operationOf } from '../../contract/operation.ts';
import { isObject } from '../../contract/pointer.ts';
import { askedBody } from '../../generators/request-body.ts';
import { mayBeSent } from '../../generators/request-match.ts';
import { askedContent } from '../../contract/asked-content.ts';
import type { Exchange } from '../../model/exchange.ts';
import { holdsValue, type PlannedRequest } from '../../model/request.ts';
import { memoryOf, type Session } from '../kit/session.ts';
import { type EqualValue, equalValues } from '../subjects/equal-values.ts';
import { resourceIn } from '../subjects/round-trips.ts';
import { idText } from '../subjects/shown-resource.ts';

const known = new WeakMap<object, Map<string, unknown>>();

const keyOf = ({ trip, shown }: EqualValue, values: readonly string[]): string => JSON.stringify([trip.itemPath, shown, values]);

/** The values along the path of a resource in a request to it, or to what is below it. */
const valuesIn = ({ trip }: EqualValue, { pathValues }: PlannedRequest, path: string): readonly string[] =>
  parametersIn(path)
    .slice(0, parametersIn(trip.itemPath).length)
    .map((name) => pathValues[name] ?? '');

/** Call for each answer. Notes the values of a resource that the bodies of its actions have to repeat. */
export const noteRepeated = (session: Session, exchange: Exchange): void => {
  const { operation: key } = exchange.request;
  const { contract } = session;
  if (key === null || !isSuccess(exchange) || equalValues(contract).length === 0) return;
  const operation = operationOf(contract, key);
  for (const one of equalValues(contract)) {
    const { trip, shown } = one;
    const isMade = operation.key === trip.create.key;
    if (!isMade && !isSamePath(operation.path, trip.itemPath) && !operation.path.startsWith(`${trip.itemPath}/`)) continue;
    const resource = resourceIn(contract, operation, exchange, trip.id);
    const value = resource?.[shown];
    const id = idText(resource?.[trip.id]);
    if (id === undefined || (typeof value !== 'string' && typeof value !== 'number')) continue;
    const along = valuesIn(one, exchange.request, operation.path);
    if (!isMade && along.at(-1) !== id) continue;
    const all = known.get(memoryOf(session)) ?? new Map<string, unknown>();
    known.set(memoryOf(session), all.set(keyOf(one, isMade ? [...along, id] : along), value));
  }
};

/** A request with the values that the resource showed last in the place of made-up ones, where its body has to repeat them. */
export const withRepeated = (session: Session, request: PlannedRequest): PlannedRequest => {
  const { operation: key, body, faults, madeUp = [] } = request;
  const { contract, target } = session;
  if (key === null || faults.length > 0 || !holdsValue(body) || !isObject(body.value) || equalValues(contract).length === 0) return request;
  const sent = body.value;
  const repeated = equalValues(contract).flatMap((one): readonly (readonly [string, unknown])[] => {
    if (one.operation.key !== key || !madeUp.includes(one.member) || target.values[key]?.[one.member] !== undefined) return [];
    const value = known.get(memoryOf(session))?.get(keyOf(one, valuesIn(one, request, one.operation.path)));
    return value === undefined || value === sent[one.member] ? [] : [[one.member, value]];
  });
  if (repeated.length === 0) return request;
  const operation = operationOf(contract, key);
  const value = { ...sent, ...Object.fromEntries(repeated) };
  const { schema = true } = askedContent(operation.body) ?? {};
  if (!mayBeSent(contract.document, schema, value)) return request;
  const names = new Set(repeated.map(([name]) => name));
  return { ...request, body: askedBody(operation, value), madeUp: madeUp.filter((name) => !names.has(name)) };
};
