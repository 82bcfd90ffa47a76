import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createCreatedLedger, type CreatedLine } from '../../src/exchange/created-ledger.ts';
import { createRecorder } from '../../src/exchange/recorder.ts';
import { storedBodyBytes } from '../../src/exchange/stored-exchange.ts';
import type { StoredExchange } from '../../src/model/stored-exchange.ts';
import type { Answer, Exchange } from '../../src/model/exchange.ts';
import { plan } from './sending.ts';

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'assay-exchange-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

const lines = <T>(...path: readonly string[]): readonly T[] => {
  const text = readFileSync(join(directory, ...path), 'utf8');
  expect(text.endsWith('\n')).toBe(true);
  return text
    .slice(0, -1)
    .split('\n')
    .map((line) => {
      const { check, ...members } = JSON.parse(line) as T & { check: string };
      expect(check).toMatch(/^[0-9a-f]{16}$/u);
      return members as T;
    });
};

const exchange = (id: string, reply: Partial<Answer> = {}): Exchange => ({
  id,
  request: plan(),
  sent: { method: 'GET', target: '/things', headers: [['accept', 'application/json']], body: null },
  reply: { kind: 'answer', status: 200, headers: [], bodyBytes: 7, text: '{"a":1}', json: { kind: 'value', value: { a: 1 } }, ...reply },
  sentAt: 1_700_000_000_000,
  tookMs: 1.5,
});

describe('the recorder', () => {
  test('each exchange is one line, in the file as soon as it is written', () => {
    const recorder = createRecorder(directory, 3);
    recorder.write(exchange('x1'));
    expect(lines<StoredExchange>('exchanges', '3.jsonl').map(({ id }) => id)).toEqual(['x1']);
    recorder.write(exchange('x2'));
    recorder.flush();
    recorder.close();
    expect(lines<StoredExchange>('exchanges', '3.jsonl').map(({ id }) => id)).toEqual(['x1', 'x2']);
  });

  test('a line keeps everything but the parsed value, which follows from its text', () => {
    const recorder = createRecorder(directory, 1);
    const written = exchange('x1');
    recorder.write(written);
    recorder.close();
    expect(lines('exchanges', '1.jsonl')).toEqual([{ ...written, reply: { ...written.reply, json: { kind: 'value' } } }]);
  });

  test('of thousands of large bodies the later ones are cut and marked as such', () => {
    const recorder = createRecorder(directory, 1);
    const text = 'x'.repeat(storedBodyBytes);
    for (let n = 0; n < 514; n++) recorder.write(exchange(`x${n}`, { text, bodyBytes: text.length }));
    recorder.close();
    const replies = lines<StoredExchange>('exchanges', '1.jsonl').map(({ reply }) => reply);
    expect(replies[511]).toMatchObject({ text });
    expect(replies[511]).not.toHaveProperty('truncated');
    expect(replies[513]).toMatchObject({ text: 'x'.repeat(4096), truncated: true, bodyBytes: text.length });
  });

  test('an exchange without an answer is kept as it is', () => {
    const recorder = createRecorder(directory, 1);
    const written: Exchange = { ...exchange('x1'), reply: { kind: 'no-answer', failure: 'closed', message: 'gone' } };
    recorder.write(written);
    recorder.close();
    expect(lines('exchanges', '1.jsonl')).toEqual([written]);
  });

  test('earlier lines in the file are kept', () => {
    for (const id of ['x1', 'x2']) {
      const recorder = createRecorder(directory, 1);
      recorder.write(exchange(id));
      recorder.close();
    }
    expect(lines('exchanges', '1.jsonl')).toHaveLength(2);
  });

  const stored = (text: string): StoredExchange['reply'] | undefined => {
    const recorder = createRecorder(directory, 1);
    recorder.write(exchange('x1', { text, json: { kind: 'invalid', why: 'no JSON' } }));
    recorder.close();
    return lines<StoredExchange>('exchanges', '1.jsonl').at(-1)?.reply;
  };

  test('a body of exactly 64 kB is kept whole', () => {
    const text = 'x'.repeat(storedBodyBytes);
    expect(stored(text)).toMatchObject({ text });
    expect(stored(text)).not.toHaveProperty('truncated');
  });

  test('a longer body is cut and marked as such', () => {
    expect(stored('x'.repeat(storedBodyBytes + 1))).toMatchObject({ text: 'x'.repeat(storedBodyBytes), truncated: true });
  });

  test('no character is cut in two', () => {
    const fitting = Math.floor((storedBodyBytes - 2) / 3);
    expect(stored(`xx${'€'.repeat(fitting + 1)}`)).toMatchObject({ text: `xx${'€'.repeat(fitting)}`, truncated: true });
  });

  test('a long body of a request is cut as well', () => {
    const recorder = createRecorder(directory, 1);
    const { sent, ...rest } = exchange('x1');
    recorder.write({ ...rest, sent: { ...sent, body: 'y'.repeat(storedBodyBytes + 9) } });
    recorder.close();
    expect(lines<StoredExchange>('exchanges', '1.jsonl')[0]?.sent).toMatchObject({ body: 'y'.repeat(storedBodyBytes), truncated: true });
  });
});

describe('the ledger of what was created', () => {
  const creation = { operation: 'POST /things', collection: 'things', label: 'ct-1' };

  test('a line is written before the request is sent', () => {
    const ledger = createCreatedLedger(directory, 'sandbox', () => 5);
    ledger.reserve(creation);
    expect(lines<CreatedLine>('created.jsonl')).toEqual([
      { at: 5, target: 'sandbox', entry: expect.stringMatching(/-1$/), ...creation, state: 'reserved' },
    ]);
    ledger.close();
  });

  const outcomes: readonly (readonly [string, Exchange, string])[] = [
    ['201', exchange('x1', { status: 201 }), 'created'],
    ['202', exchange('x1', { status: 202 }), 'created'],
    ['409', exchange('x1', { status: 409 }), 'refused'],
    ['302', exchange('x1', { status: 302 }), 'unknown'],
    ['500', exchange('x1', { status: 500 }), 'unknown'],
    ['no answer', { ...exchange('x1'), reply: { kind: 'no-answer', failure: 'timeout', message: '' } }, 'unknown'],
  ];
  for (const [what, answered, state] of outcomes) {
    test(`${what} settles as ${state}`, () => {
      const ledger = createCreatedLedger(directory, 'sandbox');
      ledger.reserve(creation).settle(answered);
      ledger.close();
      expect(lines<CreatedLine>('created.jsonl').map((line) => line.state)).toEqual(['reserved', state]);
    });
  }

  test('later lines are joined to their reservation by its entry, with the id where it is known', () => {
    const ledger = createCreatedLedger(directory, 'sandbox');
    const first = ledger.reserve(creation);
    const second = ledger.reserve({ operation: 'POST /things', label: 'ct-2' });
    second.settle(exchange('x2', { status: 201 }), { id: 'thing_2' });
    first.settle(exchange('x1', { status: 201 }));
    ledger.close();
    const written = lines<CreatedLine>('created.jsonl');
    expect(written.map(({ entry, state }) => `${entry.split('-').at(-1)} ${state}`)).toEqual([
      '1 reserved',
      '2 reserved',
      '2 created',
      '1 created',
    ]);
    expect(written.map(({ id }) => id)).toEqual([undefined, undefined, 'thing_2', undefined]);
    expect(written.map(({ label }) => label)).toEqual(['ct-1', 'ct-2', 'ct-2', 'ct-1']);
  });
});
