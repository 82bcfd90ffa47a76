import type { Probe, Subject } from '../../kit/define.ts';
import { defineReadProbe, type ReadProbe } from '../../kit/read-probe.ts';
import { offered } from '../../scenarios/paging/offered-styles.ts';
import { traversalsCost, compareTraversals, type ComparedTraversals } from '../../scenarios/paging/traversals.ts';
import type { PagedList } from '../../subjects/collection.ts';

/** Defines a probe of one documented paging style: it is not applicable where the list offers only other styles. */
export const definePagedProbe = <L extends PagedList & Subject, M>({ run, ...probe }: ReadProbe<L, M>): Probe<M> =>
  defineReadProbe<L, M>({ run: async (list, session) => run(await offered(session, list), session), ...probe });

/** Defines a probe that judges traversals of a list in pages of several sizes. All such probes share these traversals. */
export const defineSurveyProbe = <L extends PagedList & Subject>(
  probe: Omit<ReadProbe<L, ComparedTraversals>, 'requests' | 'run'>,
): Probe<ComparedTraversals> =>
  definePagedProbe<L, ComparedTraversals>({ requests: traversalsCost, run: (list, session) => compareTraversals(session, list), ...probe });
