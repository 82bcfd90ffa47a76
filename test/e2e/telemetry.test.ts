import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

import { assay, emptyFolder, type Finished } from './assay.ts';
import { lamps, lampsDocument, lampsKey as key } from './lamps.ts';
import { attributesOf, otlpReceiver, type OtlpSpan } from './otlp-receiver.ts';

const gateway = 'canary-gateway-77d1';

/** A folder with the document, in which one run judges the service. */
const home = (): string => {
  const cwd = emptyFolder();
  writeFileSync(join(cwd, 'lamps.json'), JSON.stringify(lampsDocument));
  return cwd;
};

const judge = (cwd: string, url: string, more: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Finished> =>
  assay(
    [
      'run',
      './lamps.json',
      '--base-url',
      url,
      '--auth',
      'env:LAMPS_KEY',
      '--header',
      'X-Gateway-Key: env:GATEWAY',
      '--out',
      'out',
      ...more,
    ],
    { cwd, env: { LAMPS_KEY: key, GATEWAY: gateway, ...env } },
  );

/** The same for every run, whatever becomes of its trace. */
const broken = 1;

const below = (spans: readonly OtlpSpan[], parent: OtlpSpan | undefined): readonly OtlpSpan[] =>
  spans.filter(({ parentSpanId }) => parent !== undefined && parentSpanId === parent.spanId);

describe('the trace of a run', () => {
  test('goes from the run to each exchange, by the names of the semantic conventions and without a secret', async () => {
    const [service, receiver, cwd] = [await lamps(), await otlpReceiver(), home()];
    const above = { traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '00f067aa0ba902b7' };
    const { code, stderr } = await judge(cwd, service.url, ['--otel', '--traceparent'], {
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=ci',
      TRACEPARENT: `00-${above.traceId}-${above.spanId}-01`,
    });
    expect(code, stderr).toBe(broken);
    const spans = receiver.spans();
    expect(stderr).toContain(`trace      ${above.traceId}, ${spans.length} spans at ${receiver.url}/v1/traces`);
    expect(new Set(spans.map(({ traceId }) => traceId))).toEqual(new Set([above.traceId]));
    expect(new Set(spans.map(({ spanId }) => spanId)).size).toBe(spans.length);
    expect(receiver.resource()).toMatchObject({ 'service.name': 'assay', 'deployment.environment.name': 'ci' });

    const root = spans.find(({ name }) => name === 'assay run');
    expect(root).toMatchObject({ parentSpanId: above.spanId, status: { code: 2 } });
    const [target, ...others] = below(spans, root);
    expect([target?.name, others]).toEqual(['./lamps.json', []]);
    const cases = below(spans, target).filter(({ kind }) => kind === 1);
    expect(cases.length).toBeGreaterThan(5);
    const exchanges = spans.filter(({ kind }) => kind === 3);
    // Those of preflight belong to no case.
    const parents = new Set([target, ...cases].map((span) => span?.spanId));
    expect(exchanges.filter(({ parentSpanId }) => !parents.has(parentSpanId))).toEqual([]);
    expect(exchanges.length).toBe(service.headers.length);

    const read = exchanges.find(({ name, status }) => name === 'GET /lamps' && status.code !== 2);
    expect(read && attributesOf(read)).toMatchObject({
      'http.request.method': 'GET',
      'http.response.status_code': 200,
      'server.address': '127.0.0.1',
      'url.template': '/lamps',
      'url.full': expect.stringMatching(/\/lamps\?.*api_key=%5Bsecret%5D/u),
    });
    // It breaks its schema: the case says so, and links to the exchange that shows it.
    const failed = cases.find((span) => attributesOf(span)['assay.outcome'] === 'fail' && span.status.code === 2);
    expect(failed && attributesOf(failed)).toMatchObject({ 'test.case.result.status': 'fail', 'assay.finding.operation': 'GET /lamps' });
    const shown = new Set(exchanges.map(({ spanId }) => spanId));
    expect(failed?.links.length).toBeGreaterThan(0);
    expect(failed?.links.every(({ spanId }) => shown.has(spanId))).toBe(true);

    // Each request named the span that was exported for it.
    expect(new Set(service.headers.map(({ traceparent }) => traceparent))).toEqual(
      new Set(exchanges.map(({ spanId }) => `00-${above.traceId}-${spanId}-01`)),
    );
    const everything = Buffer.concat(receiver.received.map(({ body }) => body)).toString('utf8');
    expect([everything.includes(key), everything.includes(gateway)]).toEqual([false, false]);
  });

  test('is protobuf by default, changes no request, is made only where it is asked for, and never decides or holds up a run', async () => {
    const [receiver, unused, silent] = [await otlpReceiver(), await otlpReceiver(), await otlpReceiver('never')];
    // Runs at one address do not run beside each other.
    const services = [await lamps(), await lamps(), await lamps()] as const;
    const [exporting, plain, waiting] = services;
    const [withFile, unheard] = [home(), home()];
    writeFileSync(join(withFile, '.env'), 'OTEL_EXPORTER_OTLP_HEADERS=x-tenant=acme\n');
    const [on, off, late] = await Promise.all([
      judge(withFile, exporting.url, ['--otel', '--env-file', '.env'], { OTEL_EXPORTER_OTLP_ENDPOINT: `${receiver.url}/` }),
      judge(home(), plain.url, [], { OTEL_EXPORTER_OTLP_ENDPOINT: unused.url }),
      judge(unheard, waiting.url, ['--otel', '--quiet'], {
        OTEL_EXPORTER_OTLP_ENDPOINT: silent.url,
        OTEL_EXPORTER_OTLP_HEADERS: `authorization=Bearer ${gateway}`,
        OTEL_EXPORTER_OTLP_TIMEOUT: '300',
      }),
    ]);
    expect([on.code, off.code, late.code], on.stderr + off.stderr + late.stderr).toEqual([broken, broken, broken]);
    expect(
      new Set(receiver.received.map(({ path, headers }) => `${path} ${headers['content-type']} ${String(headers['x-tenant'])}`)),
    ).toEqual(new Set(['/v1/traces application/x-protobuf acme']));
    expect(unused.received).toEqual([]);
    expect(services.flatMap(({ headers }) => headers).filter(({ traceparent }) => traceparent !== undefined)).toEqual([]);

    expect(late.stdout).toMatch(/^FAIL \.\/lamps\.json: /u);
    expect(late.stderr).toMatch(
      /^warning: not all spans of trace [\da-f]{32} were exported to .*, only 0: .+\. The run itself is not affected\.\n$/u,
    );
    expect(late.stderr).not.toContain(gateway);
    expect(existsSync(join(unheard, 'out', 'index.html'))).toBe(true);
    const [header = ''] = readFileSync(join(unheard, 'out', 'run.jsonl'), 'utf8').split('\n');
    expect(header).toContain('"traceparent":false');
  });

  test('is refused before anything is sent or written where it cannot be exported', async () => {
    const [service, cwd] = [await lamps(), home()];
    const { code, stdout } = await judge(cwd, service.url, ['--otel', '--json'], { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' });
    expect([code, JSON.parse(stdout)]).toEqual([
      2,
      { format: 1, error: { kind: 'usage', message: expect.stringContaining('OTEL_EXPORTER_OTLP_PROTOCOL: "grpc"') }, exitCode: 2 },
    ]);
    expect([existsSync(join(cwd, 'out')), service.headers]).toEqual([false, []]);
  });
});
