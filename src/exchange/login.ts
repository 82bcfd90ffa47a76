import { parseCookie } from 'undici';
import { isObject, valueAt } from '../contract/pointer.ts';
import { formText } from '../contract/wire/form.ts';
import type { HeaderPair } from '../model/exchange.ts';
import { type Login, loginSecret, type LoginSecretName, type Secrets } from '../model/target.ts';
import { openConnection, type RawAnswer } from './connection.ts';
import { undoContentCodings } from './content-coding.ts';
import type { Route } from './route.ts';
import { failureOf } from './failure.ts';
import { defaultLimits } from './limits.ts';
import { baseOf } from './target.ts';
import { userAgent } from './user-agent.ts';

/** A credential as a login gave it. */
export type Obtained = {
  readonly value: string;
  /** Cookies and header fields that are sent with it. */
  readonly cookies: readonly HeaderPair[];
  readonly headers: readonly HeaderPair[];
  /** Seconds until it ends, as the answer says. */
  readonly endsIn?: number;
  /** A refresh token that replaces the one that was sent (RFC 6749, section 6). */
  readonly refreshToken?: string;
};

/** A login that gave no credential: why, without a secret. */
export class LoginFailed extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'LoginFailed';
  }
}

export type LoginAround = {
  /** Its name in the config. */
  readonly name: string;
  readonly baseUrl: string;
  /** Header fields of every request to the API. */
  readonly headers: Readonly<Record<string, string>>;
  readonly secrets: Secrets;
  /** The refresh token that an earlier answer gave in place of the operator's. */
  readonly refreshToken?: string | undefined;
  readonly timeoutMs: number;
  readonly route: Route;
  readonly signal: AbortSignal;
  /** Called with every secret of the answer before anything else is done with it. */
  readonly mask: (secret: string) => void;
};

/** A token answer has a few hundred bytes, a login page some tens of thousands. */
const mostBytes = 256 * 1024;
/** Longest time of a whole login, in milliseconds. */
const longestMs = 10_000;
/** Header fields of 8 kB or more are refused by common servers. */
const longestCredential = 16 * 1024;

const formType = 'application/x-www-form-urlencoded';

type Message = {
  readonly origin: string;
  readonly method: string;
  readonly target: string;
  readonly headers: readonly HeaderPair[];
  readonly body: string | null;
};

const form = (value: Readonly<Record<string, unknown>>): string => formText({ value, members: {} });

/** A text as `application/x-www-form-urlencoded` writes it, which the parts of a client's password are (RFC 6749, section 2.3.1). */
const formPart = (text: string): string => new URLSearchParams([['', text]]).toString().slice(1);

type Parts = (part: string) => string | undefined;

/** The token request (RFC 6749, sections 4.4.2 and 6). */
const tokenRequest = (login: Extract<Login, { kind: 'client' }>, part: Parts, { name, refreshToken }: LoginAround): Message => {
  if (login.tokenUrl === undefined) throw new LoginFailed(`the login "${name}" has no token URL: give logins.${name}.tokenUrl`);
  const { origin, pathname, search } = new URL(login.tokenUrl);
  const [id = '', secret] = [part('clientId'), part('clientSecret')];
  const refresh = refreshToken ?? part('refreshToken');
  const inBody = login.clientAuth === 'body' || secret === undefined;
  const body = form({
    grant_type: login.grant,
    ...(login.grant === 'refresh_token' ? { refresh_token: refresh } : {}),
    ...(login.scopes.length === 0 ? {} : { scope: login.scopes.join(' ') }),
    ...(inBody ? { client_id: id, ...(secret === undefined ? {} : { client_secret: secret }) } : {}),
  });
  const basic = Buffer.from(`${formPart(id)}:${formPart(secret ?? '')}`, 'utf8').toString('base64');
  return {
    origin,
    method: 'POST',
    target: pathname + search,
    headers: [['content-type', formType], ...(inBody ? [] : [['authorization', `Basic ${basic}`] as const])],
    body,
  };
};

