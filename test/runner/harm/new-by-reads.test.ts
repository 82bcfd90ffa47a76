import { describe, expect, test } from 'vitest';
import { bayDocument, does } from '../../generators/bay-contract.ts';
import { decoded } from '../../worlds/decoded.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from '../foreign/judge-foreign.ts';

type Json = Readonly<Record<string, unknown>>;
type Item = { readonly id: string; readonly name: string };

const text = { type: 'string' };
const item = { type: 'object', properties: { id: text, name: text, note: text } };
const content = (schema: Json): Json => ({ content: { 'application/json': { schema } } });
const inPath = (name: string): Json => ({ name, in: 'path', required: true, schema: text });

const houseOf = (parameter: string, query: readonly Json[] = []): Json =>
  bayDocument({
    '/valves': {
      get: does({ parameters: query, responses: { '200': { description: 'All', ...content({ type: 'array', items: item }) } } }),
      post: does({
        requestBody: { required: true, ...content({ type: 'object', required: ['name'], properties: { name: text } }) },
        responses: { '200': { description: 'Made', ...content({ type: 'object' }) } },
      }),
    },
    [`/valve/{${parameter}}`]: {
      get: does({ parameters: [inPath(parameter)], responses: { '200': { description: 'One', ...content(item) } } }),
      delete: does({ parameters: [inPath(parameter)] }),
    },
  });

/** How a service departs from one that lists everything and answers a creation with the new id. */
type Ways = {
  /** What a creation answers, and whether it keeps something. */
  readonly make: (name: string, items: Map<string, Item>) => Json;
  readonly shows?: (items: readonly Item[]) => unknown;
  /** What `/valve/{x}` finds. */
  readonly finds?: (asked: string, items: Map<string, Item>) => Item | undefined;
};

const judged = async ({ make, shows = (items) => items, finds = (asked, items) => items.get(asked) }: Ways, document: Json) => {
  const items = new Map<string, Item>([['v-old', { id: 'v-old', name: 'theirs' }]]);
  const removed: string[] = [];
  const url = await serve((incoming, outgoing) => {
    let body = '';
    incoming.on('data', (chunk: Buffer) => (body += chunk.toString()));
    incoming.on('end', () => {
      const answer = (status: number, value: unknown) =>
        outgoing.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
      const path = incoming.url?.split('?')[0] ?? '';
      if (path === '/valves' && incoming.method === 'GET') return answer(200, shows([...items.values()]));
      if (path === '/valves') {
        const name = /"name":"([^"]+)"/u.exec(body)?.[1];
        return name === undefined ? answer(400, {}) : answer(200, make(name, items));
      }
      const found = finds(decoded(path.split('/')[2] ?? ''), items);
      if (!found) return answer(404, {});
      if (incoming.method === 'DELETE') {
        removed.push(found.id);
        items.delete(found.id);
      }
      return answer(200, found);
    });
  });
  const { ended } = await judgeForeign(writeToolDocument(document), url, {
    allow: ['mutation', 'permanent', 'destructive'],
    selection: { only: ['status/documented-call'], skip: [] },
  });
  const missed = (ended.coverage?.unexercised ?? []).flatMap(({ operations }) => operations);
  return { missed, removed, left: [...items.keys()] };
};

/** A creation that answers with a resource that was there before, and that its list shows from then on only. */
const onceMade = (shows: (items: readonly Item[]) => unknown): Ways => {
  let isMade = false;
  return {
    make: () => {
      isMade = true;
      return { id: 'v-old' };
    },
    shows: (items) => shows(isMade ? items : []),
  };
};

let count = 0;
const keep = (name: string, items: Map<string, Item>): string => {
  const id = `v-${(count += 1)}`;
  items.set(id, { id, name });
  return id;
};

describe('an answer 200 that shows only an id', () => {
  test('tells a resource of the run, where the whole list did not show it before and does then', async () => {
    const { missed, removed, left } = await judged({ make: (name, items) => ({ id: keep(name, items) }) }, houseOf('valveId'));
    expect(missed).toEqual([]);
    expect(removed.length).toBeGreaterThan(1);
    expect(left).toEqual(['v-old']);
  });

  test.for<readonly [why: string, ways: Ways, document: Json]>([
    ['the list showed it before', { make: () => ({ id: 'v-old' }) }, houseOf('valveId')],
    ['the list never shows it', { make: () => ({ id: 'v-old' }), shows: () => [] }, houseOf('valveId')],
    [
      'the list may be a part',
      onceMade((items) => items),
      houseOf('valveId', [{ name: 'limit', in: 'query', schema: { type: 'integer' } }]),
    ],
    ['the answer announces more', onceMade((valves) => ({ valves, next: '/valves?after=3' })), houseOf('valveId')],
    [
      'the list is long',
      onceMade((items) => [...items, ...Array.from({ length: 12 }, (_, n) => ({ id: `x-${n}`, name: 'x' }))]),
      houseOf('valveId'),
    ],
  ])('tells none where %s', async ([, ways, document]) => {
    const { removed, left } = await judged(ways, document);
    expect(removed).toEqual([]);
    expect(left).toContain('v-old');
  });
});

describe('an answer 200 without an id', () => {
  const byName = (asked: string, items: Map<string, Item>) => [...items.values()].find(({ name }) => name === asked);
  const make: Ways['make'] = (name, items) => {
    keep(name, items);
    return {};
  };

  test('tells the resource by the name that was sent, where a read finds it under that and nothing under another', async () => {
    const { missed, removed, left } = await judged({ make, finds: byName, shows: () => [] }, houseOf('name'));
    expect(missed).toEqual([]);
    expect(removed.length).toBeGreaterThan(1);
    expect(left).toEqual(['v-old']);
  });

  test('tells none where the service finds something under every name', async () => {
    const { removed } = await judged({ make, finds: (_, items) => items.get('v-old'), shows: () => [] }, houseOf('name'));
    expect(removed).toEqual([]);
  });

  test('tells none where nothing is found under the name', async () => {
    const { removed } = await judged({ make, finds: () => undefined, shows: () => [] }, houseOf('name'));
    expect(removed).toEqual([]);
  });
});

test('what a removal does not find by its id is removed by its made-up name, where a read finds it under that only', async () => {
  const finds: Ways['finds'] = (asked, items) => [...items.values()].find(({ name }) => name === asked);
  const make: Ways['make'] = (name, items) => ({ id: keep(name, items), name });
  const { removed, left } = await judged({ make, finds }, houseOf('valveId'));
  expect(removed.length).toBeGreaterThan(0);
  expect(left).toEqual(['v-old']);
});
