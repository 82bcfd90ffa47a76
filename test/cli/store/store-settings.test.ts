import { describe, expect, test } from 'vitest';
import { storeAddressOf } from '../../../src/cli/store/store-address.ts';
import { storeSettings } from '../../../src/cli/store/store-settings.ts';

describe('the address of a storage', () => {
  test('is a bucket and a folder in it', () => {
    expect(storeAddressOf('s3://nights/2026/03-01/')).toEqual({ bucket: 'nights', prefix: '2026/03-01', text: 's3://nights/2026/03-01' });
  });

  test.each([
    'https://nights/a',
    's3://nights',
    's3://nights/',
    's3:///a',
    's3://a/b',
    's3://nights/a//b',
    's3://nights/../b',
    's3://nights/a\nb',
    's3://nights/a?canary=1',
    `s3://nights/${'a'.repeat(701)}`,
    's3://id:canary@nights/a',
  ])('is refused, and not quoted: %s', (text) => {
    expect(() => storeAddressOf(text)).toThrow(/^Cannot use the address of the storage: (?!.*canary)/u);
  });
});

describe('the variables of a storage', () => {
  const key = { AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'canary' };

  test('give its address, region and key', () => {
    expect(storeSettings({ ...key, AWS_SESSION_TOKEN: 't', AWS_DEFAULT_REGION: 'eu-north-1' }, false)).toEqual({
      endpoint: undefined,
      region: 'eu-north-1',
      credentials: { accessKeyId: 'id', secretAccessKey: 'canary', sessionToken: 't' },
    });
    expect(
      storeSettings({ AWS_ENDPOINT_URL: 'https://a.example', AWS_ENDPOINT_URL_S3: 'https://b.example', AWS_REGION: ' ' }, false),
    ).toEqual({
      endpoint: 'https://b.example',
      region: 'us-east-1',
      credentials: undefined,
    });
    expect(storeSettings({}, false).region).toBeUndefined();
  });

  test.each([
    [{ AWS_ENDPOINT_URL: 'storage:canary' }, 'Cannot use AWS_ENDPOINT_URL: it has to begin with https:// or http://'],
    [{ AWS_ENDPOINT_URL: 'canary' }, 'Cannot use AWS_ENDPOINT_URL: it is no address'],
    [{ AWS_ENDPOINT_URL: 'https://id:canary@a.example' }, 'Cannot use AWS_ENDPOINT_URL: it must not contain a key'],
    [{ AWS_ENDPOINT_URL_S3: 'https://a.example?x=canary' }, 'Cannot use AWS_ENDPOINT_URL_S3: it must not contain a query'],
    [{ AWS_ENDPOINT_URL: 'http://storage.example' }, 'allow it with --allow plaintext'],
    [{ AWS_ACCESS_KEY_ID: 'canary' }, 'AWS_SECRET_ACCESS_KEY is not set'],
    [{ AWS_SECRET_ACCESS_KEY: 'canary' }, 'AWS_ACCESS_KEY_ID is not set'],
  ])('are refused, and not quoted: %j', (env, message) => {
    expect(() => storeSettings(env, false)).toThrow(message);
    expect(() => storeSettings(env, false)).not.toThrow('canary');
  });

  test('take an address without encryption on this machine, and elsewhere where it is allowed', () => {
    expect(storeSettings({ AWS_ENDPOINT_URL: 'http://127.0.0.1:9000' }, false).endpoint).toBe('http://127.0.0.1:9000');
    expect(storeSettings({ AWS_ENDPOINT_URL: 'http://storage.example' }, true).endpoint).toBe('http://storage.example');
  });
});
