import type { RequestListener } from 'node:http';
import type { Settings } from './settings.ts';

const toHttps: RequestListener = (request, response) => {
  const { hostname } = new URL(`http://${request.headers.host ?? 'localhost'}`);
  response.writeHead(301, { Location: `https://${hostname}${request.url ?? '/'}`, 'Content-Length': 0 }).end();
};

const refusing: RequestListener = (_request, response) => {
  response.writeHead(403, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify({ error: { code: 403, message: 'HTTPS is required' } }));
};

const closing: RequestListener = (request) => {
  request.socket.destroy();
};

/**
 * What answers where calls come without encryption, which fail (Base URL & Versions). In a test the base URL is plain
 * too, and stands for the encrypted one; this is a port of its own.
 */
export const plainHttp = (manner: Settings['plainHttp'], served: RequestListener): RequestListener =>
  ({ redirected: toHttps, refused: refusing, closed: closing, served })[manner];
