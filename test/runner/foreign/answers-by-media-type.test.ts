import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { judgeForeign, serve } from './judge-foreign.ts';

type Json = Readonly<Record<string, unknown>>;

type Reply = { readonly type: string | undefined; readonly body: string | Buffer };

const boat = {
  type: 'object',
  required: ['name', 'berth'],
  properties: {
    name: { type: 'string', minLength: 2 },
    berth: { type: 'integer' },
    afloat: { type: 'boolean' },
    since: { type: 'string', format: 'date-time' },
    crew: { type: 'array', items: { type: 'string' } },
    pin: { type: 'string', writeOnly: true },
  },
};

type Found = {
  /** The codes and places of what `schema/response-body` finds wrong with an answer. */
  readonly found: readonly string[];
  /** What all checks find. */
  readonly all: readonly string[];
  /** How many cases of `schema/response-body` pass. */
  readonly passed: number;
};

const judged = async (content: Json, reply: Reply): Promise<Found> => {
  const folder = mkdtempSync(join(tmpdir(), 'assay-answers-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'bay.json');
  const paths = { '/boats': { get: { responses: { '200': { description: 'Boats', content } } } } };
  writeFileSync(
    file,
    JSON.stringify({ openapi: '3.1.0', info: { title: 'Bay', version: '1' }, paths, components: { schemas: { Boat: boat } } }),
  );
  const url = await serve((incoming, outgoing) => {
    if (incoming.url !== '/boats') {
      outgoing.writeHead(404).end();
      return;
    }
    outgoing.writeHead(200, reply.type === undefined ? {} : { 'Content-Type': reply.type });
    outgoing.end(reply.body);
  });
  const { verdicts } = await judgeForeign(file, url);
  const about = verdicts.filter(({ id }) => id.startsWith('schema/response-body@'));
  const failures = (some: typeof verdicts): string[] =>
    some.flatMap(({ verdict }) => (verdict.kind === 'fail' ? [`${verdict.finding.code} ${verdict.finding.where}`] : []));
  return {
    found: failures(about),
    all: failures(verdicts),
    passed: about.filter(({ verdict }) => verdict.kind === 'pass').length,
  };
};

const list = { type: 'array', items: { $ref: '#/components/schemas/Boat' } };
const one = { $ref: '#/components/schemas/Boat' };
const goodBoat = '{"name":"Sea","berth":3}';
const octets = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0xff, 0x00]);
const json = 'application/json';

