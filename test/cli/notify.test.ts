import { createServer } from 'node:http';
import { describe, expect, onTestFinished, test } from 'vitest';
import { parseConfig } from '../../src/config/document.ts';
import { notifyOf, type Notify } from '../../src/config/notify-config.ts';
import { isWanted, notificationOf } from '../../src/cli/run/notify/notification.ts';
import { sendNotification, signed } from '../../src/cli/run/notify/send-notification.ts';
import { historyLines } from '../../src/policy/history/history-lines.ts';
import { onLoopback } from '../exchange/on-loopback.ts';
import { messageOf, outsideOf } from '../config/support.ts';
import { failedCase, madeCase, madeRun } from '../report/support/made-run.ts';

const kept = madeRun([{ name: 'depot', cases: [madeCase('a/1@#', 'P-1', { kind: 'pass', judged: 1 })] }]);
const broken = madeRun([{ name: 'depot', cases: [failedCase('a/1@#', 'P-1')] }], { run: 'a-later-run' });
const now = new Date('2026-03-02T02:00:00Z');
const limits = { attemptMs: 300, pausesMs: [1, 1] };

type Heard = { readonly headers: Readonly<Record<string, unknown>>; readonly body: string };

/** A receiver that answers with these statuses, one after another; 0 for none at all. */
const receiver = async (...statuses: readonly number[]): Promise<{ readonly url: string; readonly heard: Heard[] }> => {
  const heard: Heard[] = [];
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const status = statuses[heard.length] ?? 204;
      heard.push({ headers: incoming.headers, body: Buffer.concat(chunks).toString() });
      if (status !== 0) outgoing.writeHead(status, { location: 'http://127.0.0.1:9/elsewhere' }).end();
    });
  });
  const url = await onLoopback(server);
  onTestFinished(() => server.closeAllConnections());
  return { url: `${url}/hook-with-a-secret`, heard };
};

describe('what is told of a run', () => {
  test('has what broke and was mended since the run before, and no more than ids and numbers', () => {
    const lines = [...historyLines(kept), ...historyLines(broken)];
    const told = notificationOf(broken, lines, now);
    expect(told).toMatchObject({
      type: 'assay.run.finished',
      timestamp: now.toISOString(),
      data: { run: 'a-later-run', exitCode: 1, changed: true, targets: [{ target: 'depot', broke: ['P-1'], mended: [], failed: ['P-1'] }] },
    });
    expect(JSON.stringify(told)).not.toContain('http');
    expect(notificationOf(kept, historyLines(broken), now).data).toMatchObject({ changed: true, targets: [{ mended: ['P-1'] }] });
  });

  test('is wanted on a change, at a failure or always; of a first run only if it failed', () => {
    const [first, worse] = [notificationOf(kept, [], now), notificationOf(broken, [], now)];
    const same = notificationOf({ ...broken, header: { ...broken.header, run: 'yet-another' } }, historyLines(broken), now);
    const wanted = (on: Notify['on']): readonly boolean[] => [first, worse, same].map((one) => isWanted(on, one));
    expect(wanted('change')).toEqual([false, true, false]);
    expect(wanted('failure')).toEqual([false, true, true]);
    expect(wanted('always')).toEqual([true, true, true]);
  });
});

describe('a webhook', () => {
  const told = notificationOf(broken, [], now);
  const secret = `whsec_${Buffer.from('a key of some length').toString('base64')}`;

  test('gets one message, signed over its octets, and once more after a passing failure', async () => {
    const { url, heard } = await receiver(503, 0);
    expect(await sendNotification({ url, secret, on: 'always' }, told, limits)).toBeUndefined();
    expect(heard).toHaveLength(3);
    expect(new Set(heard.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    for (const { headers, body } of heard) {
      expect(JSON.parse(body)).toEqual(told);
      const expected = signed(secret, String(headers['webhook-id']), Number(headers['webhook-timestamp']), body);
      expect(headers['webhook-signature']).toBe(expected);
    }
  });

  test('is signed as the specification shows', () => {
    // The example of Standard Webhooks 1.0.0.
    expect(signed('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'msg_p5jXN8AQM9LWM0D4loKWxJek', 1614265330, '{"test": 2432232314}')).toBe(
      'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    );
  });

  test.each([
    [[500, 500, 500], 'warning: the notification of the run was not delivered: it was answered 500 (3 attempts)', 3],
    [[404], 'warning: the notification of the run was not delivered: it was answered 404', 1],
    [[302], 'warning: the notification of the run was not delivered: it was answered 302', 1],
    [[0, 0, 0], 'warning: the notification of the run was not delivered: no answer in time (3 attempts)', 3],
  ])('that answers %j is a warning without its address', async (statuses, warning, attempts) => {
    const { url, heard } = await receiver(...statuses);
    expect(await sendNotification({ url, on: 'always' }, told, limits)).toBe(warning);
    expect(heard).toHaveLength(attempts);
    expect(heard[0]?.headers['webhook-signature']).toBeUndefined();
  });

  test('that nobody serves is a warning', async () => {
    const server = createServer();
    const url = await onLoopback(server);
    await new Promise((resolve) => server.close(resolve));
    expect(await sendNotification({ url, on: 'always' }, told, limits)).toBe(
      'warning: the notification of the run was not delivered: ECONNREFUSED (3 attempts)',
    );
  });
});

describe('notify in the config', () => {
  const read = (env: Readonly<Record<string, string>>, ...lines: readonly string[]): Promise<Notify | undefined> => {
    const text = `notify:\n${lines.map((line) => `  ${line}\n`).join('')}`;
    return notifyOf(parseConfig(text, 'assay.config.yaml', '/work'), outsideOf({ env }));
  };

  test('takes address and key from outside, and tells changes by default', async () => {
    expect(await read({ HOOK: 'https://hooks.example/x', KEY: 'whsec_YQ==' }, 'url: env:HOOK', 'secret: env:KEY')).toEqual({
      url: 'https://hooks.example/x',
      secret: 'whsec_YQ==',
      on: 'change',
    });
    expect(await notifyOf(parseConfig('gate: {}', 'assay.config.yaml', '/work'), outsideOf({}))).toBeUndefined();
  });

  test.each([
    [{}, 'environment variable HOOK is not set'],
    [{ HOOK: 'hooks.example' }, 'is not an address, such as https://hooks.example/nights'],
    [{ HOOK: 'http://hooks.example/secret-path' }, 'begins with neither https:// nor, on this machine, http://'],
  ])('refuses what it cannot use: %j', async (env, why) => {
    const message = await messageOf(() => read(env, 'url: env:HOOK'));
    expect(message).toContain(why);
    expect(message).not.toContain('secret-path');
  });
});
