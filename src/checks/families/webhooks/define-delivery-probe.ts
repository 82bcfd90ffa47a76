import type { DeliveryConvention } from '../../../contract/x-assay/delivery.ts';
import type { Contract } from '../../../contract/model.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Target } from '../../../model/target.ts';
import type { Verdict } from '../../../model/verdict.ts';
import {
  type CheckText,
  defineProbe,
  inconclusive,
  type Probe,
  type Surroundings,
  type Unconfirmed,
  unconfirmed,
} from '../../kit/define.ts';
import type { Session } from '../../kit/session.ts';
import type { Watched } from '../../scenarios/webhooks/watched-event.ts';
import { causePrerequisites, type ConventionSubject, deliveriesWith } from '../../subjects/deliveries.ts';

/** A rule about how one webhook is delivered. */
export type DeliveryRule<M> = CheckText & {
  /** Which words of `x-assay` it needs. */
  suits(convention: DeliveryConvention): boolean;
  /** The longest time that it may take, in milliseconds, beside the first delivery of each event. */
  waitsMs(convention: DeliveryConvention, contract: Contract, target: Target): number;
  /** How many events it causes. */
  readonly events: number;
  run(convention: DeliveryConvention, session: Session): Promise<M>;
  judge(result: M, convention: DeliveryConvention, around: Surroundings): Verdict | Unconfirmed;
};

/** Defines a probe that causes events and watches alone what is delivered. */
export const defineDeliveryProbe = <M>({ suits, waitsMs, events, run, judge, ...text }: DeliveryRule<M>): Probe<M> =>
  defineProbe<ConventionSubject, M>({
    ...text,
    phase: 'mutate',
    stage: 'delivering',
    exclusive: 'collection',
    over: (contract) => deliveriesWith(contract, suits),
    prerequisites: ({ convention }, around) => causePrerequisites(around, convention, waitsMs(convention, around.contract, around.target)),
    cost: () => ({ requests: events, creates: events }),
    run: ({ convention }, session) => run(convention, session),
    judge: ({ convention }, result, around) => judge(result, convention, around),
  });

/** Where this process was late by more at once, in milliseconds, an attempt may be as late as that through no fault of the target. */
const mostLateMs = 1000;

/** The verdict where a further attempt did not come, or not in time, while the machine was not too busy to tell. */
export const notInTime = ({ lateMs, attempts, cause }: Watched, verdict: Verdict & { readonly kind: 'fail' }): Verdict | Unconfirmed =>
  lateMs > mostLateMs
    ? inconclusive(`This machine was too busy to tell: assay itself was late by ${Math.round(lateMs)} ms`, [cause, ...attempts])
    : unconfirmed(verdict);

/** The verdict where no delivery came for an event. */
export const undelivered = (cause: Exchange): Verdict =>
  inconclusive(
    'Nothing was delivered for the event: is the address of the sink registered at the target, enabled, and reachable from there?',
    [cause],
  );
