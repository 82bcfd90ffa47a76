import { text as textOf } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { breachesIn } from '../../../src/policy/shared-findings.ts';
import { besideOthers } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

type Json = Readonly<Record<string, unknown>>;

const members = { title: { type: 'string', minLength: 1, maxLength: 60 }, pages: { type: 'integer', minimum: 1, maximum: 900 } };
const note = { type: 'object', required: ['id', 'title'], properties: { id: { type: 'string', readOnly: true }, ...members } };
const meta = { type: 'object', properties: { request: { type: 'string' } } };
const shows = { description: 'It', content: { 'application/json': { schema: { type: 'object', properties: { data: note, meta } } } } };
const takes = (required: readonly string[]) => ({
  required: true,
  content: { 'application/json': { schema: { type: 'object', required, properties: members } } },
});
const none = { description: 'None' };
const refusedFor = (unparsable: string, invalid: string) => ({
  400: { description: unparsable },
  404: none,
  422: { description: invalid },
});
const plain = refusedFor('Refused', 'Refused');

/** The same refusals, told apart by each operation itself. */
const apart = refusedFor('The body is not JSON', 'The body is JSON but breaks a rule');

/** Notes in an envelope, whose document tells two statuses apart. */
const document = (introduction: string, refused: object) => ({
  openapi: '3.1.0',
  info: { title: 'Notes', version: '1', description: introduction },
  paths: {
    '/notes': { post: { requestBody: takes(['title']), responses: { 201: shows, ...refused } } },
    '/notes/{noteId}': {
      parameters: [{ name: 'noteId', in: 'path', required: true, schema: { type: 'string' } }],
      get: { responses: { 200: shows, 404: none } },
      patch: { requestBody: takes([]), responses: { 200: shows, ...refused } },
      delete: { responses: { 204: { description: 'Gone' }, 404: none } },
    },
  },
});

type Flaw = 'none' | 'one status' | 'rules as 400' | 'stores what is right' | 'conflicts';

const told = 'A body that is not JSON is `400`. A body that is JSON but breaks a rule is `422`, and nothing is stored.';

const judged = async (flaw: Flaw, introduction = told, refused: object = plain) => {
  const notes = new Map<string, Json>();
  let last = 0;
  const faults = (body: Json, isWhole: boolean): readonly string[] => {
    const { title, pages } = body;
    const isTitle = typeof title === 'string' && title !== '' && [...title].length <= 60;
    const isCount = Number.isInteger(pages) && Number(pages) >= 1 && Number(pages) <= 900;
    return [
      ...(isTitle || (title === undefined && !isWhole) ? [] : ['title']),
      ...(isCount || pages === undefined ? [] : ['pages']),
      ...Object.keys(body).filter((name) => !(name in members)),
    ];
  };
  const answer = (method: string, id: string | undefined, text: string): readonly [number, unknown?] => {
    const shown = (one: Json): unknown => ({ data: one, meta: { request: `r${(last += 1)}` } });
    const found = id === undefined ? undefined : notes.get(id);
    if (id !== undefined && !found) return [404];
    if (method === 'GET' && found) return [200, shown(found)];
    if (method === 'DELETE' && id !== undefined) return notes.delete(id) ? [204] : [404];
    let body: unknown;
    try {
      body = JSON.parse(text);
    } catch {
      return [flaw === 'one status' ? 422 : 400];
    }
    if (typeof body !== 'object' || body === null || Array.isArray(body)) return [422];
    const sent = body as Json;
    const wrong = faults(sent, found === undefined);
    if (wrong.length > 0) {
      const right = Object.fromEntries(Object.entries(sent).filter(([name]) => !wrong.includes(name)));
      if (flaw === 'stores what is right' && found && id !== undefined) notes.set(id, { ...found, ...right });
      return [flaw === 'rules as 400' ? 400 : flaw === 'conflicts' ? 409 : 422];
    }
    const key = id ?? `note-${(last += 1)}-x`;
    notes.set(key, { ...found, ...sent, id: key });
    return [found ? 200 : 201, shown(notes.get(key) ?? {})];
  };
  const url = await serve((incoming, outgoing) => {
    const [, root, id] = (incoming.url ?? '/').split('?')[0]?.split('/') ?? [];
    void textOf(incoming).then((text) => {
      const [status, value] = root === 'notes' ? answer(incoming.method ?? 'GET', id, text) : ([404] as const);
      outgoing.writeHead(status, value === undefined ? {} : { 'content-type': 'application/json' });
      return outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document(introduction, refused)), url, {
    allow: ['mutation'],
    selection: { only: ['body/status-as-told', 'body/refused-change-stores-nothing'], skip: [] },
  });
  const of = (kind: string): readonly string[] => [
    ...new Set(
      verdicts.flatMap(({ case: { check }, verdict }) =>
        verdict.kind === kind ? [`${check}${verdict.kind === 'fail' ? ` ${verdict.finding.code}` : ''}`] : [],
      ),
    ),
  ];
  const groups = breachesIn(verdicts).map((group) => group.length);
  return { failed: of('fail'), passed: of('pass'), groups, left: notes.size };
};

test.concurrent.for<readonly [Flaw, string?]>([
  ['none'],
  ['conflicts'],
  ['one status', 'A request that is wrong is `400` or `422`.'],
  ['rules as 400', '`400`: malformed JSON or wrong members. `422`: the body is JSON but breaks a rule.'],
])(
  'nobody is accused: %o',
  besideOthers(async ([flaw, introduction]) => {
    const { failed, left } = await judged(flaw, introduction);
    expect({ failed, left }).toEqual({ failed: [], left: 0 });
  }),
);

test('a service that keeps to its document passes both', async () => {
  expect((await judged('none')).passed).toEqual(expect.arrayContaining(['body/status-as-told', 'body/refused-change-stores-nothing']));
});

test.concurrent.for<readonly [Flaw, string]>([
  ['one status', 'body/status-as-told told-status-unparsable'],
  ['rules as 400', 'body/status-as-told told-status-invalid'],
  ['stores what is right', 'body/refused-change-stores-nothing refused-change-stored'],
])(
  'a service is told: %o',
  besideOthers(async ([flaw, finding]) => {
    const { failed, left } = await judged(flaw);
    expect({ failed, left }).toEqual({ failed: [finding], left: 0 });
  }),
);

test.concurrent.for<readonly [Flaw, readonly string[]]>([
  ['none', []],
  ['one status', ['body/status-as-told told-status-unparsable']],
  ['rules as 400', ['body/status-as-told told-status-invalid']],
])(
  'one sentence tells several statuses: %o',
  besideOthers(async ([flaw, findings]) => {
    const sentence =
      'A missing or unparsable body is answered with `400`, a `Content-Type` other than the ones listed with `415`, and JSON that breaks the schema with `422`. A query parameter that does not fit its schema is answered with `400`.';
    expect((await judged(flaw, sentence)).failed).toEqual(findings);
  }),
);

test.concurrent.for<readonly [Flaw, string, string?]>([
  ['one status', 'the introduction'],
  ['rules as 400', 'the introduction'],
  ['one status', 'each response', 'Notes.'],
  ['rules as 400', 'each response', 'Notes.'],
])(
  'what is mixed up at all operations is told once: %o',
  besideOthers(async ([flaw, , introduction]) => {
    expect((await judged(flaw, introduction ?? told, introduction === undefined ? undefined : apart)).groups).toEqual([2]);
  }),
);
