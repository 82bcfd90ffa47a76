import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const written = { name: { type: 'string', minLength: 1, maxLength: 60 } };
const kite = (mark: object) => ({
  type: 'object',
  required: ['id', 'name'],
  properties: { id: { type: 'string' }, ...written, ...mark },
});
const moment = { deleted_at: { type: 'string', format: 'date-time', nullable: true, readOnly: true } };
const flag = { is_deleted: { type: 'boolean', readOnly: true } };
const none = { 404: { description: 'None' } };
const including = (description = 'Removed ones too.') => ({
  name: 'include_deleted',
  in: 'query',
  description,
  schema: { type: 'boolean', default: false },
});

type Form = {
  readonly mark?: object;
  readonly described?: string;
  readonly isPlain?: boolean;
  /** What the list takes instead of the parameter that shows removed ones too, and what its text says. */
  readonly listTakes?: readonly object[];
  readonly listSays?: string;
};

const document = ({ mark = moment, described, isPlain = false, listTakes, listSays }: Form) => ({
  openapi: '3.0.3',
  info: { title: 'Kites', version: '1' },
  paths: {
    '/kites': {
      get: {
        ...(listSays === undefined ? {} : { description: listSays }),
        parameters: listTakes ?? (isPlain ? [] : [including(described)]),
        responses: { 200: { description: 'd', ...json({ type: 'array', items: kite(mark) }) } },
      },
      post: {
        requestBody: { required: true, ...json({ type: 'object', required: ['name'], properties: written }) },
        responses: { 201: { description: 'd', ...json(kite(mark)) } },
      },
    },
    '/kites/{kiteId}': {
      parameters: [{ name: 'kiteId', in: 'path', required: true, schema: { type: 'string' } }],
      get: {
        parameters: isPlain ? [] : [including(described)],
        responses: { 200: { description: 'd', ...json(kite(mark)) }, ...none },
      },
      delete: { responses: { 204: { description: 'Gone' }, ...none } },
    },
    ...(isPlain
      ? {}
      : {
          '/kites/{kiteId}/restore': {
            parameters: [{ name: 'kiteId', in: 'path', required: true, schema: { type: 'string' } }],
            post: {
              description: 'Undoes the removal. `409` if the kite is not deleted.',
              responses: { 200: { description: 'd', ...json(kite(mark)) }, ...none, 409: { description: 'There' } },
            },
          },
        }),
  },
});

type Habit =
  | 'keeps to it'
  | 'shows removed ones a moment later'
  | 'ignores the parameter'
  | 'forgets the moment in lists'
  | 'hides from reads'
  | 'restores nothing'
  | 'keeps the mark'
  | 'restores twice'
  | 'lists no restored ones'
  | 'refuses to restore'
  | 'lists removed ones always'
  | 'lists removed ones for a moment'
  | 'removes for good'
  | 'is busy after a restoration';

type Kite = { readonly id: string; readonly name: unknown; deleted: string | undefined; at: number; restored: boolean; wasBusy: boolean };

const markedAndBack = ['lifecycle/removed-is-marked', 'lifecycle/restored-is-back'];

const judged = async (habit: Habit, form: Form = {}, kites = new Map<string, Kite>(), only: readonly string[] = markedAndBack) => {
  const hasFlag = form.mark === flag;
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    };
    void objectBody(incoming).then((body) => {
      const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://kites');
      const [, root, id, action] = pathname.split('/');
      if (root !== 'kites') return give(404);
      const isChosen = searchParams.get('deleted') === 'true';
      const isAsked = (searchParams.get('include_deleted') === 'true' || isChosen) && habit !== 'ignores the parameter';
      const shown = ({ id: own, name, deleted }: Kite, isList = false): object => {
        const isLost = habit === 'forgets the moment in lists' && isList;
        return {
          id: own,
          name,
          ...(hasFlag ? { is_deleted: deleted !== undefined && !isLost } : { deleted_at: isLost ? null : (deleted ?? null) }),
        };
      };
      const isLate = ({ at }: Kite): boolean => habit === 'shows removed ones a moment later' && Date.now() - at < 900;
      if (id === undefined && incoming.method === 'POST') {
        if (typeof body?.['name'] !== 'string' || body['name'] === '') return give(422);
        const made = { id: `kite-${kites.size + 1}`, name: body['name'], deleted: undefined, at: 0, restored: false, wasBusy: false };
        kites.set(made.id, made);
        return give(201, shown(made));
      }
      if (id === undefined) {
        const listed = [...kites.values()].filter((one) => {
          const isStillListed =
            habit === 'lists removed ones always' || (habit === 'lists removed ones for a moment' && Date.now() - one.at < 900);
          if (one.deleted !== undefined) return isStillListed || (isAsked && !isLate(one));
          return !isChosen && !(one.restored && habit === 'lists no restored ones');
        });
        return give(
          200,
          listed.map((one) => shown(one, true)),
        );
      }
      const found = kites.get(id);
      if (!found) return give(404);
      const isThere = found.deleted === undefined;
      if (action === 'restore') {
        if (habit === 'refuses to restore') return give(403);
        if (isThere && habit !== 'restores twice') return give(409);
        if (habit === 'restores nothing') return give(200, { ...shown(found), deleted_at: null });
        found.restored = true;
        if (habit !== 'keeps the mark') found.deleted = undefined;
        return give(200, shown(found));
      }
      const isKept = habit === 'keeps the mark' && found.restored;
      if (!isThere && !isKept && !(isAsked && incoming.method === 'GET' && habit !== 'hides from reads' && !isLate(found)))
        return give(404);
      if (incoming.method !== 'DELETE') return give(200, shown(found));
      if (habit === 'removes for good') kites.delete(id);
      if (habit === 'is busy after a restoration' && found.restored && !found.wasBusy) {
        found.wasBusy = true;
        return give(409);
      }
      Object.assign(found, { deleted: new Date().toISOString(), at: Date.now() });
      return give(204);
    });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document(form)), url, {
    allow: ['mutation', 'permanent', 'destructive'],
    credentials: [],
    maxCreates: 12,
    durations: { 'created.listed': 2, 'updated.shown': 2, 'removed.gone': 2 },
    selection: { only: [...only], skip: [] },
  });
  return verdicts
    .filter(({ case: { check } }) => only.includes(check))
    .toSorted((a, b) => a.case.check.localeCompare(b.case.check))
    .map(({ verdict }) => (verdict.kind === 'fail' ? verdict.finding.code : verdict.kind));
};

