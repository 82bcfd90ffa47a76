import { randomBytes } from 'node:crypto';
import { freshKey } from '../kit/credentials.ts';
import type { KeyForm } from '../kit/keys.ts';
import { keyForm } from '../kit/keys.ts';

/** An API key in the form of the document's example. */
export const printedKey = keyForm('sk_live_', 21);

const encoded = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');

/** An access token that begins like the one in the document's example: a JSON Web Token that this server does not read. */
export const printedToken: KeyForm = () =>
  [encoded({ alg: 'HS256', typ: 'JWT' }), encoded({ jti: freshKey() }), randomBytes(32).toString('base64url')].join('.');
