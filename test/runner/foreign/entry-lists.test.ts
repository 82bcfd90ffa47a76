import { describe, expect, test } from 'vitest';
import { isObject } from '../../../src/contract/pointer.ts';
import { besideOthers } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { jsonBody } from './json-body.ts';

type Json = Readonly<Record<string, unknown>>;

const text = { type: 'string' };
const moment = { type: 'string', format: 'date-time' };
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const object = (properties: object, required: readonly string[] = []) => ({ type: 'object', properties, required });
const shows = (schema: object, status = '200') => ({ [status]: { description: 'It', ...json(schema) } });
const refused = { 400: { description: 'Wrong' }, 404: { description: 'None' }, 422: { description: 'Invalid' } };
const path = (name: string) => ({ name, in: 'path', required: true, schema: text });
const query = (name: string, description: string, schema: object) => ({ name, in: 'query', description, schema });

/** Moorings with buoys, whose soundings come in batches below the mooring, or below the buoy itself. */
type Place = 'of a mooring' | 'of a buoy';

const documentOf = (place: Place, more: { readonly answer?: object; readonly texts?: object } = {}) => {
  const ofBuoy = place === 'of a buoy';
  const sounding = object(
    {
      at: moment,
      depth: { type: 'number', minimum: 0, maximum: 12_000 },
      tide: { type: 'number', description: 'Depth, corrected by the table of tides' },
    },
    ['at', 'depth'],
  );
  const entry = object(
    { ...(ofBuoy ? {} : { buoyId: text }), at: moment, depth: { type: 'number', minimum: 0, maximum: 12_000 }, ...more.texts },
    [...(ofBuoy ? [] : ['buoyId']), 'at', 'depth'],
  );
  const send = {
    operationId: 'ingestSoundings',
    summary: 'Send a batch of soundings',
    description:
      'A batch with a mistake is refused as a whole, and nothing of it is stored. A sounding of the same buoy for the same instant is a duplicate, of which the first one is kept.',
    requestBody: {
      required: true,
      ...json(object({ soundings: { type: 'array', minItems: 1, maxItems: 50, items: entry } }, ['soundings'])),
    },
    responses: { ...(more.answer ?? shows(object({ accepted: { type: 'integer' }, duplicates: { type: 'integer' } }))), ...refused },
  };
  const list = {
    description: 'Ordered by `at`, earliest first.',
    parameters: [
      query('from', 'Only soundings at or after this moment (inclusive).', moment),
      query('to', 'Only soundings before this moment (exclusive).', moment),
      query('limit', 'The most on a page', { type: 'integer', minimum: 1, maximum: 50, default: 20 }),
      query('offset', 'How many are skipped', { type: 'integer', minimum: 0, default: 0 }),
    ],
    responses: { ...shows({ type: 'array', items: sounding }), ...refused },
  };
  const mooring = object({ id: { ...text, readOnly: true }, name: { ...text, minLength: 1 } }, ['name']);
  const below = { name: { ...text, minLength: 1 } };
  const buoy = object({ id: { ...text, readOnly: true }, ...below }, ['name']);
  return {
    openapi: '3.1.0',
    info: { title: 'Soundings', version: '1' },
    paths: {
      '/moorings': {
        get: { responses: shows({ type: 'array', items: mooring }) },
        post: { requestBody: { required: true, ...json(mooring) }, responses: { ...shows(mooring, '201'), ...refused } },
      },
      '/moorings/{mooringId}': {
        parameters: [path('mooringId')],
        get: { responses: { ...shows(mooring), ...refused } },
        delete: { description: 'Removes it with all buoys and soundings.', responses: { 204: { description: 'Gone' }, ...refused } },
      },
      '/moorings/{mooringId}/buoys': {
        parameters: [path('mooringId')],
        post: { requestBody: { required: true, ...json(buoy) }, responses: { ...shows(buoy, '201'), ...refused } },
      },
      '/moorings/{mooringId}/buoys/{buoyId}': {
        parameters: [path('mooringId'), path('buoyId')],
        get: { responses: { ...shows(buoy), ...refused } },
      },
      ...(ofBuoy ? {} : { '/moorings/{mooringId}/soundings': { parameters: [path('mooringId')], post: send } }),
      '/buoys/{buoyId}/soundings': { parameters: [path('buoyId')], get: list, ...(ofBuoy ? { post: send } : {}) },
    },
  };
};

