import { expect, test } from 'vitest';
import {
  allowedOriginForm,
  cachingFields,
  challengeForm,
  datesForm,
  entityTagForm,
  fieldsOnce,
  linkForm,
  locationForm,
  mediaTypeForm,
  retryAfterForm,
} from '../../../../src/checks/families/http/fields.ts';
import { cookies } from '../../../../src/checks/families/http/cookies.ts';
import type { Observation } from '../../../../src/checks/kit/define.ts';
import type { HeaderPair } from '../../../../src/model/exchange.ts';
import { exchangeFor, orchard, shownTo } from './orchard.ts';

type Row = readonly [check: Observation, field: string, legal: readonly string[], broken: readonly string[], code: string];

const forms: readonly Row[] = [
  [
    datesForm,
    'Date',
    ['Sun, 06 Nov 1994 08:49:37 GMT', 'Thu, 29 Feb 2024 23:59:60 GMT', 'Mon, 01 Jan 0001 00:00:00 GMT', '[secret]'],
    [
      'Sunday, 06-Nov-94 08:49:37 GMT',
      'Sun Nov  6 08:49:37 1994',
      'Mon, 06 Nov 1994 08:49:37 GMT',
      'Sun, 06 Nov 1994 08:49:37 UTC',
      'Sun, 6 Nov 1994 08:49:37 GMT',
      'Wed, 29 Feb 2023 00:00:00 GMT',
      'Sun, 06 Nov 1994 24:00:00 GMT',
      '1994-11-06T08:49:37Z',
      '',
    ],
    'date-form',
  ],
  [datesForm, 'Last-Modified', ['Tue, 15 Nov 1994 12:45:26 GMT'], ['0', '2024-01-01'], 'date-form'],
  [datesForm, 'Sunset', ['Wed, 11 Nov 2026 23:59:59 GMT'], ['2026-11-11'], 'date-form'],
  [
    mediaTypeForm,
    'Content-Type',
    [
      'application/json',
      'Application/JSON; Charset="utf-8"',
      'text/html;',
      'text/html ; ; charset=utf-8 ;',
      'multipart/form-data; boundary="a;b/c\\"d"',
      'application/vnd.tree+json;v=2',
    ],
    [
      'json',
      'application/',
      'application/json, application/json',
      'text/html; charset',
      'text/html; charset = utf-8',
      'text/plain; a="b',
      '',
    ],
    'media-type-form',
  ],
  [
    locationForm,
    'Location',
    ['https://orchard.example/trees/1?a=b%20c#d', '/trees/1', 'trees/1', '?page=2', '', 'urn:tree:1', 'http://[::1]:8080/', '[secret]'],
    ['/trees/a b', '/trees/{id}', '/bäume/1', '/trees/%zz', '/trees/100%', '<https://orchard.example/>'],
    'location-form',
  ],
  [
    retryAfterForm,
    'Retry-After',
    ['0', '120', 'Fri, 31 Dec 1999 23:59:59 GMT'],
    ['1.5', '-1', '60s', '2814, 2', 'Friday, 31-Dec-99 23:59:59 GMT', '2026-01-01T00:00:00Z', ''],
    'retry-after-form',
  ],
  [
    challengeForm,
    'WWW-Authenticate',
    [
      'Bearer',
      'Basic realm="the, orchard", charset="UTF-8"',
      'Newauth realm="apps", type=1, title="Login to \\"apps\\"", Basic realm="simple"',
      'Negotiate oYIBgTCC==',
      'Negotiate, Bearer realm = "x"',
      'Key',
      ', Bearer,',
      'Bearer error="invalid_token", error_description="gone"',
      '',
    ],
    [
      'Basic',
      'Bearer, Basic',
      'Bearer realm="a" error="b"',
      'Bearer realm="a", realm="b"',
      'Bearer realm="a", Realm="b"',
      'realm="a"',
      'Please log in',
      'Bearer realm=orchard.example/trees',
      'Bearer realm="a',
    ],
    'challenge-form',
  ],
  [
    entityTagForm,
    'ETag',
    ['"33a64df5"', 'W/"33a64df5"', '""', '"a\\b\'c"', '"{}"', '"tag-gzip"', '"[secret]"'],
    ['33a64df5', 'w/"33a64df5"', '"a b"', "'a'", '"a', 'W/a', '"a""b"', '"a", "b"'],
    'entity-tag-form',
  ],
  [
    cachingFields,
    'Cache-Control',
    [
      'no-cache',
      'private, max-age=0, MUST-revalidate',
      'no-cache="Set-Cookie, X-Tree"',
      'max-age=60, new-word="with, comma"',
      'no-store,',
      'stale-while-revalidate=30',
      '',
    ],
    ['no-cache; no-store', 'max-age', 'max-age=1.5', 'max-age="60"', 'max-age = 60', 's-maxage=-1', 'no cache', 'Max-Age=never'],
    'cache-control-form',
  ],
  [cachingFields, 'Age', ['0', '86400'], ['1.5', '-1', '10s'], 'age-form'],
  [
    linkForm,
    'Link',
    [
      '</trees?page=2>; rel="next"',
      '<https://orchard.example/trees?in=a,b;c>; rel=next; title="a, b; <c>", <?page=9>; rel="last"',
      '</leaf.css>; rel=preload; as=style; crossorigin',
      '</trees>; rel="self";',
      '</trees>; rel=alternate; type=text/html',
      '</trees>; REL="next prev"; title*=UTF-8\'\'b%C3%A4ume',
      '<>; rel="self"',
      '',
    ],
    [
      '/trees?page=2; rel="next"',
      '</trees?page=2>',
      '</trees>; title="next"',
      '</trees>; rel="next"; rel="last"',
      '</trees{?page}>; rel="next"',
      '</trees> rel="next"',
      '</trees>; rel="next',
    ],
    'link-form',
  ],
  [
    allowedOriginForm,
    'Access-Control-Allow-Origin',
    ['*', 'null', 'https://orchard.example', 'http://localhost:3000', 'http://[::1]:80', 'app-shell://leaf', ''],
    [
      'https://orchard.example/',
      'https://a.example, https://b.example',
      'https://a.example https://b.example',
      'https://*.example',
      'orchard.example',
      '*, *',
    ],
    'allowed-origin-form',
  ],
];

