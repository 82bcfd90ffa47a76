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
const usual = 'Existing maps of this account.';

/** Maps, and the account that draws them. */
const documentOf = (said: string, member = 'map_count', states: object = {}) => {
  const map = object({ id: text, title: text, ...states }, ['id', 'title']);
  return mapsOf(said, member, map);
};

const mapsOf = (said: string, member: string, map: object) => ({
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
    '/maps/{mapId}/cancel': {
      parameters: [{ name: 'mapId', in: 'path', required: true, schema: text }],
      post: { responses: { ...shows(map), 404: { description: 'None' } } },
    },
    '/maps/{mapId}': {
      parameters: [{ name: 'mapId', in: 'path', required: true, schema: text }],
      get: { responses: { ...shows(map), 404: { description: 'None' } } },
      delete: { responses: { 204: { description: 'Gone' }, 404: { description: 'None' } } },
    },
  },
});

const states = {
  status: { type: 'string', enum: ['DRAFT', 'IN_REVIEW', 'PRINTED', 'CANCELLED'], readOnly: true },
  printedAt: { type: 'string', format: 'date-time', nullable: true },
};

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

  test.each<readonly [string, string, readonly string[] | undefined]>([
    ['Maps that are DRAFT or IN_REVIEW', 'open_map_count', ['DRAFT', 'IN_REVIEW']],
    ['Number of your maps that are `DRAFT`, `IN_REVIEW` or `PRINTED`', 'map_count', ['DRAFT', 'IN_REVIEW', 'PRINTED']],
    ['Maps in the status PRINTED', 'printedMapCount', ['PRINTED']],
    // What was printed once has the moment for good.
    ['Maps that are printed', 'printedMapCount', undefined],
    ['Maps that are not CANCELLED', 'open_map_count', ['CANCELLED']],
    ['Existing maps of this account.', 'open_map_count', undefined],
    ['Maps that are DRAFT or SHARED', 'open_map_count', undefined],
    ['Maps that were PRINTED this month', 'printed_map_count', undefined],
    ['Maps that are DRAFT or wait for others', 'open_map_count', undefined],
    ['Maps that have ever been PRINTED', 'printed_map_count', undefined],
  ])('those in some states alone: %s as %s', async (said, member, expected) => {
    const found = ownCounts(await loadContract(writeToolDocument(documentOf(said, member, states))));
    expect(found.map(({ counting }) => counting?.traits.map(({ value }) => String(value)).toSorted())).toEqual(expected ? [expected] : []);
  });

  test('another noun is counted by nothing', async () => {
    expect(ownCounts(await loadContract(writeToolDocument(documentOf('Existing keys of this account.', 'key_count'))))).toEqual([]);
  });
});

/** @param count The number that callers see, of the maps that there are, those that were ever made, and those that are not cancelled. */
const judged = async (
  count: (there: number, made: number, open: number) => number,
  document = documentOf(usual),
): Promise<readonly string[]> => {
  const maps = new Map<string, Json>();
  let made = 0;
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    };
    const [, root, mapId = '', action] = (incoming.url ?? '/').split('?')[0]?.split('/') ?? [];
    const open = [...maps.values()].filter(({ status }) => status === 'DRAFT').length;
    if (root === 'me') {
      const number = count(maps.size, made, open);
      return give(200, { name: 'Ada', map_count: number, open_map_count: number });
    }
    if (root !== 'maps' || (mapId !== '' && !maps.has(mapId))) return give(404);
    if (action === 'cancel') {
      const cancelled: Json = { ...maps.get(mapId), status: 'CANCELLED' };
      maps.set(mapId, cancelled);
      return give(200, cancelled);
    }
    if (incoming.method === 'GET') return give(200, mapId === '' ? [...maps.values()] : maps.get(mapId));
    if (incoming.method === 'DELETE') return give(maps.delete(mapId) ? 204 : 404);
    void objectBody(incoming).then((body = {}) => {
      if (typeof body['title'] !== 'string') return give(422);
      const one = { id: `m${(made += 1)}`, title: body['title'], status: 'DRAFT' };
      maps.set(one.id, one);
      return give(201, one);
    });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document), url, {
    allow: ['mutation', 'destructive'],
    maxCreates: 10,
    selection: { only: ['lifecycle/children-counted'], skip: [] },
  });
  return verdicts
    .filter(({ id }) => id.startsWith('lifecycle/children-counted@'))
    .map(({ verdict }) => (verdict.kind === 'fail' ? verdict.finding.code : verdict.kind));
};

test.concurrent.for<readonly [string, (there: number, made: number, open: number) => number, readonly string[]]>([
  ['of those in some states follows', (_there, _made, open) => open, ['pass']],
  ['of those in some states counts the others too', (there) => there, ['count-not-lowered']],
  ['follows', (there) => there, ['pass']],
  ['does not fall with a removal', (_there, made) => made, ['count-not-lowered']],
  ['stands still', () => 4, ['count-not-raised']],
])(
  'the count of the caller %s',
  besideOthers(async ([what, count, expected]) => {
    const document = what.includes('some states') ? documentOf('Maps that are DRAFT or IN_REVIEW', 'open_map_count', states) : undefined;
    expect(await judged(count, document)).toEqual(expected);
  }),
);

test.each<readonly [string, readonly string[]]>([
  ['Maps there are right now. Deleted and cancelled ones do not count.', ['POST /maps']],
  ['Maps there are right now. Deleted and shared ones do not count.', []],
])('a count in an object, without what an action alone makes of them: %s', async (said, expected) => {
  const document = documentOf(said);
  const { get } = document.paths['/me'];
  const inside = {
    ...document,
    paths: {
      ...document.paths,
      '/me': {
        get: {
          ...get,
          responses: shows(object({ club: object({ map_count: { type: 'integer', description: said } }, ['map_count']) }, ['club'])),
        },
      },
    },
  };
  const found = ownCounts(await loadContract(writeToolDocument(inside)));
  expect(found.map(({ child, inside: around }) => `${child.create.key}${around === 'club' ? '' : ' elsewhere'}`)).toEqual(expected);
});
