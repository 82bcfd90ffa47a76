import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { onLoopback } from '../../../exchange/on-loopback.ts';
import { lockersDocument, send } from '../../../worlds/lockers.ts';
import { type SignIn, signIn, signInService } from '../../../worlds/sign-in.ts';
import { judgeConfigured } from './judge-configured.ts';

const env = {
  ID: 'station-client',
  SECRET: 's3cr3t/+& %of-the-client',
  USER_NAME: 'porter',
  PASSWORD: 'p4ss-of-the-porter',
  REFRESH: 'refresh-0-aa17c3',
};

const oauth = (flow: string, urls: object): object => ({ type: 'oauth2', flows: { [flow]: { scopes: {}, ...urls } } });
const schemes = {
  oauth: oauth('clientCredentials', { tokenUrl: '/token' }),
  session: { type: 'apiKey', in: 'cookie', name: 'SID' },
  bearer: { type: 'http', scheme: 'bearer' },
};

const serve = (state: SignIn, admits: Parameters<typeof signInService>[1]['admits']): Promise<string> => {
  const service = signInService(state, { admits });
  return onLoopback(createServer(service));
};

const bearer = (state: SignIn): Promise<string> =>
  serve(state, ({ headers }, isValid) => isValid(/^Bearer (.+)$/u.exec(headers.authorization ?? '')?.[1]));

const client = { clientId: 'env:ID', clientSecret: 'env:SECRET' };
const document = lockersDocument(schemes, [{ oauth: [] }]);

const textsBelow = (folder: string): string =>
  readdirSync(folder)
    .map((name) => join(folder, name))
    .map((path) => (statSync(path).isDirectory() ? textsBelow(path) : readFileSync(path, 'latin1')))
    .join('\n');

/** Nothing that was recorded or said contains a secret. */
const expectNoTrace = (judged: Awaited<ReturnType<typeof judgeConfigured>>, state: SignIn): void => {
  const all = judged.text + textsBelow(judged.directory);
  for (const secret of [env.SECRET, env.PASSWORD, env.REFRESH, ...state.valid]) {
    expect(all.includes(secret)).toBe(false);
    expect(all.includes(encodeURIComponent(secret))).toBe(false);
  }
};

