import { expect, test } from 'vitest';
import { refusedAfterEnd } from '../../../src/checks/subjects/cancelled-tasks.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const text = { type: 'string' };
const states = ['waiting', 'running', 'succeeded', 'cancelled'];
const survey = { type: 'object', required: ['id', 'state'], properties: { id: text, state: { ...text, enum: states } } };
const shows = { description: 'It', content: { 'application/json': { schema: survey } } };
const inPath = { parameters: [{ name: 'surveyId', in: 'path', required: true, schema: text }] };
const missing = { 404: { description: 'None' } };

/** Surveys that a depth sounder makes when it has time, and gives up. */
const documentOf = (said: string) => ({
  openapi: '3.1.0',
  info: { title: 'Soundings', version: '1' },
  paths: {
    '/surveys': { post: { responses: { 202: { ...shows, headers: { Location: { required: true, schema: text } } } } } },
    '/surveys/{surveyId}': { ...inPath, get: { responses: { 200: shows, ...missing } } },
    '/surveys/{surveyId}/cancel': {
      ...inPath,
      post: { description: said, responses: { 200: shows, 202: { description: 'Soon' }, ...missing, 409: { description: 'Over' } } },
    },
  },
});

type Way = 'right' | 'goes on' | 'takes what is over' | 'gives up later';

const told = async (said: string, way: Way): Promise<readonly string[]> => {
  const all = new Map<string, { state: string; readonly since: number }>();
  const lastsMs = 400;
  const url = await serve((incoming, outgoing) => {
    const [, , id = '', action] = (incoming.url ?? '').split('?')[0]?.split('/') ?? [];
    const give = (status: number, value?: unknown, fields: Readonly<Record<string, string>> = {}): void => {
      outgoing
        .writeHead(status, { 'content-type': 'application/json', ...fields })
        .end(value === undefined ? undefined : JSON.stringify(value));
    };
    if (incoming.method === 'POST' && id === '') {
      const made = `s-${all.size + 1}`;
      all.set(made, { state: 'waiting', since: Date.now() });
      return give(202, { id: made, state: 'waiting' }, { location: `/surveys/${made}` });
    }
    const one = all.get(id);
    if (!one) return give(404);
    const isDue = Date.now() - one.since > lastsMs;
    if (isDue && (one.state === 'waiting' || way === 'goes on')) one.state = 'succeeded';
    if (action === 'cancel') {
      if (one.state !== 'waiting' && way !== 'takes what is over') return give(409);
      if (way === 'gives up later') return give(202);
      one.state = 'cancelled';
    }
    return give(200, { id, state: one.state });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(documentOf(said)), url, {
    allow: ['mutation', 'permanent', 'destructive'],
    maxCreates: 10,
    credentials: [],
    durations: { 'created.settled': 2 },
    selection: { only: ['lifecycle/task-cancelled'], skip: [] },
  });
  return verdicts
    .filter(({ id }) => id.startsWith('lifecycle/task-cancelled'))
    .map(({ verdict }) => (verdict.kind === 'fail' ? `fail ${verdict.finding.code}` : verdict.kind));
};

const refusing = 'Waiting and running surveys become `cancelled`. All others answer 409.';

test.each<readonly [Way, string, string]>([
  ['right', refusing, 'pass'],
  ['goes on', refusing, 'fail given-up-and-done'],
  ['takes what is over', refusing, 'fail given-up-after-end'],
  ['takes what is over', 'Gives the survey up.', 'pass'],
  ['gives up later', 'Gives the survey up as soon as possible.', 'inconclusive'],
])('a service that %s, where the document says "%s": %s', async (way, said, expected) => {
  expect(await told(said, way)).toEqual([expected]);
});

test.each<readonly [string, boolean]>([
  ['A finished survey cannot be cancelled (409).', true],
  ['`409` when it is done already.', true],
  ['Only waiting and running surveys can be cancelled, others are refused.', true],
  ['Cancels the survey. A finished survey stays as it is.', false],
  ['Surveys of others are refused.', false],
  ['A finished survey may be cancelled too, 409 is for archived ones.', false],
  ['Only surveys that are not finished; nothing is refused.', false],
])('a text says that what is over is not given up any more: %s', (said, expected) => {
  expect(refusedAfterEnd([said]) !== undefined).toBe(expected);
});
