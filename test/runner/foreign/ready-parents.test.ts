import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

type Json = Readonly<Record<string, unknown>>;

const text = { type: 'string' };
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const object = (properties: object, required: readonly string[]) => ({ type: 'object', properties, required });
const shows = (schema: object, status = '200') => ({ [status]: { description: 'It', ...json(schema) } });
const refused = { 404: { description: 'None' }, 409: { description: 'Contradicts the present state' }, 422: { description: 'Wrong' } };
const takes = (schema: object) => ({ requestBody: { required: true, ...json(schema) } });
const pollId = { name: 'pollId', in: 'path', required: true, schema: text };
const state = { type: 'string', enum: ['draft', 'open', 'closed'] };
const poll = object({ id: text, title: text, state }, ['id', 'title', 'state']);
const part = (name: string) => object({ id: text, pollId: text, [name]: text }, ['id', 'pollId', name]);
const key = object({ id: text, pollId: text, token: text }, ['id', 'pollId', 'token']);

/** Polls that are drafts at first, votes on open ones, and links by whose token anybody reads an open poll. */
const documentOf = (votes: string, stays = false) => {
  const below = (name: string, schema: object, post: object) => ({
    [`/polls/{pollId}/${name}s`]: {
      parameters: [pollId],
      get: { responses: { ...shows({ type: 'array', items: schema }), ...refused } },
      post: { ...post, responses: { ...shows(schema, '201'), ...refused } },
    },
    [`/polls/{pollId}/${name}s/{${name}Id}`]: {
      parameters: [pollId, { name: `${name}Id`, in: 'path', required: true, schema: text }],
      delete: { responses: { 204: { description: 'Gone' }, ...refused } },
    },
  });
  const acts = (description: string) => ({ parameters: [pollId], post: { description, responses: { ...shows(poll), ...refused } } });
  return {
    openapi: '3.1.0',
    info: { title: 'Polls', version: '1' },
    paths: {
      '/polls': {
        get: { responses: shows({ type: 'array', items: poll }) },
        post: { ...takes(object({ title: text }, ['title'])), responses: { ...shows(poll, '201'), ...refused } },
      },
      '/polls/{pollId}': {
        parameters: [pollId],
        get: { responses: { ...shows(poll), ...refused } },
        ...(stays ? {} : { delete: { responses: { 204: { description: 'Gone' }, ...refused } } }),
      },
      '/polls/{pollId}/open': acts('A draft becomes open.'),
      '/polls/{pollId}/close': acts('An open poll becomes closed.'),
      ...below('vote', part('choice'), { description: votes, ...takes(object({ choice: text }, ['choice'])) }),
      ...below('link', key, { summary: 'Share a poll', ...takes(object({ label: text }, [])) }),
      '/shared/{token}': {
        parameters: [{ name: 'token', in: 'path', required: true, description: 'The token of a link', schema: text }],
        get: {
          description: 'What a voter sees.',
          responses: { ...shows(poll), 404: { description: 'No such link, or the poll is no more open' } },
        },
      },
      '/shared/{token}/opinions': {
        parameters: [{ name: 'token', in: 'path', required: true, description: 'The token of a link', schema: text }],
        post: {
          description: 'Leaves an opinion, by anybody who has the link.',
          ...takes(object({ words: text }, ['words'])),
          responses: { ...shows(object({ words: text }, ['words']), '201'), 404: { description: 'None' }, 422: { description: 'Wrong' } },
        },
      },
    },
  };
};

const votesAt = '#/paths/~1polls~1{pollId}~1votes/post';
const sharedAt = '#/paths/~1shared~1{token}/get';
const opinionsAt = '#/paths/~1shared~1{token}~1opinions/post';

type Habits = {
  readonly votesIn?: readonly string[];
  readonly choice?: unknown;
  readonly title?: unknown;
  readonly opinion?: unknown;
  readonly stays?: true;
};

