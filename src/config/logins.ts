import { credentialNames, lesserNames } from '../model/request.ts';
import { type Login, type LoginSecretName, type Logins, loginSecret, schemeSecret, type Target } from '../model/target.ts';
import { isLoopback, parseAddress } from './address.ts';
import type { Path } from './location.ts';
import { suggestion } from './nearest.ts';
import type { Settings } from './settings.ts';
import { parseSource } from './source.ts';
import type { LoginConfig } from './target-config.ts';

/** A secret that a login sends, with its path in the target. */
type GivenSecret = { readonly name: LoginSecretName; readonly path: Path; readonly text: string };

/** A text that is written in clear under one of these names is a secret all the same. */
const secretMember = /(?:pass(?:word|wd|code|phrase)?|pwd|secret|token|key|pin)$/iu;

const isReference = (text: string): boolean => parseSource(text).kind !== 'literal';

const secretMembersOf = ({ body = {} }: LoginConfig): readonly (readonly [name: string, text: string])[] =>
  Object.entries(body).flatMap(([name, value]) =>
    typeof value === 'string' && (isReference(value) || secretMember.test(name)) ? [[name, value] as const] : [],
  );

const partsOf = (config: LoginConfig): readonly (readonly [part: string, path: Path, text: string])[] => {
  const { clientId, clientSecret, refreshToken } = config;
  return [
    ...Object.entries({ clientId, clientSecret, refreshToken }).flatMap(([part, text]) =>
      text === undefined ? [] : [[part, [part], text] as const],
    ),
    ...secretMembersOf(config).map(([name, text]) => [`body/${name}`, ['body', name], text] as const),
  ];
};

/** The texts of a login that may name a source. */
export const givenIn = (config: LoginConfig): readonly string[] => partsOf(config).map(([, , text]) => text);

/** The secrets of all logins that a credential comes from. */
export const loginSecrets = (settings: Settings): readonly GivenSecret[] =>
  [...usedIn(settings)].flatMap((login) =>
    partsOf(settings.config.logins?.[login] ?? {}).map(([part, path, text]) => ({
      name: loginSecret(login, part),
      path: ['logins', login, ...path],
      text,
    })),
  );

/** What is written in clear without being a secret: a client is known to everybody (RFC 6749, section 2.2). */
export const isOpen = (name: string, text: string): boolean =>
  name.endsWith('/clientId') && name.startsWith('login:') && !isReference(text);

/** Credentials that come from a login, with its name and the path of the credential. */
const comings = ({ config: { credentials: { schemes = {}, ...roles } = {} } }: Settings) =>
  [
    ...credentialNames.map((name) => ({ credential: name, path: ['credentials', name], text: roles[name] })),
    ...Object.entries(schemes).map(([name, text]) => ({ credential: schemeSecret(name), path: ['credentials', 'schemes', name], text })),
  ].flatMap(({ credential, path, text = '' }) => {
    const source = parseSource(text);
    return source.kind === 'login' ? [{ credential, path, login: source.name }] : [];
  });

const usedIn = (settings: Settings): ReadonlySet<string> => new Set(comings(settings).map(({ login }) => login));

