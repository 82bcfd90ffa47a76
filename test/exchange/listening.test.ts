import type { Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { notEnded, notUtf8 } from '../../src/model/exchange.ts';
import { http } from './raw-server.ts';
import { answerOf, closeAfterEach, noAnswerOf, plan, secrets, senderTo, server } from './sending.ts';

closeAfterEach();

const head = 'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n';

const chunk = (content: string | Buffer): Buffer => {
  const bytes = Buffer.from(content);
  return Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')]);
};

const streaming =
  (...contents: readonly (string | Buffer)[]) =>
  (socket: Socket): void => {
    socket.write(Buffer.concat([Buffer.from(head), ...contents.map(chunk)]));
  };

const listened = plan({ listenMs: 60 });

describe('an answer that is listened to', () => {
  test('is kept as received so far where it does not end', async () => {
    const target = await server(streaming('data: a\n\n', 'data: b\n'));
    const answer = answerOf(await senderTo(target.url).send(listened, 'x1'));
    expect(answer).toMatchObject({ status: 200, unfinished: true, text: 'data: a\n\ndata: b\n', json: { kind: 'invalid', why: notEnded } });
    expect(answer.lastedMs).toBeGreaterThanOrEqual(50);
    expect(answer.headers).toContainEqual(['Content-Type', 'text/event-stream']);
  });

  test('is not limited by the time for a head', async () => {
    const target = await server(streaming('data: a\n\n'));
    const answer = answerOf(await senderTo(target.url, { timeoutMs: 500 }).send(plan({ listenMs: 700 }), 'x1'));
    expect(answer.unfinished).toBe(true);
  });

  test('has to have a head in time', async () => {
    const target = await server(() => undefined);
    const { failure, begun } = noAnswerOf(await senderTo(target.url, { timeoutMs: 50 }).send(plan({ listenMs: 10_000 }), 'x1'));
    expect({ failure, begun }).toEqual({ failure: 'timeout', begun: undefined });
  });

  test('is an ordinary answer where it ends by itself', async () => {
    const target = await server((socket) => socket.write(http('200 OK', [], '{"a": 1}')));
    const answer = answerOf(await senderTo(target.url).send(plan({ listenMs: 10_000 }), 'x1'));
    expect(answer).toMatchObject({ text: '{"a": 1}', json: { kind: 'value', value: { a: 1 } } });
    expect(answer.unfinished).toBeUndefined();
    expect(answer.lastedMs).toBeLessThan(10_000);
  });

  test('ends its connection, and leaves others as they are', async () => {
    let connections = 0;
    const target = await server((socket, { line }) => {
      connections += 1;
      socket.write(line.includes('/live') ? Buffer.concat([Buffer.from(head), chunk('data: a\n\n')]) : http('200 OK', [], '{}'));
    });
    const sender = senderTo(target.url, { limits: { connections: 1 } });
    await sender.send(plan({ path: '/live', listenMs: 40 }), 'x1');
    expect(answerOf(await sender.send(plan(), 'x2')).text).toBe('{}');
    expect(connections).toBe(2);
  });

  test('is kept up to its last whole line, so that no secret is cut in two', async () => {
    const target = await server(streaming(`data: a\r\ndata: ${secrets.second.slice(0, -3)}`));
    expect(answerOf(await senderTo(target.url).send(listened, 'x1')).text).toBe('data: a\r\n');
  });

  test('may stop within a character, and has to be UTF-8 up to there', async () => {
    const cut = await server(streaming('data: ä\n', Buffer.from('ä').subarray(0, 1)));
    expect(answerOf(await senderTo(cut.url).send(listened, 'x1')).text).toBe('data: ä\n');
    const other = await server(streaming(Buffer.from('data: ä\n', 'latin1')));
    expect(answerOf(await senderTo(other.url).send(listened, 'x1'))).toMatchObject({ text: null, json: { kind: 'invalid', why: notUtf8 } });
  });

  test('becomes a failure where it breaks off or grows beyond the limit', async () => {
    const broken = await server((socket) => {
      socket.write(head);
      socket.write(chunk('data: a\n\n'), () => socket.destroy());
    });
    expect(noAnswerOf(await senderTo(broken.url).send(plan({ listenMs: 10_000 }), 'x1')).failure).not.toBe('timeout');
    const large = await server(streaming('x'.repeat(2_000)));
    const sender = senderTo(large.url, { limits: { bodyBytes: 1_000 } });
    expect(noAnswerOf(await sender.send(plan({ listenMs: 10_000 }), 'x1')).failure).toBe('too-large');
  });
});
