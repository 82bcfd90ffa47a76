import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe, expect } from 'vitest';
import { testBeside as test } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { objectBody } from './json-body.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

type Json = Readonly<Record<string, unknown>>;

const text = { type: 'string' };
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const status = (...statuses: number[]) => Object.fromEntries(statuses.map((one) => [one, { description: 'Refused' }]));

const asked = {
  title: { ...text, minLength: 1, maxLength: 80 },
  pages: { type: 'integer', minimum: 1, maximum: 5000 },
  language: { ...text, enum: ['cy', 'ga', 'eu'], default: 'cy' },
  bound: { type: 'boolean', default: false },
  labels: { type: 'array', items: { ...text, minLength: 1, maxLength: 60 }, default: [] },
  shelfId: { ...text, nullable: true },
  publisher: { ...text, maxLength: 120, nullable: true },
};
const shelf = { type: 'object', required: ['name'], properties: { name: text } };
const shown = (schema: { readonly properties: object }) => ({
  type: 'object',
  required: ['id'],
  properties: { id: { ...text, readOnly: true }, ...schema.properties },
});
const book = { type: 'object', required: ['title'], properties: asked };

const resource = (name: string, schema: { readonly properties: object }, change?: 'patch' | 'put') => ({
  [`/${name}s`]: {
    post: {
      requestBody: {
        required: true,
        content: { 'application/json': { schema, ...(name === 'book' && { example: { title: 'Y Mabinogi', labels: ['myth'] } }) } },
      },
      responses: { 201: { description: 'It', ...json(shown(schema)) }, ...status(400) },
    },
  },
  [`/${name}s/{${name}Id}`]: {
    parameters: [{ name: `${name}Id`, in: 'path', required: true, schema: text }],
    get: { responses: { 200: { description: 'It', ...json(shown(schema)) }, ...status(404) } },
    ...(change && {
      [change]: {
        requestBody: { required: true, ...json(change === 'patch' ? { ...schema, required: [] } : schema) },
        responses: { 200: { description: 'It', ...json(shown(schema)) }, ...status(400, 404) },
      },
    }),
    delete: { responses: { 204: { description: 'Gone' }, ...status(404) } },
  },
});

type Way =
  | 'forgets-shelf'
  | 'forgets-language'
  | 'forgets-bound'
  | 'first-label'
  | 'creates-with-first-label'
  | 'labels-in-order'
  | 'adds-labels'
  | 'known-labels'
  | 'publisher-in-ascii'
  | 'titles-in-ascii';

