import { expect, test } from 'vitest';
import { repeatedName } from '../../../../src/checks/families/http/json-names.ts';
import { contentCoding, framing, jsonEncoding, jsonText, jsonUniqueNames } from '../../../../src/checks/families/http/messages.ts';
import { problemDetails } from '../../../../src/checks/families/http/problem-details.ts';
import { undoContentCodings } from '../../../../src/exchange/content-coding.ts';
import type { Observation } from '../../../../src/checks/kit/define.ts';
import { type HeaderPair, notAMessage, notItsCoding } from '../../../../src/model/exchange.ts';
import { exchangeFor, orchard, shownTo, type Told } from './orchard.ts';

const typed = (type: string, told: Told = {}): Told => ({ ...told, fields: [['Content-Type', type], ...(told.fields ?? [])] });
const asJson = (told: Told): Told => typed('application/json; charset=utf-8', told);
const head = { method: 'HEAD' } as const;
const options = { method: 'OPTIONS' } as const;

type Row = readonly [what: string, check: Observation, told: Told, shown: string];

test.for<Row>([
  ['JSON', jsonText, asJson({ text: ' {"a":1}\n' }), 'holds'],
  ['a word of JSON', jsonText, asJson({ text: 'null' }), 'holds'],
  ['a suffix', jsonText, typed('application/vnd.tree+json', { text: '{' }), 'json-unreadable'],
  ['lines of JSON', jsonText, asJson({ text: '{}\n{}\n' }), 'json-unreadable'],
  ['lines of JSON under their own name', jsonText, typed('application/x-ndjson', { text: '{}\n{}\n' }), 'nothing'],
  ['a prefix', jsonText, asJson({ text: ")]}'\n{}" }), 'json-unreadable'],
  ['a page', jsonText, asJson({ text: '<html>' }), 'json-unreadable'],
  ['a page as such', jsonText, typed('text/html', { text: '<html>' }), 'nothing'],
  ['an empty body', jsonText, asJson({}), 'json-empty'],
  ['an empty body of no type', jsonText, {}, 'nothing'],
  ['an empty answer to OPTIONS', jsonText, asJson({ request: options }), 'nothing'],
  ['an answer to OPTIONS that is no JSON', jsonText, asJson({ request: options, text: '{' }), 'json-unreadable'],
  ['an answer to HEAD', jsonText, asJson({ request: head }), 'nothing'],
  ['a 204', jsonText, asJson({ status: 204 }), 'nothing'],
  ['a 304', jsonText, asJson({ status: 304 }), 'nothing'],
  ['a stream that goes on', jsonText, asJson({ text: '{}\n', reply: { unfinished: true } }), 'nothing'],
  ['a success that a schema describes', jsonText, asJson({ operation: 'GET /trees', text: '<' }), 'nothing'],
  ['an error that nothing describes', jsonText, asJson({ operation: 'GET /trees/{id}', status: 404, text: '<' }), 'json-unreadable'],
  ['a body of a coding that is not known', jsonText, asJson({ text: 'x', reply: { undecodable: true } }), 'nothing'],

  ['text beyond ASCII', jsonEncoding, asJson({ text: '{"a":"ä"}' }), 'holds'],
  ['bytes that are no UTF-8', jsonEncoding, asJson({ text: '"x"', reply: { isOther: true } }), 'json-not-utf8'],
  ['such bytes under another type', jsonEncoding, typed('text/csv', { text: 'x', reply: { isOther: true } }), 'nothing'],
  ['bytes of a coding that is not known', jsonEncoding, asJson({ text: 'x', reply: { undecodable: true } }), 'nothing'],
  ['a byte order mark', jsonEncoding, asJson({ text: '\uFEFF{}' }), 'json-byte-order-mark'],
  ['a byte order mark inside', jsonEncoding, asJson({ text: '{"a":"\uFEFF"}' }), 'holds'],
  ['no body', jsonEncoding, asJson({}), 'nothing'],

  ['names of their own', jsonUniqueNames, asJson({ text: '{"a":{"a":1},"b":[{"a":1},{"a":2}]}' }), 'holds'],
  ['a name twice', jsonUniqueNames, asJson({ text: '{"a":1,"b":2,"a":3}' }), 'json-name-repeated'],
  ['no JSON', jsonUniqueNames, typed('text/plain', { text: '{"a":1,"a":3}' }), 'nothing'],

  ['a coding that fits', contentCoding, { text: 'x', fields: [['Content-Encoding', 'gzip']] }, 'holds'],
  ['one that is not known', contentCoding, { text: 'x', reply: { undecodable: true }, fields: [['Content-Encoding', 'zstd']] }, 'nothing'],
  ['none', contentCoding, { text: 'x' }, 'nothing'],
  ['one of nothing', contentCoding, { fields: [['Content-Encoding', 'gzip']] }, 'nothing'],
  ...(
    [
      ['gzip', 'gzip', 'holds'],
      ['gzip', 'br, GZIP;q=0.1', 'holds'],
      ['x-gzip', 'gzip', 'holds'],
      ['gzip', '*', 'holds'],
      ['gzip', 'identity', 'content-coding-unasked'],
      ['br', 'identity;q=0.5, gzip', 'content-coding-unasked'],
      ['gzip', 'gzip; q=0.000, *', 'content-coding-unasked'],
      ['gzip', '*;q=0', 'content-coding-unasked'],
      ['gzip', '', 'content-coding-unasked'],
      ['utf-8', 'identity', 'holds'],
      ['identity', 'identity', 'holds'],
    ] as const
  ).map(([coding, accept, shown]): Row => [
    `${coding} to ${accept}`,
    contentCoding,
    asJson({ text: '{}', asked: [['Accept-Encoding', accept]], fields: [['Content-Encoding', coding]] }),
    shown,
  ]),
  [
    'a stored file',
    contentCoding,
    typed('image/svg+xml', { text: '<svg/>', asked: [['accept-encoding', 'identity']], fields: [['Content-Encoding', 'gzip']] }),
    'holds',
  ],
  ['one that nothing asks for', contentCoding, asJson({ text: '{}', fields: [['Content-Encoding', 'gzip']] }), 'holds'],
  ['one in an answer to HEAD', contentCoding, { text: 'x', request: head, fields: [['Content-Encoding', 'gzip']] }, 'nothing'],

  ['an answer that the client has read', framing, {}, 'holds'],
  ['one that came whole the second time', framing, { departures: [] }, 'nothing'],
  ['one after an interim answer', framing, { departures: ['unrequested-100'] }, 'nothing'],
  ['one with a folded field', framing, { departures: ['unrequested-100', 'obs-fold'] }, 'framing-broken'],
  ['one with content where there is none', framing, { status: 204, departures: ['content-where-none-is'] }, 'framing-broken'],
  ['one that is no message', framing, { unread: `${notAMessage}"zz" is not a chunk size` }, 'framing-broken'],
  ['one that ended early', framing, { unread: 'the peer closed the connection before the answer was whole' }, 'nothing'],
])('%s', async ([, check, told, shown]) => {
  expect(shownTo(check, await orchard(), told)).toBe(shown);
});

