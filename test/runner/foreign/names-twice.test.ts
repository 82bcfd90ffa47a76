import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const json = (schema: object) => ({ description: 'd', content: { 'application/json': { schema } } });
const text = { type: 'string', minLength: 1, maxLength: 60 };
const none = { description: 'None' };
const wrong = { 422: { description: 'Wrong' } };

/** Guides and the skills that they have, which they name in a list. */
const document = (member: string, key: string, description: string) => {
  const skill = { type: 'object', required: ['id', key], properties: { id: { type: 'string', format: 'uuid' }, [key]: text } };
  const written = {
    type: 'object',
    required: ['alias'],
    properties: { alias: text, [member]: { type: 'array', maxItems: 5, uniqueItems: true, items: { type: 'string' }, description } },
  };
  const guide = {
    type: 'object',
    required: ['id', 'alias'],
    properties: { id: { type: 'string', format: 'uuid' }, ...written.properties },
  };
  const body = (schema: object) => ({ required: true, content: { 'application/json': { schema } } });
  const at = (name: string) => [{ name, in: 'path', required: true, schema: { type: 'string', format: 'uuid' } }];
  return {
    openapi: '3.1.0',
    info: { title: 'Guides', version: '1', description: 'Input that breaks its schema is a `422`.' },
    paths: {
      '/skills': {
        get: { responses: { 200: json({ type: 'array', items: skill }) } },
        post: {
          requestBody: body({ type: 'object', required: [key], properties: { [key]: text } }),
          responses: { 201: json(skill), ...wrong },
        },
      },
      '/skills/{skillId}': {
        parameters: at('skillId'),
        get: { responses: { 200: json(skill), 404: none } },
        delete: { responses: { 204: { description: 'Gone' }, 404: none } },
      },
      '/guides': {
        get: { responses: { 200: json({ type: 'array', items: guide }) } },
        post: { requestBody: body(written), responses: { 201: json(guide), ...wrong } },
      },
      '/guides/{guideId}': {
        parameters: at('guideId'),
        get: { responses: { 200: json(guide), 404: none } },
        delete: { responses: { 204: { description: 'Gone' }, 404: none } },
      },
    },
  };
};

type Words = { readonly member?: string; readonly key?: string; readonly description: string };

/** @param takesTwice Does the service take a list that names one thing twice. */
const judged = async ({ member = 'skills', key = 'name', description }: Words, takesTwice: boolean) => {
  const rows = { skills: new Map<string, object>(), guides: new Map<string, object>() };
  const known = new Set<unknown>();
  const url = await serve(async (incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    };
    const body = await objectBody(incoming);
    const [, root = '', id] = new URL(incoming.url ?? '/', 'http://127.0.0.1').pathname.split('/');
    const isText = (one: unknown): boolean => typeof one === 'string' && one !== '' && one.length <= 60;
    if (root !== 'skills' && root !== 'guides') return give(404);
    const kind = rows[root];
    if (id !== undefined) {
      const found = kind.get(id);
      if (!found) return give(404);
      if (incoming.method === 'DELETE') kind.delete(id);
      return incoming.method === 'DELETE' ? give(204) : give(200, found);
    }
    if (incoming.method === 'GET') return give(200, [...kind.values()]);
    const shown = { id: crypto.randomUUID(), ...body };
    if (root === 'skills' && !isText(body?.[key])) return give(422);
    if (root === 'guides') {
      const named: unknown = body?.[member] ?? [];
      const isFit = Array.isArray(named) && named.length <= 5 && named.every((one) => known.has(one));
      const isTwice = Array.isArray(named) && new Set(named).size < named.length;
      if (!isText(body?.['alias']) || !isFit || body?.[member] === null || (isTwice && !takesTwice)) return give(422);
    } else known.add(body?.[key]);
    kind.set(shown.id, shown);
    return give(201, shown);
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document(member, key, description)), url, {
    allow: ['mutation', 'permanent', 'destructive'],
    maxCreates: 40,
    selection: { only: ['body/breach-refused'], skip: [] },
  });
  return verdicts.flatMap(({ verdict }) => (verdict.kind === 'fail' ? [`${verdict.finding.code} ${verdict.finding.operation}`] : []));
};

describe.concurrent('a list of names that have to be known is sent with one name twice', () => {
  test.for<Words>([
    { description: 'Names of skills of the office; an unknown one is a 422' },
    { description: 'Skills by their names' },
    { description: 'Each has to be the name of an existing skill' },
    { description: 'Codes of skills', key: 'code' },
    { description: 'What the guide can do', member: 'skillNames' },
    { description: 'Skill slugs', key: 'slug' },
  ])(
    'which a service takes, and which another one refuses: $description',
    besideOthers(async (words) => {
      expect(await judged(words, true)).toEqual(['breach-accepted-uniqueItems POST /guides']);
      expect(await judged(words, false)).toEqual([]);
    }),
  );

  test.for<Words>([
    { description: 'What the guide can do' },
    { description: 'Names of languages' },
    { description: 'Labels of skills' },
    { description: 'Names of skills', member: 'talents' },
  ])(
    'not where nothing says that it names them so: $description',
    besideOthers(async (words) => {
      expect(await judged(words, true)).toEqual([]);
    }),
  );
});
