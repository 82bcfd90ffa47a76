import { describe, expect, test } from 'vitest';
import { csvRows } from '../../../src/contract/wire/csv.ts';
import { besideOthers } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

type Bulb = Readonly<Record<string, unknown>>;

const text = { type: 'string' };
const members = { code: { type: 'string', pattern: '^[A-Z]{3}-[0-9]{4}$' }, label: text, pence: { type: 'integer', minimum: 0 } };
const bulb = { type: 'object', required: ['id', 'code', 'label'], properties: { id: text, ...members } };
const json = (schema: object) => ({ content: { 'application/json': { schema } } });

type Form = { readonly rows?: string; readonly said?: string };

const documentOf = ({
  rows = 'code,label,pence\nTUL-0042,"Tulip, red",90\n',
  said = 'Only report what would happen, store nothing.',
}: Form) => ({
  openapi: '3.1.0',
  info: { title: 'Bulbs', version: '1' },
  paths: {
    '/bulbs': {
      get: { responses: { 200: { description: 'All', ...json({ type: 'array', items: bulb }) } } },
      post: {
        requestBody: { required: true, ...json({ type: 'object', required: ['code', 'label'], properties: members }) },
        responses: { 201: { description: 'It', ...json(bulb) }, 422: { description: 'Wrong' } },
      },
    },
    '/bulbs/import': {
      post: {
        parameters: [{ name: 'dry_run', in: 'query', description: said, schema: { type: 'boolean', default: false } }],
        requestBody: { required: true, content: { 'text/csv': { schema: text, example: rows } } },
        responses: {
          200: { description: 'So many', ...json({ type: 'object', properties: { added: { type: 'integer' } } }) },
          422: { description: 'No' },
        },
      },
    },
  },
});

type Habit = 'stores nothing' | 'stores all the same' | 'refuses dry runs';

/** Judges an import with a habit: the verdict, and what was stored by a dry run. */
const judged = async (form: Form, habit: Habit) => {
  const bulbs: Bulb[] = [];
  const url = await serve(async (incoming, outgoing) => {
    const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://127.0.0.1');
    const give = (status: number, value: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    };
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    const add = (given: Bulb): Bulb => {
      const made = { ...given, id: `b-${bulbs.length}` };
      bulbs.push(made);
      return made;
    };
    if (pathname === '/bulbs' && incoming.method === 'GET') return give(200, bulbs);
    if (pathname === '/bulbs' && incoming.method === 'POST') return give(201, add(JSON.parse(body) as Bulb));
    if (pathname !== '/bulbs/import' || incoming.headers['content-type']?.startsWith('text/csv') !== true) return give(404, {});
    const isDry = searchParams.get('dry_run') === 'true';
    if (isDry && habit === 'refuses dry runs') return give(422, {});
    const [names = [], ...rows] = csvRows(body) ?? [];
    if (!isDry || habit === 'stores all the same')
      for (const cells of rows) add(Object.fromEntries(names.map((name, n) => [name, name === 'pence' ? Number(cells[n]) : cells[n]])));
    return give(200, { added: rows.length });
  });
  const check = 'lifecycle/dry-run-stores-nothing';
  const { verdicts } = await judgeForeign(writeToolDocument(documentOf(form)), url, {
    allow: ['mutation', 'permanent', 'destructive'],
    credentials: [],
    maxCreates: 20,
    selection: { only: [check], skip: [] },
  });
  const own = verdicts.filter((one) => one.case.check === check);
  return own.map(({ verdict }) => (verdict.kind === 'fail' ? verdict.finding.code : verdict.kind));
};

describe.concurrent('a dry run of an import of rows', () => {
  test.for<readonly [Habit, Form, readonly string[]]>([
    ['stores nothing', {}, ['pass']],
    ['stores nothing', { rows: 'label,code\r\nTulip,TUL-0042\r\n' }, ['pass']],
    ['stores all the same', {}, ['dry-run-done']],
    ['stores all the same', { rows: 'label,code\r\nTulip,TUL-0042\r\n' }, ['dry-run-done']],
    ['refuses dry runs', {}, ['inconclusive']],
    // No column holds what the list is searched for.
    ['stores all the same', { rows: 'code,pence\nTUL-0042,90\n' }, ['skipped']],
    ['stores all the same', { said: 'The bulbs are still stored, and nobody is told.' }, []],
  ])(
    'that %s, as in %o: %o',
    besideOthers(async ([habit, form, expected]) => {
      expect(await judged(form, habit)).toEqual(expected);
    }),
  );
});
