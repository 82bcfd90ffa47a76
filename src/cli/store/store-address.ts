import { UsageError } from '../../config/usage-error.ts';

/** A place in an object storage: a bucket, and the beginning of the keys of its objects. */
export type StoreAddress = {
  readonly bucket: string;
  /** Without a slash at its ends, never empty. */
  readonly prefix: string;
  /** As it is printed: `s3://bucket/prefix`. */
  readonly text: string;
};

/** Whether a text can be one step of a path on every system: no separator, no way up, nothing that a terminal obeys. */
export const isPlainName = (name: string): boolean =>
  name !== '.' && name !== '..' && name.length <= 255 && /^[^/\\:*?"<>|\p{Cc}\p{Cs}]+$/u.test(name);

/**
 * Reads `s3://bucket/prefix`. The message never quotes the address, because somebody may have written a key into it.
 * @throws {UsageError} for anything else.
 */
export const storeAddressOf = (given: string): StoreAddress => {
  const refused = (why: string): UsageError =>
    new UsageError(`Cannot use the address of the storage: ${why}; write it like s3://bucket/nights/2026-03-01`);
  const [, bucket = '', path = ''] = /^s3:\/\/([^/]*)\/?(.*)$/su.exec(given) ?? [];
  if (!given.startsWith('s3://')) throw refused('it has to begin with s3://');
  if (bucket.includes('@'))
    throw refused('it must not contain a key: keys are given as the variables AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY');
  if (!/^[a-z0-9][a-z0-9._-]{1,61}[a-z0-9]$/iu.test(bucket)) throw refused('behind s3:// comes the name of a bucket');
  const prefix = path.replace(/\/$/u, '');
  if (prefix === '') throw refused('it names only a bucket; name a folder in it');
  if (prefix.length > 700) throw refused('it is longer than 700 characters');
  if (!prefix.split('/').every(isPlainName)) throw refused('its path has a step that no folder can be called');
  return { bucket, prefix, text: `s3://${bucket}/${prefix}` };
};
