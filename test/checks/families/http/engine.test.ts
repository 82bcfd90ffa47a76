import { expect, onTestFinished, test } from 'vitest';
import { startRaw } from '../../../exchange/raw-server.ts';
import { writeToolDocument } from '../../../worlds/old-dialect.ts';
import { judgeForeign } from '../../../runner/foreign/judge-foreign.ts';
import { orchardDocument } from './orchard.ts';

/** An answer as it is written: what follows the version, its fields, and its body in Latin 1; without a body no length is announced. */
type Written = readonly [status: string, fields: readonly string[], body?: string];

type Asked = { readonly method: string; readonly path: string; readonly body: string };

/** A service that writes each answer by itself, so that nothing sets or mends a field for it. */
const served = async (answer: (asked: Asked) => Written): Promise<string> => {
  const server = await startRaw((socket, { line, body: sent }) => {
    const [method = '', target = ''] = line.split(' ');
    const [status, fields, body] = answer({ method, path: target.split('?')[0] ?? '', body: sent.toString('utf8') });
    const framed = body === undefined ? [] : [`content-length: ${body.length}`];
    const head = [`HTTP/1.1 ${status}`, ...fields, ...framed, 'connection: close', '', ''].join('\r\n');
    socket.end(Buffer.from(head + (method === 'HEAD' ? '' : (body ?? '')), 'latin1'));
  });
  onTestFinished(() => server.close());
  return server.url;
};

/** What may stand in the head of an answer, each of it odd and allowed. */
const odd = [
  'dAtE:   Sun, 06 Nov 1994 08:49:37 GMT  ',
  'expires: -1',
  'etag: W/""',
  'last-modified: Thu, 29 Feb 2024 23:59:60 GMT',
  'cache-control: no-store,, max-age=0, new="a, b"',
  'Cache-Control: private',
  'link: <?page=2>; rel=next; title="a, <b>; c", </a,b;c>; rel="self";',
  'LINK: <urn:tree:1>; rel="type"',
  'set-cookie: a=1; Expires=Thu, 01 Jan 2099 00:00:00 GMT',
  'Set-Cookie: b=; SameSite=None',
  'vary: *',
  'vary: Accept',
  'access-control-allow-origin: *',
  'access-control-allow-credentials: true',
  'x-tab: a\tb',
  'x-obs: \xE4',
  'x-empty:',
];
const typed = 'content-type: APPLICATION/JSON ; charset="utf-8" ;';

