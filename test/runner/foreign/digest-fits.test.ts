import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const text = { type: 'string' };

/** The drawing of a ship, with a header that tells its digest. */
const documentOf = (said: string, mediaType: string) => ({
  openapi: '3.1.0',
  info: { title: 'Drawings', version: '1' },
  paths: {
    '/drawing': {
      get: {
        responses: {
          200: {
            description: 'It',
            headers: { 'X-Digest': { required: true, description: said, schema: text } },
            content: { [mediaType]: { schema: mediaType === 'application/json' ? { type: 'object' } : { ...text, format: 'binary' } } },
          },
        },
      },
    },
  },
});

const told = async (said: string, digest: (octets: Buffer) => string, octets: Buffer, mediaType = 'image/png', fields = {}) => {
  const url = await serve((incoming, outgoing) => {
    if (incoming.url !== '/drawing') outgoing.writeHead(404).end();
    else outgoing.writeHead(200, { 'content-type': mediaType, 'x-digest': digest(octets), ...fields }).end(octets);
  });
  const { verdicts } = await judgeForeign(writeToolDocument(documentOf(said, mediaType)), url, {
    credentials: [],
    selection: { only: ['headers/digest-fits', 'status/*'], skip: [] },
  });
  return verdicts.filter(({ id }) => id.startsWith('headers/digest-fits')).map(({ verdict: { kind } }) => kind);
};

const binary = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0xff, 0xfe, 0x00]);
const plain = Buffer.from('<svg>Schiffsrümpfe</svg>');
const of =
  (algorithm: string, writing: 'hex' | 'base64' = 'hex') =>
  (octets: Buffer): string =>
    createHash(algorithm).update(octets).digest(writing);
const stale = (): string => of('sha256')(Buffer.from('an older drawing'));

test.each<readonly [string, (octets: Buffer) => string, Buffer, string]>([
  ['SHA-256 of the file in hex.', of('sha256'), binary, 'pass'],
  ['SHA-256 of the file in hex.', stale, binary, 'fail'],
  ['SHA-256 of the whole content.', of('sha256', 'base64'), plain, 'pass'],
  ['SHA-256 of the whole content.', stale, plain, 'fail'],
  // A tag is written between quotes, and other prefixes are usual too.
  ['SHA-256 of the file, as a tag.', (octets) => `"${of('sha256')(octets)}"`, binary, 'pass'],
  ['SHA-256 of the file, as a tag.', () => `"${stale()}"`, binary, 'fail'],
  ['SHA-256 of the file.', (octets) => `sha256-${of('sha256', 'base64')(octets)}`, binary, 'pass'],
  ['SHA-256 of the file.', (octets) => of('sha256', 'base64')(octets).replace(/=+$/u, ''), binary, 'pass'],
  ['SHA-256 of the file.', (octets) => of('sha256')(octets).slice(0, 16), binary, 'inconclusive'],
  ['SHA-256 of the file.', (octets) => `${of('sha256')(octets)}-2`, binary, 'inconclusive'],
  ['MD5 of the file.', of('md5'), plain, 'pass'],
  ['MD5 of the file.', of('md5', 'base64'), binary, 'inconclusive'],
])('%s', async (said, digest, octets, expected) => {
  expect(await told(said, digest, octets)).toEqual([expected]);
});

test.each([
  'SHA-256 of the compressed file.',
  'SHA-256 of the stored file.',
  'The first half of the SHA-256 of the file.',
  'SHA-256 of the previous content.',
  'HMAC with SHA-256 of the file.',
  'SHA-256 of the names of the file.',
  'Version of the file.',
])('nothing is told of a header such as "%s"', async (said) => {
  expect(await told(said, stale, binary)).toEqual([]);
});

test('an object that tells of a file has no digest of it', async () => {
  const json = Buffer.from('{"size":3}');
  expect(await told('SHA-256 of the file.', stale, json, 'application/json')).toEqual([]);
  expect(await told('SHA-256 of the response body.', stale, json, 'application/json')).toEqual(['fail']);
  expect(await told('SHA-256 of the response body.', of('sha256'), json, 'application/json')).toEqual(['pass']);
});
