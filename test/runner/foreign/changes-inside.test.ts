import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { objectBody } from './json-body.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

type Json = Readonly<Record<string, unknown>>;

const text = { type: 'string', minLength: 1, maxLength: 60 };
const maybe = { type: ['string', 'null'], maxLength: 60 };
const object = (properties: object, required: readonly string[] = []) => ({ type: 'object', required, properties });
const shelf = object({ room: text, hint: maybe });
const members = { title: text, remark: text, shelf, closed: { type: 'boolean', default: false } };
const crate = object({ id: { type: 'string', readOnly: true }, ...members }, ['id', 'title']);
const json = (schema: object, type = 'application/json') => ({ content: { [type]: { schema } } });
const shows = (description: string) => ({ description, ...json(crate) });
const refusals = { 400: { description: 'Wrong' }, 404: { description: 'None' } };

const mergeType = 'application/merge-patch+json';

/** @param type That of a change. */
const documentOf = (type: string, introduction: string) => ({
  openapi: '3.1.0',
  info: { title: 'Crates', version: '1', description: introduction },
  paths: {
    '/crates': {
      post: { requestBody: { required: true, ...json(object(members, ['title'])) }, responses: { 201: shows('New'), ...refusals } },
    },
    '/crates/{crateId}': {
      parameters: [{ name: 'crateId', in: 'path', required: true, schema: { type: 'string' } }],
      get: { responses: { 200: shows('It'), ...refusals } },
      patch: { requestBody: { required: true, ...json(object(members), type) }, responses: { 200: shows('It'), ...refusals } },
      delete: { responses: { 204: { description: 'Gone' }, ...refusals } },
    },
  },
});

const isText = (value: unknown): boolean => typeof value === 'string' && value !== '' && value.length <= 60;

const isFine = ({ title, remark, shelf: held, closed }: Json): boolean => {
  const isShelf = held === undefined || (typeof held === 'object' && held !== null && !Array.isArray(held));
  const { room, hint } = (isShelf ? (held ?? {}) : {}) as Json;
  return (
    [title, remark, room].every((one) => one === undefined || isText(one)) &&
    (hint === undefined || hint === null || typeof hint === 'string') &&
    isShelf &&
    (closed === undefined || typeof closed === 'boolean')
  );
};

const merged = (old: unknown, now: unknown): unknown => {
  if (typeof now !== 'object' || now === null) return now;
  const base = typeof old === 'object' && old !== null ? (old as Json) : {};
  const all: Record<string, unknown> = { ...base };
  for (const [name, value] of Object.entries(now)) {
    if (value === null) delete all[name];
    else all[name] = merged(base[name], value);
  }
  return all;
};

/** What a change makes of a crate; undefined where it is refused. */
type Changing = (old: Json, now: Json) => Json | undefined;

const merging: Changing = (old, now) => merged(old, now) as Json;
const replacing: Changing = (old, now) => ({ ...old, ...now });

/** The codes of what is told of a service. */
const told = async (type: string, introduction: string, changing: Changing) => {
  const crates = new Map<string, Json>();
  let next = 1;
  const url = await serve(async (incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, value === undefined ? {} : { 'content-type': 'application/json' });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    };
    const [, root, id] = (incoming.url ?? '/').split('?')[0]?.split('/') ?? [];
    if (root !== 'crates') return give(404);
    const found = crates.get(id ?? '');
    if (id !== undefined && !found) return give(404);
    if (incoming.method === 'GET') return found ? give(200, found) : give(405);
    if (incoming.method === 'DELETE') return give(crates.delete(id ?? '') ? 204 : 404);
    const body = await objectBody(incoming);
    if (!body || !isFine(body)) return give(400, {});
    if (!found) {
      if (incoming.method !== 'POST' || body['title'] === undefined) return give(400, {});
      const made = { closed: false, ...body, id: `c-${next++}` };
      crates.set(made.id, made);
      return give(201, made);
    }
    const changed = incoming.method === 'PATCH' ? changing(found, body) : undefined;
    if (!changed) return give(400, {});
    const { title, remark, shelf: held, closed } = changed;
    crates.set(id ?? '', { id, title, remark, shelf: held, closed });
    return give(200, crates.get(id ?? ''));
  });
  const { verdicts } = await judgeForeign(writeToolDocument(documentOf(type, introduction)), url, {
    allow: ['mutation'],
    http: { timeoutMs: 10_000, headers: {} },
    maxCreates: 30,
    durations: { 'updated.shown': 1 },
    selection: { only: ['lifecycle/change-shown'], skip: [] },
  });
  expect(crates.size).toBe(0);
  return verdicts.flatMap(({ verdict: { kind, ...rest } }) => {
    if (kind === 'skipped') return [];
    return 'finding' in rest ? [`${rest.finding.code} ${rest.finding.where}`] : [kind];
  });
};

