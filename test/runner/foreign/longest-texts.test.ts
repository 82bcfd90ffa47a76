import { expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import type { Permission } from '../../../src/model/target.ts';
import { judgeForeign } from './judge-foreign.ts';
import { type Answer, serveAnswers } from './serve-answers.ts';

type Json = Readonly<Record<string, unknown>>;

const text = { type: 'string' };
const shows = (schema: object): object => ({ description: 'It', content: { 'application/json': { schema } } });
const asks = (required: readonly string[], properties: object): object => ({
  required: true,
  content: { 'application/json': { schema: { type: 'object', required, properties } } },
});
const inPath = (name: string): object => ({ name, in: 'path', required: true, schema: text });
const none = { description: 'None' };
const loom = { type: 'object', required: ['id', 'name'], properties: { id: text, name: text } };
const remark = { type: 'object', required: ['id', 'remark'], properties: { id: text, remark: text } };

/** Looms with remarks, which nothing but the removal of the loom removes. */
const documentWith = (removal: string): object => ({
  openapi: '3.0.3',
  info: { title: 'Looms', version: '1' },
  security: [{ key: [] }],
  components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
  paths: {
    '/looms': {
      get: { responses: { '200': shows({ type: 'array', items: loom }) } },
      post: { requestBody: asks(['name'], { name: { ...text, maxLength: 90 } }), responses: { '201': shows(loom), '422': none } },
    },
    '/looms/{loomId}': {
      parameters: [inPath('loomId')],
      get: { responses: { '200': shows(loom), '404': none } },
      delete: { description: removal, responses: { '204': none, '404': none } },
    },
    '/looms/{loomId}/remarks': {
      parameters: [inPath('loomId')],
      get: { responses: { '200': shows({ type: 'array', items: remark }), '404': none } },
      post: {
        requestBody: asks(['remark'], { remark: { ...text, minLength: 1, maxLength: 12_000 } }),
        responses: { '201': shows(remark), '404': none, '422': none },
      },
    },
    '/looms/{loomId}/remarks/{remarkId}': {
      parameters: [inPath('loomId'), inPath('remarkId')],
      get: { responses: { '200': shows(remark), '404': none } },
    },
  },
});

const judged = async (longest: number, removal = 'Its remarks go with it.', allow: readonly Permission[] = ['mutation', 'permanent']) => {
  const looms = new Map<string, Json & { readonly remarks: Json[] }>();
  let [last, most] = [0, 0];
  const answer = (method: string, [root, id, below, own]: readonly string[], given: Json): Answer => {
    if (root !== 'looms') return [404];
    if (id === undefined) {
      if (method === 'GET') return [200, [...looms.values()].map(({ remarks, ...one }) => ({ ...one, count: remarks.length }))];
      if (typeof given['name'] !== 'string') return [422];
      const made = { id: `l${(last += 1)}`, name: given['name'], remarks: [] };
      looms.set(made.id, made);
      return [201, { id: made.id, name: made.name }];
    }
    const found = looms.get(id);
    if (!found) return [404];
    if (below === undefined) {
      if (method === 'DELETE') looms.delete(id);
      return method === 'DELETE' ? [204] : [200, { id, name: found['name'] }];
    }
    if (own !== undefined) {
      const one = found.remarks.find((each) => each['id'] === own);
      return one ? [200, one] : [404];
    }
    if (method === 'GET') return [200, found.remarks];
    const said = given['remark'];
    if (typeof said !== 'string' || said === '' || Array.from(said).length > longest) return [422];
    const made = { id: `r${(last += 1)}`, remark: said };
    found.remarks.push(made);
    most += 1;
    return [201, made];
  };
  const { verdicts } = await judgeForeign(writeDocument(documentWith(removal)), await serveAnswers(answer), {
    allow,
    maxCreates: 10,
    selection: { only: ['body/documented-value-accepted'], skip: [] },
  });
  const told = verdicts
    .filter(({ id, verdict }) => id.includes('remarks') && verdict.kind !== 'skipped')
    .map(({ verdict }) => (verdict.kind === 'fail' ? verdict.finding.code : verdict.kind));
  return { told, left: looms.size, made: most };
};

test(
  'texts of the greatest length are tried where what is created goes away with its parent',
  besideOthers(async () => {
    expect(await judged(12_000)).toMatchObject({ told: ['pass'], left: 0 });
    expect(await judged(11_999)).toMatchObject({ told: ['documented-value-refused'], left: 0 });
  }),
);

test(
  'and with the permission to leave something where nothing removes it, by few creations',
  besideOthers(async () => {
    expect(await judged(12_000, 'Removes it.')).toMatchObject({ told: ['pass'], left: 0 });
    const { told, made } = await judged(11_999, 'Removes it.');
    expect(told).toEqual(['documented-value-refused']);
    expect(made).toBeLessThanOrEqual(4);
    expect(await judged(11_999, 'Removes it.', ['mutation'])).toMatchObject({ told: [], left: 0, made: 0 });
  }),
);
