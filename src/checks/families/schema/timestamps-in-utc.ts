import { answerOf, isSuccess } from '../../../contract/message.ts';
import type { Contract } from '../../../contract/model.ts';
import { below, isObject } from '../../../contract/pointer.ts';
import { isElsewhere } from '../../../contract/responses.ts';
import { defineObservation, type Observed } from '../../kit/define.ts';

export const timestampsInUtc = defineObservation({
  id: 'schema/timestamps-in-utc',
  title: 'Moments that no schema describes are ISO 8601 in UTC as well',
  why: 'A client that reads all moments alike reads one in another notation or zone as another moment.',
  fix: 'Write every moment as date, T, time and Z.',
  places: (contract) => contract.operations.map(({ place }) => place),
  observe(exchange, contract) {
    const answer = answerOf(exchange);
    const operation = contract.operations.find(({ key }) => key === exchange.request.operation);
    if (!operation || answer?.json.kind !== 'value' || !isSuccess(exchange) || isElsewhere(exchange)) return [];
    const { place } = operation;
    const described = describedNames(contract);
    return momentsIn(answer.json.value, '').flatMap(({ name, at, value }): Observed[] => {
      if (described.has(name) || value === null) return [];
      if (typeof value === 'string' && inUtc.test(value)) return [{ place, holds: true }];
      const expected = 'date, T, time and Z or a zero offset';
      return [{ place, holds: false, code: 'moment-of-other-form', where: at, expected, actual: JSON.stringify(value) }];
    });
  },
});

/** Date and time of ISO 8601 in UTC, extended or basic, with a zero offset in place of Z where there is one. */
const inUtc = /^\d{4}-?\d{2}-?\d{2}T\d{2}:?\d{2}(:?\d{2}([.,]\d+)?)?(Z|[+-]00(:?00)?)$/i;

type Named = { readonly name: string; readonly at: string; readonly value: unknown };

/** Members at any depth whose name says that they are a moment. */
const momentsIn = (value: unknown, at: string): Named[] => {
  if (Array.isArray(value)) return value.flatMap((item: unknown, index) => momentsIn(item, below(at, index)));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, held]) => {
    const own = below(at, name);
    return [...(name.endsWith('_at') ? [{ name, at: own, value: held }] : []), ...momentsIn(held, own)];
  });
};

const known = new WeakMap<Contract, ReadonlySet<string>>();

/** Names of members that a schema describes: what they look like is said there. */
const describedNames = (contract: Contract): ReadonlySet<string> => {
  const names = known.get(contract) ?? new Set(propertyNames(contract.document));
  known.set(contract, names);
  return names;
};

const propertyNames = (node: unknown): string[] => {
  if (Array.isArray(node)) return node.flatMap(propertyNames);
  if (!isObject(node)) return [];
  const own = isObject(node['properties']) ? Object.keys(node['properties']) : [];
  return [...own, ...Object.values(node).flatMap(propertyNames)];
};