type Tree = { readonly id: string; readonly sort: string };

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** The orchard as its document has it, and as HTTP allows it at the least. */
const conformant = (): ((asked: Asked) => Written) => {
  const trees = new Map<string, Tree>([['t1', { id: 't1', sort: 'plum' }]]);
  const problem = (status: number, title: string): Written => {
    const body = { type: '', title, status, instance: '?a=1', roots: null };
    return [`${status} ${title}`, [...odd, 'content-type: application/problem+json;'], JSON.stringify(body)];
  };
  return ({ method, path, body }) => {
    const id = /^\/trees\/([^/]+)$/.exec(path)?.[1] ?? '';
    if (path === '/trees' && method === 'GET') return ['200 ', [...odd, typed], ` ${JSON.stringify([...trees.values()])}\n`];
    if (path === '/trees' && method === 'POST') {
      const { sort } = Object(parsed(body)) as { sort?: unknown };
      if (sort !== undefined && typeof sort !== 'string') return problem(422, 'No such sort');
      if (!/^\s*\{/.test(body) || parsed(body) === undefined) return problem(400, 'No tree');
      const planted = { id: `t${trees.size + 1}x`, sort: sort ?? 'plum' };
      trees.set(planted.id, planted);
      return ['201 Planted', [...odd, typed, `location: trees/${planted.id}`], JSON.stringify(planted)];
    }
    if (path === '/weather' && method === 'GET') return ['200 OK', [...odd, 'content-type: text/plain'], 'sunny'];
    if (path === '/shade' && method === 'POST') return ['201 Created', [...odd, 'content-length: 0']];
    const known = trees.get(id);
    if (known && method === 'GET') return ['200 OK', [...odd, typed], JSON.stringify(known)];
    if (known && method === 'DELETE') {
      trees.delete(id);
      return ['204 Gone', odd];
    }
    const isKnown = known !== undefined || path in orchardDocument.paths;
    return isKnown ? ['405 Not so', [...odd, 'allow:']] : problem(404, 'Not here');
  };
};

const everything = { allow: ['mutation', 'permanent', 'destructive'], maxCreates: 20 } as const;

test('a conformant service with every head odd is accused of nothing', async () => {
  const { verdicts } = await judgeForeign(writeToolDocument(orchardDocument), await served(conformant()), everything);
  const broken = verdicts.filter(({ verdict }) => verdict.kind === 'fail' || verdict.kind === 'broken');
  expect(broken.map(({ id, verdict }) => [id, verdict])).toEqual([]);
  const passed = new Set(verdicts.filter(({ verdict }) => verdict.kind === 'pass').map(({ id }) => id.split('@')[0]));
  expect([...passed].filter((id) => id?.startsWith('http/')).toSorted()).toEqual([
    'http/accepted-type-served',
    'http/allow-present',
    'http/allow-without-refused',
    'http/allowed-origin-form',
    'http/caching-fields-form',
    'http/cookies',
    'http/created-location',
    'http/date-present',
    'http/dates-form',
    'http/entity-tag-form',
    'http/fields-once',
    'http/framing',
    'http/json-encoding',
    'http/json-text',
    'http/json-unique-names',
    'http/link-form',
    'http/location-form',
    'http/location-leads-to-created',
    'http/media-type-form',
    'http/other-methods-refused',
    'http/problem-details',
    'http/status-fits-request',
  ]);
  // What did not come by is not asked for.
  const open = verdicts.filter(({ id, verdict }) => id.startsWith('http/') && verdict.kind === 'inconclusive');
  expect(open.every(({ verdict }) => verdict.kind === 'inconclusive' && verdict.optional === true)).toBe(true);
});

test('each broken rule is one warning at its operation', async () => {
  const url = await served(({ method, path }) => {
    if (path === '/weather') {
      const fields = [
        'date: today',
        'etag: 7',
        'link: </a>',
        'age: 1.5',
        'access-control-allow-origin: a, b',
        'retry-after: soon',
        'age: 2',
      ];
      return ['200 OK', [...fields, 'content-type: json', 'location: /a b', 'set-cookie: nothing', 'content-length: 1'], '{'];
    }
    if (path === '/trees' && method === 'GET') return ['200 OK', [typed], '[{"id":"t1","id":"t2"}]'];
    if (path === '/trees' && method === 'POST') return ['201 Created', [typed], '{"id":"t1"}'];
    if (path === '/shade') return ['302 Found', []];
    if (method === 'DELETE') return ['204 Gone', ['content-length: 3']];
    if (path === '/trees/t1') return ['304 Not Modified', []];
    return ['404 Not here', [typed], '\xFF'];
  });
  const { verdicts } = await judgeForeign(writeToolDocument(orchardDocument), url, everything);
  const failed = verdicts.flatMap(({ id, verdict }) =>
    verdict.kind === 'fail' && (id.startsWith('http/') || id.startsWith('transport/')) ? [`${id} ${verdict.finding.code}`] : [],
  );
  expect(failed.toSorted()).toMatchInlineSnapshot(`
    [
      "http/allowed-origin-form@# allowed-origin-form",
      "http/caching-fields-form@#/paths/~1weather/get age-form",
      "http/cookies@# cookie-form",
      "http/created-location@# location-of-created-absent",
      "http/date-present@# date-absent",
      "http/dates-form@# date-form",
      "http/entity-tag-form@#/paths/~1weather/get entity-tag-form",
      "http/fields-once@#/paths/~1weather/get field-repeated",
      "http/framing@# framing-broken",
      "http/json-encoding@#/paths/~1trees~1{id}/get json-not-utf8",
      "http/json-unique-names@# json-name-repeated",
      "http/link-form@#/paths/~1weather/get link-form",
      "http/location-form@#/paths/~1weather/get location-form",
      "http/media-type-form@#/paths/~1weather/get media-type-form",
      "http/retry-after-form@# retry-after-form",
      "http/status-fits-request@#/paths/~1trees~1{id}/get status-304-unasked",
      "http/status-has-fields@#/paths/~1shade/post location-absent",
      "transport/no-content-is-empty@#/paths/~1trees~1{id}/delete length-of-204",
    ]
  `);
});
