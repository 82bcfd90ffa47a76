import type { Errors, NamedMember, Documented } from '../../../contract/conventions.ts';
import { objectIn } from '../../../contract/held.ts';
import type { Contract } from '../../../contract/model.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Location } from '../../../model/location.ts';
import { clientErrorOf, errorLocations } from './error-answer.ts';

/** The code or the message of an error object, found by one of its names. */
export type Found = { readonly kind: 'found'; readonly name: string; readonly value: string | number };

/** `absent`: certainly missing; `unknown`: there may be one under an unknown name. */
export type Member = Found | { readonly kind: 'absent'; readonly actual: string } | { readonly kind: 'unknown' };

export type ErrorMembers = {
  readonly object: Readonly<Record<string, unknown>>;
  readonly code: Member;
  readonly message: Member;
};

/** A name without regard to letter case, `_` and `-`. */
const plain = (name: string): string => name.toLowerCase().replaceAll(/[_-]/g, '');

/** Usual members of error objects that are no code. */
const neverCodes = new Set(
  [
    'message',
    'detail',
    'description',
    'title',
    'msg',
    'status',
    'status_code',
    'timestamp',
    'time',
    'date',
    'request_id',
    'trace_id',
    'correlation_id',
    'instance',
    'path',
    'method',
    'docs',
    'doc_url',
    'documentation',
    'documentation_url',
    'help',
    'help_url',
    'href',
    'link',
    'more_info',
    'url',
    'info',
  ].map(plain),
);

type NamedErrors = {
  readonly code: NamedMember & { readonly stable?: Documented };
  readonly message: NamedMember;
  readonly object: NonNullable<Errors['object']>;
};

/** The conventions about errors, where they give the names of code and message; undefined where they do not. */
export const namedErrors = (errors: Errors | undefined): NamedErrors | undefined => {
  const { code, message, object } = errors ?? {};
  if (!code || !message || !('names' in code) || !('names' in message)) return undefined;
  return { code, message, object: object ?? '$response.body' };
};

/** The locations of such conventions. */
export const namedErrorLocations = (contract: Contract): Location[] =>
  errorLocations(contract, ({ errors }) => namedErrors(errors) !== undefined);

/** The error object of a 4xx answer, with its conventions and their location; undefined where there is none. */
export const errorObject = (
  exchange: Exchange,
  contract: Contract,
): { readonly location: Location; readonly errors: NamedErrors; readonly members: ErrorMembers } | undefined => {
  const error = clientErrorOf(exchange, contract);
  const errors = error && namedErrors(error.operation.conventions.errors);
  const members = errors && errorMembers(exchange, errors);
  return members && { location: error.operation.location, errors, members };
};

/** The members of the error object of an answer; undefined where it has none. */
export const errorMembers = (exchange: Exchange, { code, message, object: locations }: NamedErrors): ErrorMembers | undefined => {
  const object = objectIn(exchange, locations);
  if (!object) return undefined;
  const entries = Object.entries(object);
  const under = (names: readonly string[]): [string, unknown][] =>
    names.flatMap((wanted) => entries.filter(([name]) => plain(name) === plain(wanted)));
  const isShared = (name: string): boolean => message.names.some((one) => plain(one) === plain(name));
  const codes = under(code.names);
  const found = codes.find(([name, value]) => isText(value) || (Number.isInteger(value) && !isShared(name)));
  const messages = under(message.names).filter(([name]) => name !== found?.[0]);
  return { object, code: codeIn(entries, codes, found, message.names), message: messageIn(entries, messages, found?.[0]) };
};

const isText = (value: unknown): value is string => typeof value === 'string' && value.trim() !== '';

const codeIn = (
  entries: readonly (readonly [string, unknown])[],
  named: readonly (readonly [string, unknown])[],
  found: readonly [string, unknown] | undefined,
  messages: readonly string[],
): Member => {
  if (found) return { kind: 'found', name: found[0], value: found[1] as string | number };
  const others = entries.filter(
    ([name, value]) =>
      (typeof value === 'string' || Number.isInteger(value)) &&
      !neverCodes.has(plain(name)) &&
      !messages.some((one) => plain(one) === plain(name)) &&
      !named.some(([one]) => one === name),
  );
  return others.length > 0 ? { kind: 'unknown' } : { kind: 'absent', actual: asText(named) };
};

const messageIn = (
  entries: readonly (readonly [string, unknown])[],
  named: readonly (readonly [string, unknown])[],
  code: string | undefined,
): Member => {
  const found = named.find(([, value]) => typeof value === 'string' && /\p{L}/u.test(value));
  if (found) return { kind: 'found', name: found[0], value: String(found[1]) };
  const others = entries.filter(([name, value]) => typeof value === 'string' && name !== code);
  return named.length > 0 || others.length === 0 ? { kind: 'absent', actual: asText(named) } : { kind: 'unknown' };
};

const asText = (named: readonly (readonly [string, unknown])[]): string =>
  named.length === 0 ? 'none' : named.map(([name, value]) => `${name}: ${JSON.stringify(value)}`).join(', ');
