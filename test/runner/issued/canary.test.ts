import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import type { RunEvent } from '../../../src/model/event.ts';
import type { StoredExchange } from '../../../src/model/stored-exchange.ts';
import { curlCommand } from '../../../src/report/curl.ts';
import { replayCase, replayPlan } from '../../../src/runner/replay/replay-case.ts';
import { kennel } from '../../worlds/issued-keys.ts';
import { recordedRun } from './recorded-run.ts';
import { escaped, leaksOf, textsBelow } from './traces.ts';
import { madeTarget } from '../../model/made-target.ts';
import { onLoopback } from '../../exchange/on-loopback.ts';

/** What the kennel issues, in turn. */
const planted = ['Ct"Key/+%41\\Zz09-abcDEF_ghiJKL~mnoPQR.stuVWX', 'kn_51L8f9Z8vY8qW8k9fFzq3', 'QmFzZTY0S2V5IQ+Zz09AbCdEfGh=='] as const;
const ownKey = 'kn_own_0123456789abcdef';

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
        `{"no":"${issued.length}","secret":"${escaped(fresh)}","copy":${JSON.stringify(JSON.stringify({ fresh }))}}`,
        {
          Location: `/keys/${encodeURIComponent(fresh)}`,
          'X-New-Key': fresh,
        },
      );
    }
    return tell(outgoing, 404, JSON.stringify({ error: { code: 'nothing', history } }));
  };
  const server = createServer((incoming, outgoing) => void answer(incoming, outgoing).catch(() => outgoing.destroy()));
  return onLoopback(server);
};

test('no eight characters of a key that the target issues reach an event, a file or a command', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'assay-issued-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const contract = await kennel();
  const secrets = { key: ownKey };
  const target = madeTarget({
    name: 'kennel',
    contract: 'kennel',
    baseUrl: await startKennel(),
    maxCreates: 4,
    allow: ['mutation', 'permanent', 'issue-credential'],
    durations: { 'created.listed': 1, 'created.settled': 1 },
  });
  const { plan, events, files } = await recordedRun(contract, target, secrets, directory);
  const verdicts = new Map(events.flatMap((event) => (event.type === 'verdict' ? [[event.case.requirement, event.verdict.kind]] : [])));
  expect(Object.fromEntries(verdicts)).toMatchObject({
    'K-WORKS': 'pass',
    'K-DIFFER': 'pass',
    'K-BELONGS': 'pass',
    'K-FORM': 'observed',
    'K-ACCEPTED': 'pass',
    'K-ECHO': 'pass',
  });
  const exchanges = (files.get(join('exchanges', '1.jsonl')) ?? '')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as StoredExchange);
  expect(exchanges.filter(({ request }) => request.credential.kind === 'issued').length).toBeGreaterThan(1);
  // A replay has a key of its own issued.
  const again: RunEvent[] = [];
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
    (event) => again.push(event),
    new AbortController().signal,
  );
  expect(replayed.kind).toBe('pass');
  expect(files.has('created.jsonl')).toBe(true);
  const commands = exchanges.map((exchange) => curlCommand(exchange, { baseUrl: target.baseUrl }));
  const haystacks = new Map([
    ...textsBelow(directory),
    ['events', JSON.stringify([...events, ...again])],
    ['events in clear', [...events, ...again].map(String).join('\n')],
    ['commands', commands.flatMap(({ command, notes }) => [command, ...notes]).join('\n')],
  ]);
  expect(leaksOf(Object.fromEntries(planted.entries()), haystacks)).toEqual([]);
  expect([...haystacks.values()].join('')).toContain('[issued-1]');
  expect(commands.find(({ command }) => command.includes('$ISSUED_1'))?.notes.join(' ')).toContain('let it issue another one first');
});
