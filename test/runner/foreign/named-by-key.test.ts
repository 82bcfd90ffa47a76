import { expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign } from './judge-foreign.ts';
import { type Answer, serveAnswers } from './serve-answers.ts';

type Json = Readonly<Record<string, unknown>>;

const text = { type: 'string' };
const code = { $ref: '#/components/schemas/Code' };
const object = (properties: object, required = Object.keys(properties)): object => ({ type: 'object', properties, required });
const shows = (schema: object, status = '200'): object => ({
  [status]: { description: 'It', content: { 'application/json': { schema } } },
});
const takes = (schema: object, example?: object): object => ({
  required: true,
  content: { 'application/json': { schema, ...(example && { example }) } },
});
const refused = { 404: { description: 'None' }, 409: { description: 'Taken' }, 422: { description: 'Wrong' } };
const gone = { responses: { 204: { description: 'Gone' }, 404: { description: 'None' } } };
const inPath = (...names: readonly string[]): object => ({
  parameters: names.map((name) => ({ name, in: 'path', required: true, schema: code })),
});
const part = object({ code, garden: code, label: text }, ['code', 'garden', 'label']);
const given = object({ code, label: text });
const list = (schema: object): object => ({ type: 'array', items: schema });
const care = object({ litres: { type: 'integer', minimum: 1, maximum: 50 } });

/** The beds and hoses of a garden, each known by a code that is its own in that garden alone. */
const document = {
  openapi: '3.1.0',
  info: { title: 'Gardens', version: '1' },
  security: [{ key: [] }],
  components: {
    securitySchemes: { key: { type: 'http', scheme: 'bearer' } },
    schemas: { Code: { type: 'string', pattern: '^[a-z0-9-]+$', minLength: 2, maxLength: 30 } },
  },
  paths: {
    '/gardens': {
      get: { responses: shows(list(given)) },
      post: { requestBody: takes(given, { code: 'old-mill', label: 'Old mill' }), responses: { ...shows(given, '201'), ...refused } },
    },
    '/gardens/{gardenCode}': { ...inPath('gardenCode'), get: { responses: { ...shows(given), ...refused } }, delete: gone },
    ...Object.fromEntries(
      ['bed', 'hose'].flatMap((one) => [
        [
          `/gardens/{gardenCode}/${one}s`,
          {
            ...inPath('gardenCode'),
            get: { responses: { ...shows(list(part)), ...refused } },
            post: {
              requestBody: takes(given, { code: 'south-end', label: 'South end' }),
              responses: { ...shows(part, '201'), ...refused },
            },
          },
        ],
        [
          `/gardens/{gardenCode}/${one}s/{${one}Code}`,
          { ...inPath('gardenCode', `${one}Code`), get: { responses: { ...shows(part), ...refused } }, delete: gone },
        ],
      ]),
    ),
    '/gardens/{gardenCode}/beds/{bedCode}/hoses/{hoseCode}': {
      ...inPath('gardenCode', 'bedCode', 'hoseCode'),
      get: { responses: { ...shows(care), ...refused } },
      put: { summary: 'Set how much water a bed gets from a hose', requestBody: takes(care), responses: { ...shows(care), ...refused } },
    },
    '/gardens/{gardenCode}/drain': {
      ...inPath('gardenCode'),
      post: {
        summary: 'Drain beds by a hose',
        requestBody: takes(object({ hose: code, beds: { ...list(code), minItems: 1 } }), {
          hose: 'south-end',
          beds: ['south-end', 'north'],
        }),
        responses: { ...shows(object({ drained: { type: 'integer' } })), ...refused },
      },
    },
    '/waterings': {
      get: { responses: shows(list(object({ id: text, garden: code, bed: code, hose: code }))) },
      post: {
        summary: 'Ask for water',
        requestBody: takes(object({ garden: code, bed: code, hose: code }), { garden: 'mill', bed: 'south', hose: 'north' }),
        responses: { ...shows(object({ id: text, garden: code, bed: code, hose: code }), '201'), ...refused },
      },
    },
    '/waterings/{id}': { ...inPath('id'), get: { responses: { ...shows(object({ id: text })), ...refused } }, delete: gone },
  },
};

