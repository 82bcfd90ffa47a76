import { PassThrough } from 'node:stream';
import type { Call } from './call.ts';

/** One event of a stream (HTML Living Standard, 9.2, Server-sent events). */
export type StreamEvent = { readonly id?: string; readonly event?: string; readonly data: string };

/** An event as it is sent: one line for each field, one for each line of data, and a blank line at the end. */
export const eventFrame = ({ id, event, data }: StreamEvent): string => {
  const lines = data.split(/\r\n|\r|\n/).map((line) => `data: ${line}`);
  return [...(id === undefined ? [] : [`id: ${id}`]), ...(event === undefined ? [] : [`event: ${event}`]), ...lines, '', ''].join('\n');
};

export type EventStreamOptions = {
  /** Between two events. The first is sent at once. */
  readonly intervalMs: number;
  /** Between two comments that keep the connection open; 0 for none. */
  readonly heartbeatMs: number;
  /** The event with this number, counted from 0. Undefined sends none this time. */
  readonly next: (index: number) => StreamEvent | undefined;
  /** Default: as the standard writes it. */
  readonly frame?: (event: StreamEvent) => string;
  /** Default: a comment. */
  readonly heartbeat?: string;
  /** Default: text/event-stream. */
  readonly contentType?: string;
  /** When the server ends the stream by itself. Default: never. */
  readonly endsAfterMs?: number;
};

/** Answers 200 with a stream that goes on until the client disconnects or the server closes. */
export const answerEvents = (call: Call<unknown>, options: EventStreamOptions): void => {
  const { intervalMs, heartbeatMs, next, frame = eventFrame, heartbeat = ': heartbeat\n\n', endsAfterMs } = options;
  const stream = new PassThrough();
  let index = 0;
  const send = (text: string): void => {
    // A client that does not read misses events instead of filling the memory of this process.
    if (!stream.writableNeedDrain && !stream.writableEnded) stream.write(text);
  };
  const sendNext = (): void => {
    const event = next(index);
    index += 1;
    if (event !== undefined) send(frame(event));
  };
  const timers = [setInterval(sendNext, intervalMs)];
  if (heartbeatMs > 0) timers.push(setInterval(() => send(heartbeat), heartbeatMs));
  const end = endsAfterMs === undefined ? undefined : setTimeout(() => stream.end(), endsAfterMs);
  stream.on('close', () => {
    for (const timer of timers) clearInterval(timer);
    clearTimeout(end);
  });
  stream.on('finish', () => stream.destroy());
  call.status = 200;
  call.set({ 'Content-Type': options.contentType ?? 'text/event-stream', 'Cache-Control': 'no-cache' });
  call.body = stream;
  if (heartbeatMs > 0) send(heartbeat);
  sendNext();
};
