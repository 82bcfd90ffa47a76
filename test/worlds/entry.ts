import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTcpServer, type Server as TcpServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { stringify } from 'yaml';
import { checks } from '../../src/checks/index.ts';
import { loadContract } from '../../src/contract/load.ts';
import type { PreflightResult, RunEvent } from '../../src/model/event.ts';
import type { Secrets, Target } from '../../src/model/target.ts';
import { makePlan } from '../../src/plan/make-plan.ts';
import { examine } from '../../src/runner/doctor/examine.ts';
import { runPlan } from '../../src/runner/engine/run-plan.ts';
import { madeTarget } from '../model/made-target.ts';

type Json = Readonly<Record<string, unknown>>;

const list = (summary: string, security?: readonly Json[]): Json => ({
  get: {
    summary,
    ...(security === undefined ? {} : { security }),
    responses: {
      '200': { description: summary, content: { 'application/json': { schema: { type: 'array', items: { type: 'object' } } } } },
      default: { description: 'Something else' },
    },
  },
});

/** A pottery that rents out its kilns: three lists, and a kiln by its id. */
export const kilnPaths = {
  '/kilns': list('Kilns'),
  '/glazes': list('Glazes'),
  '/firings': list('Firings'),
  '/kilns/{id}': {
    get: {
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
      responses: { '200': { description: 'A kiln', content: { 'application/json': {} } }, default: { description: 'Something else' } },
    },
  },
};

export const kilnDocument = (changes: Json = {}): Json => ({
  openapi: '3.1.0',
  info: { title: 'Kiln bookings', version: '1' },
  servers: [{ url: 'https://pottery.example/api/v1' }],
  security: [{ member: [] }],
  paths: kilnPaths,
  components: { securitySchemes: { member: { type: 'http', scheme: 'bearer' } } },
  ...changes,
});

export const memberKey = 'member-key-4711-abcdefgh';

/** Writes a document into a folder of its own. */
export const write = (document: Json): string => {
  const folder = mkdtempSync(join(tmpdir(), 'assay-kiln-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'kilns.yaml');
  writeFileSync(file, stringify(document));
  return file;
};

const listening = async (server: Server | TcpServer): Promise<number> => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
};

export type Kiln = {
  readonly url: string;
  readonly port: number;
  readonly asked: { readonly line: string; readonly headers: IncomingMessage['headers'] }[];
};

/** An HTTP server with scripted answers that records its requests. */
export const serve = async (
  answer: (request: IncomingMessage, response: ServerResponse) => void,
  make: (listener: (request: IncomingMessage, response: ServerResponse) => void) => Server = createServer,
  scheme = 'http',
): Promise<Kiln> => {
  const asked: { line: string; headers: IncomingMessage['headers'] }[] = [];
  const server = make((request, response) => {
    asked.push({ line: `${request.method} ${request.url}`, headers: request.headers });
    request.resume();
    answer(request, response);
  });
  const port = await listening(server);
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `${scheme}://127.0.0.1:${port}`, port, asked };
};

/** A TCP server. */
export const serveRaw = async (talk: (socket: Socket) => void): Promise<{ readonly url: string; readonly port: number }> => {
  const sockets = new Set<Socket>();
  const server = createTcpServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    talk(socket);
  });
  const port = await listening(server);
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { url: `http://127.0.0.1:${port}`, port };
};

export const say = (response: ServerResponse, status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): void => {
  const isText = typeof body === 'string';
  response.writeHead(status, { 'content-type': isText ? 'text/html; charset=utf-8' : 'application/json', ...headers });
  response.end(isText ? body : JSON.stringify(body));
};

export type Judging = {
  readonly document?: Json;
  readonly target?: Partial<Target>;
  readonly secrets?: Secrets;
};

const targetOf = (file: string, baseUrl: string, over: Partial<Target>): Target =>
  madeTarget({
    name: 'kilns',
    contract: file,
    baseUrl,
    http: { timeoutMs: 1_000, headers: {} },
    ...over,
  });

/** The result of preflight for an address. */
export const lookAt = async (
  baseUrl: string,
  { document = kilnDocument(), target = {}, secrets = { key: memberKey } }: Judging = {},
): Promise<PreflightResult> => {
  const file = write(document);
  const contract = await loadContract(file);
  const { preflight } = await examine({ contract, target: targetOf(file, baseUrl, target), secrets }, new AbortController().signal);
  return preflight;
};

/** The sentence that stops a run. */
export const stopAt = async (baseUrl: string, judging: Judging = {}): Promise<string> => {
  const result = await lookAt(baseUrl, judging);
  if (result.kind !== 'stopped') throw new Error(`It would run: ${JSON.stringify(result)}`);
  return result.reason;
};

/** Runs a plan against an address. */
export const judge = async (
  baseUrl: string,
  { document = kilnDocument(), target: over = {}, secrets = { key: memberKey } }: Judging = {},
) => {
  const file = write(document);
  const contract = await loadContract(file);
  const target = targetOf(file, baseUrl, over);
  const plan = makePlan({ contract, target, checks, seed: 1 });
  const events: RunEvent[] = [];
  await runPlan(
    { contract, plan, target, secrets, options: { seed: 1, nonce: 'n', concurrency: 2 } },
    (event) => events.push(event),
    new AbortController().signal,
  );
  const verdicts = events.filter((event) => event.type === 'verdict');
  const ended = events.find((event) => event.type === 'ended');
  return {
    plan,
    verdicts,
    of: (kind: string) => verdicts.filter(({ verdict }) => verdict.kind === kind),
    accusations: verdicts.flatMap(({ case: one, verdict }) =>
      verdict.kind === 'fail' ? [`${one.requirement} ${verdict.finding.operation} ${verdict.finding.code}`] : [],
    ),
    stopped: ended?.type === 'ended' ? ended.stopped?.message : undefined,
    waits: events.flatMap((event) => (event.type === 'waiting' ? [event.seconds] : [])),
  };
};
