import type { IncomingMessage, ServerResponse } from 'node:http';
import { expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const json = (schema: object) => ({ description: 'd', content: { 'application/json': { schema } } });
const refusal = { description: 'Refused' };
const litres = { type: 'integer', minimum: 1, maximum: 50 };
const tankId = { name: 'tankId', in: 'path', required: true, schema: { type: 'string' } };
const level = { $ref: '#/components/schemas/Level' };
const takes = (required: readonly string[], properties: object) => ({
  required: true,
  content: { 'application/json': { schema: { type: 'object', required, properties } } },
});
const pour = (summary: string) => ({
  parameters: [tankId],
  post: {
    summary,
    requestBody: takes(['litres'], { litres }),
    responses: { 201: json(level), 404: refusal, 409: refusal, 422: refusal },
  },
});

const document = {
  openapi: '3.0.3',
  info: { title: 'Tanks', version: '1' },
  components: {
    schemas: {
      Tank: {
        type: 'object',
        required: ['id', 'name'],
        properties: { id: { type: 'string', readOnly: true }, name: { type: 'string', maxLength: 80 } },
      },
      Level: {
        type: 'object',
        required: ['number', 'kind', 'litres', 'after'],
        properties: {
          number: { type: 'integer', description: 'Counts the changes of a tank from 1 without gaps.' },
          kind: { type: 'string', enum: ['filled', 'drained'] },
          litres,
          after: { type: 'integer', description: 'What the tank holds after it.' },
        },
      },
    },
  },
  paths: {
    '/tanks': {
      get: { responses: { 200: json({ type: 'array', items: { $ref: '#/components/schemas/Tank' } }) } },
      post: {
        requestBody: takes(['name'], { name: { type: 'string', maxLength: 80 } }),
        responses: { 201: json({ $ref: '#/components/schemas/Tank' }), 422: refusal },
      },
    },
    '/tanks/{tankId}': {
      parameters: [tankId],
      get: { responses: { 200: json({ $ref: '#/components/schemas/Tank' }), 404: refusal } },
      delete: { responses: { 204: { description: 'Gone' }, 404: refusal } },
    },
    '/tanks/{tankId}/levels': {
      parameters: [tankId],
      get: {
        description: 'All changes of the tank, sorted by `number`, ascending.',
        responses: { 200: json({ type: 'array', items: level }), 404: refusal },
      },
    },
    '/tanks/{tankId}/fillings': pour('Fill the tank'),
    '/tanks/{tankId}/drainings': pour('Drain the tank'),
  },
};

type Level = { readonly number: number; readonly kind: string; readonly litres: number; readonly after: number };

/** The same document, whose tanks nothing removes. */
const lastingDocument = {
  ...document,
  paths: { ...document.paths, '/tanks/{tankId}': { ...document.paths['/tanks/{tankId}'], delete: undefined } },
};

/**
 * What is told of tanks whose levels are listed in some way, and what was sent to change the tanks that were there before.
 * @param old The levels of a tank that was there before.
 */
const judged = async (
  listed: (levels: readonly Level[]) => readonly Level[],
  allow: readonly ('mutation' | 'permanent' | 'destructive')[],
  { described = document, old = [] }: { readonly described?: object; readonly old?: readonly Level[] } = {},
) => {
  const tanks = new Map<string, { readonly name: string; readonly levels: Level[] }>([['old', { name: 'Old', levels: [...old] }]]);
  const beyond: string[] = [];
  let poured = 0;
  const answer = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const body = await objectBody(incoming);
    const give = (code: number, value?: unknown): void => {
      outgoing.writeHead(code, { 'content-type': 'application/json' });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    };
    const [, collection, id, below] = (incoming.url ?? '').replace(/\?.*$/u, '').split('/');
    const shown = (one: string) => ({ id: one, name: tanks.get(one)?.name });
    if (collection !== 'tanks') return give(404, {});
    if (id === undefined && incoming.method === 'GET') return give(200, [...tanks.keys()].map(shown));
    if (id === undefined && incoming.method === 'POST') {
      const name = body?.['name'];
      if (typeof name !== 'string' || name.length > 80) return give(422, {});
      const made = `tank-${tanks.size}-x`;
      tanks.set(made, { name, levels: [] });
      return give(201, shown(made));
    }
    const tank = tanks.get(id ?? '');
    if (id === undefined || tank === undefined) return give(404, {});
    if (incoming.method !== 'GET' && id === 'old') beyond.push(`${incoming.method} ${incoming.url}`);
    if (incoming.method === 'GET')
      return below === undefined ? give(200, shown(id)) : below === 'levels' ? give(200, listed(tank.levels)) : give(405, {});
    if (incoming.method === 'DELETE' && below === undefined) return tanks.delete(id) ? give(204) : give(404, {});
    if (incoming.method !== 'POST' || (below !== 'fillings' && below !== 'drainings')) return give(405, {});
    const much = body?.['litres'];
    if (typeof much !== 'number' || !Number.isInteger(much) || much < 1 || much > 50) return give(422, {});
    const before = tank.levels.at(-1)?.after ?? 0;
    if (below === 'drainings' && before < much) return give(409, {});
    const after = before + (below === 'fillings' ? much : -much);
    poured += 1;
    const made = { number: tank.levels.length + 1, kind: below === 'fillings' ? 'filled' : 'drained', litres: much, after };
    tank.levels.push(made);
    return give(201, made);
  };
  const url = await serve((incoming, outgoing) => void answer(incoming, outgoing));
  const { verdicts } = await judgeForeign(writeToolDocument(described), url, {
    allow,
    maxCreates: 60,
    selection: { only: ['ordering/**', 'GET /tanks/{tankId}/levels'], skip: [] },
  });
  const told = verdicts.flatMap(({ case: { check }, verdict }) =>
    verdict.kind === 'fail' ? [`${check} ${verdict.finding.operation}`] : [],
  );
  const order = verdicts.find(({ case: { check } }) => check === 'ordering/documented-order')?.verdict.kind;
  return { told, order, beyond, poured };
};

