import type { PlainManner } from '../mechanisms/plain-http.ts';
import { errorObject } from './error-object.ts';
import { Refusal } from '../mechanisms/refusal.ts';
import type { Settings } from './settings.ts';

/** What calls without encryption meet, which fail (Base URL & Versions). */
export const plainManners: Readonly<Record<Settings['plainHttp'], PlainManner>> = {
  redirected: { kind: 'redirect', status: 301 },
  refused: { kind: 'refuse', status: 403, body: errorObject(new Refusal(403, 'unencrypted', 'HTTPS is required')) },
  closed: { kind: 'close' },
  served: { kind: 'serve' },
};
