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

/** Fish of an aquarium, and the favourites among them: what is put there has to be a fish of that aquarium. */
const document = {
  openapi: '3.1.0',
  info: { title: 'Aquariums', version: '1' },
  paths: {
    '/aquariums': { post: { requestBody: takes, responses: { 201: json(named), 400: none } } },
    '/aquariums/{aquariumId}': kept('aquariumId'),
    '/aquariums/{aquariumId}/fish': {
      parameters: inPath('aquariumId'),
      post: { requestBody: takes, responses: { 201: json(named), 400: none, 404: none } },
    },
    '/aquariums/{aquariumId}/fish/{fishId}': kept('aquariumId', 'fishId'),
    '/aquariums/{aquariumId}/favourites': {
      parameters: inPath('aquariumId'),
      get: { responses: { 200: json({ type: 'array', items: named }), 404: none } },
    },
    '/aquariums/{aquariumId}/favourites/{fishId}': {
      parameters: inPath('aquariumId', 'fishId'),
      put: { summary: 'Mark a fish', responses: { 204: none, 404: none, 409: none } },
      delete: { summary: 'Unmark a fish', responses: { 204: none, 404: none } },
    },
  },
};

type Aquarium = { readonly name: string; readonly fish: Map<string, string>; readonly marked: Set<string> };

type Service = {
  readonly flaw?: 'marks nothing' | 'unmarks nothing' | 'removes the fish';
  /** Is it an error to unmark what is not marked? */
  readonly isStrict?: boolean;
  /** Most favourites of one aquarium. */
  readonly most?: number;
};

const judged = async ({ flaw, isStrict = false, most = 100 }: Service) => {
  const theirs: Aquarium = { name: 'Lobby', fish: new Map([['f1', 'Wanda']]), marked: new Set(['f1']) };
  const all = new Map<string, Aquarium>([['a1', theirs]]);
  const accepted: string[] = [];
  const url = await serve(async (incoming, outgoing) => {
    const { method } = incoming;
    const [, , own = '', below = '', fishId = ''] = (incoming.url ?? '').split('/');
    const give = (status: number, value?: unknown): void => {
      if (status < 300) accepted.push(`${method} ${below}${fishId === '' ? '' : ' one'}`);
      outgoing.writeHead(status, value === undefined ? {} : { 'content-type': 'application/json' });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    };
    const { name } = (method === 'POST' ? await objectBody(incoming) : undefined) ?? {};
    const isNamed = typeof name === 'string' && name !== '' && [...name].length <= 80;
    const made = crypto.randomUUID();
    if (own === '') {
      if (method !== 'POST') return give(405);
      if (!isNamed) return give(400);
      all.set(made, { name, fish: new Map(), marked: new Set() });
      return give(201, { id: made, name });
    }
    const aquarium = all.get(own);
    if (!aquarium) return give(404);
    if (below === '') {
      if (method === 'DELETE') all.delete(own);
      return method === 'GET' ? give(200, { id: own, name: aquarium.name }) : give(method === 'DELETE' ? 204 : 405);
    }
    if (below === 'fish' && fishId === '') {
      if (method !== 'POST') return give(405);
      if (!isNamed) return give(400);
      aquarium.fish.set(made, name);
      return give(201, { id: made, name });
    }
    const shown = [...aquarium.marked].map((one) => ({ id: one, name: aquarium.fish.get(one) }));
    if (below === 'favourites' && fishId === '') return method === 'GET' ? give(200, shown) : give(405);
    const fish = aquarium.fish.get(fishId);
    if (fish === undefined) return give(404);
    if (below === 'fish') {
      if (method === 'DELETE') aquarium.marked.delete(fishId);
      if (method === 'DELETE') aquarium.fish.delete(fishId);
      return method === 'GET' ? give(200, { id: fishId, name: fish }) : give(method === 'DELETE' ? 204 : 405);
    }
    if (method === 'PUT') {
      if (aquarium.marked.size >= most && !aquarium.marked.has(fishId)) return give(409);
      if (flaw !== 'marks nothing') aquarium.marked.add(fishId);
      return give(204);
    }
    if (method !== 'DELETE') return give(405);
    if (isStrict && !aquarium.marked.has(fishId)) return give(404);
    if (flaw !== 'unmarks nothing') aquarium.marked.delete(fishId);
    if (flaw === 'removes the fish') aquarium.fish.delete(fishId);
    return give(204);
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document), url, {
    allow: ['mutation'],
    selection: { only: ['contract/*', 'lifecycle/*'], skip: [] },
  });
  // A run removes what it has made, and nothing else.
  expect([...all.keys()]).toEqual(['a1']);
  expect([...theirs.marked]).toEqual(['f1']);
  return {
    accepted: new Set(accepted),
    found: [...new Set(verdicts.flatMap(({ verdict }) => (verdict.kind === 'fail' ? [verdict.finding.code] : [])))],
    linkShown: verdicts.find((one) => one.case.check === 'lifecycle/link-shown')?.verdict.kind,
  };
};

describe('a service that links what is below the same resource', () => {
  test.each<readonly [string, Service]>([
    ['that unmarks anything', {}],
    ['that finds nothing to unmark', { isStrict: true }],
    ['that takes two of them', { most: 2 }],
  ])('%s is accused of nothing', async (_what, service) => {
    const { accepted, found, linkShown } = await judged(service);
    expect(found).toEqual([]);
    expect(linkShown).toBe('pass');
    expect([...accepted]).toEqual(expect.arrayContaining(['PUT favourites one', 'DELETE favourites one']));
  });

  test.each<readonly [NonNullable<Service['flaw']>, string]>([
    ['marks nothing', 'linked-not-listed'],
    ['unmarks nothing', 'unlinked-still-listed'],
    ['removes the fish', 'unlinked-removed'],
  ])('is told: %s', async (flaw, code) => {
    expect((await judged({ flaw })).found).toContain(code);
  });
});
