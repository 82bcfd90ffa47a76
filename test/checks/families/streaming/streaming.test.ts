import { beforeAll, describe, expect, test } from 'vitest';
import type { Probe } from '../../../../src/checks/kit/define.ts';
import { checkById } from '../../../../src/checks/index.ts';
import { readEventStream } from '../../../../src/checks/families/streaming/event-stream.ts';
import type { Contract } from '../../../../src/contract/model.ts';
import type { PlannedRequest } from '../../../../src/model/request.ts';
import type { Target } from '../../../../src/model/target.ts';
import type { Reply } from '../../support/exchange.ts';
import { targetOf } from '../../support/fake-session.ts';
import { judge, type Judged, stated } from '../../support/judge.ts';
import { ticker } from '../../../worlds/event-stream.ts';

let contract: Contract;
beforeAll(async () => {
  contract = await ticker();
});

const target = targetOf({ fixtures: {}, durations: { 'stream.listened': 2, 'stream.open': 1 } });

const ask = (id: string, answer: (request: PlannedRequest, turn: number) => Reply, over: Partial<Target> = {}): Promise<Judged> => {
  let turn = 0;
  return judge(checkById(`streaming/${id}`) as Probe, {
    contract,
    target: { ...target, ...over },
    answer: (request) => answer(request, (turn += 1)),
  });
};

const type = ['Content-Type', 'text/event-stream; charset=utf-8'] as const;
const chunked = ['Transfer-Encoding', 'chunked'] as const;

/** A stream that is still open when the client stops following it. */
const open = (text: string): Reply => ({ status: 200, headers: [type, chunked], text, unfinished: true, lastedMs: 2000 });
const ended = (text: string, lastedMs = 300, framing: readonly (readonly [string, string])[] = [chunked]): Reply => ({
  status: 200,
  headers: [type, ...framing],
  text,
  lastedMs,
});

const always = (reply: Reply) => (): Reply => reply;

describe('the text of a stream', () => {
  test('may end its lines in three ways, and its last line counts only if it is ended', () => {
    const { events, fields, lastId, stray } = readEventStream(
      '\uFEFFid: 7\r\ndata: a\r\ndata:b\r\r: ping\n\ndata\n\nid: 8\ndata: c\n\ndata: half',
    );
    expect(events).toEqual(['a\nb', '', 'c']);
    expect(fields).toEqual(['comment', 'data', 'id']);
    expect(lastId).toBe('8');
    expect(stray).toBeUndefined();
  });

  test('may hold unknown fields, but no line that is not a field', () => {
    expect(readEventStream('trace-id: 4\ndata: x\n\n')).toMatchObject({ fields: ['data', 'trace-id'], stray: undefined });
    for (const line of ['{"a": 1}', '  "a": 1,', '}', '<html>', '12: x']) expect(readEventStream(`${line}\n`).stray, line).toBe(line);
  });
});

describe('streaming/media-type', () => {
  const typed = (value: string | undefined, status = 200): Reply => ({
    status,
    headers: value === undefined ? [] : [['content-type', value]],
    text: 'data: x\n\n',
    unfinished: true,
    lastedMs: 1000,
  });
  test.for<readonly [string, Reply, string]>([
    ['the type of events', typed('Text/Event-Stream;charset=UTF-8'), 'pass'],
    ['a stream that has ended', ended(''), 'pass'],
    ['JSON', typed('application/json'), 'fail stream-media-type'],
    ['octets', typed('application/octet-stream'), 'fail stream-media-type'],
    ['no type', typed(undefined), 'fail stream-media-type'],
    ['another success', { status: 204 }, 'fail stream-status'],
    ['an error response', { status: 403 }, 'inconclusive'],
    ['a failure', { status: 503 }, 'inconclusive'],
    ['a redirect', { status: 302 }, 'inconclusive'],
    ['no head', 'no answer', 'inconclusive'],
  ])('%s', async ([, reply, verdict]) => {
    expect(stated(await ask('media-type', always(reply)))).toBe(verdict);
  });

  test('asks for events, and follows the stream only until the head is seen', async () => {
    const { session } = await ask('media-type', always(open('')));
    expect(session.exchanges.map(({ request }) => request)).toMatchObject([
      { path: '/papers/live', headers: [['accept', 'text/event-stream, application/json;q=0.5']], listenMs: 1000 },
    ]);
  });
});

describe('streaming/framing', () => {
  test.for<readonly [string, Reply, string]>([
    ['an event', open('data: {"price": 1}\n\n'), 'pass'],
    ['an event of several lines, with carriage returns', open('id: 1\r\nevent: price\r\ndata: {\r\ndata: }\r\n\r\n'), 'pass'],
    ['a field of another name', open('shard: 4\ndata: x\n\n'), 'pass'],
    ['an event of a stream that ended', ended('data: x\n\n'), 'pass'],
    ['a stream of another media type', { status: 200, text: 'data: x\n\n', unfinished: true, lastedMs: 2000 }, 'pass'],
    ['no event', open(''), 'inconclusive'],
    ['comments only', open(': ping\n\n: ping\n\n'), 'inconclusive'],
    ['two data lines without an end', open('data: x\ndata: y\n'), 'inconclusive'],
    ['three data lines without an end', open('data: x\nid: 1\ndata: y\ndata: z\n'), 'fail events-not-ended'],
    ['lines of JSON', open('{"price": 1}\n{"price": 2}\n'), 'fail line-no-field'],
    ['a line break inside the data', open('data: {\n  "price": 1\n}\n\n'), 'fail line-no-field'],
    ['octets that are no UTF-8', { status: 200, isOther: true, unfinished: true, lastedMs: 2000 }, 'fail stream-not-utf8'],
    ['an unknown content coding', { status: 200, undecodable: true, unfinished: true, lastedMs: 2000 }, 'inconclusive'],
    ['another success', { status: 202, text: '{}\n' }, 'inconclusive'],
    ['an error response', { status: 401 }, 'inconclusive'],
    ['no answer', 'no answer', 'inconclusive'],
  ])('%s', async ([, reply, verdict]) => {
    expect(stated(await ask('framing', always(reply)))).toBe(verdict);
  });

  test('follows for a minute only with the permission', async () => {
    expect((await ask('framing', always(open('')), { durations: {} })).locations).toEqual([]);
    const { session } = await ask('framing', always(open('')), { durations: {}, allow: ['slow'] });
    expect(session.exchanges.map(({ request: { listenMs } }) => listenMs)).toEqual([60_000]);
  });
});

