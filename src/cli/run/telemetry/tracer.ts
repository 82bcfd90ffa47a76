import { type Context, type Link, ROOT_CONTEXT, SpanKind, type SpanStatus, trace, type Attributes, TraceFlags } from '@opentelemetry/api';
import { defaultResource, detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import { BasicTracerProvider, BatchSpanProcessor, RandomIdGenerator, type SpanExporter } from '@opentelemetry/sdk-trace-base';
import { ATTR_SERVICE_NAME, ATTR_SERVICE_VERSION } from '@opentelemetry/semantic-conventions';
import { type SpanOf, spanIdOf, type TraceHead } from '../../../model/trace.ts';
import type { EndedSpan } from './spans.ts';
import { parentOf, type TraceExport } from './variables.ts';

/** The SDK of OpenTelemetry, with the spans of one run. */
export type RunTracer = {
  readonly trace: TraceHead;
  /** Takes an ended span; it is exported by the next flush, or earlier. */
  add(span: EndedSpan): void;
  /** Ends the span of the run itself. */
  end(attributes: Attributes, status: SpanStatus | undefined): void;
  /**
   * Exports what was added.
   * @returns rejects where that failed; spans that could not be exported are lost.
   */
  flush(): Promise<void>;
  /** Spans that the receiver has accepted. */
  exported(): number;
  /** Ends the connections. */
  close(): Promise<void>;
};

const exporterFor = async ({ protocol }: TraceExport): Promise<SpanExporter> => {
  if (protocol === 'http/json') return new (await import('@opentelemetry/exporter-trace-otlp-http')).OTLPTraceExporter();
  return new (await import('@opentelemetry/exporter-trace-otlp-proto')).OTLPTraceExporter();
};

/** The SDK reads its variables from the process, while it is made: those of `--env-file` are there for that long. */
const withVariables = async <T>(variables: Readonly<Record<string, string>>, make: () => Promise<T>): Promise<T> => {
  const added = Object.keys(variables).filter((name) => process.env[name] === undefined);
  for (const name of added) process.env[name] = variables[name];
  try {
    return await make();
  } finally {
    for (const name of added) delete process.env[name];
  }
};

/**
 * Starts the trace of a run.
 * @param variables Those of OpenTelemetry.
 * @param version That of assay.
 */
export const startTrace = (
  target: TraceExport,
  {
    variables,
    version,
    attributes,
  }: { readonly variables: Readonly<Record<string, string>>; readonly version: string; readonly attributes: Attributes },
): Promise<RunTracer> =>
  withVariables(variables, async () => {
    const inner = await exporterFor(target);
    let exported = 0;
    const exporter: SpanExporter = {
      export: (spans, done) =>
        inner.export(spans, (result) => {
          if (result.error === undefined) exported += spans.length;
          done(result);
        }),
      forceFlush: () => inner.forceFlush?.() ?? Promise.resolve(),
      shutdown: () => inner.shutdown(),
    };
    const processor = new BatchSpanProcessor(exporter);
    const random = new RandomIdGenerator();
    let nextId: string | undefined;
    const provider = new BasicTracerProvider({
      resource: defaultResource()
        .merge(resourceFromAttributes({ [ATTR_SERVICE_NAME]: 'assay', [ATTR_SERVICE_VERSION]: version }))
        .merge(detectResources({ detectors: [envDetector] })),
      spanProcessors: [processor],
      idGenerator: { generateTraceId: () => random.generateTraceId(), generateSpanId: () => nextId ?? random.generateSpanId() },
    });
    const tracer = provider.getTracer('assay', version);
    const parent = parentOf(variables);
    const around =
      parent === undefined
        ? ROOT_CONTEXT
        : trace.setSpanContext(ROOT_CONTEXT, {
            traceId: parent.traceId,
            spanId: parent.spanId,
            traceFlags: parent.isSampled ? TraceFlags.SAMPLED : TraceFlags.NONE,
            isRemote: true,
          });
    const root = tracer.startSpan('assay run', { kind: SpanKind.INTERNAL, attributes }, around);
    const { traceId, traceFlags } = root.spanContext();
    const contextOf = (of: SpanOf | undefined): Context =>
      of === undefined
        ? trace.setSpan(ROOT_CONTEXT, root)
        : trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId: spanIdOf(traceId, of), traceFlags });
    const linkTo = (of: SpanOf): Link => ({ context: { traceId, spanId: spanIdOf(traceId, of), traceFlags } });

    return {
      trace: { traceId, isSampled: (traceFlags & TraceFlags.SAMPLED) !== 0 },
      add({ of, parent: above, name, kind, startMs, endMs, attributes: own, status, links = [] }) {
        nextId = spanIdOf(traceId, of);
        const span = tracer.startSpan(name, { kind, startTime: startMs, attributes: own, links: links.map(linkTo) }, contextOf(above));
        nextId = undefined;
        if (status !== undefined) span.setStatus(status);
        span.end(Math.max(startMs, endMs));
      },
      end(own, status) {
        root.setAttributes(own);
        if (status !== undefined) root.setStatus(status);
        root.end();
      },
      flush: () => processor.forceFlush(),
      exported: () => exported,
      close: () => provider.shutdown(),
    };
  });
