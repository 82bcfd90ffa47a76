import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { serve } from './judge-foreign.ts';
import { judgeWithCallers } from './judge-with-callers.ts';
import { objectBody } from './json-body.ts';

const text = { type: 'string', minLength: 1, maxLength: 90 };
const json = (schema: object) => ({ description: 'd', content: { 'application/json': { schema } } });
const refused = Object.fromEntries([401, 403, 404, 422].map((one) => [one, { description: 'Refused' }]));
const topic = {
  type: 'object',
  required: ['id', 'title', 'holder_email'],
  properties: { id: text, title: text, holder_email: { type: 'string', format: 'email', maxLength: 90 } },
};
const remark = {
  type: 'object',
  required: ['id', 'words', 'internal'],
  properties: { id: text, words: text, internal: { type: 'boolean' } },
};
const takes = (properties: object, required: readonly string[]) => ({
  requestBody: { required: true, content: { 'application/json': { schema: { type: 'object', required, properties } } } },
});
const at = (...names: readonly string[]) => names.map((name) => ({ name, in: 'path', required: true, schema: text }));

const contract = {
  openapi: '3.1.0',
  info: {
    title: 'Topics',
    version: '1',
    description:
      'An **editor key** may do everything. A **reader key** may read the topics of its holder. Internal remarks are hidden from readers.',
  },
  security: [{ token: [] }],
  components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
  paths: {
    '/topics': {
      get: { responses: { 200: json({ type: 'array', items: topic }), ...refused } },
      post: {
        ...takes({ title: text, holder_email: topic.properties.holder_email }, ['title', 'holder_email']),
        responses: { 201: json(topic), ...refused },
      },
    },
    '/topics/{topicId}': {
      parameters: at('topicId'),
      get: { responses: { 200: json(topic), ...refused } },
      delete: { responses: { 204: { description: 'Gone' }, ...refused } },
    },
    '/topics/{topicId}/remarks': {
      parameters: at('topicId'),
      get: { responses: { 200: json({ type: 'array', items: remark }), ...refused } },
      post: {
        ...takes({ words: text, internal: { type: 'boolean', default: false } }, ['words']),
        responses: { 201: json(remark), ...refused },
      },
    },
  },
};

const keys = { key: 'editor-key-0123456789', restricted: 'reader-key-0123456789', other: 'another-key-0123456789' };
const holder = 'ann@readers.example';

/** @param sees The topics that the reader sees at first. */
const judged = async (listsInternal: boolean, sees: 'its own' | 'none') => {
  type Topic = { readonly id: string; readonly title: string; readonly holder_email: string; readonly remarks: object[] };
  const topic1 = (id: string, holder_email: string): [string, Topic] => [id, { id, title: 'Old', holder_email, remarks: [] }];
  const topics = new Map([topic1('old-1', 'bob@readers.example'), ...(sees === 'none' ? [] : [topic1('old-2', holder)])]);
  const before = topics.size;
  let last = 0;
  const url = await serve(async (incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    };
    const [who] = Object.entries(keys).find(([, one]) => incoming.headers.authorization === `Bearer ${one}`) ?? [];
    const body = await objectBody(incoming);
    if (who === undefined) return give(401, { title: 'Who?' });
    const isReader = who === 'restricted';
    const [, root, id, below] = new URL(incoming.url ?? '/', 'http://topics').pathname.split('/');
    if (root !== 'topics') return give(404);
    const own = [...topics.values()].filter((one) => who === 'key' || (isReader && one.holder_email === holder));
    const shown = ({ remarks: _remarks, ...one }: Topic): object => one;
    if (incoming.method !== 'GET' && isReader) return give(403, { title: 'Readers read' });
    if (id === undefined && incoming.method === 'GET') return give(200, own.map(shown));
    const made = `t${(last += 1)}x${last * 7919}`;
    if (id === undefined) {
      const { title, holder_email: mail } = body ?? {};
      if (typeof title !== 'string' || title === '' || typeof mail !== 'string' || !mail.includes('@'))
        return give(422, { title: 'Wrong' });
      const one: Topic = { id: made, title, holder_email: mail, remarks: [] };
      topics.set(made, one);
      return give(201, shown(one));
    }
    const found = own.find((one) => one.id === id);
    if (!found) return give(404, { title: 'Nothing' });
    if (incoming.method === 'DELETE') return give(topics.delete(id) ? 204 : 404);
    if (below === undefined) return give(200, shown(found));
    if (incoming.method === 'GET')
      return give(
        200,
        found.remarks.filter((one) => !isReader || listsInternal || !('internal' in one && one.internal === true)),
      );
    if (typeof body?.['words'] !== 'string' || body['words'] === '') return give(422, { title: 'Wrong' });
    const one = { id: made, words: body['words'], internal: body['internal'] === true };
    found.remarks.push(one);
    return give(201, one);
  });
  const result = await judgeWithCallers(contract, url, keys, { only: ['auth/hidden-resource-absent'], maxCreates: 20 });
  expect(topics.size).toBe(before);
  return { told: result.told, passed: [...result.passed] };
};

describe.concurrent('what a role may not see below something that it sees', () => {
  test.for<readonly [boolean, 'its own' | 'none', object]>([
    [false, 'its own', { told: [], passed: ['auth/hidden-resource-absent'] }],
    [true, 'its own', { told: ['OAS-127 hidden-resource-shown GET /topics/{topicId}/remarks'], passed: [] }],
    [true, 'none', { told: [], passed: [] }],
  ])(
    'is looked for there: listed %s, of topics that the reader sees: %s',
    besideOthers(async ([listsInternal, sees, expected]) => {
      expect(await judged(listsInternal, sees)).toEqual(expected);
    }),
  );
});
