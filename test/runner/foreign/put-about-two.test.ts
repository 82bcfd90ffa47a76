import { expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign } from './judge-foreign.ts';
import { type Answer, serveAnswers } from './serve-answers.ts';

type Json = Readonly<Record<string, unknown>>;

const text = { type: 'string', minLength: 1, maxLength: 40 };
const wing = { type: 'string', pattern: '^[a-z]{2,12}$' };
const object = (properties: object, required = Object.keys(properties)): object => ({ type: 'object', properties, required });
const shows = (schema: object, status = '200'): object => ({
  [status]: { description: 'It', content: { 'application/json': { schema } } },
});
const takes = (schema: object, example?: object): object => ({
  required: true,
  content: { 'application/json': { schema, ...(example && { example }) } },
});
const refused = { 404: { description: 'None' }, 409: { description: 'Clashes' }, 422: { description: 'Wrong' } };
const gone = { responses: { 204: { description: 'Gone' }, ...refused } };
const inPath = (...names: readonly string[]): object => ({
  parameters: names.map((name) => ({ name, in: 'path', required: true, schema: name === 'wing' ? wing : { type: 'string' } })),
});
const list = (schema: object): object => object({ items: { type: 'array', items: schema } });
const museum = object({ id: { type: 'string' }, name: text });
const opened = object({ wing, floors: { type: 'integer' } });
const painting = object({ id: { type: 'string' }, title: text });
const hanging = object({ wing, height: { type: 'integer' }, lit: { type: 'boolean' } });

/** Paintings that hang in wings of their museum. No operation takes one down again, and none reads a wing. */
const document = {
  openapi: '3.1.0',
  info: { title: 'Museums', version: '1' },
  security: [{ key: [] }],
  components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
  paths: {
    '/museums': {
      get: { responses: shows(list(museum)) },
      post: { requestBody: takes(object({ name: text })), responses: { ...shows(museum, '201'), ...refused } },
    },
    '/museums/{museumId}': { ...inPath('museumId'), get: { responses: { ...shows(museum), ...refused } }, delete: gone },
    '/museums/{museumId}/wings': {
      ...inPath('museumId'),
      get: { responses: { ...shows(list(opened)), ...refused } },
      post: { requestBody: takes(object({ wing }), { wing: 'west' }), responses: { ...shows(opened, '201'), ...refused } },
    },
    '/museums/{museumId}/wings/{wing}': { ...inPath('museumId', 'wing'), delete: gone },
    '/museums/{museumId}/dust': {
      ...inPath('museumId'),
      post: {
        summary: 'Dust a wing',
        description: 'One wing at a time, which the museum must have (422).',
        parameters: [{ name: 'wing', in: 'query', required: true, schema: wing, example: 'south' }],
        responses: { ...shows(object({ dusted: { type: 'integer' } })), ...refused },
      },
    },
    '/museums/{museumId}/paintings': {
      ...inPath('museumId'),
      get: { responses: { ...shows(list(painting)), ...refused } },
      post: { requestBody: takes(object({ title: text })), responses: { ...shows(painting, '201'), ...refused } },
    },
    '/museums/{museumId}/paintings/{paintingId}': {
      ...inPath('museumId', 'paintingId'),
      get: { responses: { ...shows(painting), ...refused } },
      delete: gone,
    },
    '/museums/{museumId}/paintings/{paintingId}/hangings': {
      ...inPath('museumId', 'paintingId'),
      get: { responses: { ...shows(list(hanging)), ...refused } },
    },
    '/museums/{museumId}/paintings/{paintingId}/hangings/{wing}': {
      ...inPath('museumId', 'paintingId', 'wing'),
      get: { responses: { ...shows(hanging), ...refused } },
      put: {
        summary: 'Hang a painting in a wing',
        description: 'Hangs it there (201) or changes how (200). The museum must have the wing (404).',
        requestBody: takes(object({ height: { type: 'integer', minimum: 1, maximum: 9 } })),
        responses: { ...shows(hanging), ...shows(hanging, '201'), ...refused },
      },
    },
    '/museums/{museumId}/paintings/{paintingId}/hangings/{wing}/light': {
      ...inPath('museumId', 'paintingId', 'wing'),
      post: { summary: 'Switch the light on', description: '409 if it is on.', responses: { ...shows(hanging), ...refused } },
    },
  },
};

