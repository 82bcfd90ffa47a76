import { expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { type Answer, serveAnswers } from './serve-answers.ts';
import { judgeForeign } from './judge-foreign.ts';

const text = { type: 'string' };
const moment = { type: 'string', format: 'date-time' };
const lesson = {
  type: 'object',
  required: ['id', 'starts_at', 'ends_at', 'status', 'begun_at'],
  properties: {
    id: { ...text, readOnly: true },
    starts_at: moment,
    ends_at: moment,
    status: { ...text, enum: ['planned', 'begun'], readOnly: true },
    begun_at: { ...moment, nullable: true, readOnly: true },
  },
};
const shows = { description: 'd', content: { 'application/json': { schema: lesson } } };
const none = { description: 'None' };
const parameters = [{ name: 'lesson_id', in: 'path', required: true, schema: text }];

const document = {
  openapi: '3.0.3',
  info: { title: 'Lessons', version: '1' },
  security: [{ token: [] }],
  components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
  paths: {
    '/lessons': {
      post: {
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: { type: 'object', required: ['starts_at', 'ends_at'], properties: { starts_at: moment, ends_at: moment } },
            },
          },
        },
        responses: { 201: shows, 422: none },
      },
    },
    '/lessons/{lesson_id}': {
      parameters,
      get: { responses: { 200: shows, 404: none } },
      delete: { responses: { 204: none, 404: none } },
    },
    '/lessons/{lesson_id}/begin': {
      parameters,
      post: {
        description:
          'Only a planned lesson (`409` otherwise), from 15 minutes before its start until its end (`400` otherwise). Sets `begun_at`; the lesson is `begun`.',
        responses: { 200: shows, 400: none, 404: none, 409: none },
      },
    },
  },
};

type Row = { readonly id: string; readonly starts_at: string; readonly ends_at: string; status: string; begun_at: string | null };

/** What is told of a school where lessons begin so many milliseconds early at most, and how many began. */
const judged = async ({ earliestMs = 900_000, isDated = true }) => {
  const rows = new Map<string, Row>();
  let [last, begun] = [0, 0];
  const onOne = (method: string, row: Row, action: string | undefined): Answer => {
    if (action === undefined) {
      if (method === 'DELETE') rows.delete(row.id);
      return method === 'GET' ? [200, row] : [method === 'DELETE' ? 204 : 405];
    }
    if (row.status !== 'planned') return [409];
    if (Date.parse(row.starts_at) - Date.now() > earliestMs || Date.parse(row.ends_at) < Date.now()) return [400];
    begun += 1;
    row.status = 'begun';
    row.begun_at = isDated ? new Date().toISOString() : null;
    return [200, row];
  };
  const url = await serveAnswers((method, [root = '', id, action], given) => {
    if (root !== 'lessons') return [404];
    const found = id === undefined ? undefined : rows.get(id);
    if (found) return onOne(method, found, action);
    if (id !== undefined) return [404];
    const [starts, ends] = [Date.parse(String(given['starts_at'])), Date.parse(String(given['ends_at']))];
    if (!(ends > starts && starts > Date.now())) return [422];
    const row = {
      id: `lesson-of-ours-${(last += 1)}`,
      starts_at: new Date(starts).toISOString(),
      ends_at: new Date(ends).toISOString(),
      status: 'planned',
      begun_at: null,
    };
    rows.set(row.id, row);
    return [201, row];
  });
  const { verdicts } = await judgeForeign(writeDocument(document), url, {
    allow: ['mutation', 'destructive'],
    selection: { only: ['lifecycle/early-refused', 'lifecycle/leads-to-state', 'lifecycle/moments-with-states'], skip: [] },
  });
  const failed = verdicts.flatMap(({ verdict }) => (verdict.kind === 'fail' ? [verdict.finding.code] : []));
  return { failed, hasBegun: begun > 0, left: rows.size };
};

test.concurrent(
  'an action that is possible from some time before a moment on is tried at such a time, and earlier',
  besideOthers(async () => {
    expect(await judged({})).toEqual({ failed: [], hasBegun: true, left: 0 });
    expect(await judged({ isDated: false })).toEqual({ failed: ['moment-missing'], hasBegun: true, left: 0 });
    expect(await judged({ earliestMs: Infinity })).toEqual({ failed: ['done-too-early'], hasBegun: true, left: 0 });
  }),
);