type Defect =
  | 'drops the last of a batch'
  | 'stores whole fathoms'
  | 'keeps both of two alike'
  | 'compares moments as texts'
  | 'overwrites the first of two alike'
  | 'stores what it refuses'
  | 'shows the newest first'
  | 'takes the end of a span in';

/** How a service that keeps its promises answers. */
type Form = 'counts' | 'results' | 'no content' | 'wraps nothing up' | 'a little later' | 'none of the past' | 'accepts only';

type Sounding = { readonly at: string; readonly depth: number };

const ms = (at: unknown): number => (typeof at === 'string' && /T.*(?:Z|[+-]\d\d:\d\d)$/u.test(at) ? Date.parse(at) : Number.NaN);

const harbour = async (place: Place, defect: Defect | undefined, form: Form) => {
  const moorings = new Map<string, Json>();
  const buoys = new Map<string, { readonly mooring: string; readonly value: Json; readonly soundings: Sounding[] }>();
  const bodies: Json[] = [];
  let last = 0;
  const take = (entry: Json, from: (id: string) => Sounding[] | undefined, own: string): 'accepted' | 'duplicate' | 'rejected' => {
    const soundings = from(typeof entry['buoyId'] === 'string' ? entry['buoyId'] : own);
    const at = String(entry['at']);
    if (!soundings || (form === 'none of the past' && ms(at) < Date.now())) return 'rejected';
    const same = soundings.findIndex((one) => (defect === 'compares moments as texts' ? one.at === at : ms(one.at) === ms(at)));
    const depth = defect === 'stores whole fathoms' ? Math.trunc(Number(entry['depth'])) : Number(entry['depth']);
    if (same >= 0 && defect !== 'keeps both of two alike') {
      if (defect === 'overwrites the first of two alike') soundings[same] = { at, depth };
      return 'duplicate';
    }
    const keep = (): void => void soundings.push({ at, depth });
    if (form === 'a little later') setTimeout(keep, 300);
    else keep();
    return 'accepted';
  };
  const url = await serve(async (incoming, outgoing) => {
    const answer = (status: number, body?: unknown): void => {
      outgoing.writeHead(status, body === undefined ? {} : { 'content-type': 'application/json' });
      outgoing.end(body === undefined ? undefined : JSON.stringify(body));
    };
    const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://any.example');
    const [root, id = '', rest, inner] = pathname.slice(1).split('/');
    const body = (await jsonBody(incoming)) as Json | undefined;
    const method = incoming.method === 'HEAD' ? 'GET' : (incoming.method ?? '');
    const [, described = {}] =
      Object.entries<object>(documentOf(place).paths).find(([one]) =>
        new RegExp(`^${one.replaceAll(/\{\w+\}/gu, '[^/]+')}$`, 'u').test(pathname),
      ) ?? [];
    if (Object.keys(described).length === 0) return answer(404, {});
    if (!(method.toLowerCase() in described)) {
      outgoing.setHeader('allow', Object.keys(described).join(', ').toUpperCase());
      return answer(405);
    }
    if (root === 'moorings' && id === '') {
      if (method === 'GET') return answer(200, [...moorings.values()]);
      if (typeof body?.['name'] !== 'string' || body['name'] === '') return answer(422, {});
      const made = { id: `m${(last += 1)}`, name: body['name'] };
      moorings.set(made.id, made);
      return answer(201, made);
    }
    const ofMooring = root === 'moorings';
    if (ofMooring ? !moorings.has(id) : !buoys.has(id)) return answer(404, {});
    if (ofMooring && rest === undefined) {
      if (method === 'GET') return answer(200, moorings.get(id));
      moorings.delete(id);
      for (const [key, { mooring }] of buoys) if (mooring === id) buoys.delete(key);
      return answer(204);
    }
    if (ofMooring && rest === 'buoys') {
      if (inner !== undefined) return buoys.get(inner)?.mooring === id ? answer(200, buoys.get(inner)?.value) : answer(404, {});
      if (typeof body?.['name'] !== 'string' || body['name'] === '') return answer(422, {});
      const made = { id: `b${(last += 1)}`, name: body['name'] };
      buoys.set(made.id, { mooring: id, value: made, soundings: [] });
      return answer(201, made);
    }
    if (method === 'POST') {
      const { soundings } = body ?? {};
      if (!Array.isArray(soundings) || soundings.length === 0 || soundings.length > 50) return answer(422, {});
      const entries: readonly unknown[] = soundings;
      const isGood = (entry: unknown): entry is Json =>
        isObject(entry) &&
        !Number.isNaN(ms(entry['at'])) &&
        typeof entry['depth'] === 'number' &&
        entry['depth'] >= 0 &&
        entry['depth'] <= 12_000 &&
        (ofMooring ? typeof entry['buoyId'] === 'string' : true);
      const from = (one: string) => (ofMooring && buoys.get(one)?.mooring !== id ? undefined : buoys.get(one)?.soundings);
      if (!entries.every(isGood)) {
        if (defect === 'stores what it refuses') for (const entry of entries.filter(isGood)) take(entry, from, id);
        return answer(422, {});
      }
      bodies.push(body ?? {});
      const kept = defect === 'drops the last of a batch' && entries.length > 1 ? entries.slice(0, -1) : entries;
      const outcomes = kept.map((entry) => take(entry, from, id));
      if (form === 'no content') return answer(204);
      if (form === 'accepts only') return answer(202, {});
      if (form === 'results')
        return answer(200, {
          accepted: 0,
          duplicates: 0,
          outcomes: entries.map((_, n) => ({ index: n, outcome: outcomes[n] ?? 'accepted' })),
        });
      return answer(200, {
        accepted: outcomes.filter((one) => one === 'accepted').length,
        duplicates: outcomes.filter((one) => one === 'duplicate').length,
      });
    }
    const [after, before] = ['from', 'to'].map((name) => searchParams.get(name));
    const [limit = 20, offset = 0] = ['limit', 'offset'].map((name) =>
      searchParams.has(name) ? Number(searchParams.get(name)) : undefined,
    );
    const isRight =
      [after, before].every((one) => one === null || !Number.isNaN(ms(one))) &&
      Number.isInteger(limit) &&
      limit >= 1 &&
      limit <= 50 &&
      Number.isInteger(offset) &&
      offset >= 0;
    if (!isRight) return answer(400, {});
    const found = (buoys.get(id)?.soundings ?? [])
      .filter(
        ({ at }) =>
          (after === null || ms(at) >= ms(after)) &&
          (before === null || ms(at) < ms(before) || (defect === 'takes the end of a span in' && ms(at) === ms(before))),
      )
      .toSorted((a, b) => (defect === 'shows the newest first' ? ms(b.at) - ms(a.at) : ms(a.at) - ms(b.at)));
    return answer(
      200,
      found
        .slice(offset, offset + limit)
        .map(({ at, depth }) => ({ at: new Date(ms(at)).toISOString(), depth, tide: Math.round(depth) + 1 })),
    );
  });
  return { url, bodies, left: () => [...moorings.keys()] };
};

