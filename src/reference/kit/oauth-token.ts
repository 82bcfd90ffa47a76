import type { RequestListener } from 'node:http';
import { application } from './application.ts';
import type { BaseState, Call, ExtraLayers, Layer } from './call.ts';
import type { ErrorResponse } from './error-response.ts';
import { refuse } from './refusing.ts';
import { readBody } from './request-body.ts';

/** Error codes of the token endpoint (RFC 6749, 5.2), and those for an unknown path. */
export type TokenReason =
  | 'invalid_request'
  | 'invalid_client'
  | 'invalid_grant'
  | 'unsupported_grant_type'
  | 'unknown-path'
  | 'unknown-method'
  | 'internal';

export type OAuthClient = { readonly id: string; readonly secret: string; readonly redirectUri: string };

/** What a user granted to a client, who fetches it with a code. */
export type CodeGrant = { readonly clientId: string; readonly redirectUri: string };

/** What the server checks before it issues a token. All default true. */
export type TokenChecks = {
  readonly secret: boolean;
  readonly grantType: boolean;
  readonly code: boolean;
  /** The code was issued to this client. */
  readonly codeOwner: boolean;
  readonly redirectUri: boolean;
  /** The code was not used before. A second use revokes the token that the first one got (RFC 6749, 4.1.2). */
  readonly singleUse: boolean;
};

export type TokenState = BaseState<TokenReason> & {
  /** The parameters of the form, once it is read. */
  form?: URLSearchParams;
  /** The access token of the answer. */
  token?: string;
};

export type TokenEndpoint = {
  /** Such as `/oauth/token`. */
  readonly path: string;
  readonly clients: readonly OAuthClient[];
  /** The grant of each code. */
  readonly codes: Readonly<Record<string, CodeGrant>>;
  /** Makes a token that is valid from now on. */
  readonly issue: () => string;
  /** Makes a token invalid. */
  readonly revoke: (token: string) => void;
  readonly expiresInSeconds: number;
  readonly checks?: Partial<TokenChecks>;
  readonly extra?: readonly (ExtraLayers<TokenState> | undefined)[];
};

type TokenCall = Call<TokenState>;

const allChecks: TokenChecks = { secret: true, grantType: true, code: true, codeOwner: true, redirectUri: true, singleUse: true };

const receiveForm: Layer<TokenState> = async (call, next) => {
  const bytes = call.method === 'POST' ? await readBody(call.req) : undefined;
  if (bytes !== undefined && call.is('application/x-www-form-urlencoded') !== false)
    call.state.form = new URLSearchParams(bytes.toString());
  await next();
};

/**
 * A parameter of the form.
 * @throws {ErrorResponse} where it is missing, empty or repeated (RFC 6749, 3.2).
 */
const given = (form: URLSearchParams, name: string): string => {
  const [value = '', ...more] = form.getAll(name);
  if (value === '') return refuse(400, 'invalid_request', `Missing parameter: ${name}`);
  return more.length === 0 ? value : refuse(400, 'invalid_request', `Repeated parameter: ${name}`);
};

/** Id and secret from the Authorization header (RFC 6749, 2.3.1), undefined without one. */
const basicCredentials = (call: TokenCall): readonly [id: string, secret: string] | undefined => {
  const encoded = /^basic +(\S+)$/i.exec(call.get('Authorization'))?.[1];
  if (encoded === undefined) return undefined;
  const [id = '', secret = ''] = Buffer.from(encoded, 'base64').toString().split(':');
  const decoded = (text: string): string => new URLSearchParams(`text=${text}`).get('text') ?? '';
  return [decoded(id), decoded(secret)];
};

/**
 * The client that the call comes from.
 * @throws {ErrorResponse} 401 for an unknown client.
 */
const clientOf = (call: TokenCall, form: URLSearchParams, clients: readonly OAuthClient[], checks: TokenChecks): OAuthClient => {
  const basic = basicCredentials(call);
  const [id, secret] = basic ?? [form.get('client_id'), form.get('client_secret')];
  const client = clients.find((known) => known.id === id);
  if (client !== undefined && (client.secret === secret || !checks.secret)) return client;
  const headers = basic === undefined ? undefined : { headers: { 'WWW-Authenticate': 'Basic realm="token"' } };
  return refuse(401, 'invalid_client', 'Unknown client, or wrong client secret', headers);
};

/**
 * The token endpoint for authorization codes (RFC 6749, 3.2, 4.1.3, 5), as a listener for a port of its own. A code stays valid
 * when a request with it is refused for another fault.
 */
export const tokenListener = (endpoint: TokenEndpoint): RequestListener => {
  const { path, clients, codes, issue, revoke, expiresInSeconds, extra = [] } = endpoint;
  const checks = { ...allChecks, ...endpoint.checks };
  const tokens = new Map<string, string>();

  /** @throws {ErrorResponse} for a code that gets this client no token. */
  const judgeCode = (code: string, client: OAuthClient, redirectUri: string): void => {
    const grant = Object.hasOwn(codes, code) ? codes[code] : undefined;
    if (grant === undefined && checks.code) refuse(400, 'invalid_grant', 'No such code');
    if (grant !== undefined && checks.codeOwner && grant.clientId !== client.id) refuse(400, 'invalid_grant', 'Issued to another client');
    if (grant !== undefined && checks.redirectUri && grant.redirectUri !== redirectUri) {
      refuse(400, 'invalid_grant', 'Issued for another redirect_uri');
    }
    const earlier = tokens.get(code);
    if (earlier === undefined || !checks.singleUse) return;
    revoke(earlier);
    refuse(400, 'invalid_grant', 'The code was used before');
  };

  const exchange: Layer<TokenState> = (call) => {
    const { form } = call.state;
    if (form === undefined) return refuse(400, 'invalid_request', 'The body must be a form');
    const client = clientOf(call, form, clients, checks);
    if (checks.grantType && given(form, 'grant_type') !== 'authorization_code') {
      return refuse(400, 'unsupported_grant_type', 'Only authorization_code is supported');
    }
    const code = given(form, 'code');
    judgeCode(code, client, checks.redirectUri ? given(form, 'redirect_uri') : '');
    const token = issue();
    tokens.set(code, token);
    call.state.token = token;
    call.status = 200;
    call.set({ 'Cache-Control': 'no-store', Pragma: 'no-cache' });
    call.body = { access_token: token, token_type: 'Bearer', expires_in: expiresInSeconds };
  };

  return application<TokenState>({
    basePath: '',
    routes: { [`POST ${path}`]: exchange },
    begin: () => ({ errorBody: ({ reason, message }: ErrorResponse) => ({ error: reason, error_description: message }) }),
    access: (_call, next) => next(),
    receive: receiveForm,
    extra,
    unknownMethod: 405,
  });
};
