import type { RunEvent } from '../../../model/event.ts';
import type { RunRecord } from '../../../model/record.ts';
import type { TraceHead } from '../../../model/trace.ts';
import { visible } from '../../../report/foreign-text.ts';
import type { EndedSpan } from './spans.ts';
import { exchangeTail } from './tail.ts';
import type { TraceExport } from './variables.ts';

/** Exports a run as a trace while it goes on. */
export type Telemetry = {
  readonly trace: TraceHead;
  /** Hears an event of the engine. */
  event(target: string, event: RunEvent): void;
  /**
   * Exports what is left, in a few seconds at most. Never rejects.
   * @returns what to print of it, and whether it is a warning.
   */
  finish(record: RunRecord): Promise<{ readonly text: string; readonly isWarning: boolean }>;
  /** The run has failed: nothing more is exported. */
  abandon(): void;
};

export type TelemetryInput = {
  readonly target: TraceExport;
  readonly variables: Readonly<Record<string, string>>;
  readonly version: string;
  /** Id of the run, and its folder. */
  readonly run: string;
  readonly directory: string;
  /** Base URLs by target. */
  readonly baseUrls: ReadonlyMap<string, string>;
};

const limits = {
  /** Spans of one flush: fewer than the SDK keeps before it drops any. */
  spans: 400,
  /** Between two looks at what the run has sent. */
  betweenMs: 1_000,
  /** How long the end of a run may wait for the receiver. */
  lastMs: 5_000,
  /** Failures one after another until nothing more is tried. */
  failures: 3,
} as const;

const reasonOf = (error: unknown): string => {
  const { message = '', code = '' } = (typeof error === 'object' && error !== null ? error : {}) as { message?: unknown; code?: unknown };
  // A name with several addresses, none of which answers, has an error without a message.
  const [line = ''] = String(message === '' ? code : message).split('\n');
  const status = typeof code === 'number' && !line.includes(String(code)) ? ` (status ${code})` : '';
  return visible(`${line.slice(0, 200)}${status}`) || 'it failed';
};

/**
 * Opens the trace of a run. The SDK is loaded here, so that nobody else pays for it. Nothing of it reaches the run: requests and verdicts never wait for the receiver, and what
 * cannot be exported is a warning.
 */
export const openTelemetry = async ({ target, variables, version, run, directory, baseUrls }: TelemetryInput): Promise<Telemetry> => {
  const [{ startTrace }, { caseSpan, exchangeSpan, targetSpan }] = await Promise.all([import('./tracer.ts'), import('./spans.ts')]);
  const tracer = await startTrace(target, { variables, version, attributes: { 'assay.run': run } });
  const { trace } = tracer;
  const tail = exchangeTail(directory);
  const begun = new Map<string, number>();
  const started = new Map<string, number>();
  const waiting: EndedSpan[] = [];
  let added = 0;
  let failures = 0;
  let whyFailed: string | undefined;
  const over = new AbortController();
  let tellLate = (): void => {};
  const late = new Promise<'late'>((resolve) => {
    tellLate = () => resolve('late');
  });

  const taken = (): readonly EndedSpan[] => {
    const spans = waiting.splice(0, limits.spans);
    const exchanges = tail(limits.spans - spans.length).flatMap((exchange) => {
      const { target: name = '' } = exchange;
      const baseUrl = baseUrls.get(name);
      return baseUrl === undefined ? [] : [exchangeSpan(exchange, name, baseUrl)];
    });
    return [...spans, ...exchanges];
  };
  /** Whether all went through; after a failure the rest waits. */
  const flushed = async (): Promise<boolean> => {
    const flushing = tracer.flush().then(
      () => 'done' as const,
      (error: unknown) => ({ error }),
    );
    const outcome = await Promise.race([flushing, late]);
    if (outcome === 'done') {
      failures = 0;
      return true;
    }
    failures += 1;
    whyFailed = outcome === 'late' ? `the receiver did not answer within ${limits.lastMs / 1000} s` : reasonOf(outcome.error);
    return false;
  };
  const exportAll = async (): Promise<void> => {
    while (!over.signal.aborted && failures < limits.failures) {
      const spans = taken();
      if (spans.length === 0) return;
      added += spans.length;
      for (const span of spans) tracer.add(span);
      if (!(await flushed())) return;
    }
  };

  let exporting: Promise<void> = Promise.resolve();
  /** One after another; a file that cannot be read concerns nobody else. */
  const inTurn = (work: () => Promise<void>): Promise<void> =>
    (exporting = exporting.then(work).catch((error: unknown) => {
      failures = limits.failures;
      whyFailed = reasonOf(error);
    }));
  let isBusy = false;
  const timer = setInterval(() => {
    if (isBusy) return;
    isBusy = true;
    void inTurn(exportAll).finally(() => {
      isBusy = false;
    });
  }, limits.betweenMs);
  timer.unref();
  if (!trace.isSampled) clearInterval(timer);

  return {
    trace,
    event(name, event) {
      if (event.type === 'started') started.set(name, event.at);
      if (event.type === 'case-started') begun.set(JSON.stringify([name, event.id]), event.at);
      // What was never tried took no time, and the reports have it.
      if (event.type !== 'verdict' || event.verdict.kind === 'skipped' || !trace.isSampled) return;
      const { seconds } = event;
      const startMs = begun.get(JSON.stringify([name, event.id])) ?? Date.now() - seconds * 1000;
      waiting.push(caseSpan(name, event.case, event.verdict, { startMs, seconds }));
    },
    async finish({ header, footer }) {
      clearInterval(timer);
      if (!trace.isSampled) return { text: `trace ${trace.traceId} is not sampled: no span was exported`, isWarning: false };
      const end = setTimeout(tellLate, limits.lastMs);
      const wasFailing = failures > 0;
      for (const each of footer.targets) {
        const { contract = '', baseUrl = '' } = header.targets.find((one) => one.target === each.target) ?? {};
        const startMs = started.get(each.target) ?? Date.parse(header.startedAt);
        waiting.push(targetSpan(each, { contract, baseUrl, startMs }));
      }
      await inTurn(async () => {
        // Who did not answer until now gets no more time.
        if (wasFailing && failures > 0) return;
        await exportAll();
        tracer.end(
          { 'assay.exit_code': footer.exitCode },
          footer.exitCode === 0 ? undefined : { code: 2, message: `exit code ${footer.exitCode}` },
        );
        added += 1;
        if (failures === 0) await flushed();
      });
      over.abort();
      await Promise.race([tracer.close().catch(() => undefined), late]);
      clearTimeout(end);
      const exported = tracer.exported();
      if (failures === 0 && exported === added)
        return { text: `trace      ${trace.traceId}, ${exported} spans at ${target.shown}`, isWarning: false };
      const why = whyFailed ?? 'the SDK dropped some, see OTEL_BSP_MAX_QUEUE_SIZE';
      return {
        text: `warning: not all spans of trace ${trace.traceId} were exported to ${target.shown}, only ${exported}: ${why}. The run itself is not affected.`,
        isWarning: true,
      };
    },
    abandon() {
      over.abort();
      clearInterval(timer);
      tellLate();
    },
  };
};