test.concurrent(
  'a list is filled by the actions on a resource of the run, and judged then',
  besideOthers(async () => {
    const { told, order, beyond, poured } = await judged((levels) => levels, ['mutation', 'destructive']);
    expect({ told, order, beyond }).toEqual({ told: [], order: 'pass', beyond: [] });
    expect(poured).toBeGreaterThanOrEqual(4);
  }),
);

test.concurrent(
  'a list that the actions filled in another order is told',
  besideOthers(async () => {
    const { told } = await judged((levels) => levels.toReversed(), ['mutation', 'destructive']);
    expect(told).toContain('ordering/documented-order GET /tanks/{tankId}/levels');
  }),
);

test.concurrent(
  'without the permission, no action fills a list',
  besideOthers(async () => {
    expect((await judged((levels) => levels.toReversed(), ['mutation'])).poured).toBe(0);
  }),
);

/** One change, and more than enough of them. */
const levelsOf = (count: number): readonly Level[] =>
  Array.from({ length: count }, (_, n) => ({ number: n + 1, kind: 'filled', litres: 2, after: 2 * (n + 1) }));
const all = ['mutation', 'permanent', 'destructive'] as const;

test.concurrent(
  'a list below what nothing removes is filled on a resource of the run, where lists show only a few',
  besideOthers(async () => {
    const { told, order, beyond, poured } = await judged((levels) => levels, all, { described: lastingDocument, old: levelsOf(1) });
    expect({ told, order, beyond }).toEqual({ told: [], order: 'pass', beyond: [] });
    expect(poured).toBeGreaterThanOrEqual(4);
  }),
);

test.concurrent(
  'such a list in another order is told',
  besideOthers(async () => {
    const { told } = await judged((levels) => levels.toReversed(), all, { described: lastingDocument, old: levelsOf(1) });
    expect(told).toContain('ordering/documented-order GET /tanks/{tankId}/levels');
  }),
);

test.concurrent(
  'where a list shows enough, nothing is added for it',
  besideOthers(async () => {
    const { order, poured } = await judged((levels) => levels, all, { described: lastingDocument, old: levelsOf(6) });
    expect({ order, poured }).toEqual({ order: 'pass', poured: 0 });
  }),
);

test.concurrent(
  'nor without the permission for the actions, or for what nothing removes',
  besideOthers(async () => {
    for (const allow of [['mutation', 'permanent'] as const, ['mutation', 'destructive'] as const])
      expect((await judged((levels) => levels, allow, { described: lastingDocument, old: levelsOf(1) })).poured).toBe(0);
  }),
);
