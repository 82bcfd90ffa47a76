import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

type Members = Readonly<Record<string, unknown>>;

const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const answers = (schema: object) => ({
  200: { description: 'd', ...json(schema) },
  ...Object.fromEntries([400, 422].map((status) => [status, { description: 'd', ...json({ type: 'object' }) }])),
});

const days = { type: 'integer', minimum: 1, maximum: 30 };
const unit = { type: 'string', enum: ['gram', 'ounce', 'kilo'] };
const footer = { type: 'string', maxLength: 40, nullable: true };
const settable = { days, unit, footer };
const settings = {
  type: 'object',
  required: ['days', 'unit', 'footer', 'updatedAt'],
  properties: { ...settable, updatedAt: { type: 'string', format: 'date-time' } },
};
const profile = {
  type: 'object',
  required: ['title', 'kind'],
  properties: { title: { type: 'string', minLength: 1, maxLength: 12 }, kind: { type: 'string', enum: ['farm', 'shop'] } },
};

type Parts = { readonly withRead?: boolean; readonly shown?: Members; readonly more?: Members };

const documentWith = ({ withRead = true, shown = settings, more = {} }: Parts) => ({
  openapi: '3.0.3',
  info: { title: 'Desk', version: '1' },
  paths: {
    '/settings': {
      ...(withRead && { get: { responses: answers(shown) } }),
      patch: {
        requestBody: { required: true, ...json({ type: 'object', minProperties: 1, properties: { ...settable, ...more } }) },
        responses: answers(settings),
      },
    },
    '/profile': {
      ...(withRead && { get: { responses: answers(profile) } }),
      put: { requestBody: { required: true, ...json(profile) }, responses: answers(profile) },
    },
  },
});

const fits: Readonly<Record<string, (value: unknown) => boolean>> = {
  days: (value) => Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 30,
  unit: (value) => unit.enum.includes(String(value)),
  footer: (value) => value === null || (typeof value === 'string' && value.length <= 40),
  title: (value) => typeof value === 'string' && value.length > 0 && Array.from(value).length <= 12,
  kind: (value) => value === 'farm' || value === 'shop',
};

type Desk = { settings: Members; profile: Members };

/** Something that a broken service does otherwise; undefined where it answers as the others do. */
type Twist = (
  asked: { readonly path: string; readonly body: unknown; readonly turn: number; readonly wrong: string | undefined },
  desk: Desk,
) => number | undefined;

const first: Desk = {
  settings: { days: 7, unit: 'ounce', footer: 'Thank you', updatedAt: '2026-01-01T00:00:00Z' },
  profile: { title: 'Hill', kind: 'farm' },
};

const wrongIn = (body: unknown, required: readonly string[]): string | undefined => {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return 'body';
  const members = Object.entries(body);
  return (
    required.find((name) => !Object.hasOwn(body, name)) ??
    members.find(([name, value]) => fits[name]?.(value) === false)?.[0] ??
    (members.length === 0 ? 'body' : undefined)
  );
};

const every = ['mutation', 'destructive', 'permanent'] as const;

/** What a run says of such a desk, what it sent to change it, and what is there in the end. */
const judged = async (twist: Twist, { allow = every, ...parts }: Parts & { readonly allow?: readonly (typeof every)[number][] } = {}) => {
  const desk: Desk = structuredClone(first);
  const sent: { readonly path: string; readonly text: string; readonly status: number }[] = [];
  const url = await serve((incoming, outgoing) => {
    let text = '';
    incoming.on('data', (part: Buffer) => (text += part.toString()));
    incoming.on('end', () => {
      const { method = '', url: path = '' } = incoming;
      const done = (status: number, body: unknown): void => {
        if (!['GET', 'HEAD', 'OPTIONS'].includes(method)) sent.push({ path, text, status });
        outgoing.writeHead(status, { 'content-type': 'application/json' }).end(method === 'HEAD' ? undefined : JSON.stringify(body));
      };
      const name = path === '/settings' ? 'settings' : path === '/profile' ? 'profile' : undefined;
      if (name === undefined) return done(404, {});
      if (method === 'GET' || method === 'HEAD') return parts.withRead === false ? done(405, {}) : done(200, desk[name]);
      if (method !== (name === 'settings' ? 'PATCH' : 'PUT')) return done(405, {});
      let body: unknown;
      try {
        body = JSON.parse(text);
      } catch {
        return done(400, {});
      }
      const wrong = wrongIn(body, name === 'profile' ? ['title', 'kind'] : []);
      const twisted = twist({ path, body, turn: sent.length, wrong }, desk);
      if (twisted !== undefined) return done(twisted, desk[name]);
      if (wrong !== undefined) return done(422, { wrong });
      const known = Object.fromEntries(Object.entries(body as Members).filter(([one]) => Object.hasOwn(fits, one)));
      desk[name] = name === 'profile' ? known : { ...desk.settings, ...known, updatedAt: new Date().toISOString() };
      return done(200, desk[name]);
    });
  });
  const { verdicts, events } = await judgeForeign(writeToolDocument(documentWith(parts)), url, { allow });
  const findings = verdicts.flatMap(({ case: { check }, verdict }) =>
    verdict.kind === 'fail' ? [`${check} ${verdict.finding.code}`] : [],
  );
  const passed = verdicts.flatMap(({ case: { check, id }, verdict }) => (verdict.kind === 'pass' ? [`${check} ${id}`] : []));
  const changes = events.flatMap((event) => (event.type === 'changed' ? [event] : []));
  const { updatedAt: _last, ...rest } = desk.settings;
  return { findings, passed, changes, sent, desk: { settings: rest, profile: desk.profile } };
};

