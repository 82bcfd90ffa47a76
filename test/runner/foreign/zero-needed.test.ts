import { expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign } from './judge-foreign.ts';
import { type Answer, serveAnswers } from './serve-answers.ts';

type Json = Readonly<Record<string, unknown>>;

const text = { type: 'string' };
const none = { description: 'None' };
const litres = { type: 'string', pattern: String.raw`^(0|[1-9][0-9]{0,5})\.[0-9]$` };
const shape = (properties: object, required = Object.keys(properties)) => ({ type: 'object', required, properties });
const shows = (schema: object) => ({ description: 'It', content: { 'application/json': { schema } } });
const inPath = [{ name: 'tankId', in: 'path', required: true, schema: text }];

/** Tanks that are filled as they are set up, and may be retired as a sentence says. */
const documentWith = (said: string, start: object): object => {
  const schema = shape({
    id: text,
    label: text,
    status: { type: 'string', enum: ['in_use', 'retired'] },
    level: { ...litres, readOnly: true },
  });
  const tank = { $ref: '#/components/schemas/Tank' };
  return {
    openapi: '3.1.0',
    info: { title: 'Tanks', version: '1' },
    security: [{ key: [] }],
    components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } }, schemas: { Tank: schema } },
    paths: {
      '/tanks': {
        get: { responses: { 200: shows({ type: 'array', items: tank }) } },
        post: {
          requestBody: {
            required: true,
            content: {
              'application/json': {
                schema: shape({ label: { ...text, minLength: 1, maxLength: 60 }, startLevel: { ...litres, ...start } }, ['label']),
                example: { label: 'North', startLevel: '250.0' },
              },
            },
          },
          responses: { 201: shows(tank), 400: none },
        },
      },
      '/tanks/{tankId}': { parameters: inPath, get: { responses: { 200: shows(tank), 404: none } } },
      '/tanks/{tankId}/retire': {
        parameters: inPath,
        post: { summary: 'Retire a tank', description: said, responses: { 200: shows(tank), 404: none, 409: none } },
      },
    },
  };
};

type Way = 'looks at the level' | 'retires any';

const tanks = (way: Way, statuses: number[]) => {
  const all = new Map<string, Json>();
  let last = 0;
  return (method: string, [root, id, act]: readonly string[], given: Json): Answer => {
    if (root !== 'tanks') return [404];
    if (id === undefined && method === 'GET') return [200, [...all.values()]];
    const found = all.get(id ?? '');
    if (id !== undefined && !found) return [404];
    if (act === 'retire') {
      const isFree = found?.['status'] === 'in_use' && (found['level'] === '0.0' || way === 'retires any');
      statuses.push(isFree ? 200 : 409);
      if (!isFree) return [409];
      all.set(id ?? '', { ...found, status: 'retired' });
      return [200, all.get(id ?? '')];
    }
    if (method === 'GET') return [200, found];
    const { label, startLevel = '0.0' } = given;
    if (typeof label !== 'string' || label === '' || label.length > 60) return [400];
    if (typeof startLevel !== 'string' || !new RegExp(litres.pattern, 'u').test(startLevel)) return [400];
    const made = { id: `t${(last += 1)}`, label, status: 'in_use', level: startLevel };
    all.set(made.id, made);
    return [201, made];
  };
};

const told = async (way: Way, said: string, start: object = { default: '0.0' }) => {
  const statuses: number[] = [];
  const { verdicts } = await judgeForeign(writeDocument(documentWith(said, start)), await serveAnswers(tanks(way, statuses)), {
    allow: ['mutation', 'permanent', 'destructive'],
    maxCreates: 60,
    http: { timeoutMs: 10_000, headers: {} },
    selection: { only: ['lifecycle/refused-while-lacking', 'lifecycle/leads-to-state', 'status/documented-call'], skip: [] },
  });
  return { statuses, failed: verdicts.flatMap(({ id, verdict }) => (verdict.kind === 'fail' ? [id.split('@')[0]] : [])) };
};

const usual = 'Only a tank in use with a level of 0.0 can be retired; otherwise the answer is 409.';

test.concurrent.for<readonly [string, object | undefined]>([
  [usual, undefined],
  ['The level has to be zero (409 if it is not).', undefined],
  ['409 if the level is not 0.', undefined],
  ['Needs a zero level, else 409.', {}],
])(
  'what an operation needs to be nought is nought in what it is tried on: %s',
  besideOthers(async ([said, start]) => {
    const { statuses, failed } = await told('looks at the level', said, start);
    expect(statuses).toContain(200);
    expect(failed).toEqual([]);
  }),
);

test.concurrent.for<readonly [string, readonly string[]]>([
  [usual, ['lifecycle/refused-while-lacking']],
  ['409 if the level is not 0.', ['lifecycle/refused-while-lacking']],
  ['The level becomes 0. 409 if the tank is retired.', []],
  ['Retired tanks are answered with 409.', []],
])(
  'a service that does not look at it is told where the document says so: %s',
  besideOthers(async ([said, expected]) => {
    const { statuses, failed } = await told('retires any', said);
    expect(statuses).toContain(200);
    expect(failed).toEqual(expected);
  }),
);
