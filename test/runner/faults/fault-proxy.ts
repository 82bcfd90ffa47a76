import { once, setMaxListeners } from 'node:events';
import { Agent, createServer, request as forward, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** A request on its way through the proxy. */
export type Call = {
  /** From 1, in the order of arrival. */
  readonly number: number;
  readonly method: string;
  /** Path and query as they were sent. */
  readonly target: string;
};

/** What the proxy does with a call. */
export type Deed =
  | { readonly kind: 'pass' }
  /** This is answered without the server. */
  | { readonly kind: 'answer'; readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: string }
  /** The server answers, in another media type. */
  | { readonly kind: 'retype'; readonly type: string }
  /** The connection is destroyed; with `after` only after the server has answered, so that only the answer is lost. */
  | { readonly kind: 'drop'; readonly after?: 'answering' }
  /** The answer ends after half of its body. */
  | { readonly kind: 'cut' }
  /** The answer is delayed. */
  | { readonly kind: 'delay'; readonly ms: number }
  /** Destroys every connection and closes the port, for ever or for a time. */
  | { readonly kind: 'die'; readonly backAfterMs?: number };

export type Fault = (call: Call) => Deed;

export type FaultProxy = {
  /** The base URL to use instead of the server's. */
  readonly url: string;
  /** Calls that arrived so far. */
  calls(): number;
  close(): Promise<void>;
};

type Answer = { readonly status: number; readonly headers: readonly string[]; readonly body: Buffer };

const host = '127.0.0.1';

/** Hop-by-hop fields and the length, which the proxy's own connection decides. */
const ownFields = new Set(['connection', 'keep-alive', 'transfer-encoding', 'content-length']);

const withoutOwnFields = (flat: readonly string[]): string[] =>
  Array.from({ length: flat.length / 2 }, (_, at) => flat.slice(2 * at, 2 * at + 2)).flatMap((pair) =>
    ownFields.has(pair[0]?.toLowerCase() ?? '') ? [] : pair,
  );

const bodyOf = async (message: IncomingMessage): Promise<Buffer> => Buffer.concat((await message.toArray()) as Buffer[]);

/** A proxy in front of a server that spoils each call as the fault decides. */
export const startFaultProxy = async (behind: string, fault: Fault): Promise<FaultProxy> => {
  const { origin, pathname } = new URL(behind);
  const agent = new Agent({ keepAlive: true });
  const waiting = new AbortController();
  setMaxListeners(0, waiting.signal);
  let calls = 0;
  let isClosed = false;

  const ask = async (request: IncomingMessage): Promise<Answer> => {
    const body = await bodyOf(request);
    const headers = [...withoutOwnFields(request.rawHeaders), ...(body.length > 0 ? ['Content-Length', String(body.length)] : [])];
    const asked = forward(origin + (request.url ?? '/'), { method: request.method ?? 'GET', headers, agent }).end(body);
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    return { status: answer.statusCode ?? 0, headers: withoutOwnFields(answer.rawHeaders), body: await bodyOf(answer) };
  };

  const die = (backAfterMs: number | undefined): void => {
    const { port } = server.address() as AddressInfo;
    server.close();
    server.closeAllConnections();
    if (backAfterMs === undefined) return;
    void sleep(backAfterMs, undefined, { signal: waiting.signal }).then(
      () => isClosed || server.listen(port, host),
      () => undefined,
    );
  };

  const carry = async (request: IncomingMessage, response: ServerResponse, deed: Deed): Promise<void> => {
    const give = ({ status, headers, body }: Answer): void => {
      response.sendDate = false;
      response.writeHead(status, [...headers, 'Content-Length', String(body.length)]).end(request.method === 'HEAD' ? undefined : body);
    };
    switch (deed.kind) {
      case 'answer': {
        const { status, headers = { 'Content-Type': 'application/json' }, body = '' } = deed;
        request.resume();
        give({ status, headers: Object.entries(headers).flat(), body: Buffer.from(body) });
        return;
      }
      case 'drop':
        if (deed.after === 'answering') await ask(request);
        request.socket.destroy();
        return;
      case 'die':
        die(deed.backAfterMs);
        return;
      case 'cut': {
        const { status, headers, body } = await ask(request);
        response.writeHead(status, [...headers, 'Content-Length', String(body.length)]);
        response.write(body.subarray(0, body.length >> 1), () => response.socket?.end());
        return;
      }
      case 'delay':
        await sleep(deed.ms, undefined, { signal: waiting.signal });
        give(await ask(request));
        return;
      case 'retype': {
        const answer = await ask(request);
        const others = answer.headers.filter((_, at, all) => all[at - (at % 2)]?.toLowerCase() !== 'content-type');
        give({ ...answer, headers: [...others, 'Content-Type', deed.type] });
        return;
      }
      default:
        give(await ask(request));
    }
  };

  const server = createServer({ keepAliveTimeout: 120_000 }, (request, response) => {
    calls += 1;
    const deed = fault({ number: calls, method: request.method ?? '', target: request.url ?? '' });
    // A client that disconnected, or the end of the test, is not a failure of the proxy.
    carry(request, response, deed).catch(() => request.socket.destroy());
  });
  server.listen(0, host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${host}:${port}${pathname}`,
    calls: () => calls,
    async close() {
      isClosed = true;
      waiting.abort();
      agent.destroy();
      server.closeAllConnections();
      if (server.listening) await new Promise((resolve) => server.close(resolve));
    },
  };
};
