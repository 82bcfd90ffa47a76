import { expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign } from './judge-foreign.ts';
import { type Answer, serveAnswers } from './serve-answers.ts';

const text = { type: 'string', minLength: 1, maxLength: 80 };
const number = { type: 'integer', minimum: 1 };
const object = (properties: object, required = Object.keys(properties)): object => ({ type: 'object', properties, required });
const json = (schema: object): object => ({ content: { 'application/json': { schema } } });
const shows = (schema: object, status = '200'): object => ({ [status]: { description: 'It', ...json(schema) } });
const takes = (schema: object): object => ({ requestBody: { required: true, ...json(schema) } });
const refused = { 404: { description: 'None' }, 409: { description: 'Clashes' }, 422: { description: 'Wrong' } };
const gone = { responses: { 204: { description: 'Gone' }, ...refused } };
const inPath = (name: string): object => ({ parameters: [{ name, in: 'path', required: true, schema: { type: 'string' } }] });
const query = (name: string): object => ({ name, in: 'query', required: true, schema: number });
const shelf = object({ id: { type: 'string' }, name: text });
const theRecipe = object({
  id: { type: 'string' },
  shelfId: { type: 'string' },
  title: text,
  parentId: { type: 'string', nullable: true },
});
const recipe = { $ref: '#/components/schemas/Recipe' };
const lid = object({ until: { type: 'string' } });

/** Recipes on shelves, with versions that are either kept by an action or by each change. */
const documentWith = (isKept: boolean) => ({
  openapi: '3.0.3',
  info: { title: 'Recipes', version: '1' },
  security: [{ key: [] }],
  components: {
    securitySchemes: { key: { type: 'http', scheme: 'bearer' } },
    schemas: { Recipe: theRecipe, Version: object({ number, title: text }) },
  },
  paths: {
    '/shelves': {
      get: { responses: shows({ type: 'array', items: shelf }) },
      post: { ...takes(object({ name: text })), responses: { ...shows(shelf, '201'), ...refused } },
    },
    '/shelves/{shelfId}': { ...inPath('shelfId'), get: { responses: { ...shows(shelf), ...refused } }, delete: gone },
    '/shelves/{shelfId}/recipes': {
      ...inPath('shelfId'),
      get: { responses: { ...shows({ type: 'array', items: recipe }), ...refused } },
      post: { ...takes(object({ title: text })), responses: { ...shows(recipe, '201'), ...refused } },
    },
    '/recipes/{recipeId}': {
      ...inPath('recipeId'),
      get: { responses: { ...shows(recipe), ...refused } },
      patch: { ...takes(object({ title: text })), responses: { ...shows(recipe), ...refused } },
      delete: gone,
    },
    '/recipes/{recipeId}/move': {
      ...inPath('recipeId'),
      post: {
        summary: 'Hang a recipe below another one',
        description: 'On the same shelf; any other parent is `422`, the recipe itself too.',
        ...takes(object({ parentId: { type: 'string', nullable: true, description: 'The new parent' } })),
        responses: { ...shows(recipe), ...refused },
      },
    },
    '/recipes/{recipeId}/lid': {
      ...inPath('recipeId'),
      put: { operationId: 'lockRecipe', summary: 'Lock a recipe', responses: { ...shows(lid), ...refused } },
      delete: { operationId: 'unlockRecipe', description: '`404` if it is not locked.', ...gone },
    },
    '/recipes/{recipeId}/versions': {
      ...inPath('recipeId'),
      get: { responses: { ...shows({ type: 'array', items: { $ref: '#/components/schemas/Version' } }), ...refused } },
    },
    ...(isKept && {
      '/recipes/{recipeId}/keep': {
        ...inPath('recipeId'),
        post: {
          summary: 'Keep what it is now as a version',
          description: '`409` where it is the same as the latest one.',
          responses: { ...shows({ $ref: '#/components/schemas/Version' }), ...refused },
        },
      },
    }),
    '/recipes/{recipeId}/compare': {
      parameters: [...(inPath('recipeId') as { parameters: object[] }).parameters, query('from'), query('to')],
      get: {
        summary: 'What changed from one version to another',
        responses: { ...shows(object({ isSame: { type: 'boolean' } })), ...refused },
      },
    },
    '/recipes/{recipeId}/revert': {
      ...inPath('recipeId'),
      post: {
        summary: 'Go back to an old version',
        description: 'A version that it does not have is `422`, the latest one `409`.',
        ...takes(object({ version: number })),
        responses: { ...shows({ $ref: '#/components/schemas/Version' }), ...refused },
      },
    },
  },
});

