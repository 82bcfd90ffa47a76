import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { objectBody } from './json-body.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

type Json = Readonly<Record<string, unknown>>;

const text = { type: 'string', minLength: 1, maxLength: 120 };
const moment = { type: 'string', format: 'date-time' };
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const object = (properties: object, required: readonly string[] = []) => ({ type: 'object', properties, required });
const refused = { 400: { description: 'Wrong' }, 404: { description: 'None' }, 422: { description: 'Invalid' } };
const path = { name: 'keeperId', in: 'path', required: true, schema: text };
const query = (name: string, description: string, schema: object) => ({ name, in: 'query', description, schema });
const phone = { type: ['string', 'null'], maxLength: 30 };
const keeper = object({ id: { ...text, readOnly: true }, name: text, phone, since: { ...moment, readOnly: true } });
const entry = object({ id: text, what: text, at: moment });
const pages = [
  query('page', 'Counted from 1.', { type: 'integer', minimum: 1, default: 1 }),
  query('per_page', 'The most on a page', { type: 'integer', minimum: 1, maximum: 50, default: 20 }),
];
const listed = (items: object) => ({
  200: {
    description: 'A page',
    headers: { Link: { description: 'Links', schema: { type: 'string' } } },
    ...json({ type: 'array', items }),
  },
  ...refused,
});
const introduction = 'The header field `Link` (RFC 8288) holds `next` unless the page is the last one.';

const asked = object({ name: text, phone, password: { ...text, writeOnly: true } }, ['name', 'password']);

type Noun = 'history' | 'revisions';

const document = (noun: Noun = 'history') => ({
  openapi: '3.1.0',
  info: { title: 'Keepers', version: '1', description: introduction },
  paths: {
    '/keepers': {
      get: {
        description: 'The earliest comes first.',
        parameters: [...pages, query('since_from', 'Only those with `since` at this moment or later.', moment)],
        responses: listed(keeper),
      },
      post: {
        requestBody: {
          required: true,
          content: {
            'application/json': { schema: asked, example: { name: 'Ann', phone: '+44 20 7946 0000', password: 'a long passphrase' } },
          },
        },
        responses: { 201: { description: 'Made', ...json(keeper) }, ...refused },
      },
    },
    '/keepers/{keeperId}': {
      parameters: [path],
      get: { responses: { 200: { description: 'It', ...json(keeper) }, ...refused } },
      patch: {
        requestBody: { required: true, content: { 'application/merge-patch+json': { schema: object({ name: text, phone }) } } },
        responses: { 200: { description: 'It', ...json(keeper) }, ...refused },
      },
      delete: { responses: { 204: { description: 'Gone' }, ...refused } },
    },
    [`/keepers/{keeperId}/${noun}`]: {
      parameters: [path],
      get: { description: 'What was done to the keeper, newest first by `at`.', parameters: pages, responses: listed(entry) },
    },
  },
});

type Defect =
  | 'shows the password'
  | 'keeps the phone'
  | 'reads bounds without their zone'
  | 'links behind the last page'
  | 'shows the oldest first';
/** Ways of a service that keeps its promises. */
type Form = 'plain' | 'masks the password' | 'names the password without it' | 'refuses other zones';

const masked: Partial<Record<Form, string>> = { 'masks the password': '********', 'names the password without it': 'REDACTED' };

type Keeper = { readonly shown: Json; readonly history: Json[] };