const requestLine = /^(GET|POST|PUT|PATCH) (\/[\x21-\x7e]*)$/u;
const fieldName = /^[!#$%&'*+.^_`|~\w-]+$/u;
const pointer = /^(?:\/(?:[^~/]|~[01])*)+$/u;

const fromOf = (
  { cookie, member }: { readonly cookie?: string | undefined; readonly member?: string | undefined },
  complain: (key: string, text: string) => Error,
  what: string,
): { readonly cookie: string } | { readonly member: string } => {
  if (cookie !== undefined && member !== undefined) throw complain('member', 'cannot be given together with "cookie": give one of them');
  if (cookie !== undefined) {
    if (!fieldName.test(cookie)) throw complain('cookie', 'is not the name of a cookie (RFC 6265, section 4.1.1)');
    return { cookie };
  }
  if (member === undefined) throw complain('', `needs "cookie" or "member": where the answer has ${what}`);
  if (!pointer.test(member)) throw complain('member', 'is not a JSON pointer such as /token (RFC 6901)');
  return { member };
};

const clientKeys = ['clientId', 'clientSecret', 'refreshToken', 'tokenUrl', 'scopes', 'clientAuth'] as const;
const requestKeys = ['request', 'body', 'bodyAs', 'cookie', 'member', 'csrf'] as const;

const loginOf = (name: string, config: LoginConfig, settings: Settings): Login => {
  const complain = (key: string, text: string): Error => settings.complaint(['logins', name, ...(key === '' ? [] : key.split('.'))], text);
  const {
    request,
    clientId,
    clientSecret,
    refreshToken,
    tokenUrl,
    scopes = [],
    clientAuth = 'basic',
    body = {},
    bodyAs = 'json',
    csrf,
  } = config;
  const other = (request === undefined ? requestKeys : clientKeys).find((key) => config[key] !== undefined);
  if (request === undefined) {
    if (clientId === undefined) throw complain('', 'needs "clientId", of an OAuth client, or "request", such as POST /login');
    if (other !== undefined) throw complain(other, 'belongs to a login by "request", and this one is an OAuth client');
    if (clientSecret === undefined && refreshToken === undefined) throw complain('', 'needs "clientSecret" too: the secret of the client');
    const address = tokenUrl === undefined ? undefined : tokenAddress(tokenUrl, settings, name);
    return {
      kind: 'client',
      grant: refreshToken === undefined ? 'client_credentials' : 'refresh_token',
      ...(address === undefined ? {} : { tokenUrl: address }),
      scopes,
      clientAuth,
    };
  }
  if (other !== undefined) throw complain(other, 'belongs to an OAuth client, and this login is one by "request"');
  const [, method = '', path = ''] = requestLine.exec(request) ?? [];
  if (method === '') throw complain('request', 'must be a method and a path below the base URL, such as POST /login');
  const secretMembers = secretMembersOf(config).map(([member]) => member);
  if (bodyAs === 'form' && Object.values(body).some((value) => typeof value === 'object'))
    throw complain('body', 'has a member that no form can hold: give texts, numbers, true or false');
  const header = csrf?.header;
  if (csrf !== undefined && (header === undefined || !fieldName.test(header)))
    throw complain('csrf', 'needs "header": the name of the header field that is sent');
  return {
    kind: 'request',
    method,
    path,
    bodyAs,
    body: Object.fromEntries(Object.entries(body).filter(([member]) => !secretMembers.includes(member))),
    secretMembers,
    from: fromOf(config, complain, 'the credential'),
    ...(csrf === undefined || header === undefined
      ? {}
      : { csrf: { header, from: fromOf(csrf, (key, text) => complain(key === '' ? 'csrf' : `csrf.${key}`, text), 'its value') } }),
  };
};

/** A token endpoint may have a query, and no fragment (RFC 6749, section 3.2). */
const tokenAddress = (text: string, settings: Settings, name: string): string => {
  const path = ['logins', name, 'tokenUrl'];
  const problem = tokenAddressProblem(text, settings.config.allow?.includes('plaintext') === true);
  if (problem !== undefined) throw settings.complaint(path, problem);
  return new URL(text).href;
};

/** Why no secret may be sent to an address, as the second half of a sentence; undefined where it may. */
export const tokenAddressProblem = (text: string, isPlaintextAllowed: boolean): string | undefined => {
  const address = parseAddress(text.split('?')[0] ?? '');
  if (address.kind === 'problem') return address.text;
  if (text.includes('#')) return 'must not contain a fragment (#…)';
  if (address.url.protocol === 'http:' && !isLoopback(address.url.hostname) && !isPlaintextAllowed)
    return 'is plain http to another machine, which would send secrets unencrypted: use https, or add "plaintext" to allow';
  return undefined;
};

/** Credentials of somebody else than `key`, or of its account in another state. */
const apart: ReadonlySet<string> = new Set([...lesserNames, 'other', 'exhausted']);

/**
 * The logins that credentials come from.
 * @throws {UsageError} for a login that contradicts itself or lacks something, and a credential whose login is not described.
 */
export const loginsOf = (settings: Settings): Pick<Target, 'logins'> => {
  const { logins = {} } = settings.config;
  const used = comings(settings);
  for (const { path, login, credential } of used) {
    if (!Object.hasOwn(logins, login))
      throw settings.complaint(path, `names the login "${login}", which is not under logins${suggestion(login, Object.keys(logins))}`);
    if (credential === 'revoked' || credential === 'expired')
      throw settings.complaint(path, 'cannot come from a login, which gives a valid credential');
    const twin = used.find((one) => one.login === login && one.credential !== credential);
    if (twin && credential === 'key' && apart.has(twin.credential))
      throw settings.complaint(twin.path, 'is the same as "key": give another credential');
  }
  const named = Object.fromEntries(Object.entries(logins).map(([name, config]) => [name, loginOf(name, config, settings)] as const));
  if (used.length === 0) return {};
  const names = usedIn(settings);
  const of: Logins['of'] = Object.fromEntries(used.map(({ credential, login }) => [credential, login]));
  return { logins: { named: Object.fromEntries(Object.entries(named).filter(([name]) => names.has(name))), of } };
};
