import type { Pass } from '../contract/admission.ts';
import { percentEncode } from '../contract/wire/percent.ts';
import { type BeforeRequest, calledWithin, HookFailed, type RequestChanges, type RequestToSend } from '../config/hooks.ts';
import type { HeaderPair } from '../model/exchange.ts';
import { redacted } from '../model/mask.ts';
import { isSecretName } from '../model/secret-names.ts';
import type { PlannedRequest } from '../model/request.ts';
import { type Outgoing, recordedBody } from './outgoing.ts';
import type { Redactor } from './redactor.ts';
import type { Base } from './target.ts';

/** Longest time of one call. */
const longestMs = 5_000;

/** Fields that the connection writes, or on which it depends. */
const fixed = new Set(['host', 'connection', 'content-length', 'transfer-encoding', 'te', 'trailer', 'upgrade']);
const fieldName = /^[!#$%&'*+.^_`|~\w-]+$/u;
const fieldValue = /^[\x20-\x7e]*$/u;

/**
 * Secrets of hooks that are looked for in answers. A token is among the first; signatures, which are new each time and of no use later, would soon have parts that occur in
 * ids by chance.
 */
const mostKept = 20;

/** What the operator's hook makes of a request. */
export type Alter = (
  message: Outgoing,
  around: { readonly request: PlannedRequest; readonly base: Base; readonly passes: readonly Pass[] },
) => Promise<Outgoing>;

const roleOf = ({ credential, faults }: PlannedRequest): string | null => {
  if (faults.some((fault) => fault.startsWith('credential-'))) return null;
  if (credential.kind === 'valid') return credential.name;
  // Of an operation that needs none.
  return credential.kind === 'none' ? 'key' : null;
};

const shownTo = (message: Outgoing, target: string, { request, base }: Parameters<Alter>[1]): RequestToSend => ({
  target,
  method: message.method,
  url: base.origin + message.target,
  headers: { host: base.host, ...Object.fromEntries(message.headers.map(([name, value]) => [name.toLowerCase(), value])) },
  body: message.body === null ? null : Uint8Array.from(message.body),
  operation: request.operation,
  credential: roleOf(request),
});

/** Where requests of an operation carry credentials, by name. */
const carriersOf = (passes: readonly Pass[]): { readonly fields: ReadonlySet<string>; readonly parameters: ReadonlySet<string> } => {
  const placed = (kind: 'header' | 'query'): readonly string[] =>
    passes.flatMap(({ placement }) => (placement.kind === kind ? [placement.name] : []));
  return {
    fields: new Set(['authorization', 'proxy-authorization', 'cookie', ...placed('header').map((name) => name.toLowerCase())]),
    parameters: new Set(placed('query')),
  };
};

const textsIn = (value: unknown, what: string): readonly (readonly [string, string | null])[] => {
  if (value === undefined) return [];
  if (typeof value !== 'object' || value === null) throw new HookFailed(`the hook beforeRequest gave ${what} that are no object`);
  return Object.entries(value).map(([name, text]: [string, unknown]) => {
    if (typeof text !== 'string' && !(text === null && what === 'headers'))
      throw new HookFailed(`the hook beforeRequest gave ${what} whose "${name}" is no text`);
    return [name, text] as const;
  });
};

const headersIn = ({ headers }: RequestChanges): readonly (readonly [string, string | null])[] =>
  textsIn(headers, 'headers').map(([name, value]) => {
    if (!fieldName.test(name))
      throw new HookFailed('the hook beforeRequest gave a name that no header field can have (RFC 9110, section 5.1)');
    if (fixed.has(name.toLowerCase()))
      throw new HookFailed(`the hook beforeRequest gave the header field ${name}, which the connection writes itself`);
    if (value !== null && !fieldValue.test(value))
      throw new HookFailed(`the hook beforeRequest gave a value of ${name} with a character that no header field can contain`);
    return [name, value];
  });

const bodyIn = ({ body }: RequestChanges): Buffer | undefined => {
  if (body === undefined) return undefined;
  if (typeof body === 'string' || body instanceof Uint8Array) return Buffer.from(body);
  throw new HookFailed('the hook beforeRequest gave a body that is neither a text nor octets');
};

/**
 * Lets the operator's hook alter requests. What it adds is recorded as a secret, and where a request is to be sent without a credential, or with another one than it
 * signed for, what carries a credential stays as it was.
 * @throws {HookFailed} from the result where the hook fails, takes too long, or gives what cannot be sent.
 */
export const createAlter = (hook: BeforeRequest, target: string, redactor: Redactor): Alter => {
  const kept = new Set<string>();
  const keep = (value: string): void => {
    const secret = value.replace(/^[\w-]+ /u, '');
    if (kept.size >= mostKept || kept.has(secret)) return;
    kept.add(secret);
    redactor.add(secret);
  };

  return async (message, around) => {
    const shown = shownTo(message, target, around);
    const changes = (await calledWithin('beforeRequest', longestMs, () => hook(shown))) ?? undefined;
    if (changes === undefined) return message;
    if (typeof changes !== 'object') throw new HookFailed('the hook beforeRequest gave something other than an object');
    const { credential = 'key' } = changes;
    const carriers = carriersOf(around.passes);
    const isForeign = credential !== shown.credential;
    const fields = headersIn(changes).filter(([name]) => !(isForeign && carriers.fields.has(name.toLowerCase())));
    const parameters = textsIn(changes.query, 'query').filter(([name]) => !(isForeign && carriers.parameters.has(name)));
    for (const [name, value] of fields) if (value !== null && (carriers.fields.has(name.toLowerCase()) || isSecretName(name))) keep(value);

    const replaced = new Set(fields.map(([name]) => name.toLowerCase()));
    const withFields = (old: readonly HeaderPair[], mask: (value: string) => string): readonly HeaderPair[] => [
      ...old.filter(([name]) => !replaced.has(name.toLowerCase())),
      ...fields.flatMap(([name, value]) => (value === null ? [] : [[name, mask(value)] as const])),
    ];
    const withQuery = (path: string, mask: (value: string) => string): string =>
      parameters.reduce((url, [name, value]) => `${url}${url.includes('?') ? '&' : '?'}${percentEncode(name)}=${mask(value ?? '')}`, path);
    const headers = withFields(message.headers, (value) => value);
    const body = bodyIn(changes);
    const contentType = headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1];
    const { octets: _before, ...recorded } = message.recorded;
    return {
      method: message.method,
      target: withQuery(message.target, percentEncode),
      headers,
      body: body ?? message.body,
      recorded: {
        ...(body === undefined
          ? message.recorded
          : { ...recorded, ...recordedBody(redactor, { bytes: body, text: body.toString('utf8'), contentType }) }),
        target: withQuery(message.recorded.target, () => redacted),
        headers: withFields(message.recorded.headers, () => redacted),
      },
    };
  };
};