const museum = async (defect: Defect | undefined, form: Form, noun: Noun) => {
  const keepers = new Map<string, Keeper>();
  let last = 0;
  const note = (history: Json[], what: string): void => void history.push({ id: `h${(last += 1)}`, what, at: new Date().toISOString() });
  const url = await serve(async (incoming, outgoing) => {
    const answer = (status: number, body?: unknown, headers: Readonly<Record<string, string>> = {}): void => {
      outgoing.writeHead(status, { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) });
      outgoing.end(body === undefined ? undefined : JSON.stringify(body));
    };
    const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://any.example');
    const [root, id = '', rest = ''] = pathname.slice(1).split('/');
    const method = incoming.method === 'HEAD' ? 'GET' : (incoming.method ?? '');
    const [, described = {}] =
      Object.entries<object>(document(noun).paths).find(([one]) =>
        new RegExp(`^${one.replaceAll(/\{\w+\}/gu, '[^/]+')}$`, 'u').test(pathname),
      ) ?? [];
    if (root !== 'keepers' || Object.keys(described).length === 0) return answer(404, {});
    if (!(method.toLowerCase() in described)) {
      const allowed = Object.keys(described).filter((one) => one !== 'parameters');
      return answer(405, undefined, { allow: allowed.join(', ').toUpperCase() });
    }
    const list = (items: readonly Json[]): void => {
      const [page, size] = [Number(searchParams.get('page') ?? 1), Number(searchParams.get('per_page') ?? 20)];
      if (!Number.isInteger(page) || page < 1 || !Number.isInteger(size) || size < 1 || size > 50) return answer(400, {});
      const isLast = page * size >= items.length && defect !== 'links behind the last page';
      const next = new URLSearchParams(searchParams);
      next.set('page', String(page + 1));
      next.set('per_page', String(size));
      return answer(
        200,
        items.slice((page - 1) * size, page * size),
        isLast ? {} : { link: `<${pathname}?${next.toString()}>; rel="next"` },
      );
    };
    const body = ['POST', 'PATCH'].includes(method) ? await objectBody(incoming) : {};
    if (body === undefined) return answer(400, {});
    const isText = (value: unknown): value is string => typeof value === 'string' && value.length > 0 && [...value].length <= 120;
    const isPhone = (value: unknown): boolean => value === null || (typeof value === 'string' && value.length <= 30);
    if (id === '' && method === 'POST') {
      if (!isText(body['name']) || !isText(body['password']) || !isPhone(body['phone'] ?? null)) return answer(422, {});
      const made = { id: `k${(last += 1)}`, name: body['name'], phone: body['phone'] ?? null, since: new Date().toISOString() };
      const history: Json[] = [];
      note(history, 'made');
      keepers.set(made.id, { shown: made, history });
      const stars = masked[form] === undefined ? {} : { password: masked[form] };
      return answer(201, { ...made, ...stars, ...(defect === 'shows the password' ? { password: body['password'] } : {}) });
    }
    if (id === '') {
      const from = searchParams.get('since_from');
      const isRight = from === null || /T.*(?:Z|[+-]\d\d:\d\d)$/u.test(from);
      const isOther = from !== null && form === 'refuses other zones' && !from.endsWith('Z');
      if (!isRight || isOther || Number.isNaN(Date.parse(from ?? '2020-01-01'))) return answer(400, {});
      const read = defect === 'reads bounds without their zone' ? `${(from ?? '').slice(0, 19)}Z` : (from ?? '');
      const shown = [...keepers.values()].map((one) => one.shown);
      return list(from === null ? shown : shown.filter(({ since }) => Date.parse(String(since)) >= Date.parse(read)));
    }
    const one = keepers.get(id);
    if (!one) return answer(404, {});
    if (rest === noun) return list(defect === 'shows the oldest first' ? one.history : one.history.toReversed());
    if (method === 'DELETE') {
      keepers.delete(id);
      return answer(204);
    }
    if (method === 'PATCH') {
      if (('name' in body && !isText(body['name'])) || ('phone' in body && !isPhone(body['phone']))) return answer(422, {});
      const phoneNow =
        body['phone'] === undefined || (body['phone'] === null && defect === 'keeps the phone') ? one.shown['phone'] : body['phone'];
      keepers.set(id, { ...one, shown: { ...one.shown, name: body['name'] ?? one.shown['name'], phone: phoneNow } });
      note(one.history, 'changed');
    }
    return answer(200, keepers.get(id)?.shown);
  });
  return { url, left: () => [...keepers.keys()] };
};

const told = async (defect: Defect | undefined, form: Form = 'plain', only: readonly string[] = ['**'], noun: Noun = 'history') => {
  const { url, left } = await museum(defect, form, noun);
  const { verdicts } = await judgeForeign(writeToolDocument(document(noun)), url, {
    allow: ['mutation'],
    maxCreates: 60,
    selection: { only, skip: [] },
  });
  const of = (kind: string) => verdicts.flatMap(({ id, verdict }) => (verdict.kind === kind ? [id.split('/x-assay')[0] ?? ''] : []));
  return { failed: of('fail'), passed: of('pass'), left: left() };
};

const list = '#/paths/~1keepers/get';
const creation = '#/paths/~1keepers/post';
const history = '#/paths/~1keepers~1{keeperId}~1history/get';
const checks = {
  'shows the password': `schema/write-only-not-shown@${creation}`,
  'keeps the phone': `lifecycle/change-shown@${creation}`,
  'reads bounds without their zone': `filtering/zone-of-bound@${list}`,
  'links behind the last page': `pagination/last-page-as-stated@${list}`,
  'shows the oldest first': `ordering/documented-order@${history}`,
} as const satisfies Record<Defect, string>;

describe.concurrent('what a service keeps to itself, forgets, and writes down', () => {
  test.for<readonly [Form, readonly string[]]>([
    ['plain', Object.values(checks)],
    ['masks the password', [checks['shows the password']]],
    ['names the password without it', [checks['shows the password']]],
    ['refuses other zones', [checks['shows the oldest first'], checks['links behind the last page']]],
  ])(
    'a service is not accused: %s',
    besideOthers(async ([form, passing]) => {
      const { failed, passed, left } = await told(undefined, form);
      expect(failed).toEqual([]);
      expect(passed).toEqual(expect.arrayContaining([...passing]));
      expect(left).toEqual([]);
    }),
  );

  test.for(Object.entries(checks))(
    'a service that %s is told',
    besideOthers(async ([defect, check]) => {
      const { failed } = await told(defect as Defect, 'plain', [...new Set(Object.values(checks).map((id) => id.split('@')[0] ?? ''))]);
      expect(failed).toContain(check);
    }),
  );

  test.for<readonly [Defect | undefined, 'fail' | 'pass']>([
    [undefined, 'pass'],
    ['shows the oldest first', 'fail'],
  ])(
    'the order of revisions is judged by those that changes add: %s',
    besideOthers(async ([defect, expected]) => {
      const { failed, passed } = await told(defect, 'plain', ['ordering/documented-order'], 'revisions');
      expect(expected === 'fail' ? failed : passed).toContain(
        history.replace('#', 'ordering/documented-order@#').replace('history', 'revisions'),
      );
    }),
  );
});
