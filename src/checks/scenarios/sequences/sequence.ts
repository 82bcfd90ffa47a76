import type { Exchange } from '../../../model/exchange.ts';
import { NotTried } from '../../kit/define.ts';
import { orSkipped } from '../../kit/not-tried.ts';
import { defineScenario } from '../../kit/session.ts';
import { sequencedTypes } from '../../subjects/sequences.ts';
import { acceptedAct } from '../calls/control.ts';
import { plainRead } from '../calls/reads.ts';
import { parentValues } from '../lifecycle/round-trip/parents.ts';
import { perform } from './perform.ts';
import { type Breach, type Claim, newPlay, type Play, type Purse, Spent } from './play.ts';
import { drawnSteps, inWords, lastingTour, type Step, tour } from './steps.ts';

/** A breach with the shortest sequence that showed it, and how sure it is. */
export type Shown = Breach & {
  /** `once`: it was tried again and did not show. */
  readonly sure: 'yes' | 'once';
  /** The steps that led there, in words. */
  readonly steps: readonly string[];
  /** The exchanges of those steps in their order. */
  readonly calls: readonly Exchange[];
};

/** What became of the sequence on the resources of one type. */
export type Sequence = {
  readonly times: Readonly<Record<Claim, number>>;
  /** The first of each claim. */
  readonly breaches: readonly Shown[];
  readonly first: Exchange | undefined;
  /** Why the sequence ended before its end. */
  readonly ended: string | undefined;
};

/** The most requests and creations of the sequence, and the most of all attempts to repeat what it found and to shorten it; and how long these may take. */
const limits = {
  requests: 60,
  creates: 6,
  lastingCreates: 1,
  shrinkRequests: 60,
  shrinkCreates: 12,
  playMs: 120_000,
  shrinkMs: 60_000,
} as const;

type Played = { readonly play: Play; readonly ended: string | undefined };

/** Plays steps until the last one, until nothing is left to spend, or until `isEnough`. */
const played = async (play: Play, steps: readonly Step[], isEnough: () => boolean): Promise<Played> => {
  for (const [n, step] of steps.entries()) {
    play.step = n;
    try {
      await perform(play, step);
    } catch (error) {
      if (error instanceof Spent) return { play, ended: undefined };
      if (!(error instanceof NotTried) || error.because === 'stopped') throw error;
      return { play, ended: error.message };
    }
    if (isEnough()) break;
  }
  return { play, ended: undefined };
};

/** Does a step belong to a breach: it sent something, and to a resource of the breach. */
const belongs = ({ calls }: Play, { step: last, about }: Breach, step: Step, n: number): boolean =>
  n === last || (n < last && 'on' in step && about.includes(step.on) && calls.some((call) => call.step === n));

/** The calls of a play that a finding shows: those about the resources of the breach, up to it. */
const callsFor = ({ calls }: Play, breach: Breach): readonly Exchange[] => [
  ...new Set(
    calls.flatMap(({ step, on, exchange }) =>
      step <= breach.step && (exchange === breach.exchange || (on !== undefined && breach.about.includes(on))) ? [exchange] : [],
    ),
  ),
];

const shownBy = (play: Play, breach: Breach, steps: readonly Step[], sure: Shown['sure']): Shown => ({
  ...breach,
  sure,
  steps: steps
    .filter((step, n) => belongs(play, breach, step, n))
    .map((step) => inWords(step, (by) => play.session.target.credentials.some((one) => one === by))),
  calls: callsFor(play, breach),
});

/** How long a shortened sequence waits for what was already confirmed with all patience, in milliseconds. */
const shortPatienceMs = 3000;

/**
 * Repeats a breach with new resources, and leaves out one step after another as long as it shows again. The steps are deleted here and not by fast-check,
 * because most of them are not drawn, and because its shrinking would create resources for hundreds of attempts; a step that is left out changes the meaning of no
 * other one.
 */
