import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { StoredExchange } from '../../src/model/stored-exchange.ts';
import { afterTest } from '../beside-others.ts';
import { startRaw } from '../exchange/raw-server.ts';
import { groups } from '../runner/lab/behaviours/index.ts';
import { message, withBody } from '../runner/lab/octets.ts';
import { emptyFolder, start } from './assay.ts';

/** What the fault lab sends that is too large, by path. */
const tooMuch = groups.flatMap(({ behaviours }) =>
  behaviours.filter(({ large }) => large === true).map((one) => ({ path: `/${one.name}`, ...one })),
);

const isStream = ({ says }: (typeof tooMuch)[number]): boolean => JSON.stringify(says ?? {}).includes('text/event-stream');

const lists = Array.from({ length: 40 }, (_, at) => `/list/${at}`);
const tag = 'tag-0123456789abcdef';

const list = (path: string): Buffer =>
  withBody(
    JSON.stringify({
      items: Array.from({ length: 7000 }, (_, at) => ({
        id: at,
        name: `item ${at} of ${path}`,
        tags: ['a', 'b'],
        at: '2026-01-01T00:00:00Z',
      })),
    }),
  );

/** Answers what is too large as the lab does, and lists that are large enough to fill a small memory together. */
const startHostile = async (): Promise<string> => {
  const server = await startRaw((socket, request) => {
    const { pathname: path } = new URL(request.line.split(' ')[1] ?? '/', 'http://lab');
    const acts = tooMuch.find((one) => one.path === path)?.acts;
    const hasTag = request.headers.some(([name, value]) => name.toLowerCase() === 'x-tag' && value === tag);
    if (!hasTag) socket.write(message('401 Unauthorized', ['Content-Type: application/json', 'WWW-Authenticate: Tag realm="much"'], '{}'));
    else if (typeof acts === 'function') acts({ socket, request, number: 1, elsewhere: 'http://127.0.0.1:1' });
    else socket.write(lists.includes(path) ? list(path) : message('404 Not Found', ['Content-Type: application/json'], '{}'));
  });
  afterTest(() => server.close());
  return server.url;
};

const item = {
  type: 'object',
  required: ['id'],
  properties: { id: { type: 'integer' }, name: { type: 'string' }, tags: { type: 'array', items: { type: 'string' } } },
};
const content = { 'application/json': { schema: { type: 'object', properties: { items: { type: 'array', items: item } } } } };
const described = { responses: { '200': { description: 'much', content } } };
const documentOf = (some: readonly string[], large: typeof tooMuch) => ({
  openapi: '3.1.0',
  info: { title: 'Too much', version: '1' },
  // The first reads show that the target works.
  paths: Object.fromEntries([
    ...some.map((path) => [path, { get: described }]),
    ...large.map(({ path, says }) => [path, { get: { ...described, ...says } }]),
  ]),
  security: [{ tag: [] }],
  components: { securitySchemes: { tag: { type: 'apiKey', in: 'header', name: 'X-Tag' } } },
});

const linesOf = (...path: readonly string[]): unknown[] =>
  readFileSync(join(...path), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);

/** Resident size, in kilobytes. */
const mostResident = 600 * 1024;

test.each([
  ['answers', lists, tooMuch.filter((one) => !isStream(one)), 8 * 1024 * 1024],
  // A stream is listened to for a second: what is too much has to come within that, also from a starved server.
  ['streams', lists.slice(0, 12), tooMuch.filter(isStream), 3 * 1024 * 1024],
] as const)('%s of any size neither end a run with little memory nor make a target fail', async (_what, some, large, most) => {
  const cwd = emptyFolder();
  const peaks = join(cwd, 'peaks');
  mkdirSync(peaks);
  writeFileSync(join(cwd, 'much.json'), JSON.stringify(documentOf(some, large)));
  const url = await startHostile();
  const args = [
    'run',
    'much.json',
    '--base-url',
    url,
    '--credential',
    'key=env:TAG',
    '--out',
    'out',
    '--json',
    '--set',
    'http.timeoutMs=5000',
    '--set',
    `http.maxBodyBytes=${most}`,
  ];
  const hook = fileURLToPath(new URL('../runner/lab/peak-memory.mjs', import.meta.url));
  // A run without these limits ends in "JavaScript heap out of memory", also with half as much again.
  const env = { TAG: tag, PEAK_FOLDER: peaks, NODE_OPTIONS: `--max-old-space-size=200 --import ${hook}` };
  const { code, stderr } = await start(args, { cwd, env }).finished;
  expect(stderr).not.toMatch(/out of memory|broken/);
  const entries = linesOf(cwd, 'out', 'run.jsonl') as { type: string; verdict?: { kind: string } }[];
  const kinds = entries.flatMap(({ verdict }) => (verdict ? [verdict.kind] : []));
  expect(entries.filter(({ verdict }) => verdict?.kind === 'fail' || verdict?.kind === 'broken')).toEqual([]);
  expect(kinds.filter((kind) => kind === 'pass').length).toBeGreaterThan(some.length);
  expect([0, 3]).toContain(code);
  const exchanges = linesOf(cwd, 'out', 'exchanges', '1.jsonl') as StoredExchange[];
  expect(large.length).toBeGreaterThan(0);
  for (const { path } of large) {
    const replies = exchanges
      .filter(({ request }) => request.path === path && request.credential.kind === 'valid' && request.faults.length === 0)
      .map(({ reply }) => reply);
    expect(replies.length, path).toBeGreaterThan(0);
    for (const reply of replies) {
      // A starved server sends too little within the time for which a stream is listened to: what came is then taken for a part.
      const isPart = reply.kind === 'answer' && reply.unfinished === true && reply.bodyBytes < most;
      const isTooMuch = reply.kind === 'no-answer' && ['too-large', 'timeout'].includes(reply.failure);
      expect(isTooMuch || (large.every(isStream) && isPart), `${path}: ${JSON.stringify(reply).slice(0, 300)}`).toBe(true);
    }
  }
  // The command, and the worker that talks to the target.
  const sizes = readdirSync(peaks).map((file) => Number(readFileSync(join(peaks, file), 'utf8')));
  expect(sizes.length).toBeGreaterThanOrEqual(2);
  expect(Math.max(...sizes)).toBeLessThan(mostResident);
});