const answers: Partial<Record<Form, object>> = {
  results: shows(
    object({ accepted: { type: 'integer' }, outcomes: { type: 'array', items: object({ index: { type: 'integer' }, outcome: text }) } }),
  ),
  'no content': { 204: { description: 'Stored' } },
  'accepts only': { 202: { description: 'Taken' } },
};

const told = async (place: Place, defect: Defect | undefined, form: Form = 'counts', only: readonly string[] = ['**']) => {
  const { url, bodies, left } = await harbour(place, defect, form);
  const answer = answers[form];
  const { verdicts } = await judgeForeign(writeToolDocument(documentOf(place, answer === undefined ? {} : { answer })), url, {
    allow: ['mutation', 'permanent'],
    maxCreates: 60,
    selection: { only, skip: [] },
  });
  const of = (kind: string) => verdicts.flatMap(({ id, verdict }) => (verdict.kind === kind ? [id.split('/x-assay')[0] ?? ''] : []));
  return { failed: of('fail'), passed: of('pass'), left: left(), bodies };
};

const posted: Readonly<Record<Place, string>> = {
  'of a mooring': '#/paths/~1moorings~1{mooringId}~1soundings/post',
  'of a buoy': '#/paths/~1buoys~1{buoyId}~1soundings/post',
};
const listed = '#/paths/~1buoys~1{buoyId}~1soundings/get';

