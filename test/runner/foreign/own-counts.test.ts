import { describe, expect, test } from 'vitest';
import { ownCounts } from '../../../src/checks/subjects/own-counts.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { besideOthers } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

type Json = Readonly<Record<string, unknown>>;

const text = { type: 'string' };
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const shows = (schema: object, status = '200') => ({ [status]: { description: 'It', ...json(schema) } });
const object = (properties: object, required: readonly string[]) => ({ type: 'object', properties, required });
const map = object({ id: text, title: text }, ['id', 'title']);
const usual = 'Existing maps of this account.';

/** Maps, and the account that draws them. */
const documentOf = (said: string, member = 'map_count') => ({
  openapi: '3.1.0',
  info: { title: 'Maps', version: '1' },
  security: [{ key: [] }],
  components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
  paths: {
    '/me': {
      get: {
        responses: shows(
          object({ name: text, [member]: { type: 'integer', description: said === '' ? undefined : said } }, ['name', member]),
        ),
      },
    },
    '/maps': {
      get: { responses: shows({ type: 'array', items: map }) },
      post: {
        requestBody: { required: true, ...json(object({ title: text }, ['title'])) },
        responses: { ...shows(map, '201'), 422: { description: 'Wrong' } },
      },
    },
    '/maps/{mapId}': {
      parameters: [{ name: 'mapId', in: 'path', required: true, schema: text }],
      get: { responses: { ...shows(map), 404: { description: 'None' } } },
      delete: { responses: { 204: { description: 'Gone' }, 404: { description: 'None' } } },
    },
  },
});

describe('what callers see of themselves counts what they have now', () => {
  test.each<readonly [string, boolean]>([
    [usual, true],
    ['How many maps you have.', true],
    ['Number of maps that the account owns.', true],
    ['Maps of yours that still exist', true],
    ['The current number of maps of the user', true],
    // All that was ever made may be meant, or something else is counted.
    ['', false],
    ['Number of maps.', false],
    ['Maps that the account has ever drawn.', false],
    ['Maps you have drawn this month.', false],
    ['Maps that others have of you.', false],
    ['How many maps you may have.', false],
    ['Existing maps that are shared.', false],
    ['Existing maps of this account, counted nightly.', false],
  ])('%s', async (said, isRead) => {
    const found = ownCounts(await loadContract(writeToolDocument(documentOf(said))));
    expect(found.map(({ self, child }) => `${self.key} ${child.create.key}`)).toEqual(isRead ? ['GET /me POST /maps'] : []);
  });

  test('another noun is counted by nothing', async () => {
    expect(ownCounts(await loadContract(writeToolDocument(documentOf('Existing keys of this account.', 'key_count'))))).toEqual([]);
  });
});

const judged = async (count: (there: number, made: number) => number): Promise<readonly string[]> => {
  const maps = new Map<string, Json>();
  let made = 0;
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    };
    const [, root, mapId = ''] = (incoming.url ?? '/').split('?')[0]?.split('/') ?? [];
    if (root === 'me') return give(200, { name: 'Ada', map_count: count(maps.size, made) });
    if (root !== 'maps' || (mapId !== '' && !maps.has(mapId))) return give(404);
    if (incoming.method === 'GET') return give(200, mapId === '' ? [...maps.values()] : maps.get(mapId));
    if (incoming.method === 'DELETE') return give(maps.delete(mapId) ? 204 : 404);
    void objectBody(incoming).then((body = {}) => {
      if (typeof body['title'] !== 'string') return give(422);
      const one = { id: `m${(made += 1)}`, title: body['title'] };
      maps.set(one.id, one);
      return give(201, one);
    });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(documentOf(usual)), url, {
    allow: ['mutation'],
    maxCreates: 10,
    selection: { only: ['lifecycle/children-counted'], skip: [] },
  });
  return verdicts
    .filter(({ id }) => id.startsWith('lifecycle/children-counted@'))
    .map(({ verdict }) => (verdict.kind === 'fail' ? verdict.finding.code : verdict.kind));
};

test.concurrent.for<readonly [string, (there: number, made: number) => number, readonly string[]]>([
  ['follows', (there) => there, ['pass']],
  ['does not fall with a removal', (_there, made) => made, ['count-not-lowered']],
  ['stands still', () => 4, ['count-not-raised']],
])(
  'the count of the caller %s',
  besideOthers(async ([, count, expected]) => {
    expect(await judged(count)).toEqual(expected);
  }),
);