describe('an OAuth client', () => {
  test('gets one token before the first request, by HTTP basic authentication, and every request has it', async () => {
    const state = signIn();
    const baseUrl = await bearer(state);
    const target = { baseUrl, credentials: { key: 'login:main' }, logins: { main: { ...client, scopes: ['lockers.read', 'halls'] } } };
    const judged = await judgeConfigured(document, target, env);
    expect(judged.stopped).toBeUndefined();
    expect(judged.accused).toEqual([]);
    expect(judged.unexercised).toEqual([]);
    expect(judged.outcomes('auth/missing-credential-refused')).toEqual({ 'GET /lockers,GET /lockers/{number}': 'pass' });
    expect(state.asked).toHaveLength(1);
    const [{ form, headers } = { form: new URLSearchParams(), headers: {} }] = state.asked;
    expect(Object.fromEntries(form)).toEqual({ grant_type: 'client_credentials', scope: 'lockers.read halls' });
    const [id = '', secret = ''] = Buffer.from((headers.authorization ?? '').replace('Basic ', ''), 'base64')
      .toString('utf8')
      .split(':');
    expect([id, secret].map((part) => new URLSearchParams(`x=${part}`).get('x'))).toEqual([env.ID, env.SECRET]);
    expectNoTrace(judged, state);
  });

  test('authenticates in the body if its operator says so, and under the name of the scheme too', async () => {
    const state = signIn();
    const baseUrl = await bearer(state);
    const target = { baseUrl, credentials: { schemes: { oauth: 'login:main' } }, logins: { main: { ...client, clientAuth: 'body' } } };
    const judged = await judgeConfigured(document, target, env);
    expect(judged.accused).toEqual([]);
    expect(judged.unexercised).toEqual([]);
    expect(Object.fromEntries(state.asked[0]?.form ?? [])).toEqual({
      grant_type: 'client_credentials',
      client_id: env.ID,
      client_secret: env.SECRET,
    });
    expect(state.asked[0]?.headers.authorization).toBeUndefined();
  });

  test('renews a token that is about to end', async () => {
    const state = signIn();
    state.more = { token_type: 'Bearer', expires_in: 0 };
    const baseUrl = await bearer(state);
    const judged = await judgeConfigured(document, { baseUrl, credentials: { key: 'login:main' }, logins: { main: client } }, env);
    expect(judged.accused).toEqual([]);
    expect(state.asked.length).toBeGreaterThan(1);
  });

  test('renews a token that ended early, and nobody is accused of the 401', async () => {
    const state = signIn();
    state.uses = 2;
    const baseUrl = await bearer(state);
    const judged = await judgeConfigured(document, { baseUrl, credentials: { key: 'login:main' }, logins: { main: client } }, env);
    expect(judged.accused).toEqual([]);
    expect(judged.unexercised).toEqual([]);
    expect(state.asked.length).toBeGreaterThan(1);
    expect(state.asked.length).toBeLessThanOrEqual(21);
  });

  test('asks for no token for ever where the API refuses each', async () => {
    const state = signIn();
    const baseUrl = await serve(state, () => false);
    const judged = await judgeConfigured(document, { baseUrl, credentials: { key: 'login:main' }, logins: { main: client } }, env);
    expect(judged.stopped).toContain('401');
    expect(state.asked).toHaveLength(1);
  });

  test('asks once more for an operation that refuses good tokens, which is then judged', async () => {
    const state = signIn();
    const baseUrl = await serve(state, ({ headers, path }, isValid) => path === '/lockers' && isValid(headers.authorization?.slice(7)));
    const judged = await judgeConfigured(document, { baseUrl, credentials: { key: 'login:main' }, logins: { main: client } }, env);
    expect(judged.stopped).toBeUndefined();
    expect(state.asked).toHaveLength(2);
  });

  test('refreshes with the token of the operator, and then with the one that came for it', async () => {
    const state = signIn();
    state.more = { token_type: 'bearer', expires_in: 0, refresh_token: 'refresh-1-bb28d4' };
    state.valid.add('refresh-1-bb28d4');
    const baseUrl = await bearer(state);
    const described = lockersDocument(
      { oauth: oauth('authorizationCode', { authorizationUrl: '/a', tokenUrl: '/elsewhere', refreshUrl: '/token' }) },
      [{ oauth: [] }],
    );
    const logins = { main: { clientId: 'env:ID', refreshToken: 'env:REFRESH' } };
    const judged = await judgeConfigured(described, { baseUrl, credentials: { key: 'login:main' }, logins }, env);
    expect(judged.accused).toEqual([]);
    const sent = state.asked.map(({ form }) => [form.get('grant_type'), form.get('refresh_token'), form.get('client_id')]);
    expect(sent[0]).toEqual(['refresh_token', env.REFRESH, env.ID]);
    expect(sent[1]).toEqual(['refresh_token', 'refresh-1-bb28d4', env.ID]);
    expectNoTrace(judged, state);
  });

  test.for<[what: string, instead: (outgoing: ServerResponse) => void, why: RegExp]>([
    [
      'an error of the standard',
      (outgoing) => send(outgoing, 401, { error: 'invalid_client', error_description: 's3cr3t/+& %of-the-client' }),
      /answers 401 \(invalid_client\)/u,
    ],
    [
      'a redirect',
      (outgoing) => send(outgoing, 307, undefined, { location: 'https://sso.example/token?s=1' }),
      /307, a redirect to sso\.example, which is not followed/u,
    ],
    ['no token', (outgoing) => send(outgoing, 200, { token: 'secret-in-another-member' }), /is not JSON with a text "access_token"/u],
    ['another type', (outgoing) => send(outgoing, 200, { access_token: 'some-mac-token', token_type: 'mac' }), /its type is not Bearer/u],
    [
      'a line break',
      (outgoing) => send(outgoing, 200, { access_token: 'one\r\nX: two', token_type: 'bearer' }),
      /no header field can contain/u,
    ],
    ['too much', (outgoing) => send(outgoing, 200, { access_token: 'a'.repeat(400_000) }), /gave no answer \(too-large\)/u],
    ['no answer', (outgoing) => void outgoing.destroy(), /gave no answer \((?:closed|reset)\)/u],
  ])('ends the run where the token URL gives %s', async ([, instead, why]) => {
    const state = signIn();
    state.instead = (outgoing) => {
      instead(outgoing);
      return true;
    };
    const baseUrl = await bearer(state);
    const judged = await judgeConfigured(document, { baseUrl, credentials: { key: 'login:main' }, logins: { main: client } }, env);
    expect(judged.stopped).toMatch(why);
    expect(judged.accused).toEqual([]);
    expect(state.seen.filter(({ headers }) => headers.authorization !== undefined)).toEqual([]);
    expect(state.asked).toHaveLength(1);
    expectNoTrace(judged, state);
    expect(judged.text).not.toContain('secret-in-another-member');
  });

  test('of another account that gets no token leaves out what needs it', async () => {
    const state = signIn();
    const baseUrl = await bearer(state);
    const nobody = await onLoopback(createServer((_, outgoing) => send(outgoing, 400, { error: 'invalid_client' })));
    const logins = { main: client, other: { ...client, tokenUrl: `${nobody}/token` } };
    const judged = await judgeConfigured(document, { baseUrl, credentials: { key: 'login:main', other: 'login:other' }, logins }, env);
    expect(judged.stopped).toBeUndefined();
    expect(judged.accused).toEqual([]);
  });
});