const loginRequest = (login: Extract<Login, { kind: 'request' }>, part: Parts, { baseUrl, headers }: LoginAround): Message => {
  const { origin, path } = baseOf(baseUrl);
  const members = { ...login.body, ...Object.fromEntries(login.secretMembers.map((member) => [member, part(`body/${member}`) ?? ''])) };
  const hasBody = Object.keys(members).length > 0;
  const isForm = login.bodyAs === 'form';
  return {
    origin,
    method: login.method,
    target: path + login.path,
    headers: [...Object.entries(headers), ...(hasBody ? [['content-type', isForm ? formType : 'application/json'] as const] : [])],
    body: hasBody ? (isForm ? form(members) : JSON.stringify(members)) : null,
  };
};

/** Cookies that an answer sets, as they are written (RFC 6265, section 5.2); without those that it removes. */
const cookiesOf = (headers: readonly HeaderPair[]): ReadonlyMap<string, { readonly value: string; readonly seconds?: number }> => {
  const found = new Map<string, { readonly value: string; readonly seconds?: number }>();
  for (const [field, line] of headers) {
    if (field.toLowerCase() !== 'set-cookie') continue;
    const cookie = parseCookie(line);
    if (cookie === null) continue;
    const { name, value, maxAge, expires } = cookie;
    const seconds = maxAge ?? (expires === undefined ? undefined : (Number(expires) - Date.now()) / 1000);
    if (value === '' || (seconds !== undefined && seconds <= 0)) found.delete(name);
    else found.set(name, { value, ...(seconds === undefined ? {} : { seconds }) });
  }
  return found;
};

const sendable = /^[\x20-\x7e]+$/u;

/** What an answer has at a place, as a text that a request can carry. */
type Look = (from: { readonly cookie: string } | { readonly member: string }) => string;

const isErrorWord = (value: unknown): value is string => typeof value === 'string' && /^[a-z][a-z_]{0,39}$/u.test(value);

const wordsFor = ({ status, headers }: RawAnswer, json: unknown): string => {
  if (status >= 300 && status < 400) {
    const to = headers.find(([name]) => name.toLowerCase() === 'location')?.[1];
    const host = to !== undefined && URL.canParse(to) ? ` to ${new URL(to).host}` : '';
    return `${status}, a redirect${host}, which is not followed with a secret`;
  }
  // RFC 6749, section 5.2: a word of the standard. Anything else of the answer may be a secret.
  const word = isObject(json) && isErrorWord(json['error']) ? ` (${json['error']})` : '';
  return `${status}${word}`;
};

const jsonOf = (text: string): unknown => {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
};

const tokenOf = (answer: RawAnswer, json: unknown, { name, mask }: LoginAround): Obtained => {
  const object = isObject(json) ? json : {};
  const { access_token: token, token_type: type, expires_in: endsIn, refresh_token: refreshToken } = object;
  for (const secret of [token, refreshToken]) if (typeof secret === 'string') mask(secret);
  const failed = (why: string): LoginFailed => new LoginFailed(`the login "${name}" got no token: ${why}`);
  if (answer.status < 200 || answer.status > 299) throw failed(`the token URL answers ${wordsFor(answer, json)}`);
  if (typeof token !== 'string' || token === '') throw failed('the answer is not JSON with a text "access_token" (RFC 6749, section 5.1)');
  if (typeof type === 'string' && type.toLowerCase() !== 'bearer')
    throw failed('its type is not Bearer (RFC 6750), and no other can be sent');
  const seconds = typeof endsIn === 'string' ? Number(endsIn) : endsIn;
  return {
    value: token,
    cookies: [],
    headers: [],
    ...(typeof seconds === 'number' && Number.isFinite(seconds) ? { endsIn: seconds } : {}),
    ...(typeof refreshToken === 'string' && refreshToken !== '' ? { refreshToken } : {}),
  };
};

