import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const written = { name: { type: 'string', minLength: 1, maxLength: 60 }, depth: { type: 'integer', minimum: 0, maximum: 90 } };
const well = { type: 'object', required: ['id', 'name'], properties: { id: { type: 'string' }, ...written } };
const none = { 404: { description: 'None' } };
const refused = { 422: { description: 'Wrong' } };
const entryWith = (actions: readonly string[]) => ({
  type: 'object',
  required: ['id', 'action', 'kind', 'resource'],
  properties: {
    id: { type: 'string' },
    action: { type: 'string', enum: actions },
    kind: { type: 'string', enum: ['well', 'pump'] },
    resource: { type: 'string', description: 'Id of what was changed.' },
    at: { type: 'string', format: 'date-time' },
  },
});
const plain = ['created', 'updated', 'deleted'];
const named = ['well.created', 'well.updated', 'well.deleted', 'well.sealed', 'pump.created'];
/** Beside plain ones a value for the action. */
const withSeals = [...plain, 'sealed'];
const each = 'Each successful change of a well leaves one entry; requests that are refused leave none.';

const event = 'Every change makes exactly one event of the type that names it; refused requests make none.';

/** Wells whose changes are logged; `isFixed`: they are made and removed alone. */
const document = (said: string, actions: readonly string[], isFixed: boolean) => ({
  openapi: '3.0.3',
  info: { title: 'Wells', version: '1' },
  paths: {
    '/wells': {
      get: { responses: { 200: { description: 'd', ...json({ type: 'array', items: well }) } } },
      post: {
        requestBody: { required: true, ...json({ type: 'object', required: ['name'], properties: written }) },
        responses: { 201: { description: 'd', ...json(well) }, ...refused },
      },
    },
    '/wells/{wellId}': {
      parameters: [{ name: 'wellId', in: 'path', required: true, schema: { type: 'string' } }],
      get: { responses: { 200: { description: 'd', ...json(well) }, ...none } },
      ...(!isFixed && {
        patch: {
          requestBody: { required: true, ...json({ type: 'object', properties: written }) },
          responses: { 200: { description: 'd', ...json(well) }, ...none, ...refused },
        },
      }),
      delete: { responses: { 204: { description: 'Gone' }, ...none } },
    },
    '/wells/{wellId}/seal': {
      parameters: [{ name: 'wellId', in: 'path', required: true, schema: { type: 'string' } }],
      post: { responses: { 200: { description: 'd', ...json(well) }, ...none } },
    },
    '/audit-log': {
      get: {
        description: said,
        parameters: [{ name: 'resource', in: 'query', description: 'Id of the thing.', schema: { type: 'string' } }],
        responses: {
          200: {
            description: 'd',
            ...json({ type: 'object', required: ['entries'], properties: { entries: { type: 'array', items: entryWith(actions) } } }),
          },
        },
      },
    },
  },
});

type Habit =
  | 'keeps to it'
  | 'a moment later'
  | 'logs twice'
  | 'logs no removals'
  | 'logs no changes'
  | 'logs no seals'
  | 'is sealed from the first'
  | 'logs what is refused'
  | 'logs nothing'
  | 'logs other ids'
  | 'shows the oldest two alone';

