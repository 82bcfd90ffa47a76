import type { PlainManner } from '../kit/plain-http.ts';
import { errorObject } from './error-object.ts';
import { ErrorResponse } from '../kit/error-response.ts';
import type { Settings } from './settings.ts';

/** How calls without encryption fail (Base URL & Versions). */
export const plainManners: Readonly<Record<Settings['plainHttp'], PlainManner>> = {
  redirected: { kind: 'redirect', status: 301 },
  refused: { kind: 'refuse', status: 403, body: errorObject(new ErrorResponse(403, 'unencrypted', 'HTTPS is required')) },
  closed: { kind: 'close' },
  served: { kind: 'serve' },
};
