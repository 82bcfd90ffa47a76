import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const text = { type: 'string', minLength: 1 };
const none = { description: 'None' };
const object = (properties: object, required: readonly string[] = []): object => ({ type: 'object', properties, required });
const shows = (schema: object): object => ({ description: 'It', content: { 'application/json': { schema } } });
const asks = (required: readonly string[]): object => ({
  required: true,
  content: { 'application/json': { schema: object({ title: text }, required) } },
});

type Said = {
  readonly info?: string;
  readonly change?: string;
  readonly removal?: string;
  readonly by?: string;
  /** What is said of the creation of lamps, which there is only where something is said of it. */
  readonly lamps?: string;
  /** What is said of the removal of a cycle of entries, which comes about with an entry that has a rhythm. */
  readonly cycles?: string;
  /** Keepers sign in by their names, which are masked. */
  readonly byName?: true;
};

const usual = 'Only the author can change an entry, others get 403.';

/** Entries in the log of a lighthouse, which several keepers write. */
const documentWith = ({
  info = 'A key belongs to one keeper.',
  change = usual,
  removal = '',
  by = 'authorId',
  lamps,
  cycles,
  byName,
}: Said): object => {
  const lamp = object({ id: text, title: text }, ['id', 'title']);
  const rhythm = object({ days: { type: 'integer', minimum: 1, example: 7 } }, ['days']);
  const isCycled = cycles !== undefined;
  const entry = object({ id: text, title: text, [by]: text, ...(isCycled && { cycleId: { type: ['string', 'null'] } }) }, [
    'id',
    'title',
    by,
  ]);
  const begins = {
    required: true,
    content: { 'application/json': { schema: object({ title: text, ...(isCycled && { rhythm }) }, ['title']) } },
  };
  return {
    openapi: '3.1.0',
    info: { title: 'Lighthouse', version: '1', description: info },
    security: [{ key: [] }],
    components: { securitySchemes: { key: { type: 'http', scheme: byName ? 'basic' : 'bearer' } } },
    paths: {
      ...(lamps !== undefined && {
        '/lamps': {
          get: { responses: { '200': shows({ type: 'array', items: lamp }) } },
          post: { description: lamps, requestBody: asks(['title']), responses: { '201': shows(lamp), '403': none, '422': none } },
        },
        '/lamps/{lampId}': {
          parameters: [{ name: 'lampId', in: 'path', required: true, schema: text }],
          get: { responses: { '200': shows(lamp), '404': none } },
          delete: { responses: { '204': none, '403': none, '404': none } },
        },
      }),
      '/entries': {
        get: { responses: { '200': shows({ type: 'array', items: entry }) } },
        post: { requestBody: begins, responses: { '201': shows(entry), '403': none, '422': none } },
      },
      ...(isCycled && {
        '/cycles/{cycleId}': {
          parameters: [{ name: 'cycleId', in: 'path', required: true, schema: text }],
          get: { responses: { '200': shows(object({ id: text, rhythm }, ['id', 'rhythm'])), '404': none } },
          delete: { description: cycles, responses: { '204': none, '403': none, '404': none } },
        },
      }),
      '/entries/{entryId}': {
        parameters: [{ name: 'entryId', in: 'path', required: true, schema: text }],
        get: { responses: { '200': shows(entry), '404': none } },
        patch: { description: change, requestBody: asks([]), responses: { '200': shows(entry), '403': none, '404': none } },
        delete: { description: removal, responses: { '204': none, '403': none, '404': none } },
      },
    },
  };
};

type Habit =
  | 'refuses'
  | 'hides them'
  | 'accepts all'
  | 'accepts all, and lamps of all'
  | 'accepts all, and lamps of nobody'
  | 'knows one keeper only'
  | 'lets the second only read';

const names = { key: 'ada.lovell:Lantern-41-north', second: 'bo.marlowe:Foghorn-77-west' };

const basic = (credential: string): string => `Basic ${Buffer.from(credential, 'utf8').toString('base64')}`;

const keepers: Readonly<Record<string, string>> = {
  'Bearer foreign-key-0123456789': 'ada',
  'Bearer second-key-0123456789': 'bo',
  [basic(names.key)]: 'ada.lovell',
  [basic(names.second)]: 'bo.marlowe',
};

