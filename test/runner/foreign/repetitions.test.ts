import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const text = { type: 'string' };
const moment = { type: 'string', format: 'date-time', nullable: true, readOnly: true };
const crate = { $ref: '#/components/schemas/Crate' };
const shows = (schema: object): object => ({ description: 'It', content: { 'application/json': { schema } } });
const none = { description: 'None' };
const inPath = { parameters: [{ name: 'crateId', in: 'path', required: true, schema: text }] };

/** Crates that are sealed, of which one is read or only the answers to actions show them. */
const document = (said: string, isRead: boolean): object => ({
  openapi: '3.0.3',
  info: { title: 'Cargo', version: '1' },
  components: {
    schemas: {
      Crate: {
        type: 'object',
        required: ['label'],
        properties: {
          id: { ...text, readOnly: true },
          label: text,
          state: { type: 'string', enum: ['open', 'sealing', 'sealed'], readOnly: true },
          sealedAt: moment,
          updatedAt: moment,
        },
      },
    },
  },
  paths: {
    '/crates': {
      get: { responses: { '200': shows({ type: 'array', items: crate }) } },
      post: {
        requestBody: { required: true, content: { 'application/json': { schema: crate } } },
        responses: { '201': shows(crate), '422': none },
      },
    },
    '/crates/{crateId}': {
      ...inPath,
      ...(isRead ? { get: { responses: { '200': shows(crate), '404': none } } } : {}),
      delete: { responses: { '204': none, '404': none } },
    },
    '/crates/{crateId}/seal': {
      ...inPath,
      post: { description: said, responses: { ...(isRead ? { '204': none } : { '200': shows(crate) }), '404': none, '409': none } },
    },
  },
});

type Habit = 'leaves it' | 'seals anew' | 'refuses' | 'touches the moment of the last change' | 'seals it later';
type Crate = { readonly id: string; readonly label: string; state: string; sealedAt: string | null; updatedAt: string };

const judged = async (habit: Habit, said: string, isRead = false): Promise<readonly string[]> => {
  const crates = new Map<string, Crate>();
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    };
    const { method = '' } = incoming;
    const [root, id, action] = (incoming.url ?? '').split('?')[0]?.split('/').slice(1) ?? [];
    if (root !== 'crates') return give(404);
    void objectBody(incoming).then((body = {}) => {
      const now = new Date().toISOString();
      if (id === undefined) {
        if (method === 'GET') return give(200, [...crates.values()]);
        if (typeof body['label'] !== 'string') return give(422);
        const made = { id: `crate-${crates.size + 1}-of-the-quay`, label: body['label'], state: 'open', sealedAt: null, updatedAt: now };
        crates.set(made.id, made);
        return give(201, made);
      }
      const found = crates.get(id);
      if (found?.state === 'sealing' && Date.now() - Date.parse(found.sealedAt ?? '') > 500) found.state = 'sealed';
      if (!found) return give(404);
      if (action === undefined) return method === 'DELETE' ? give(crates.delete(id) ? 204 : 404) : give(isRead ? 200 : 405, found);
      if (action !== 'seal') return give(404);
      const isAgain = found.state !== 'open';
      if (isAgain && habit === 'refuses') return give(409);
      if (!isAgain || habit === 'seals anew') found.sealedAt = now;
      if (!isAgain || habit === 'touches the moment of the last change') found.updatedAt = now;
      if (!isAgain) found.state = habit === 'seals it later' ? 'sealing' : 'sealed';
      return isRead ? give(204) : give(200, found);
    });
  });
  const { verdicts } = await judgeForeign(writeDocument(document(said, isRead)), url, {
    allow: ['mutation', 'destructive'],
    selection: { only: ['lifecycle/repetition-leaves'], skip: [] },
  });
  return verdicts.flatMap(({ id, verdict }) =>
    id.startsWith('lifecycle/repetition-leaves') ? [verdict.kind === 'fail' ? verdict.finding.code : verdict.kind] : [],
  );
};

const stays = 'Sealing a sealed crate again gets `200`; `sealedAt` remains what it was.';
const silent = 'Sealing it once more changes nothing.';

describe.concurrent('an action that is done once more', () => {
  test.for<readonly [Habit, string, boolean, readonly string[]]>([
    ['seals anew', stays, false, ['changed-by-repetition']],
    ['seals anew', silent, true, ['changed-by-repetition']],
    ['refuses', stays, false, ['repetition-refused']],
    ['refuses', silent, false, ['inconclusive']],
    ['leaves it', stays, false, ['pass']],
    ['leaves it', silent, true, ['pass']],
    ['touches the moment of the last change', silent, false, ['pass']],
    ['seals it later', silent, true, ['pass']],
    ['seals anew', 'Sealing it again sets `sealedAt` anew.', false, []],
  ])(
    'that %s: %s (with a read: %s)',
    besideOthers(async ([habit, said, isRead, expected]: readonly [Habit, string, boolean, readonly string[]]) => {
      expect(await judged(habit, said, isRead)).toEqual(expected);
    }),
  );
});

