import { createHmac, randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { loadContract } from '../../src/contract/load.ts';
import type { Contract } from '../../src/contract/model.ts';
import { requirement, writeContract } from '../contract/support.ts';

const text = { type: 'string' } as const;
const id = { name: 'id', in: 'path', required: true, schema: text } as const;

const bell = {
  type: 'object',
  required: ['id', 'name'],
  properties: { id: { ...text, readOnly: true }, name: { ...text, maxLength: 60 } },
} as const;

const answers = (status: number, schema: object) => ({
  [status]: { description: 'Done', content: { 'application/json': { schema } } },
  400: { description: 'A mistake' },
  401: { description: 'No key' },
  404: { description: 'None' },
});

const json = (schema: object) => ({ required: true, content: { 'application/json': { schema } } });

/** The word of `x-assay` about the deliveries of this service. */
const delivery = {
  timeout: 'hook.timeout',
  retries: { scale: 'hook.retry', waits: [{ seconds: 60 }, { seconds: 300 }] },
  signature: {
    header: 'X-Tower-Signature',
    algorithm: 'hmac-sha256',
    encoding: 'hex',
    form: 't={timestamp},v1={signature}',
    signs: '{timestamp}.{body}',
  },
} as const;

const removable = { parameters: [id], delete: { responses: { 204: { description: 'Gone' }, 404: { description: 'None' } } } } as const;

/** A document with a webhook, an operation that registers endpoints, and a callback. */
export const bellTower = {
  openapi: '3.1.0',
  info: { title: 'Bell tower', version: '1' },
  security: [{ key: [] }],
  'x-assay': {
    durations: {
      'hook.timeout': { description: 'How long a delivery may take.', seconds: 10 },
      'hook.retry': { description: 'The wait before the first repetition.', seconds: 60 },
    },
  },
  components: { securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'X-Key' } } },
  paths: {
    '/bells': {
      get: { responses: answers(200, { type: 'array', items: bell }) },
      post: {
        requestBody: json({ type: 'object', required: ['name'], properties: { name: { ...text, maxLength: 60 } } }),
        responses: answers(201, bell),
      },
    },
    '/bells/{id}': { ...removable, get: { responses: answers(200, bell) } },
    '/webhooks': {
      post: {
        requestBody: json({
          type: 'object',
          required: ['url'],
          properties: { url: { ...text, format: 'uri' }, events: { type: 'array', items: { ...text, enum: ['bell.created'] } } },
        }),
        responses: answers(201, { type: 'object', properties: { id: text, url: text } }),
      },
    },
    '/webhooks/{id}': removable,
    '/chimes': {
      post: {
        requestBody: json({
          type: 'object',
          required: ['tune', 'callbackUrl'],
          properties: { tune: text, callbackUrl: { ...text, format: 'uri' } },
        }),
        responses: answers(202, { type: 'object', properties: { id: text } }),
        callbacks: {
          rung: {
            '{$request.body#/callbackUrl}': {
              post: {
                requestBody: json({
                  type: 'object',
                  required: ['chimeId', 'strokes'],
                  properties: { chimeId: text, strokes: { type: 'integer' } },
                }),
                responses: { 204: { description: 'Heard' } },
              },
            },
          },
        },
      },
    },
    '/chimes/{id}': removable,
  },
  webhooks: {
    'bell.created': {
      post: {
        parameters: [{ name: 'X-Tower-Signature', in: 'header', required: true, schema: text }],
        requestBody: json({
          type: 'object',
          required: ['id', 'type', 'data'],
          properties: { id: text, type: { const: 'bell.created' }, data: bell },
        }),
        responses: { '2XX': { description: 'Heard' } },
        'x-assay': { delivery },
      },
    },
  },
} as const;

/** Checks that read the words of `x-assay` about deliveries, whoever requires it. */
const byWords = [
  'deliveries-recorded',
  'success-resets-count',
  'answered-is-not-repeated',
  'failed-is-repeated',
  'unanswered-is-repeated',
  'repeated-twice',
  'first-wait',
  'second-wait',
  'later-waits',
  'waits-grow',
  'later-waits-recorded',
  'repeats-the-event',
  'attempts-disable',
  'disabled-after-failures',
];

/** The same with requirements of its own, and an endpoint that is disabled after failures. */
export const towerContract = async (): Promise<Contract> => {
  const { post } = bellTower.webhooks['bell.created'];
  const retries = { ...delivery.retries, waits: [...delivery.retries.waits, { seconds: 1800 }] };
  const word = { ...delivery, retries, disabledAfter: { failures: 5 } };
  const told = { ...post, 'x-assay': { delivery: word }, 'x-requirement': byWords.map((_, n) => `TOWER-${n + 1}`) };
  const document = { ...bellTower, webhooks: { 'bell.created': { post: told } } };
  const ledger = byWords.map((check, n) => requirement(`TOWER-${n + 1}`, [`webhooks/${check}`]));
  const file = writeContract(document, ledger);
  return loadContract(file);
};

/** How the service behaves; the first value of each is right. */
export type TowerHabits = {
  readonly method?: 'PUT';
  readonly mediaType?: string;
  /** What is delivered in the place of the right body. */
  readonly body?: (event: Readonly<Record<string, unknown>>) => unknown;
  readonly signing?: 'other-secret' | 'none' | 'other-octets';
  readonly ids?: 'one';
  readonly leaks?: true;
  readonly callback?: 'never' | 'also-refused' | 'without-strokes';
  /** Waits before the repetitions, in the documented seconds. */
  readonly waits?: readonly number[];
  readonly delivers?: (status: number | undefined) => boolean;
  readonly retryBody?: 'empty';
  /** How long a delivery may take to be answered; 1000 without. */
  readonly answerMs?: number;
  /** Variants that are right. */
  readonly lateMs?: number;
  readonly lowerCase?: true;
  readonly extra?: true;
  /** A new endpoint is greeted, and told of what the document does not describe. */
  readonly greets?: true;
};