describe('streaming/data-is-json', () => {
  test.for<readonly [string, Reply, string]>([
    ['objects', open('data: {"price": 1}\n\ndata: {\ndata: "price": 2}\n\n'), 'pass'],
    ['an empty event among objects', open('event: ping\ndata:\n\ndata: {}\n\n'), 'pass'],
    ['text', open('data: {}\n\ndata: 12 up\n\n'), 'fail event-not-json'],
    ['a list', open('data: []\n\n'), 'fail event-not-json'],
    ['an event that did not end', open('data: 12 up\n'), 'inconclusive'],
    ['no event', open(': ping\n\n'), 'inconclusive'],
    ['octets that are no UTF-8', { status: 200, isOther: true }, 'inconclusive'],
    ['an error response', { status: 403 }, 'inconclusive'],
  ])('%s', async ([, reply, verdict]) => {
    expect(stated(await ask('data-is-json', always(reply)))).toBe(verdict);
  });
});

describe('streaming/stays-open', () => {
  test.for<readonly [string, (request: PlannedRequest, turn: number) => Reply, string, number]>([
    ['open when the client stops', always(open('')), 'pass', 1],
    ['ended after that', always(ended('', 1200)), 'pass', 1],
    ['open at the third try', (_, turn) => (turn < 3 ? ended('data: x\n\n') : open('')), 'pass', 3],
    ['ended each time', always(ended('data: x\n\n')), 'fail stream-ended', 3],
    ['ended each time with a Content-Length', always(ended('', 5, [['content-length', '0']])), 'fail stream-ended', 3],
    ['about as long as it must be', always(ended('', 900)), 'inconclusive', 1],
    ['closed without a mark of its end', always(ended('', 300, [])), 'inconclusive', 1],
    ['broken at the second try', (_, turn) => (turn === 1 ? ended('') : 'no answer'), 'inconclusive', 2],
    ['refused', always({ status: 403 }), 'inconclusive', 1],
    ['another success', always({ status: 204, headers: [['content-length', '0']], lastedMs: 1 }), 'inconclusive', 1],
  ])('%s', async ([, answer, verdict, tries]) => {
    const judged = await ask('stays-open', answer);
    expect(stated(judged)).toBe(verdict);
    expect(judged.session.exchanges).toHaveLength(tries);
  });

  test('a head that was read late, together with the end, does not show how long the stream was open', async () => {
    const judged = await judge(checkById('streaming/stays-open') as Probe, {
      contract,
      target,
      answer: always(ended('', 5)),
      tookMs: 5000,
    });
    expect(stated(judged)).toBe('inconclusive');
  });

  test('does not wait for events where that needs a permission', async () => {
    const { session } = await ask('stays-open', always(open('')), { durations: {} });
    expect(session.exchanges.map(({ request: { listenMs } }) => listenMs)).toEqual([5000]);
  });
});

describe('streaming/events-recorded', () => {
  const factsOf = async (answer: (request: PlannedRequest, turn: number) => Reply): Promise<unknown> => {
    const { verdict } = await ask('events-recorded', answer);
    return verdict.kind === 'observed' ? Object.fromEntries(verdict.facts.map(({ fact, value }) => [fact, value])) : verdict.kind;
  };

  test('the fields and events, and the answer to the last id', async () => {
    const answer = ({ headers }: PlannedRequest): Reply =>
      headers.some(([name, value]) => name === 'Last-Event-ID' && value === 'p-2')
        ? { status: 412 }
        : open('retry: 5\n\nid: p-1\ndata: x\n\nid: p-2\ndata: y\n\n');
    expect(await factsOf(answer)).toEqual({
      'stream.fields': ['data', 'id', 'retry'],
      'stream.events': 'came',
      'stream.end': 'none in time',
      'stream.after-last-event-id': 412,
    });
  });

  test('a stream without events, and one that ends', async () => {
    expect(await factsOf(always(open(': ping\n\n')))).toEqual({
      'stream.fields': ['comment'],
      'stream.events': 'none in time',
      'stream.end': 'none in time',
    });
    expect(await factsOf(always(ended('data: x\n\n')))).toEqual({
      'stream.fields': ['data'],
      'stream.events': 'came',
      'stream.end': 'ended by the server',
    });
  });

  test('an id that no header can hold is not sent', async () => {
    const { session } = await ask('events-recorded', always(open('id: ä\ndata: x\n\n')));
    expect(session.exchanges).toHaveLength(1);
  });

  test.for<readonly [string, Reply]>([
    ['an error response', { status: 403 }],
    ['octets that are no UTF-8', { status: 200, isOther: true }],
  ])('%s shows nothing', async ([, reply]) => {
    expect(await factsOf(always(reply))).toBe('inconclusive');
  });
});
