import type { Operation, Parameter } from '../../contract/model.ts';
import { conventionsOf } from '../../generators/body-members.ts';
import { type MemberValue, valueNeed, vouchedFor } from '../../generators/member-value.ts';
import { resolvedSchema } from '../../generators/resolved-schema.ts';
import type { Surroundings } from '../kit/define.ts';
import type { Session } from '../kit/session.ts';

/**
 * A value that a filter certainly takes: what the operator gives, else the fixture, else what the document prints for
 * it. Nothing is made up here, because a service may refuse what it does not know.
 */
export const usableFilterValue = (operation: Operation, parameter: Parameter, { contract, target }: Surroundings): MemberValue => {
  const { name } = parameter;
  const schema = resolvedSchema(contract.document, parameter.schema);
  const given = target.values[operation.key]?.[name];
  if (given !== undefined) return vouchedFor(given);
  const { fixture } = conventionsOf(schema);
  if (fixture !== undefined) {
    const [supplied] = [target.fixtures[fixture] ?? []].flat();
    return supplied === undefined ? { kind: 'missing', need: { kind: 'fixture', name: fixture } } : vouchedFor(supplied);
  }
  const words = typeof schema === 'boolean' ? {} : schema;
  const examples: readonly unknown[] = Array.isArray(words['examples']) ? words['examples'] : [];
  const printed = examples[0] ?? words['example'] ?? words['default'];
  if (printed !== undefined) return vouchedFor(printed);
  return { kind: 'missing', need: valueNeed(operation, name, 'the document prints no value that it takes') };
};

/** A value that nothing has: what the document vouches for, else one of ours; never one that an item shows. */
export const madeUpFilterValue = (
  session: Pick<Session, 'contract' | 'hex'>,
  parameter: Parameter,
  shown: readonly string[] = [],
): string => {
  const { name } = parameter;
  const { unusable } = conventionsOf(resolvedSchema(session.contract.document, parameter.schema));
  let value = typeof unusable === 'string' ? unusable : `ct-no-such-${name}-${session.hex(`filter-${name}`, 8)}`;
  while (shown.includes(value)) value += '1';
  return value;
};
