import { isLoopback } from '../../config/address.ts';
import { UsageError } from '../../config/usage-error.ts';
import type { Io } from '../io.ts';

/** How a storage is reached, by the variables that every tool for it reads. */
export type StoreSettings = {
  /** undefined for the service whose regions have addresses of their own. */
  readonly endpoint: string | undefined;
  /** undefined where the file of a profile has to say it. */
  readonly region: string | undefined;
  /** undefined where a file, a web identity or the machine has them. */
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken?: string } | undefined;
};

/**
 * Reads `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_SESSION_TOKEN`, `AWS_REGION` or `AWS_DEFAULT_REGION`, and `AWS_ENDPOINT_URL_S3` or
 * `AWS_ENDPOINT_URL`. No message quotes a value.
 * @param isPlainAllowed An address without encryption may be on another machine.
 * @throws {UsageError} for an address that cannot be used, and half a key.
 */
export const storeSettings = (env: Io['env'], isPlainAllowed: boolean): StoreSettings => {
  const given = (name: string): string | undefined => env[name]?.trim() || undefined;
  const variable = given('AWS_ENDPOINT_URL_S3') === undefined ? 'AWS_ENDPOINT_URL' : 'AWS_ENDPOINT_URL_S3';
  const address = given(variable);
  if (address !== undefined) {
    const refused = (why: string): UsageError => new UsageError(`Cannot use ${variable}: ${why}`);
    if (!URL.canParse(address)) throw refused('it is no address; write it like https://storage.example');
    const url = new URL(address);
    if (url.protocol !== 'https:' && url.protocol !== 'http:') throw refused('it has to begin with https:// or http://');
    if (url.username !== '' || url.password !== '')
      throw refused('it must not contain a key; give it as AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY');
    if (url.search !== '' || url.hash !== '') throw refused('it must not contain a query or a fragment');
    if (url.protocol === 'http:' && !isLoopback(url.hostname) && !isPlainAllowed)
      throw refused('records would go unencrypted to another machine; use https, or allow it with --allow plaintext');
  }
  const [accessKeyId, secretAccessKey, sessionToken] = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'].map(given);
  if ((accessKeyId === undefined) !== (secretAccessKey === undefined))
    throw new UsageError(
      `Cannot use the key of the storage: ${accessKeyId === undefined ? 'AWS_ACCESS_KEY_ID' : 'AWS_SECRET_ACCESS_KEY'} is not set, and the other half is`,
    );
  const region = given('AWS_REGION') ?? given('AWS_DEFAULT_REGION');
  return {
    endpoint: address,
    // Of a storage of one's own it is a word that both sides only sign by.
    region: region ?? (address === undefined ? undefined : 'us-east-1'),
    credentials:
      accessKeyId === undefined || secretAccessKey === undefined
        ? undefined
        : { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) },
  };
};
