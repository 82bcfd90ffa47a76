import { expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign } from './judge-foreign.ts';
import { type Answer, serveAnswers } from './serve-answers.ts';

type Json = Readonly<Record<string, unknown>>;

const text = { type: 'string' };
const shows = (schema: object): object => ({ description: 'It', content: { 'application/json': { schema } } });
const asks = (name: string): object => ({
  required: true,
  content: { 'application/json': { schema: { type: 'object', required: [name], properties: { [name]: { ...text, maxLength: 90 } } } } },
});
const inPath = (name: string): object => ({ name, in: 'path', required: true, schema: text });
const none = { description: 'None' };
const loom = { type: 'object', required: ['id', 'name'], properties: { id: text, name: text } };
const remark = { type: 'object', required: ['id', 'remark'], properties: { id: text, remark: text } };

/** Looms with remarks, which nothing but their removal knows at a path of their own. */
const documentWith = (parameter: string): object => ({
  openapi: '3.0.3',
  info: { title: 'Looms', version: '1' },
  security: [{ key: [] }],
  components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
  paths: {
    '/looms': {
      get: { responses: { '200': shows({ type: 'array', items: loom }) } },
      post: { requestBody: asks('name'), responses: { '201': shows(loom), '422': none } },
    },
    '/looms/{loomId}': {
      parameters: [inPath('loomId')],
      get: { responses: { '200': shows(loom), '404': none } },
      delete: { responses: { '204': none, '404': none } },
    },
    '/looms/{loomId}/remarks': {
      parameters: [inPath('loomId')],
      get: { responses: { '200': shows({ type: 'array', items: remark }), '404': none } },
      post: { requestBody: asks('remark'), responses: { '201': shows(remark), '404': none, '422': none } },
    },
    [`/remarks/{${parameter}}`]: { parameters: [inPath(parameter)], delete: { responses: { '204': none, '404': none } } },
  },
});

const judged = async (keeps: boolean, parameter = 'remarkId') => {
  const looms = new Map<string, Json & { readonly remarks: Json[] }>();
  let last = 0;
  const answer = (method: string, [root, id, below]: readonly string[], given: Json): Answer => {
    if (root === 'remarks') {
      const holder = [...looms.values()].find(({ remarks }) => remarks.some((one) => one['id'] === id));
      if (!holder) return [404];
      if (!keeps)
        holder.remarks.splice(
          holder.remarks.findIndex((one) => one['id'] === id),
          1,
        );
      return [204];
    }
    if (root !== 'looms') return [404];
    if (id === undefined) {
      if (method === 'GET') return [200, [...looms.values()].map(({ id: own, name }) => ({ id: own, name }))];
      if (typeof given['name'] !== 'string') return [422];
      const made = { id: `l${(last += 1)}`, name: given['name'] };
      looms.set(made.id, { ...made, remarks: [] });
      return [201, made];
    }
    const found = looms.get(id);
    if (!found) return [404];
    if (below === undefined) {
      if (method === 'DELETE') looms.delete(id);
      return method === 'DELETE' ? [204] : [200, { id, name: found['name'] }];
    }
    if (method === 'GET') return [200, found.remarks];
    if (typeof given['remark'] !== 'string') return [422];
    const made = { id: `r${(last += 1)}`, remark: given['remark'] };
    found.remarks.push(made);
    return [201, made];
  };
  const { verdicts } = await judgeForeign(writeDocument(documentWith(parameter)), await serveAnswers(answer), {
    allow: ['mutation'],
    maxCreates: 20,
    selection: { only: ['lifecycle/removed-is-unlisted'], skip: [] },
  });
  const told = verdicts
    .filter(({ id }) => id.startsWith('lifecycle/removed-is-unlisted@') && id.includes('remarks'))
    .map(({ verdict }) => verdict.kind);
  return { told, left: looms.size };
};

test(
  'what is created below another resource, and only removed at a path of its own, is removed there',
  besideOthers(async () => {
    expect(await judged(false)).toEqual({ told: ['pass'], left: 0 });
    expect(await judged(true)).toEqual({ told: ['fail'], left: 0 });
  }),
);

test('not where the path is called after something else', async () => {
  expect(await judged(true, 'writerId')).toEqual({ told: [], left: 0 });
});
