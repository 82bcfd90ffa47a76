import { randomBytes } from 'node:crypto';
import { freshKey } from '../kit/credentials.ts';
import type { KeyForm } from '../kit/keys.ts';
import { keyForm } from '../kit/keys.ts';

/** An API key as the document prints one. */
export const printedKey = keyForm('sk_live_', 21);

const encoded = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');

/** An access token that begins as the printed one does: a JSON Web Token, of which this server reads nothing. */
export const printedToken: KeyForm = () =>
  [encoded({ alg: 'HS256', typ: 'JWT' }), encoded({ jti: freshKey() }), randomBytes(32).toString('base64url')].join('.');
