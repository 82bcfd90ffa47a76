import { describe, expect, test } from 'vitest';
import { checkAgainstContract, type ContractFacts } from '../../src/config/check-against-contract.ts';
import type { World } from './support.ts';
import { depot, key, loadOne, messageOf } from './support.ts';

const env = { ...key, ID: 'the-client-id', SECRET: 'the-client-secret', USER_NAME: 'porter', PASSWORD: 'the-password' };
const target = (...lines: readonly string[]): World['files'] => depot('contract: parcels', 'baseUrl: https://sandbox.example/v1', ...lines);
const login = (text: string, credentials = '{key: login:main}'): World['files'] =>
  target(`credentials: ${credentials}`, `logins: {main: ${text}}`);

const facts: ContractFacts = {
  production: ['https://parcels.example/v1'],
  liveForms: [],
  needsKey: true,
  schemes: ['oauth', 'session'],
  keyScheme: 'oauth',
  tokenUrls: { oauth: { client_credentials: '/token', refresh_token: 'https://sso.example/token' } },
  cookies: { session: 'SID' },
  basicSchemes: [],
  tokenSchemes: [],
  credentialFields: {},
  operations: [],
  operationIds: {},
  takenBy: () => [],
  pathParameters: {},
  plans: [],
  fixtures: [],
  durations: [],
};

describe('logins of the config', () => {
  test('are loaded without their secrets, which are kept separately', async () => {
    const files = target(
      'credentials: {key: login:client, other: login:form}',
      'logins:',
      '  client: {clientId: env:ID, clientSecret: env:SECRET, scopes: [read], clientAuth: body, tokenUrl: "https://sso.example/token?tenant=1"}',
      '  form: {request: POST /login, body: {user: env:USER_NAME, password: env:PASSWORD, keep: true}, bodyAs: form, cookie: SID, csrf: {header: X-CSRF, member: /csrf}}',
      '  unused: {clientId: me, clientSecret: env:NOT_SET}',
    );
    const { target: loaded, secrets, sources } = await loadOne({ files, env });
    expect(loaded.credentials).toEqual(['key', 'other']);
    expect(loaded.logins).toEqual({
      named: {
        client: {
          kind: 'client',
          grant: 'client_credentials',
          tokenUrl: 'https://sso.example/token?tenant=1',
          scopes: ['read'],
          clientAuth: 'body',
        },
        form: {
          kind: 'request',
          method: 'POST',
          path: '/login',
          bodyAs: 'form',
          body: { keep: true },
          secretMembers: ['user', 'password'],
          from: { cookie: 'SID' },
          csrf: { header: 'X-CSRF', from: { member: '/csrf' } },
        },
      },
      of: { key: 'client', other: 'form' },
    });
    expect(secrets).toEqual({
      'login:client/clientId': env.ID,
      'login:client/clientSecret': env.SECRET,
      'login:form/body/user': env.USER_NAME,
      'login:form/body/password': env.PASSWORD,
    });
    expect(sources?.credentials).toEqual({ key: 'login:client', other: 'login:form' });
  });

  test.for<[what: string, files: World['files'], message: string]>([
    [
      'are named',
      target('credentials: {key: login:mian}', 'logins: {main: {clientId: me, clientSecret: env:SECRET}}'),
      'names the login "mian", which is not under logins, did you mean "main"?',
    ],
    ['say how', login('{scopes: [read]}'), 'needs "clientId", of an OAuth client, or "request", such as POST /login'],
    ['need a secret', login('{clientId: me}'), 'needs "clientSecret" too'],
    ['are of one kind', login('{clientId: me, clientSecret: env:SECRET, cookie: SID}'), 'belongs to a login by "request"'],
    ['are of one kind too', login('{request: POST /login, cookie: SID, scopes: [a]}'), 'belongs to an OAuth client'],
    ['have a method and a path', login('{request: /login, cookie: SID}'), 'must be a method and a path below the base URL'],
    ['say where the credential is', login('{request: POST /login}'), 'needs "cookie" or "member"'],
    ['say it once', login('{request: POST /login, cookie: SID, member: /token}'), 'cannot be given together with "cookie"'],
    ['use JSON pointers', login('{request: POST /login, member: token}'), 'is not a JSON pointer such as /token'],
    ['name the header field', login('{request: POST /login, cookie: SID, csrf: {cookie: C}}'), 'needs "header"'],
    [
      'show no secret in the file',
      login('{clientId: me, clientSecret: plain}'),
      'is plain text, which is allowed for a loopback target only',
    ],
    [
      'show no password in the file',
      login('{request: POST /login, cookie: SID, body: {password: plain}}'),
      'is plain text, which is allowed for a loopback target only',
    ],
    [
      'send no secret in clear',
      login('{clientId: me, clientSecret: env:SECRET, tokenUrl: "http://sso.example/token"}'),
      'is plain http to another machine',
    ],
    ['need their variables', login('{clientId: me, clientSecret: env:NONE}'), 'environment variable NONE is not set'],
    [
      'give valid credentials',
      login('{clientId: me, clientSecret: env:SECRET}', '{key: env:KEY, revoked: login:main}'),
      'cannot come from a login',
    ],
    [
      'give different credentials',
      login('{clientId: me, clientSecret: env:SECRET}', '{key: login:main, other: login:main}'),
      'is the same as "key"',
    ],
    ['are for credentials', target('credentials: {key: env:KEY}', 'http: {headers: {X-A: login:main}}'), 'login: is for credentials only'],
  ])('%s', async ([, files, message]) => {
    expect(await messageOf(() => loadOne({ files, env }))).toContain(message);
  });
});

