import { context, propagation, SpanKind, SpanStatusCode, trace, type Attributes } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { Resource } from '@opentelemetry/resources';
import { BatchSpanProcessor, type SpanProcessor } from '@opentelemetry/sdk-trace-base';
import { NodeTracerProvider } from '@opentelemetry/sdk-trace-node';

/** Where spans go, for those who make spans of their own: the Temporal SDK's workflows. */
export interface Tracing {
  processor: SpanProcessor;
  resource: Resource;
  /** Sends what is left. */
  stop(): Promise<void>;
}

const tracer = trace.getTracer('countersign');

/**
 * Sends traces to an OpenTelemetry collector where `OTEL_EXPORTER_OTLP_ENDPOINT` names one; else answers null, and spans cost
 * nothing. Attributes are identifiers and templates, never what people typed.
 */
export function startTracing(service: string, given?: SpanProcessor): Tracing | null {
  if (!given && !process.env['OTEL_EXPORTER_OTLP_ENDPOINT']) return null;
  const processor = given ?? new BatchSpanProcessor(new OTLPTraceExporter());
  const resource = new Resource({ 'service.name': service });
  const provider = new NodeTracerProvider({ resource, spanProcessors: [processor] });
  provider.register();
  return { processor, resource, stop: () => provider.shutdown() };
}

/** Runs work within a span; a throw marks it as failed, by the error's name alone. */
export function inSpan<Result>(
  name: string,
  attributes: Attributes,
  work: () => Promise<Result>,
  kind = SpanKind.INTERNAL,
): Promise<Result> {
  return tracer.startActiveSpan(name, { attributes, kind }, async (span) => {
    try {
      return await work();
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR, message: (error as Error).name });
      throw error;
    } finally {
      span.end();
    }
  });
}

/** Runs work as a part of the trace that a request carries (W3C Trace Context). */
export function inTraceOf<Result>(headers: Record<string, unknown>, work: () => Result): Result {
  return context.with(propagation.extract(context.active(), headers), work);
}

/** The identifier of the trace that runs, for logs; undefined outside one. */
export function traceId(): string | undefined {
  return trace.getActiveSpan()?.spanContext().traceId;
}
