import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** A value of OTLP (opentelemetry-proto, `AnyValue`). */
type AnyValue = {
  readonly stringValue?: string;
  readonly intValue?: number | string;
  readonly boolValue?: boolean;
  readonly arrayValue?: { readonly values: readonly AnyValue[] };
};

type KeyValue = { readonly key: string; readonly value: AnyValue };

/** A span of OTLP in JSON. */
export type OtlpSpan = {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly KeyValue[];
  readonly links: readonly { readonly spanId: string }[];
  readonly status: { readonly code?: number; readonly message?: string };
};

type Exported = {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly KeyValue[] };
    readonly scopeSpans: readonly { readonly spans: readonly OtlpSpan[] }[];
  }[];
};

export type Received = { readonly path: string; readonly headers: IncomingHttpHeaders; readonly body: Buffer };

export type Receiver = {
  readonly url: string;
  readonly received: readonly Received[];
  /** Of what came as JSON. */
  spans(): readonly OtlpSpan[];
  resource(): Readonly<Record<string, unknown>>;
};

const valueOf = (value: AnyValue): unknown =>
  value.arrayValue === undefined ? (value.stringValue ?? value.intValue ?? value.boolValue) : value.arrayValue.values.map(valueOf);

/** Attributes by name. */
export const attributesOf = ({ attributes }: { readonly attributes: readonly KeyValue[] }): Readonly<Record<string, unknown>> =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, valueOf(value)]));

/**
 * A receiver of OTLP over HTTP on this machine.
 * @param answer The status; `never` for no answer.
 */
export const otlpReceiver = async (answer: number | 'never' = 200): Promise<Receiver> => {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      received.push({ path: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks) });
      if (answer !== 'never') response.writeHead(answer, { 'content-type': 'application/json' }).end('{}');
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const exported = (): readonly Exported[] => received.map(({ body }) => JSON.parse(body.toString('utf8')) as Exported);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    spans: () =>
      exported().flatMap(({ resourceSpans }) => resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans))),
    resource: () => attributesOf(exported()[0]?.resourceSpans[0]?.resource ?? { attributes: [] }),
  };
};
