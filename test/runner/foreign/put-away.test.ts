import { expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const none = { description: 'None' };
const name = { type: 'string', minLength: 1, maxLength: 60 };
const recipe = {
  type: 'object',
  required: ['id', 'name', 'archivedAt'],
  properties: { id: { type: 'string' }, name, archivedAt: { type: ['string', 'null'], format: 'date-time' } },
};

type Said = { readonly change?: string; readonly removal?: string; readonly restoration?: string; readonly isActionToo?: boolean };

const usual: Said = {
  change: 'While a recipe is archived it is read-only (`409`, `archived`).',
  removal: 'The recipe is archived. Archiving one twice is a `409`.',
  restoration: 'Restoring a recipe that is not archived is a conflict.',
};

/** Recipes that a removal archives. */
const document = ({ change = '', removal = '', restoration = '', isActionToo = false }: Said) => {
  const parameters = [{ name: 'recipeId', in: 'path', required: true, schema: { type: 'string' } }];
  const body = { requestBody: { required: true, ...json({ type: 'object', properties: { name } }) } };
  const act = {
    parameters,
    post: { description: restoration, responses: { 200: { description: 'It', ...json(recipe) }, 404: none, 409: none } },
  };
  return {
    openapi: '3.1.0',
    info: { title: 'Recipes', version: '1' },
    paths: {
      '/recipes': {
        get: {
          parameters: [{ name: 'includeArchived', in: 'query', schema: { type: 'boolean', default: false } }],
          responses: { 200: { description: 'All', ...json({ type: 'array', items: recipe }) } },
        },
        post: {
          requestBody: { required: true, ...json({ type: 'object', required: ['name'], properties: { name } }) },
          responses: { 201: { description: 'It', ...json(recipe) }, 422: none },
        },
      },
      '/recipes/{recipeId}': {
        parameters,
        get: { responses: { 200: { description: 'It', ...json(recipe) }, 404: none } },
        patch: {
          ...body,
          description: change,
          responses: { 200: { description: 'It', ...json(recipe) }, 404: none, 409: none, 422: none },
        },
        delete: { description: removal, responses: { 204: none, 404: none, 409: none } },
      },
      '/recipes/{recipeId}/restore': act,
      ...(isActionToo ? { '/recipes/{recipeId}/archive': act } : {}),
    },
  };
};

type Habit =
  | 'keeps to it'
  | 'changes what is archived'
  | 'archives twice'
  | 'restores what is there'
  | 'hides what is archived'
  | 'changes nothing ever';

const judged = async (said: Said, habit: Habit): Promise<readonly string[]> => {
  const recipes = new Map<string, { id: string; name: string; archivedAt: string | null }>();
  const url = await serve((incoming, outgoing) => {
    const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://recipes.example');
    const [, root, id = '', action] = pathname.split('/');
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    };
    if (root !== 'recipes') return give(404);
    void objectBody(incoming).then((body) => {
      const isName = typeof body?.['name'] === 'string' && body['name'].length > 0 && [...body['name']].length <= 60;
      if (id === '' && incoming.method === 'POST') {
        if (!isName) return give(422);
        const made = { id: `r${recipes.size + 1}`, name: String(body?.['name']), archivedAt: null };
        recipes.set(made.id, made);
        return give(201, made);
      }
      if (id === '')
        return give(
          200,
          [...recipes.values()].filter((one) => one.archivedAt === null || searchParams.get('includeArchived') === 'true'),
        );
      const found = recipes.get(id);
      if (!found) return give(404);
      const isArchived = found.archivedAt !== null;
      if (action === 'restore') {
        if (!isArchived && habit !== 'restores what is there') return give(409);
        found.archivedAt = null;
        return give(200, found);
      }
      if (incoming.method === 'PATCH') {
        if (habit === 'changes nothing ever' || (isArchived && habit !== 'changes what is archived')) return give(409);
        if (body?.['name'] !== undefined && !isName) return give(422);
        if (isName) found.name = String(body?.['name']);
        return give(200, found);
      }
      if (incoming.method === 'DELETE') {
        if (isArchived && habit !== 'archives twice') return give(409);
        found.archivedAt ??= new Date().toISOString();
        return give(204);
      }
      return isArchived && habit === 'hides what is archived' ? give(404) : give(200, found);
    });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document(said)), url, {
    allow: ['mutation', 'permanent', 'destructive'],
    credentials: [],
    durations: { 'created.listed': 1, 'updated.shown': 1, 'removed.gone': 1 },
    selection: { only: ['lifecycle/removed-is-refused', 'lifecycle/restored-is-back'], skip: [] },
  });
  return verdicts
    .filter(({ case: { check } }) => /removed-is-refused|restored-is-back/u.test(check))
    .toSorted((a, b) => a.case.check.localeCompare(b.case.check))
    .map(({ verdict }) => (verdict.kind === 'fail' ? verdict.finding.code : verdict.kind));
};

test.concurrent.for<readonly [Said, Habit, readonly string[]]>([
  [usual, 'keeps to it', ['pass', 'pass']],
  [usual, 'hides what is archived', ['inconclusive', 'pass']],
  [usual, 'changes nothing ever', ['pass', 'pass']],
  [{ ...usual, removal: 'The recipe is archived.' }, 'changes nothing ever', ['inconclusive', 'pass']],
  [usual, 'changes what is archived', ['removed-changed', 'pass']],
  [usual, 'archives twice', ['removed-twice', 'pass']],
  [usual, 'restores what is there', ['pass', 'restored-twice']],
  // The texts leave it open, or say it of something else.
  [{ removal: 'The recipe is archived.' }, 'changes what is archived', ['pass']],
  [
    { ...usual, change: 'An archived recipe may still be edited; `409` otherwise.', removal: 'Archives it.' },
    'changes what is archived',
    ['pass'],
  ],
  [
    { ...usual, change: 'A recipe can also be edited while it is archived. `409` if it is locked.', removal: 'Archives it.' },
    'changes what is archived',
    ['pass'],
  ],
  [
    { ...usual, removal: 'The recipe is archived. Archiving one twice is harmless and never a `409`.', change: '' },
    'archives twice',
    ['pass'],
  ],
  [{ ...usual, isActionToo: true }, 'changes what is archived', []],
])(
  'what is archived is judged by the texts (%j) at a service that %s',
  besideOthers(async ([said, habit, expected]) => {
    expect(await judged(said, habit)).toEqual(expected);
  }),
);
