import type { BodyDraw } from '../../../generators/any-body.ts';
import { outcomeOf } from '../../../contract/message.ts';
import type { Contract, Resource } from '../../../contract/model.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Place } from '../../../model/place.ts';
import type { Verdict } from '../../../model/verdict.ts';
import type { Need, Surroundings } from '../../kit/define.ts';
import { bodiesFor, bodyLabel, generatedBodies, type MadeOfBody, tryBody, usualBodies } from '../../scenarios/bodies/generated-bodies.ts';
import { creatorOf } from '../../scenarios/lifecycle/things.ts';
import { makeable, resourceAt, storyNeeds } from '../../subjects/resource-at.ts';
import type { Session } from '../../kit/session.ts';
import { LimitReached } from './limited-session.ts';
import { judgeProperty, type PropertyRun } from './run-property.ts';
import { mostShrinkRequests, shrink } from './shrink.ts';
import type { Breaking, Trial } from './trial.ts';

/** Things that are made at the most to repeat a breach and to find the smallest body that shows it. */
const mostShrinkCreations = 20;

/** No more is made when a breach has been looked at for so long, however long things may take to show. */
const mostShrinkMs = 120_000;

/** Failing bodies that are tried again until one fails again. */
const mostRepeated = 2;

/** What one creation shows: as any trial, or that its body was refused, as may be where the document does not limit its values. */
export type BodyTrial = Trial | { readonly kind: 'refused'; readonly reason: string; readonly exchanges: readonly Exchange[] };

/** One thing that is promised of whatever a valid body creates. */
export type BodyClaim = {
  /** Which looks it takes to see a breach again. */
  readonly wanted: { readonly read: boolean; readonly list: boolean };
  /** Undefined where the creation shows nothing of it. */
  judge(made: MadeOfBody, open: ReadonlySet<string>): BodyTrial | undefined;
};

export type AnyBodyRun = PropertyRun & {
  /** Why some of the bodies show nothing. */
  readonly untold: readonly string[];
};

/** Kinds of things that a run makes from a JSON body and removes again. */
export const removable = (contract: Contract): Resource[] => makeable(contract).filter(({ remove }) => remove !== undefined);

export const isRemovable = ({ remove }: Pick<Resource, 'remove'>): boolean => remove !== undefined;

export const anyBodyNeeds = (place: Place, around: Surroundings): Need[] =>
  storyNeeds(resourceAt(around.contract, place), around, ['remove']);

export const anyBodyCost = { requests: usualBodies * 6 + mostShrinkRequests, creates: usualBodies } as const;

const turns = new WeakMap<Session, number>();

/** A number that no other body of the session has, so that no two things ever have one name. */
const nextTurn = (session: Session): number => {
  const turn = turns.get(session) ?? 0;
  turns.set(session, turn + 1);
  return turn;
};

/** What the usual creations with generated bodies show of a claim; the first body that breaks it is tried again and made smaller. */
export const runAnyBody = async (session: Session, resource: Resource, claim: BodyClaim): Promise<AnyBodyRun> => {
  const parameters = { resource: resource.name };
  const { seed, made, untried } = await session.measure(generatedBodies, parameters);
  const { arb, open } = await session.measure(bodiesFor, parameters);
  const judged = made.flatMap((one) => {
    const trial = claim.judge(one, open);
    return trial ? [{ index: one.index, trial }] : [];
  });
  const { remove } = resource;
  const end = session.now() + mostShrinkMs;
  const property = {
    label: `bodies of ${resource.name}`,
    arb,
    ...(remove ? { making: { create: creatorOf(resource).key, remove: remove.key, most: mostShrinkCreations } } : {}),
    async attempt(draw: BodyDraw, by: Session): Promise<Trial> {
      if (session.now() > end) throw new LimitReached(`${mostShrinkMs / 1000} s went by`);
      const one = await tryBody(by, resource, { draw, label: bodyLabel('t', nextTurn(session)), wanted: claim.wanted });
      const trial = claim.judge(one, open) ?? { kind: 'open', reason: 'it shows nothing', exchanges: [one.creation] };
      return trial.kind === 'refused' ? { ...trial, kind: 'open' } : trial;
    },
  };
  let smallest: Breaking | undefined;
  const failing = judged.flatMap(({ index, trial }) => (trial.kind === 'breaks' ? [{ seed, index, breach: trial }] : []));
  for (const one of failing.slice(0, mostRepeated)) smallest ??= await shrink(session, property, one);
  const trials = judged.flatMap(({ trial }): Trial[] => (trial.kind === 'refused' ? [] : [trial]));
  const refused = judged.flatMap(({ trial }) => (trial.kind === 'refused' ? trial.exchanges : []));
  const outcomes = [...new Set(refused.map(outcomeOf))].sort();
  const sentence = `${refused.length} of ${made.length} generated bodies were answered ${outcomes.join(' or ')}, which the document allows`;
  return { trials, smallest, untold: [...new Set([...(refused.length > 0 ? [sentence] : []), ...untried])] };
};

/** The verdict of a property; bodies that were refused leave a part untried, and where all were, nothing was seen. */
export const judgeAnyBody = ({ untold, ...run }: AnyBodyRun): Verdict => {
  if (run.trials.length === 0) {
    const reason = untold.length === 0 ? 'no creation with a generated body shows anything of it' : untold.join('; ');
    return { kind: 'inconclusive', reason, exchanges: [], unseen: true };
  }
  const verdict = judgeProperty(run);
  return verdict.kind === 'pass' && untold.length > 0 ? { ...verdict, untried: untold } : verdict;
};
