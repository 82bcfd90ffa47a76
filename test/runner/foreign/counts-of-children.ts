import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const text = { type: 'string', minLength: 1, maxLength: 60 };
const object = (properties: object, required: readonly string[]) => ({ type: 'object', required, properties });

/** How the count is described, and how far the document goes. */
type Told = {
  readonly name?: string;
  readonly count?: string;
  /** Sites stay for good, and lamps are only put away. */
  readonly lasting?: boolean;
  readonly patch?: boolean;
  readonly restore?: boolean;
  readonly archive?: boolean;
  /** Lamps name their sites by a list of ids, and sites are shown by their list alone. */
  readonly listed?: boolean;
};

const documentOf = ({
  name = 'lampCount',
  count,
  lasting = false,
  patch = true,
  restore = false,
  archive = false,
  listed = false,
}: Told) => {
  const naming = listed ? { siteIds: { type: 'array', maxItems: 3, items: { type: 'string' } } } : { siteId: { type: 'string' } };
  const site = object(
    {
      id: { type: 'string', readOnly: true },
      name: text,
      [name]: { type: 'integer', readOnly: true, ...(count === undefined ? {} : { description: count }) },
    },
    ['id', 'name', name],
  );
  const lamp = object(
    {
      id: { type: 'string', readOnly: true },
      label: text,
      ...naming,
      status: { type: 'string', enum: ['active', 'archived'], readOnly: true },
    },
    ['id', 'label', ...Object.keys(naming), 'status'],
  );
  const none = { 404: { description: 'None' } };
  const refused = { ...none, 409: { description: 'In conflict' }, 422: { description: 'Wrong' } };
  const shown = (schema: object) => ({ description: 'It', ...json(schema) });
  const inPath = (one: string) => ({ parameters: [{ name: one, in: 'path', required: true, schema: { type: 'string' } }] });
  const remove = { delete: { responses: { 204: { description: 'Gone' }, ...none } } };
  const acting = { post: { responses: { 200: shown(lamp), ...refused } } };
  return {
    openapi: '3.1.0',
    info: { title: 'Lamps', version: '1' },
    paths: {
      '/sites': {
        ...(listed ? { get: { responses: { 200: shown({ type: 'array', items: site }) } } } : {}),
        post: { requestBody: { required: true, ...json(object({ name: text }, ['name'])) }, responses: { 201: shown(site), ...refused } },
      },
      '/sites/{siteId}': {
        ...inPath('siteId'),
        ...(listed ? {} : { get: { responses: { 200: shown(site), ...none } } }),
        ...(lasting ? {} : remove),
      },
      '/lamps': {
        post: {
          requestBody: { required: true, ...json(object({ label: text, ...naming }, ['label', ...(listed ? [] : ['siteId'])])) },
          responses: { 201: shown(lamp), ...refused },
        },
      },
      '/lamps/{lampId}': {
        ...inPath('lampId'),
        get: { responses: { 200: shown(lamp), ...none } },
        ...(patch
          ? {
              patch: {
                requestBody: { required: true, ...json({ type: 'object', properties: { label: text, ...naming } }) },
                responses: { 200: shown(lamp), ...refused },
              },
            }
          : {}),
        ...(lasting ? {} : remove),
      },
      ...(archive
        ? { '/lamps/{lampId}/archive': { ...inPath('lampId'), ...acting }, '/lamps/{lampId}/unarchive': { ...inPath('lampId'), ...acting } }
        : {}),
      ...(restore ? { '/lamps/{lampId}/restore': { ...inPath('lampId'), ...acting } } : {}),
    },
  };
};

type Lamp = { id: string; label: unknown; of: readonly string[]; status: string; isGone: boolean };
/** What the count follows; everything by default. */
type Habit = {
  readonly misses?: 'creations' | 'moves away' | 'moves here' | 'archived' | 'unarchived' | 'removals' | 'restorations';
  readonly later?: boolean;
};

