import { describe, expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

type Json = Readonly<Record<string, unknown>>;

const text = { type: 'string' };
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const one = (...names: readonly string[]) => ({
  type: 'object',
  properties: Object.fromEntries(['id', 'title', ...names].map((name) => [name, text])),
});
const asked = { requestBody: { required: true, ...json({ type: 'object', required: ['title'], properties: { title: text } }) } };
const makes = (schema: object) => ({ ...asked, responses: { 201: { description: 'd', ...json(schema) }, 404: { description: 'None' } } });
const lists = (schema: object) => ({ responses: { 200: { description: 'd', ...json({ type: 'array', items: schema }) } } });
const at = (name: string) => ({ parameters: [{ name, in: 'path', required: true, schema: text }] });
const removes = { responses: { 204: { description: 'd' }, 404: { description: 'None' } } };
const course = { ...one(), properties: { ...one().properties, state: { type: 'string', enum: ['draft', 'published'] } } };

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const reads = (schema: object) => ({ responses: { 200: { description: 'd', ...json(schema) }, 404: { description: 'None' } } });

/** Courses of modules, which are made of lessons. */
const documentWith = (description: string) => ({
  openapi: '3.1.0',
  info: { title: 'Courses', version: '1' },
  paths: {
    '/courses': { get: lists(course), post: makes(course) },
    '/courses/{courseId}': {
      ...at('courseId'),
      get: reads(course),
      delete: removes,
    },
    '/courses/{courseId}/modules': { ...at('courseId'), get: lists(ref('Module')), post: makes(ref('Module')) },
    '/modules/{moduleId}': { ...at('moduleId'), get: reads(ref('Module')), delete: removes },
    '/modules/{moduleId}/lessons': { ...at('moduleId'), get: lists(ref('Lesson')), post: makes(ref('Lesson')) },
    '/lessons/{lessonId}': { ...at('lessonId'), get: reads(ref('Lesson')), delete: removes },
    '/courses/{courseId}/publish': {
      ...at('courseId'),
      post: {
        summary: 'Publish a draft',
        description,
        responses: { 200: { description: 'd', ...json(course) }, 404: { description: 'None' }, 409: { description: 'Refused' } },
      },
    },
  },
  components: { schemas: { Module: one('minutes'), Lesson: one('pages') } },
});

/** The answers to publications, and what is left. */
const judged = async (description: string) => {
  const kept = new Map<string, Json>();
  const published: number[] = [];
  let made = 0;
  const below = (above: string): readonly string[] => [...kept].filter(([, value]) => value['above'] === above).map(([id]) => id);
  const url = await serve((incoming, outgoing) => {
    void objectBody(incoming).then((body) => {
      const [, kind = '', id, under] = (incoming.url ?? '/').split('/');
      const send = (status: number, value?: unknown) =>
        outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
      if (id !== undefined && !kept.has(id)) return send(404);
      if (under === 'publish') {
        const isFull = below(id ?? '').some((module) => below(module).length > 0);
        published.push(isFull ? 200 : 409);
        return isFull ? send(200, { ...kept.get(id ?? ''), state: 'published' }) : send(409, { message: 'There is nothing in it' });
      }
      if (incoming.method === 'POST') {
        made += 1;
        const value = { id: `${under ?? kind}-${made}`, title: body?.['title'], above: id, state: 'draft' };
        kept.set(value.id, value);
        return send(201, value);
      }
      if (incoming.method === 'GET' && id !== undefined && under === undefined) return send(200, kept.get(id));
      if (incoming.method === 'GET')
        return send(
          200,
          [...kept.values()].filter((value) => value['above'] === id && String(value['id']).startsWith(under ?? kind)),
        );
      const gone = [id ?? '', ...below(id ?? ''), ...below(id ?? '').flatMap(below)];
      for (const key of gone) kept.delete(key);
      return send(204);
    });
  });
  await judgeForeign(writeToolDocument(documentWith(description)), url, {
    allow: ['mutation', 'destructive'],
    selection: { only: ['status/documented-call'], skip: [] },
  });
  return { published, left: [...kept.keys()] };
};

describe('what is added two steps below a resource', () => {
  test('is there before an action that needs it, and is removed again', async () => {
    const { published, left } = await judged('Moves a course from `draft` to `published`. The course needs at least one lesson.');
    expect(published).toContain(200);
    expect(left).toEqual([]);
  });

  test('is not added where nothing says that it is needed', async () => {
    const { published, left } = await judged('Moves a course from `draft` to `published`.');
    expect(published).not.toContain(200);
    expect(left).toEqual([]);
  });
});
