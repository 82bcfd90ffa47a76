import { parametersIn } from '../../../../contract/infer/path-template.ts';
import { referenceAt } from '../../../../contract/infer/references.ts';
import { wordsOf } from '../../../../contract/infer/words.ts';
import { isSuccess } from '../../../../contract/message.ts';
import type { Operation } from '../../../../contract/model.ts';
import { type BodyMember, bodyMembers } from '../../../../generators/body-members.ts';
import { mayBeSent } from '../../../../generators/request-match.ts';
import { tellingValue } from '../../../../generators/whole-body.ts';
import { isSkipped, orSkipped } from '../../../kit/not-tried.ts';
import { isAllowed } from '../../../kit/prerequisites.ts';
import { idAsDeclared } from '../../../requests/id-as-declared.ts';
import { freshFor } from '../../../requests/usable-request.ts';
import { isSameValue } from '../../../subjects/same-value.ts';
import { isServersOwn } from '../../../subjects/shown-as-sent.ts';
import type { Resource } from '../../../subjects/shown-resource.ts';
import { inferredResource } from '../inferred-resource.ts';
import { isNullable, otherValue } from './bodies.ts';
import type { Sent } from './results.ts';
import type { Living } from './steps.ts';

/** Most members of each kind that are changed. */
const most = { lists: 2, references: 2, choices: 3 } as const;

/** Words of choices that decide what may be done with a resource, or that nothing takes back. */
const deciding: ReadonlySet<string> = new Set(
  (
    'status state phase stage step archived deleted removed cancelled canceled closed final finished locked frozen confirmed approved rejected accepted signed paid sent ' +
    'published released submitted shipped verified'
  ).split(' '),
);

/** Two texts for each list of texts that is empty now: whether a change adds to lists or replaces them, it then has both. */
export const filledLists = ({ session }: Living, members: readonly BodyMember[], now: Resource): readonly Resource[] => {
  const { document } = session.contract;
  const fresh = freshFor(session, 'filled');
  return members
    .flatMap(({ name, schema }): Resource[] => {
      const held = now[name];
      if (!Array.isArray(held) || held.length > 0 || isServersOwn(name)) return [];
      const value = tellingValue(document, schema, fresh, name);
      const isOfTexts = Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === 'string');
      return isOfTexts ? [{ [name]: value }] : [];
    })
    .slice(0, most.lists);
};

/** What each member that names a resource may name instead: one that the run creates for that. Only what stands below nothing, and may be created. */
export const otherReferences = async (
  { session }: Living,
  operation: Operation,
  now: Resource,
): Promise<readonly (readonly [BodyMember, unknown])[]> => {
  const { contract, target } = session;
  if (contract.standard.size === 0) return [];
  const named = bodyMembers(contract, operation).flatMap((member) => {
    if (now[member.name] === undefined) return [];
    const type = referenceAt(contract, operation, [member.name])?.resourceType;
    return type && parametersIn(type.create.path).length === 0 && isAllowed(type.create, target) ? [{ member, type }] : [];
  });
  const found: (readonly [BodyMember, unknown])[] = [];
  for (const { member, type } of named.slice(0, most.references)) {
    const { name, schema } = member;
    const made = await orSkipped(
      session.run(inferredResource, { resourceType: type.name, use: 'spare', for: operation.key, turn: `named-${name}` }),
    );
    const id = isSkipped(made) ? undefined : Object.values(made).at(-1);
    const value = id === undefined ? undefined : idAsDeclared(contract, operation, name, id);
    if (value !== undefined && !isSameValue(value, now[name]) && mayBeSent(contract.document, schema, value)) found.push([member, value]);
  }
  return found;
};

/** Other values for the choices that no change was tried with, and that decide nothing about the resource. */
const otherChoices = (
  way: Living,
  choices: readonly BodyMember[],
  now: Resource,
  tried: ReadonlySet<string>,
): readonly (readonly [BodyMember, unknown])[] =>
  choices
    .filter(({ name }) => !tried.has(name) && !wordsOf(name).some((word) => deciding.has(word)))
    .flatMap((member): (readonly [BodyMember, unknown])[] => {
      const value = otherValue(way, member, now[member.name], `choice-${member.name}`, now);
      return value === undefined || isSameValue(value, now[member.name]) ? [] : [[member, value]];
    })
    .slice(0, most.choices);

type Asked = {
  readonly operation: Operation;
  /** Members that a change may set, as the resource shows them. */
  readonly choices: readonly BodyMember[];
  readonly patches: readonly Sent[];
  readonly now: () => Resource;
  readonly send: (changed: Resource) => Promise<Sent>;
};

/**
 * Changes what names a resource, and choices that no change was tried with, each by a change of its own, and gives each its former value again. What else follows from
 * them is not known.
 */
export const changedLater = async (way: Living, { operation, choices, patches, now, send }: Asked): Promise<readonly Sent[]> => {
  const tried = new Set(patches.flatMap(({ body }) => Object.keys(body)));
  const references = (await otherReferences(way, operation, now())).filter(([{ name }]) => !tried.has(name));
  const all: Sent[] = [];
  for (const [member, value] of [...references, ...otherChoices(way, choices, now(), tried)]) {
    const { name } = member;
    const former = now()[name];
    const sent = await send({ [name]: value });
    all.push({ ...sent, mayReach: true });
    const isBack = former !== null || isNullable(way, member);
    if (isSuccess(sent.exchange) && former !== undefined && isBack && !Array.isArray(former))
      all.push({ ...(await send({ [name]: former })), mayReach: true });
  }
  return all;
};
