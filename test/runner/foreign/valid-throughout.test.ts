import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const text = { type: 'string' };
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const day = { type: 'string', format: 'date' };
const moment = { type: 'string', format: 'date-time' };
const diver = { name: { ...text, minLength: 1, maxLength: 60 }, certificateExpiresOn: day };
const dive = { diverId: text, startsAt: moment, endsAt: moment };
const none = { 404: { description: 'None' } };

const kind = (path: string, own: object, described: string) => ({
  [path]: {
    post: {
      description: described,
      requestBody: { required: true, ...json({ type: 'object', required: Object.keys(own), properties: own }) },
      responses: {
        201: { description: 'Made', ...json({ type: 'object', required: ['id'], properties: { id: text, ...own } }) },
        422: { description: 'Wrong' },
      },
    },
  },
  [`${path}/{id}`]: {
    parameters: [{ name: 'id', in: 'path', required: true, schema: text }],
    get: { responses: { 200: { description: 'It', ...json({ type: 'object', properties: { id: text, ...own } }) }, ...none } },
    delete: { responses: { 204: { description: 'Gone' }, ...none } },
  },
});

const document = {
  openapi: '3.1.0',
  info: { title: 'Dives', version: '1' },
  paths: {
    ...kind('/divers', diver, 'Adds a diver.'),
    ...kind('/dives', dive, "Plans a dive. The diver's certificate must be valid until the end of the dive (422)."),
  },
};

/** Which requirements are told of a service that looks at the certificate at the begin or at the end of a dive. */
const told = async (looksAt: 'startsAt' | 'endsAt') => {
  const all = new Map<string, Readonly<Record<string, unknown>>>();
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    };
    const [, root = '', id] = (incoming.url ?? '/').split('/');
    const key = `${root}/${id ?? ''}`;
    if (incoming.method === 'GET') return all.has(key) ? give(200, all.get(key)) : give(404);
    if (incoming.method === 'DELETE') return give(all.delete(key) ? 204 : 404);
    void objectBody(incoming).then((body = {}) => {
      const named = all.get(`divers/${String(body['diverId'])}`);
      const isRight =
        root === 'divers' ? typeof body['name'] === 'string' : named !== undefined && String(body['endsAt']) > String(body['startsAt']);
      if (!isRight) return give(422);
      if (named && String(named['certificateExpiresOn']) < String(body[looksAt]).slice(0, 10)) return give(422);
      const made = { ...body, id: `x${all.size + 1}` };
      all.set(`${root}/${made.id}`, made);
      return give(201, made);
    });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document), url, {
    allow: ['mutation'],
    maxCreates: 20,
    credentials: [],
    selection: { only: ['lifecycle/unfit-reference-refused'], skip: [] },
  });
  return verdicts.flatMap(({ case: { check }, verdict }) =>
    check === 'lifecycle/unfit-reference-refused' ? [verdict.kind === 'fail' ? verdict.finding.code : verdict.kind] : [],
  );
};

test('a request whose end lies behind that of what it names is refused', async () => {
  expect(await told('endsAt')).toEqual(['pass']);
});

test('one that is accepted because the begin alone was looked at is told', async () => {
  expect(await told('startsAt')).toEqual(['unfit-accepted']);
});
