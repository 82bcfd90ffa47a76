import { noteLack } from '../../checks/scenarios/lifecycle/completed.ts';
import { noteOwnOfFew } from '../../checks/scenarios/lifecycle/own-of-few.ts';
import { noteTold } from '../../checks/scenarios/lifecycle/told-once.ts';
import { noteMistaken } from '../../checks/scenarios/lifecycle/named-filled.ts';
import { noteShown } from '../../checks/scenarios/lifecycle/last-shown.ts';
import { withResources } from '../../checks/scenarios/lifecycle/references.ts';
import { noteUsedAgain } from '../../checks/scenarios/lifecycle/used-references.ts';
import { noteAdded } from '../../checks/scenarios/lifecycle/rooms.ts';
import { noteChange } from '../../checks/scenarios/lifecycle/untouched.ts';
import { noteChoices } from '../../checks/requests/accepted-choices.ts';
import { noteDemanded } from '../../checks/requests/demanded.ts';
import { noteOver } from '../../checks/requests/refused-times.ts';
import { noteRepeated, withRepeated } from '../../checks/requests/repeated-shown.ts';
import { noteTaken } from '../../checks/requests/taken-values.ts';
import { withOwnKey } from '../../checks/requests/own-key.ts';
import { sayable } from '../../checks/requests/sayable.ts';
import { NotTried } from '../../checks/kit/define.ts';
import { type Scenario, type Session, type SessionSink, sharingMemory } from '../../checks/kit/session.ts';
import type { Contract } from '../../contract/model.ts';
import type { Exchange } from '../../model/exchange.ts';
import { steadyNow } from '../../exchange/clock.ts';
import { signatureOf } from '../../exchange/delivery-signature.ts';
import type { IssuedCredentials } from '../../exchange/issued-credentials.ts';
import type { Sink } from '../../exchange/sink.ts';
import type { PlannedRequest } from '../../model/request.ts';
import type { Secrets, Target } from '../../model/target.ts';
import { type Asker, nobody } from './asker.ts';
import type { Callers } from './callers.ts';
import { hexFor } from './chance.ts';
import { type Brake, throwIfStopped } from './limits.ts';
import { createSentTexts, type SentTexts } from './sent-texts.ts';
import type { Traffic } from './traffic.ts';
import { createWaits } from './waits.ts';

export type SessionInput = {
  readonly contract: Contract;
  readonly target: Target;
  readonly secrets: Secrets;
  readonly seed: number;
  readonly nonce: string;
  readonly brake: Brake;
  readonly traffic: Traffic;
  readonly callers: Callers;
  readonly issued: Pick<IssuedCredentials, 'secretOf'>;
  readonly onWait: (why: string, seconds: number) => void;
  readonly sink?: Sink | undefined;
};

/** Longer waits are reported to the user. */
const worthReportingMs = 1000;

/**
 * Makes the sessions of a run: scenarios are shared within a round and run again in round 2. Each one that asks has a session of its own, and so has each scenario that
 * is run: they know for whom they send, and share the rest.
 */
export const createSessions = (input: SessionInput): ((round: 1 | 2, asker?: Asker) => Session) => {
  const texts = createSentTexts();
  const rounds = { 1: createRound(input, 1, texts), 2: createRound(input, 2, texts) };
  return (round, asker = nobody) => rounds[round](asker);
};

