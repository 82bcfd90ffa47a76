import type { Contract, Operation } from '../contract/model.ts';
import { isObject } from '../contract/pointer.ts';
import { type BodyMember, bodyMembers } from './body-members.ts';
import type { Setting } from './body-with.ts';
import { type Making, memberValue, type MissingValue } from './member-value.ts';
import { minimalBody } from './minimal-body.ts';
import { listedValues } from './unusable-body.ts';

/** Keywords by which a document prints a value or declares how one is made (OpenAPI 3.1, Schema Object). */
const printing = ['const', 'default', 'enum', 'example', 'examples', 'contentEncoding'] as const;

/** Does the contract give a usable value for a member that the smallest body leaves out? */
const isKnown = ({ schema, conventions }: BodyMember): boolean =>
  conventions.fixture !== undefined || (typeof schema !== 'boolean' && printing.some((keyword) => schema[keyword] !== undefined));

/** Members of a body with more values than the one in the smallest body: listed ones, those of another kind, or members left out there. */
export const settableMembers = (contract: Contract, operation: Operation): BodyMember[] =>
  bodyMembers(contract, operation).filter(
    (member) => listedValues(member) !== undefined || member.conventions.alternative !== undefined || (!member.required && isKnown(member)),
  );

export type Settings = { readonly settings: readonly Setting[]; readonly prerequisites: readonly MissingValue[] };

/**
 * Every way to set a member that is documented as usable: each listed value, the fixture of another kind, and a value of an optional
 * member. The first value of a required member is in the smallest body already.
 */
export const settingsOf = (operation: Operation, making: Making, member: BodyMember): Settings => {
  const values: unknown[] = [];
  const prerequisites: MissingValue[] = [];
  const listed = listedValues(member);
  if (listed) values.push(...listed.filter((value) => value !== valueInSmallest(operation, making, member)));
  const { alternative } = member.conventions;
  if (alternative !== undefined) {
    const [supplied] = [making.target.fixtures[alternative] ?? []].flat();
    if (supplied === undefined) prerequisites.push({ kind: 'fixture', name: alternative });
    else values.push(supplied);
  }
  if (!listed && !member.required && isKnown(member)) {
    const made = memberValue(operation, member, making);
    if (made.kind === 'value') values.push(made.value);
    else prerequisites.push(made.need);
  }
  return { settings: values.map((value) => ({ member: member.name, value })), prerequisites };
};

/** The value of a member in the smallest body; undefined where it has none. */
export const valueInSmallest = (operation: Operation, making: Making, { name, required }: BodyMember): unknown => {
  if (!required) return undefined;
  const others = bodyMembers(making.contract, operation).map((member) => member.name);
  const made = minimalBody(operation, { ...making, omit: others.filter((other) => other !== name) });
  return made.kind === 'body' && isObject(made.value) ? made.value[name] : undefined;
};

/**
 * Settings combined into as few bodies as possible: no body sets a member twice, and the settings are spread evenly, so that an error
 * response points at as few of them as possible.
 */
export const together = <T extends Setting>(settings: readonly T[]): readonly (readonly T[])[] => {
  const counts = new Map<string, number>();
  for (const { member } of settings) counts.set(member, (counts.get(member) ?? 0) + 1);
  const bodies: T[][] = Array.from({ length: Math.max(0, ...counts.values()) }, () => []);
  for (const setting of settings) {
    const free = bodies.filter((body) => body.every(({ member }) => member !== setting.member));
    const [fewest] = free.sort((a, b) => a.length - b.length);
    fewest?.push(setting);
  }
  return bodies;
};
