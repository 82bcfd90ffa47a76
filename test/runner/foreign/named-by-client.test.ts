import { createHash, randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { names, namesWeakly } from '../../worlds/conditions.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const text = { type: 'string' };
const moment = { type: 'string', format: 'date-time', nullable: true, readOnly: true };
const wrapped = (schema: object) => ({ type: 'object', required: ['data'], properties: { data: schema } });
const json = (schema: object, more: object = {}) => ({ description: 'd', content: { 'application/json': { schema } }, ...more });
const sent = (schema: object, example?: object) => ({
  required: true,
  content: { 'application/json': { schema, ...(example === undefined ? {} : { example }) } },
});
const error = json({ type: 'object', properties: { message: text } });
const members = { title: { ...text, minLength: 1, maxLength: 80 }, oil: { type: 'integer', minimum: 0, default: 3 } };
const states = ['broken', 'dark', 'lit'];
const lantern = {
  type: 'object',
  required: ['handle', 'title', 'oil', 'state', 'kindledAt'],
  properties: { handle: { ...text, readOnly: true }, ...members, state: { ...text, enum: states, readOnly: true }, kindledAt: moment },
};
const shown = wrapped({ $ref: '#/components/schemas/Lantern' });
const tagged = { headers: { ETag: { required: true, schema: text } } };
const address = { Location: { required: true, schema: text } };
const refused = (...statuses: number[]) => Object.fromEntries(statuses.map((status) => [status, error]));
const match = { name: 'If-Match', in: 'header', schema: text };
const survey = wrapped({ $ref: '#/components/schemas/Survey' });
const inPath = (name: string, schema: object = text) => ({ parameters: [{ name, in: 'path', required: true, schema }] });
const handle = inPath('handle', { ...text, pattern: '^[a-z0-9][a-z0-9-]{1,28}[a-z0-9]$' });

/** Lanterns whose names clients choose, what was seen by their light, and surveys that are made in the background. */
const document = {
  openapi: '3.0.3',
  info: { title: 'Lanterns', version: '1' },
  paths: {
    '/lanterns': { get: { responses: { 200: json(wrapped({ type: 'array', items: { $ref: '#/components/schemas/Lantern' } })) } } },
    '/lanterns/{handle}': {
      ...handle,
      get: { responses: { 200: json(shown, tagged), 304: { description: 'same' }, ...refused(404, 410) } },
      put: {
        description: 'Creates the lantern as a `dark` one, or replaces it. Replacing needs If-Match, 428 without and 412 with another.',
        parameters: [match],
        requestBody: sent({ type: 'object', required: ['title'], properties: members }, { title: 'Pier', oil: 4 }),
        responses: {
          200: json(shown, tagged),
          201: json(shown, { headers: { ...tagged.headers, ...address } }),
          ...refused(400, 410, 412, 428),
        },
      },
      patch: {
        description: 'Changes it. Needs If-Match, 428 without and 412 with another.',
        parameters: [match],
        requestBody: sent({ type: 'object', properties: { title: members.title, oil: { type: 'integer', minimum: 0 } } }),
        responses: { 200: json(shown, tagged), ...refused(400, 404, 410, 412, 428) },
      },
      delete: {
        description: 'Removes it. Reading it is answered with 410 from then on.',
        responses: { 204: { description: 'gone' }, ...refused(404, 410) },
      },
    },
    '/lanterns/{handle}/kindle': {
      ...handle,
      post: {
        description: 'A dark lantern becomes lit. In any other state the answer is 409.',
        responses: { 200: json(shown, tagged), ...refused(404, 409, 410) },
      },
    },
    '/lanterns/{handle}/sightings': {
      ...handle,
      get: { responses: { 200: json(wrapped({ type: 'array', items: { type: 'object', properties: { id: text, what: text } } })) } },
      post: {
        description: 'Adds a sighting to a lit lantern (409 otherwise).',
        requestBody: sent({ type: 'object', required: ['what'], properties: { what: text } }),
        responses: { 201: json(wrapped({ type: 'object', properties: { id: text, what: text } })), ...refused(400, 404, 409, 410) },
      },
    },
    '/surveys': {
      post: {
        operationId: 'startSurvey',
        description: 'Starts a survey between two days.',
        requestBody: sent({ type: 'object', required: ['form'], properties: { form: { ...text, enum: ['short', 'long'] } } }),
        responses: { 202: json(survey, { headers: address }), ...refused(400) },
      },
    },
    '/surveys/{surveyId}': { ...inPath('surveyId'), get: { responses: { 200: json(survey), ...refused(404) } } },
    '/surveys/{surveyId}/download': {
      ...inPath('surveyId'),
      get: { responses: { 200: json({ type: 'object' }), ...refused(404, 409) } },
    },
  },
  components: {
    schemas: {
      Lantern: lantern,
      Survey: {
        type: 'object',
        required: ['id', 'status', 'fileUrl'],
        properties: {
          id: text,
          status: { ...text, enum: ['waiting', 'done', 'failed'] },
          fileUrl: { ...text, format: 'uri-reference', nullable: true, description: 'Null until the survey is done' },
        },
      },
    },
  },
};

type Lantern = { title: string; oil: number; state: string; kindledAt: string | null; version: number; isGone: boolean };

type Way =
  | 'created as 200'
  | 'replaced as 201'
  | 'keeps the rest'
  | 'needs no condition'
  | 'takes a missing condition for a wrong one'
  | 'refuses an old tag as a conflict'
  | 'lit from the first'
  | 'lights twice'
  | 'lights in the answer alone'
  | 'lights without a date'
  | 'forgets what was removed'
  | 'another address'
  | 'random tags'
  | 'no file'
  | 'file too early'
  | 'file elsewhere';

/** The same where the document leaves it to the account whether a change has to name an ETag. */
const leftToTheAccount = {
  ...document,
  info: { ...document.info, description: 'A harbour can be set up to demand `If-Match`; it then gets `428` without it.' },
};

type Form = 'strict' | 'odd' | 'demands a condition of some';

const judged = async (ways: readonly Way[], only: readonly string[], form?: Form) => {
  const is = (way: Way): boolean => ways.includes(way);
  const lanterns = new Map<string, Lantern>([
    ['pier', { title: 'Pier', oil: 2, state: 'lit', kindledAt: new Date().toISOString(), version: 1, isGone: false }],
  ]);
  const surveys = new Map<string, number>();
  const sightings: { id: string; what: string; of: string }[] = [];
  const url = await serve(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const [, root = '', name = '', below] = (incoming.url ?? '/').split('?')[0]?.split('/') ?? [];
    const give = (status: number, value?: unknown, fields: Readonly<Record<string, string>> = {}): void => {
      outgoing.writeHead(status, { ...(value === undefined ? {} : { 'content-type': 'application/json' }), ...fields });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    };
    const no = (status: number): void => give(status, { message: 'No' });
    const odd = form === 'odd' ? { links: { self: 'x' } } : {};
    const body = (): Readonly<Record<string, unknown>> | undefined => {
      try {
        const value: unknown = JSON.parse(Buffer.concat(chunks).toString());
        return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
      } catch {
        return undefined;
      }
    };
    const { method } = incoming;
    if (root === 'surveys') {
      if (name === '' && method === 'POST') {
        if (!['short', 'long'].includes(String(body()?.['form']))) return no(400);
        const id = randomUUID();
        surveys.set(id, Date.now());
        return give(202, { data: { id, status: 'waiting', fileUrl: null, ...odd } }, { location: `/surveys/${id}` });
      }
      const begun = surveys.get(name);
      if (begun === undefined || method !== 'GET') return no(404);
      // On a busy machine the first look at the task comes late.
      const isDone = Date.now() - begun > (is('file too early') ? 1500 : 300);
      if (below === 'download') return isDone ? give(200, { rows: 1 }) : no(409);
      const file = is('file elsewhere') ? `/survey/${name}/file` : `/surveys/${name}/download`;
      const isLinked = (isDone && !is('no file')) || is('file too early');
      return give(200, { data: { id: name, status: isDone ? 'done' : 'waiting', fileUrl: isLinked ? file : null, ...odd } });
    }
    if (root !== 'lanterns') return no(404);
    const show = (one: string, { title, oil, state, kindledAt }: Lantern) => ({ handle: one, title, oil, state, kindledAt, ...odd });
    if (name === '')
      return method === 'GET' ? give(200, { data: [...lanterns].flatMap(([one, it]) => (it.isGone ? [] : [show(one, it)])) }) : no(404);
    const found = lanterns.get(name);
    const tagOf = ({ version }: Lantern): string =>
      is('random tags') ? `"${randomUUID()}"` : `"${createHash('sha1').update(`${name} ${version}`).digest('hex')}"`;
    const answer = (status: number, it: Lantern, fields: Readonly<Record<string, string>> = {}): void =>
      give(status, { data: show(name, it) }, { etag: tagOf(it), ...fields });
    if (found?.isGone) return no(is('forgets what was removed') ? 404 : 410);
    if (!found && method !== 'PUT') return no(404);
    if (found && below === 'kindle' && method === 'POST') {
      if (found.state !== 'dark' && !is('lights twice')) return no(409);
      const lit = {
        ...found,
        state: 'lit',
        kindledAt: is('lights without a date') ? null : new Date().toISOString(),
        version: found.version + 1,
      };
      if (!is('lights in the answer alone')) lanterns.set(name, lit);
      return answer(200, lit);
    }
    if (below === 'sightings') {
      if (method === 'GET') return give(200, { data: sightings.filter(({ of }) => of === name).map(({ id, what }) => ({ id, what })) });
      const what = body()?.['what'];
      if (typeof what !== 'string') return no(400);
      if (found?.state !== 'lit') return no(409);
      const made = { id: randomUUID(), what };
      sightings.push({ ...made, of: name });
      return give(201, { data: made });
    }
    if (below !== undefined) return no(404);
    if (found && method === 'GET')
      return namesWeakly(incoming.headers['if-none-match'], tagOf(found))
        ? give(304, undefined, { etag: tagOf(found) })
        : answer(200, found);
    if (found && method === 'DELETE') {
      found.isGone = true;
      return give(204);
    }
    if (method !== 'PUT' && method !== 'PATCH') return no(404);
    if (!/^[a-z0-9][a-z0-9-]{1,28}[a-z0-9]$/u.test(name)) return no(400);
    const asked = body();
    const { title, oil } = asked ?? {};
    const isTitle = typeof title === 'string' && title.length > 0 && [...title].length <= 80;
    const isOil = oil === undefined || (Number.isInteger(oil) && Number(oil) >= 0);
    const isKnown = form !== 'strict' || Object.keys(asked ?? {}).every((one) => one in lantern.properties);
    if (!asked || !(isTitle || (title === undefined && method === 'PATCH')) || !isOil || !isKnown) return no(400);
    if (!found) {
      const state = is('lit from the first') ? 'lit' : 'dark';
      const made: Lantern = { title: String(title), oil: Number(oil ?? 3), state, kindledAt: null, version: 1, isGone: false };
      lanterns.set(name, made);
      return answer(is('created as 200') ? 200 : 201, made, { location: is('another address') ? `/lantern/${name}` : `/lanterns/${name}` });
    }
    const condition = incoming.headers['if-match'];
    if (condition === undefined && !is('needs no condition') && form !== 'demands a condition of some')
      return no(is('takes a missing condition for a wrong one') ? 412 : 428);
    if (condition !== undefined && !names(condition, tagOf(found))) return no(is('refuses an old tag as a conflict') ? 409 : 412);
    if (typeof title === 'string') found.title = title;
    if (oil !== undefined) found.oil = Number(oil);
    else if (method === 'PUT' && !is('keeps the rest')) found.oil = 3;
    found.version += 1;
    return is('replaced as 201') && method === 'PUT' ? answer(201, found, { location: `/lanterns/${name}` }) : answer(200, found);
  });
  const { verdicts, ended } = await judgeForeign(
    writeToolDocument(form === 'demands a condition of some' ? leftToTheAccount : document),
    url,
    {
      allow: ['mutation', 'permanent', 'destructive'],
      maxCreates: 80,
      durations: { 'created.settled': 2 },
      selection: { only: [...only], skip: [] },
    },
  );
  const ofKind = (kind: string) =>
    verdicts.flatMap(({ verdict, case: { check } }) =>
      verdict.kind === kind ? [verdict.kind === 'fail' ? `${check} ${verdict.finding.code}` : check] : [],
    );
  const left = [...lanterns].filter(([, { isGone }]) => !isGone).map(([one]) => one);
  return { failed: [...new Set(ofKind('fail'))], passed: [...new Set(ofKind('pass'))], left, seen: sightings.length, ended };
};