test('a body that is not of its coding is told apart from one of an unknown coding', async () => {
  const coded: readonly HeaderPair[] = [['Content-Encoding', 'gzip']];
  const undone = await undoContentCodings(Buffer.from('plain'), coded, 1000);
  expect(undone).toMatchObject({ kind: 'undecodable', why: `${notItsCoding}"gzip"` });
  const exchange = exchangeFor({ text: 'plain', fields: coded });
  const reply = { ...exchange.reply, text: null, json: { kind: 'invalid', why: `${notItsCoding}"gzip"` } } as typeof exchange.reply;
  expect(contentCoding.observe({ ...exchange, reply }, await orchard())).toMatchObject([{ holds: false, code: 'content-coding-other' }]);
});

const coded = { text: '[]', fields: [['Content-Encoding', 'gzip']] } as const;

test.for<readonly [said: string, ofList: string, ofOther: string]>([
  [
    'List answers are compressed with gzip if, and only if, the `Accept-Encoding` of the request allows it.',
    'content-coding-unasked',
    'holds',
  ],
  ['Responses are only compressed when the client asks for it.', 'content-coding-unasked', 'content-coding-unasked'],
  ['All answers are never compressed unless `Accept-Encoding` says so.', 'content-coding-unasked', 'content-coding-unasked'],
  ['Without an `Accept-Encoding`, answers are not compressed.', 'content-coding-unasked', 'content-coding-unasked'],
  ['Answers are compressed if the `Accept-Encoding` allows it.', 'holds', 'holds'],
  ['Answers may be compressed only if the `Accept-Encoding` allows it.', 'holds', 'holds'],
  ['Exports are compressed only if the `Accept-Encoding` allows it.', 'holds', 'holds'],
  ['Answers are compressed not only if `Accept-Encoding` allows it.', 'holds', 'holds'],
  ['Answers are sent only if the `Accept` allows it.', 'holds', 'holds'],
  ['Answers are always compressed.', 'holds', 'holds'],
])('a coding without an Accept-Encoding, where the document says: %s', async ([description, ofList, ofOther]) => {
  const contract = await orchard({ info: { title: 'Orchard', version: '1', description } });
  expect(shownTo(contentCoding, contract, asJson({ operation: 'GET /trees', ...coded }))).toBe(ofList);
  expect(shownTo(contentCoding, contract, asJson({ ...coded }))).toBe(ofOther);
});

