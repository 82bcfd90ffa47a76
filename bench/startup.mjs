// What the start of commands and short runs cost: processor time of all of their processes, time until the end, until the first line and until the first verdict is on disk,
// each as the median of some rounds with its range, and as a ratio to `node -e 0`. The service of the runs is on 127.0.0.1. Run `npm run build` first; needs Linux.
// Usage: npm run bench:startup -- [--rounds 7] [--markdown] [MAIN…]   MAIN: dist/bundle/main.js of other builds, which are measured in turn with this one.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { childrenMs } from './processor-time.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: 'string', default: '7' }, markdown: { type: 'boolean', default: false } },
});
const mains = [fileURLToPath(new URL('../dist/bundle/main.js', import.meta.url)), ...positionals.map((path) => resolve(path))];

const items = [
  { id: 'a1', name: 'first' },
  { id: 'b2', name: 'second' },
];
const server = createServer((request, response) => {
  const answer = (status, body) => {
    response.writeHead(status, { 'content-type': 'application/json', ...(status === 405 ? { allow: 'GET' } : {}) });
    response.end(JSON.stringify(body));
  };
  if (request.method !== 'GET') return answer(405, { message: 'only GET' });
  const { pathname } = new URL(request.url, 'http://localhost');
  if (pathname === '/items') return answer(200, { items });
  const item = items.find(({ id }) => pathname === `/items/${id}`);
  return item === undefined ? answer(404, { message: 'not found' }) : answer(200, item);
});
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));

const json = ($ref) => ({ 'application/json': { schema: { $ref: `#/components/schemas/${$ref}` } } });
const document = {
  openapi: '3.1.0',
  info: { title: 'Items', version: '1' },
  paths: {
    '/items': { get: { operationId: 'listItems', responses: { 200: { description: 'All items.', content: json('Items') } } } },
    '/items/{id}': {
      get: {
        operationId: 'getItem',
        parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
        responses: {
          200: { description: 'The item.', content: json('Item') },
          404: { description: 'There is no such item.', content: json('Problem') },
        },
      },
    },
  },
  components: {
    schemas: {
      Items: {
        type: 'object',
        required: ['items'],
        properties: { items: { type: 'array', items: { $ref: '#/components/schemas/Item' } } },
      },
      Item: { type: 'object', required: ['id', 'name'], properties: { id: { type: 'string' }, name: { type: 'string' } } },
      Problem: { type: 'object', required: ['message'], properties: { message: { type: 'string' } } },
    },
  },
};

const room = mkdtempSync(join(tmpdir(), 'assay-startup-'));
writeFileSync(join(room, 'items.json'), JSON.stringify(document));
const run = ['run', join(room, 'items.json'), '--base-url', `http://127.0.0.1:${server.address().port}`];

/** The words of each command, and whether it leaves a record. */
const commands = [
  { words: ['--help'] },
  { words: ['list', 'contracts'] },
  { words: ['explain', 'NEXUS-39'] },
  { words: ['lint', 'cloudnexus'] },
  { words: [...run, '--dry-run'], name: 'run --dry-run' },
  { words: run, name: 'run at a small service', hasRecord: true },
  { words: ['demo', 'cloudnexus', '--profile', 'smoke'], hasRecord: true },
];

let count = 0;

/** Starts a program once, in a folder in which runs were before. */
const measured = (cwd, args, hasRecord = false) =>
  new Promise((ended, failed) => {
    const out = join(cwd, `kept-${(count += 1)}`);
    const before = childrenMs();
    const since = performance.now();
    const child = spawn(process.execPath, [...args, ...(hasRecord ? ['--out', out] : [])], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    let lineMs;
    let verdictMs;
    for (const stream of [child.stdout, child.stderr]) stream.on('data', () => (lineMs ??= performance.now() - since));
    const look = setInterval(() => {
      try {
        if (hasRecord && verdictMs === undefined && readFileSync(join(out, 'run.jsonl'), 'utf8').includes('"type":"verdict"'))
          verdictMs = performance.now() - since;
      } catch {
        // It has not begun.
      }
    }, 5);
    child.on('error', failed);
    child.on('close', (code) => {
      clearInterval(look);
      const wallMs = performance.now() - since;
      // A warning ends with 0 too: any other code is a command that did not do its work.
      if (code !== 0) failed(new Error(`${args.join(' ')} ended with ${code}`));
      else ended({ cpuMs: childrenMs() - before, wallMs, lineMs, verdictMs });
    });
  });

/** Median, least and most of the values that were measured, in whole milliseconds. */
const spread = (numbers) => {
  const sorted = numbers.filter((one) => one !== undefined).toSorted((a, b) => a - b);
  if (sorted.length === 0) return undefined;
  return { median: Math.round(sorted[Math.floor(sorted.length / 2)]), least: Math.round(sorted[0]), most: Math.round(sorted.at(-1)) };
};

try {
  const rows = [{ name: 'node -e 0', main: '', start: () => measured(room, ['-e', '0']), rounds: [] }];
  for (const main of mains) {
    const cwd = join(room, String(mains.indexOf(main)));
    mkdirSync(cwd);
    for (const { words, name = words.join(' '), hasRecord } of commands) {
      const start = () => measured(cwd, [main, ...words], hasRecord);
      // The first start leaves its compiled code and a record to compare with.
      await start();
      rows.push({ name, main, start, rounds: [] });
    }
  }
  for (let round = 0; round < Number(values.rounds); round++) for (const { start, rounds } of rows) rounds.push(await start());
  const node = spread(rows[0].rounds.map(({ cpuMs }) => cpuMs)).median;
  const results = rows.map(({ name, main, rounds }) => {
    const of = (key) => spread(rounds.map((one) => one[key]));
    const cpuMs = of('cpuMs');
    return {
      name,
      main,
      cpuMs,
      ratio: +(cpuMs.median / node).toFixed(1),
      wallMs: of('wallMs'),
      firstLineMs: of('lineMs'),
      firstVerdictMs: of('verdictMs'),
    };
  });
  const cell = (one) => (one === undefined ? '' : `${one.median} (${one.least}–${one.most})`);
  if (values.markdown) {
    console.log('| command | CPU, ms | × `node -e 0` | wall, ms | first line, ms | first verdict, ms |\n|---|---|---|---|---|---|');
    for (const { name, main, ...one } of results) {
      const build = mains.length > 1 && main !== '' ? ` (build ${mains.indexOf(main) + 1})` : '';
      console.log(
        `| \`${name}\`${build} | ${cell(one.cpuMs)} | ${one.ratio} | ${cell(one.wallMs)} | ${cell(one.firstLineMs)} | ${cell(one.firstVerdictMs)} |`,
      );
    }
  } else console.log(JSON.stringify({ node: process.version, rounds: Number(values.rounds), results }, undefined, 2));
} finally {
  server.close();
  server.closeAllConnections();
  rmSync(room, { recursive: true, force: true });
}