type Ribbons = 'leaves it' | 'counts it again' | 'refuses' | 'counts reads';

/** Kites with ribbons, of which a flyer ties each colour once. */
const ofKites = (said: string): object => {
  const parameters = ['kiteId', 'colour'].map((name) => ({ name, in: 'path', required: true, schema: text }));
  const ribbon = { type: 'object', properties: { colour: text, flyers: { type: 'integer' } } };
  const kite = {
    type: 'object',
    required: ['id', 'name'],
    properties: {
      id: { ...text, readOnly: true },
      name: text,
      ribbons: { type: 'array', readOnly: true, items: ribbon },
      visits: { type: 'integer', readOnly: true },
    },
  };
  return {
    openapi: '3.0.3',
    info: { title: 'Kites', version: '1' },
    paths: {
      '/kites': {
        post: {
          requestBody: { required: true, content: { 'application/json': { schema: kite } } },
          responses: { '201': shows(kite), '422': none },
        },
      },
      '/kites/{kiteId}': {
        parameters: parameters.slice(0, 1),
        get: { responses: { '200': shows(kite), '404': none } },
        delete: { responses: { '204': none, '404': none } },
      },
      '/kites/{kiteId}/ribbons/{colour}': {
        parameters,
        put: { description: said, responses: { '200': shows(kite), '404': none, '409': none } },
        delete: { responses: { '204': none, '404': none } },
      },
    },
  };
};

const judgedKites = async (habit: Ribbons, said: string): Promise<readonly string[]> => {
  const kites = new Map<string, { readonly name: string; readonly ribbons: Map<string, number>; visits: number }>();
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    };
    const { method = '' } = incoming;
    const [root, id, below, colour = ''] = (incoming.url ?? '').split('?')[0]?.split('/').slice(1) ?? [];
    if (root !== 'kites') return give(404);
    void objectBody(incoming).then((body = {}) => {
      const shown = (key: string, { name, ribbons, visits }: NonNullable<ReturnType<typeof kites.get>>): object => ({
        id: key,
        name,
        visits,
        ribbons: [...ribbons].map(([one, flyers]) => ({ colour: one, flyers })),
      });
      if (id === undefined) {
        if (typeof body['name'] !== 'string') return give(422);
        const made = { name: body['name'], ribbons: new Map<string, number>(), visits: 0 };
        const key = `kite-${kites.size + 1}-of-the-hill`;
        kites.set(key, made);
        return give(201, shown(key, made));
      }
      const found = kites.get(id);
      if (!found) return give(404);
      if (below === undefined) {
        if (method === 'DELETE') return give(kites.delete(id) ? 204 : 404);
        if (habit === 'counts reads') found.visits += 1;
        return give(200, shown(id, found));
      }
      const { ribbons } = found;
      const isThere = ribbons.has(colour);
      if (method === 'DELETE') return give(ribbons.delete(colour) ? 204 : 404);
      if (isThere && habit === 'refuses') return give(409);
      if (!isThere || habit === 'counts it again') ribbons.set(colour, (ribbons.get(colour) ?? 0) + 1);
      return give(200, shown(id, found));
    });
  });
  const { verdicts } = await judgeForeign(writeDocument(ofKites(said)), url, {
    allow: ['mutation', 'destructive'],
    selection: { only: ['lifecycle/repetition-leaves'], skip: [] },
  });
  expect([...kites.keys()]).toEqual([]);
  return verdicts.flatMap(({ id, verdict }) =>
    id.startsWith('lifecycle/repetition-leaves') ? [verdict.kind === 'fail' ? verdict.finding.code : verdict.kind] : [],
  );
};

const once = 'A flyer can tie each colour once; doing it again changes nothing.';

describe.concurrent('what is added once more by a name of the client', () => {
  test.for<readonly [Ribbons, string, readonly string[]]>([
    ['leaves it', once, ['pass']],
    ['counts it again', once, ['changed-by-repetition']],
    ['refuses', once, ['inconclusive']],
    ['counts reads', once, ['pass']],
    ['counts it again', 'Tying it again makes it stronger.', []],
    ['counts it again', 'Tying a colour again keeps its `tiedAt`.', []],
  ])(
    'at a kite that %s: %s',
    besideOthers(async ([habit, said, expected]: readonly [Ribbons, string, readonly string[]]) => {
      expect(await judgedKites(habit, said)).toEqual(expected);
    }),
  );
});
