import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { certificate, certificateKey } from './certificate.ts';

/** A request as received. */
export type WireRequest = {
  readonly line: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
  /** Connections are counted from 1, requests of a connection too. */
  readonly connection: number;
  readonly turn: number;
};

export type RawServer = {
  readonly url: string;
  readonly port: number;
  readonly requests: readonly WireRequest[];
  connections(): number;
  close(): Promise<void>;
};

/** Answers a request with any bytes. */
export type Answering = (socket: Socket, request: WireRequest) => void;

const parse = (bytes: Buffer): (Omit<WireRequest, 'connection' | 'turn'> & { readonly length: number }) | undefined => {
  const end = bytes.indexOf('\r\n\r\n');
  if (end === -1) return undefined;
  const [line = '', ...fields] = bytes.toString('latin1', 0, end).split('\r\n');
  const headers = fields.map((field) => {
    const colon = field.indexOf(':');
    return [field.slice(0, colon), field.slice(colon + 1).trim()] as const;
  });
  const length = Number(headers.find(([name]) => name.toLowerCase() === 'content-length')?.[1] ?? 0);
  const from = end + 4;
  return bytes.length < from + length ? undefined : { line, headers, body: bytes.subarray(from, from + length), length: from + length };
};

const serve = async (server: Server, scheme: string, event: 'connection' | 'secureConnection', answer: Answering): Promise<RawServer> => {
  const requests: WireRequest[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  });
  server.on('tlsClientError', () => undefined);
  server.on(event, (socket: Socket) => {
    connections += 1;
    const connection = connections;
    let turn = 0;
    let pending = Buffer.alloc(0);
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => {
      pending = Buffer.concat([pending, chunk]);
      for (let parsed = parse(pending); parsed !== undefined; parsed = parse(pending)) {
        pending = pending.subarray(parsed.length);
        turn += 1;
        const { line, headers, body } = parsed;
        const request = { line, headers, body, connection, turn };
        requests.push(request);
        answer(socket, request);
      }
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `${scheme}://127.0.0.1:${port}`,
    port,
    requests,
    connections: () => connections,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => {
          resolve();
        });
      }),
  };
};

/** A TCP server on the loopback interface that reads requests and writes the given bytes. */
export const startRaw = (answer: Answering): Promise<RawServer> => serve(createServer(), 'http', 'connection', answer);

/** The same over TLS, with a certificate for `localhost`. */
export const startRawTls = (answer: Answering): Promise<RawServer> =>
  serve(createTlsServer({ cert: certificate, key: certificateKey }), 'https', 'secureConnection', answer);

/** An HTTP/1.1 answer with a length. */
export const http = (status: string, headers: readonly string[], body: string | Buffer): Buffer => {
  const bytes = Buffer.from(body);
  return Buffer.concat([
    Buffer.from([`HTTP/1.1 ${status}`, ...headers, `Content-Length: ${bytes.length}`, '', ''].join('\r\n'), 'latin1'),
    bytes,
  ]);
};

export const okJson = (value: unknown): Buffer => http('200 OK', ['Content-Type: application/json'], JSON.stringify(value));
