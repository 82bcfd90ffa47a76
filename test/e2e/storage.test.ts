import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ObjectStore } from '../../src/cli/store/object-store.ts';
import { openS3 } from '../../src/cli/store/s3.ts';
import { afterTest, besideOthers } from '../beside-others.ts';

type Asked = { readonly method: string; readonly path: string; readonly headers: IncomingMessage['headers']; readonly body: string };
type Answer = (asked: Asked, response: ServerResponse, count: number) => void;

const secret = 'canary-2f00b7d9e1';
const failure = (response: ServerResponse, status: number, code: string): void =>
  void response
    .writeHead(status, { 'content-type': 'application/xml' })
    .end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>told ${secret}</Message></Error>`);

/** A storage whose answers the test gives, and a client of it. */
const storage = async (
  answer: Answer,
): Promise<{ readonly store: ObjectStore; readonly asked: readonly Asked[]; readonly host: string }> => {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      const one = { method, path: url, headers, body };
      asked.push(one);
      answer(one, response, asked.length);
    });
  });
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
  afterTest(() => {
    server.closeAllConnections();
    server.close();
  });
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { store: clientOf(host), asked, host };
};

const clientOf = (host: string, signal = new AbortController().signal): ObjectStore => {
  const credentials = { accessKeyId: 'id-1', secretAccessKey: secret };
  const store = openS3(
    { endpoint: `http://${host}`, region: 'us-east-1', credentials },
    { bucket: 'nights', prefix: 'a', text: '' },
    signal,
  );
  afterTest(() => store.close());
  return store;
};

const fileOf = (text: string): string => {
  const folder = mkdtempSync(join(tmpdir(), 'assay-store-'));
  afterTest(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'index.html'), text);
  return join(folder, 'index.html');
};

describe.concurrent('the client of the storage', () => {
  test(
    'signs every request, sends the secret in none, and gives a page its media type',
    besideOthers(async () => {
      const { store, asked } = await storage((_one, response) => void response.writeHead(200, { etag: '"1"' }).end());
      await store.upload('a/index.html', fileOf('<p>'), 3);
      await store.upload('a/empty.html', fileOf(''), 0);
      expect(await store.create('a/list', '{}')).toBe(true);
      expect(asked.map(({ method, path, body }) => [method, path.split('?')[0], body])).toEqual([
        ['PUT', '/nights/a/index.html', '<p>'],
        ['PUT', '/nights/a/empty.html', ''],
        ['PUT', '/nights/a/list', '{}'],
      ]);
      expect(asked[0]?.headers['content-type']).toBe('text/html; charset=utf-8');
      expect(asked[2]?.headers['if-none-match']).toBe('*');
      for (const { headers } of asked) expect(headers.authorization).toMatch(/^AWS4-HMAC-SHA256 Credential=id-1\//u);
      expect(JSON.stringify(asked)).not.toContain(secret);
    }),
  );

  test(
    'tries again what failed for a moment',
    besideOthers(async () => {
      const { store, asked } = await storage((_one, response, count) =>
        count < 3 ? failure(response, 503, 'SlowDown') : void response.writeHead(200, { etag: '"1"' }).end('text'),
      );
      expect(await store.read('a/list', 100)).toBe('text');
      expect(asked.length).toBe(3);
    }),
  );

  test(
    'knows what is there already, also where the storage has no conditions',
    besideOthers(async () => {
      const taken = await storage((_one, response) => failure(response, 412, 'PreconditionFailed'));
      expect(await taken.store.create('a/list', '{}')).toBe(false);
      const old = await storage(({ headers }, response) =>
        headers['if-none-match'] === undefined ? void response.writeHead(200).end() : failure(response, 501, 'NotImplemented'),
      );
      expect(await old.store.create('a/list', '{}')).toBe(true);
      expect(old.asked.at(-1)?.headers['if-none-match']).toBeUndefined();
      const none = await storage((_one, response) => failure(response, 404, 'NoSuchKey'));
      expect(await none.store.read('a/list', 100)).toBeUndefined();
    }),
  );

  test(
    'reads again an answer that breaks off, and refuses a text that is too long',
    besideOthers(async () => {
      const { store } = await storage((_one, response, count) => {
        response.writeHead(200, { 'content-length': '8' }).write('half');
        if (count === 1) setTimeout(() => response.destroy(), 20);
        else response.end('half');
      });
      const read: string[] = [];
      await store.download('a/file', 8, async (body) => {
        let text = '';
        for await (const chunk of body) text += Buffer.from(chunk).toString();
        read.push(text);
      });
      expect(read).toEqual(['halfhalf']);
      await expect(store.read('a/list', 7)).rejects.toThrow('it has more than 7 octets');
    }),
  );

  test(
    'lists all pages of a folder',
    besideOthers(async () => {
      const { store, asked } = await storage(({ path }, response) => {
        const next = path.includes('continuation-token');
        response
          .writeHead(200, { 'content-type': 'application/xml' })
          .end(
            `<?xml version="1.0"?><ListBucketResult><IsTruncated>${!next}</IsTruncated>${next ? '' : '<NextContinuationToken>t</NextContinuationToken>'}<CommonPrefixes><Prefix>a/${next ? 1 : 2}/</Prefix></CommonPrefixes></ListBucketResult>`,
          );
      });
      expect(await store.folders('a')).toEqual(['1', '2']);
      expect(asked.length).toBe(2);
      expect(asked[0]?.path).toMatch(/delimiter=%2F&.*prefix=a%2F/u);
    }),
  );

  test.for([
    [404, 'NoSuchBucket', 'there is no bucket "nights"'],
    [403, 'SignatureDoesNotMatch', 'the key is refused (SignatureDoesNotMatch)'],
    [403, 'InvalidAccessKeyId', 'the key is refused (InvalidAccessKeyId)'],
    [403, 'AccessDenied', 'the key may not do this'],
    [400, 'Surprise', 'answered with a failure (Surprise, status 400)'],
  ] as const)(
    'says what a refusal means, in words of its own: %s %s',
    besideOthers(async ([status, code, message]: readonly [number, string, string]) => {
      const { store } = await storage((_one, response) => failure(response, status, code));
      const calls = [
        () => store.read('a/list', 100),
        () => store.create('a/list', '{}'),
        () => store.upload('a/f', fileOf('x'), 1),
        () => store.folders('a'),
      ];
      for (const call of calls) {
        const error = await call().then(
          () => undefined,
          (thrown: unknown) => thrown,
        );
        expect(error).toMatchObject({ name: 'UsageError', message: expect.stringContaining(message) });
        expect(String(error)).not.toContain(secret);
      }
    }),
  );

  test(
    'says that there is no connection, and that a file here cannot be read',
    besideOthers(async () => {
      const { store, host } = await storage((_one, response) => void response.writeHead(200, { etag: '"1"' }).end());
      await expect(clientOf('127.0.0.1:1').read('a/list', 100)).rejects.toThrow(/no connection to 127\.0\.0\.1:1 \(E\w+\)/u);
      await expect(store.upload('a/f', join(tmpdir(), 'assay-no-such-file'), 1)).rejects.toThrow(
        'a file on this machine cannot be read or written (ENOENT)',
      );
      const over = new AbortController();
      over.abort();
      await expect(clientOf(host, over.signal).read('a/list', 100)).rejects.toThrow(/abort/iu);
    }),
  );
});
