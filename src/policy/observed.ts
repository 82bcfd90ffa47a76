import type { Contract, Operation } from '../contract/model.ts';
import { isObject, tokensOf, valueAt } from '../contract/pointer.ts';
import { declarationFor } from '../contract/responses.ts';
import { evaluateSchema } from '../contract/schema/evaluate.ts';
import { requiredOfRequest } from '../generators/required-of-request.ts';
import { nodeOf } from '../model/location.ts';
import { type Observed, observedFormat, observedOperation, type Seen, seenIn, seenTogether, successBody } from '../model/observed.ts';
import type { StoredExchange } from '../model/stored-exchange.ts';
import { jsonContent } from '../contract/asked-content.ts';

/** More values of one member are data rather than words of a list. */
const mostValues = 60;

/** The path of a value in a body, with `*` for any element of a list. */
const starred = (body: unknown, instancePath: string): string => {
  let around: unknown = body;
  const steps = tokensOf(instancePath).map((token) => {
    const isElement = Array.isArray(around);
    around = isElement ? (around as readonly unknown[])[Number(token)] : isObject(around) ? around[token] : undefined;
    return isElement ? '*' : token.replaceAll('~', '~0').replaceAll('/', '~1').replaceAll('*', '~2');
  });
  return steps.map((step) => `/${step}`).join('');
};

/** Values of a body that its schema lists, by status and path. */
const listedIn = (contract: Contract, operation: Operation, status: number, body: unknown): readonly (readonly [string, string])[] => {
  const location = jsonContent(declarationFor(operation.responses, status)?.content ?? [])?.schemaLocation;
  if (!location) return [];
  return evaluateSchema(contract, location, body).flatMap((visit) => {
    const schema = valueAt(contract.document, nodeOf(visit.location));
    if (!isObject(schema) || (schema['enum'] === undefined && schema['const'] === undefined)) return [];
    const value = valueAt(body, visit.instancePath);
    return typeof value === 'string' ? [[`${status} ${starred(body, visit.instancePath)}`, value] as const] : [];
  });
};

/**
 * What a run has seen of its target, from its stored exchanges. The same behaviour gives the same result, whatever the ids and texts.
 * @param target Name of the target; exchanges of others are left out.
 */
export const observedIn = (
  exchanges: Iterable<StoredExchange>,
  { target, baseUrl, contract }: { readonly target: string; readonly baseUrl: string; readonly contract: Contract },
): Observed => {
  const operations = new Map(contract.operations.map((operation) => [operation.key, operation]));
  const values = new Map<string, Map<string, Set<string>>>();
  let seen: Seen = {};
  for (const exchange of exchanges) {
    if (exchange.target !== target) continue;
    seen = seenTogether(seen, seenIn(exchange));
    const operation = operations.get(exchange.request.operation ?? '');
    const success = successBody(exchange);
    if (!operation || !success) continue;
    const known = values.get(operation.key) ?? new Map<string, Set<string>>();
    values.set(operation.key, known);
    for (const [where, value] of listedIn(contract, operation, success.status, success.value))
      known.set(where, (known.get(where) ?? new Set()).add(value));
  }
  const valuesOf = (key: string): Readonly<Record<string, readonly string[]>> =>
    Object.fromEntries(
      [...(values.get(key) ?? [])]
        .filter(([, all]) => all.size <= mostValues)
        .map(([where, all]) => [where, [...all].toSorted()] as const)
        .toSorted(([a], [b]) => (a < b ? -1 : 1)),
    );
  return {
    format: observedFormat,
    contract: contract.name,
    baseUrl,
    operations: Object.fromEntries(
      Object.keys(seen)
        .toSorted()
        .flatMap((key) => {
          const [one, operation] = [seen[key], operations.get(key)];
          if (!one || !operation || Object.keys(one.statuses).length === 0) return [];
          return [[key, observedOperation(one, { values: valuesOf(key), required: requiredOfRequest(contract, operation) })] as const];
        }),
    ),
  };
};