test.for<readonly [said: string, shown: string]>([
  ['Answers are always compressed with gzip.', 'holds'],
  ['Clients must accept gzip.', 'holds'],
  ['Answers are compressed with gzip whatever `Accept-Encoding` says.', 'holds'],
  ['Every answer is compressed if the `Accept-Encoding` allows it.', 'content-coding-unasked'],
])('a coding that the request refuses, where the document says: %s', async ([description, shown]) => {
  const contract = await orchard({ info: { title: 'Orchard', version: '1', description } });
  expect(shownTo(contentCoding, contract, asJson({ ...coded, asked: [['accept-encoding', 'identity']] }))).toBe(shown);
});

test('a described error is left to the check that knows the errors of the contract', async () => {
  const errors = { 'x-assay': { errors: { object: '$response.body' } } };
  const described = {
    paths: {
      '/weather': {
        get: { responses: { '200': { description: 'W' }, '400': { description: 'No', content: { 'application/json': {} } } } },
      },
    },
  };
  const told = asJson({ status: 400, text: '<' });
  expect(shownTo(jsonText, await orchard(described), told)).toBe('json-unreadable');
  expect(shownTo(jsonText, await orchard({ ...described, ...errors }), told)).toBe('nothing');
});

test('the encoding of JSON is left to the check of all bodies, where the contract tells it', async () => {
  const told = await orchard({ 'x-assay': { transport: { charset: { is: 'utf-8' } } } });
  expect(shownTo(jsonEncoding, told, asJson({ text: '\uFEFF{}' }))).toBe('nothing');
});

test.for<readonly [text: string, name: string | undefined]>([
  ['{}', undefined],
  ['"{\\"a\\":1,\\"a\\":2}"', undefined],
  ['{"a":"a","b":["a","a"]}', undefined],
  ['{"a":1,"\\u0061":2}', 'a'],
  ['{"":1,"":2}', ''],
  ['[{"x" : {"b\\"":1,\n"b\\"" :2}}]', 'b"'],
  ['{"A":1,"a":2}', undefined],
  ['{"[secret]":1,"[secret]":2}', undefined],
  ['{"a":[secret],"b":[secret]}', undefined],
  ['{"__proto__":1,"constructor":2}', undefined],
])('names in %s', ([text, name]) => {
  expect(repeatedName(text)).toBe(name);
});

const problem = (value: unknown, told: Told = {}): Told =>
  typed('application/problem+json', { status: 404, ...told, reply: { ...told.reply, json: value } });

test.for<readonly [what: string, told: Told, shown: string]>([
  ['nothing in it', problem({}), 'holds'],
  [
    'everything in it',
    problem({ type: 'https://orchard.example/probs/gone', title: 'Gone', status: 404, detail: 'Felled', instance: '/trees/1', roots: [1] }),
    'holds',
  ],
  ['about:blank and relative addresses', problem({ type: 'about:blank', instance: '' }), 'holds'],
  ['members that are null', problem({ type: null, detail: null, status: null }), 'holds'],
  ['a masked address', problem({ instance: '/trees/[secret]' }), 'holds'],
  ['the same under application/json', asJson({ status: 404, reply: { json: { status: 1 } } }), 'nothing'],
  ['the same as XML', typed('application/problem+xml', { status: 404, text: '<problem/>' }), 'nothing'],
  ['no JSON', typed('application/problem+json', { status: 404, text: '<' }), 'nothing'],
  ['a list', problem([]), 'problem-no-object'],
  ['a text', problem('gone'), 'problem-no-object'],
  ['another status', problem({ status: 400 }), 'problem-status'],
  ['the status as a text', problem({ status: '404' }), 'problem-status'],
  ['a title that is no text', problem({ title: { en: 'Gone' } }), 'problem-text'],
  ['a detail that is no text', problem({ detail: ['a'] }), 'problem-text'],
  ['a type that is no address', problem({ type: 'Not Found' }), 'problem-reference'],
  ['a type that is a number', problem({ type: 4 }), 'problem-reference'],
  ['an instance with a method', problem({ instance: 'GET /trees/1' }), 'problem-reference'],
])('a problem with %s', async ([, told, shown]) => {
  expect(shownTo(problemDetails, await orchard(), told)).toBe(shown);
});