const judged = async (habit: Habit, said = each, actions = plain, isFixed = false, wanted = 'lifecycle/audit-logged') => {
  const wells = new Map<string, Readonly<Record<string, unknown>>>();
  const entries: { readonly at: number; readonly action: string; readonly resource: string }[] = [];
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    };
    const log = (action: string, resource: string): void => {
      if (
        habit === 'logs nothing' ||
        (habit === 'logs no removals' && action === 'deleted') ||
        (habit === 'logs no changes' && action === 'updated') ||
        (habit === 'logs no seals' && action === 'sealed')
      )
        return;
      entries.push({ at: Date.now(), action, resource: habit === 'logs other ids' ? `urn:${resource}` : resource });
      if (habit === 'logs twice') entries.push({ at: Date.now(), action, resource });
    };
    void objectBody(incoming).then((body) => {
      const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://wells');
      const [, root, id, action] = pathname.split('/');
      const isRight = (one: typeof body): boolean =>
        one !== undefined &&
        (one['name'] === undefined || (typeof one['name'] === 'string' && one['name'].length > 0)) &&
        (one['depth'] === undefined || Number.isInteger(one['depth']));
      if (root === 'audit-log') {
        const asked = searchParams.get('resource');
        const found = entries.filter(
          ({ at, resource }) => (habit !== 'a moment later' || Date.now() - at > 900) && (asked === null || resource === asked),
        );
        const shown = found.map(({ action: deed, resource }, n) => ({
          id: `e${n}`,
          action: actions.find((one) => one.endsWith(deed)),
          kind: 'well',
          resource,
        }));
        if (habit === 'shows the oldest two alone')
          return asked === null ? give(200, { entries: shown.slice(0, 2), total: shown.length }) : give(400);
        return give(200, { entries: shown.toReversed() });
      }
      if (root !== 'wells') return give(404);
      if (id === undefined && incoming.method === 'GET') return give(200, [...wells.values()]);
      if (id === undefined) {
        if (typeof body?.['name'] !== 'string' || !isRight(body)) return give(422);
        const made = { ...body, seal: habit === 'is sealed from the first' ? 'on' : 'off', id: `well-${wells.size + 1}-${entries.length}` };
        wells.set(made.id, made);
        log('created', made.id);
        return give(201, made);
      }
      const found = wells.get(id);
      if (!found) return give(404);
      if (action === 'seal') {
        // A well that is sealed already stays so, and that is no change.
        const isSealed = habit === 'is sealed from the first';
        wells.set(id, { ...found, seal: 'on' });
        if (actions !== plain && !isSealed) log('sealed', id);
        return give(200, wells.get(id));
      }
      if (incoming.method === 'DELETE') {
        wells.delete(id);
        log('deleted', id);
        return give(204);
      }
      if (incoming.method === 'PATCH') {
        if (!isRight(body)) {
          if (habit === 'logs what is refused') log('updated', id);
          return give(422);
        }
        wells.set(id, { ...found, ...body, id });
        log('updated', id);
      }
      return give(200, wells.get(id));
    });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document(said, actions, isFixed)), url, {
    allow: ['mutation', 'destructive'],
    credentials: [],
    maxCreates: 12,
    durations: { 'created.listed': 2, 'updated.shown': 2 },
    selection: { only: [wanted], skip: [] },
  });
  return verdicts.flatMap(({ case: { check }, verdict }) =>
    check === wanted ? [verdict.kind === 'fail' ? verdict.finding.code : verdict.kind] : [],
  );
};

describe.concurrent('a log of changes', () => {
  test.for<readonly [Habit, string, readonly string[]]>([
    ['keeps to it', each, ['pass']],
    ['a moment later', each, ['pass']],
    ['logs twice', each, ['pass']],
    ['logs nothing', each, ['inconclusive']],
    ['shows the oldest two alone', each, ['inconclusive']],
    ['logs other ids', each, ['inconclusive']],
    ['logs what is refused', 'All changes of wells are recorded.', ['pass']],
    ['logs no removals', 'Changes of wells.', []],
    ['logs no removals', 'Most changes of wells may be recorded.', []],
    ['logs no removals', each, ['entry-missing-removed']],
    ['logs no changes', each, ['entry-missing-changed']],
    ['logs what is refused', each, ['refused-logged']],
  ])(
    '%s, where the document says "%s"',
    besideOthers(async ([habit, said, expected]) => {
      expect(await judged(habit, said)).toEqual(expected);
    }),
  );

  test.for<readonly [Habit, string, readonly string[]]>([
    ['keeps to it', 'Each well created or deleted leaves one entry.', ['pass']],
    ['logs nothing', 'Each well created or deleted leaves one entry.', ['inconclusive']],
    ['logs no removals', 'Each well created or deleted leaves one entry.', ['entry-missing-removed']],
    ['logs no removals', 'Wells that are created or deleted.', []],
  ])(
    '%s, of what nothing changes, where the document says "%s"',
    besideOthers(async ([habit, said, expected]) => {
      expect(await judged(habit, said, plain, true)).toEqual(expected);
    }),
  );

  test.for<readonly [Habit, string, readonly string[]]>([
    ['keeps to it', event, ['pass']],
    ['a moment later', event, ['pass']],
    ['logs twice', event, ['pass']],
    ['is sealed from the first', event, ['pass']],
    ['logs no seals', `${event} \`well.sealed\` is made once the seal is dry.`, ['pass']],
    ['logs no seals', event, ['entry-missing-action']],
    ['logs no changes', event, ['entry-missing-changed']],
    ['logs no removals', event, ['entry-missing-removed']],
    ['logs what is refused', event, ['refused-logged']],
  ])(
    '%s, where its values name the resource, and the document says "%s"',
    besideOthers(async ([habit, said, expected]) => {
      expect(await judged(habit, said, named)).toEqual(expected);
    }),
  );

  test.for<readonly [Habit, string, readonly string[]]>([
    ['keeps to it', each, ['pass']],
    ['is sealed from the first', each, ['inconclusive']],
    ['logs other ids', each, ['inconclusive']],
    ['logs no seals', 'Each successful call that changes a plot leaves one entry.', ['action-not-logged']],
    ['logs no seals', 'Some changes of wells leave an entry.', []],
    ['logs no seals', each, ['action-not-logged']],
  ])(
    '%s, of an action with a value of its own, where the document says "%s"',
    besideOthers(async ([habit, said, expected]) => {
      expect(await judged(habit, said, withSeals, false, 'lifecycle/action-logged')).toEqual(expected);
    }),
  );
});
