import { isSuccess } from '../../../src/contract/message.ts';
import type { Scenario, Session } from '../../../src/checks/kit/session.ts';
import type { Contract } from '../../../src/contract/model.ts';
import type { Exchange } from '../../../src/model/exchange.ts';
import type { PlannedRequest } from '../../../src/model/request.ts';
import type { Target } from '../../../src/model/target.ts';
import { exchangeOf, type Reply } from './exchange.ts';
import { madeTarget } from '../../model/made-target.ts';

/** A session over a scripted service: no network, and a clock that only pauses and calls move. */
export type FakeSession = Session & { readonly exchanges: readonly Exchange[]; readonly pausedMs: () => number };

export const targetOf = (over: Partial<Target> = {}): Target =>
  madeTarget({
    name: 'parcels',
    contract: 'parcels',
    baseUrl: 'http://127.0.0.1:1',
    flood: { maxRequests: 1000 },
    maxCreates: 5,
    allow: ['mutation', 'permanent', 'flood'],
    fixtures: { sender: 'post' },
    http: { timeoutMs: 1000, headers: {} },
    ...over,
  });

export type SessionInput = {
  readonly contract: Contract;
  readonly target?: Target;
  /** Answers a request at a time of the session's clock, in milliseconds; a throw means that the request is not sent. */
  readonly answer: (request: PlannedRequest, now: number) => Reply;
  /** Values of credentials, for questions about their form. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** Earlier requests with a mistake that were answered 5xx. */
  readonly earlierErrors?: readonly Exchange[];
  /** The first time of the clock, in milliseconds since the epoch. */
  readonly startsAt?: number;
  /** Milliseconds each call takes. */
  readonly tookMs?: number | ((request: PlannedRequest, turn: number) => number);
};

export const fakeSession = ({
  contract,
  target = targetOf(),
  answer,
  secrets = {},
  earlierErrors = [],
  startsAt = 1_000_000,
  tookMs = 1,
}: SessionInput): FakeSession => {
  const exchanges: Exchange[] = [];
  const made = {};
  let clock = startsAt;
  let paused = 0;
  const send = async (request: PlannedRequest): Promise<Exchange> => {
    const took = typeof tookMs === 'number' ? tookMs : tookMs(request, exchanges.length + 1);
    const exchange = exchangeOf(request, answer(request, clock), { id: `x${exchanges.length + 1}`, sentAt: clock, tookMs: took });
    clock += took;
    exchanges.push(exchange);
    return exchange;
  };
  const session: FakeSession = {
    contract,
    target,
    exchanges,
    pausedMs: () => paused,
    send,
    sendTogether: (requests) => Promise.all(requests.map(send)),
    async burst(request, { most, enough }) {
      const sent: Exchange[] = [];
      let inARow = 0;
      while (sent.length < most) {
        const exchange = await send(request);
        sent.push(exchange);
        inARow = isSuccess(exchange) ? 0 : inARow + 1;
        if (inARow > 0 && enough(exchange, inARow)) break;
      }
      return sent;
    },
    run: <P, R>(scenario: Scenario<P, R>, parameters: P): Promise<R> => {
      const key = `${scenario.id} ${JSON.stringify(parameters)}`;
      // The key holds the scenario's id, so its value has that scenario's type.
      const known: Promise<R> = Reflect.get(made, key) ?? scenario.run(session, parameters);
      Reflect.set(made, key, known);
      return known;
    },
    pause: async (ms) => {
      clock += ms;
      paused += ms;
    },
    now: () => clock,
    fresh: (label) => `ct-test-${label}`,
    hex: (label, digits) =>
      Array.from(label.padEnd(digits, '7'), (character) => ((character.codePointAt(0) ?? 0) % 16).toString(16))
        .join('')
        .slice(-digits),
    credentialForm: (credential, pattern) => {
      const secret = secrets[typeof credential === 'string' ? credential : credential.handle];
      return secret === undefined ? undefined : { fits: new RegExp(pattern, 'u').test(secret), length: secret.length };
    },
    hasAccepted: (operation) =>
      exchanges.some(
        ({ request, reply }) =>
          request.operation === operation &&
          request.faults.length === 0 &&
          reply.kind === 'answer' &&
          reply.status >= 200 &&
          reply.status < 300,
      ),
    serverErrors: () => [
      ...earlierErrors,
      ...exchanges.filter(({ request, reply }) => request.faults.length > 0 && reply.kind === 'answer' && reply.status >= 500),
    ],
  };
  return session;
};
