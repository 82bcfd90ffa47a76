import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const text = { type: 'string', minLength: 1 };
const none = { description: 'None' };
const object = (properties: object, required: readonly string[] = []): object => ({ type: 'object', properties, required });
const shows = (schema: object): object => ({ description: 'It', content: { 'application/json': { schema } } });

/** Reports of a gallery. */
const documentWith = (info: string, said: string): object => {
  const crate = object({ id: text, title: text }, ['id', 'title']);
  const asked = { required: true, content: { 'application/json': { schema: object({ title: text }, ['title']) } } };
  return {
    openapi: '3.1.0',
    info: { title: 'Gallery', version: '1', description: info },
    security: [{ key: [] }],
    components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
    paths: {
      '/crates': {
        get: { responses: { '200': shows({ type: 'array', items: crate }) } },
        post: { requestBody: asked, responses: { '201': shows(crate), '403': none, '422': none } },
      },
      '/crates/{crateId}': {
        parameters: [{ name: 'crateId', in: 'path', required: true, schema: text }],
        get: { description: said, responses: { '200': shows(crate), '403': none, '404': none } },
        delete: { responses: { '204': none, '403': none, '404': none } },
      },
      '/crates/{crateId}/label': {
        parameters: [{ name: 'crateId', in: 'path', required: true, schema: text }],
        get: { responses: { '200': shows(object({ line: text }, ['line'])), '403': none, '404': none } },
      },
    },
  };
};

type Habit = 'shows all' | 'reads by key' | 'labels by key' | 'lists by key' | 'bars the second';

const keys: Readonly<Record<string, string>> = { 'Bearer foreign-key-0123456789': 'one', 'Bearer second-key-0123456789': 'two' };

const usual = 'All keys of a gallery account work on the same data.';

const judged = async (habit: Habit, { info = usual, said = '' } = {}): Promise<readonly string[]> => {
  const all = new Map<string, { readonly id: string; readonly title: string }>();
  const makers = new Map<string, string>();
  let last = 0;
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    };
    const { method } = incoming;
    const key = keys[incoming.headers.authorization ?? ''];
    const [, root, id, part] = (incoming.url ?? '/').split('?')[0]?.split('/') ?? [];
    if (key === undefined) return give(401);
    if (root !== 'crates' || (part !== undefined && part !== 'label')) return give(404);
    if (habit === 'bars the second' && key === 'two') return give(403);
    const isHidden = (one: string, by: Habit): boolean => habit === by && makers.get(one) !== key;
    const found = all.get(id ?? '');
    if (id !== undefined && (!found || isHidden(id, part === undefined ? 'reads by key' : 'labels by key'))) return give(404);
    if (part !== undefined) return give(200, { line: `crate ${found?.title ?? ''}` });
    if (method === 'GET') return give(200, found ?? [...all.values()].filter((one) => !isHidden(one.id, 'lists by key')));
    if (method === 'DELETE') return give(all.delete(id ?? '') ? 204 : 404);
    void objectBody(incoming).then((body) => {
      const title = body?.['title'];
      if (typeof title !== 'string' || title === '') return give(422);
      const made = { id: `c${(last += 1)}x`, title };
      all.set(made.id, made);
      makers.set(made.id, key);
      return give(201, made);
    });
  });
  const { verdicts } = await judgeForeign(writeDocument(documentWith(info, said)), url, {
    allow: ['mutation', 'destructive'],
    http: { timeoutMs: 10_000, headers: {} },
    credentials: ['key', 'second'],
    secrets: { second: 'second-key-0123456789' },
    selection: { only: ['auth/shown-to-every-credential'], skip: [] },
  });
  return verdicts
    .filter(({ verdict: { kind } }) => kind !== 'skipped')
    .map(({ verdict }) => (verdict.kind === 'fail' ? `${verdict.finding.operation} ${verdict.finding.where}` : verdict.kind));
};

describe('what all credentials of an account have before them', () => {
  test.concurrent.for<readonly [Habit, readonly string[]]>([
    ['shows all', ['pass', 'pass', 'pass']],
    ['reads by key', ['GET /crates/{crateId} credential', 'pass', 'pass']],
    ['labels by key', ['pass', 'GET /crates/{crateId}/label credential', 'pass']],
    ['lists by key', ['pass', 'pass', 'GET /crates list']],
    ['bars the second', ['inconclusive', 'inconclusive', 'inconclusive']],
  ])(
    'is looked for with another one, and a service that %s is judged so: %o',
    besideOthers(async ([habit, expected]) => {
      expect((await judged(habit)).toSorted()).toEqual(expected.toSorted());
    }),
  );

  test.concurrent.for([
    'All API keys of your organisation share the same data.',
    'Every token of a workspace sees all of its data.',
    'Clients of one organisation work on the same data, and each has a name.',
    'Data is shared by all keys of an account.',
    'Everything belongs to the account, not to the key.',
    'Resources belong to the workspace and never to a single token.',
    'Any key can see the same things.',
  ])(
    'is told in other words: %s',
    besideOthers(async (info) => {
      expect(await judged('shows all', { info })).toEqual(['pass', 'pass', 'pass']);
      expect((await judged('reads by key', { info })).filter((one) => one !== 'pass')).toEqual(['GET /crates/{crateId} credential']);
    }),
  );

  test.concurrent.for([
    'A key belongs to an account.',
    'All keys of an account share the same limit.',
    'All keys of an account work on the same data, except for drafts.',
    'All keys work on their own data.',
    'Admin keys of an account see all data.',
    'Data of another account is not there for you.',
    'Data belongs to the key that made it.',
  ])(
    'is not looked for where the document does not say it: %s',
    besideOthers(async (info) => {
      expect(await judged('reads by key', { info })).toEqual([]);
    }),
  );
});