const createRound = (input: SessionInput, round: 1 | 2, texts: SentTexts): ((asker: Asker) => Session) => {
  const { contract, target, secrets, seed, nonce, brake, traffic, callers, issued, onWait } = input;
  const made = new Map<string, Promise<unknown>>();
  const done = new Set<string>();
  const beginning = new Set<string>();
  const waits = createWaits();
  // What was seen before is the view of another account. What is still running has to come to its end.
  callers.onChange((names) => {
    for (const key of done)
      if (names.some((name) => key.includes(JSON.stringify(name)))) {
        made.delete(key);
        done.delete(key);
      }
  });
  const suffix = round === 1 ? '' : '-again';
  /** What does not depend on who asks. */
  const shared: Omit<Session, 'send' | 'sendTogether' | 'burst' | 'run'> = {
    contract,
    target,
    async pause(ms, why) {
      throwIfStopped(brake);
      if (ms >= worthReportingMs) onWait(why, Math.round(ms / 100) / 10);
      await sleep(ms, brake.signal);
      throwIfStopped(brake);
    },
    now: steadyNow,
    fresh(label) {
      const text = `ct-${nonce}-${label}${suffix}`;
      traffic.minted(text);
      return text;
    },
    hex: (label, digits) => hexFor(seed, `${label}${suffix}`, digits),
    credentialForm(credential, pattern) {
      const secret = typeof credential === 'string' ? secrets[credential] : issued.secretOf(credential.handle);
      return secret === undefined ? undefined : { fits: new RegExp(pattern, 'u').test(secret), length: secret.length };
    },
    serverErrors: () => traffic.serverErrors(),
    hasAccepted: (operation) => traffic.hasAccepted(operation),
    callerOf: (operation) => callers.of(operation),
    areOfOtherUsers(one, another) {
      const [first, second] = [one, another].map((name) => /^(?<user>[^:]+):/u.exec(secrets[name] ?? '')?.groups?.['user']?.toLowerCase());
      return first !== undefined && second !== undefined && first !== second;
    },
    askAgain: (operation) => callers.askAgain(operation),
    ...(input.sink === undefined ? {} : { sink: sessionSink(input.sink, input) }),
  };

  const sessionFor = (asker: Asker): Session => {
    const own = asker.scenario?.round === round ? asker.scenario.key : undefined;
    const plannedOf = async (request: PlannedRequest): Promise<PlannedRequest> =>
      texts.restored(withRepeated(session, await withResources(session, withOwnKey(session, sayable(contract, texts.restored(request))))));
    const session: Session = {
      async send(request: PlannedRequest): Promise<Exchange> {
        const { listenMs = 0 } = request;
        // Without other requests under way, no progress is shown meanwhile.
        if (listenMs > worthReportingMs) onWait('a stream is listened to', Math.round(listenMs / 100) / 10);
        const planned = await plannedOf(request);
        const exchange = await traffic.send(planned, asker);
        texts.note(planned, exchange.request);
        await noteChange(session, exchange);
        await noteAdded(session, exchange);
        await noteLack(session, exchange);
        noteMistaken(session, exchange);
        await noteUsedAgain(session, exchange);
        await noteShown(session, exchange);
        await noteTold(session, exchange);
        noteOwnOfFew(session, exchange);
        noteDemanded(session, exchange);
        noteOver(session, exchange);
        noteTaken(session, exchange);
        noteRepeated(session, exchange);
        noteChoices(session, exchange);
        return exchange;
      },
      async sendTogether(requests) {
        const planned = await Promise.all(requests.map(plannedOf));
        const exchanges = await traffic.sendTogether(planned, asker);
        for (const [n, exchange] of exchanges.entries()) {
          const sent = planned[n];
          if (sent) texts.note(sent, exchange.request);
          await noteChange(session, exchange);
          await noteAdded(session, exchange);
          await noteShown(session, exchange);
          await noteTold(session, exchange);
          noteMistaken(session, exchange);
          noteOwnOfFew(session, exchange);
        }
        return exchanges;
      },
      burst: async (request, limits) =>
        traffic.burst(texts.restored(await withResources(session, sayable(contract, texts.restored(request)))), limits, asker),
      run: <P, R>(scenario: Scenario<P, R>, parameters: P): Promise<R> => {
        const key = `${scenario.id} ${JSON.stringify(parameters)}`;
        // What would ask for itself for ever is an unknown value, and no fault of anybody.
        if (beginning.has(key) || (own !== undefined && made.has(key) && !done.has(key) && waits.wouldClose(own, key)))
          return Promise.reject(new NotTried('missing-prerequisite', `${scenario.id} needs its own result`));
        beginning.add(key);
        // An async function, so that a scenario that throws before its first wait rejects too.
        const begin = async (): Promise<R> => scenario.run(sessionFor({ ...asker, scenario: { round, key } }), parameters);
        const before = made.get(key);
        const known = before ?? begin();
        beginning.delete(key);
        if (own !== undefined && !done.has(key)) waits.until(own, key, known);
        if (before === undefined) {
          made.set(key, known);
          const over = (): void => void done.add(key);
          void known.then(over, over);
        }
        // The key contains the scenario's id, so the remembered value has that scenario's type.
        return known as Promise<R>;
      },
      // At the end: an object that begins with the members of another one takes many times as long to make.
      ...shared,
    };
    return sharingMemory(session, memory);
  };
  const memory: object = {};
  return sessionFor;
};

const sessionSink = (sink: Sink, { secrets, brake, issued, onWait }: SessionInput): SessionSink => ({
  url: sink.url,
  deliveries: sink.deliveries,
  dropped: sink.dropped,
  answerBy: sink.answerBy,
  lateMs: sink.lateMs,
  heldUpMs: sink.heldUpMs,
  async until(holds, ms, why) {
    throwIfStopped(brake);
    const end = steadyNow() + ms;
    if (ms >= worthReportingMs && !holds()) onWait(why, Math.round(ms / 100) / 10);
    for (let left = ms; left > 0 && !holds(); left = end - steadyNow()) {
      const slept = new AbortController();
      await Promise.race([sink.next(), sleep(left, AbortSignal.any([brake.signal, slept.signal]))]);
      slept.abort();
      throwIfStopped(brake);
    }
    return holds();
  },
  signature(id, convention, handle) {
    const secret = handle === undefined ? secrets['webhook-secret'] : issued.secretOf(handle);
    return signatureOf(sink.rawOf(id), convention, secret);
  },
});

/** Sleeps; ends early, without an error, when the signal fires. */
export const sleep = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
    return undefined;
  });
