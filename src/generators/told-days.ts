import { descriptionsIn } from '../contract/infer/schema-parts.ts';
import { type DayKind, daysToldIn } from '../contract/infer/times/told-days.ts';
import type { Contract, Operation } from '../contract/model.ts';
import { valueAt } from '../contract/pointer.ts';
import { saidIn } from '../contract/said.ts';
import { nodeOf } from '../model/location.ts';
import { timeFormOf, toldOfRefusals } from './allowed-times.ts';
import type { BodyMember } from './body-members.ts';
import { askedSchema } from '../contract/asked-content.ts';

const known = new WeakMap<BodyMember['schema'] & object, Map<string, DayKind | undefined>>();

/** The kind of the only days that a document lets a member of a body lie on, as its description says, or a text of the operation that names it; undefined where it says none. */
export const toldDaysOf = (contract: Contract, operation: Operation, member: BodyMember): DayKind | undefined => {
  if (contract.standard.size === 0 || timeFormOf(member) === undefined || typeof member.schema === 'boolean') return undefined;
  const of = known.get(member.schema) ?? new Map<string, DayKind | undefined>();
  known.set(member.schema, of);
  const key = `${operation.key} ${member.name}`;
  if (!of.has(key)) {
    const { document } = contract;
    const around = [
      ...saidIn(valueAt(document, nodeOf(operation.location))),
      ...descriptionsIn(document, askedSchema(operation.body)),
      ...toldOfRefusals(contract, operation),
    ];
    of.set(key, daysToldIn(descriptionsIn(document, member.schema), around, member.name));
  }
  return of.get(key);
};
