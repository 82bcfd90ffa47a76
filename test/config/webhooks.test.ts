import { describe, expect, test } from 'vitest';
import { parseListen, urlOfListen } from '../../src/config/listen-address.ts';
import { depot, key, loadOne, messageOf, valid } from './support.ts';

const given = (webhooks: string, env: Readonly<Record<string, string>> = key) =>
  loadOne({ files: depot(...valid, `webhooks: ${webhooks}`), env });

describe('webhooks of a target', () => {
  test('are where the run listens, without the secret', async () => {
    const text =
      '{listen: "127.0.0.1:9000", publicUrl: "https://tunnel.example/h?a=1", secret: env:SIGN, trigger: {operation: POST /a, body: {n: 1}}}';
    const { target, secrets } = await given(text, { ...key, SIGN: 'whsec-0123456789' });
    expect(target.webhooks).toEqual({
      listen: '127.0.0.1:9000',
      publicUrl: 'https://tunnel.example/h?a=1',
      hasSecret: true,
      trigger: { operation: 'POST /a', body: { n: 1 } },
    });
    expect(secrets['webhook-secret']).toBe('whsec-0123456789');
  });

  test.for([
    ['{publicUrl: "https://a.example"}', 'needs "listen" too: the host and port on which events are received'],
    ['{listen: localhost}', 'must be HOST:PORT, such as 127.0.0.1:9000 or [::1]:9000'],
    ['{listen: "127.0.0.1:70000"}', 'must be HOST:PORT, such as 127.0.0.1:9000 or [::1]:9000'],
    ['{listen: "[127.0.0.1]:1"}', 'must be HOST:PORT, such as 127.0.0.1:9000 or [::1]:9000'],
    [
      '{listen: "0.0.0.0:9000"}',
      'means every interface of this machine: give the address under which the target reaches it as "publicUrl"',
    ],
    ['{listen: "127.0.0.1:9000", publicUrl: tunnel}', 'is not an absolute address: write it like https://tunnel.example/hook'],
    ['{listen: "127.0.0.1:9000", publicUrl: "ftp://a.example"}', 'must begin with https:// or http://'],
    ['{listen: "127.0.0.1:9000", publicUrl: "https://u:p@a.example"}', 'contains a user name or password, which would be recorded'],
    ['{listen: "127.0.0.1:9000", trigger: {body: {}}}', 'needs "operation" too: what makes the target send an event'],
  ] as const)('given as %s are refused', async ([text, why]) => {
    expect(await messageOf(() => given(text))).toContain(why);
  });
});

test.for([
  ['127.0.0.1:9000', { host: '127.0.0.1', port: 9000 }, 'http://127.0.0.1:9000/'],
  ['hooks.internal:80', { host: 'hooks.internal', port: 80 }, 'http://hooks.internal:80/'],
  ['[::1]:0', { host: '::1', port: 0 }, 'http://[::1]:0/'],
] as const)('%s is an address to listen on', ([text, address, url]) => {
  expect(parseListen(text)).toEqual(address);
  expect(urlOfListen(address)).toBe(url);
});