const prose = 'A change is a JSON merge patch (RFC 7396).';

/** A merge that leaves null out of objects. */
const deafToInnerNull: Changing = (old, now) => {
  const inner = Object.fromEntries(Object.entries((now['shelf'] ?? {}) as Json).filter(([, value]) => value !== null));
  return merging(old, now['shelf'] === undefined ? now : { ...now, shelf: inner });
};

describe.concurrent('a change inside an object, of several members and of none', () => {
  test.for<readonly [string, string, string, Changing]>([
    ['merges as its media type says', mergeType, '', merging],
    ['merges as the introduction says', 'application/json', prose, merging],
    ['merges where nothing is said', 'application/json', '', merging],
    ['replaces objects where nothing is said', 'application/json', '', replacing],
    ['refuses what names nothing', mergeType, '', (old, now) => (Object.keys(now).length === 0 ? undefined : merging(old, now))],
    [
      'refuses null inside',
      mergeType,
      '',
      (old, now) => (JSON.stringify(now['shelf'] ?? 0).includes('null') ? undefined : merging(old, now)),
    ],
    [
      'replaces objects where the document says so',
      'application/json',
      'In a change `shelf` is replaced as a whole, never merged.',
      replacing,
    ],
    ['merges objects whose lists are replaced', 'application/json', 'Lists in `shelf` are replaced as a whole.', merging],
    ['merges objects where it may', 'application/json', '`shelf` may be replaced as a whole.', merging],
    ['replaces objects where the introduction denies the merge', 'application/json', 'A change is not a merge patch.', replacing],
  ])(
    'is not accused where it %s',
    besideOthers(async ([, type, introduction, changing]) => {
      expect(await told(type, introduction, changing)).toEqual(['pass']);
    }),
  );

  test.for<readonly [string, string, string, Changing, string]>([
    ['null inside has no effect', mergeType, '', deafToInnerNull, 'not-cleared /shelf/hint'],
    [
      'null inside has no effect, and all members of the object were sent',
      'application/json',
      '',
      (old, now) => {
        const hint = ((now['shelf'] ?? {}) as Json)['hint'];
        return replacing(old, hint === null ? { ...now, shelf: { ...(now['shelf'] as Json), hint: (old['shelf'] as Json)['hint'] } } : now);
      },
      'not-cleared /shelf/hint',
    ],
    ['objects are replaced', 'application/json', prose, replacing, 'not-merged /shelf/hint'],
    [
      'objects are merged',
      'application/json',
      'In a change `shelf` is replaced as a whole, never merged.',
      merging,
      'not-replaced /shelf/room',
    ],
    [
      'objects are left as they are',
      'application/json',
      '',
      (old, { shelf: _shelf, ...now }) => merging(old, now),
      'shown-otherwise /shelf, answer',
    ],
    [
      'the first member alone is changed',
      'application/json',
      '',
      (old, now) => merging(old, Object.fromEntries(Object.entries(now).slice(0, 1))),
      'shown-otherwise /remark, answer',
    ],
    [
      'a change of nothing sets a member back',
      mergeType,
      '',
      (old, now) => (Object.keys(now).length === 0 ? { ...old, remark: 'none' } : merging(old, now)),
      'rest-changed /remark',
    ],
  ])(
    'is told where %s',
    besideOthers(async ([, type, introduction, changing, finding]) => {
      expect(await told(type, introduction, changing)).toEqual([finding]);
    }),
  );
});