const { updatedAt: _then, ...settingsBefore } = first.settings;
const before = { settings: settingsBefore, profile: first.profile };

const checks = [
  'body/breach-refused',
  'body/refused-change-stores-nothing',
  'body/documented-value-accepted',
  'lifecycle/single-change-shown',
];

test('settings of a conformant service are tried and are as before in the end', async () => {
  const { findings, passed, sent, desk } = await judged(() => undefined);
  expect(findings).toEqual([]);
  for (const check of checks)
    for (const path of ['settings/patch', 'profile/put']) expect(passed).toContainEqual(expect.stringMatching(`^${check} .*${path}`));
  expect(sent.filter(({ status }) => status === 422).length).toBeGreaterThan(30);
  expect(desk).toEqual(before);
});

test.each<readonly [string, Twist, string]>([
  [
    'takes a number beyond its limits',
    ({ wrong, body }, desk) => (wrong === 'days' ? stored(desk, body) : undefined),
    'body/breach-refused',
  ],
  [
    'takes a value that is not listed',
    ({ wrong, body }, desk) => (wrong === 'unit' ? stored(desk, body) : undefined),
    'body/breach-refused',
  ],
  ['fails for null', ({ body }) => (body === null ? 500 : undefined), 'errors/no-server-error'],
  [
    'stores before it refuses',
    ({ path, body, wrong }, desk) => (path === '/settings' && wrong !== undefined ? (stored(desk, body), 422) : undefined),
    'body/refused-change-stores-nothing',
  ],
  [
    'refuses a listed value',
    ({ path, body }) => (path === '/settings' && (body as Members | null)?.['unit'] === 'kilo' ? 422 : undefined),
    'body/documented-value-accepted',
  ],
  ['stores nothing', ({ path, wrong }) => (path === '/settings' && wrong === undefined ? 200 : undefined), 'lifecycle/single-change-shown'],
  [
    'empties what a change does not name',
    ({ path, body, wrong }, desk) => {
      if (path !== '/settings' || wrong !== undefined) return undefined;
      desk.settings = { days: 1, unit: 'gram', footer: null, updatedAt: new Date().toISOString(), ...(body as Members) };
      return 200;
    },
    'lifecycle/single-change-shown',
  ],
])('a service that %s is told, and all is as before in the end', async (_what, twist, told) => {
  const { findings, desk } = await judged(twist);
  expect(findings.map((one) => one.split(' ')[0])).toContain(told);
  expect(desk).toEqual(before);
});

/** Takes whatever is sent. */
const stored = (desk: Desk, body: unknown): number => {
  if (typeof body === 'object' && body !== null) desk.settings = { ...desk.settings, ...body };
  return 200;
};

test('where writing back is refused, no further mistake is sent, and the run says so', async () => {
  let isFull = false;
  const { sent, changes } = await judged(({ path }, desk) => {
    if (path !== '/settings') return undefined;
    if (isFull) return 409;
    isFull = true;
    desk.settings = { ...desk.settings, days: 1 };
    return 200;
  });
  const statuses = sent.filter(({ path }) => path === '/settings').map(({ status }) => status);
  expect(statuses.indexOf(409)).toBe(statuses.length - 1);
  expect(changes.map(({ what }) => what)).toContain('/settings, which is not as before (writing back: 409)');
});

test.each<readonly [string, Parts]>([
  ['without a read', { withRead: false }],
  ['whose read does not show all that can be changed', { more: { pin: { type: 'string', minLength: 4 } } }],
])('no mistakes are sent to settings %s', async (_what, parts) => {
  const { sent } = await judged(() => undefined, parts);
  expect(sent.filter(({ path, status }) => path === '/settings' && status !== 200)).toEqual([]);
});

test('nothing is sent without the permission', async () => {
  const { sent } = await judged(() => undefined, { allow: ['mutation', 'permanent'] });
  expect(sent).toEqual([]);
});
