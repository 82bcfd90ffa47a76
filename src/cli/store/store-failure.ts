import { UsageError } from '../../config/usage-error.ts';
import { visible } from '../../report/foreign-text.ts';

/** What a failure of the client of the storage says of itself. */
type Told = { readonly name: string; readonly code: string | undefined; readonly status: number | undefined };

const toldBy = (error: unknown): Told => {
  const { name, code, $metadata } = (typeof error === 'object' && error !== null ? error : {}) as {
    readonly name?: unknown;
    readonly code?: unknown;
    readonly $metadata?: { readonly httpStatusCode?: unknown };
  };
  const status = $metadata?.httpStatusCode;
  return {
    name: typeof name === 'string' ? visible(name).slice(0, 80) : 'unknown error',
    code: typeof code === 'string' ? code : undefined,
    status: typeof status === 'number' ? status : undefined,
  };
};

/** Codes of the system and of TLS that tell of a connection. */
const isOfNetwork = (code: string): boolean =>
  /^(?:ECONN\w+|ENOTFOUND|EAI_\w+|ETIMEDOUT|EPIPE|EHOST\w+|ENET\w+|EPROTO|ERR_(?:TLS|SSL)_\w+|ERR_STREAM_PREMATURE_CLOSE|CERT_\w+|DEPTH_\w+|SELF_SIGNED_\w+|UNABLE_TO_\w+)$/u.test(
    code,
  );

/** The storage answered that there is no such object. */
export const isAbsent = (error: unknown): boolean => toldBy(error).name === 'NoSuchKey';

/** The storage answered that there is such an object already, or that somebody is writing it. */
export const isTaken = (error: unknown): boolean => {
  const { name, status } = toldBy(error);
  return status === 412 || name === 'PreconditionFailed' || name === 'ConditionalRequestConflict';
};

/** The storage does not know conditions. */
export const knowsNoConditions = (error: unknown): boolean => {
  const { name, status } = toldBy(error);
  return status === 501 || name === 'NotImplemented';
};

/** @returns undefined for what tells of neither the storage, nor the way to it, nor a file: a fault of assay. */
const whyOf = ({ name, code, status }: Told, bucket: string, host: string): string | undefined => {
  const called = status === undefined ? name : `${name}, status ${status}`;
  switch (name) {
    case 'NoSuchBucket':
      return `there is no bucket "${bucket}"; create it, or name another one`;
    case 'NoSuchKey':
      return 'a file of the list is not there; somebody removed it';
    case 'InvalidAccessKeyId':
    case 'SignatureDoesNotMatch':
    case 'InvalidToken':
    case 'ExpiredToken':
    case 'TokenRefreshRequired':
      return `the key is refused (${name}); look at AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN`;
    case 'AccessDenied':
    case 'AllAccessDisabled':
    case 'Forbidden':
      return `the key may not do this (${called}); it needs s3:GetObject, s3:PutObject and s3:ListBucket there`;
    case 'RequestTimeTooSkewed':
      return 'the clock of this machine and that of the storage differ by too much; set the clock';
    case 'CredentialsProviderError':
      return 'there is no key; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or give the machine a role';
    case 'PermanentRedirect':
    case 'AuthorizationHeaderMalformed':
      return `the bucket is in another region (${called}); set AWS_REGION`;
    default:
  }
  if (name === 'TimeoutError' || name === 'AbortError') return `no answer from ${host} in time; try again`;
  if (code !== undefined && isOfNetwork(code)) return `no connection to ${host} (${code}); look at AWS_ENDPOINT_URL and the network`;
  if (code !== undefined && /^E[A-Z]+$/u.test(code)) return `a file on this machine cannot be read or written (${code})`;
  return status === undefined ? undefined : `${host} answered with a failure (${called}); try again`;
};

/**
 * The failure in words, as a {@link UsageError}; any other error as it is. The answer of a storage may repeat parts of the request, so nothing of it is quoted but the name of the failure.
 * @param doing What failed: "read s3://bucket/nights".
 * @param host Where the storage is.
 */
export const storeFailure = (error: unknown, doing: string, bucket: string, host: string): unknown => {
  if (error instanceof UsageError) return error;
  // A client without a region fails before it asks anybody.
  const isRegionMissing = error instanceof Error && error.message === 'Region is missing';
  const why = isRegionMissing ? 'the region is not known; set AWS_REGION' : whyOf(toldBy(error), bucket, host);
  return why === undefined ? error : new UsageError(`Cannot ${doing}: ${why}`);
};