const recipes = (isKept: boolean) => {
  type Recipe = { shelfId: string; title: string; parentId: string | null; versions: string[]; isLocked: boolean };
  const shelves = new Map<string, string>();
  const all = new Map<string, Recipe>();
  const seen = { moved: 0, unlocked: 0, reverted: 0, compared: 0 };
  let last = 0;
  const isText = (value: unknown): value is string => typeof value === 'string' && value !== '' && [...value].length <= 80;
  const shown = (id: string, { shelfId, title, parentId }: Recipe) => ({ id, shelfId, title, parentId });
  const latest = ({ versions }: Recipe) => ({ number: versions.length, title: versions.at(-1) });
  const onRecipe = (
    method: string,
    id: string,
    one: Recipe,
    act: string | undefined,
    body: Readonly<Record<string, unknown>>,
    asked: URLSearchParams,
  ): Answer => {
    const { versions } = one;
    switch (`${method} ${act ?? ''}`) {
      case 'GET ':
        return [200, shown(id, one)];
      case 'PATCH ':
        if (!isText(body['title'])) return [422];
        if (!isKept && body['title'] !== one.title) versions.push(body['title']);
        one.title = body['title'];
        return [200, shown(id, one)];
      case 'DELETE ':
        all.delete(id);
        return [204];
      case 'GET versions':
        return [200, versions.map((title, n) => ({ number: n + 1, title })).toReversed()];
      case 'POST keep':
        if (versions.at(-1) === one.title) return [409];
        versions.push(one.title);
        return [200, latest(one)];
      case 'GET compare': {
        const [from, to] = ['from', 'to'].map((name) => Number(asked.get(name)));
        if (from === undefined || to === undefined || versions[from - 1] === undefined || versions[to - 1] === undefined) return [404];
        if (from < to) seen.compared += 1;
        return [200, { isSame: versions[from - 1] === versions[to - 1] }];
      }
      case 'POST revert': {
        const wanted = typeof body['version'] === 'number' ? versions[body['version'] - 1] : undefined;
        if (wanted === undefined) return [422];
        if (body['version'] === versions.length) return [409];
        versions.push(wanted);
        one.title = wanted;
        seen.reverted += 1;
        return [200, latest(one)];
      }
      case 'POST move': {
        const to = body['parentId'];
        if (to !== null && (typeof to !== 'string' || all.get(to)?.shelfId !== one.shelfId || to === id)) return [422];
        one.parentId = to;
        seen.moved += to === null ? 0 : 1;
        return [200, shown(id, one)];
      }
      case 'PUT lid':
        one.isLocked = true;
        return [200, { until: '2031-01-01' }];
      case 'DELETE lid':
        if (!one.isLocked) return [404];
        one.isLocked = false;
        seen.unlocked += 1;
        return [204];
      default:
        return [405];
    }
  };
  const answer = (
    method: string,
    [root, id, sub]: readonly string[],
    body: Readonly<Record<string, unknown>>,
    asked: URLSearchParams,
  ): Answer => {
    if (root === 'shelves' && id === undefined) {
      if (method === 'GET') return [200, [...shelves].map(([own, name]) => ({ id: own, name }))];
      if (!isText(body['name'])) return [422];
      last += 1;
      shelves.set(`s${last}`, body['name']);
      return [201, { id: `s${last}`, name: body['name'] }];
    }
    if (root === 'recipes' && id !== undefined) {
      const one = all.get(id);
      return one ? onRecipe(method, id, one, sub, body, asked) : [404];
    }
    const name = shelves.get(id ?? '');
    if (root !== 'shelves' || id === undefined || name === undefined) return [404];
    if (sub === undefined) return method === 'DELETE' ? [shelves.delete(id) ? 204 : 404] : [200, { id, name }];
    if (method === 'GET') return [200, [...all].flatMap(([own, one]) => (one.shelfId === id ? [shown(own, one)] : []))];
    if (!isText(body['title'])) return [422];
    last += 1;
    const made = { shelfId: id, title: body['title'], parentId: null, versions: isKept ? [] : [body['title']], isLocked: false };
    all.set(`r${last}`, made);
    return [201, shown(`r${last}`, made)];
  };
  return { answer, seen, left: () => all.size + shelves.size };
};

test.concurrent.for([true, false])(
  'an action goes back to an older version and a read compares two, a parent is on the same shelf, and what is to be unlocked is locked before: kept %o',
  besideOthers(async (isKept) => {
    const { answer, seen, left } = recipes(isKept);
    const { verdicts } = await judgeForeign(writeDocument(documentWith(isKept)), await serveAnswers(answer), {
      maxCreates: 60,
      allow: ['mutation', 'permanent', 'destructive'],
      http: { timeoutMs: 10_000, headers: {} },
      selection: { only: ['status/documented-call', 'concurrency/**'], skip: [] },
    });
    expect(verdicts.filter(({ verdict }) => verdict.kind === 'fail')).toEqual([]);
    expect(Object.entries(seen).filter(([, count]) => count === 0)).toEqual([]);
    expect(left()).toBe(0);
  }),
);