const kept = ['lifecycle/entry-shown', 'lifecycle/entry-kept-once', 'lifecycle/entries-all-or-nothing'];
const shown = [`pagination/walk-ends@${listed}`, `ordering/documented-order@${listed}`, `filtering/bound-itself@${listed}`];

const concerned = ['lifecycle/**', 'ordering/**', 'filtering/**', 'pagination/**', 'status/**'];

describe.concurrent('entries that a POST brings to a list', () => {
  test.for<readonly [Place, Form, readonly string[]]>([
    ['of a mooring', 'counts', [...kept.map((id) => `${id}@${posted['of a mooring']}`), ...shown]],
    ['of a buoy', 'counts', [...kept.map((id) => `${id}@${posted['of a buoy']}`), ...shown]],
    ['of a mooring', 'results', kept.map((id) => `${id}@${posted['of a mooring']}`)],
    ['of a buoy', 'no content', kept.map((id) => `${id}@${posted['of a buoy']}`)],
    ['of a mooring', 'a little later', [`lifecycle/entries-all-or-nothing@${posted['of a mooring']}`]],
    ['of a mooring', 'none of the past', [`lifecycle/entry-shown@${posted['of a mooring']}`]],
    ['of a buoy', 'accepts only', shown],
  ])(
    '%s are judged, and a service that answers with %s is not accused',
    besideOthers(async ([place, form, checks]) => {
      const { failed, passed, left } = await told(place, undefined, form, form === 'counts' ? ['**'] : concerned);
      expect(failed).toEqual([]);
      expect(passed).toEqual(expect.arrayContaining([...checks]));
      expect(left).toEqual([]);
    }),
  );

  test.for<readonly [Defect, string]>([
    ['drops the last of a batch', 'lifecycle/entry-shown'],
    ['stores whole fathoms', 'lifecycle/entry-shown'],
    ['keeps both of two alike', 'lifecycle/entry-kept-once'],
    ['compares moments as texts', 'lifecycle/entry-kept-once'],
    ['overwrites the first of two alike', 'lifecycle/entry-kept-once'],
    ['stores what it refuses', 'lifecycle/entries-all-or-nothing'],
    ['shows the newest first', 'ordering/documented-order'],
    ['takes the end of a span in', 'filtering/bound-itself'],
  ])(
    'a service that %s is told',
    besideOthers(async ([defect, check]) => {
      for (const place of ['of a mooring', 'of a buoy'] as const) {
        const { failed } = await told(place, defect, 'counts', [...kept, ...shown.map((id) => id.split('@')[0] ?? '')]);
        expect(failed).toContain(`${check}@${check.startsWith('lifecycle') ? posted[place] : listed}`);
      }
    }),
  );

  test(
    'are not sent where they hold a text that may be a message to somebody',
    besideOthers(async () => {
      const { url, bodies } = await harbour('of a mooring', undefined, 'counts');
      const document = documentOf('of a mooring', { texts: { message: text } });
      await judgeForeign(writeToolDocument(document), url, { allow: ['mutation', 'permanent'], maxCreates: 60 });
      expect(bodies).toEqual([]);
    }),
  );
});