describe('the token URL', () => {
  const client = '{clientId: me, clientSecret: env:SECRET}';
  const settle = async (files: World['files'], more: Partial<ContractFacts> = {}) =>
    checkAgainstContract(await loadOne({ files, env }), { ...facts, ...more }).target.logins?.named['main'];

  test('is that of the document where it is on the host of the base URL', async () => {
    expect(await settle(login(client))).toMatchObject({ tokenUrl: 'https://sandbox.example/token' });
    expect(await settle(login(client), { tokenUrls: { oauth: { client_credentials: 'https://sandbox.example:9443/t' } } })).toMatchObject({
      tokenUrl: 'https://sandbox.example:9443/t',
    });
  });

  test.for<[what: string, printed: string | undefined, message: string]>([
    ['on another host', 'https://sso.example/token', 'the document names one on sso.example, which is not the host of the base URL'],
    ['in clear', 'http://sandbox.example/token', 'needs "tokenUrl": that of the document is plain http'],
    ['that is absent', undefined, 'needs "tokenUrl": the document names none for the grant client_credentials of the scheme "oauth"'],
  ])('of the document is not used %s', async ([, printed, message]) => {
    const tokenUrls = { oauth: printed === undefined ? {} : { client_credentials: printed } };
    expect(await messageOf(() => settle(login(client), { tokenUrls }))).toContain(message);
  });

  test('that is production needs the permission', async () => {
    const own = '{clientId: me, clientSecret: env:SECRET, tokenUrl: "https://parcels.example/token"}';
    expect(await messageOf(() => settle(login(own)))).toContain('parcels.example is documented as production');
  });

  test('on another host is used where the operator gives it', async () => {
    const own = '{clientId: me, clientSecret: env:SECRET, tokenUrl: "https://sso.example/token"}';
    expect(await settle(login(own))).toMatchObject({ tokenUrl: 'https://sso.example/token' });
  });
});

test('the cookie of a login is that of its security scheme', async () => {
  const files = (cookie: string) =>
    target(`credentials: {schemes: {session: login:main}}`, `logins: {main: {request: POST /login, cookie: ${cookie}}}`);
  expect(await messageOf(async () => checkAgainstContract(await loadOne({ files: files('OTHER'), env }), facts))).toContain(
    'the security scheme "session" is sent in the cookie "SID", as the document says',
  );
  expect(checkAgainstContract(await loadOne({ files: files('SID'), env }), facts).target.logins?.of).toEqual({ 'scheme:session': 'main' });
});