const judged = async (way?: Way, change: 'patch' | 'put' = 'patch') => {
  const kept = new Map<string, Json>();
  let made = 0;
  const fits = (value: Json, isShelf: boolean): boolean => {
    if (isShelf) return typeof value['name'] === 'string';
    const { title = 'x', pages = 1, language = 'cy', bound = false, labels = [], shelfId = null, publisher = null } = value;
    return (
      typeof title === 'string' &&
      title !== '' &&
      Number.isInteger(pages) &&
      ['cy', 'ga', 'eu'].includes(String(language)) &&
      typeof bound === 'boolean' &&
      (way !== 'titles-in-ascii' || publisher === null || /^[\w -]+$/u.test(JSON.stringify(publisher).slice(1, -1))) &&
      Array.isArray(labels) &&
      (way !== 'known-labels' || labels.every((one) => one === 'myth')) &&
      (shelfId === null || (typeof shelfId === 'string' && kept.has(shelfId)))
    );
  };
  const answer = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const give = (code: number, value?: unknown): void => {
      outgoing.writeHead(code, value === undefined ? {} : { 'content-type': 'application/json' });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    };
    const body = await objectBody(incoming);
    const [, name = '', id] = (incoming.url ?? '').split('?')[0]?.split('/') ?? [];
    const isShelf = name === 'shelfs';
    if (!isShelf && name !== 'books') return give(404);
    if (incoming.method === 'POST' && id === undefined) {
      if (!body || !fits(body, isShelf) || (!isShelf && typeof body['title'] !== 'string'))
        return give(400, { message: way === 'known-labels' ? 'labels: there is no such label' : 'Wrong' });
      made += 1;
      const usual = isShelf ? {} : { pages: 1, language: 'cy', bound: false, labels: [], shelfId: null, publisher: null };
      const value: Json = { ...usual, ...body, id: `${name}-${made}-7c1d` };
      const { labels } = value;
      const altered = way === 'publisher-in-ascii' ? 'publisher' : way === 'titles-in-ascii' ? 'title' : undefined;
      const held = altered === undefined ? undefined : value[altered];
      if (altered !== undefined && typeof held === 'string') Object.assign(value, { [altered]: held.replaceAll(/[^ -~]/gu, '?') });
      kept.set(
        String(value['id']),
        way === 'creates-with-first-label' && Array.isArray(labels) ? { ...value, labels: labels.slice(0, 1) } : value,
      );
      return give(201, kept.get(String(value['id'])));
    }
    const found = kept.get(id ?? '');
    if (!found || id === undefined) return give(404);
    if (incoming.method === 'DELETE') return give(kept.delete(id) ? 204 : 404);
    if (incoming.method === 'GET') return give(200, found);
    if (!body || !fits(body, isShelf)) return give(400, { message: way === 'known-labels' ? 'labels: there is no such label' : 'Wrong' });
    const { labels } = body;
    const sent: Record<string, unknown> = { ...body };
    if (way === 'forgets-shelf') delete sent['shelfId'];
    if (way === 'forgets-language') delete sent['language'];
    if (way === 'forgets-bound') delete sent['bound'];
    if (way === 'first-label' && Array.isArray(labels)) sent['labels'] = labels.slice(0, 1);
    if (way === 'labels-in-order' && Array.isArray(labels)) sent['labels'] = labels.toSorted();
    const held: unknown = found['labels'];
    if (way === 'adds-labels' && Array.isArray(labels) && labels.length > 0 && Array.isArray(held)) sent['labels'] = [...held, ...labels];
    const cleared = change === 'put' ? { pages: 1, language: 'cy', bound: false, labels: [], shelfId: null, publisher: null } : {};
    const stays = way === 'forgets-shelf' ? { shelfId: found['shelfId'] } : {};
    kept.set(id, { ...found, ...cleared, ...stays, ...sent, id });
    return give(200, kept.get(id));
  };
  const url = await serve((incoming, outgoing) => void answer(incoming, outgoing));
  const { verdicts } = await judgeForeign(
    writeToolDocument({
      openapi: '3.0.3',
      info: { title: 'Books', version: '1' },
      paths: { ...resource('shelf', shelf), ...resource('book', book, change) },
    }),
    url,
    {
      allow: ['mutation'],
      maxCreates: 60,
      selection: { only: ['lifecycle/change-shown', 'lifecycle/sent-is-shown', 'lifecycle/unusual-text-kept'], skip: [] },
    },
  );
  const told = verdicts.flatMap(({ verdict }) => (verdict.kind === 'fail' ? [`${verdict.finding.code} ${verdict.finding.where}`] : []));
  return {
    told,
    left: kept.size,
    isJudged: verdicts.some(({ verdict, case: { check } }) => verdict.kind === 'pass' && check === 'lifecycle/change-shown'),
  };
};

describe('changes of what a first change seldom names', () => {
  test.each<readonly [string, Way | undefined, 'patch' | 'put']>([
    ['keeps all of it', undefined, 'patch'],
    ['keeps all of it when it is replaced', undefined, 'put'],
    ['puts lists in its own order', 'labels-in-order', 'patch'],
    ['adds to lists', 'adds-labels', 'patch'],
    ['knows one label alone', 'known-labels', 'patch'],
  ])('a service that %s is told of nothing', async (_what, way, change) => {
    expect(await judged(way, change)).toEqual({ told: [], left: 0, isJudged: true });
  });

  test.each<readonly [string, Way, 'patch' | 'put', RegExp]>([
    ['the shelf that a book is on', 'forgets-shelf', 'patch', /\/shelfId/u],
    ['the shelf in a replacement', 'forgets-shelf', 'put', /\/shelfId/u],
    ['a choice', 'forgets-language', 'patch', /\/language/u],
    ['a switch', 'forgets-bound', 'patch', /\/bound/u],
    ['the second text of a list', 'first-label', 'patch', /\/labels/u],
    ['letters of a publisher', 'publisher-in-ascii', 'patch', /\/publisher/u],
    ['letters of a title, where publishers have a rule of their own', 'titles-in-ascii', 'patch', /\/title/u],
    ['the second text of a list in a creation whose example has one', 'creates-with-first-label', 'patch', /\/labels/u],
  ])('a service that forgets %s is told of', async (_what, way, change, where) => {
    const { told, left } = await judged(way, change);
    expect(told.filter((one) => where.test(one))).not.toEqual([]);
    expect(left).toBe(0);
  });
});