const shortest = async (main: Play, breach: Breach, steps: readonly Step[], purse: Purse): Promise<Shown> => {
  const { session, type, pathValues } = main;
  let turn = main.turn + (main.breaches.indexOf(breach) + 1) * 100;
  const retried = async (candidate: readonly Step[], mostPatienceMs = Infinity): Promise<Shown | undefined> => {
    turn += 1;
    const play = newPlay({ session, type, turn, purse, pathValues, mostPatienceMs });
    for (const name of main.proven) play.proven.add(name);
    for (const name of main.unfit) play.unfit.add(name);
    for (const name of main.odd) play.odd.add(name);
    const same = (): Breach | undefined => play.breaches.find(({ code, claim }) => code === breach.code && claim === breach.claim);
    await played(play, candidate, () => same() !== undefined);
    const again = same();
    return again && shownBy(play, again, candidate, 'yes');
  };
  const last = steps[breach.step];
  const until = steps.filter((step, n) => n < breach.step && (belongs(main, breach, step, n) || step.does === 'list'));
  const [first] = breach.about;
  const select = (suits: (step: Step) => boolean): readonly Step[] => [...until.filter(suits), ...(last ? [last] : [])];
  // Most mistakes show with the resources alone, or with one of them; only then with all that was done to them.
  const candidates = [
    select(({ does }) => does === 'create' || does === 'remove' || does === 'act'),
    select((step) => step.does === 'list' || step.on === first),
    select(() => true),
    steps.slice(0, breach.step + 1),
  ].filter((one, n, all) => all.findIndex((other) => JSON.stringify(other) === JSON.stringify(one)) === n);
  let best: readonly Step[] | undefined;
  let shown: Shown | undefined;
  for (const candidate of candidates) {
    shown = await retried(candidate);
    best = candidate;
    if (shown) break;
  }
  if (!best || !shown) return shownBy(main, breach, steps, 'once');
  for (let width = Math.ceil((best.length - 1) / 2); width >= 1; width = width === 1 ? 0 : Math.ceil(width / 2)) {
    for (let n = best.length - 1 - width; n >= 0; n -= width) {
      if (purse.requests < best.length || purse.creates <= 0 || session.now() > purse.until) return shown;
      const candidate: readonly Step[] = best.filter((_, m) => m < n || m >= n + width);
      if (!candidate.some(({ does }) => does === 'create')) continue;
      const shorter = await retried(candidate, shortPatienceMs);
      if (shorter) [best, shown] = [candidate, shorter];
    }
  }
  return shown;
};

const claims: readonly Claim[] = ['shown', 'listed', 'removed', 'apart'];

/**
 * Creates, changes, lists and removes resources of one type in turn, by up to three callers, and compares every answer with a small model of what there is and
 * what it shows. It begins with the same steps for everybody; others follow that the seed draws.
 */
export const sequence = defineScenario<{ readonly operation: string }, Sequence>({
  id: 'sequence',
  async run(session, { operation }) {
    const type = sequencedTypes(session.contract).find(({ create }) => create.key === operation);
    if (!type) throw new NotTried('not-applicable', `Nothing shows what ${operation} creates`);
    const lasts = type.create.effect === 'creates-permanently';
    // The last of what may stay is for each action alone, which shows more than all of them in a row.
    if (lasts && session.contract.standard.size > 0)
      for (const { key } of type.actions)
        if ((await acceptedAct(session, key)) === undefined) await orSkipped(session.run(plainRead, { operation: key }));
    const seed = Number.parseInt(session.hex(`sequence ${operation}`, 8), 16) | 0;
    const steps = lasts ? lastingTour : [...tour, ...drawnSteps(seed)];
    const creates = lasts ? limits.lastingCreates : limits.creates;
    const purse = { requests: limits.requests, creates, until: session.now() + limits.playMs };
    const main = newPlay({ session, type, turn: 0, purse, pathValues: await parentValues(session, type) });
    // Where something is removed that nobody asked to remove, nothing more is sent.
    const { ended } = await played(main, steps, () => main.breaches.some(({ isFinal }) => isFinal));
    const firsts = claims.flatMap((claim) => main.breaches.find((one) => one.claim === claim) ?? []);
    const isHarmful = main.breaches.some(({ isFinal }) => isFinal);
    const spare = { requests: limits.shrinkRequests, creates: limits.shrinkCreates, until: session.now() + limits.shrinkMs };
    const breaches: Shown[] = [];
    for (const breach of firsts) {
      // What no operation removes is not created again for that.
      const sure = breach.isFinal || lasts ? 'yes' : isHarmful ? 'once' : undefined;
      breaches.push(sure === undefined ? await shortest(main, breach, steps, spare) : shownBy(main, breach, steps, sure));
    }
    return { times: main.times, breaches, first: main.calls[0]?.exchange, ended };
  },
});
