import { wholeValue } from '../../../contract/wire/whole-value.ts';
import type { BodyDraw } from '../../../generators/any-body.ts';
import { outcomeOf } from '../../../contract/message.ts';
import type { Contract, Operation, ResourceType } from '../../../contract/model.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { locationKey } from '../../../model/location.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { at, type CheckText, defineProbe, type Probe, type Subject } from '../../kit/define.ts';
import { memoryOf, type Session } from '../../kit/session.ts';
import { bodiesFor, bodyLabel, generatedBodies, type MadeOfBody, tryBody, usualBodies } from '../../scenarios/bodies/generated-bodies.ts';
import { makeableResourceTypes, operationOfResourceType, type ResourceTypeWord, storyPrerequisites } from '../../subjects/resources.ts';
import { LimitReached } from './limited-session.ts';
import { judgeProperty, mostShrinkRequests, type PropertyRun, smallestOf, type Trial } from './property.ts';
import { holdsValue } from '../../../model/request.ts';

/** The most resources that are made to repeat a breach and to find the smallest body that shows it. */
const mostShrinkCreations = 20;

/** A breach is repeated for no longer than this, however long resources may take to appear. */
const mostShrinkMs = 120_000;

/** What one creation shows: a trial, or that its body was refused, which is allowed where the document does not limit its values. */
export type BodyTrial = Trial | { readonly kind: 'refused'; readonly reason: string; readonly exchanges: readonly Exchange[] };

/** One requirement on every resource that a valid body creates. */
export type BodyClaim = {
  /** Which reads show a breach again. */
  readonly wanted: { readonly read: boolean; readonly list: boolean };
  /** Undefined where the creation shows nothing of it. */
  judge(made: MadeOfBody, open: ReadonlySet<string>): BodyTrial | undefined;
};

type AnyBodyRun = PropertyRun & {
  /** Why some of the bodies are no evidence. */
  readonly withoutEvidence: readonly string[];
};

/** A resource type that a run can create from a JSON body and remove again. */
export type Removable = ResourceType & { readonly create: Operation; readonly remove: Operation };

export const removable = (contract: Contract): Removable[] =>
  makeableResourceTypes(contract).flatMap((resourceType) => {
    const { create, remove } = resourceType;
    return create && remove ? [{ ...resourceType, create, remove }] : [];
  });

type AnyBodySubject = Subject & { readonly resourceType: Removable };

/** Such resource types at the locations of one of their operations, each location once. */
export const removableBy = (contract: Contract, word: ResourceTypeWord): AnyBodySubject[] => {
  const found = removable(contract).flatMap((resourceType) => {
    const operation = operationOfResourceType(resourceType, word);
    return operation ? [at(operation.location, { resourceType })] : [];
  });
  return found.filter(({ location }, n) => found.findIndex((one) => locationKey(one.location) === locationKey(location)) === n);
};

/** The JSON that a request sent, as a finding quotes it. */
export const bodyIn = ({ request, sent }: Exchange): string =>
  sent.body ?? (holdsValue(request.body) ? (JSON.stringify(wholeValue(request.body)) ?? 'nothing') : 'nothing');

/** The trial of a creation that did not succeed, for a claim that does not judge error responses. */
export const refusedBody = (creation: Exchange): BodyTrial => ({
  kind: 'refused',
  reason: `A creation with ${bodyIn(creation)} was answered ${outcomeOf(creation)}`,
  exchanges: [creation],
});

const turns = new WeakMap<object, number>();

/** A number that no other body of the session has, so that no two resources share a name. */
const nextTurn = (session: Session): number => {
  const turn = turns.get(memoryOf(session)) ?? 0;
  turns.set(memoryOf(session), turn + 1);
  return turn;
};

/** Judges a claim by the usual creations with generated bodies; the first body that breaks it is tried again and made smaller. */
const runAnyBody = async (session: Session, resourceType: Removable, claim: BodyClaim): Promise<AnyBodyRun> => {
  const parameters = { resourceType: resourceType.name };
  const { seed, made, untried } = await session.run(generatedBodies, parameters);
  const { arb, open } = await session.run(bodiesFor, parameters);
  const judged = made.flatMap((one) => {
    const trial = claim.judge(one, open);
    return trial ? [{ index: one.index, trial }] : [];
  });
  const { create, remove } = resourceType;
  const end = session.now() + mostShrinkMs;
  const property = {
    label: `bodies of ${resourceType.name}`,
    arb,
    making: { create: create.key, remove: remove.key, most: mostShrinkCreations },
    async attempt(draw: BodyDraw, by: Session): Promise<Trial> {
      if (session.now() > end) throw new LimitReached(`${mostShrinkMs / 1000} s are over`);
      const one = await tryBody(by, resourceType, { draw, label: bodyLabel('t', nextTurn(session)), wanted: claim.wanted });
      const trial = claim.judge(one, open) ?? { kind: 'open', reason: 'it shows nothing', exchanges: [one.creation] };
      return trial.kind === 'refused' ? { ...trial, kind: 'open' } : trial;
    },
  };
  const failing = judged.flatMap(({ index, trial }) => (trial.kind === 'breaks' ? [{ seed, index, breach: trial }] : []));
  const smallest = await smallestOf(session, property, failing);
  const trials = judged.flatMap(({ trial }): Trial[] => (trial.kind === 'refused' ? [] : [trial]));
  const refused = judged.flatMap(({ trial }) => (trial.kind === 'refused' ? trial.exchanges : []));
  const outcomes = [...new Set(refused.map(outcomeOf))].sort();
  const sentence = `${refused.length} of ${made.length} generated bodies were answered ${outcomes.join(' or ')}, which the document allows`;
  return { trials, smallest, withoutEvidence: [...new Set([...(refused.length > 0 ? [sentence] : []), ...untried])] };
};

/** The verdict of a property. Refused bodies leave a part untried; where all were refused, nothing was seen. */
const judgeAnyBody = ({ withoutEvidence, ...run }: AnyBodyRun): Verdict => {
  if (run.trials.length === 0) {
    const reason = withoutEvidence.length === 0 ? 'no creation with a generated body shows it' : withoutEvidence.join('; ');
    return { kind: 'inconclusive', reason, exchanges: [], unseen: true };
  }
  const verdict = judgeProperty(run);
  return verdict.kind === 'pass' && withoutEvidence.length > 0 ? { ...verdict, untried: withoutEvidence } : verdict;
};

/** A probe of one requirement on every resource that a valid body creates. */
export const defineAnyBody = <S extends AnyBodySubject>({
  over,
  uses = ['remove'],
  claim,
  ...text
}: CheckText & {
  over(contract: Contract): readonly S[];
  /** Operations that it uses besides the creation. */
  readonly uses?: readonly ResourceTypeWord[];
  claim(subject: S, contract: Contract): BodyClaim;
}): Probe<AnyBodyRun> =>
  defineProbe<S, AnyBodyRun>({
    ...text,
    phase: 'mutate',
    stage: 'looking-back',
    exclusive: 'collection',
    over,
    prerequisites: ({ resourceType }, around) => storyPrerequisites(resourceType, around, uses),
    cost: () => ({ requests: usualBodies * 6 + mostShrinkRequests, creates: usualBodies }),
    run: (subject, session) => runAnyBody(session, subject.resourceType, claim(subject, session.contract)),
    judge: (_subject, run) => judgeAnyBody(run),
  });
