import { wordsOf } from './infer/words.ts';

/** `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header) and its usual spellings. */
const keyNames = new Set(['idempotency key', 'x idempotency key', 'idempotencykey', 'x idempotencykey']);

/** Is a header field the one that names a request, so that sending it again does nothing more. */
export const isIdempotencyKey = (name: string): boolean => keyNames.has(wordsOf(name).join(' '));
