import type { RequestListener } from 'node:http';
import { createServer } from 'node:net';
import type { Socket } from 'node:net';
import { listen, openServer } from './kit/http-server.ts';

export type RunningServer = { readonly url: string; readonly close: () => Promise<void> };

/** A server that is not an API. No requirement may ever pass on it. */
export type NullServer = { readonly title: string; readonly start: () => Promise<RunningServer> };

const host = '127.0.0.1';

const always =
  (status: number, body: unknown): RequestListener =>
  (request, response) => {
    request.resume();
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
  };

const answering = (title: string, status: number, body: unknown): NullServer => ({
  title,
  start: async () => {
    const { origin, close } = await openServer(always(status, body), host, 0);
    return { url: origin, close };
  },
});

const refused = (status: number, message: string): NullServer =>
  answering(`answers ${status} to everything`, status, { error: { code: status, message } });

const closedPort: NullServer = {
  title: 'nothing listens on its port',
  start: async () => {
    const { origin, close } = await openServer(always(200, {}), host, 0);
    await close();
    return { url: origin, close };
  },
};

const silent: NullServer = {
  title: 'accepts connections and never answers',
  start: async () => {
    const sockets = new Set<Socket>();
    const server = createServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => sockets.delete(socket));
      socket.resume();
    });
    const { origin, close } = await listen(server, host, 0, () => sockets.forEach((socket) => socket.destroy()));
    return { url: origin, close };
  },
};

/** Servers that prove nothing, by name. */
export const nullServers: Readonly<Record<string, NullServer>> = {
  'empty-object': answering('answers 200 and an empty object to everything', 200, {}),
  'empty-page': answering('answers 200 and an empty page to everything', 200, {
    data: [],
    pagination: { next_cursor: null, has_more: false },
  }),
  'not-found': refused(404, 'Not found'),
  unauthorized: refused(401, 'Unauthorized'),
  'server-error': refused(500, 'Internal error'),
  'closed-port': closedPort,
  silent,
};
