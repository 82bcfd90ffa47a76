import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { checks } from '../../src/checks/index.ts';
import type { RunEvent } from '../../src/model/event.ts';
import type { StoredExchange } from '../../src/model/stored-exchange.ts';
import type { Target } from '../../src/model/target.ts';
import { makePlan } from '../../src/plan/make-plan.ts';
import { recordRun } from '../../src/policy/record-run.ts';
import { curlCommand } from '../../src/report/curl.ts';
import { allReports, writeReports } from '../../src/report/write-reports.ts';
import { replayCase, replayPlan } from '../../src/runner/replay/replay-case.ts';
import { runPlan } from '../../src/runner/engine/run-plan.ts';
import { kennel } from './key-contract.ts';

/** What the kennel issues, in turn. */
const planted = ['Ct"Key/+%41\\Zz09-abcDEF_ghiJKL~mnoPQR.stuVWX', 'kn_51L8f9Z8vY8qW8k9fFzq3', 'QmFzZTY0S2V5IQ+Zz09AbCdEfGh=='] as const;
const ownKey = 'kn_own_0123456789abcdef';

const units = (text: string): string => Array.from(text, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');

/** A kennel that shows every key it has issued wherever it can. */
const startKennel = async (): Promise<string> => {
  const rooms: { readonly no: string; readonly name: string }[] = [{ no: 'r-1', name: 'first' }];
  const issued: string[] = [];
  const shown = (): Record<string, string> => {
    const last = issued.at(-1) ?? 'none yet';
    return { 'X-Debug-Keys': issued.join(', '), Link: `</keys/${encodeURIComponent(last)}>; rel="last"` };
  };
  const tell = (outgoing: ServerResponse, status: number, body: string, headers: Record<string, string> = {}): void => {
    const bytes = gzipSync(body);
    outgoing.writeHead(status, { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip', ...shown(), ...headers });
    // Two writes without a length are two chunks.
    outgoing.write(bytes.subarray(0, 9));
    outgoing.end(bytes.subarray(9));
  };
  const answer = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const key = /^Bearer (.*)$/.exec(incoming.headers.authorization ?? '')?.[1] ?? '';
    const history = { keys: issued, quoted: JSON.stringify(issued), byKey: Object.fromEntries(issued.map((one) => [one, true])) };
    if (key !== ownKey && !issued.includes(key)) return tell(outgoing, 401, JSON.stringify({ error: { code: 'who', history } }));
    if (incoming.url === '/rooms' && incoming.method === 'GET') return tell(outgoing, 200, JSON.stringify({ rooms, history }));
    const body = JSON.parse(Buffer.concat(chunks).toString() || '{}') as Record<string, unknown>;
    if (incoming.url === '/rooms' && incoming.method === 'POST') {
      const room = { no: `r-${rooms.length + 1}`, name: String(body['name']) };
      rooms.push(room);
      return tell(outgoing, 201, JSON.stringify(room));
    }
    if (incoming.url === '/keys' && incoming.method === 'POST') {
      const fresh = planted[issued.length % planted.length] ?? '';
      issued.push(fresh);
      return tell(
        outgoing,
        201,
        `{"no":"${issued.length}","secret":"${units(fresh)}","copy":${JSON.stringify(JSON.stringify({ fresh }))}}`,
        {
          Location: `/keys/${encodeURIComponent(fresh)}`,
          'X-New-Key': fresh,
        },
      );
    }
    return tell(outgoing, 404, JSON.stringify({ error: { code: 'nothing', history } }));
  };
  const server = createServer((incoming, outgoing) => void answer(incoming, outgoing).catch(() => outgoing.destroy()));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

/** Forms in which eight characters in a row would betray a key. */
const tracesOf = (key: string): string[] => {
  const found = new Set<string>();
  for (let at = 0; at + 8 <= key.length; at++) {
    const window = key.slice(at, at + 8);
    found.add(window).add(JSON.stringify(window).slice(1, -1)).add(encodeURIComponent(window)).add(units(window));
    found.add(JSON.stringify(JSON.stringify(window)).slice(3, -3));
    for (const offset of [0, 1, 2]) {
      const encoded = Buffer.from('\0'.repeat(offset) + window).toString('base64');
      found.add(encoded.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + 8) * 8) / 6)));
    }
  }
  return [...found];
};

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((file) => statSync(file).isFile());