const judged = async (votes: string, { votesIn = ['open'], choice, title, opinion = 'good', stays }: Habits = {}) => {
  const polls = new Map<string, Json>();
  const parts = new Map<string, Json>();
  let next = 1;
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    };
    const [, root = '', id = '', name, partId] = (incoming.url ?? '/').split('?')[0]?.split('/') ?? [];
    const { method } = incoming;
    if (root === 'shared') {
      const link = [...parts.values()].find((one) => one['token'] === id);
      const found = polls.get(String(link?.['pollId']));
      if (name === 'opinions' && found?.['state'] === 'open') return give(201, { words: opinion });
      return found?.['state'] === 'open' ? give(200, title === undefined ? found : { ...found, title }) : give(404);
    }
    const found = polls.get(id);
    if (root !== 'polls' || (id !== '' && !found)) return give(404);
    if (id === '' && method === 'GET') return give(200, [...polls.values()]);
    if (found && name === undefined) {
      if (method === 'DELETE') return give(polls.delete(id) ? 204 : 404);
      return give(method === 'GET' ? 200 : 405, found);
    }
    if (found && (name === 'open' || name === 'close')) {
      if (method !== 'POST') return give(405);
      if (found['state'] !== (name === 'open' ? 'draft' : 'open')) return give(409);
      polls.set(id, { ...found, state: name === 'open' ? 'open' : 'closed' });
      return give(200, polls.get(id));
    }
    if (found && name !== 'votes' && name !== 'links') return give(404);
    const own = [...parts.values()].filter((one) => one['pollId'] === id && 'token' in one === (name === 'links'));
    if (found && method === 'GET' && partId === undefined) return give(200, own);
    if (partId !== undefined)
      return give(method === 'DELETE' && own.some((one) => one['id'] === partId) && parts.delete(partId) ? 204 : 404);
    void objectBody(incoming).then((body) => {
      if (!body) return give(422);
      const made = `n-${next++}`;
      if (!found) {
        if (typeof body['title'] !== 'string') return give(422);
        polls.set(made, { id: made, title: body['title'], state: 'draft' });
        return give(201, polls.get(made));
      }
      if (name === 'votes') {
        if (typeof body['choice'] !== 'string') return give(422);
        if (!votesIn.includes(String(found['state']))) return give(409);
      }
      const one = { id: made, pollId: id, ...(name === 'votes' ? { choice: choice ?? body['choice'] } : { token: `t${made}` }) };
      parts.set(made, one);
      return give(201, one);
    });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(documentOf(votes, stays)), url, {
    allow: ['mutation', 'permanent', 'destructive'],
    maxCreates: 200,
    credentials: [],
    selection: { only: ['schema/response-body', 'status/documented-call', 'lifecycle/created-is-listed'], skip: [] },
  });
  const of = (check: string, operation: string): string | undefined =>
    verdicts.find(({ id }) => id === `${check}@${operation}`)?.verdict.kind;
  return {
    failed: verdicts.flatMap(({ id, verdict }) => (verdict.kind === 'fail' ? [id] : [])),
    votes: of('lifecycle/created-is-listed', votesAt),
    links: of('schema/response-body', sharedAt),
    opinions: of('schema/response-body', opinionsAt),
    left: [...polls.keys(), ...parts.keys()],
  };
};

const texts = ['Only open polls take votes (`409`).', 'Votes for one of the choices.'];

test.each(texts)('what is created below a resource is created below one that takes it: "%s"', async (said) => {
  expect(await judged(said)).toEqual({ failed: [], votes: 'pass', links: 'pass', opinions: 'pass', left: [] });
});

test('a resource that takes what is below it at once is not brought to another state', async () => {
  expect(await judged(texts[1] ?? '', { votesIn: ['draft'] })).toMatchObject({ failed: [], votes: 'pass', left: [] });
});

test.each<readonly [string, Habits, string]>([
  ['below it', { choice: 7 }, `schema/response-body@${votesAt}`],
  ['by an action that its key leads to', { opinion: 7 }, `schema/response-body@${opinionsAt}`],
  ['by its key elsewhere', { title: 7 }, `schema/response-body@${sharedAt}`],
])('what is wrong %s is told then', async (_where, habits, expected) => {
  expect((await judged(texts[1] ?? '', habits)).failed).toContain(expected);
});

test('few of what no operation removes are created to find a state in which one takes what is below it', async () => {
  const { failed, left } = await judged(texts[1] ?? '', { votesIn: [], stays: true });
  // The shared one, and one for each of what is looked for: votes, and what a link leads to.
  expect({ failed, isFew: left.length <= 5 }).toEqual({ failed: [], isFew: true });
});
