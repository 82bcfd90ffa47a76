import { describe, expect, test } from 'vitest';

import type { Envelope, Message } from '../../../src/runner/vitest/messages.ts';
import { createOutbox } from '../../../src/runner/vitest/outbox.ts';

const message = (reason: string): Message => ({ kind: 'failed', target: 'depot', reason });
const reasons = ({ messages }: Envelope): string[] => messages.map((each) => (each.kind === 'failed' ? each.reason : each.kind));

/** A channel that records its messages and answers as given. */
const channel = (accepts: (envelope: Envelope) => Promise<boolean>) => {
  const sent: Envelope[] = [];
  const annotate = async (text: string): Promise<void> => {
    const envelope: Envelope = JSON.parse(text);
    sent.push(envelope);
    if (!(await accepts(envelope))) throw new Error('the test is over');
  };
  return { sent, annotate };
};

describe('the outbox of a worker', () => {
  test('keeps messages until it is opened, then sends them in order', async () => {
    const outbox = createOutbox();
    outbox.post(message('a'));
    outbox.post(message('b'));
    expect(reasons(outbox.rest())).toEqual(['a', 'b']);
    const { sent, annotate } = channel(() => Promise.resolve(true));
    outbox.open(annotate);
    await outbox.settled();
    expect(sent).toEqual([{ first: 0, messages: [message('a'), message('b')] }]);
    expect(outbox.rest()).toEqual({ first: 2, messages: [] });
  });

  test('has one envelope under way, with everything posted meanwhile in the next', async () => {
    const outbox = createOutbox();
    const { sent, annotate } = channel(async ({ first }) => {
      if (first === 0) for (const reason of ['b', 'c']) outbox.post(message(reason));
      return true;
    });
    outbox.open(annotate);
    outbox.post(message('a'));
    await outbox.settled();
    expect(sent.map((envelope) => [envelope.first, reasons(envelope)])).toEqual([
      [0, ['a']],
      [1, ['b', 'c']],
    ]);
  });

  test('keeps what was refused, and everything after it, under its number', async () => {
    const outbox = createOutbox();
    const { annotate } = channel(({ first }) => Promise.resolve(first === 0));
    outbox.open(annotate);
    outbox.post(message('a'));
    await outbox.settled();
    outbox.post(message('b'));
    await outbox.settled();
    outbox.post(message('c'));
    await outbox.settled();
    expect(outbox.rest()).toEqual({ first: 1, messages: [message('b'), message('c')] });
  });

  test('continues through the next channel', async () => {
    const outbox = createOutbox();
    outbox.open(() => {
      throw new Error('refused at once');
    });
    outbox.post(message('a'));
    await outbox.settled();
    const { sent, annotate } = channel(() => Promise.resolve(true));
    outbox.open(annotate);
    outbox.post(message('b'));
    await outbox.settled();
    expect(sent.flatMap(reasons)).toEqual(['a', 'b']);
  });
});