describe.concurrent('what is only marked as removed', () => {
  test.for<readonly [Habit, Form, readonly string[]]>([
    ['keeps to it', {}, ['pass', 'pass']],
    ['keeps to it', { mark: flag }, ['pass', 'pass']],
    ['keeps to it', { mark: {} }, ['pass', 'pass']],
    ['shows removed ones a moment later', {}, ['pass', 'pass']],
    ['refuses to restore', {}, ['pass', 'inconclusive']],
    ['ignores the parameter', { described: 'Admins only.' }, ['inconclusive', 'pass']],
    ['keeps to it', { isPlain: true }, []],
  ])(
    'is judged, and nothing told, where a service %s (%j)',
    besideOthers(async ([habit, form, expected]) => {
      expect(await judged(habit, form)).toEqual(expected);
    }),
  );

  test.for<readonly [Habit, Form, string]>([
    ['ignores the parameter', {}, 'removed-not-shown'],
    ['hides from reads', {}, 'removed-not-shown'],
    ['removes for good', {}, 'removed-not-shown'],
    ['forgets the moment in lists', {}, 'removed-not-marked'],
    ['forgets the moment in lists', { mark: flag }, 'removed-not-marked'],
    ['restores nothing', {}, 'restored-not-shown'],
    ['lists no restored ones', {}, 'restored-not-shown'],
    ['keeps the mark', {}, 'restored-still-marked'],
    ['restores twice', {}, 'restored-twice'],
  ])(
    'is told where a service %s (%j)',
    besideOthers(async ([habit, form, code]) => {
      expect(await judged(habit, form)).toContain(code);
    }),
  );
});

test('what was restored is removed in the end, also where the removal is refused at first', async () => {
  for (const habit of ['keeps to it', 'is busy after a restoration'] as const) {
    const kites = new Map<string, Kite>();
    await judged(habit, {}, kites);
    expect([...kites.values()].filter(({ restored }) => restored).length).toBeGreaterThan(0);
    expect([...kites.values()].filter(({ deleted }) => deleted === undefined)).toEqual([]);
  }
});

const chosen = (more: object): object => ({ name: 'deleted', in: 'query', schema: { type: 'boolean', ...more } });

describe.concurrent('a list that leaves out what was removed', () => {
  const plainly = async (habit: Habit, form: Form = {}): Promise<readonly string[]> =>
    judged(habit, form, new Map(), ['lifecycle/removed-left-out', ...markedAndBack]);
  const told: readonly Form[] = [
    {},
    { listTakes: [chosen({ default: false })] },
    { listTakes: [], listSays: 'Every kite. Deleted ones are left out.' },
    { listTakes: [], listSays: 'Every kite. Whatever is in the trash stays out of sight.' },
    { listTakes: [chosen({})], listSays: 'Deleted kites are not listed; ask with `deleted` for them.' },
  ];
  test.for(told)(
    'is told by its parameter or its text: %j',
    besideOthers(async (form) => {
      expect(await plainly('lists removed ones always', form)).toContain('removed-listed-plainly');
      for (const habit of ['keeps to it', 'lists removed ones for a moment'] as const)
        expect(new Set(await plainly(habit, form))).toEqual(new Set(['pass']));
    }),
  );

  test.for<Form>([
    { listTakes: [] },
    { listTakes: [chosen({})] },
    { listTakes: [], listSays: 'Every kite. Deleted ones are left out for guests.' },
    { listTakes: [], listSays: 'Deleted kites may be left out.' },
  ])(
    'is not expected where the document leaves it open: %j',
    besideOthers(async (form) => {
      expect(await plainly('lists removed ones always', form)).not.toContain('removed-listed-plainly');
    }),
  );
});
