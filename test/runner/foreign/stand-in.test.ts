import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { jsonBody } from './json-body.ts';

type Json = Readonly<Record<string, unknown>>;

const answer = (schema: object) => ({ description: 'd', content: { 'application/json': { schema } } });
const body = (schema: object) => ({ required: true, content: { 'application/json': { schema } } });
const text = { type: 'string', minLength: 1, maxLength: 60 };
const id = { type: 'string' };
const teacher = { type: 'object', required: ['id', 'name'], properties: { id, name: text } };
const lesson = { type: 'object', required: ['id', 'title', 'teacherId'], properties: { id, title: text, teacherId: id } };
/** What a creation is sent of a resource. */
const without = ({ properties, required }: { readonly properties: Json; readonly required: readonly string[] }) => ({
  type: 'object',
  required: required.filter((name) => name !== 'id'),
  properties: Object.fromEntries(Object.entries(properties).filter(([name]) => name !== 'id')),
});
const inPath = (name: string) => [{ name, in: 'path', required: true, schema: id }];
const none = { description: 'None' };
const of = (noun: string, schema: { type: string; properties: Json; required: readonly string[] }): Json => ({
  [`/${noun}s`]: {
    get: { responses: { 200: answer({ type: 'array', items: schema }) } },
    post: { requestBody: body(without(schema)), responses: { 201: answer(schema), 400: none, 422: none } },
  },
  [`/${noun}s/{${noun}Id}`]: {
    parameters: inPath(`${noun}Id`),
    get: { responses: { 200: answer(schema), 404: none } },
    delete: { responses: { 204: { description: 'Gone' }, 404: none } },
  },
});

/** Lessons, in which another teacher than the one who gives them may stand in. */
const document = {
  openapi: '3.1.0',
  info: { title: 'School', version: '1' },
  paths: {
    ...of('teacher', teacher),
    ...of('lesson', lesson),
    '/lessons/{lessonId}/substitution': {
      parameters: inPath('lessonId'),
      post: {
        operationId: 'substituteTeacher',
        summary: 'Let another teacher give the lesson',
        requestBody: body({ type: 'object', required: ['teacherId'], properties: { teacherId: id } }),
        responses: { 200: answer(lesson), 400: none, 404: none, 409: { description: 'The teacher gives the lesson already' }, 422: none },
      },
    },
  },
};

const judged = async (takesAnything: boolean): Promise<readonly string[]> => {
  const kinds: Readonly<Record<string, Map<string, Json>>> = { teachers: new Map(), lessons: new Map() };
  let next = 1;
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    };
    const [, kind = '', own = '', action] = (incoming.url ?? '/').split('?')[0]?.split('/') ?? [];
    const all = kinds[kind];
    if (!all || (own !== '' && !all.has(own)) || (action ?? 'substitution') !== 'substitution') return give(404, {});
    if (incoming.method === 'GET') return give(200, own === '' ? [...all.values()] : all.get(own));
    if (incoming.method === 'DELETE') return give(all.delete(own) ? 204 : 404);
    void jsonBody(incoming).then((sent) => {
      if (sent === undefined && !(takesAnything && action !== undefined)) return give(400, {});
      const { name, title, teacherId } = (sent ?? {}) as Json;
      const isKnown = kinds['teachers']?.has(String(teacherId)) === true;
      if (action !== undefined) {
        const before = all.get(own);
        if (!isKnown) return takesAnything ? give(200, before) : give(422, {});
        if (before?.['teacherId'] === teacherId) return give(409, {});
        all.set(own, { ...before, teacherId });
        return give(200, all.get(own));
      }
      if (typeof (kind === 'lessons' ? title : name) !== 'string' || (kind === 'lessons' && !isKnown)) return give(422, {});
      const made = { ...(sent as Json), id: `${kind[0]}-${next++}` };
      all.set(made.id, made);
      return give(201, made);
    });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document), url, {
    allow: ['mutation', 'destructive'],
    maxCreates: 40,
    credentials: [],
    selection: { only: ['body/unparsable-refused'], skip: [] },
  });
  return verdicts.flatMap(({ id: name, verdict }) =>
    name.startsWith('body/unparsable-refused@#/paths/~1lessons~1{lessonId}~1substitution') ? [verdict.kind] : [],
  );
};

test('what is in conflict with what the body names is controlled by a request that names another one', async () => {
  expect(await judged(false)).toEqual(['pass']);
});

test('a body that is no JSON and is accepted is told', async () => {
  expect(await judged(true)).toEqual(['fail']);
});
