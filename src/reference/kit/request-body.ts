import type { IncomingMessage } from 'node:http';

/** What a request carried where the operation wants JSON. */
export type JsonBody =
  | { readonly kind: 'empty' }
  | { readonly kind: 'unparsable' }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'value'; readonly value: unknown };

const maxBodyBytes = 1_048_576;

/** Parses bytes as JSON text in UTF-8 (RFC 8259, 8.1). */
export const parseJsonBody = (bytes: Uint8Array): JsonBody => {
  if (bytes.byteLength === 0) return { kind: 'empty' };
  try {
    return { kind: 'value', value: JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)) };
  } catch {
    return { kind: 'unparsable' };
  }
};

/**
 * Reads the body of a request; undefined where it is larger than 1 MiB.
 * @throws {Error} when the client disconnects before its end.
 */
export const readBody = async (request: IncomingMessage): Promise<Buffer | undefined> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.byteLength;
    // Reads on without keeping the bytes: leaving the loop would close the connection before the answer is sent.
    if (size <= maxBodyBytes) chunks.push(chunk);
  }
  return size > maxBodyBytes ? undefined : Buffer.concat(chunks);
};

/**
 * Reads the body of a request as JSON, up to 1 MiB.
 * @throws {Error} when the client disconnects before its end.
 */
export const readJsonBody = async (request: IncomingMessage): Promise<JsonBody> => {
  const bytes = await readBody(request);
  return bytes === undefined ? { kind: 'too-large' } : parseJsonBody(bytes);
};
