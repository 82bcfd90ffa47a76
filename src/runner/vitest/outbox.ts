import { annotationType } from './messages.ts';
import type { Envelope, Message } from './messages.ts';

/** Reaches the command line at once, as long as the test that provides it is running. */
export type Annotate = (message: string, type: string) => Promise<unknown>;

export type Outbox = {
  post(message: Message): void;
  /** From now on messages are sent through this. */
  open(annotate: Annotate): void;
  /** Resolves when no message is under way any more: sent, or not to be sent. */
  settled(): Promise<void>;
  /** The messages that were not sent. */
  rest(): Envelope;
};

/**
 * Sends a worker's messages in order. Vitest annotates only a running test, and does not guarantee the order of two annotations: so one is
 * under way at a time, with all messages collected meanwhile, and rejected messages are kept.
 */
export const createOutbox = (): Outbox => {
  let waiting: Message[] = [];
  let first = 0;
  let annotate: Annotate | undefined;
  let pumping: Promise<void> | undefined;

  const pump = async (): Promise<void> => {
    while (annotate !== undefined && waiting.length > 0) {
      const envelope: Envelope = { first, messages: [...waiting] };
      try {
        await annotate(JSON.stringify(envelope), annotationType);
        first += envelope.messages.length;
        waiting = waiting.slice(envelope.messages.length);
      } catch {
        // The test is over (cancelled, for example): the rest is sent another way, and messages that arrived nonetheless are recognised by
        // their number.
        annotate = undefined;
      }
    }
  };
  const start = (): void => {
    if (annotate === undefined || waiting.length === 0) return;
    pumping ??= Promise.resolve()
      .then(pump)
      .finally(() => {
        pumping = undefined;
        start();
      });
  };

  return {
    post(message) {
      waiting.push(message);
      start();
    },
    open(lent) {
      annotate = lent;
      start();
    },
    async settled() {
      for (let under = pumping; under !== undefined; under = pumping) await under;
    },
    rest: () => ({ first, messages: waiting }),
  };
};
