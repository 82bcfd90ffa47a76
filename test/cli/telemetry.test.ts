import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

import { checkedLine } from '../../src/model/checked-line.ts';
import { gatherOptions } from '../../src/config/given.ts';
import { runSettingsOf } from '../../src/config/run-settings.ts';
import { exchangeSpan } from '../../src/cli/run/telemetry/spans.ts';
import { exchangeTail } from '../../src/cli/run/telemetry/tail.ts';
import { openTelemetry } from '../../src/cli/run/telemetry/telemetry.ts';
import { otelVariables, parentOf, traceExportOf } from '../../src/cli/run/telemetry/variables.ts';
import type { StoredExchange } from '../../src/model/stored-exchange.ts';
import { traceparentOf } from '../../src/model/trace.ts';
import { otlpReceiver } from '../e2e/otlp-receiver.ts';
import { parcelRecord } from '../report/parcel-record.ts';
import { emptyFolder } from './support.ts';

const exchange = (changes: Partial<StoredExchange> = {}): StoredExchange => ({
  id: 'x1',
  target: 'depot',
  request: {
    operation: 'GET /parcels/{number}',
    method: 'GET',
    path: '/parcels/{number}',
    pathValues: { number: '7' },
    query: [],
    headers: [],
    credential: { kind: 'none' },
    faults: [],
  },
  sent: { method: 'GET', target: '/v1/parcels/7?key=[secret]', headers: [['host', 'depot.example']], body: null },
  reply: { kind: 'answer', status: 404, headers: [], bodyBytes: 2, text: '{}', json: { kind: 'value' } },
  sentAt: 1_000,
  tookMs: 5,
  ...changes,
});

const spanOf = (changes: Partial<StoredExchange> = {}) => exchangeSpan(exchange(changes), 'depot', 'https://depot.example/v1');

