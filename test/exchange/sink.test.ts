import { connect } from 'node:net';
import { onTestFinished, describe, expect, test } from 'vitest';
import { createIssuedCredentials } from '../../src/exchange/issued-credentials.ts';
import { createRedactor } from '../../src/exchange/redactor.ts';
import { CannotListen, openSink, type Sink, type SinkLimits, tryListen } from '../../src/exchange/sink.ts';
import { steadyNow } from '../../src/exchange/clock.ts';
import type { Exchange } from '../../src/model/exchange.ts';

const secret = 'sk_sink_0123456789abcdef';

const opened = async (limits: Partial<SinkLimits> = {}): Promise<{ readonly sink: Sink; readonly kept: readonly Exchange[] }> => {
  const kept: Exchange[] = [];
  const redactor = createRedactor([secret]);
  const issued = createIssuedCredentials(redactor);
  const sink = await openSink({ listen: { host: '127.0.0.1', port: 0 }, redactor, issued, keep: (one) => kept.push(one), limits });
  onTestFinished(sink.close);
  return { sink, kept };
};

const post = async (url: string, body: string, headers: Readonly<Record<string, string>> = {}): Promise<number | undefined> => {
  try {
    return (await fetch(url, { method: 'POST', body, headers, redirect: 'manual' })).status;
  } catch {
    return undefined;
  }
};

/** Waits until so many deliveries are answered. */
const settled = async (sink: Sink, count: number): Promise<void> => {
  for (let turn = 0; turn < 100 && sink.deliveries().length < count; turn += 1) await new Promise((resolve) => setTimeout(resolve, 20));
};

const port = (sink: Sink): number => Number(new URL(sink.url()).port);

describe('the sink', () => {
  test('keeps what came and what it answered, as an exchange of its own kind', async () => {
    const { sink, kept } = await opened();
    expect(await post(sink.url(), '{"a":1}', { 'Content-Type': 'application/json' })).toBe(200);
    await settled(sink, 1);
    const [one] = sink.deliveries();
    expect(one).toMatchObject({
      id: 'd1',
      request: { operation: null, method: 'POST', path: '/', credential: { kind: 'none' }, faults: [] },
      sent: { method: 'POST', target: '/', body: '{"a":1}' },
      reply: { kind: 'answer', status: 200 },
      delivery: { endpoint: 'main' },
    });
    expect(kept).toEqual(sink.deliveries());
    expect(sink.rawOf('d1')?.octets.toString()).toBe('{"a":1}');
  });

  test('keeps no secret, of the operator or of the target', async () => {
    const { sink } = await opened();
    const token = 'tok_fresh_9876543210zyxw';
    await post(sink.url(), JSON.stringify({ access_token: token, note: `with ${secret} in it` }), { Authorization: `Bearer ${token}` });
    await settled(sink, 1);
    const written = JSON.stringify(sink.deliveries());
    expect(written).not.toContain(token);
    expect(written).not.toContain(secret);
    expect(written).toContain('[secret]');
  });

  test('answers as it is told: a status, late, a redirect, or by closing the connection', async () => {
    const { sink } = await opened();
    const told = [
      { kind: 'status', status: 500 },
      { kind: 'status', status: 204, afterMs: 150 },
      { kind: 'status', status: 302, headers: { Location: sink.url('ct-moved') } },
      { kind: 'close' },
    ] as const;
    let n = 0;
    const release = sink.answerBy(() => told[n++]);
    const since = steadyNow();
    expect([await post(sink.url(), 'a'), await post(sink.url(), 'b'), await post(sink.url(), 'c'), await post(sink.url(), 'd')]).toEqual([
      500,
      204,
      302,
      undefined,
    ]);
    expect(steadyNow() - since).toBeGreaterThan(140);
    release();
    expect(await post(sink.url(), 'e')).toBe(200);
    await settled(sink, 5);
    expect(sink.deliveries().map(({ reply }) => (reply.kind === 'answer' ? reply.status : reply.failure))).toEqual([
      500,
      204,
      302,
      'closed',
      200,
    ]);
  });

  test('tells endpoints apart by the last segment of their addresses', async () => {
    const { sink } = await opened();
    await post(sink.url('ct-n-hook'), 'a');
    await post(`${sink.url()}another/path?b=1`, 'b');
    await settled(sink, 2);
    expect(sink.deliveries().map(({ delivery }) => delivery?.endpoint)).toEqual(['ct-n-hook', 'main']);
  });

  test('says when a sender gave up', async () => {
    const { sink } = await opened();
    sink.answerBy(() => ({ kind: 'status', status: 200, afterMs: 5000 }));
    await expect(fetch(sink.url(), { method: 'POST', body: 'a', signal: AbortSignal.timeout(100) })).rejects.toThrow();
    await settled(sink, 1);
    expect(sink.deliveries()[0]?.reply).toMatchObject({ kind: 'no-answer', failure: 'closed' });
  });

  test('reads no body above its limit, and keeps no more deliveries than it may', async () => {
    const { sink, kept } = await opened({ bodyBytes: 10, deliveries: 2 });
    expect(await post(sink.url(), 'x'.repeat(11))).not.toBe(200);
    expect([await post(sink.url(), 'a'), await post(sink.url(), 'b')]).toEqual([200, 200]);
    await post(sink.url(), 'c');
    await settled(sink, 2);
    expect(sink.dropped()).toBe(2);
    expect(kept.length).toBe(2);
  });

  test('ends a request that does not end', async () => {
    const { sink } = await opened({ requestMs: 500 });
    const socket = connect(port(sink), '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nab');
    socket.resume();
    await new Promise((resolve) => socket.once('close', resolve));
    expect(sink.deliveries()).toEqual([]);
  });

  test('says why it cannot listen', async () => {
    const { sink } = await opened();
    const taken = { host: '127.0.0.1', port: port(sink) };
    await expect(tryListen(taken)).rejects.toThrow(CannotListen);
    await expect(tryListen(taken)).rejects.toThrow(/the port is in use, choose another one$/u);
    await expect(tryListen({ host: '192.0.2.1', port: 9 })).rejects.toThrow(/this machine does not have the address$/u);
    await tryListen({ host: '127.0.0.1', port: 0 });
  });

  test('gives its port free when it is closed', async () => {
    const { sink } = await opened();
    const at = { host: '127.0.0.1', port: port(sink) };
    await sink.close();
    await tryListen(at);
  });
});
