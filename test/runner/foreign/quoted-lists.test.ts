import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { csvText } from '../../../src/contract/wire/csv.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const text = { type: 'string' };
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const body = (properties: object, required: readonly string[]) => ({ required: true, ...json({ type: 'object', properties, required }) });
const shown = (properties: object) => ({
  type: 'object',
  properties: { id: text, ...properties },
  required: ['id', ...Object.keys(properties)],
});
const inPath = (name: string) => ({ name, in: 'path', required: true, schema: text });
const named = { name: { ...text, minLength: 1, maxLength: 100 } };
const wage = {
  label: { ...text, minLength: 1, maxLength: 100 },
  amount: { type: 'integer', minimum: 1 },
  picker: { ...text, description: 'Id of the picker.' },
};
const refusals = { 400: { description: 'Refused' }, 404: { description: 'None' } };

/** Orchards with pickers and wages, of which the latter are also given as CSV. */
const document = {
  openapi: '3.1.0',
  info: { title: 'Orchards', version: '1' },
  paths: {
    '/orchards': {
      get: { responses: { 200: { description: 'All', ...json({ type: 'array', items: shown(named) }) } } },
      post: { requestBody: body(named, ['name']), responses: { 201: { description: 'Made', ...json(shown(named)) }, ...refusals } },
    },
    '/orchards/{orchard}': {
      parameters: [inPath('orchard')],
      get: { responses: { 200: { description: 'One', ...json(shown(named)) }, ...refusals } },
      delete: { responses: { 204: { description: 'Gone, with all that is below' }, ...refusals } },
    },
    '/orchards/{orchard}/pickers': {
      parameters: [inPath('orchard')],
      get: { responses: { 200: { description: 'All', ...json({ type: 'array', items: shown(named) }) }, ...refusals } },
      post: { requestBody: body(named, ['name']), responses: { 201: { description: 'Made', ...json(shown(named)) }, ...refusals } },
    },
    '/orchards/{orchard}/wages': {
      parameters: [inPath('orchard')],
      get: {
        description: 'With `Accept: text/csv` the list is CSV with the header line `id,label,amount`, cells with commas in double quotes.',
        responses: {
          200: { description: 'All', content: { ...json({ type: 'array', items: shown(wage) }).content, 'text/csv': { schema: text } } },
          ...refusals,
        },
      },
      post: {
        description: '`picker` is one of the pickers of the orchard (`400`).',
        requestBody: body(wage, ['label', 'amount', 'picker']),
        responses: { 201: { description: 'Made', ...json(shown(wage)) }, ...refusals },
      },
    },
  },
};

type Entry = Readonly<Record<string, unknown>>;

/** What is judged of a service that writes the cells of its file in a way. */
const judged = async (cell: (value: unknown) => string): Promise<readonly string[]> => {
  const below = new Map<string, Entry[]>();
  let made = 0;
  const add = (path: string, entry: Entry): Entry => {
    const whole = { ...entry, id: `n${++made}` };
    below.set(path, [...(below.get(path) ?? []), whole]);
    return whole;
  };
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    };
    const { pathname } = new URL(incoming.url ?? '/', 'http://127.0.0.1');
    const [, , orchard, kind, ...more] = pathname.split('/');
    const all = below.get('/orchards') ?? [];
    const isKnown = orchard === undefined || all.some(({ id }) => id === orchard);
    if (!/^\/orchards(?:\/|$)/u.test(pathname) || !isKnown || more.length > 0 || ![undefined, 'pickers', 'wages'].includes(kind))
      return give(404);
    if (orchard !== undefined && kind === undefined) {
      if (incoming.method === 'DELETE')
        below.set(
          '/orchards',
          all.filter(({ id }) => id !== orchard),
        );
      return incoming.method === 'DELETE'
        ? give(204)
        : give(
            200,
            all.find(({ id }) => id === orchard),
          );
    }
    const entries = below.get(pathname) ?? [];
    if (incoming.method === 'GET' && kind === 'wages' && incoming.headers.accept?.startsWith('text/csv') === true) {
      const lines = entries.map(({ id, label, amount }) => [id, label, amount].map(cell).join(','));
      return void outgoing.writeHead(200, { 'content-type': 'text/csv' }).end(['id,label,amount', ...lines, ''].join('\r\n'));
    }
    if (incoming.method === 'GET') return give(200, entries);
    void objectBody(incoming).then((sent = {}) => {
      const called = kind === 'wages' ? sent['label'] : sent['name'];
      const pickers = below.get(`/orchards/${orchard ?? ''}/pickers`) ?? [];
      const isFit = kind !== 'wages' || (Number.isInteger(sent['amount']) && pickers.some(({ id }) => id === sent['picker']));
      return typeof called !== 'string' || called === '' || !isFit ? give(400) : give(201, add(pathname, sent));
    });
  });
  const { verdicts } = await judgeForeign(writeDocument(document), url, {
    allow: ['mutation', 'permanent', 'destructive'],
    maxCreates: 20,
    credentials: [],
    selection: { only: ['headers/csv-as-json'], skip: [] },
  });

  return verdicts
    .filter(({ verdict: { kind } }) => kind !== 'skipped')
    .map(({ verdict }) => (verdict.kind === 'fail' ? verdict.finding.code : verdict.kind));
};

describe('a list as CSV that no other check has filled', () => {
  test.concurrent.for<readonly [string, (value: unknown) => string, readonly string[]]>([
    ['in quotes where they are needed passes', (value) => csvText([{ v: value }]).split('\r\n')[1] ?? '', ['pass']],
    ['without any quotes is told', (value) => String(value).replaceAll('"', ''), ['rows-uneven']],
  ])(
    '%s',
    besideOthers(async ([, cell, expected]) => {
      expect(await judged(cell)).toEqual(expected);
    }),
  );
});