/** Serves them; @param start The wing that a museum comes with. */
const museums = (start: string | undefined) => {
  const all = new Map<string, { readonly name: unknown; readonly wings: Map<string, Json>; readonly paintings: Map<string, Json> }>();
  const hangings = new Map<string, Json>();
  const seen = { hung: 0, lit: 0, dusted: 0 };
  let last = 0;
  const isText = (value: unknown): value is string => typeof value === 'string' && value !== '' && [...value].length <= 40;
  const answer = (method: string, [root, ...rest]: readonly string[], body: Json, query: URLSearchParams): Answer => {
    const [, kind] = rest;
    if (root !== 'museums' || kind !== 'dust') return answerTo(method, [root ?? '', ...rest], body);
    const wings = all.get(rest[0] ?? '')?.wings;
    if (!wings) return [404];
    if (!wings.has(query.get('wing') ?? '')) return [422];
    seen.dusted += 1;
    return [200, { dusted: 3 }];
  };
  const answerTo = (method: string, [root, id, kind, one, sub, at, act]: readonly string[], body: Json): Answer => {
    if (root !== 'museums') return [404];
    if (id === undefined) {
      if (method === 'GET') return [200, { items: [...all].map(([own, { name }]) => ({ id: own, name })) }];
      if (!isText(body['name'])) return [422];
      const own = `m${(last += 1)}`;
      all.set(own, {
        name: body['name'],
        wings: new Map(start === undefined ? [] : [[start, { wing: start, floors: 1 }]]),
        paintings: new Map(),
      });
      return [201, { id: own, name: body['name'] }];
    }
    const found = all.get(id);
    if (!found) return [404];
    if (kind === undefined) return method === 'DELETE' ? [all.delete(id) ? 204 : 404] : [200, { id, name: found.name }];
    const things = kind === 'wings' ? found.wings : kind === 'paintings' ? found.paintings : undefined;
    if (!things) return [404];
    if (one === undefined) {
      if (method === 'GET') return [200, { items: [...things.values()] }];
      const named = String(body['wing']);
      if (kind === 'wings' ? !/^[a-z]{2,12}$/u.test(named) : !isText(body['title'])) return [422];
      const own = kind === 'wings' ? named : `p${(last += 1)}`;
      if (things.has(own)) return [409];
      things.set(own, kind === 'wings' ? { wing: own, floors: 2 } : { id: own, title: body['title'] });
      return [201, things.get(own)];
    }
    if (!things.has(one)) return [404];
    if (sub === undefined) return method === 'DELETE' ? [things.delete(one) ? 204 : 404] : [200, things.get(one)];
    const above = `${id}/${one}/`;
    if (at === undefined) return [200, { items: [...hangings].filter(([own]) => own.startsWith(above)).map(([, value]) => value) }];
    const hung = hangings.get(above + at);
    if (method === 'GET') return hung ? [200, hung] : [404];
    if (!found.wings.has(at)) return [404];
    if (act === undefined) {
      const height = body['height'];
      if (!Number.isInteger(height) || Number(height) < 1 || Number(height) > 9) return [422];
      hangings.set(above + at, { wing: at, height, lit: false });
      seen.hung += 1;
      return [hung ? 200 : 201, hangings.get(above + at)];
    }
    if (!hung) return [404];
    if (hung['lit'] === true) return [409];
    hangings.set(above + at, { ...hung, lit: true });
    seen.lit += 1;
    return [200, hangings.get(above + at)];
  };
  return { answer, seen, left: () => all.size };
};

test.concurrent.for([[undefined], ['main']])(
  'what a PUT creates about two things of one parent is put there before something is done with it, and a query names one of these: %o',
  besideOthers(async ([start]) => {
    const { answer, seen, left } = museums(start);
    const { verdicts } = await judgeForeign(writeDocument(document), await serveAnswers(answer), {
      allow: ['mutation', 'permanent', 'destructive'],
      http: { timeoutMs: 10_000, headers: {} },
      selection: { only: ['status/documented-call', 'lifecycle/sent-is-shown'], skip: [] },
    });
    expect(verdicts.filter(({ verdict }) => verdict.kind === 'fail')).toEqual([]);
    expect([seen.hung > 0, seen.lit > 0, seen.dusted > 0]).toEqual([true, true, true]);
    expect(left()).toBe(0);
  }),
);
