import { clockStepIn } from '../../contract/infer/times/clock-steps.ts';
import { descriptionsIn } from '../../contract/infer/schema-parts.ts';
import type { ToldTime } from '../../contract/infer/times/told-times.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { timeFormOf, toldTimesOf } from '../../generators/allowed-times.ts';
import { type BodyMember, bodyMembers } from '../../generators/body-members.ts';
import { at, type Subject } from '../kit/define.ts';
import { isBesideChoice, refusesToldMistakes } from './mistaken-bodies.ts';
import { creationWithItsRules } from './rules-of-creation.ts';
import { toldBounds } from './told-bounds.ts';

/** A member of a body that is a time, with the rules by which it may not lie before or behind a point that is counted from the request. */
export type TimedMember = Subject & {
  readonly operation: Operation;
  readonly member: BodyMember;
  readonly rules: readonly ToldTime[];
  /** The step of the clock, in minutes, on which it has to lie. */
  readonly step: number | undefined;
};

/** The step of the clock on which a member lies by its own text, or by that of the creation whose rules a change keeps. */
const stepOf = ({ document }: Contract, members: readonly (BodyMember | undefined)[]): number | undefined => {
  const steps = members.flatMap((one) =>
    one === undefined || timeFormOf(one) !== 'date-time'
      ? []
      : descriptionsIn(document, one.schema).flatMap((text) => clockStepIn(text) ?? []),
  );
  return new Set(steps).size === 1 ? steps[0] : undefined;
};

/** The ends of a member that its bounds by the present alone are about, which another requirement judges. */
const endsOfBounds = (contract: Contract, operation: Operation, name: string): readonly ToldTime['end'][] =>
  toldBounds(contract)
    .filter((one) => one.operation === operation && one.inside === undefined && one.bound.member === name && one.bound.other === null)
    .map(({ bound: { side } }) => (side === 'after' || side === 'not-before' ? 'earliest' : 'latest'));

const timedIn = (contract: Contract, operation: Operation): readonly TimedMember[] => {
  const members = bodyMembers(contract, operation);
  const own = toldTimesOf(contract, operation, members);
  const creation = creationWithItsRules(contract, operation);
  const kept = creation ? toldTimesOf(contract, creation, bodyMembers(contract, creation)) : [];
  const all = [...own, ...kept.filter((rule) => !own.some(({ member, end }) => member === rule.member && end === rule.end))];
  return members.flatMap((member): readonly TimedMember[] => {
    const bounds = endsOfBounds(contract, operation, member.name);
    const rules = all.filter((rule) => rule.member === member.name && (rule.least !== 0 || !bounds.includes(rule.end)));
    const ruled = creation && bodyMembers(contract, creation).find(({ name }) => name === member.name);
    const step = stepOf(contract, [member, ruled]);
    return (rules.length === 0 && step === undefined) || isBesideChoice(contract, operation, member.name)
      ? []
      : [at(member.location, { operation, member, rules, step })];
  });
};

/** The times in the bodies of a contract that is held to the standard requirements of which a text says where they may not lie. */
export const toldTimes = (contract: Contract): readonly TimedMember[] =>
  contract.standard.size === 0 ? [] : contract.operations.filter(refusesToldMistakes).flatMap((operation) => timedIn(contract, operation));