const judged = async (habit: Habit, said: Said = {}): Promise<readonly string[]> => {
  const { by = 'authorId' } = said;
  const all = new Map<string, Readonly<Record<string, unknown>>>();
  let last = 0;
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    };
    const { method } = incoming;
    const keeper = keepers[incoming.headers.authorization ?? ''];
    const [, root, id] = (incoming.url ?? '/').split('?')[0]?.split('/') ?? [];
    if (keeper === undefined) return give(401);
    if (root !== 'entries' && root !== 'lamps' && root !== 'cycles') return give(404);
    const isLamp = root === 'lamps';
    const letter = { entries: 'e', lamps: 'l', cycles: 'c' }[root];
    const ofRoot = [...all].filter(([key]) => key.startsWith(letter));
    const found = new Map(ofRoot).get(id ?? '');
    if (id !== undefined && !found) return give(404);
    if (method === 'GET') return give(200, found ?? ofRoot.map(([, one]) => one));
    const mayLight =
      habit === 'accepts all, and lamps of all' || (keeper.startsWith('ada') && habit !== 'accepts all, and lamps of nobody');
    if (isLamp && !mayLight) return give(403);
    const isBarred = habit === 'lets the second only read' && keeper === 'bo';
    const isOther = found !== undefined && found['madeBy'] !== keeper && !habit.startsWith('accepts all');
    if (isBarred || isOther) return give(isOther && habit === 'hides them' ? 404 : 403);
    if (method === 'DELETE') return give(all.delete(id ?? '') ? 204 : 404);
    void objectBody(incoming).then((body) => {
      const title = body?.['title'] ?? found?.['title'];
      if (typeof title !== 'string' || title === '') return give(422);
      const own = id ?? `${isLamp ? 'l' : 'e'}${(last += 1)}`;
      const maker = habit === 'knows one keeper only' ? 'house' : (found?.[by] ?? keeper);
      const madeBy = found?.['madeBy'] ?? (habit === 'knows one keeper only' ? 'bo' : keeper);
      const rhythm = found ? undefined : body?.['rhythm'];
      const cycleId = found?.['cycleId'] ?? (rhythm === undefined ? null : `c${last}`);
      if (rhythm !== undefined) all.set(`c${last}`, { id: `c${last}`, rhythm, madeBy });
      const made = { id: own, title, [by]: maker, madeBy, cycleId };
      all.set(own, made);
      return give(found ? 200 : 201, made);
    });
  });
  const { verdicts } = await judgeForeign(writeDocument(documentWith(said)), url, {
    allow: ['mutation', 'destructive'],
    http: { timeoutMs: 10_000, headers: {} },
    credentials: ['key', 'second'],
    secrets: said.byName ? names : { second: 'second-key-0123456789' },
    selection: { only: ['auth/left-to-maker-refused'], skip: [] },
  });
  return verdicts
    .filter(({ verdict: { kind } }) => kind !== 'skipped')
    .map(({ verdict }) => (verdict.kind === 'fail' ? `${verdict.finding.code} ${verdict.finding.operation}` : verdict.kind));
};

const told = 'other-than-maker-accepted PATCH /entries/{entryId}';

