import { createHmac, randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Notify } from '../../../config/notify-config.ts';
import type { Notification } from './notification.ts';

/** Limits of the sending; together they end within a minute. */
export type SendingLimits = {
  /** Longest time of one attempt. */
  readonly attemptMs: number;
  /** Pauses between the attempts. */
  readonly pausesMs: readonly number[];
};

const usual: SendingLimits = { attemptMs: 10_000, pausesMs: [1_000, 5_000, 15_000] };

/** The octets of a secret: base64 behind `whsec_`, as Standard Webhooks writes it, else those of the text. */
const keyOf = (secret: string): Buffer =>
  secret.startsWith('whsec_') ? Buffer.from(secret.slice('whsec_'.length), 'base64') : Buffer.from(secret, 'utf8');

/** The signature of a message (Standard Webhooks 1.0.0, "Signature scheme"): over its id, the moment of the attempt, and the octets of its body. */
export const signed = (secret: string, id: string, timestamp: number, body: string): string =>
  `v1,${createHmac('sha256', keyOf(secret)).update(`${id}.${timestamp}.${body}`).digest('base64')}`;

/** Whether another attempt may succeed. */
const isPassing = (status: number): boolean => status === 408 || status === 425 || status === 429 || status >= 500;

/**
 * Tells the end of a run by a webhook. Never throws: a run does not fail because nobody hears of it.
 * @returns why it was not delivered; undefined on success. Never the address, which may be a secret.
 */
export const sendNotification = async (
  { url, secret }: Notify,
  notification: Notification,
  { attemptMs, pausesMs }: SendingLimits = usual,
): Promise<string | undefined> => {
  const id = `msg_${randomUUID()}`;
  const body = JSON.stringify(notification);
  let why = '';
  let attempts = 0;
  for (const pause of [0, ...pausesMs]) {
    await wait(pause);
    attempts += 1;
    const timestamp = Math.floor(Date.now() / 1000);
    try {
      const answer = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'webhook-id': id,
          'webhook-timestamp': String(timestamp),
          ...(secret === undefined ? {} : { 'webhook-signature': signed(secret, id, timestamp, body) }),
        },
        body,
        redirect: 'manual',
        signal: AbortSignal.timeout(attemptMs),
      });
      await answer.body?.cancel();
      if (answer.ok) return undefined;
      why = `it was answered ${answer.status}`;
      if (!isPassing(answer.status)) break;
    } catch (error) {
      why = reasonOf(error);
    }
  }
  return `warning: the notification of the run was not delivered: ${why}${attempts === 1 ? '' : ` (${attempts} attempts)`}`;
};

/** The code of a failure; its message may have the address. */
const reasonOf = (error: unknown): string => {
  if (!(error instanceof Error)) return 'it failed';
  if (error.name === 'TimeoutError') return 'no answer in time';
  const { cause } = error;
  return cause instanceof Error && 'code' in cause ? String(cause.code) : error.name;
};
