import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { onLoopback } from '../exchange/on-loopback.ts';
import { assay, emptyFolder } from './assay.ts';

const document = {
  openapi: '3.1.0',
  info: { title: 'Looms', version: '2' },
  'x-assay': { versioning: { segment: 'v2', additive: {} } },
  servers: [{ url: 'https://looms.example/v2' }],
  paths: Object.fromEntries(
    ['looms', 'threads', 'patterns'].map((name) => [
      `/${name}`,
      {
        get: {
          responses: {
            200: { description: 'All', content: { 'application/json': { schema: { type: 'array', items: { type: 'object' } } } } },
          },
        },
      },
    ]),
  ),
};

/** A service that shows three of each, with the given members. */
const served = (members: () => object): Promise<string> =>
  onLoopback(
    createServer((incoming, outgoing) => {
      const isKnown = /^\/v2\/(?:looms|threads|patterns)(?:\?|$)/u.test(incoming.url ?? '');
      const isRead = incoming.method === 'GET' || incoming.method === 'HEAD';
      outgoing.writeHead(!isKnown ? 404 : isRead ? 200 : 405, { 'content-type': 'application/json', allow: 'GET, HEAD' });
      outgoing.end(isKnown && isRead ? JSON.stringify([1, 2, 3].map((id) => ({ id, ...members() }))) : '{}');
    }),
  );

test('what a run saw is judged by a later one, and two files are compared', async () => {
  const cwd = emptyFolder();
  writeFileSync(join(cwd, 'looms.json'), JSON.stringify(document));
  let members: object = { name: 'a', width: 80 };
  const url = await served(() => members);
  const run = (...more: readonly string[]) => assay(['run', 'looms.json', '--base-url', `${url}/v2`, '--quiet', ...more], { cwd });
  const verdictsOf = (stdout: string): unknown =>
    (JSON.parse(stdout) as { targets: readonly { findings: readonly { check: string; reason: string }[] }[] }).targets.flatMap(
      ({ findings }) => findings.filter(({ check }) => check === 'versioning/additive').map(({ reason }) => reason),
    );

  expect((await run('--save-observed', 'before.json')).stderr).toBe('');
  const saved = readFileSync(join(cwd, 'before.json'), 'utf8');
  expect(JSON.parse(saved)).toMatchObject({
    format: 1,
    operations: { 'GET /looms': { statuses: ['200'], members: { '200 /*/name': ['string'] } } },
  });

  // The same behaviour gives the same file.
  await run('--save-observed', 'again.json', '--observed', 'before.json');
  expect(readFileSync(join(cwd, 'again.json'), 'utf8')).toBe(saved);

  members = { name: 'a', width: 80, colour: 'red' };
  const added = await run('--observed', 'before.json', '--json');
  expect(verdictsOf(added.stdout)).toEqual([]);
  expect(added.code).toBe(0);

  members = { title: 'a', width: 80 };
  const broken = await run('--observed', 'before.json', '--save-observed', 'after.json', '--json');
  expect(verdictsOf(broken.stdout)).toEqual([expect.stringMatching(/200 \/\*\/name.*string, as each object had in an earlier run/u)]);
  expect(broken.code).toBe(1);

  const diff = await assay(['diff', '--observed', 'before.json', 'after.json'], { cwd });
  expect(diff.code).toBe(1);
  expect(diff.stdout).toContain('| `GET /looms` | member-gone | `200 /*/name` | `string` | `not there` |');
  expect((await assay(['diff', '--observed', 'before.json', 'again.json'], { cwd })).stdout).toMatch(
    /^# assay diff: no change\n\n3 operations compared/u,
  );
});

test('a file that cannot be used ends the command with 2, before anything is sent', async () => {
  const cwd = emptyFolder();
  writeFileSync(join(cwd, 'looms.json'), JSON.stringify(document));
  writeFileSync(join(cwd, 'odd.json'), '{"format": 1, "contract": "other", "baseUrl": "http://a.example", "operations": {"GET /a": {}}}');
  writeFileSync(join(cwd, 'other.json'), '{"format": 1, "contract": "other", "baseUrl": "http://a.example", "operations": {}}');
  const run = (...more: readonly string[]) =>
    assay(['run', 'looms.json', '--base-url', 'http://127.0.0.1:9/looms', '--quiet', ...more], { cwd });
  for (const [file, why] of [
    ['none.json', 'names "none.json", which does not exist: write it with --save-observed none.json'],
    ['odd.json', 'Cannot read observed behaviour "odd.json" at line 1:'],
    ['other.json', 'the file is about the contract "other"'],
  ] as const) {
    const { code, stderr } = await run('--observed', file);
    expect(stderr).toContain(why);
    expect(code).toBe(2);
  }
  // A run that does not finish writes no file.
  const dead = await run('--save-observed', 'dead.json');
  expect(dead.code).toBe(3);
  expect(dead.stderr).toContain('was not written: the run did not finish');
  expect(existsSync(join(cwd, 'dead.json'))).toBe(false);
});
