import { expect, test } from 'vitest';
import {
  acceptedTypeServed,
  allowPresent,
  allowWithoutRefused,
  challengePresent,
  createdLocation,
  datePresent,
  statusFitsRequest,
  statusHasFields,
} from '../../../../src/checks/families/http/statuses.ts';
import type { Observation } from '../../../../src/checks/kit/define.ts';
import type { HeaderPair } from '../../../../src/model/exchange.ts';
import { orchard, orchardDocument, shownTo, type Told } from './orchard.ts';

const type: HeaderPair = ['content-type', 'application/json'];
const html: readonly HeaderPair[] = [['Content-Type', 'text/html']];
const plum = { body: { kind: 'json', value: { sort: 'plum' } } } as const;

type Row = readonly [what: string, check: Observation, told: Told, shown: string];

test.for<Row>([
  ['an unregistered status', statusFitsRequest, { status: 499 }, 'holds'],
  ['another one', statusFitsRequest, { status: 520 }, 'holds'],
  ['a status above 599', statusFitsRequest, { status: 999 }, 'status-out-of-range'],
  ['304 to a conditional read', statusFitsRequest, { status: 304, asked: [['if-none-match', '"a"']] }, 'holds'],
  ['304 to one by time', statusFitsRequest, { status: 304, asked: [['If-Modified-Since', 'Sun, 06 Nov 1994 08:49:37 GMT']] }, 'holds'],
  ['304 to a plain read', statusFitsRequest, { status: 304 }, 'status-304-unasked'],
  [
    '304 to a write',
    statusFitsRequest,
    { status: 304, operation: 'POST /trees', asked: [type, ['if-none-match', '"a"']] },
    'status-304-unasked',
  ],
  ['206 to a part', statusFitsRequest, { status: 206, asked: [['range', 'bytes=0-1']] }, 'holds'],
  ['206 to the whole', statusFitsRequest, { status: 206 }, 'status-206-unasked'],
  ['413 to content', statusFitsRequest, { status: 413, operation: 'POST /trees', request: plum, asked: [type] }, 'holds'],
  ['413 where a body is described', statusFitsRequest, { status: 413, operation: 'POST /trees' }, 'holds'],
  ['413 to a plain read', statusFitsRequest, { status: 413 }, 'status-413-unasked'],
  ['415 to a read', statusFitsRequest, { status: 415, operation: 'GET /trees' }, 'status-415-unasked'],
  ['415 to a read that announces a type', statusFitsRequest, { status: 415, operation: 'GET /trees', asked: [type] }, 'holds'],
  [
    '415 to a fault on purpose',
    statusFitsRequest,
    { status: 415, operation: 'GET /trees', request: { faults: ['query-unparsable'] } },
    'holds',
  ],
  ['415 that is not described', statusFitsRequest, { status: 415 }, 'holds'],
  ['415 where a body is described and none was sent', statusFitsRequest, { status: 415, operation: 'POST /trees' }, 'holds'],
  ['201 to a read', statusFitsRequest, { status: 201 }, 'holds'],

  ...[301, 302, 303, 307, 308].map((status): Row => [`${status} without Location`, statusHasFields, { status }, 'location-absent']),
  ['a redirect to nowhere else', statusHasFields, { status: 302, fields: [['location', '']] }, 'holds'],
  ['300 without Location', statusHasFields, { status: 300 }, 'nothing'],
  ['304 without Location', statusHasFields, { status: 304 }, 'nothing'],
  ['a part with its range', statusHasFields, { status: 206, fields: [['Content-Range', 'bytes 0-1/9']] }, 'holds'],
  ['several parts', statusHasFields, { status: 206, fields: [['Content-Type', 'Multipart/ByteRanges; boundary=b']] }, 'holds'],
  ['a part without its range', statusHasFields, { status: 206, fields: [type] }, 'content-range-absent'],

  [
    '406 to a described type',
    acceptedTypeServed,
    { status: 406, operation: 'GET /trees', asked: [['accept', 'application/json']] },
    'accepted-type-refused',
  ],
  [
    '406 to anything',
    acceptedTypeServed,
    { status: 406, operation: 'GET /trees', asked: [['Accept', 'text/x;q=1, */*;q=0.1']] },
    'accepted-type-refused',
  ],
  ['406 without Accept', acceptedTypeServed, { status: 406, operation: 'GET /trees' }, 'accepted-type-refused'],
  ['406 to another type', acceptedTypeServed, { status: 406, operation: 'GET /trees', asked: [['accept', 'text/csv']] }, 'nothing'],
  [
    '406 to a version of the type',
    acceptedTypeServed,
    { status: 406, operation: 'GET /trees', asked: [['accept', 'application/json;v=9']] },
    'nothing',
  ],
  [
    '406 to what is refused by weight',
    acceptedTypeServed,
    { status: 406, operation: 'GET /trees', asked: [['accept', 'application/json;q=0, */*']] },
    'nothing',
  ],
  [
    '406 to a language',
    acceptedTypeServed,
    {
      status: 406,
      operation: 'GET /trees',
      asked: [
        ['accept', '*/*'],
        ['accept-language', 'tlh'],
      ],
    },
    'nothing',
  ],
  ['406 that is not described', acceptedTypeServed, { status: 406, asked: [['accept', '*/*']] }, 'nothing'],
  ['a success', acceptedTypeServed, { operation: 'GET /trees', asked: [['accept', 'application/*']] }, 'holds'],

  ['a date', datePresent, { status: 404, fields: [['date', 'x']] }, 'holds'],
  ['no date', datePresent, { status: 200 }, 'date-absent'],
  ['no date with a failure', datePresent, { status: 500 }, 'nothing'],
  ['no date outside every operation', datePresent, { status: 404, operation: null }, 'date-absent'],

  ['a challenge', challengePresent, { status: 401, fields: [['WWW-Authenticate', 'Cookie realm="x"']] }, 'holds'],
  ['no challenge', challengePresent, { status: 401 }, 'challenge-absent'],
  ['an empty list of challenges', challengePresent, { status: 401, fields: [['WWW-Authenticate', ' , ']] }, 'challenge-absent'],
  ['one that cannot be read', challengePresent, { status: 401, fields: [['WWW-Authenticate', 'log in, please do']] }, 'holds'],
  ['a page of a gateway', challengePresent, { status: 401, fields: html }, 'nothing'],
  ['403 without challenge', challengePresent, { status: 403 }, 'nothing'],

  ['405 with Allow', allowPresent, { status: 405, fields: [['Allow', 'GET, HEAD']] }, 'holds'],
  ['405 with an empty Allow', allowPresent, { status: 405, fields: [['Allow', '']] }, 'holds'],
  ['405 without Allow', allowPresent, { status: 405, operation: null }, 'allow-absent'],
  ['405 of a gateway', allowPresent, { status: 405, fields: html }, 'nothing'],
  ['404 without Allow', allowPresent, { status: 404 }, 'nothing'],

  ['the refused method is not allowed', allowWithoutRefused, { status: 405, fields: [['Allow', 'POST,HEAD , OPTIONS']] }, 'holds'],
  ['nor is one that ends alike', allowWithoutRefused, { status: 405, fields: [['Allow', 'TARGET']] }, 'holds'],
  ['nothing is allowed', allowWithoutRefused, { status: 405, fields: [['Allow', '']] }, 'holds'],
  [
    'the refused method is allowed on another line',
    allowWithoutRefused,
    {
      status: 405,
      fields: [
        ['Allow', 'POST'],
        ['Allow', 'GET'],
      ],
    },
    'refused-method-allowed',
  ],
  ['Allow with a success', allowWithoutRefused, { status: 200, fields: [['Allow', 'GET']] }, 'nothing'],

  ['a creation that tells where', createdLocation, { status: 201, operation: 'POST /trees', fields: [['Location', '/trees/1']] }, 'holds'],
  [
    'one that tells it as Content-Location',
    createdLocation,
    { status: 201, operation: 'POST /trees', fields: [['Content-Location', '/trees/1']] },
    'holds',
  ],
  ['one that does not', createdLocation, { status: 201, operation: 'POST /trees', request: plum }, 'location-of-created-absent'],
  ['one with 200', createdLocation, { status: 200, operation: 'POST /trees' }, 'nothing'],
  ['one of many', createdLocation, { status: 201, operation: 'POST /trees', request: { body: { kind: 'json', value: [{}] } } }, 'nothing'],
  ['one that answers many', createdLocation, { status: 201, operation: 'POST /trees', reply: { json: [{ id: '1' }] } }, 'nothing'],
  ['a creation without an address of its own', createdLocation, { status: 201, operation: 'POST /shade' }, 'nothing'],
])('%s', async ([, check, told, shown]) => {
  expect(shownTo(check, await orchard(), told)).toBe(shown);
});