const judged = async (told: Told, { misses, later = false }: Habit) => {
  const sites = new Map<string, { id: string; name: unknown; count: number; before: number; at: number }>();
  const lamps = new Map<string, Lamp>();
  const leavesArchivedOut = /active|archived/u.test(`${told.name ?? ''} ${told.count ?? ''}`);
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    };
    const add = (site: string, by: number, why: Habit['misses']): void => {
      const found = sites.get(site);
      if (found && misses !== why) Object.assign(found, { before: found.count, count: found.count + by, at: Date.now() });
    };
    const view = ({ isGone: _gone, of, ...lamp }: Lamp): object => ({
      ...lamp,
      ...(told.listed === true ? { siteIds: of } : { siteId: of[0] }),
    });
    const show = (site: { id: string; name: unknown; count: number; before: number; at: number }): object => {
      const count = later && Date.now() - site.at < 300 ? site.before : site.count;
      return { id: site.id, name: site.name, [told.name ?? 'lampCount']: count };
    };
    /** The sites that a body names; undefined where it is not valid. */
    const named = (body: Readonly<Record<string, unknown>> | undefined, before: readonly string[] = []): readonly string[] | undefined => {
      const given = told.listed === true ? (body?.['siteIds'] ?? before) : [body?.['siteId'] ?? before[0]];
      const isKnown = (one: unknown): one is string => typeof one === 'string' && sites.has(one);
      return Array.isArray(given) && given.every(isKnown) ? given : undefined;
    };
    void objectBody(incoming).then((body) => {
      const [, root, id, action] = new URL(incoming.url ?? '/', 'http://lamps').pathname.split('/');
      if (root === 'sites' && id === undefined && incoming.method === 'GET') return give(200, [...sites.values()].map(show));
      if (root === 'sites' && id === undefined) {
        if (typeof body?.['name'] !== 'string' || body['name'] === '') return give(422);
        const made = { id: `s${sites.size + 1}`, name: body['name'], count: 0, before: 0, at: 0 };
        sites.set(made.id, made);
        return give(201, { id: made.id, name: made.name, [told.name ?? 'lampCount']: 0 });
      }
      if (root === 'sites') {
        const found = sites.get(id ?? '');
        if (!found) return give(404);
        if (incoming.method === 'DELETE') return give(sites.delete(found.id) ? 204 : 404);
        return give(200, show(found));
      }
      if (root !== 'lamps') return give(404);
      if (id === undefined) {
        const { label } = body ?? {};
        const of = named(body);
        if (typeof label !== 'string' || label === '' || !of) return give(422);
        const made: Lamp = { id: `l${lamps.size + 1}`, label, of, status: 'active', isGone: false };
        lamps.set(made.id, made);
        for (const one of of) add(one, 1, 'creations');
        return give(201, view(made));
      }
      const found = lamps.get(id);
      if (!found || (found.isGone && action !== 'restore')) return give(404);
      if (action === 'restore') {
        if (!found.isGone) return give(409);
        found.isGone = false;
        for (const one of found.of) add(one, 1, 'restorations');
      } else if (action !== undefined) {
        const status = action === 'archive' ? 'archived' : 'active';
        if (found.status === status) return give(409);
        found.status = status;
        const [by, why] = status === 'active' ? ([1, 'unarchived'] as const) : ([-1, 'archived'] as const);
        if (leavesArchivedOut) for (const one of found.of) add(one, by, why);
      } else if (incoming.method === 'DELETE') {
        found.isGone = true;
        if (!leavesArchivedOut || found.status === 'active') for (const one of found.of) add(one, -1, 'removals');
        return give(204);
      } else if (incoming.method === 'PATCH') {
        const of = named(body, found.of);
        if (!of) return give(422);
        for (const one of found.of) if (!of.includes(one)) add(one, -1, 'moves away');
        for (const one of of) if (!found.of.includes(one)) add(one, 1, 'moves here');
        Object.assign(found, { of, label: body?.['label'] ?? found.label });
      }
      return give(200, view(found));
    });
  });
  const check = 'lifecycle/children-counted';
  const { verdicts } = await judgeForeign(writeToolDocument(documentOf(told)), url, {
    allow: ['mutation', 'permanent', 'destructive'],
    credentials: [],
    http: { timeoutMs: 10_000, headers: {} },
    maxCreates: 20,
    selection: { only: [check], skip: [] },
  });
  if (told.lasting !== true) expect([...sites.keys(), ...[...lamps.values()].filter(({ isGone }) => !isGone)]).toEqual([]);
  return verdicts
    .filter((one) => one.case.check === check)
    .map(({ verdict }) =>
      verdict.kind === 'fail'
        ? `${verdict.finding.code} ${verdict.finding.where}`
        : `${verdict.kind}${verdict.kind === 'pass' ? ` ${verdict.judged}` : ''}`,
    );
};

