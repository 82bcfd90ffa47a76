import type { Errors, NamedMember, Documented } from '../../../contract/conventions.ts';
import { objectIn } from '../../../contract/held.ts';
import type { Contract } from '../../../contract/model.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Location } from '../../../model/location.ts';
import { clientErrorOf, errorLocations } from './error-answer.ts';

/** Code and message of an error object, each found by one of its names. */
export type Found = { readonly kind: 'found'; readonly name: string; readonly value: string | number };

/** `absent`: certainly not there; `unknown`: there may be one under a name of which nothing is known. */
export type Member = Found | { readonly kind: 'absent'; readonly actual: string } | { readonly kind: 'unknown' };

export type ErrorMembers = {
  readonly object: Readonly<Record<string, unknown>>;
  readonly code: Member;
  readonly message: Member;
};

/** Letter case, `_` and `-` do not count. */
const plain = (name: string): string => name.toLowerCase().replaceAll(/[_-]/g, '');

/** What error objects hold besides a code and a message. */
const besides = new Set(
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

/** What a contract says of errors whose code and message are known by names; undefined where it says it otherwise. */
export const namedErrors = (errors: Errors | undefined): NamedErrors | undefined => {
  const { code, message, object } = errors ?? {};
  if (!code || !message || !('names' in code) || !('names' in message)) return undefined;
  return { code, message, object: object ?? '$response.body' };
};

/** Places of what is said of such errors. */
export const namedErrorLocations = (contract: Contract): Location[] =>
  errorLocations(contract, ({ errors }) => namedErrors(errors) !== undefined);

/** The error object of a refusal, with what the contract says of it and where; undefined where there is none. */
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
      !besides.has(plain(name)) &&
      !messages.some((one) => plain(one) === plain(name)) &&
      !named.some(([one]) => one === name),
  );
  return others.length > 0 ? { kind: 'unknown' } : { kind: 'absent', actual: reported(named) };
};

const messageIn = (
  entries: readonly (readonly [string, unknown])[],
  named: readonly (readonly [string, unknown])[],
  code: string | undefined,
): Member => {
  const found = named.find(([, value]) => typeof value === 'string' && /\p{L}/u.test(value));
  if (found) return { kind: 'found', name: found[0], value: String(found[1]) };
  const others = entries.filter(([name, value]) => typeof value === 'string' && name !== code);
  return named.length > 0 || others.length === 0 ? { kind: 'absent', actual: reported(named) } : { kind: 'unknown' };
};

const reported = (named: readonly (readonly [string, unknown])[]): string =>
  named.length === 0 ? 'none' : named.map(([name, value]) => `${name}: ${JSON.stringify(value)}`).join(', ');
