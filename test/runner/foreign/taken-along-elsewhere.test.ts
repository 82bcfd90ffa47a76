import { expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const text = { type: 'string', minLength: 1, maxLength: 80 };
const json = (schema: object) => ({ description: 'It', content: { 'application/json': { schema } } });
const object = (properties: object, required: readonly string[]) => ({ type: 'object', properties, required });
const takes = (schema: object) => ({ requestBody: { required: true, content: { 'application/json': { schema } } } });
const none = { description: 'None' };
const inPath = (...names: readonly string[]) => ({
  parameters: names.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } })),
});
const id = { type: 'string' };
const named = object({ id, name: text }, ['id', 'name']);
const place = object({ id, campaignId: { type: 'string', nullable: true }, label: text }, ['id', 'label']);

const collection = (noun: string, removing: string) => ({
  [`/${noun}s`]: {
    get: { responses: { 200: json({ type: 'array', items: named }) } },
    post: { ...takes(object({ name: text }, ['name'])), responses: { 201: json(named), 400: none } },
  },
  [`/${noun}s/{${noun}Id}`]: {
    ...inPath(`${noun}Id`),
    get: { responses: { 200: json(named), 404: none } },
    delete: { description: removing, responses: { 204: { description: 'Done' }, 404: none } },
  },
});

/** Campaigns with places on walls: a place is below its wall, and names its campaign. */
const documentOf = (removing: string) => ({
  openapi: '3.0.3',
  info: { title: 'Posters', version: '1' },
  paths: {
    ...collection('campaign', removing),
    ...collection('wall', 'Removes a wall.'),
    '/walls/{wallId}/places': {
      ...inPath('wallId'),
      get: { responses: { 200: json({ type: 'array', items: place }), 404: none } },
      post: {
        ...takes(object({ label: text, campaignId: { type: 'string', description: 'Id of a campaign.', nullable: true } }, ['label'])),
        responses: { 201: json(place), 400: none, 404: none, 422: none },
      },
    },
    '/walls/{wallId}/places/{placeId}': {
      ...inPath('wallId', 'placeId'),
      delete: { responses: { 204: { description: 'Done' }, 404: none } },
    },
  },
});

type Place = { readonly id: string; readonly label: unknown; readonly campaignId: unknown };

const judged = async (way: 'takes them along' | 'keeps them', removing: string): Promise<readonly string[]> => {
  const stores = { campaigns: new Map<string, object>(), walls: new Map<string, object>() };
  const places = new Map<string, Place[]>();
  let last = 0;
  const url = await serve(async (incoming, outgoing) => {
    const body = await objectBody(incoming);
    const reply = (status: number, answer?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' });
      outgoing.end(answer === undefined ? '' : JSON.stringify(answer));
    };
    const isText = (value: unknown): boolean => typeof value === 'string' && value !== '' && value.length <= 80;
    const { method } = incoming;
    const [, kind = '', key, below, part, ...more] = (incoming.url ?? '').split('?')[0]?.split('/') ?? [];
    if ((kind !== 'campaigns' && kind !== 'walls') || more.length > 0) return reply(404, {});
    const store = stores[kind];
    if (key === undefined) {
      if (method === 'GET') return reply(200, [...store.values()]);
      if (method !== 'POST') return reply(405, {});
      if (!isText(body?.['name'])) return reply(400, {});
      const made = { id: `${kind}-${(last += 1)}`, name: body?.['name'] };
      store.set(made.id, made);
      return reply(201, made);
    }
    const one = store.get(key);
    if (!one || (below !== undefined && (kind !== 'walls' || below !== 'places'))) return reply(404, {});
    if (below === undefined) {
      if (method === 'GET') return reply(200, one);
      if (method !== 'DELETE') return reply(405, {});
      store.delete(key);
      if (kind === 'walls') places.delete(key);
      else if (way === 'takes them along')
        for (const [wall, those] of places)
          places.set(
            wall,
            those.filter(({ campaignId }) => campaignId !== key),
          );
      return reply(204);
    }
    const all = places.get(key) ?? [];
    if (part !== undefined) {
      if (!all.some((each) => each.id === part)) return reply(404, {});
      if (method !== 'DELETE') return reply(405, {});
      places.set(
        key,
        all.filter((each) => each.id !== part),
      );
      return reply(204);
    }
    if (method === 'GET') return reply(200, all);
    if (method !== 'POST') return reply(405, {});
    if (!isText(body?.['label'])) return reply(400, {});
    const campaignId = body?.['campaignId'] ?? null;
    if (campaignId !== null && (typeof campaignId !== 'string' || !stores.campaigns.has(campaignId))) return reply(422, {});
    const made: Place = { id: `place-${(last += 1)}`, label: body?.['label'], campaignId };
    places.set(key, [...all, made]);
    return reply(201, made);
  });
  const { verdicts } = await judgeForeign(writeToolDocument(documentOf(removing)), url, {
    allow: ['mutation', 'permanent', 'destructive'],
    maxCreates: 30,
    selection: { only: ['lifecycle/removed-with-its-parent'], skip: [] },
  });
  return verdicts
    .filter(({ case: { check } }) => check === 'lifecycle/removed-with-its-parent')
    .flatMap(({ verdict }) => (verdict.kind === 'fail' ? [`${verdict.finding.operation}: ${verdict.finding.code}`] : []));
};

const told = ['GET /walls/{wallId}/places: listed-after-its-parent'];

test.concurrent.for([
  'Removes a campaign. Its wall places go with it.',
  'Deletes the campaign and all its places.',
  'The places of the campaign are removed as well.',
])(
  'what is below something else, and stays where it was to go, is told: %s',
  besideOthers(async (removing) => {
    expect(await judged('keeps them', removing)).toEqual(told);
    expect(await judged('takes them along', removing)).toEqual([]);
  }),
);

test.concurrent.for([
  'Removes a campaign.',
  'Removes a campaign. Its places stay.',
  'Removes a campaign. Its wall places go with it at night.',
  'Removes a campaign. Its shelf places go with it.',
])(
  'nothing is told of what may stay: %s',
  besideOthers(async (removing) => {
    expect(await judged('keeps them', removing)).toEqual([]);
  }),
);
