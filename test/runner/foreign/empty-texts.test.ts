import { expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign } from './judge-foreign.ts';
import { type Answer, serveAnswers } from './serve-answers.ts';

type Json = Readonly<Record<string, unknown>>;

const text = { type: 'string' };
const none = { description: 'None' };
const object = (properties: object, required: readonly string[] = []): object => ({ type: 'object', properties, required });

const usual = 'Text comes back exactly as it was sent.';

/** Kilns whose makers may be unknown. */
const documentWith = (said: string, described: string | undefined): object => {
  const maker = { type: ['string', 'null'], maxLength: 80, ...(described !== undefined && { description: described }) };
  const firedOn = { type: ['string', 'null'], format: 'date' };
  const kiln = object({ id: text, title: { ...text, minLength: 1 }, maker, firedOn }, ['id', 'title', 'maker']);
  const shows = (schema: object): object => ({ description: 'It', content: { 'application/json': { schema } } });
  const asks = (required: readonly string[]): object => ({
    required: true,
    content: { 'application/json': { schema: object({ title: { ...text, minLength: 1 }, maker, firedOn }, required) } },
  });
  return {
    openapi: '3.1.0',
    info: { title: 'Kilns', version: '1', description: `A PATCH changes only what is sent. ${said}` },
    security: [{ key: [] }],
    components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
    paths: {
      '/kilns': {
        get: { responses: { '200': shows({ type: 'array', items: kiln }) } },
        post: { requestBody: asks(['title']), responses: { '201': shows(kiln), '422': none } },
      },
      '/kilns/{kilnId}': {
        parameters: [{ name: 'kilnId', in: 'path', required: true, schema: text }],
        get: { responses: { '200': shows(kiln), '404': none } },
        patch: { requestBody: asks([]), responses: { '200': shows(kiln), '404': none, '422': none } },
        delete: { responses: { '204': none, '404': none } },
      },
    },
  };
};

type Habit = 'keeps it' | 'takes it for null' | 'takes it for null in a change' | 'takes it for null in a creation' | 'refuses it';

const kilns = (habit: Habit) => {
  const all = new Map<string, Json>();
  let last = 0;
  return (method: string, [root, id]: readonly string[], given: Json): Answer => {
    if (root !== 'kilns') return [404];
    if (id === undefined && method === 'GET') return [200, [...all.values()]];
    const found = all.get(id ?? '');
    if (id !== undefined && !found) return [404];
    if (method === 'GET') return [200, found];
    if (method === 'DELETE') return [all.delete(id ?? '') ? 204 : 404];
    const { title = found?.['title'], maker = found?.['maker'] ?? null, firedOn = found?.['firedOn'] ?? null } = given;
    if (firedOn !== null && (typeof firedOn !== 'string' || !/^\d{4}-\d\d-\d\d$/u.test(firedOn))) return [422];
    const isMaker = maker === null || (typeof maker === 'string' && maker.length <= 80);
    if (typeof title !== 'string' || title === '' || !isMaker || (habit === 'refuses it' && maker === '')) return [422];
    const place = found ? 'takes it for null in a change' : 'takes it for null in a creation';
    const kept =
      maker === '' && (habit === 'takes it for null' || habit === place) ? null : 'maker' in given || !found ? maker : found['maker'];
    const made = { id: id ?? `k${(last += 1)}`, title, maker: kept, firedOn };
    all.set(made.id, made);
    return [found ? 200 : 201, made];
  };
};

const failed = async (habit: Habit, said = usual, described?: string): Promise<readonly string[]> => {
  const { verdicts } = await judgeForeign(writeDocument(documentWith(said, described)), await serveAnswers(kilns(habit)), {
    allow: ['mutation', 'destructive'],
    http: { timeoutMs: 10_000, headers: {} },
    selection: { only: ['lifecycle/sent-is-shown', 'lifecycle/change-shown', 'lifecycle/change-accepted'], skip: [] },
  });
  expect(verdicts.some(({ verdict }) => verdict.kind === 'pass')).toBe(true);
  return verdicts.flatMap(({ id, verdict }) => (verdict.kind === 'fail' ? [id.split('@')[0] ?? ''] : [])).toSorted();
};

test.concurrent.for<readonly [Habit, readonly string[]]>([
  ['keeps it', []],
  ['refuses it', []],
  ['takes it for null in a change', ['lifecycle/change-shown']],
  ['takes it for null in a creation', ['lifecycle/sent-is-shown']],
])(
  'a text without a character comes back where texts do, and a service that %s is judged so: %s',
  besideOthers(async ([habit, expected]) => {
    expect(await failed(habit)).toEqual(expected);
  }),
);

test(
  'a sentence about null is none about texts without a character',
  besideOthers(async () => {
    expect(await failed('takes it for null in a creation', `${usual} A null takes a member back to its default.`)).toEqual([
      'lifecycle/sent-is-shown',
    ]);
  }),
);

test.concurrent.for<readonly [string, string | undefined]>([
  ['', undefined],
  ['Names are compared exactly.', undefined],
  ['Text usually comes back exactly as it was sent.', undefined],
  [`${usual} An empty text is the same as null.`, undefined],
  [`${usual} Members without a value are null.`, undefined],
  [usual, 'Empty if nobody knows.'],
])(
  'it may be taken for null where the document does not say so: %s %s',
  besideOthers(async ([said, described]) => {
    expect(await failed('takes it for null', said, described)).toEqual([]);
  }),
);
