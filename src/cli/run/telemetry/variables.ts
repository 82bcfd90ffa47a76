import { UsageError } from '../../../config/usage-error.ts';

type Variables = Readonly<Record<string, string | undefined>>;

/** Where the spans of a run go (OpenTelemetry specification, "OTLP Exporter configuration"). */
export type TraceExport = {
  readonly protocol: 'http/protobuf' | 'http/json';
  /** The endpoint as it may be shown: without user name, password, query and fragment. */
  readonly shown: string;
};

const protocols = ['http/protobuf', 'http/json'] as const;

/** The variables of OpenTelemetry; an empty one counts as not given. */
export const otelVariables = (env: Variables): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) =>
      /^OTEL_|^TRACE(?:PARENT|STATE)$/u.test(name) && value !== undefined && value.trim() !== '' ? [[name, value.trim()]] : [],
    ),
  );

const protocolOf = (variables: Variables): TraceExport['protocol'] => {
  const name = ['OTEL_EXPORTER_OTLP_TRACES_PROTOCOL', 'OTEL_EXPORTER_OTLP_PROTOCOL'].find((one) => variables[one] !== undefined);
  const given = name === undefined ? 'http/protobuf' : variables[name];
  const known = protocols.find((one) => one === given);
  if (known === undefined) {
    throw new UsageError(
      `Cannot use ${name}: "${given}" is not supported, write ${protocols.join(' or ')}, which collectors take on port 4318`,
    );
  }
  return known;
};

/** A value may hold a credential, so no message quotes one. */
const endpointOf = (variables: Variables): string => {
  const name = ['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', 'OTEL_EXPORTER_OTLP_ENDPOINT'].find((one) => variables[one] !== undefined);
  if (name === undefined) return 'http://localhost:4318/v1/traces';
  const text = variables[name] ?? '';
  if (!URL.canParse(text) || !/^https?:$/u.test(new URL(text).protocol))
    throw new UsageError(`Cannot use ${name}: must be an address that begins with http:// or https://, such as http://127.0.0.1:4318`);
  const { origin, pathname } = new URL(text);
  return name === 'OTEL_EXPORTER_OTLP_ENDPOINT' ? `${origin}${pathname.replace(/\/$/u, '')}/v1/traces` : `${origin}${pathname}`;
};

/**
 * Reads from the variables of OpenTelemetry where the spans go.
 * @returns undefined where they say that none are exported.
 * @throws {UsageError} for what is no address, and for an exporter or a protocol that is not supported.
 */
export const traceExportOf = (variables: Variables): TraceExport | undefined => {
  if (/^true$/iu.test(variables['OTEL_SDK_DISABLED'] ?? '')) return undefined;
  const exporters = (variables['OTEL_TRACES_EXPORTER'] ?? 'otlp').split(',').map((name) => name.trim());
  if (exporters.length === 1 && exporters[0] === 'none') return undefined;
  const unknown = exporters.find((name) => name !== 'otlp');
  if (unknown !== undefined)
    throw new UsageError(`Cannot use OTEL_TRACES_EXPORTER: "${unknown}" is not supported, write otlp, or none for no traces`);
  return { protocol: protocolOf(variables), shown: endpointOf(variables) };
};

/** The span that the run belongs to, of the variable `TRACEPARENT` (W3C Trace Context, section 3.2); undefined where it is none. */
export const parentOf = (
  variables: Variables,
): { readonly traceId: string; readonly spanId: string; readonly isSampled: boolean } | undefined => {
  const [, traceId = '', spanId = '', flags = '0'] =
    /^(?!ff)[\da-f]{2}-(?!0{32})([\da-f]{32})-(?!0{16})([\da-f]{16})-([\da-f]{2})$/u.exec(variables['TRACEPARENT'] ?? '') ?? [];
  return traceId === '' ? undefined : { traceId, spanId, isSampled: (Number.parseInt(flags, 16) & 1) === 1 };
};
