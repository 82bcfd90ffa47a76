import { describe, expect } from 'vitest';
import { testBeside as test } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const json = (schema: object) => ({ description: 'd', content: { 'application/json': { schema } } });
const none = { description: 'None' };
const id = { type: 'string', minLength: 1, maxLength: 64 };
const named = { type: 'object', required: ['id', 'name'], properties: { id, name: { type: 'string', minLength: 1, maxLength: 80 } } };
const inPath = (...names: readonly string[]) => names.map((name) => ({ name, in: 'path', required: true, schema: id }));
const takes = {
  required: true,
  content: { 'application/json': { schema: { type: 'object', required: ['name'], properties: { name: named.properties.name } } } },
};
const kept = (...names: readonly string[]) => ({
  parameters: inPath(...names),
  get: { responses: { 200: json(named), 404: none } },
  delete: { responses: { 204: none, 404: none } },
});
const adds = { requestBody: takes, responses: { 201: json(named), 400: none, 404: none } };

/** Fish of aquariums, and guests with the fish that they like: these are created below something that has nothing to do with the guest. */
const document = {
  openapi: '3.1.0',
  info: { title: 'Aquariums', version: '1' },
  paths: {
    '/aquariums': { post: adds },
    '/aquariums/{aquariumId}': kept('aquariumId'),
    '/aquariums/{aquariumId}/fish': { parameters: inPath('aquariumId'), post: adds },
    '/aquariums/{aquariumId}/fish/{fishId}': kept('aquariumId', 'fishId'),
    '/guests': { post: adds },
    '/guests/{guestId}': kept('guestId'),
    '/guests/{guestId}/favourites': {
      parameters: inPath('guestId'),
      get: {
        responses: {
          200: json({ type: 'array', items: { type: 'object', required: ['fishId'], properties: { fishId: id } } }),
          404: none,
        },
      },
    },
    '/guests/{guestId}/favourites/{fishId}': {
      parameters: inPath('guestId', 'fishId'),
      put: { summary: 'Like a fish', responses: { 204: none, 404: none } },
      delete: { summary: 'Like a fish no more', responses: { 204: none, 404: none } },
    },
  },
};

type Service = {
  readonly flaw?: 'likes nothing' | 'likes twice' | 'keeps liking';
  /** Is it an error to take off what is not liked? */
  readonly isStrict?: boolean;
};

const judged = async ({ flaw, isStrict = false }: Service) => {
  const all = new Map<string, { readonly above: string; readonly name: string }>();
  const liked = new Map<string, string[]>();
  const accepted: string[] = [];
  const url = await serve(async (incoming, outgoing) => {
    const { method } = incoming;
    const [, root = '', own = '', below = '', fishId = ''] = (incoming.url ?? '').split('/');
    const give = (status: number, value?: unknown): void => {
      if (status < 300) accepted.push(`${method} ${below}${fishId === '' ? '' : ' one'}`);
      outgoing.writeHead(status, value === undefined ? {} : { 'content-type': 'application/json' });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    };
    if (own !== '' && all.get(own)?.above !== root) return give(404);
    if (below === 'favourites') {
      const fish = liked.get(own) ?? [];
      if (fishId === '')
        return method === 'GET'
          ? give(
              200,
              fish.map((one) => ({ fishId: one })),
            )
          : give(405);
      if (!all.get(fishId)?.above.startsWith('aquariums/')) return give(404);
      const isLiked = fish.includes(fishId);
      if (method === 'PUT') {
        if (flaw !== 'likes nothing' && (!isLiked || flaw === 'likes twice')) liked.set(own, [...fish, fishId]);
        return give(204);
      }
      if (method !== 'DELETE') return give(405);
      if (isStrict && !isLiked) return give(404);
      if (flaw !== 'keeps liking')
        liked.set(
          own,
          fish.filter((one) => one !== fishId),
        );
      return give(204);
    }
    const above = below === '' ? root : `${root}/${own}/${below}`;
    const one = below === '' ? own : fishId;
    if (one === '') {
      if (method !== 'POST') return give(405);
      const { name } = (await objectBody(incoming)) ?? {};
      if (typeof name !== 'string' || name === '' || [...name].length > 80) return give(400);
      const made = crypto.randomUUID();
      all.set(made, { above, name });
      return give(201, { id: made, name });
    }
    const shown = all.get(one);
    if (shown?.above !== above) return give(404);
    if (method === 'DELETE') all.delete(one);
    return method === 'GET' ? give(200, { id: one, name: shown.name }) : give(method === 'DELETE' ? 204 : 405);
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document), url, {
    allow: ['mutation'],
    selection: { only: ['contract/*', 'lifecycle/*'], skip: [] },
  });
  return {
    accepted: new Set(accepted),
    found: [...new Set(verdicts.flatMap(({ verdict }) => (verdict.kind === 'fail' ? [verdict.finding.code] : [])))],
  };
};

describe('a link to what is created below something else', () => {
  test.each<Service>([{}, { isStrict: true }])('names a thing of the run, and a sound service passes: %o', async (service) => {
    const { accepted, found } = await judged(service);
    expect(found).toEqual([]);
    expect([...accepted]).toEqual(expect.arrayContaining(['PUT favourites one', 'DELETE favourites one']));
  });

  test.each<NonNullable<Service['flaw']>>(['likes nothing', 'likes twice', 'keeps liking'])('finds a service that %s', async (flaw) => {
    expect((await judged({ flaw })).found).not.toEqual([]);
  });
});
