import { operationWith } from '../../../contract/operation.ts';
import { headerValues, isSuccess, statusOf } from '../../../contract/message.ts';
import type { Contract, HeaderDeclaration } from '../../../contract/model.ts';
import { ownerOf } from '../../../contract/owner.ts';
import { isCertainErrorResponse } from '../../../contract/quota-error-response.ts';
import { summarizeSchema } from '../../../contract/schema/evaluate.ts';
import { schemaLocations } from '../../../contract/schema/locations.ts';
import { resolvedSchema, typesOf } from '../../../generators/resolved-schema.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { rememberedByPair } from '../../../model/remembered.ts';
import { defineObservation, type Observed } from '../../kit/define.ts';
import { describedResponses } from '../../subjects/described-responses.ts';
import { isKnownCaller } from '../../subjects/known-caller.ts';

export const declaredHeaders = defineObservation({
  id: 'headers/declared',
  title: 'Every answer has the headers that its documentation requires, each in the documented form',
  why: 'Clients rely on these headers, for example to wait; a missing or malformed one is misread.',
  fix: 'Send the header once with each such answer, also from gateways and error handlers, as a plain value of its documented type.',
  locations: (contract) =>
    [...contract.operations.flatMap(({ responses }) => responses), ...contract.anywhere].flatMap(({ headers }) =>
      headers.flatMap(({ location, schemaLocation }) => [location, ...schemaLocations(contract, schemaLocation)]),
    ),
  observe(exchange, contract) {
    if (!isJudged(exchange, contract)) return [];
    return describedResponses(contract, exchange).flatMap(({ headers }) =>
      headers.flatMap((header) => oncePerRequirement(contract, observeHeader(contract, header, exchange))),
    );
  },
});

/** One observation per requirement about a header. Presence and form that belong to one requirement count once. */
const oncePerRequirement = (contract: Contract, observed: readonly Observed[]): readonly Observed[] => {
  if (observed.length < 2) return observed;
  const kept = new Map<string | undefined, Observed>();
  for (const one of observed) {
    const node = ownerOf(contract, declaredHeaders, one.location)?.node;
    if (typeof one.holds === 'boolean' && kept.get(node)?.holds !== false) kept.set(node, one);
  }
  return [...kept.values(), ...observed.filter(({ holds }) => typeof holds !== 'boolean')];
};

/**
 * True if an answer is judged. Headers are documented for authenticated callers. An answer to an unauthenticated caller is judged only where its
 * status reports just that, or an exhausted quota.
 */
const isJudged = (exchange: Exchange, contract: Contract): boolean => {
  const operation = operationWith(contract, exchange.request.operation);
  if (isKnownCaller(exchange) || operation?.secured === false) return true;
  if (isSuccess(exchange)) return false;
  const { auth } = operation?.conventions ?? contract.conventions;
  // A single status of a class is not specific enough.
  const unknown = [auth?.unauthenticated?.status ?? []].flat().filter((status) => typeof status === 'number');
  return isCertainErrorResponse(contract, exchange) || [401, ...unknown].includes(statusOf(exchange) ?? 0);
};

/** The types that a value may have beside null. */
const typesIn = rememberedByPair((contract: Contract, header: HeaderDeclaration): readonly string[] =>
  typesOf(resolvedSchema(contract.document, header.schema)).filter((type) => type !== 'null'),
);

const observeHeader = (contract: Contract, header: HeaderDeclaration, exchange: Exchange): Observed[] => {
  const { name, location, schemaLocation } = header;
  const values = headerValues(exchange, name);
  const [value] = values;
  if (value === undefined) {
    if (!header.required) return [];
    const expected = `${name} with status ${statusOf(exchange) ?? 0}`;
    return [{ location, holds: false, code: 'header-absent', where: name, expected, actual: 'no such header' }];
  }
  const distinct = values.length === 1 ? values : [...new Set(values)];
  const types = typesIn(contract, header);
  if (distinct.length > 1 && !isText(types)) {
    return [
      {
        location,
        holds: false,
        code: 'header-doubled',
        where: name,
        expected: `${name} once`,
        actual: distinct.map((one) => `"${one}"`).join(' and '),
      },
    ];
  }
  // Several lines of one field form one list (RFC 9110 section 5.3), which is treated as a text.
  const read = readAs(types, distinct.join(', '));
  if (read.kind === 'other-form') {
    return [{ location, holds: false, code: 'header-form', where: name, expected: `${name} as ${read.wanted}`, actual: `"${value}"` }];
  }
  const { held, breaches, unknown } = summarizeSchema(contract, schemaLocation, read.value);
  const form = [
    ...held.map(({ location: at }): Observed => ({ location: at, holds: true })),
    ...breaches.map((visit): Observed => ({
      location: visit.location,
      holds: false,
      code: `header-${visit.keyword}`,
      where: name,
      expected: visit.expected,
      actual: `"${value}"`,
    })),
    ...unknown.map(({ location: at, onlyThisValue, reason }): Observed => {
      const why = `${name}: ${reason}`;
      return onlyThisValue ? { location: at, holds: 'unclear', what: why } : { location: at, holds: 'unsupported', why };
    }),
  ];
  return [{ location, holds: true }, ...form];
};

type Read = { readonly kind: 'value'; readonly value: unknown } | { readonly kind: 'other-form'; readonly wanted: string };

/** The exact serialisations of simple values in a header (OpenAPI 3.1, style simple). A list remains a text. */
const forms = [
  { type: 'integer', form: /^-?\d+$/, wanted: 'decimal digits', read: Number },
  { type: 'number', form: /^-?\d+(\.\d+)?$/, wanted: 'a decimal number', read: Number },
  { type: 'boolean', form: /^(true|false)$/, wanted: 'true or false', read: (text: string) => text === 'true' },
] as const;

/** True for types whose field value is used unchanged. */
const isText = (types: readonly string[]): boolean =>
  types.length === 0 || types.includes('string') || types.includes('array') || types.includes('object');

const readAs = (types: readonly string[], text: string): Read => {
  if (isText(types)) return { kind: 'value', value: text };
  const wanted = forms.filter(({ type }) => types.includes(type));
  const fitting = wanted.find(({ form }) => form.test(text));
  if (fitting) return { kind: 'value', value: fitting.read(text) };
  return { kind: 'other-form', wanted: wanted.map((one) => one.wanted).join(' or ') };
};