const sessionOf = (login: Extract<Login, { kind: 'request' }>, answer: RawAnswer, json: unknown, { name, mask }: LoginAround): Obtained => {
  const cookies = cookiesOf(answer.headers);
  for (const { value } of cookies.values()) mask(value);
  const failed = (why: string): LoginFailed => new LoginFailed(`the login "${name}" got no credential: ${why}`);
  const isForm = 'cookie' in login.from && answer.status >= 300 && answer.status < 400;
  const look: Look = (from) => {
    const found = 'cookie' in from ? cookies.get(from.cookie)?.value : valueAt(json, from.member);
    const text = typeof found === 'number' ? String(found) : found;
    if (typeof text !== 'string' || text === '') {
      throw failed(
        'cookie' in from
          ? `the answer ${answer.status} sets no cookie "${from.cookie}"`
          : `the answer ${answer.status} has no text at ${from.member}`,
      );
    }
    mask(text);
    return text;
  };
  // A form is answered by a redirect to a page, which sets the cookie.
  if ((answer.status < 200 || answer.status > 299) && !isForm)
    throw failed(`${login.method} ${login.path} answers ${wordsFor(answer, json)}`);
  const value = look(login.from);
  const own = 'cookie' in login.from ? login.from.cookie : undefined;
  const seconds = own === undefined ? undefined : cookies.get(own)?.seconds;
  return {
    value,
    cookies: [...cookies].filter(([cookie]) => cookie !== own).map(([cookie, one]) => [cookie, one.value] as const),
    headers: login.csrf === undefined ? [] : [[login.csrf.header.toLowerCase(), look(login.csrf.from)]],
    ...(seconds === undefined ? {} : { endsIn: seconds }),
  };
};

/**
 * Obtains a credential by one request: it follows no redirect, repeats nothing, and is neither recorded nor counted. At most 10 s and 256 kB.
 * @throws {LoginFailed} where the answer has no credential, or none came.
 */
export const obtain = async (login: Login, around: LoginAround): Promise<Obtained> => {
  const { name, secrets, timeoutMs, route, signal } = around;
  const part: Parts = (one) => {
    const secret: LoginSecretName = loginSecret(name, one);
    return secrets[secret];
  };
  const message = login.kind === 'client' ? tokenRequest(login, part, around) : loginRequest(login, part, around);
  const limits = { ...defaultLimits, bodyBytes: mostBytes, inflatedBytes: mostBytes };
  const connection = openConnection(message.origin, { keepAlive: false, limits, route });
  const where = login.kind === 'client' ? `the token URL at ${new URL(message.origin).host}` : `${login.method} ${login.path}`;
  let answer: RawAnswer;
  try {
    const headers: readonly HeaderPair[] = [['user-agent', userAgent()], ['accept', 'application/json'], ...message.headers];
    const body = message.body === null ? null : Buffer.from(message.body, 'utf8');
    const sent = { method: message.method, target: message.target, headers, body, recorded: { target: '', headers: [], body: null } };
    answer = await connection.exchange(sent, { timeoutMs: Math.min(timeoutMs, longestMs), signal });
  } catch (error) {
    const { failure } = failureOf(error);
    throw new LoginFailed(`the login "${name}" failed: ${where} gave no answer (${failure})`);
  } finally {
    connection.stop(new Error('the login is over'));
  }
  const decoded = await undoContentCodings(answer.body, answer.headers, mostBytes);
  const json = decoded.kind === 'bytes' ? jsonOf(decoded.bytes.toString('utf8')) : undefined;
  const obtained = login.kind === 'client' ? tokenOf(answer, json, around) : sessionOf(login, answer, json, around);
  const all = [obtained.value, ...[...obtained.cookies, ...obtained.headers].map(([, value]) => value)];
  if (all.some((one) => !sendable.test(one) || one.length > longestCredential))
    throw new LoginFailed(`the login "${name}" got a credential that no header field can contain`);
  return obtained;
};
