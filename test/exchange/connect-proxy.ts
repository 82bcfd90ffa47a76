import { createServer, type IncomingHttpHeaders } from 'node:http';
import { connect, type Socket } from 'node:net';
import { afterTest } from '../beside-others.ts';
import { onLoopback } from './on-loopback.ts';

export type ConnectProxy = {
  /** Without credentials. */
  readonly origin: string;
  /** Every CONNECT, in the order of their arrival. */
  readonly asked: { readonly authority: string; readonly headers: IncomingHttpHeaders }[];
};

/** A proxy that only tunnels, as RFC 9110, section 9.3.6 describes, until the test is over. With credentials, as `NAME:PASSWORD`, it demands them. */
export const connectProxy = async ({
  credentials,
  status,
}: { readonly credentials?: string; readonly status?: number } = {}): Promise<ConnectProxy> => {
  const asked: ConnectProxy['asked'] = [];
  const open = new Set<Socket>();
  const server = createServer((_request, response) => response.writeHead(405).end());
  server.on('connect', (request, downstream: Socket, head) => {
    asked.push({ authority: request.url ?? '', headers: request.headers });
    downstream.on('error', () => downstream.destroy());
    const wanted = credentials && `Basic ${Buffer.from(credentials).toString('base64')}`;
    const refusal = wanted !== undefined && request.headers['proxy-authorization'] !== wanted ? 407 : status;
    if (refusal !== undefined) {
      downstream.end(`HTTP/1.1 ${refusal} No\r\ncontent-length: 4\r\n\r\nsorry`);
      return;
    }
    const [, host = '', port] = /^(.*):(\d+)$/u.exec(request.url ?? '') ?? [];
    const upstream = connect({ host, port: Number(port) }, () => {
      downstream.write('HTTP/1.1 200 Connection established\r\n\r\n');
      upstream.write(head);
      upstream.pipe(downstream).pipe(upstream);
    });
    for (const socket of [upstream, downstream]) {
      open.add(socket);
      socket.on('close', () => open.delete(socket));
    }
    upstream.on('error', () => downstream.destroy());
  });
  const origin = await onLoopback(server);
  afterTest(() => open.forEach((socket) => socket.destroy()));
  return { origin, asked };
};