const families = [
  'status/**',
  'lifecycle/**',
  'concurrency/**',
  'sequences/**',
  'http/location-leads-to-created',
  'headers/unchanged-not-sent-again',
];

describe.concurrent('resources whose id the path of a PUT chooses', () => {
  test.for<readonly [string, Form | undefined]>([
    ['is plain', undefined],
    ['refuses what it does not know', 'strict'],
    ['shows more than is described', 'odd'],
  ])(
    'are accused of nothing where the server %s',
    besideOthers(async ([_what, form]) => {
      const { failed, passed, left, seen } = await judged([], families, form);
      expect(failed).toEqual([]);
      expect(passed).toEqual(
        expect.arrayContaining([
          'lifecycle/put-says-created',
          'lifecycle/first-state-is-no-end',
          'lifecycle/replaced-whole',
          'lifecycle/removed-is-gone',
          'lifecycle/action-shown',
          'lifecycle/task-followed',
          'concurrency/condition-required',
          'concurrency/stale-update-refused',
          'http/location-leads-to-created',
          'sequences/shown-after-all',
        ]),
      );
      expect(left).toEqual(['pier']);
      expect(seen).toBeGreaterThan(0);
    }),
  );

  test(
    'are not accused of a change without a condition, where only some accounts have to name one',
    besideOthers(async () => {
      const { failed } = await judged([], ['concurrency/*'], 'demands a condition of some');
      expect(failed).toEqual([]);
    }),
  );

  test.for<readonly [Way, string]>([
    ['created as 200', 'lifecycle/put-says-created created-not-told'],
    ['replaced as 201', 'lifecycle/put-says-created replaced-as-created'],
    ['keeps the rest', 'lifecycle/replaced-whole'],
    ['needs no condition', 'concurrency/condition-required done-without-condition'],
    ['takes a missing condition for a wrong one', 'concurrency/condition-required no-condition-failed'],
    ['refuses an old tag as a conflict', 'concurrency/stale-update-refused old-tag-refused-otherwise'],
    ['lit from the first', 'lifecycle/first-state-is-no-end first-state-is-another'],
    ['lights twice', 'sequences/shown-after-all done-twice'],
    ['lights in the answer alone', 'lifecycle/action-shown action-not-kept'],
    ['lights without a date', 'lifecycle/action-shown action-not-dated'],
    ['forgets what was removed', 'lifecycle/removed-is-gone removed-answered-otherwise'],
    ['another address', 'http/location-leads-to-created location-leads-nowhere'],
    ['random tags', 'headers/unchanged-not-sent-again tag-changed-alone'],
    ['no file', 'lifecycle/task-followed result-not-linked'],
    ['file too early', 'lifecycle/task-followed result-linked-early'],
    ['file elsewhere', 'lifecycle/task-followed result-link-leads-nowhere'],
  ])(
    'are told where the server has this: %s',
    besideOthers(async ([way, expected]) => {
      const [check = ''] = expected.split(' ');
      const { failed, left } = await judged([way], [check]);
      expect(failed.some((one) => one.startsWith(expected))).toBe(true);
      expect(left).toEqual(['pier']);
    }),
  );
});
