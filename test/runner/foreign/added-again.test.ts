import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const text = { type: 'string' };
const shows = (schema: object): object => ({ description: 'It', content: { 'application/json': { schema } } });
const none = { description: 'None' };
const takes = (schema: object): object => ({ required: true, content: { 'application/json': { schema } } });

const row = {
  type: 'object',
  required: ['id', 'teaCode', 'cups'],
  properties: { id: text, teaCode: text, cups: { type: 'integer' } },
};
const tray = {
  type: 'object',
  required: ['id', 'table', 'rows'],
  properties: { id: text, table: text, rows: { type: 'array', items: row } },
};

/** Trays with rows of tea, which only the tray shows. */
const document = (said: string): object => ({
  openapi: '3.0.3',
  info: { title: 'Tea room', version: '1' },
  paths: {
    '/trays': {
      post: {
        requestBody: takes({ type: 'object', required: ['table'], properties: { table: text } }),
        responses: { '201': shows(tray), '422': none },
      },
    },
    '/trays/{trayId}': {
      parameters: [{ name: 'trayId', in: 'path', required: true, schema: text }],
      get: { responses: { '200': shows(tray), '404': none } },
      delete: { responses: { '204': none, '404': none } },
    },
    '/trays/{trayId}/rows': {
      parameters: [{ name: 'trayId', in: 'path', required: true, schema: text }],
      post: {
        description: said,
        requestBody: takes({
          type: 'object',
          required: ['teaCode', 'cups'],
          properties: { teaCode: { ...text, example: 'assam' }, cups: { type: 'integer', minimum: 1, maximum: 40 } },
        }),
        responses: { '200': shows(row), '201': shows(row), '404': none, '409': none, '422': none },
      },
    },
    '/trays/{trayId}/rows/{rowId}': {
      parameters: ['trayId', 'rowId'].map((name) => ({ name, in: 'path', required: true, schema: text })),
      delete: { responses: { '204': none, '404': none } },
    },
  },
});

type Habit = 'adds to the row' | 'adds later' | 'makes a second row' | 'puts the new number there' | 'refuses';
type Row = { readonly id: string; readonly teaCode: unknown; cups: number };

const judged = async (habit: Habit, said: string): Promise<readonly string[]> => {
  const trays = new Map<string, { readonly id: string; readonly table: unknown; readonly rows: Row[] }>();
  let next = 0;
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    };
    const { method = '' } = incoming;
    const [root, id, part, rowId] = (incoming.url ?? '').split('?')[0]?.split('/').slice(1) ?? [];
    if (root !== 'trays') return give(404);
    void objectBody(incoming).then((body = {}) => {
      if (id === undefined) {
        if (method !== 'POST') return give(405);
        const made = { id: `tray-${(next += 1)}-of-the-house`, table: body['table'], rows: [] };
        if (typeof made.table !== 'string') return give(422);
        trays.set(made.id, made);
        return give(201, made);
      }
      const found = trays.get(id);
      if (!found) return give(404);
      if (part === undefined) return method === 'DELETE' ? give(trays.delete(id) ? 204 : 404) : give(method === 'GET' ? 200 : 405, found);
      const { teaCode, cups } = body;
      const at = found.rows.findIndex((one) => one.id === rowId);
      if (method === 'DELETE' && at >= 0) return give(found.rows.splice(at, 1).length === 1 ? 204 : 404);
      if (part !== 'rows' || rowId !== undefined || method !== 'POST') return give(404);
      if (typeof teaCode !== 'string' || typeof cups !== 'number' || cups < 1) return give(422);
      const own = found.rows.find((one) => one.teaCode === teaCode);
      if (own && habit === 'refuses') return give(409);
      const raise = (): void => {
        if (own) own.cups = habit === 'puts the new number there' ? cups : own.cups + cups;
      };
      const made = { id: `row-${(next += 1)}-of-the-tray`, teaCode, cups };
      if (!own || habit === 'makes a second row') found.rows.push(made);
      else if (habit === 'adds later') setTimeout(raise, 200);
      else raise();
      return found.rows.includes(made) ? give(201, made) : give(200, own);
    });
  });
  const { verdicts } = await judgeForeign(writeDocument(document(said)), url, {
    allow: ['mutation', 'permanent'],
    maxCreates: 60,
    selection: { only: ['lifecycle/added-again-kept'], skip: [] },
  });
  return verdicts.flatMap(({ id, verdict }) =>
    id.startsWith('lifecycle/added-again-kept') ? [verdict.kind === 'fail' ? verdict.finding.code : verdict.kind] : [],
  );
};

const told: readonly string[] = [
  'If the tea is on the tray already the cups of its row go up, there is never a second row (status `200` then).',
  'Adding a tea that is on the tray already adds its `cups` to those of the row.',
  'The same tea again increases `cups` of the existing row.',
  'When the tray already has a row for the tea, the `cups` are added up instead of making a new row.',
];
const untold: readonly string[] = [
  'A tea that is on the tray already gets a second row.',
  'If the tea is on the tray already its `cups` are replaced by the new number.',
  'The cups of a tray go up to forty.',
  'If the tea is on the tray already it may be added to the cups of its row.',
];

describe.concurrent('the same thing once more', () => {
  test.for<readonly [Habit, string, readonly string[]]>([
    ...told.flatMap((said): readonly (readonly [Habit, string, readonly string[]])[] => [
      ['makes a second row', said, ['second-entry']],
      ['adds to the row', said, ['pass']],
    ]),
    ['puts the new number there', told[0] ?? '', ['not-added']],
    ['adds later', told[0] ?? '', ['pass']],
    ['refuses', told[0] ?? '', ['inconclusive']],
    ['makes a second row', 'There is one row for each tea: the same tea again gets no second row.', ['second-entry']],
    ['puts the new number there', 'There is one row for each tea: the same tea again gets no second row.', ['pass']],
    ...untold.map((said): readonly [Habit, string, readonly string[]] => ['makes a second row', said, []]),
  ])(
    'of a service that %s: %s',
    besideOthers(async ([habit, said, expected]: readonly [Habit, string, readonly string[]]) => {
      expect(await judged(habit, said)).toEqual(expected);
    }),
  );
});