test('no eight characters of a key that the target issues reach an event, a file or a command', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'assay-issued-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const contract = await kennel();
  const secrets = { key: ownKey };
  const target: Target = {
    name: 'kennel',
    contract: 'kennel',
    baseUrl: await startKennel(),
    urls: {},
    credentials: ['key'],
    flood: { maxRequests: 10 },
    maxCreates: 4,
    allow: ['mutation', 'permanent', 'issue-credential'],
    fixtures: {},
    durations: { 'created.listed': 1, 'created.settled': 1 },
    values: {},
    http: { timeoutMs: 2000, headers: {} },
  };
  const plan = makePlan({ contract, target, checks, seed: 1 });
  const record = recordRun({
    path: join(directory, 'run.jsonl'),
    run: 'r1',
    assay: '0',
    demo: false,
    startedAt: new Date(0).toISOString(),
    seed: 1,
    nonce: 'n1',
    options: {},
    targets: [{ target, secrets, contract, plan }],
  });
  const events: RunEvent[] = [];
  await runPlan(
    { contract, plan, target, secrets, options: { seed: 1, nonce: 'n1', concurrency: 2 }, directory },
    (event) => {
      events.push(event);
      record.listen('kennel', event);
    },
    new AbortController().signal,
  );
  const written = record.finish([{ target: 'kennel', kind: 'complete' }]);
  await writeReports({ record: written, directory, contracts: new Map([['kennel', contract]]), list: allReports });

  const verdicts = new Map(events.flatMap((event) => (event.type === 'verdict' ? [[event.case.requirement, event.verdict.kind]] : [])));
  expect(Object.fromEntries(verdicts)).toMatchObject({
    'K-WORKS': 'pass',
    'K-DIFFER': 'pass',
    'K-BELONGS': 'pass',
    'K-FORM': 'observed',
    'K-ACCEPTED': 'pass',
    'K-ECHO': 'pass',
  });
  const exchanges = readFileSync(join(directory, 'exchanges', '1.jsonl'), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as StoredExchange);
  expect(exchanges.filter(({ request }) => request.credential.kind === 'issued').length).toBeGreaterThan(1);
  // A replay has a key of its own issued.
  const planned = plan.cases.find(({ check }) => check === 'auth/issued-works');
  const replayed = await replayCase(
    {
      contract,
      plan: replayPlan(plan, planned?.id ?? '', []),
      target: { ...target, baseUrl: await startKennel() },
      secrets,
      options: { seed: 1, nonce: 'n2', concurrency: 1 },
      directory: join(directory, 'replay'),
    },
    planned?.id ?? '',
    (event) => events.push(event),
    new AbortController().signal,
  );
  expect(replayed.kind).toBe('pass');
  const files = filesBelow(directory);
  expect(files.some((file) => file.endsWith('created.jsonl'))).toBe(true);
  const commands = exchanges.map((exchange) => curlCommand(exchange, { baseUrl: target.baseUrl }));
  const haystacks = new Map([
    ...files.map((file): [string, string] => [file, readFileSync(file, 'utf8')]),
    ['events', JSON.stringify(events)],
    ['events in clear', events.map(String).join('\n')],
    ['commands', commands.flatMap(({ command, notes }) => [command, ...notes]).join('\n')],
  ]);
  const leaks = planted.flatMap((key) =>
    tracesOf(key).flatMap((trace) => [...haystacks].filter(([, text]) => text.includes(trace)).map(([where]) => `${where}: ${trace}`)),
  );
  expect(leaks).toEqual([]);
  expect([...haystacks.values()].join('')).toContain('[issued-1]');
  expect(commands.find(({ command }) => command.includes('$ISSUED_1'))?.notes.join(' ')).toContain('have another one issued first');
});