describe('the variables of OpenTelemetry', () => {
  test('say where the spans go', () => {
    expect(traceExportOf({})).toEqual({ protocol: 'http/protobuf', shown: 'http://localhost:4318/v1/traces' });
    expect(
      traceExportOf({ OTEL_EXPORTER_OTLP_ENDPOINT: 'https://u:p@otel.example/in/?token=t', OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json' }),
    ).toEqual({
      protocol: 'http/json',
      shown: 'https://otel.example/in/v1/traces',
    });
    expect(traceExportOf({ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://127.0.0.1:9/spans', OTEL_EXPORTER_OTLP_ENDPOINT: 'x' })?.shown).toBe(
      'http://127.0.0.1:9/spans',
    );
    for (const none of [{ OTEL_SDK_DISABLED: 'true' }, { OTEL_TRACES_EXPORTER: 'none' }]) expect(traceExportOf(none)).toBeUndefined();
  });

  test('are refused without their values where they cannot be used', () => {
    for (const [name, value, message] of [
      ['OTEL_EXPORTER_OTLP_TRACES_PROTOCOL', 'http/protobuff', /OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: "http\/protobuff" is not supported/u],
      ['OTEL_EXPORTER_OTLP_ENDPOINT', 'canary:4318', /^Cannot use OTEL_EXPORTER_OTLP_ENDPOINT: must be an address(?!.*canary)/u],
      ['OTEL_TRACES_EXPORTER', 'otlp,zipkin', /OTEL_TRACES_EXPORTER: "zipkin" is not supported/u],
    ] as const)
      expect(() => traceExportOf({ [name]: value })).toThrow(message);
    const flags = (given: Record<string, boolean>) => runSettingsOf(gatherOptions(given, {}));
    expect(() => flags({ traceparent: true })).toThrow('Cannot use --traceparent without --otel');
    expect(flags({ otel: true, traceparent: true })).toMatchObject({ otel: true, traceparent: true });
    expect(flags({})).toMatchObject({ otel: false, traceparent: false });
  });

  test('name the span that the run belongs to', () => {
    const [traceId, spanId] = ['0af7651916cd43dd8448eb211c80319c', 'b7ad6b7169203331'];
    expect(parentOf({ TRACEPARENT: `00-${traceId}-${spanId}-01` })).toEqual({ traceId, spanId, isSampled: true });
    expect(parentOf({ TRACEPARENT: `00-${traceId}-${spanId}-00` })?.isSampled).toBe(false);
    for (const wrong of ['', `ff-${traceId}-${spanId}-01`, `00-${'0'.repeat(32)}-${spanId}-01`, `00-${traceId}-${spanId}`, 'x'])
      expect(parentOf({ TRACEPARENT: wrong })).toBeUndefined();
    expect(otelVariables({ OTEL_A: ' b ', OTEL_EMPTY: ' ', PATH: '/bin', TRACEPARENT: 'c' })).toEqual({ OTEL_A: 'b', TRACEPARENT: 'c' });
  });
});

describe('the span of an exchange', () => {
  test('is an error where nobody asked for one', () => {
    expect(spanOf()).toMatchObject({
      name: 'GET /parcels/{number}',
      status: { code: 2 },
      attributes: { 'error.type': '404' },
      endMs: 1_005,
    });
    const asked = spanOf({ request: { ...exchange().request, faults: ['unknown-id'] } });
    expect([asked.status, asked.attributes['error.type'], asked.attributes['assay.faults']]).toEqual([
      undefined,
      undefined,
      ['unknown-id'],
    ]);
    const none = spanOf({ reply: { kind: 'no-answer', failure: 'timeout', message: 'no answer within 5 s' } });
    expect(none).toMatchObject({ status: { code: 2, message: 'no answer within 5 s' }, attributes: { 'error.type': 'timeout' } });
  });

  test('names the masked address, and a method that no client is known for as another one', () => {
    expect(spanOf().attributes).toMatchObject({
      'url.full': 'https://depot.example/v1/parcels/7?key=%5Bsecret%5D',
      'server.address': 'depot.example',
      'server.port': 443,
    });
    const odd = spanOf({ sent: { ...exchange().sent, method: 'BREW' } });
    expect(odd).toMatchObject({ name: 'HTTP', attributes: { 'http.request.method': '_OTHER', 'http.request.method_original': 'BREW' } });
  });

  test('of a delivery is that of a server', () => {
    const { kind, attributes } = spanOf({ id: 'd1', delivery: { endpoint: 'main' }, reply: { ...exchange().reply, status: 200 } as never });
    expect([kind, attributes['url.path'], attributes['url.full']]).toEqual([1, '/v1/parcels/7', undefined]);
  });
});

describe('what a run sends while it goes on', () => {
  test('is read once, line by line, whatever is still being written', () => {
    const directory = emptyFolder();
    const next = exchangeTail(directory);
    expect(next(10)).toEqual([]);
    mkdirSync(join(directory, 'exchanges'));
    const file = join(directory, 'exchanges', '1.jsonl');
    const line = (id: string): string => `${checkedLine(exchange({ id }))}\n`;
    writeFileSync(file, line('x1') + line('x2') + line('x3') + line('x4').slice(0, 40));
    expect(next(2).map(({ id }) => id)).toEqual(['x1', 'x2']);
    expect(next(2).map(({ id }) => id)).toEqual(['x3']);
    appendFileSync(file, `${line('x4').slice(40)}not json\n`);
    writeFileSync(join(directory, 'exchanges', '2.jsonl'), line('x1'));
    expect(next(10).map(({ id }) => id)).toEqual(['x4', 'x1']);
    expect(next(10)).toEqual([]);
  });

  test('reaches a receiver that refuses it in no way, which is one warning', async () => {
    const receiver = await otlpReceiver(401);
    const directory = emptyFolder();
    const variables = { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url };
    const record = parcelRecord();
    const telemetry = await openTelemetry({
      target: { protocol: 'http/json', shown: 'http://receiver' },
      variables,
      version: '1.2.3',
      run: 'r',
      directory,
      baseUrls: new Map(record.header.targets.map(({ target, baseUrl }) => [target, baseUrl])),
    });
    expect(process.env['OTEL_EXPORTER_OTLP_ENDPOINT']).toBeUndefined();
    const [first] = record.targets;
    for (const [id, { verdict, seconds }] of first?.results ?? []) {
      const planned = first?.cases.find((one) => one.id === id);
      if (planned && first) telemetry.event(first.target, { type: 'verdict', id, case: planned, verdict, seconds });
    }
    expect(await telemetry.finish(record)).toEqual({
      isWarning: true,
      text: `warning: not all spans of trace ${telemetry.trace.traceId} were exported to http://receiver, only 0: Unauthorized (status 401). The run itself is not affected.`,
    });
    expect(receiver.received).not.toEqual([]);
  });

  test('is not read where the trace is not sampled', async () => {
    const receiver = await otlpReceiver();
    const telemetry = await openTelemetry({
      target: { protocol: 'http/json', shown: 'http://receiver' },
      variables: { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, OTEL_TRACES_SAMPLER: 'always_off' },
      version: '1.2.3',
      run: 'r',
      directory: emptyFolder(),
      baseUrls: new Map(),
    });
    expect(await telemetry.finish(parcelRecord())).toMatchObject({ isWarning: false, text: expect.stringContaining('is not sampled') });
    expect(receiver.received).toEqual([]);
    expect(traceparentOf(telemetry.trace, 'depot', 'x1')).toMatch(/^00-[\da-f]{32}-[\da-f]{16}-00$/u);
  });
});
