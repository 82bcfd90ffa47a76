import { describe, expect, test } from 'vitest';
import { depot, key, loadOne, messageOf, valid } from './support.ts';

const client = ['clientId: me', 'clientSecret: env:SECRET', 'redirectUri: https://app.example/back'];
const oauth = (...lines: readonly string[]): string => `oauth: {${lines.join(', ')}}`;
const env = { ...key, SECRET: 'the-client-secret', CODE: 'the-first-code' };

describe('an OAuth client of the config', () => {
  test('is loaded without its secrets, which are kept separately', async () => {
    const files = depot(...valid, oauth('tokenUrl: https://auth.example/oauth/token', ...client, 'codes: [env:CODE, file:code]'));
    const { target, secrets } = await loadOne({ files: { ...files, code: 'the-second-code\n' }, env });
    expect(target.oauth).toEqual({ clientId: 'me', redirectUri: 'https://app.example/back', codes: 2, path: '/oauth/token' });
    expect(target.urls).toEqual({ auth: 'https://auth.example' });
    expect(target.credentials).toEqual(['key']);
    expect(secrets).toEqual({
      key: key.KEY,
      'oauth-client-secret': 'the-client-secret',
      'oauth-code-1': 'the-first-code',
      'oauth-code-2': 'the-second-code',
    });
    expect(JSON.stringify(target)).not.toContain('the-');
  });

  test('is at urls.auth without its own address, and keeps no more codes than a run uses', async () => {
    const codes = ['c-1', 'c-2', 'c-3', 'c-4', 'c-5'];
    const files = depot(
      'contract: parcels',
      'baseUrl: http://127.0.0.1:1/v1',
      'credentials: {key: env:KEY}',
      'urls: {auth: "http://127.0.0.1:2/sso"}',
      oauth('clientId: me', 'clientSecret: s', 'redirectUri: https://app.example/back', `codes: [${codes.join(', ')}]`),
    );
    const { target, secrets } = await loadOne({ files, env });
    expect(target.oauth).toEqual({ clientId: 'me', redirectUri: 'https://app.example/back', codes: 4 });
    expect(target.urls).toEqual({ auth: 'http://127.0.0.1:2/sso' });
    expect(Object.values(secrets)).toEqual([key.KEY, 's', 'c-1', 'c-2', 'c-3', 'c-4']);
  });

  test.for<[what: string, lines: readonly string[], message: string]>([
    ['needs its identifier', client.slice(1), 'needs "clientId" too: the identifier of the client'],
    ['needs its secret', [...client.slice(0, 1), ...client.slice(2)], 'needs "clientSecret" too: the secret of the client'],
    ['needs its redirect address', client.slice(0, 2), 'needs "redirectUri" too: the address that the codes were sent to'],
    ['shows no code in the file', [...client, 'codes: [plain]'], 'is plain text, which is allowed for a loopback target only'],
    [
      'shows no secret in the file',
      ['clientSecret: plain', ...client.slice(2)],
      'is plain text, which is allowed for a loopback target only',
    ],
    ['sends no secret in clear', ['tokenUrl: http://auth.example/token', ...client], 'is plain http to another machine'],
    ['needs its variables', [...client, 'codes: [env:NONE]'], 'environment variable NONE is not set'],
  ])('%s', async ([, lines, message]) => {
    expect(await messageOf(() => loadOne({ files: depot(...valid, oauth(...lines)), env }))).toContain(message);
  });

  test('has one address', async () => {
    const files = depot(...valid, 'urls: {auth: "https://other.example"}', oauth('tokenUrl: https://auth.example/t', ...client));
    expect(await messageOf(() => loadOne({ files, env }))).toContain('is at another address than urls.auth');
  });
});
