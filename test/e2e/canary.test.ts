import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { Agent, request } from 'undici';
import { expect, onTestFinished, test } from 'vitest';
import { reportNames } from '../../src/model/report-names.ts';
import { startReference } from '../../src/reference/index.ts';
import { leaksOf, textsBelow } from '../runner/issued/traces.ts';
import { emptyFolder, start } from './assay.ts';
import { watchCommandLines } from './command-lines.ts';

/** Keys with as odd characters as a header allows. */
const planted = {
  key: 'Ct"Key/+%41\\Zz09-abcDEF_ghiJKL~mnoPQR.stuVWX',
  second: 'zweiter:Schluessel@{with}[odd]<signs>&more=0987654321',
};

/** A server in front of the reference that repeats each credential in every way in which a careless server would. */
const startEcho = async (behind: { readonly url: string; readonly credentials: Readonly<Record<string, string>> }): Promise<string> => {
  const agent = new Agent();
  const answer = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const authorization = incoming.headers.authorization ?? '';
    const theirs = authorization === `Bearer ${planted.key}` ? `Bearer ${behind.credentials['key']}` : authorization;
    const headers: Record<string, string> = {
      ...(theirs === '' ? {} : { authorization: theirs }),
      ...(incoming.headers['content-type'] ? { 'content-type': incoming.headers['content-type'] } : {}),
    };
    const reply = await request(new URL(behind.url).origin + (incoming.url ?? '/'), {
      method: (incoming.method ?? 'GET') as 'GET',
      headers,
      dispatcher: agent,
      ...(chunks.length > 0 ? { body: Buffer.concat(chunks) } : {}),
    });
    const text = await reply.body.text();
    const echo = [0, 1, 2].map((offset) => Buffer.from('x'.repeat(offset) + authorization).toString('base64'));
    for (const [name, value] of Object.entries(reply.headers))
      if (name !== 'content-length' && value !== undefined) outgoing.setHeader(name, value);
    outgoing.setHeader('X-Debug-Authorization', authorization);
    outgoing.setHeader('X-Debug-Encoded', echo.join(','));
    outgoing.setHeader('Link', `</next?key=${encodeURIComponent(authorization)}>; rel="next"`);
    let body = text;
    try {
      const json: unknown = JSON.parse(text);
      if (typeof json === 'object' && json !== null && !Array.isArray(json))
        body = JSON.stringify({
          ...json,
          debug: { authorization, echo, escaped: encodeURIComponent(authorization), [authorization]: true },
        });
    } catch {
      body = text;
    }
    outgoing.writeHead(reply.statusCode).end(body);
  };
  const server = createServer((incoming, outgoing) => void answer(incoming, outgoing).catch(() => outgoing.destroy()));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await agent.destroy();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return `http://127.0.0.1:${address.port}${new URL(behind.url).pathname}`;
};

test('no eight characters of a key reach a file, a stream or the process list', async () => {
  const reference = await startReference({ vendor: 'cloudnexus' });
  onTestFinished(() => reference.close());
  const url = await startEcho(reference);
  const cwd = emptyFolder();
  const commandLines = watchCommandLines();
  const run = start(
    [
      'run',
      'cloudnexus',
      '--base-url',
      url,
      '--credential',
      'key=env:CANARY_KEY',
      '--credential',
      'second=env:CANARY_SECOND',
      '--allow',
      'mutation,permanent,flood',
      '--set',
      'quota.limit=600',
      '--set',
      'quota.windowSeconds=2',
      '--set',
      `fixtures.image=${String(reference.fixtures['image'])}`,
      '--report',
      reportNames.join(','),
      '--out',
      join(cwd, 'out'),
    ],
    { cwd, env: { CANARY_KEY: planted.key, CANARY_SECOND: planted.second } },
  );
  const { code, stdout, stderr } = await run.finished;
  expect({ code, stderr: code === 0 ? '' : stderr, stdout: code === 0 ? '' : stdout }).toEqual({ code: 0, stderr: '', stdout: '' });

  const files = textsBelow(cwd);
  expect(files.has(join('out', 'run.jsonl'))).toBe(true);
  expect(files.get(join('out', 'exchanges', '1.jsonl'))).toContain('[secret]');
  const found = new Map([...files, ['stdout', stdout], ['stderr', stderr], ['process list', commandLines()]]);
  expect(leaksOf(planted, found)).toEqual([]);
});
