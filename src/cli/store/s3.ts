import { createReadStream } from 'node:fs';
import { extname } from 'node:path';
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { UsageError } from '../../config/usage-error.ts';
import type { ObjectStore } from './object-store.ts';
import type { StoreAddress } from './store-address.ts';
import { isAbsent, isTaken, knowsNoConditions, storeFailure } from './store-failure.ts';
import type { StoreSettings } from './store-settings.ts';

const limits = {
  connectMs: 10_000,
  /** Without an octet. */
  idleMs: 30_000,
  /** Attempts of one request; the client waits longer from one to the next. */
  attempts: 5,
  /** Answers that may break off. */
  answers: 3,
  /** For one object, whatever its size. */
  objectMs: 120_000,
  /** Slower than this the storage does not serve. */
  bytesPerMs: 50,
  /** What is sent at once of a large file, and tried again if it is lost. */
  partBytes: 8 * 1024 * 1024,
} as const;

/** So that a browser shows the page of a stored run. */
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.md': 'text/markdown; charset=utf-8',
  '.json': 'application/json',
  '.jsonl': 'application/jsonl',
  '.xml': 'application/xml',
  '.yaml': 'application/yaml',
};

/**
 * Opens a bucket of a storage that speaks the S3 API. Nothing is asked yet.
 * @param signal Ends every call.
 */
export const openS3 = ({ endpoint, region, credentials }: StoreSettings, { bucket }: StoreAddress, signal: AbortSignal): ObjectStore => {
  // Which version of Node is used is no matter of a run's operator here: that of the package says which it needs.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  const client = new S3Client({
    maxAttempts: limits.attempts,
    requestHandler: {
      connectionTimeout: limits.connectMs,
      requestTimeout: limits.idleMs,
      socketTimeout: limits.idleMs,
      throwOnRequestTimeout: true,
    },
    // Every request has the digest of its body anyway; checksums behind it are not known to every storage.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    followRegionRedirects: true,
    ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true }),
    ...(region === undefined ? {} : { region }),
    ...(credentials === undefined ? {} : { credentials }),
  });
  const host = endpoint === undefined ? 'the storage' : new URL(endpoint).host;
  const within = (bytes = 0): AbortSignal =>
    AbortSignal.any([signal, AbortSignal.timeout(limits.objectMs + Math.ceil(bytes / limits.bytesPerMs))]);
  const named = (key: string): string => `s3://${bucket}/${key}`;
  const trying = async <T>(doing: string, work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      signal.throwIfAborted();
      throw storeFailure(error, doing, bucket, host);
    }
  };
  const bodyOf = async (key: string, abortSignal: AbortSignal): Promise<AsyncIterable<Uint8Array>> => {
    const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }), { abortSignal });
    if (Body === undefined) throw new UsageError(`Cannot read ${named(key)}: the answer has no body`);
    return Body as AsyncIterable<Uint8Array>;
  };
  const put = (key: string, text: string, isConditional: boolean): Promise<unknown> =>
    client.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: key,
        Body: text,
        ContentType: 'application/json',
        ...(isConditional ? { IfNoneMatch: '*' } : {}),
      }),
      { abortSignal: within() },
    );

  return {
    read: (key, mostBytes) =>
      trying(`read ${named(key)}`, async () => {
        try {
          const abortSignal = within(mostBytes);
          const chunks: Uint8Array[] = [];
          let length = 0;
          for await (const chunk of await bodyOf(key, abortSignal)) {
            length += chunk.byteLength;
            if (length > mostBytes) throw new UsageError(`Cannot read ${named(key)}: it has more than ${mostBytes} octets`);
            chunks.push(chunk);
          }
          return Buffer.concat(chunks).toString('utf8');
        } catch (error) {
          if (isAbsent(error)) return undefined;
          throw error;
        }
      }),
    create: (key, text) =>
      trying(`write ${named(key)}`, async () => {
        try {
          await put(key, text, true);
        } catch (error) {
          if (isTaken(error)) return false;
          if (!knowsNoConditions(error)) throw error;
          await put(key, text, false);
        }
        return true;
      }),
    upload: (key, path, bytes) =>
      trying(`write ${named(key)}`, async () => {
        const over = within(bytes);
        const upload = new Upload({
          client,
          params: {
            Bucket: bucket,
            Key: key,
            Body: createReadStream(path),
            ContentType: types[extname(path)] ?? 'application/octet-stream',
          },
          partSize: limits.partBytes,
          queueSize: 2,
        });
        const stop = (): void => void upload.abort();
        over.addEventListener('abort', stop, { once: true });
        try {
          over.throwIfAborted();
          await upload.done();
        } finally {
          over.removeEventListener('abort', stop);
        }
      }),
    download: (key, bytes, take) =>
      trying(`read ${named(key)}`, async () => {
        const abortSignal = within(bytes);
        for (let attempt = 1; ; attempt++) {
          const body = await bodyOf(key, abortSignal);
          try {
            return await take(body);
          } catch (error) {
            // The client tries a request again, and not an answer that breaks off.
            if (error instanceof UsageError || abortSignal.aborted || attempt >= limits.answers) throw error;
          }
        }
      }),
    folders: (prefix) =>
      trying(`list ${named(prefix)}`, async () => {
        const found: string[] = [];
        let next: string | undefined;
        do {
          const answer = await client.send(
            new ListObjectsV2Command({
              Bucket: bucket,
              Prefix: `${prefix}/`,
              Delimiter: '/',
              ...(next === undefined ? {} : { ContinuationToken: next }),
            }),
            { abortSignal: within() },
          );
          for (const { Prefix } of answer.CommonPrefixes ?? []) if (Prefix !== undefined) found.push(Prefix.slice(prefix.length + 1, -1));
          next = answer.IsTruncated === true ? answer.NextContinuationToken : undefined;
        } while (next !== undefined);
        return found.toSorted();
      }),
    close: () => client.destroy(),
  };
};
