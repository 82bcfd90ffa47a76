import { expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const text = { type: 'string' };
const shows = (schema: object): object => ({ description: 'It', content: { 'application/json': { schema } } });
const none = { description: 'None' };
const object = (properties: object) => ({ type: 'object', required: Object.keys(properties), properties });
const boat = object({ id: text, name: text });
const chart = object({ id: text, fileName: text });
const parameter = (name: string): object => ({ name, in: 'path', required: true, schema: text });

/** Boats with charts, which are uploaded. */
const document = (said: string) => ({
  openapi: '3.0.3',
  info: { title: 'Boats', version: '1' },
  paths: {
    '/boats': {
      get: { responses: { '200': shows({ type: 'array', items: boat }) } },
      post: {
        requestBody: { required: true, content: { 'application/json': { schema: object({ name: text }) } } },
        responses: { '201': shows(boat) },
      },
    },
    '/boats/{boatId}': {
      parameters: [parameter('boatId')],
      get: { responses: { '200': shows(boat), '404': none } },
      delete: { responses: { '204': none, '404': none } },
    },
    '/boats/{boatId}/charts': {
      parameters: [parameter('boatId')],
      get: { responses: { '200': shows({ type: 'array', items: chart }), '404': none } },
      post: {
        description: said,
        requestBody: {
          required: true,
          content: {
            'multipart/form-data': {
              schema: object({ file: { type: 'string', format: 'binary' } }),
              encoding: { file: { contentType: 'application/pdf, image/png' } },
            },
          },
        },
        responses: { '201': shows(chart), '404': none, '409': none, '422': none },
      },
    },
    '/boats/{boatId}/charts/{chartId}': {
      parameters: [parameter('boatId'), parameter('chartId')],
      get: { responses: { '200': { description: 'The file', content: { 'application/pdf': {}, 'image/png': {} } }, '404': none } },
      delete: { responses: { '204': none, '404': none } },
    },
  },
});

type Kind = 'refuses one more' | 'takes any number' | 'takes any number at once' | 'knows the file';

const judged = async (kind: Kind, said: string): Promise<readonly string[]> => {
  const boats = new Map<string, Set<string>>();
  let last = 0;
  const url = await serve((incoming, outgoing) => {
    const end = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    };
    const { method } = incoming;
    const [, first, boatId = '', charts, chartId] = (incoming.url ?? '').split('?')[0]?.split('/') ?? [];
    if (first !== 'boats') return end(404);
    last += 1;
    const own = boats.get(boatId);
    if (boatId === '' && method === 'POST') {
      boats.set(`b${last}`, new Set());
      return end(201, { id: `b${last}`, name: 'A boat' });
    }
    if (boatId === '')
      return end(
        200,
        [...boats.keys()].map((id) => ({ id, name: 'A boat' })),
      );
    if (!own) return end(404);
    if (charts === undefined && method === 'DELETE') return end(boats.delete(boatId) ? 204 : 404);
    if (charts === undefined) return end(200, { id: boatId, name: 'A boat' });
    if (chartId !== undefined && method === 'DELETE') return end(own.delete(chartId) ? 204 : 404);
    if (chartId !== undefined) return end(own.has(chartId) ? 200 : 404, own.has(chartId) ? {} : undefined);
    if (method === 'GET')
      return end(
        200,
        [...own].map((id) => ({ id, fileName: 'file' })),
      );
    const [known] = own;
    if (kind === 'knows the file' && known !== undefined) return end(201, { id: known, fileName: 'file' });
    const isFull = own.size >= 25;
    if (isFull && kind !== 'takes any number') return end(409);
    const id = `c${last}`;
    const add = (): void => {
      own.add(id);
      end(201, { id, fileName: 'file' });
    };
    return kind === 'takes any number at once' ? void setTimeout(add, 60) : add();
  });
  const only = ['lifecycle/capacity-kept', 'lifecycle/last-place-given-once', 'lifecycle/place-comes-back'];
  const { verdicts } = await judgeForeign(writeDocument(document(said)), url, {
    selection: { only, skip: [] },
    allow: ['mutation', 'permanent'],
  });
  return verdicts.flatMap(({ id, verdict }) => {
    const check = id.replace(/@.*/u, '').replace('lifecycle/', '');
    return verdict.kind === 'fail' ? [`${check}: ${verdict.finding.code}`] : verdict.kind === 'pass' ? [`pass ${check}`] : [];
  });
};

const twentyFive = 'A boat can have up to 25 charts; one more is refused with 409.';

test.concurrent.for<readonly [Kind, string, readonly string[]]>([
  ['refuses one more', twentyFive, ['pass capacity-kept', 'pass last-place-given-once', 'pass place-comes-back']],
  ['takes any number', twentyFive, ['capacity-kept: over-capacity', 'last-place-given-once: last-place-given-twice']],
  [
    'takes any number at once',
    'A boat has at most twenty-five charts (409).',
    ['last-place-given-once: last-place-given-twice', 'pass capacity-kept', 'pass place-comes-back'],
  ],
  ['knows the file', twentyFive, []],
  ['takes any number', 'A boat can have up to 25 charts; more can be bought.', []],
  ['takes any number', 'Up to 25 charts are shown.', []],
])(
  'a boat %s with a file that is uploaded, where "%s" is said',
  besideOthers(async ([kind, said, expected]) => {
    expect((await judged(kind, said)).toSorted()).toEqual([...expected].toSorted());
  }),
);