test.for(forms.map((row) => [`${row[0].id}: ${row[1]}`, ...row] as const))('%s', async ([, check, field, legal, broken, code]) => {
  const contract = await orchard();
  for (const value of legal) {
    expect(shownTo(check, contract, { fields: [[field.toLowerCase(), value]] }), value).not.toContain(code);
  }
  for (const value of broken) expect(shownTo(check, contract, { fields: [[field, value]] }), value).toBe(code);
  expect(shownTo(check, contract, {})).toBe('nothing');
});

test('a finding shows a field as it was written, a long one by its beginning', async () => {
  const contract = await orchard();
  const actual = (value: string): unknown => {
    const [seen] = entityTagForm.observe(exchangeFor({ fields: [['etag', value]] }), contract);
    return seen?.holds === false ? seen.actual : seen;
  };
  expect(actual('7')).toBe('ETag: 7');
  expect(actual('')).toBe('an empty ETag');
  expect(actual('x'.repeat(500))).toBe(`ETag: ${'x'.repeat(160)}…`);
});

test('each line of a field is judged', async () => {
  const fields: readonly HeaderPair[] = [
    ['WWW-Authenticate', 'Bearer'],
    ['WWW-Authenticate', 'Basic'],
  ];
  expect(shownTo(challengeForm, await orchard(), { status: 401, fields })).toBe('holds and challenge-form');
});

test('Expires is no date to judge, and Content-Length no field to count', async () => {
  const contract = await orchard();
  expect(shownTo(datesForm, contract, { fields: [['Expires', '-1']] })).toBe('nothing');
  const lengths: readonly HeaderPair[] = [
    ['Content-Length', '2'],
    ['Content-Length', '2'],
  ];
  expect(shownTo(fieldsOnce, contract, { fields: lengths })).toBe('nothing');
});

test.for([
  'Content-Type',
  'Date',
  'ETag',
  'Last-Modified',
  'Location',
  'Retry-After',
  'Age',
  'Expires',
  'Access-Control-Allow-Origin',
  'Strict-Transport-Security',
])('%s comes once', async (field) => {
  const contract = await orchard();
  expect(shownTo(fieldsOnce, contract, { fields: [[field, 'a']] })).toBe('holds');
  expect(
    shownTo(fieldsOnce, contract, {
      fields: [
        [field, 'a'],
        [field.toLowerCase(), 'a'],
      ],
    }),
  ).toBe('field-repeated');
});