describe('a conformant answer is accused of nothing', () => {
  test.for<readonly [what: string, content: Json, reply: Reply]>([
    ['a table', { 'text/csv': { schema: list } }, { type: 'text/csv; charset=utf-8', body: 'name,berth\r\nSea,3\r\n' }],
    [
      'a table with a byte order mark, LF, quotes, empty cells and more columns',
      { 'text/csv': { schema: list } },
      { type: 'text/csv', body: '\uFEFFberth,name,more,afloat\n,"Se\n""a",x,yes\n4,Sun,,\n' },
    ],
    [
      'a table with dates of its own',
      { 'text/csv': { schema: list } },
      { type: 'text/csv', body: 'name,berth,since,crew\nSea,3,2026-01-01 10:00:00,Jo;Al\n' },
    ],
    ['a table without a header', { 'text/csv': { schema: list } }, { type: 'text/csv', body: 'Sea,three\n' }],
    ['a table between semicolons', { 'text/csv': { schema: list } }, { type: 'text/csv', body: 'name;berth\nSea;x\n' }],
    ['lines of a list', { 'application/x-ndjson': { schema: list } }, { type: 'application/x-ndjson', body: `${goodBoat}\n\n${goodBoat}` }],
    ['lines of an object', { 'application/jsonl': { schema: one } }, { type: 'application/jsonl', body: `${goodBoat}\r\n${goodBoat}\r\n` }],
    [
      'a picture',
      { 'image/*': { schema: { type: 'string', format: 'binary' } }, [json]: { schema: one } },
      { type: 'image/png', body: octets },
    ],
    ['a file in place of JSON', { [json]: { schema: { type: 'string', format: 'binary' } } }, { type: json, body: goodBoat }],
    ['a text', { 'text/plain': { schema: { type: 'string', enum: ['up', 'down'] } } }, { type: 'text/plain; charset=utf-8', body: 'up\n' }],
    ['a number as a text', { 'text/plain': { schema: { type: 'integer', maximum: 9 } } }, { type: 'text/plain', body: '7' }],
    [
      'a text where JSON is declared too',
      { [json]: { schema: one }, 'text/plain': { schema: { type: 'string' } } },
      { type: 'text/plain', body: 'Sea' },
    ],
    ['JSON under a range', { '*/*': { schema: one } }, { type: json, body: goodBoat }],
    ['another type under a range', { '*/*': { schema: one } }, { type: 'application/xml', body: '<boat/>' }],
    ['a text under a range', { '*/*': { schema: { type: 'string' } } }, { type: 'text/plain', body: 'Sea' }],
    [
      'the second version',
      { 'application/json;version=1': { schema: { type: 'array' } }, 'application/json;version=2': { schema: one } },
      { type: 'application/json; version=2', body: goodBoat },
    ],
    [
      'either version, where none is announced',
      { 'application/json;version=1': { schema: { type: 'array' } }, 'application/json;version=2': { schema: one } },
      { type: json, body: goodBoat },
    ],
    ['a declared charset', { 'application/json; charset=utf-8': { schema: one } }, { type: json, body: goodBoat }],
    [
      'the closest range',
      { 'application/*': { schema: { type: 'array' } }, [json]: { schema: one }, '*/*': { schema: { type: 'array' } } },
      { type: json, body: goodBoat },
    ],
  ])('%s', async ([, content, reply]) => {
    expect((await judged(content, reply)).all).toEqual([]);
  });
});

describe('a defect is shown', () => {
  test.for<readonly [what: string, content: Json, reply: Reply, found: readonly string[]]>([
    ['a missing column', { 'text/csv': { schema: list } }, { type: 'text/csv', body: 'name\nSea\n' }, ['column-missing line 1']],
    [
      'a wrong cell',
      { 'text/csv': { schema: list } },
      { type: 'text/csv', body: 'name,berth\nSea,3\nSun,four\n' },
      ['schema-type #/1/berth'],
    ],
    [
      'a line that is no JSON',
      { 'application/x-ndjson': { schema: list } },
      { type: 'application/x-ndjson', body: `${goodBoat}\nSea\n` },
      ['line-not-json line 2'],
    ],
    [
      'a wrong line',
      { 'application/x-ndjson': { schema: list } },
      { type: 'application/x-ndjson', body: `${goodBoat}\n{"name":"Sea","berth":"x"}\n` },
      ['schema-type #/1/berth'],
    ],
    [
      'a wrong text',
      { 'text/plain': { schema: { type: 'string', enum: ['up', 'down'] } } },
      { type: 'text/plain', body: 'sideways' },
      ['schema-enum #'],
    ],
    ['JSON under a range', { '*/*': { schema: one } }, { type: json, body: '{"name":"Sea","berth":"x"}' }, ['schema-type #/berth']],
    [
      'the other version',
      { 'application/json;version=1': { schema: { type: 'array' } }, 'application/json;version=2': { schema: one } },
      { type: 'application/json;version=2', body: '[]' },
      ['schema-type #'],
    ],
    [
      'JSON beside a picture',
      { 'image/*': {}, [json]: { schema: one } },
      { type: json, body: '{"name":"Sea","berth":"x"}' },
      ['schema-type #/berth'],
    ],
  ])('%s', async ([, content, reply, found]) => {
    expect((await judged(content, reply)).found).toEqual(found);
  });

  test('and what holds counts as seen', async () => {
    expect((await judged({ 'text/csv': { schema: list } }, { type: 'text/csv', body: 'name,berth\nSea,3\n' })).passed).toBeGreaterThan(0);
    expect((await judged({ '*/*': { schema: one } }, { type: json, body: goodBoat })).passed).toBeGreaterThan(0);
  });
});
