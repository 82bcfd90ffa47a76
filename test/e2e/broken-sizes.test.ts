import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { onLoopback } from '../exchange/on-loopback.ts';
import { emptyFolder, type Finished, start } from './assay.ts';

const head =
  '{"openapi":"3.1.0","info":{"title":"Mill","version":"1"},"paths":{"/a":{"get":{"responses":{"200":{"description":"x","content":{"application/json":{"schema":';
const tail = '}}}}}}}';
const nested = (open: string, close: string, depth: number): string => `${head}${open.repeat(depth)}{}${close.repeat(depth)}${tail}}`;
const flow = (text: string): string => `openapi: 3.1.0\ninfo: {title: Mill, version: '1'}\n${text}`;
const plain = "paths: {/a: {get: {responses: {'200': {description: x}}}}}\n";

/** Components that each refer to the next one. */
const chain = (length: number, reference: (target: string) => string): string => {
  const names = Array.from({ length }, (_, n) => `#/components/schemas/S${n}`);
  const components = names.map((_, n) => `"S${n}":${n + 1 === length ? '{"type":"string"}' : reference(names[n + 1] ?? '')}`);
  return `${head}{"$ref":"${names[0]}"}${tail},"components":{"schemas":{${components.join(',')}}}}`;
};

/** Lists of aliases of lists, each level ten times as large. */
const bomb = (levels: number): string => {
  const lists = Array.from({ length: levels }, (_, n) => `x-${n}: &a${n} [${(n === 0 ? '1,' : `*a${n - 1},`).repeat(10)}]\n`);
  return flow(`${lists.join('')}${plain}`);
};

/** What each of many documents must be told within a gigabyte of memory. */
const documents: readonly (readonly [title: string, text: () => string | Uint8Array, message: RegExp | 0])[] = [
  ['10,000 schemas of arrays in each other', () => nested('{"items":', '}', 10_000), /at 1:\d+: it is nested deeper than 500/],
  ['10,000 schemas of objects in each other', () => nested('{"properties":{"a":', '}}', 10_000), /at 1:\d+: it is nested deeper than 500/],
  ['10,000 times allOf in each other', () => nested('{"allOf":[', ']}', 10_000), /at 1:\d+: it is nested deeper than 500/],
  ['a million brackets', () => '['.repeat(1_000_000), /at 1:\d+: it is nested deeper than 500/],
  ['10,000 brackets in YAML', () => flow(`x: ${'['.repeat(10_000)}`), /at 3:\d+: it is nested deeper than 500/],
  ['schemas as deep as may be', () => nested('{"items":', '}', 485), 0],
  ['allOf as deep as may be', () => nested('{"allOf":[', ']}', 240), 0],
  ['10,000 references in a chain', () => chain(10_000, (to) => `{"$ref":"${to}"}`), /1:166 .*it leads over more than 32 references/s],
  [
    '10,000 times allOf in a chain',
    () => chain(10_000, (to) => `{"allOf":[{"$ref":"${to}"}]}`),
    /more than 1000 schemas follow one another/,
  ],
  ['450 times allOf in a chain', () => chain(450, (to) => `{"allOf":[{"$ref":"${to}"}]}`), 0],
  ['aliases of a million values', () => bomb(6), 0],
  ['aliases of a billion values', () => bomb(9), /at 1:1: with its aliases expanded it has \d+ values, more than the limit/],
  ['50 MB of anything', () => new Uint8Array(50e6), /it has 50000000 bytes, more than the limit of 40000000/],
  ['39 MB of zeros', () => new Uint8Array(39e6), /at 1:1: it has an octet 0/],
  ['39 MB in one text', () => `${head}{"description":"${'x'.repeat(39e6)}"}${tail}}`, 0],
  ['39 MB of comments', () => flow(`${'# grain\n'.repeat(4.8e6)}${plain}`), 0],
  [
    'YAML with 400,000 operations',
    () =>
      flow(
        `paths:\n${Array.from(
          { length: 400_000 },
          (_, n) => `  /a${n}:\n    get:\n      operationId: o${n}\n      responses: {'200': {description: x}}\n`,
        ).join('')}`,
      ),
    /at 1:1: its \d+ MB of YAML need about \d+ MB of memory.* set NODE_OPTIONS=/,
  ],
];