test('a challenge that the contract tells of is judged by what it tells', async () => {
  const told = await orchard({
    'x-assay': { auth: { unauthenticated: { status: 401 }, challenge: { on: [401], header: 'WWW-Authenticate', scheme: 'Bearer' } } },
  });
  expect(shownTo(challengePresent, told, { status: 401 })).toBe('nothing');
});

test.each<readonly [string, string]>([
  ['The type is that of the format that was asked for.', 'nothing'],
  ['In the type that `Accept` prefers.', 'accepted-type-refused'],
  ['The whole harvest.', 'accepted-type-refused'],
])('406 to one of two described types, where the text is "%s", shows: %s', async (description, shown) => {
  const content = { 'text/csv': {}, 'application/x-ndjson': {} };
  const get = { description, responses: { '200': { description: 'A file', content }, '406': { description: 'In no such form' } } };
  const contract = await orchard({ paths: { '/harvest': { get } } });
  const told = { status: 406, operation: 'GET /harvest', asked: [['accept', 'text/csv']] } as const;
  expect(shownTo(acceptedTypeServed, contract, told)).toBe(shown);
});

test.each<readonly [string, string, object | undefined, string]>([
  ['says nothing of challenges', '', undefined, 'nothing'],
  ['says that each 401 has one', 'A wrong key is answered with `401` and a `WWW-Authenticate: Key` header.', undefined, 'challenge-absent'],
  ['says so of requests without a key', 'A request without a key gets a 401 with WWW-Authenticate.', undefined, 'challenge-absent'],
  ['describes the field', '', { schema: { type: 'string' } }, 'challenge-absent'],
  ['denies it', 'A wrong key is answered with 401, without WWW-Authenticate.', undefined, 'nothing'],
  ['leaves it open', 'A wrong key is answered with 401, which may have WWW-Authenticate.', undefined, 'nothing'],
  ['describes a field that comes for some', '', { description: 'Only for browsers.', schema: { type: 'string' } }, 'nothing'],
])('no challenge where all credentials are keys, and the document %s', async (_what, description, header, shown) => {
  const { paths } = orchardDocument;
  const refused = { description: 'No key', ...(header && { headers: { 'WWW-Authenticate': header } }) };
  const get = { responses: { ...paths['/weather'].get.responses, '401': refused } };
  const contract = await orchard({
    info: { title: 'Orchard', version: '1', description },
    components: { securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'X-Key' } } },
    security: [{ key: [] }],
    paths: { ...paths, '/weather': { get } },
  });
  expect(shownTo(challengePresent, contract, { status: 401, operation: 'GET /weather' })).toBe(shown);
});
