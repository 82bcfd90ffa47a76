import { operationWith } from '../../contract/operation.ts';
import { answerOf, headerValues } from '../../contract/message.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { essenceOf } from '../../contract/wire/media-type.ts';
import type { Answer, Exchange } from '../../model/exchange.ts';
import { type Location, rootLocation } from '../../model/location.ts';
import { holdsMask } from '../../model/mask.ts';
import { type CheckText, defineObservation, type Observation, type Observed } from './define.ts';
import { rememberedByObject } from '../../model/remembered.ts';

/** An answer that a rule of HTTP is asked about. */
export type Seen = {
  readonly exchange: Exchange;
  readonly answer: Answer;
  readonly status: number;
  readonly contract: Contract;
  /** Undefined for a request that no operation has. */
  readonly operation: Operation | undefined;
  /** Values of a field of the answer, one for each line. */
  values(name: string): readonly string[];
};

/** How an answer breaks a rule. */
export type Broken = Pick<Extract<Observed, { holds: false }>, 'code' | 'where' | 'expected' | 'actual'>;

/** What HTTP demands of any server, whatever its document says. */
export type HttpRule = CheckText & {
  /** Reported once for the service where one layer writes it for every operation (the server, the error handler, a gateway); else for each operation. */
  readonly scope: 'service' | 'operation';
  /** The operations that it is about, where `scope` is `operation`. Default: all. */
  isAbout?(operation: Operation, contract: Contract): boolean;
  /** It judges also answers that tell of an overload, which anything before the service may give. */
  readonly overloads?: true;
  /** It judges nothing but these header fields. Default: anything. */
  readonly fields?: readonly string[];
  /** How an exchange breaks it whose answer nobody could read. Default: such an exchange shows nothing. */
  unread?(exchange: Exchange): Broken | undefined;
  /** What an answer shows: nothing, that it keeps the rule, or how it breaks it. */
  judge(seen: Seen): readonly ('holds' | Broken)[];
};

/** Statuses that say how busy somebody is, most often somebody before the service. */
const overloads = new Set([408, 429, 502, 503, 504]);

/** The media type of an answer without its parameters, in small letters; empty where it names none. */
export const typeOf = ({ values }: Pick<Seen, 'values'>): string => essenceOf(values('Content-Type')[0] ?? '');

/** A page of a gateway: a refusal or a failure as HTML, from a service that nowhere describes HTML. */
const isPageOfAnother = (seen: Seen): boolean => {
  const { contract, operation, status } = seen;
  if (status < 400 || !['text/html', 'application/xhtml+xml'].includes(typeOf(seen))) return false;
  const described = [...(operation ? [operation] : contract.operations)].flatMap(({ responses }) => responses);
  return !described.some(({ content }) => content.some(({ mediaType }) => ['text/html', 'text/*', '*/*'].includes(essenceOf(mediaType))));
};

type Looked = { readonly seen: Seen; readonly isOfAnother: boolean };

const looked = new WeakMap<Exchange, Looked>();

/** What every rule is given of an exchange: it is made once, as dozens of rules look at each. */
const lookedAt = (exchange: Exchange, answer: Answer, contract: Contract, operation: Operation | undefined): Looked => {
  const before = looked.get(exchange);
  if (before?.seen.contract === contract) return before;
  const { status } = answer;
  const seen: Seen = { exchange, answer, status, contract, operation, values: (name) => headerValues(exchange, name) };
  const now = { seen, isOfAnother: isPageOfAnother(seen) };
  looked.set(exchange, now);
  return now;
};

/** Values that can be read whole: what stood in place of a secret is not known. */
export const legible = (values: readonly string[]): readonly string[] => values.filter((value) => !holdsMask(value));

/** Longer values are cut to this many characters. */
const longest = 160;

/** A text as a finding shows it: what is long by its beginning. */
export const cut = (text: string): string => (text.length > longest ? `${text.slice(0, longest)}…` : text);

/** A field as it stands on the wire, so that quotes that belong to the value can be told from none. */
export const line = (field: string, value: string): string => (value === '' ? `an empty ${field}` : `${field}: ${cut(value)}`);

/** What nearly every rule finds of nearly every answer, made once for each location. */
const heldAt = rememberedByObject((location: Location): readonly Observed[] => [{ location, holds: true }]);

/** Makes a check of a rule. Nobody promises that what it judges comes by, so that nothing is missing where it does not. */
export const defineRule = ({ scope, isAbout, overloads: judgesOverloads, unread, judge, ...text }: HttpRule): Observation =>
  defineObservation({
    ...text,
    optional: true,
    ...(judgesOverloads && { refusals: true }),
    locations: (contract) =>
      scope === 'service'
        ? [rootLocation]
        : contract.operations.filter((operation) => isAbout?.(operation, contract) !== false).map(({ location }) => location),
    observe(exchange, contract) {
      const answer = answerOf(exchange);
      const broken = answer ? undefined : unread?.(exchange);
      if (broken) return [{ location: rootLocation, holds: false, ...broken }];
      const operation = operationWith(contract, exchange.request.operation);
      const location = scope === 'service' ? rootLocation : operation?.location;
      if (!answer || location === undefined || (operation && scope === 'operation' && isAbout?.(operation, contract) === false)) return [];
      const { seen, isOfAnother } = lookedAt(exchange, answer, contract, operation);
      if ((!judgesOverloads && overloads.has(seen.status)) || isOfAnother) return [];
      const all = judge(seen);
      if (all.length === 1 && all[0] === 'holds') return heldAt(location);
      return all.map((judged): Observed => (judged === 'holds' ? { location, holds: true } : { location, holds: false, ...judged }));
    },
  });
