import { descriptionsIn } from '../contract/infer/schema-parts.ts';
import type { Contract, Operation, Parameter } from '../contract/model.ts';
import { isObject, valueAt } from '../contract/pointer.ts';
import { saidIn } from '../contract/said.ts';
import { parameterValues } from '../contract/wire/writing.ts';
import { nodeOf } from '../model/location.ts';
import { timeFormOf } from './allowed-times.ts';
import { type BodyMember, conventionsOf } from './body-members.ts';
import type { Making } from './member-value.ts';
import { resolvedSchema } from './resolved-schema.ts';
import { withToldTimes } from './times-as-told.ts';

/** What a parameter says of itself, and what its schema says. */
const textsOfParameter = ({ document }: Contract, { location, schema }: Parameter): readonly string[] => [
  ...saidIn(valueAt(document, nodeOf(location))),
  ...descriptionsIn(document, schema),
];

/** A parameter as a member whose schema has all that is said of it: the texts about times of a body are read of that. Undefined where it holds no day or moment. */
export const timedParameter = (contract: Contract, parameter: Parameter): BodyMember | undefined => {
  const { schema } = parameterValues(contract, parameter);
  const resolved = resolvedSchema(contract.document, schema);
  if (!isObject(resolved) || timeFormOf({ schema: resolved }) === undefined) return undefined;
  const description = textsOfParameter(contract, parameter).join('\n\n');
  return {
    name: parameter.name,
    required: parameter.required,
    location: parameter.location,
    schema: { ...resolved, description },
    conventions: conventionsOf(resolved),
  };
};

/** The days and moments that an operation takes as parameters of one kind. */
export const timedParameters = (contract: Contract, { parameters }: Operation, where: Parameter['in']): readonly BodyMember[] =>
  parameters.filter((one) => one.in === where).flatMap((one) => timedParameter(contract, one) ?? []);

/**
 * Values of parameters, with those times put where the document says that they have to lie: "From tomorrow to 14 days ahead". All requests get the same day where the same
 * is said of it, as two of them may be compared.
 * @param members Those of {@link timedParameters} that may be moved.
 * @param madeUp The names of the parameters that neither the document nor the operator gives.
 * @returns The values, and the names of those that differ.
 */
export const askedInTime = (
  operation: Operation,
  members: readonly BodyMember[],
  values: Readonly<Record<string, unknown>>,
  { contract, now, madeUp }: Pick<Making, 'contract' | 'now'> & { readonly madeUp: readonly string[] },
): ReturnType<typeof withToldTimes> => {
  if (contract.standard.size === 0 || now === undefined || members.length === 0) return { value: values, moved: [] };
  return withToldTimes({ contract, operation, members }, values, madeUp, { fresh: (name) => name, now });
};
