import { type Pass, secretNameFor } from '../contract/admission.ts';
import type { CredentialPlacement } from '../contract/credential-placement.ts';
import type { HeaderPair } from '../model/exchange.ts';
import type { CredentialMisplacement, CredentialName, CredentialUse } from '../model/request.ts';
import type { SchemeSecretName, Secrets } from '../model/target.ts';
import { alter } from './alteration.ts';
import { type Companions, noCompanions } from './logins.ts';

export { canAlter } from './alteration.ts';

/** A credential as part of a request: header fields as sent and as recorded, and query pairs. */
export type Presented = {
  readonly sent: readonly HeaderPair[];
  readonly recorded: readonly HeaderPair[];
  readonly query: readonly (readonly [name: string, value: string])[];
};

const sendable = /^[\x20-\x7e]+$/;

/** The config key that gives a credential. */
const keyOf = (name: CredentialName | SchemeSecretName): string => {
  const [, scheme] = /^scheme:(.*)$/s.exec(name) ?? [];
  return scheme === undefined ? `credentials.${name}` : `credentials.schemes.${scheme}`;
};

const secretOf = (name: CredentialName | SchemeSecretName, secrets: Secrets): string => {
  const secret = secrets[name];
  if (secret === undefined || secret === '') {
    throw new TypeError(`Cannot send the credential "${name}": the target has no value for it; add ${keyOf(name)} to its config`);
  }
  // The message never contains the value, because messages are printed.
  if (!sendable.test(secret)) {
    throw new TypeError(
      `Cannot send the credential "${name}": its value contains a line break or another character that no header can contain; ` +
        `remove it from ${keyOf(name)} points`,
    );
  }
  return secret;
};

/** The credential that a handle stands for; undefined for a handle of another run. */
export type IssuedSecret = (handle: string) => string | undefined;

const issuedOf = (handle: string, issued: IssuedSecret): string => {
  const secret = issued(handle);
  if (secret === undefined)
    throw new TypeError(`Cannot send the credential "${handle}": it was not issued in this run; have one issued first`);
  // RFC 9110 section 5.5 allows no other characters in a header field.
  if (!sendable.test(secret))
    throw new TypeError(`Cannot send the credential "${handle}": it contains a character that no header can contain`);
  return secret;
};

const nothing: Presented = { sent: [], recorded: [], query: [] };

const headed = (name: string, sent: string, recorded: string): Presented => ({
  sent: [[name, sent]],
  recorded: [[name, recorded]],
  query: [],
});

/** How a credential is sent without a contract. */
export const bearerPass: Pass = { scheme: '', placement: { kind: 'bearer' }, isKey: true };

/** A credential where the contract declares it; `recorded` is what the record contains in its place. */
const placed = (placement: CredentialPlacement, secret: string, recorded: string): Presented => {
  switch (placement.kind) {
    case 'bearer':
      return headed('authorization', `Bearer ${secret}`.trimEnd(), `Bearer ${recorded}`.trimEnd());
    case 'basic':
      // RFC 7617, section 2: the credential is `user:password`.
      return headed('authorization', `Basic ${Buffer.from(secret, 'utf8').toString('base64')}`, `Basic ${recorded}`);
    case 'header': {
      const { prefix } = placement;
      // Whoever gives the key with its word has said how it is sent.
      const isWhole = prefix === undefined || secret.toLowerCase().startsWith(`${prefix.toLowerCase()} `);
      const before = isWhole ? '' : `${prefix} `;
      return headed(placement.name.toLowerCase(), `${before}${secret}`.trimEnd(), `${before}${recorded}`.trimEnd());
    }
    case 'cookie':
      return headed('cookie', `${placement.name}=${secret}`, `${placement.name}=${recorded}`);
    case 'query':
      return { ...nothing, query: [[placement.name, secret]] };
    default:
      return placement satisfies never;
  }
};

/** A credential where no documentation declares it: under another scheme, in another header, in the query. */
const misplaced = (secret: string, form: CredentialMisplacement): Presented => {
  switch (form) {
    case 'basic-scheme':
      // RFC 7617, section 2: the credential as the user name, no password.
      return headed('authorization', `Basic ${Buffer.from(`${secret}:`, 'utf8').toString('base64')}`, 'Basic [secret]');
    case 'token-scheme':
      return headed('authorization', `Token ${secret}`, 'Token [secret]');
    case 'no-scheme':
      return headed('authorization', secret, '[secret]');
    case 'lower-case-scheme':
      return headed('authorization', `bearer ${secret}`, 'bearer [secret]');
    case 'upper-case-scheme':
      return headed('authorization', `BEARER ${secret}`, 'BEARER [secret]');
    case 'bearer-scheme':
      return headed('authorization', `Bearer ${secret}`, 'Bearer [secret]');
    case 'api-key-header':
      return headed('x-api-key', secret, '[secret]');
    case 'api-key-query':
      return { ...nothing, query: [['api_key', secret]] };
    default:
      return form satisfies never;
  }
};

