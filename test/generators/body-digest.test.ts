import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { loadContract } from '../../src/contract/load.ts';
import { bodyDigest } from '../../src/generators/body-digest.ts';
import { validRequest } from '../../src/generators/valid-request.ts';
import type { PlannedRequest } from '../../src/model/request.ts';
import { withDigest } from '../../src/runner/engine/with-digest.ts';
import { madeTarget } from '../model/made-target.ts';
import { writeToolDocument } from '../worlds/old-dialect.ts';

const target = madeTarget({ name: 'scans', contract: 'scans', baseUrl: 'http://127.0.0.1:1' });

/** The contract of an upload with a parameter. */
const uploadWith = async (name: string, parameter: object, type = 'application/octet-stream') => {
  const contract = await loadContract(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'Scans', version: '1' },
      paths: {
        '/scans': {
          post: {
            parameters: [{ name, in: 'header', required: true, schema: { type: 'string' }, ...parameter }],
            requestBody: { required: true, content: { [type]: { schema: { type: 'string', format: 'binary' } } } },
            responses: { 201: { description: 'Kept' } },
          },
        },
      },
    }),
  );
  const [post] = contract.operations;
  const [declared] = post?.parameters ?? [];
  if (!post || !declared) throw new Error('no upload');
  return { contract, post, declared };
};

const octets = Buffer.from('a scan');
const of = (algorithm: string, writing: 'hex' | 'base64' | 'base64url'): string => createHash(algorithm).update(octets).digest(writing);

test.each<readonly [string, object, string]>([
  ['X-Checksum-Sha256', { description: 'SHA-256 of the body in lower-case hex.' }, of('sha256', 'hex')],
  ['X-Checksum-Sha256', {}, of('sha256', 'hex')],
  ['X-Checksum-Sha256', { description: 'Hexadecimal. If it is sent it must fit the body, else it is refused.' }, of('sha256', 'hex')],
  ['X-Content-Sha256', { description: 'Has to match the uploaded file' }, of('sha256', 'hex')],
  ['X-File-Hash', { description: 'The SHA-1 checksum of the uploaded file, base64 encoded' }, of('sha1', 'base64')],
  ['X-Content-SHA512', { schema: { type: 'string', pattern: '^[0-9A-F]{128}$' } }, of('sha512', 'hex').toUpperCase()],
  ['X-Digest', { description: 'Digest of the content', schema: { type: 'string', pattern: '^sha256:[0-9a-f]{64}$' } }, ''],
  ['checksum', { in: 'query', description: 'MD5 of the file' }, of('md5', 'hex')],
  ['X-Sum', { description: 'SHA256 hash of the image', example: `sha256:${'a'.repeat(64)}` }, `sha256:${of('sha256', 'hex')}`],
  ['Content-MD5', {}, of('md5', 'base64')],
  ['Content-Digest', {}, `sha-256=:${of('sha256', 'base64')}:`],
  ['Digest', { description: 'As RFC 3230', example: `SHA-256=${'a'.repeat(43)}=` }, `SHA-256=${of('sha256', 'base64')}`],
])('%s %o takes the digest of what is sent', async (name, parameter, expected) => {
  const { contract, post, declared } = await uploadWith(name, parameter);
  expect(bodyDigest(contract, post, declared)?.of(octets) ?? '').toBe(expected);
});

test.each<readonly [string, object]>([
  ['X-Signature-Sha256', { description: 'HMAC-SHA256 of the body with your secret' }],
  ['X-Previous-Sha256', { description: 'SHA-256 of the previous file' }],
  ['X-Trace', { description: 'Any text. SHA-256 is fine as well.' }],
  ['X-Checksum-Sha256', { description: 'Must match what the server has.' }],
  ['X-Token-Hash', { description: 'SHA-256 of your token' }],
  ['X-Checksum-Sha256', { description: 'SHA-256 of the body', schema: { type: 'string', maxLength: 20 } }],
])('%s %o is no digest of what is sent, or cannot be written', async (name, parameter) => {
  const { contract, post, declared } = await uploadWith(name, parameter);
  expect(bodyDigest(contract, post, declared)).toBeUndefined();
});

test('a request is made with a digest, which the sender sets to that of the body that goes out', async () => {
  const { contract, post } = await uploadWith('X-Checksum-Sha256', { description: 'SHA-256 of the body in hex' });
  const made = validRequest(post, { contract, target, fresh: (label) => label });
  if (made.kind !== 'request') throw new Error('no request');
  expect(made.request.madeUp ?? []).not.toContain('X-Checksum-Sha256');
  const sumOf = (request: PlannedRequest) =>
    withDigest(contract, target, request).headers.find(([name]) => name === 'X-Checksum-Sha256')?.[1];
  const body = { kind: 'octets', base64: octets.toString('base64'), mediaType: 'application/octet-stream' } as const;
  expect(sumOf({ ...made.request, body })).toBe(of('sha256', 'hex'));
  const wrong = made.request.headers.map(([name, value]) => [name, name === 'X-Checksum-Sha256' ? 'xyz' : value] as const);
  expect(sumOf({ ...made.request, body, headers: wrong })).toBe('xyz');
});
