import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign } from './judge-foreign.ts';
import { type Answer, serveAnswers } from './serve-answers.ts';

type Json = Readonly<Record<string, unknown>>;

const text = { type: 'string', minLength: 1, maxLength: 90 };
const members = { name: text, colour: text, size: { type: 'integer', minimum: 1, maximum: 90 } };
const sail = { type: 'object', required: ['id', 'name'], properties: { id: { type: 'string', readOnly: true }, ...members } };
const flag = { type: 'object', required: ['key', 'label'], properties: { key: { type: 'string' }, label: text } };
const asks = (required: readonly string[], properties: object): object => ({
  required: true,
  content: { 'application/json': { schema: { type: 'object', required, properties } } },
});
const shows = (schema: object): object => ({ description: 'It', content: { 'application/json': { schema } } });
const inPath = (name: string): object => ({
  name,
  in: 'path',
  required: true,
  schema: { type: 'string', pattern: '^[a-z][a-z0-9-]{0,60}$' },
});
const none = { description: 'None' };

/** Sails, which no operation reads by their ids, and flags under keys of the client. */
const document = {
  openapi: '3.0.3',
  info: { title: 'Sails', version: '1' },
  security: [{ key: [] }],
  components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
  paths: {
    '/sails': {
      get: { responses: { 200: shows({ type: 'array', items: sail }) } },
      post: { requestBody: asks(['name'], members), responses: { 201: shows(sail), 422: none } },
    },
    '/sails/{sailId}': {
      parameters: [{ name: 'sailId', in: 'path', required: true, schema: { type: 'string' } }],
      patch: {
        description: 'Members that are not sent stay as they are.',
        requestBody: asks([], members),
        responses: { 200: shows(sail), 404: none, 422: none },
      },
      delete: { responses: { 204: none, 404: none } },
    },
    '/flags': { get: { responses: { 200: shows({ type: 'array', items: flag }) } } },
    '/flags/{key}': {
      parameters: [inPath('key')],
      put: { requestBody: asks(['label'], { label: text }), responses: { 200: shows(flag), 201: shows(flag), 422: none } },
      delete: { responses: { 204: none, 404: none } },
    },
  },
};

/** What a server does that somebody else wrote. */
type Habit =
  | 'keeps what it takes'
  | 'lists a part of each'
  | 'lists the newest first, and a hundred of others'
  | 'refuses every change'
  | 'lists a change a second later'
  | 'removes the oldest'
  | 'removes the newest'
  | 'forgets a change'
  | 'drops what a change does not name'
  | 'keeps the first value under a key';

const isFine = (body: Json): boolean =>
  Object.entries(body).every(
    ([name, value]) =>
      !Object.hasOwn(members, name) ||
      (name === 'size'
        ? Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 90
        : typeof value === 'string' && value !== '' && value.length <= 90),
  );

const told = async (habit: Habit): Promise<readonly string[]> => {
  const sails = new Map<string, Json>();
  const flags = new Map<string, Json>();
  if (habit.startsWith('lists the newest'))
    for (let n = 0; n < 100; n += 1) sails.set(`old-${n}`, { id: `old-${n}`, name: `Old ${n}`, colour: 'red', size: 4 });
  let last = 0;
  /** What a sail was before its last change, and when that was. */
  const changes = new Map<string, { readonly before: Json; readonly at: number }>();
  const listed = (): readonly Json[] => {
    const isLate = habit === 'lists a change a second later';
    const all = [...sails].map(([id, one]) => {
      const { before, at } = changes.get(id) ?? { before: one, at: 0 };
      return isLate && Date.now() - at < 1200 ? before : one;
    });
    if (habit === 'lists a part of each') return all.map(({ id, name }) => ({ id, name }));
    return habit.startsWith('lists the newest') ? all.toReversed() : all;
  };
  const own = (body: Json): Json => Object.fromEntries(Object.entries(body).filter(([name]) => Object.hasOwn(members, name)));
  const answer = (method: string, [root, id]: readonly string[], given: Json): Answer => {
    if (root === 'flags') {
      if (id === undefined) return method === 'GET' ? [200, [...flags.values()]] : [405];
      const known = flags.get(id);
      if (method === 'DELETE') return [flags.delete(id) ? 204 : 404];
      if (method !== 'PUT') return [405];
      if (typeof given['label'] !== 'string' || given['label'] === '') return [422];
      const made = { key: id, label: given['label'] };
      if (!known || habit !== 'keeps the first value under a key') flags.set(id, made);
      return [known ? 200 : 201, made];
    }
    if (root !== 'sails') return [404];
    if (id === undefined) {
      if (method === 'GET') return [200, listed()];
      if (typeof given['name'] !== 'string' || !isFine(given)) return [422];
      const made = { id: `sail-${(last += 1)}-of-ours`, ...own(given) };
      sails.set(made.id, made);
      return [201, made];
    }
    const found = sails.get(id);
    if (!found) return [404];
    if (method === 'DELETE') {
      const [oldest = id, newest = id] = [[...sails.keys()][0], [...sails.keys()].at(-1)];
      sails.delete(habit === 'removes the oldest' ? oldest : habit === 'removes the newest' ? newest : id);
      return [204];
    }
    if (method !== 'PATCH') return [405];
    if (habit === 'refuses every change' || !isFine(given)) return [422];
    const changed = { ...(habit.startsWith('drops') ? { id, name: found['name'] } : found), ...own(given) };
    changes.set(id, { before: found, at: Date.now() });
    if (habit !== 'forgets a change') sails.set(id, changed);
    return [200, changed];
  };
  const only = ['lifecycle/change-shown', 'lifecycle/sent-is-shown', 'lifecycle/removed-stays-away', 'lifecycle/removal-leaves-others'];
  const { verdicts } = await judgeForeign(writeToolDocument(document), await serveAnswers(answer), {
    allow: ['mutation'],
    maxCreates: 90,
    selection: { only, skip: [] },
  });
  return verdicts.flatMap(({ id, verdict }) => (verdict.kind === 'fail' ? [`${id.split('@')[0] ?? ''} ${verdict.finding.code}`] : []));
};

describe.concurrent('what only its list shows is followed there', () => {
  test.for<[Habit, string]>([
    ['removes the oldest', 'lifecycle/removed-stays-away removed-listed'],
    ['removes the newest', 'lifecycle/removed-stays-away removed-listed'],
    ['forgets a change', 'lifecycle/change-shown shown-otherwise'],
    ['drops what a change does not name', 'lifecycle/change-shown rest-changed'],
    ['keeps the first value under a key', 'lifecycle/change-shown shown-otherwise'],
  ])(
    'a server is told that %s',
    besideOthers(async ([habit, finding]) => {
      expect(await told(habit)).toEqual([finding]);
    }),
  );

  test.for<[Habit]>([
    ['keeps what it takes'],
    ['lists a part of each'],
    ['lists the newest first, and a hundred of others'],
    ['refuses every change'],
    ['lists a change a second later'],
  ])(
    'a server is not accused that %s',
    besideOthers(async ([habit]) => {
      expect(await told(habit)).toEqual([]);
    }),
  );
});