describe('a login request', () => {
  const cookies = lockersDocument(schemes, [{ session: [] }]);
  const body = { username: 'env:USER_NAME', password: 'env:PASSWORD', remember: true };
  const login = { request: 'POST /login', body, cookie: 'SID' };

  test('gives a session cookie, and the other cookies go with it', async () => {
    const state = signIn();
    const baseUrl = await serve(state, ({ cookies: { SID, CSRF, OLD } }, isValid) => OLD === undefined && isValid(SID) && isValid(CSRF));
    const judged = await judgeConfigured(cookies, { baseUrl, credentials: { key: 'login:main' }, logins: { main: login } }, env);
    expect(judged.stopped).toBeUndefined();
    expect(judged.accused).toEqual([]);
    expect(judged.unexercised).toEqual([]);
    expect(judged.outcomes('auth/missing-credential-refused')).toEqual({ 'GET /lockers,GET /lockers/{number}': 'pass' });
    expect(JSON.parse(state.asked[0]?.text ?? '')).toEqual({ username: env.USER_NAME, password: env.PASSWORD, remember: true });
    expect(state.asked).toHaveLength(1);
    // A caller without a credential has no cookie at all.
    const bare = state.seen.filter(({ headers }) => headers.cookie === undefined && headers['x-csrf'] === undefined);
    expect(bare.map(({ path }) => path)).toEqual(expect.arrayContaining(['/lockers', '/lockers/41']));
    expectNoTrace(judged, state);
  });

  test.for<[what: string, csrf: object]>([
    ['cookie', { header: 'X-CSRF', cookie: 'CSRF' }],
    ['member', { header: 'X-CSRF', member: '/csrf' }],
  ])('gives a header field against forged requests, from a %s', async ([, csrf]) => {
    const state = signIn();
    const baseUrl = await serve(state, ({ headers, cookies: { SID } }, isValid) => isValid(SID) && isValid(headers['x-csrf']?.toString()));
    const target = { baseUrl, credentials: { key: 'login:main' }, logins: { main: { ...login, bodyAs: 'form', csrf } } };
    const judged = await judgeConfigured(cookies, target, env);
    expect(judged.accused).toEqual([]);
    expect(judged.unexercised).toEqual([]);
    expect(Object.fromEntries(state.asked[0]?.form ?? [])).toEqual({ username: env.USER_NAME, password: env.PASSWORD, remember: 'true' });
    expectNoTrace(judged, state);
  });

  test('gives a token in a member of its answer', async () => {
    const state = signIn();
    const baseUrl = await bearer(state);
    const logins = { main: { request: 'POST /login', body, member: '/token' } };
    const judged = await judgeConfigured(
      lockersDocument(schemes, [{ bearer: [] }]),
      { baseUrl, credentials: { key: 'login:main' }, logins },
      env,
    );
    expect(judged.accused).toEqual([]);
    expect(judged.unexercised).toEqual([]);
    expectNoTrace(judged, state);
  });

  test('is repeated once where a session ends', async () => {
    const state = signIn();
    state.uses = 1;
    const baseUrl = await serve(state, ({ cookies: { SID } }, isValid) => isValid(SID));
    const judged = await judgeConfigured(cookies, { baseUrl, credentials: { key: 'login:main' }, logins: { main: login } }, env);
    expect(judged.accused).toEqual([]);
    expect(state.asked.length).toBeGreaterThan(1);
  });

  test('that is refused ends the run with the reason', async () => {
    const state = signIn();
    state.instead = (outgoing) => {
      send(outgoing, 401, { error: 'p4ss-of-the-porter is wrong' });
      return true;
    };
    const baseUrl = await serve(state, () => false);
    const judged = await judgeConfigured(cookies, { baseUrl, credentials: { key: 'login:main' }, logins: { main: login } }, env);
    expect(judged.stopped).toBe('the login "main" got no credential: POST /login answers 401');
    expectNoTrace(judged, state);
  });

  test('without the cookie ends the run with the reason', async () => {
    const state = signIn();
    state.instead = (outgoing) => {
      send(outgoing, 200, {}, { 'set-cookie': 'OTHER=x' });
      return true;
    };
    const baseUrl = await serve(state, () => false);
    const judged = await judgeConfigured(cookies, { baseUrl, credentials: { key: 'login:main' }, logins: { main: login } }, env);
    expect(judged.stopped).toBe('the login "main" got no credential: the answer 200 sets no cookie "SID"');
  });
});
