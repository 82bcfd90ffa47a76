import { describe, expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

type Json = Readonly<Record<string, unknown>>;

const text = { type: 'string', minLength: 1, maxLength: 60 };
const whole = { type: 'integer', minimum: 1, maximum: 5000 };
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const shows = (schema: object, status = '200') => ({ [status]: { description: 'It', ...json(schema) } });
const none = { 404: { description: 'None' } };
const refused = { ...none, 409: { description: 'Not now' }, 422: { description: 'Wrong' } };
const object = (properties: object, required: readonly string[] = Object.keys(properties)) => ({ type: 'object', properties, required });
const asks = (schema: object, example?: unknown) => ({
  requestBody: { required: true, content: { 'application/json': { schema, ...(example === undefined ? {} : { example }) } } },
});
const inPath = (name: string) => ({ parameters: [{ name, in: 'path', required: true, schema: { type: 'string' } }] });
const list = (schema: object) => ({ get: { responses: shows({ type: 'array', items: schema }) } });
const read = (schema: object) => ({ get: { responses: { ...shows(schema), ...none } } });
const remove = { delete: { responses: { 204: { description: 'Gone' }, ...refused } } };

const ownId = { type: 'string', readOnly: true };
const paint = object({ id: ownId, code: text, name: text });
const newPaint = object({ code: text, name: text });
const tank = object({ id: ownId, name: text, room: { type: 'integer', minimum: 1 } });
const line = object({ paintId: { type: 'string' }, quantity: whole });
const batch = object({
  id: ownId,
  status: { type: 'string', enum: ['ANNOUNCED', 'RECEIVED'], readOnly: true },
  lines: { type: 'array', items: object({ lineNo: whole, paintId: { type: 'string' }, quantity: whole }) },
});
const shade = { type: 'string', enum: ['PLAIN', 'DEEP'], default: 'PLAIN' };
const mixture = object({ id: ownId, name: text, shade, lines: { type: 'array', items: line } });
const inspection = object({ id: ownId, tankId: { type: 'string' }, status: { type: 'string', enum: ['OPEN', 'CLOSED'] } });

/** Paints come with batches, which are received into tanks, and are used up by mixtures. */
const document = {
  openapi: '3.1.0',
  info: { title: 'Paints', version: '1' },
  paths: {
    '/paints': {
      ...list(paint),
      post: { ...asks(newPaint), responses: { ...shows(paint, '201'), 422: { description: 'Wrong' } } },
    },
    '/paints/{paintId}': {
      ...inPath('paintId'),
      ...read(paint),
      put: {
        summary: 'Replace a paint',
        description: 'The code cannot be changed (`409`).',
        ...asks(newPaint),
        responses: { ...shows(paint), ...refused },
      },
      ...remove,
    },
    '/tanks': {
      ...list(tank),
      post: {
        ...asks(object({ name: text, room: whole }), { name: 'North', room: 100 }),
        responses: { ...shows(tank, '201'), ...refused },
      },
    },
    '/tanks/{tankId}': { ...inPath('tankId'), ...read(tank), ...remove },
    '/inspections': {
      ...list(inspection),
      post: {
        summary: 'Inspect a tank',
        description: 'A tank can have one open inspection at a time: `409`. As long as it is open, nothing is filled into the tank.',
        ...asks(object({ tankId: { type: 'string' } })),
        responses: { ...shows(inspection, '201'), ...refused },
      },
    },
    '/inspections/{inspectionId}': { ...inPath('inspectionId'), ...read(inspection) },
    '/batches': {
      ...list(batch),
      post: {
        summary: 'Announce a batch of paints',
        ...asks(object({ lines: { type: 'array', minItems: 1, items: line } })),
        responses: { ...shows(batch, '201'), 422: { description: 'Wrong' } },
      },
    },
    '/batches/{batchId}': { ...inPath('batchId'), ...read(batch) },
    '/batches/{batchId}/receive': {
      ...inPath('batchId'),
      post: {
        summary: 'Receive a batch',
        description:
          '`ANNOUNCED` → `RECEIVED`. All of each line has to be filled into tanks (422). A tank must not have an open inspection (409) and needs room (409). ' +
          'The stock of the paints grows by what was received.',
        ...asks(
          object({ filled: { type: 'array', minItems: 1, items: object({ lineNo: whole, tankId: { type: 'string' }, quantity: whole }) } }),
        ),
        responses: { ...shows(batch), ...refused },
      },
    },
    '/mixtures': {
      ...list(mixture),
      post: {
        summary: 'Mix paints',
        description: 'If there is not enough stock of a paint, the answer is 409.',
        ...asks(object({ name: text, shade, lines: { type: 'array', minItems: 1, items: line } }, ['name', 'lines'])),
        responses: { ...shows(mixture, '201'), ...refused },
      },
    },
    '/mixtures/{mixtureId}': { ...inPath('mixtureId'), ...read(mixture) },
  },
};

type Defect = 'loses-default' | 'changes-code';
type Line = { paintId: string; quantity: number };

const paints = (defect: Defect | undefined) => {
  const kept = new Map<string, Map<string, Json>>();
  const stock = new Map<string, number>();
  const room = new Map<string, number>();
  let next = 100;
  const of = (root: string): Map<string, Json> => kept.get(root) ?? kept.set(root, new Map()).get(root) ?? new Map<string, Json>();
  const add = (root: string, made: Json): readonly [number, Json] => {
    const one = { id: `${root[0]}${(next += 1)}`, ...made };
    of(root).set(one.id, one);
    return [201, one];
  };
  const linesOf = (given: unknown): readonly Line[] | undefined => {
    const lines: readonly Line[] = Array.isArray(given) ? (given as Line[]) : [];
    return lines.length > 0 && lines.every((one) => of('paints').has(one.paintId) && Number.isInteger(one.quantity)) ? lines : undefined;
  };
  const isInspected = (tankId: string): boolean => [...of('inspections').values()].some((one) => one['tankId'] === tankId);
  const create = (root: string, body: Json): readonly [number, unknown?] => {
    const { name, lines: given, tankId } = body;
    if (root === 'inspections') {
      if (!of('tanks').has(String(tankId))) return [422];
      return isInspected(String(tankId)) ? [409] : add(root, { tankId, status: 'OPEN' });
    }
    if (root !== 'batches' && typeof name !== 'string') return [422];
    if (root === 'paints' || root === 'tanks') return add(root, body);
    const lines = linesOf(given);
    if (!lines) return [422];
    if (root === 'batches') return add(root, { status: 'ANNOUNCED', lines: lines.map((one, n) => ({ lineNo: n + 1, ...one })) });
    if (lines.some((one) => one.quantity > (stock.get(one.paintId) ?? 0))) return [409];
    for (const one of lines) stock.set(one.paintId, (stock.get(one.paintId) ?? 0) - one.quantity);
    const usual = defect === 'loses-default' ? 'DEEP' : 'PLAIN';
    return add(root, { name, shade: body['shade'] ?? usual, lines });
  };
  const receive = (one: Json, body: Json): readonly [number, unknown?] => {
    const filled = Array.isArray(body['filled']) ? (body['filled'] as readonly { lineNo: number; tankId: string; quantity: number }[]) : [];
    const lines = one['lines'] as readonly (Line & { lineNo: number })[];
    const isWhole = lines.every(({ lineNo, quantity }) =>
      filled.some((each) => each.lineNo === lineNo && each.quantity === quantity && of('tanks').has(each.tankId)),
    );
    if (!isWhole) return [422];
    const isFull = ({ tankId, quantity }: { tankId: string; quantity: number }): boolean =>
      (room.get(tankId) ?? Number(of('tanks').get(tankId)?.['room'])) < quantity;
    if (one['status'] !== 'ANNOUNCED' || filled.some((each) => isInspected(each.tankId) || isFull(each))) return [409];
    for (const { tankId, quantity } of filled) room.set(tankId, (room.get(tankId) ?? Number(of('tanks').get(tankId)?.['room'])) - quantity);
    for (const { paintId, quantity } of lines) stock.set(paintId, (stock.get(paintId) ?? 0) + quantity);
    const received = { ...one, status: 'RECEIVED' };
    of('batches').set(String(one['id']), received);
    return [200, received];
  };
  return (method: string, path: string, body: Json = {}): readonly [number, unknown?] => {
    const [, root = '', key, below] = path.split('/');
    if (document.paths[`/${root}` as '/paints'] === undefined) return [404];
    if (key === undefined) return method === 'GET' ? [200, [...of(root).values()]] : create(root, body);
    const one = of(root).get(key);
    if (!one) return [404];
    if (below === 'receive') return receive(one, body);
    if (method === 'DELETE') of(root).delete(key);
    if (method === 'DELETE') return [204];
    if (method === 'GET') return [200, one];
    if (typeof body['name'] !== 'string' || typeof body['code'] !== 'string') return [422];
    if (body['code'] !== one['code'] && defect !== 'changes-code') return [409];
    of(root).set(key, { ...body, id: key });
    return [200, of(root).get(key)];
  };
};

const judged = async (defect: Defect | undefined, only: readonly string[]) => {
  const answer = paints(defect);
  const url = await serve((incoming, outgoing) => {
    void objectBody(incoming).then((body) => {
      const [status, value] = answer(incoming.method ?? 'GET', (incoming.url ?? '/').split('?')[0] ?? '/', body);
      return outgoing
        .writeHead(status, { 'content-type': 'application/json' })
        .end(value === undefined ? undefined : JSON.stringify(value));
    });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document), url, {
    allow: ['mutation', 'permanent', 'destructive'],
    maxCreates: 40,
    selection: { only: [...only], skip: [] },
  });
  const of = (kind: string): readonly string[] =>
    verdicts.flatMap(({ case: { id, check }, verdict }) =>
      verdict.kind === kind ? [`${check.split('/')[1] ?? ''} ${id.split('#/paths/').at(-1)?.replaceAll('~1', '/') ?? ''}`] : [],
    );
  return { failed: of('fail'), passed: of('pass') };
};

const [accepted, defaults, kept, updated] = [
  'lifecycle/creation-accepted',
  'lifecycle/defaults-shown',
  'lifecycle/unchangeable-stays',
  'lifecycle/update-accepted',
] as const;

describe('paints that are there once a batch is received', () => {
  test('are mixed, and a tank is inspected by one inspection at a time', async () => {
    const { failed, passed } = await judged(undefined, [accepted, defaults, kept, updated]);
    expect(failed).toEqual([]);
    expect(passed).toEqual(
      expect.arrayContaining([
        'creation-accepted /mixtures/post',
        'creation-accepted /inspections/post',
        'defaults-shown /mixtures/post',
        'unchangeable-stays /paints/{paintId}/put',
        'update-accepted /paints/{paintId}/put',
      ]),
    );
  });

  test.each<readonly [Defect, string, string]>([
    ['loses-default', defaults, 'defaults-shown /mixtures/post'],
    ['changes-code', kept, 'unchangeable-stays /paints/{paintId}/put'],
  ])('%s is told', async (defect, check, told) => {
    expect((await judged(defect, [check])).failed).toEqual([told]);
  });
});