test.for(['Set-Cookie', 'Vary', 'Allow', 'Link', 'Cache-Control', 'WWW-Authenticate', 'X-Request-Id'])(
  '%s may come twice',
  async (field) => {
    const fields: readonly HeaderPair[] = [
      [field, 'a'],
      [field, 'b'],
    ];
    expect(shownTo(fieldsOnce, await orchard(), { fields })).toBe('nothing');
  },
);

test('a wait is judged with every status, a refusal for the pace too, unless the contract tells its form', async () => {
  const fields: readonly HeaderPair[] = [['Retry-After', '1500ms']];
  const contract = await orchard();
  for (const status of [202, 301, 413, 429, 503]) expect(shownTo(retryAfterForm, contract, { status, fields })).toBe('retry-after-form');
  const told = await orchard({
    'x-assay': {
      rateLimit: { window: { seconds: 60 }, exceeded: { status: 429 }, retryAfter: { header: 'Retry-After', on: [429] } },
    },
  });
  expect(shownTo(retryAfterForm, told, { status: 429, fields })).toBe('nothing');
  expect(shownTo(retryAfterForm, told, { status: 503, fields })).toBe('retry-after-form');
});

test('nothing else is judged of an answer that somebody busy gives, or of a page of a gateway', async () => {
  const contract = await orchard();
  const fields: readonly HeaderPair[] = [['ETag', 'none']];
  for (const status of [408, 429, 502, 503, 504]) expect(shownTo(entityTagForm, contract, { status, fields })).toBe('nothing');
  const page: readonly HeaderPair[] = [...fields, ['Content-Type', 'text/html; charset=utf-8']];
  expect(shownTo(entityTagForm, contract, { status: 404, fields: page })).toBe('nothing');
  expect(shownTo(entityTagForm, contract, { status: 200, fields: page })).toBe('entity-tag-form');
  const asHtml = { responses: { '200': { description: 'Page', content: { 'text/html': {} } } } };
  const pages = await orchard({ paths: { '/weather': { get: asHtml } } });
  expect(shownTo(entityTagForm, pages, { status: 404, fields: page })).toBe('entity-tag-form');
});

test.for<readonly [line: string, plain: string, encrypted: string]>([
  ['tree=1', 'holds', 'holds'],
  ['tree=; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Path=/', 'holds', 'holds'],
  ['tree="[secret]"; HttpOnly; New', 'holds', 'holds'],
  ['tree=a=b; samesite=Lax', 'holds', 'holds'],
  ['tree=1; SameSite=None; Secure', 'holds', 'holds'],
  ['tree=1; SameSite=None', 'holds', 'cookie-form'],
  ['__Secure-tree=1; secure', 'holds', 'holds'],
  ['__Secure-tree=1', 'holds', 'cookie-form'],
  ['__Host-tree=1; Secure; Path=/', 'holds', 'holds'],
  ['__Host-tree=1; Secure; Path=/trees', 'holds', 'cookie-form'],
  ['__Host-tree=1; Secure; Path=/; Domain=orchard.example', 'holds', 'cookie-form'],
  ['tree', 'cookie-form', 'cookie-form'],
  ['=1', 'cookie-form', 'cookie-form'],
  ['my tree=1', 'cookie-form', 'cookie-form'],
  ['', 'cookie-form', 'cookie-form'],
])('a cookie: %s', async ([line, plain, encrypted]) => {
  const contract = await orchard();
  const fields: readonly HeaderPair[] = [['Set-Cookie', line]];
  expect(shownTo(cookies, contract, { fields })).toBe(plain);
  expect(shownTo(cookies, contract, { fields, encryption: { protocol: 'TLSv1.3', faults: [] } })).toBe(encrypted);
});

test('neither the name nor the value of a cookie is told', async () => {
  const contract = await orchard();
  const seen = cookies.observe(exchangeFor({ fields: [['Set-Cookie', 'my bark=knotty']] }), contract);
  expect(JSON.stringify(seen)).not.toMatch(/bark|knotty/);
});