describe('what is left to whoever made a resource', () => {
  test.concurrent.for<readonly [Habit, string]>([
    ['refuses', 'pass'],
    ['hides them', 'pass'],
    ['accepts all', told],
    ['knows one keeper only', 'inconclusive'],
    ['lets the second only read', 'inconclusive'],
  ])(
    'is tried by another caller of the account, and a service that %s is judged so: %s',
    besideOthers(async ([habit, expected]) => {
      expect(await judged(habit)).toEqual([expected]);
    }),
  );

  test.concurrent.for<Said>([
    { change: 'Only its creator may edit this.', by: 'createdBy' },
    { change: 'Only the owner can do this.', by: 'ownerId' },
    { change: 'Only the owner can change it.', by: 'owner' },
    { change: 'It can be changed only by its author.' },
    { change: '', removal: 'Only the author may delete an entry.' },
  ])(
    'is told in other words: %o',
    besideOthers(async (said) => {
      expect(await judged('refuses', said)).toEqual(['pass']);
      expect((await judged('accepts all', said)).map((one) => one.split(' ')[0])).toEqual(['other-than-maker-accepted']);
    }),
  );

  const lamps = 'Only lamp staff.';
  const beside = 'Only the author and lamp staff may do it (`403`), and only while the entry is open (`409`).';

  test.concurrent.for<readonly [Habit, string]>([
    ['refuses', 'pass'],
    ['hides them', 'pass'],
    ['accepts all', told],
    ['accepts all, and lamps of all', 'inconclusive'],
    ['accepts all, and lamps of nobody', 'inconclusive'],
    ['knows one keeper only', 'inconclusive'],
    ['lets the second only read', 'inconclusive'],
  ])(
    'is tried by a caller who is none of those who may do it as well, and a service that %s is judged so: %s',
    besideOthers(async ([habit, expected]) => {
      expect(await judged(habit, { change: beside, lamps })).toEqual([expected]);
    }),
  );

  test.concurrent.for<readonly [Habit, readonly string[], Said]>([
    ['refuses', ['pass'], { cycles: 'Ends the cycle. Only the author and lamp staff.' }],
    [
      'accepts all',
      ['other-than-maker-accepted DELETE /cycles/{cycleId}'],
      { cycles: 'Only the author and lamp staff may do it (`403`).' },
    ],
    ['accepts all, and lamps of all', ['inconclusive'], { cycles: 'Only the author and lamp staff.' }],
    ['accepts all', [], { cycles: 'Ends the cycle.' }],
    ['accepts all', [], { cycles: 'Only the author, lamp staff and guests may do it.' }],
    ['accepts all', [], { cycles: 'Only the author and lamp staff may do it, unless it is shared.' }],
  ])(
    'is tried on what comes about with a resource, and a service that %s is judged so: %s, %o',
    besideOthers(async ([habit, expected, said]) => {
      expect(await judged(habit, { ...said, change: '', lamps })).toEqual(expected);
    }),
  );

  test.concurrent.for<Said>([
    { change: 'Changes it. Only the author and lamp staff.', lamps },
    { change: 'Only the author or a keeper can change an entry.', lamps: 'Only keepers may add lamps.' },
    { change: 'Only the organizer, and the lamp staff may do this.', by: 'organizer', lamps },
  ])(
    'is told in other words where others may do it as well: %o',
    besideOthers(async (said) => {
      expect(await judged('refuses', said)).toEqual(['pass']);
      expect(await judged('accepts all', said)).toEqual([told]);
    }),
  );

  const caller = 'The author is the keeper who sends the request.';

  test.concurrent.for<readonly [Habit, string, Said]>([
    ['refuses', 'pass', { info: caller }],
    ['accepts all', told, { info: caller }],
    ['accepts all', 'inconclusive', { info: 'Every entry has an author.' }],
    ['accepts all', 'inconclusive', { info: 'The author is the keeper of the day.' }],
    ['accepts all, and lamps of all', 'inconclusive', { info: caller }],
    ['knows one keeper only', 'inconclusive', { info: caller }],
  ])(
    'is tried where the names of the keepers are masked, as the document says who the author is: %s, %s, %o',
    besideOthers(async ([habit, expected, said]) => {
      expect(await judged(habit, { ...said, change: beside, lamps, byName: true })).toEqual([expected]);
    }),
  );

  test.concurrent.for<Said>([
    { change: beside },
    { change: beside, lamps: 'Lamp staff may add lamps.' },
    { change: beside, lamps: 'Only lamp staff, except at night.' },
    { change: beside, lamps: 'Only the chief.' },
    { change: 'Only the author, lamp staff and guests may do it.', lamps },
    { change: 'Only the author and lamp staff may do it after noon.', lamps },
    { change: 'Only the author and lamp staff may do it, unless it is shared.', lamps },
    { change: 'Only the author and lamp staff can delete an entry.', lamps },
    { change: 'Not only the author and lamp staff may do it.', lamps },
    { change: beside, lamps, by: 'tower' },
  ])(
    'is not looked for where others may do it as well, or nothing tells who they are: %o',
    besideOthers(async (said) => {
      expect(await judged('accepts all', said)).toEqual([]);
    }),
  );

  test.concurrent.for<Said>([
    { change: 'Changes an entry.' },
    { change: 'Only the author and the chief can change an entry.' },
    { change: 'Only the author can change an entry, unless it is shared.' },
    { change: 'Only the author can change an entry. Managers can change all of them.' },
    { change: 'Only the owner of the lighthouse can change an entry.', by: 'ownerId' },
    { change: 'Only the author can delete an entry.' },
    { info: 'Administrators can change everything.' },
    { by: 'tower' },
  ])(
    'is not looked for where the document leaves it to others, or shows no maker: %o',
    besideOthers(async (said) => {
      expect(await judged('accepts all', said)).toEqual([]);
    }),
  );
});
