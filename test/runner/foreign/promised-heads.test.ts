import { describe, expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const tagged = { headers: { ETag: { schema: { type: 'string' } } } };
const lamp = { type: 'object', required: ['id'], properties: { id: { type: 'string' } } };
const refused = { 401: { description: 'No credential' }, 404: { description: 'None' } };

const plain = { get: { responses: { 200: { description: 'd', ...json({ type: 'array', items: lamp }) }, ...refused } } };

/** Lamps with a tag, and other lists. */
const document = (description: string) => ({
  openapi: '3.1.0',
  info: { title: 'Lamps', version: '1', description },
  security: [{ own: [] }],
  components: { securitySchemes: { own: { type: 'http', scheme: 'bearer' } } },
  paths: {
    '/lamps': plain,
    '/shades': plain,
    '/plugs': plain,
    '/lamps/{id}': {
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
      get: { responses: { 200: { description: 'd', ...tagged, ...json(lamp) }, ...refused } },
    },
  },
});

type Head = 'same' | 'no tag' | 'refused' | 'refused at one' | 'served at one';

type Service = {
  readonly says?: string;
  readonly head?: Head;
};

const told = async ({ says = '', head = 'same' }: Service): Promise<readonly string[]> => {
  const key = 'lamp-key-0123456789';
  const url = await serve(({ method, url: path = '', headers }, outgoing) => {
    if (headers.authorization !== `Bearer ${key}`)
      return void outgoing.writeHead(401, { 'www-authenticate': 'Bearer realm="lamps"' }).end();
    const isHead = method === 'HEAD';
    const isLacking = {
      same: false,
      'no tag': false,
      refused: true,
      'refused at one': path === '/plugs',
      'served at one': path !== '/plugs',
    };
    if (method !== 'GET' && (!isHead || isLacking[head])) return void outgoing.writeHead(405, { allow: 'GET' }).end();
    const body = { '/lamps': [{ id: 'a' }], '/shades': [], '/plugs': [], '/lamps/a': { id: 'a' } }[path];
    if (body === undefined) return void outgoing.writeHead(404).end();
    const tag = path !== '/lamps/a' || (isHead && head === 'no tag') ? {} : { etag: '"1"' };
    return void outgoing.writeHead(200, { 'content-type': 'application/json', ...tag }).end(isHead ? undefined : JSON.stringify(body));
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document(says)), url, {
    key,
    selection: { only: ['http/head-as-get'], skip: [] },
  });
  return verdicts.flatMap(({ case: { requirement, level }, verdict }) =>
    verdict.kind === 'fail' ? [`${requirement} ${level} ${verdict.finding.code}`] : [],
  );
};

const says = '`HEAD` is answered wherever `GET` is, with the same headers and no body.';

describe('a service', () => {
  test.each<readonly [string, Service]>([
    ['that answers HEAD as GET', { says }],
    ['that serves no HEAD, and does not say that it does', { head: 'refused' }],
    ['that serves HEAD at one path alone', { head: 'served at one' }],
    ['that leaves a tag out, and does not say that it does not', { head: 'no tag' }],
    ['that may serve HEAD', { says: 'HEAD may be answered where GET is.', head: 'refused' }],
  ])('%s is accused of nothing', async (_what, service) => {
    expect(await told(service)).toEqual([]);
  });

  test.each<readonly [string, Service, readonly string[]]>([
    [
      'that serves no HEAD although it says so',
      { says, head: 'refused' },
      Array.from({ length: 4 }, () => 'HTTP-33 should head-not-served'),
    ],
    ['that serves HEAD at all paths but one', { head: 'refused at one' }, ['HTTP-33 should head-not-served-here']],
    ['that leaves the tag out although it says the same', { says, head: 'no tag' }, ['HTTP-33 should head-lacks-field']],
  ])('%s is told', async (_what, service, findings) => {
    expect(await told(service)).toEqual(findings);
  });
});
