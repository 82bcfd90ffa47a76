import type { ServerResponse } from 'node:http';
import { describe, expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const query = (name: string, schema: object, more: object = {}) => ({ name, in: 'query', schema, ...more });

/** A list of songs that can be searched by texts, beside parameters that take no free text. */
const document = {
  openapi: '3.1.0',
  info: { title: 'Songs', version: '1' },
  paths: {
    '/songs': {
      get: {
        operationId: 'listSongs',
        parameters: [
          query('singer', { type: 'string' }),
          query('title', { type: 'string', minLength: 1, maxLength: 60 }),
          query('album', { anyOf: [{ type: 'string', maxLength: 600 }, { type: 'null' }], title: 'Album' }),
          query('genre', { type: 'string', enum: ['folk', 'jazz'] }),
          query('since', { type: 'string', format: 'date' }),
          query('code', { type: 'string', pattern: '^[A-Z]{3}$' }),
          query('tags', { type: 'array', items: { type: 'string' } }),
          query('page', { type: 'integer', minimum: 1 }),
          query('where', { type: 'object', properties: { a: { type: 'string' } } }, { style: 'deepObject' }),
        ],
        responses: { 200: { description: 'Songs', content: { 'application/json': { schema: { type: 'object' } } } } },
      },
    },
  },
};

/** What a service answers to a text; undefined for the usual answer. */
type Habit = (name: string, text: string, turn: number) => number | undefined;

const judged = async (habit: Habit) => {
  const seen: [name: string, text: string][] = [];
  const end = (outgoing: ServerResponse, status: number): void => {
    outgoing.writeHead(status, { 'content-type': 'application/json' }).end('{}');
  };
  const url = await serve((incoming, outgoing) => {
    const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://127.0.0.1');
    if (pathname !== '/songs') return end(outgoing, 404);
    for (const [name, text] of searchParams) {
      seen.push([name, text]);
      const status = habit(name, text, seen.filter(([one, other]) => one === name && other === text).length);
      if (status !== undefined) return end(outgoing, status);
    }
    return end(outgoing, 200);
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document), url);
  const findings = verdicts.flatMap(({ case: { requirement, level }, verdict }) =>
    verdict.kind === 'fail' ? [`${requirement} ${level} ${verdict.finding.where}: ${verdict.finding.code}`] : [],
  );
  const own = verdicts.filter(({ case: { requirement } }) => requirement === 'OAS-10').map(({ verdict }) => verdict.kind);
  return { seen, findings, own };
};

describe('unusual texts in query parameters', () => {
  test.each<readonly [string, Habit]>([
    ['finds nothing', () => undefined],
    ['refuses every text with an undocumented 400', () => 400],
    ['knows nothing of the kind', () => 404],
    ['refuses signs with 422', (_name, text) => (/[^a-z]/u.test(text) ? 422 : undefined)],
    ['refuses a long text with 414', (_name, text) => (text.length > 200 ? 414 : undefined)],
    ['fails once', (_name, text, turn) => (text.includes("'") && turn === 1 ? 500 : undefined)],
    ['is behind a gateway that gives up', (_name, text) => (text.includes("'") ? 502 : undefined)],
  ])('a service that %s is accused of nothing', async (_habit, habit) => {
    expect((await judged(habit)).findings).toEqual([]);
  });

  test('one that answers them passes, and gets them only where the schema allows them', async () => {
    const { seen, own } = await judged(() => undefined);
    expect(own).toEqual(['pass']);
    const texts = (name: string): string[] => seen.filter(([one]) => one === name).map(([, text]) => text);
    expect(texts('singer')).toEqual(expect.arrayContaining(["O'Brien", '']));
    expect(texts('title')).toContain("O'Brien");
    expect(texts('title').filter((text) => text === '' || [...text].length > 60)).toEqual([]);
    expect(seen.filter(([name, text]) => !['singer', 'title', 'album'].includes(name) && text.includes("'"))).toEqual([]);
  });

  test.each<readonly [string, Habit]>([
    ['an apostrophe', (name, text) => (name === 'singer' && text.includes("'") ? 500 : undefined)],
    ['a bracket', (name, text) => (name === 'singer' && text.includes('[') ? 500 : undefined)],
    ['a letter outside ASCII', (name, text) => (name === 'singer' && /[^ -~]/u.test(text) ? 500 : undefined)],
    ['a long text', (name, text) => (name === 'singer' && text.length > 100 ? 507 : undefined)],
    ['no letter', (name, text) => (name === 'singer' && text === '' ? 500 : undefined)],
  ])('one that fails at %s is told once', async (_what, habit) => {
    expect((await judged(habit)).findings).toEqual(['OAS-10 should query singer: unusual-text-server-error']);
  });

  test('one that fails at a text of a parameter that may be null is told', async () => {
    const habit: Habit = (name, text) => (name === 'album' && text.includes("'") ? 500 : undefined);
    expect((await judged(habit)).findings).toEqual(['OAS-10 should query album: unusual-text-server-error']);
  });
});