export const towerSecret = 'whsec-tower-0123456789';
export const towerKeys = ['tower-key-0123456789', 'other-key-0123456789'] as const;

/** A documented second takes so many milliseconds in this service. */
const msOfSecond = 2.5;

/** A service of the document. `ended` ends its deliveries. */
export const startTower = (habits: TowerHabits = {}): { readonly server: Server; readonly ended: () => void } => {
  const bells = new Map<string, { readonly owner: string; readonly name: string }>();
  const hooks = new Map<string, { readonly owner: string; readonly url: string }>();
  const chimes = new Set<string>();
  const { waits = [60, 300], answerMs = 1000, delivers = (status = 0) => status >= 200 && status < 300 } = habits;
  let isOver = false;

  const signed = (body: string): Readonly<Record<string, string>> => {
    if (habits.signing === 'none') return {};
    const moment = String(Math.floor(Date.now() / 1000));
    const secret = habits.signing === 'other-secret' ? 'whsec-other-9876543210' : towerSecret;
    const signs = habits.signing === 'other-octets' ? `${moment}.${body} ` : `${moment}.${body}`;
    const name = habits.lowerCase ? 'x-tower-signature' : 'X-Tower-Signature';
    return { [name]: `t=${moment},v1=${createHmac('sha256', secret).update(signs).digest('hex')}` };
  };

  const attempt = async (url: string, body: string): Promise<number | undefined> => {
    try {
      const reply = await fetch(url, {
        method: habits.method ?? 'POST',
        headers: { 'Content-Type': habits.mediaType ?? 'application/json', ...signed(body) },
        body,
        redirect: 'manual',
        signal: AbortSignal.timeout(answerMs),
      });
      return reply.status;
    } catch {
      return undefined;
    }
  };

  const deliver = async (url: string, body: string): Promise<void> => {
    if (habits.lateMs !== undefined) await pause(habits.lateMs);
    for (const [n, wait] of [0, ...waits].entries()) {
      await pause(wait * msOfSecond);
      if (isOver || delivers(await attempt(url, n > 0 && habits.retryBody === 'empty' ? '' : body))) return;
    }
  };

  const tell = (owner: string, bellId: string, name: string): void => {
    const right = { id: habits.ids === 'one' ? 'event-1' : randomUUID(), type: 'bell.created', data: { id: bellId, name } };
    const body = JSON.stringify(habits.body?.(right) ?? { ...right, ...(habits.extra && { api_version: 3, tries: [] }) });
    const told = habits.greets ? JSON.stringify({ id: randomUUID(), type: 'bell.polished', by: 'somebody' }) : undefined;
    for (const hook of hooks.values()) if (told !== undefined && hook.owner === owner) void deliver(hook.url, told);
    for (const hook of hooks.values()) if (hook.owner === owner || habits.leaks) void deliver(hook.url, body);
  };

  const server = createServer((incoming, outgoing) => {
    let sent = '';
    incoming.on('data', (chunk: Buffer) => (sent += chunk.toString()));
    incoming.on('end', () => {
      const answer = (status: number, value?: unknown): void => {
        outgoing.writeHead(status, value === undefined ? {} : { 'content-type': 'application/json' });
        outgoing.end(value === undefined ? undefined : JSON.stringify(value));
      };
      const owner = String(incoming.headers['x-key'] ?? '');
      if (!towerKeys.some((key) => key === owner)) return answer(401);
      const [, kind = '', one] = (incoming.url ?? '').split('?')[0]?.split('/') ?? [];
      const kept = { bells, hooks, webhooks: hooks, chimes }[kind];
      if (kept === undefined) return answer(404);
      if (one !== undefined) {
        const bellOf = bells.get(one);
        if (incoming.method === 'GET' && bellOf?.owner === owner) return answer(200, { id: one, name: bellOf.name });
        return answer(incoming.method === 'DELETE' && kept.delete(one) ? 204 : 404);
      }
      if (incoming.method === 'GET')
        return kind === 'bells'
          ? answer(
              200,
              [...bells].filter(([, { owner: whose }]) => whose === owner).map(([bellId, { name }]) => ({ id: bellId, name })),
            )
          : answer(404);
      let value: Readonly<Record<string, unknown>>;
      try {
        value = JSON.parse(sent) as Readonly<Record<string, unknown>>;
      } catch {
        return answer(400);
      }
      const made = randomUUID();
      const { name, url, tune, callbackUrl } = value;
      if (kind === 'bells') {
        if (typeof name !== 'string' || name.length > 60) return answer(400);
        bells.set(made, { owner, name });
        tell(owner, made, name);
        return answer(201, { id: made, name });
      }
      if (kind === 'webhooks') {
        if (typeof url !== 'string' || !URL.canParse(url)) return answer(400);
        hooks.set(made, { owner, url });
        if (habits.greets) void deliver(url, JSON.stringify({ zen: 'Ring softly', hook: made }));
        return answer(201, { id: made, url });
      }
      const isRight = typeof tune === 'string' && typeof callbackUrl === 'string' && URL.canParse(callbackUrl);
      const strokes = habits.callback === 'without-strokes' ? {} : { strokes: 3 };
      const isCalled = habits.callback !== 'never' && (isRight || habits.callback === 'also-refused');
      if (isCalled && typeof callbackUrl === 'string') void deliver(callbackUrl, JSON.stringify({ chimeId: made, ...strokes }));
      if (!isRight) return answer(400);
      chimes.add(made);
      return answer(202, { id: made });
    });
  });
  return { server, ended: () => (isOver = true) };
};
