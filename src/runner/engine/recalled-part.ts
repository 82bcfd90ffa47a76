import { operationAsked } from '../../checks/kit/reach.ts';
import type { Contract } from '../../contract/model.ts';
import type { Case } from '../../model/case.ts';
import type { RunEvent } from '../../model/event.ts';
import type { Target } from '../../model/target.ts';
import type { Verdict } from '../../model/verdict.ts';
import { changeBy } from './changes.ts';
import type { CoverageNotes } from './coverage.ts';
import { readsAtEntry } from './gatekeeper.ts';
import { showsThatItWorks } from './health-monitor.ts';
import { createHeldFailures } from './held-passes.ts';
import { type Earlier, recall, type Resumed } from './recall.ts';
import type { Watchers } from './watchers.ts';

type Part = { readonly contract: Contract; readonly target: Target; readonly directory: string };

type Listeners = { readonly watchers: Watchers; readonly coverage: CoverageNotes; readonly listen: (event: RunEvent) => void };

/**
 * Shows the exchanges of an interrupted run to all who judge and count those of the rest, as if they were just sent. A failure of the server counts only if
 * the target was seen to work after it, within that part: the interruption itself may have been the target's end.
 */
export const recallFor = ({ contract, target, directory }: Part, { watchers, coverage, listen }: Listeners): Promise<Earlier> => {
  const isSecured = readsAtEntry(contract, target).some(({ secured }) => secured);
  let successes = 0;
  const failures = createHeldFailures({ successes: () => successes, isGone: () => true });
  return recall(
    { directory, target: target.name, maxBodyBytes: target.http.maxBodyBytes },
    (exchange) => {
      if (exchange.request.unjudged) return;
      watchers.fold(exchange);
      if (showsThatItWorks(exchange, isSecured)) successes += 1;
      failures.see(exchange, watchers.observe);
      coverage.saw(exchange);
      const change = changeBy(exchange, operationAsked(contract, exchange.request));
      if (change !== undefined) listen({ type: 'changed', ...change });
    },
    (requests) => listen({ type: 'progress', requests, decided: 0 }),
  );
};

/** What could not be judged again, because the record kept only the beginning of the bodies. */
const untriedOf = ({ places }: Case, { shortened }: Earlier): readonly string[] => {
  const isEverywhere = places.some(({ operation }) => operation === null);
  return [...shortened].flatMap(([operation, count]) =>
    isEverywhere || places.some((one) => one.operation === operation)
      ? [
          `${operation}: ${count === 1 ? 'a long body' : `${count} long bodies`} of the interrupted part, of which only the beginning was kept`,
        ]
      : [],
  );
};

/** The verdict of a case that watches, over both parts of a run: a failure that was told in the first stays one. */
export const concluded = (planned: Case, verdict: Verdict, resumed: Resumed | undefined, earlier: Earlier | undefined): Verdict => {
  if (verdict.kind !== 'fail') {
    const told = resumed?.failed.get(planned.id);
    if (told) return told;
  }
  if (earlier === undefined || (verdict.kind !== 'pass' && verdict.kind !== 'fail')) return verdict;
  const untried = [...(verdict.untried ?? []), ...untriedOf(planned, earlier)];
  return untried.length === 0 ? verdict : { ...verdict, untried };
};