/** Combines credentials that are sent together; cookies share one field (RFC 6265, section 5.4). */
const together = (all: readonly Presented[]): Presented => {
  const joined = (pairs: readonly HeaderPair[]): readonly HeaderPair[] => {
    const cookies = pairs.filter(([name]) => name === 'cookie').map(([, value]) => value);
    const others = pairs.filter(([name]) => name !== 'cookie');
    return cookies.length === 0 ? others : [...others, ['cookie', cookies.join('; ')]];
  };
  return {
    sent: joined(all.flatMap(({ sent }) => sent)),
    recorded: joined(all.flatMap(({ recorded }) => recorded)),
    query: all.flatMap(({ query }) => query),
  };
};

/**
 * The form in which a credential is sent: where the contract declares it, by default as a bearer token (RFC 6750, section 2.1), or
 * misplaced on purpose. `blank` is its field without a value, `none` no field at all.
 * @param passes Where the operation declares its credentials: `use` applies to the first; the others are sent unchanged, unless no
 * credential is sent at all.
 * @param companionsOf What a login gave to be sent with a credential.
 * @throws {TypeError} where a credential has no value or one that no header can contain, or was not issued in this run.
 * @throws {RangeError} where the altered form does not exist (see `canAlter`).
 */
export const presented = (
  use: CredentialUse,
  secrets: Secrets,
  passes: readonly [Pass, ...Pass[]] = [bearerPass],
  issued: IssuedSecret = () => undefined,
  companionsOf: (name: CredentialName | SchemeSecretName) => Companions = () => noCompanions,
): Presented => {
  if (use.kind === 'incomplete') return incomplete(use.without, secrets, passes, companionsOf);
  const [own, ...others] = passes;
  const first = one(use, secrets, own, issued);
  if (use.kind === 'none' || use.kind === 'blank') return first;
  const names = others.map((pass) => secretNameFor('key', pass));
  const around = [...('name' in use ? [secretNameFor(use.name, own)] : []), ...names]
    .map(companionsOf)
    .filter(({ cookies, headers }) => cookies.length + headers.length > 0);
  // Most requests have one credential.
  if (others.length + around.length === 0) return first;
  return together([
    first,
    ...others.map((pass) => placed(pass.placement, secretOf(secretNameFor('key', pass), secrets), '[secret]')),
    ...around.map(accompanying),
  ]);
};

const incomplete = (
  without: string,
  secrets: Secrets,
  passes: readonly Pass[],
  companionsOf: (name: CredentialName | SchemeSecretName) => Companions,
): Presented => {
  const left = passes.filter(({ scheme }) => scheme !== without).map((pass) => ({ pass, name: secretNameFor('key', pass) }));
  return together([
    ...left.map(({ pass, name }) => placed(pass.placement, secretOf(name, secrets), '[secret]')),
    ...left.map(({ name }) => accompanying(companionsOf(name))),
  ]);
};

/** The cookies and header fields of a login (RFC 6265, section 5.4). */
const accompanying = ({ cookies, headers }: Companions): Presented => ({
  sent: [...cookies.map(([name, value]) => ['cookie', `${name}=${value}`] as const), ...headers],
  recorded: [...cookies.map(([name]) => ['cookie', `${name}=[secret]`] as const), ...headers.map(([name]) => [name, '[secret]'] as const)],
  query: [],
});

const one = (
  use: Exclude<CredentialUse, { readonly kind: 'incomplete' }>,
  secrets: Secrets,
  pass: Pass,
  issued: IssuedSecret,
): Presented => {
  const { placement } = pass;
  const valueOf = (name: CredentialName): string => secretOf(secretNameFor(name, pass), secrets);
  switch (use.kind) {
    case 'valid':
      return placed(placement, valueOf(use.name), '[secret]');
    case 'altered':
      return placed(placement, alter(valueOf(use.name), use.form), '[secret]');
    case 'misplaced':
      return misplaced(valueOf(use.name), use.form);
    case 'issued':
      return placed(placement, issuedOf(use.handle, issued), '[secret]');
    case 'made-up':
      return placed(placement, use.value, use.value);
    case 'blank':
      return placed(placement, '', '');
    case 'none':
      return nothing;
    default:
      return use satisfies never;
  }
};
