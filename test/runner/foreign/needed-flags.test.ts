import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const none = { description: 'None' };
const text = { type: 'string', minLength: 1, maxLength: 60 };
const ref = (name: string) => json({ $ref: `#/components/schemas/${name}` });
const courseId = { parameters: [{ name: 'courseId', in: 'path', required: true, schema: { type: 'string' } }] };
const bodyOf = (required: readonly string[], properties: object) => ({ required: true, ...json({ type: 'object', required, properties }) });
const course = { name: text, published: { type: 'boolean', default: false } };

/** Courses that only take notes and learners where they are published. */
const document = {
  openapi: '3.1.0',
  info: { title: 'School', version: '1' },
  tags: [{ name: 'Courses', description: 'A course starts as a draft unless it is created as published. Nobody can join a draft (409).' }],
  paths: {
    '/courses': { post: { requestBody: bodyOf(['name'], course), responses: { 201: { description: 'It', ...ref('Course') }, 422: none } } },
    '/courses/{courseId}': { ...courseId, get: { responses: { 200: { description: 'It', ...ref('Course') }, 404: none } } },
    '/courses/{courseId}/learners': {
      ...courseId,
      post: {
        tags: ['Courses'],
        summary: 'Join a course',
        requestBody: bodyOf(['nickname'], { nickname: text }),
        responses: { 201: { description: 'Joined' }, 404: none, 409: none, 422: none },
      },
    },
    '/courses/{courseId}/notes': {
      ...courseId,
      get: {
        responses: { 200: { description: 'All', ...json({ type: 'array', items: { $ref: '#/components/schemas/Note' } }) }, 404: none },
      },
      post: {
        description: 'Only published courses take notes.',
        requestBody: bodyOf(['text'], { text }),
        responses: { 201: { description: 'It', ...ref('Note') }, 404: none, 409: none, 422: none },
      },
    },
  },
  components: {
    schemas: {
      Course: { type: 'object', required: ['id', 'name'], properties: { id: { type: 'string' }, ...course } },
      Note: { type: 'object', required: ['id', 'text'], properties: { id: { type: 'string' }, text } },
    },
  },
};

test('what is created for operations below it has the flag that they need, and what is created for others has not', async () => {
  const courses = new Map<string, { readonly id: string; readonly published: boolean; readonly notes: unknown[] }>();
  const taken = { learners: 0, notes: 0 };
  let next = 1;
  const url = await serve((incoming, outgoing) => {
    const [, , id = '', part = ''] = new URL(incoming.url ?? '/', 'http://school.example').pathname.split('/');
    const give = (status: number, body?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(body === undefined ? undefined : JSON.stringify(body));
    };
    const found = courses.get(id);
    const add = async (): Promise<void> => {
      const body = await objectBody(incoming);
      const [said] = [body?.['name'], body?.['nickname'], body?.['text']].filter((one) => one !== undefined);
      if (typeof said !== 'string' || said === '' || said.length > 60) return give(422);
      if (id === '') {
        const made = { name: said, id: `c${next++}`, published: body?.['published'] === true, notes: [] };
        courses.set(made.id, made);
        return give(201, made);
      }
      if (found?.published !== true) return give(409);
      taken[part === 'notes' ? 'notes' : 'learners'] += 1;
      if (part === 'notes') found.notes.push({ id: `n${next++}`, text: said });
      return give(201, found.notes.at(-1));
    };
    if (id !== '' && !found) return give(404);
    if (incoming.method === 'POST') return void add();
    return give(200, part === 'notes' ? found?.notes : found);
  });
  await judgeForeign(writeToolDocument(document), url, {
    allow: ['mutation', 'permanent', 'destructive'],
    maxCreates: 60,
    credentials: [],
    selection: { only: ['POST /courses/{courseId}/learners', 'POST /courses/{courseId}/notes', 'GET /courses/{courseId}'], skip: [] },
  });
  expect(taken.learners).toBeGreaterThan(0);
  expect(taken.notes).toBeGreaterThan(0);
  const drafts = [...courses.values()].filter(({ published }) => !published);
  expect(drafts.length).toBeGreaterThan(0);
  expect(courses.size).toBeLessThan(40);
});