const limited = { NODE_OPTIONS: '--max-old-space-size=1024' };

/** A process that survived, and printed no stack. */
const expectCalm = ({ signal, code, stdout, stderr }: Finished): void => {
  expect({ signal, code: code === 0 || code === 1 || code === 2 || code === 3 ? 'fine' : code }).toEqual({ signal: null, code: 'fine' });
  expect(`${stdout}${stderr}`).not.toMatch(/\n\s+at (?!#)|itself broke|heap|RangeError/);
};

describe('a document of', () => {
  for (const [title, text, message] of documents) {
    test(title, async () => {
      const folder = emptyFolder();
      writeFileSync(join(folder, 'mill.yaml'), text());
      const finished = await start(['lint', 'mill.yaml'], { cwd: folder, env: limited }).finished;
      expectCalm(finished);
      expect(finished.code).toBe(message === 0 ? 0 : 2);
      if (message !== 0) expect(finished.stdout).toMatch(message);
    });
  }
});

describe('a run ends as usual with schemas', () => {
  for (const [title, text] of [
    [
      'that lead back to themselves',
      `${head}{"$ref":"#/components/schemas/A"}${tail},"components":{"schemas":{"A":{"allOf":[{"$ref":"#/components/schemas/B"}]},"B":{"oneOf":[{"$ref":"#/components/schemas/A"},{"type":"string"}]}}}}`,
    ],
    [
      'that require themselves',
      `${head}{"$ref":"#/components/schemas/A"}${tail},"components":{"schemas":{"A":{"type":"object","required":["a"],"properties":{"a":{"$ref":"#/components/schemas/A"}}}}}}`,
    ],
    ['as deep as may be', nested('{"items":', '}', 485)],
    ['of a long chain', chain(450, (to) => `{"allOf":[{"$ref":"${to}"}]}`)],
    [
      'that no value fits',
      `${head}{"type":"object","required":["a","b"],"properties":{"a":false,"b":{"enum":[]},"c":{"pattern":"(a"}}}${tail}}`,
    ],
    [
      'of an impossible parameter',
      `{"openapi":"3.1.0","info":{"title":"Mill","version":"1"},"paths":{"/a":{"get":{"parameters":[{"name":"a b","in":"header","required":true,"schema":{"type":"string"}},{"name":"q","in":"query","required":true,"schema":{"type":"integer","minimum":5,"maximum":3}},{"name":"p","in":"query","required":true,"schema":{"type":"string","pattern":"^(a+)+$","minLength":9,"maxLength":3}}],"responses":{"200":{"description":"x"}}},"post":{"requestBody":{"required":true,"content":{"application/json":{"schema":{"$ref":"#/components/schemas/A"}}}},"responses":{"200":{"description":"x"}}}}},"components":{"schemas":{"A":{"type":"object","required":["a"],"properties":{"a":{"$ref":"#/components/schemas/A"}}}}}}`,
    ],
  ] as const) {
    test(title, async () => {
      const folder = emptyFolder();
      writeFileSync(join(folder, 'mill.json'), text);
      const server = createServer((_, outgoing) => void outgoing.writeHead(200, { 'Content-Type': 'application/json' }).end('{"a":[[1]]}'));
      const base = await onLoopback(server);
      const args = ['run', 'mill.json', '--base-url', base, '--quiet', '--allow', 'mutation'];
      const finished = await start(args, { cwd: folder, env: limited }).finished;
      expectCalm(finished);
      expect(`${finished.code} ${finished.stderr}`).toMatch(/^[013] /);
    });
  }
});