/** Serves them. Where gardens come with a hose, that is listed as well. */
const gardens = (comesWithHose: boolean) => {
  const all = { gardens: new Map<string, Json>(), beds: new Map<string, Json>(), hoses: new Map<string, Json>() };
  const waterings = new Map<string, Json>();
  const seen = { set: 0, drained: 0, watered: 0 };
  const isThere = (kind: 'beds' | 'hoses', garden: unknown, one: unknown): boolean => all[kind].has(`${String(garden)}/${String(one)}`);
  const isNew = ({ code: own, label }: Json): boolean =>
    typeof own === 'string' && /^[a-z0-9-]{2,30}$/u.test(own) && typeof label === 'string';
  const answer = (method: string, [root = '', id, kind, part1, below, part2]: readonly string[], body: Json): Answer => {
    if (root === 'waterings') {
      if (id !== undefined) {
        const found = waterings.get(id);
        if (method === 'DELETE') waterings.delete(id);
        return found ? (method === 'DELETE' ? [204] : [200, found]) : [404];
      }
      if (method === 'GET') return [200, [...waterings.values()]];
      if (!isThere('beds', body['garden'], body['bed']) || !isThere('hoses', body['garden'], body['hose'])) return [422];
      const made = { id: `w-${waterings.size + 1}-${(seen.watered += 1)}`, garden: body['garden'], bed: body['bed'], hose: body['hose'] };
      waterings.set(made.id, made);
      return [201, made];
    }
    if (root !== 'gardens') return [404];
    if (id === undefined) {
      if (method === 'GET') return [200, [...all.gardens.values()]];
      if (!isNew(body)) return [422];
      const own = String(body['code']);
      if (all.gardens.has(own)) return [409];
      all.gardens.set(own, { code: own, label: body['label'] });
      if (comesWithHose) all.hoses.set(`${own}/main`, { code: 'main', garden: own, label: 'Main' });
      return [201, all.gardens.get(own)];
    }
    const garden = all.gardens.get(id);
    if (!garden) return [404];
    if (kind === undefined) {
      if (method === 'DELETE') all.gardens.delete(id);
      return method === 'DELETE' ? [204] : [200, garden];
    }
    if (kind === 'drain') {
      const beds = Array.isArray(body['beds']) ? (body['beds'] as unknown[]) : [];
      if (beds.length === 0 || !isThere('hoses', id, body['hose']) || !beds.every((one) => isThere('beds', id, one))) return [422];
      seen.drained += 1;
      return [200, { drained: beds.length }];
    }
    if (kind !== 'beds' && kind !== 'hoses') return [404];
    const key = `${id}/${part1 ?? ''}`;
    if (part1 === undefined) {
      if (method === 'GET') return [200, [...all[kind]].filter(([one]) => one.startsWith(`${id}/`)).map(([, one]) => one)];
      if (!isNew(body)) return [422];
      const own = `${id}/${String(body['code'])}`;
      if (all[kind].has(own)) return [409];
      all[kind].set(own, { code: body['code'], garden: id, label: body['label'] });
      return [201, all[kind].get(own)];
    }
    const found = all[kind].get(key);
    if (!found) return [404];
    if (below === 'hoses') {
      if (!isThere('hoses', id, part2)) return [404];
      if (method === 'GET') return [200, { litres: 1 }];
      const litres = body['litres'];
      if (!Number.isInteger(litres) || Number(litres) < 1 || Number(litres) > 50) return [422];
      seen.set += 1;
      return [200, { litres }];
    }
    if (method === 'DELETE') all[kind].delete(key);
    return method === 'DELETE' ? [204] : [200, found];
  };
  return { answer, seen, left: () => all.gardens.size + waterings.size };
};

test.concurrent.for([[false], [true]])(
  'what is known by a key below another thing is named together with that, in bodies, lists and paths: %o',
  besideOthers(async ([comesWithHose = false]) => {
    const { answer, seen, left } = gardens(comesWithHose);
    const { verdicts } = await judgeForeign(writeDocument(document), await serveAnswers(answer), {
      allow: ['mutation', 'permanent', 'destructive'],
      http: { timeoutMs: 10_000, headers: {} },
      selection: { only: ['status/documented-call', 'lifecycle/sent-is-shown'], skip: [] },
    });
    expect(verdicts.filter(({ verdict }) => verdict.kind === 'fail')).toEqual([]);
    expect([seen.set > 0, seen.drained > 0, seen.watered > 0]).toEqual([true, true, true]);
    expect(left()).toBe(0);
  }),
);
