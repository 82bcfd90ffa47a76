import { isDeepStrictEqual } from 'node:util';
import { evaluate } from '../../contract/expression.ts';
import { isSuccess, jsonOf } from '../../contract/message.ts';
import type { Contract, ResponseDeclaration } from '../../contract/model.ts';
import { below, isObject, valueAt } from '../../contract/pointer.ts';
import { shown } from '../../contract/schema/evaluate.ts';
import { type SchemaNode, schemaNode } from '../../contract/schema/tree.ts';
import { conventionsOf } from '../../generators/body-members.ts';
import { isJsonType } from '../../generators/json-content.ts';
import type { Exchange } from '../../model/exchange.ts';
import { nodeOf, type Place } from '../../model/place.ts';
import type { Observation, Observed } from '../kit/define.ts';

import { describedResponses } from './described-responses.ts';

/** What an observation looks at, without its texts: probes that generate requests judge by the same. */
type Sighting = Pick<Observation, 'places' | 'observe'>;

/** Members of answers that repeat a value of the request, as `repeats` says. */
export const repeatedValues: Sighting = {
  places: (contract) =>
    [...contract.operations.flatMap(({ responses }) => responses), ...contract.anywhere].flatMap((response) =>
      repeatersOf(contract, response).map(({ place }) => place),
    ),
  observe: (exchange, contract) =>
    isSuccess(exchange)
      ? describedResponses(contract, exchange).flatMap((response) =>
          repeatersOf(contract, response).flatMap((repeater) => observeOne(exchange, repeater)),
        )
      : [],
};

/** A member of an answer, by its pointer in the body, and the expression whose value it repeats. */
type Repeater = { readonly place: Place; readonly at: string; readonly repeats: string };

const found = new WeakMap<ResponseDeclaration, readonly Repeater[]>();

const repeatersOf = (contract: Contract, response: ResponseDeclaration): readonly Repeater[] => {
  const repeaters = found.get(response) ?? findRepeaters(contract, response);
  found.set(response, repeaters);
  return repeaters;
};

const findRepeaters = (contract: Contract, { content }: ResponseDeclaration): Repeater[] =>
  content.flatMap(({ mediaType, schemaPlace }) =>
    schemaPlace && isJsonType(mediaType) ? repeatersBelow(contract, schemaNode(contract.document, schemaPlace), '', 0) : [],
  );

/** Members are nested less than this; a schema that refers to itself ends here. */
const deepest = 8;

const repeatersBelow = (contract: Contract, node: SchemaNode, at: string, depth: number): Repeater[] => {
  if (depth > deepest) return [];
  const schema = valueAt(contract.document, nodeOf(node.place));
  const { repeats } = isObject(schema) ? conventionsOf(schema) : {};
  const same = [...(node.referenced ? [node.referenced] : []), ...node.branches];
  return [
    ...(repeats === undefined ? [] : [{ place: node.place, at, repeats }]),
    ...same.flatMap((one) => repeatersBelow(contract, one, at, depth + 1)),
    ...[...node.properties].flatMap(([name, child]) => repeatersBelow(contract, child, below(at, name), depth + 1)),
  ];
};

/** An absent member is judged by the schema. */
const observeOne = (exchange: Exchange, { place, at, repeats }: Repeater): Observed[] => {
  const body = jsonOf(exchange);
  const actual = body === undefined ? undefined : valueAt(body, at);
  const expected = evaluate(repeats, exchange);
  if (actual === undefined || expected === undefined) return [];
  const holds = repeats.startsWith('$request.body') ? repeatsValue(exchange, actual, expected) : repeatsText(actual, expected);
  if (holds === undefined) return [];
  if (holds) return [{ place, holds: true }];
  return [
    {
      place,
      holds: false,
      code: 'other-than-requested',
      where: `#${at}`,
      expected: `${shown(expected)}, as in ${repeats}`,
      actual: shown(actual),
    },
  ];
};

/** Values of the request line and of headers are texts, whatever they are in the answer. */
const repeatsText = (actual: unknown, expected: unknown): boolean | undefined =>
  typeof expected === 'string' ? (typeof actual === 'string' || typeof actual === 'number') && String(actual) === expected : undefined;

/** Texts that no service has a reason to write in another way. */
const plainText = /^[a-z0-9](?:[a-z0-9._-]{0,98}[a-z0-9])?$/;

/** An id in place of the name that the answer repeats. */
const idForm = /^([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\d+)$/i;

/** Undefined where the two cannot be compared: a text that may be written otherwise, an id where the answer shows a name. */
const repeatsValue = (exchange: Exchange, actual: unknown, expected: unknown): boolean | undefined => {
  if (exchange.request.faults.length > 0) return undefined;
  if (typeof expected !== 'string') return typeof expected === typeof actual ? isDeepStrictEqual(actual, expected) : undefined;
  if (actual === expected) return true;
  if (!plainText.test(expected)) return undefined;
  return idForm.test(expected) && !idForm.test(String(actual)) ? undefined : false;
};
