import type { IncomingMessage, RequestListener } from 'node:http';
import { plainHttp } from '../kit/plain-http.ts';
import type { Call } from './call.ts';
import type { Settings } from './settings.ts';

const plain = new WeakSet<IncomingMessage>();

/** Whether a call came without encryption. */
export const isPlain = (call: Call): boolean => plain.has(call.req);

/** The listener for calls without encryption; each call may be answered in another way. */
export const plainListener =
  ({ plainHttp: mannerFor }: Settings, served: RequestListener, secureOrigin: () => string | undefined): RequestListener =>
  (request, response) => {
    plain.add(request);
    return plainHttp(mannerFor(request), served, secureOrigin)(request, response);
  };
