import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign } from './judge-foreign.ts';
import { type Answer, serveAnswers } from './serve-answers.ts';

type Json = Readonly<Record<string, unknown>>;

const text = { type: 'string' };
const name = { type: 'string', pattern: '^[a-z0-9-]{1,40}$' };
const object = (properties: object, required: readonly string[] = []): object => ({ type: 'object', properties, required });
const shows = (schema: object): object => ({ description: 'It', content: { 'application/json': { schema } } });
const asks = (schema: object): object => ({ required: true, content: { 'application/json': { schema } } });
const inPath = (parameter: string): object => ({ name: parameter, in: 'path', required: true, schema: text });
const none = { description: 'None' };
const badge = object({ name, colour: text }, ['name', 'colour']);
const names = { type: 'array', uniqueItems: true, maxItems: 5, items: text };
const scout = object({ id: text, title: text, badges: names }, ['id', 'title', 'badges']);

/** Scouts that wear badges, which have names and no ids. */
const documentWith = (described: string): object => ({
  openapi: '3.1.0',
  info: { title: 'Scouts', version: '1' },
  security: [{ key: [] }],
  components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
  paths: {
    '/badges': {
      get: { responses: { '200': shows({ type: 'array', items: badge }) } },
      post: { requestBody: asks(object({ name, colour: text }, ['name'])), responses: { '201': shows(badge), '409': none, '422': none } },
    },
    '/badges/{badgeName}': {
      parameters: [inPath('badgeName')],
      delete: { description: 'The badge is also taken off all scouts that wear it.', responses: { '204': none, '404': none } },
    },
    '/scouts': {
      get: { responses: { '200': shows({ type: 'array', items: scout }) } },
      post: {
        requestBody: asks(object({ title: text, badges: { ...names, description: described, default: [] } }, ['title'])),
        responses: { '201': shows(scout), '422': none },
      },
    },
    '/scouts/{scoutId}': {
      parameters: [inPath('scoutId')],
      get: { responses: { '200': shows(scout), '404': none } },
      delete: { responses: { '204': none, '404': none } },
    },
  },
});

type Habit = 'takes them off' | 'takes them off late' | 'leaves the names' | 'knows no badge that is named' | 'makes what is named';

const scouts = (habit: Habit) => {
  const badges = new Map<string, Json>();
  const all = new Map<string, { id: string; title: string; badges: readonly string[] }>();
  return (method: string, [root, id]: readonly string[], given: Json): Answer => {
    if (root === 'badges' && id === undefined) {
      if (method === 'GET') return [200, [...badges.values()]];
      const { name: own, colour = 'grey' } = given;
      if (typeof own !== 'string' || !/^[a-z0-9-]{1,40}$/u.test(own)) return [422];
      if (badges.has(own)) return [409];
      badges.set(own, { name: own, colour });
      return [201, { name: own, colour }];
    }
    if (root === 'badges' && id !== undefined) {
      if (method !== 'DELETE' || !badges.delete(id)) return [method === 'DELETE' ? 404 : 405];
      const takeOff = (): void => all.forEach((one) => (one.badges = one.badges.filter((worn) => worn !== id)));
      if (habit === 'takes them off late') setTimeout(takeOff, 300);
      else if (habit !== 'leaves the names') takeOff();
      return [204];
    }
    if (root !== 'scouts') return [404];
    if (id === undefined && method === 'GET') return [200, [...all.values()]];
    if (id === undefined) {
      const { title, badges: worn = [] } = given;
      if (typeof title !== 'string' || !Array.isArray(worn)) return [422];
      const texts = worn.map(String);
      if (habit === 'makes what is named') texts.forEach((one) => badges.set(one, { name: one, colour: 'grey' }));
      if (texts.some((one) => !badges.has(one) || habit === 'knows no badge that is named')) return [422];
      const made = { id: `s${all.size + 1}`, title, badges: texts };
      all.set(made.id, made);
      return [201, made];
    }
    const found = all.get(id);
    if (!found) return [404];
    if (method === 'DELETE') all.delete(id);
    return method === 'DELETE' ? [204] : [200, found];
  };
};

const judged = async (habit: Habit, described = 'Names of badges. They have to exist.'): Promise<readonly string[]> => {
  const { verdicts } = await judgeForeign(writeDocument(documentWith(described)), await serveAnswers(scouts(habit)), {
    allow: ['mutation', 'destructive'],
    http: { timeoutMs: 10_000, headers: {} },
    durations: { 'updated.shown': 1 },
    selection: { only: ['lifecycle/taken-off-on-removal', 'lifecycle/creation-accepted'], skip: [] },
  });
  return verdicts
    .filter(({ id, verdict: { kind } }) => kind === 'fail' || (id.startsWith('lifecycle/taken-off') && kind !== 'skipped'))
    .map(({ verdict }) => (verdict.kind === 'fail' ? verdict.finding.code : verdict.kind));
};

describe('the name of what is removed, in a list of names', () => {
  test.concurrent.for<readonly [Habit, string]>([
    ['takes them off', 'pass'],
    ['takes them off late', 'pass'],
    ['makes what is named', 'pass'],
    ['leaves the names', 'removed-is-still-named'],
    ['knows no badge that is named', 'inconclusive'],
  ])(
    'is gone afterwards, and a service that %s is judged so: %s',
    besideOthers(async ([habit, expected]) => {
      expect(await judged(habit)).toContain(expected);
    }),
  );

  test.concurrent.for(['The name of each badge.', 'By `name`, the badges that the scout wears.'])(
    'is told in other words: %s',
    besideOthers(async (words) => {
      expect(await judged('leaves the names', words)).toEqual(['removed-is-still-named']);
    }),
  );

  test.concurrent.for(['What the scout wears.', 'Colours of badges.'])(
    'is not looked for where no text says that the list has names: %s',
    besideOthers(async (words) => {
      expect(await judged('leaves the names', words)).toEqual([]);
    }),
  );
});
