import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { checks } from '../../../src/checks/index.ts';
import type { Check } from '../../../src/checks/kit/define.ts';
import type { RunEvent } from '../../../src/model/event.ts';
import type { Secrets, Target } from '../../../src/model/target.ts';
import { makePlan } from '../../../src/plan/make-plan.ts';
import { everything, matchesAny, type Selection } from '../../../src/plan/selection.ts';
import { runPlan } from '../../../src/runner/engine/run-plan.ts';
import { contractIn } from '../../contract/last-contracts.ts';
import { madeTarget } from '../../model/made-target.ts';
import { onLoopback } from '../../exchange/on-loopback.ts';
import { seed } from '../../seed.ts';

/** Seconds; the made-up services show what happened at once, or after half a second. */
const quick: Target['durations'] = { 'created.listed': 1.5, 'updated.shown': 1.5, 'removed.gone': 1.5, 'removed.settled': 0.5 };

const namedBy = new Map<string, readonly Check[]>();

/** Has a place in every document, so that no plan is without a case. */
const always = 'status/documented-call';

/**
 * The checks that a selection can choose, where each of its words can only be the name of a check: what is left out sends nothing and judges nothing, and a search of a
 * document for all that hundreds of checks could judge takes longer than many of these runs.
 */
const checksFor = ({ only } = everything): readonly Check[] => {
  if (only.length === 0 || !only.every((word) => /^[a-z*-]+\/[a-z*-]+$/u.test(word))) return checks;
  const key = only.join(' ');
  const found = namedBy.get(key) ?? checks.filter(({ id }) => id === always || only.some((word) => matchesAny(word, [id])));
  namedBy.set(key, found);
  return found;
};

export type Judged = {
  readonly events: readonly RunEvent[];
  readonly verdicts: readonly Extract<RunEvent, { type: 'verdict' }>[];
  readonly ended: Extract<RunEvent, { type: 'ended' }>;
};

/** Judges a service by the document in a file, as a run does. */
export const judgeForeign = async (
  file: string,
  url: string,
  more: Partial<Target> & { readonly selection?: Selection; readonly key?: string; readonly secrets?: Readonly<Partial<Secrets>> } = {},
): Promise<Judged> => {
  const { selection, key = 'foreign-key-0123456789', secrets = {}, ...settings } = more;
  const contract = await contractIn(file);
  const target = madeTarget({
    name: 'foreign',
    contract: file,
    baseUrl: url,
    http: { timeoutMs: 20_000, headers: {} },
    ...settings,
    durations: { ...quick, ...settings.durations },
  });
  const plan = makePlan({ contract, target, checks: checksFor(selection), seed, ...(selection === undefined ? {} : { selection }) });
  const events: RunEvent[] = [];
  await runPlan(
    { contract, plan, target, secrets: { key, ...secrets }, options: { seed, nonce: 'n', concurrency: 1 } },
    (event) => events.push(event),
    new AbortController().signal,
  );
  const ended = events.find((event) => event.type === 'ended');
  if (ended === undefined) throw new Error('the run did not end');
  return { events, verdicts: events.filter((event) => event.type === 'verdict'), ended };
};

/** A service on a free port until the test is over. Returns its address. */
export const serve = async (answer: (incoming: IncomingMessage, outgoing: ServerResponse) => void): Promise<string> => {
  const server = createServer((incoming, outgoing) => {
    incoming.resume();
    answer(incoming, outgoing);
  });
  const url = await onLoopback(server);
  return url;
};