const active: Told = { name: 'activeLamps', count: 'Number of active lamps at the site.', archive: true };
const butArchived: Told = { count: 'Number of lamps, archived ones are not counted.', archive: true };

/** Tests of counts of children. */
export const testCountsOfChildren = (): void => {
  describe.concurrent('the count of children', () => {
    test.for<readonly [Told, Habit, readonly string[]]>([
      // Created, moved from one site to the other, removed.
      [{}, {}, ['pass 4']],
      [{}, { later: true }, ['pass 4']],
      [{ name: 'totalLamps' }, {}, ['pass 4']],
      [{}, { misses: 'creations' }, ['count-not-raised /lampCount']],
      [{}, { misses: 'moves away' }, ['count-not-lowered /lampCount']],
      [{}, { misses: 'moves here' }, ['count-not-raised /lampCount']],
      [{}, { misses: 'removals' }, ['count-not-lowered /lampCount']],
      [{ lasting: true }, {}, ['pass 3']],
      [{ lasting: true }, { misses: 'moves away' }, ['count-not-lowered /lampCount']],
      [{ restore: true, patch: false }, {}, ['pass 3']],
      [{ restore: true, patch: false }, { misses: 'restorations' }, ['count-not-raised /lampCount']],
      [{ ...active, patch: false }, {}, ['pass 4']],
      [active, { misses: 'archived' }, ['count-not-lowered /activeLamps']],
      [{ ...active, patch: false }, { misses: 'unarchived' }, ['count-not-raised /activeLamps']],
      [{ ...butArchived, patch: false }, {}, ['pass 4']],
      [{ ...butArchived, patch: false }, { misses: 'archived' }, ['count-not-lowered /lampCount']],
      [
        { count: 'Number of lamps without archived lamps.', patch: false, archive: true },
        { misses: 'archived' },
        ['count-not-lowered /lampCount'],
      ],
      // Several sites may be named, and only their list shows the count.
      [{ listed: true }, {}, ['pass 4']],
      [{ listed: true, count: 'Lamps that light the site' }, { misses: 'removals' }, []],
      [{ listed: true, count: 'Lamps that are assigned to the site.' }, { misses: 'removals' }, ['count-not-lowered /lampCount']],
      [{ listed: true, name: 'usage', count: 'Lamps linked to this site' }, { misses: 'moves away' }, ['count-not-lowered /usage']],
      [{ listed: true, name: 'usage', count: 'How often it was linked to lamps' }, { misses: 'moves away' }, []],
      [{ count: 'Lamps that name the site', patch: false }, { misses: 'creations' }, ['count-not-raised /lampCount']],
      // What is not understood is not judged.
      [{ count: 'Lamps that name the site for the first time' }, { misses: 'creations' }, []],
      [{ name: 'rank', count: 'Lamps that name the site come first' }, { misses: 'creations' }, []],
      [{ count: 'Number of lamps that burned today.' }, { misses: 'creations' }, []],
      [{ count: 'Number of broken lamps.' }, { misses: 'creations' }, []],
      [{ name: 'lampLimit' }, { misses: 'creations' }, []],
    ])(
      'told by %j is judged of a service with %j',
      besideOthers(async ([told, habit, expected]) => {
        expect(await judged(told, habit)).toEqual(expected);
      }),
    );
  });
};
