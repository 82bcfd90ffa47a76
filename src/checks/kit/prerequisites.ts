import { inferredNamed } from '../../contract/infer/covering.ts';
import type { Contract, Effect, Operation } from '../../contract/model.ts';
import { isOwnUuid } from '../../generators/fresh-name.ts';
import type { MissingValue } from '../../generators/member-value.ts';
import { minimalBody } from '../../generators/minimal-body.ts';
import { marksIn } from '../../generators/thing-mark.ts';
import { type Decided, validRequest } from '../../generators/valid-request.ts';
import type { PlannedRequest } from '../../model/request.ts';
import type { Permission, Target } from '../../model/target.ts';
import type { Need, Surroundings } from './define.ts';
import { reachBeyond } from './reach.ts';

/** Each effect takes these; `destructive` is in none of the others, and no other is in it. */
const permissionsOf: Readonly<Record<Effect, readonly Permission[]>> = {
  safe: [],
  changes: ['mutation'],
  creates: ['mutation'],
  'creates-permanently': ['mutation', 'permanent'],
  asks: ['mutation', 'permanent'],
  destructive: ['mutation', 'destructive'],
};

/** What the operator must allow before an operation is sent, also where it ought to be refused. */
export const permissionsFor = ({ effect, issues }: Pick<Operation, 'effect' | 'issues'>): Need[] => {
  const permissions: Permission[] = [...permissionsOf[effect]];
  if (issues) permissions.push('issue-credential');
  return permissions.map((permission) => ({ kind: 'permission', permission }));
};

/** May an operation be sent to this target. */
export const isAllowed = (operation: Pick<Operation, 'effect' | 'issues'>, target: Target): boolean =>
  permissionsFor(operation).every((need) => need.kind !== 'permission' || target.allow.includes(need.permission));

/** While planning nothing is sent, so any text stands for a fresh value. */
const planned = (name: string): string => `ct-${name}`;

/** While planning, a mark stands for a thing that the run will have made. */
const asPlanned = {
  isOwn: (segments: readonly string[]) => segments.some((segment) => marksIn(segment).length > 0),
  isFresh: (text: string) => text.startsWith('ct-') || isOwnUuid(text),
};

/** Everything that must be there before an operation can be sent as it ought to be. */
export const needsFor = (operation: Operation, around: Surroundings, decided?: Decided): readonly Need[] => {
  if (decided) return findNeeds(operation, around, decided);
  const ofTargets = needsKnown.get(operation) ?? new WeakMap<Target, Known>();
  needsKnown.set(operation, ofTargets);
  const known = ofTargets.get(around.target);
  if (known?.contract === around.contract) return known.needs;
  const needs = findNeeds(operation, around, {});
  ofTargets.set(around.target, { contract: around.contract, needs });
  return needs;
};

/** Dozens of checks ask about the same operation, and to answer takes a whole request. */
const needsKnown = new WeakMap<Operation, WeakMap<Target, Known>>();

type Known = { readonly contract: Contract; readonly needs: readonly Need[] };

const findNeeds = (operation: Operation, { contract, target }: Surroundings, decided: Decided): readonly Need[] => {
  const made = validRequest(operation, { contract, target, fresh: planned, ...decided });
  const needs: Need[] = [...permissionsFor(operation)];
  if (made.kind === 'missing') return [...needs, ...made.needs];
  if (reachBeyond(contract, operation, made.request, asPlanned) !== undefined)
    needs.push({ kind: 'permission', permission: 'destructive' });
  return [...needs, ...makingNeeds(contract, target, made.request)];
};

/** What it takes to make the things of inferred kinds that a request names. A path is finite, and a kind is made below shorter ones. */
const makingNeeds = (contract: Contract, target: Target, { pathValues, operation }: PlannedRequest): readonly Need[] =>
  [
    ...new Set(
      Object.values(pathValues)
        .flatMap(marksIn)
        .map(({ resource }) => resource),
    ),
  ].flatMap((name) => {
    const create = inferredNamed(contract, name)?.create;
    return create && create.key !== operation ? needsFor(create, { contract, target }) : [];
  });

/** What the operator must supply for a body without one of its members. */
export const bodyNeedsWithout = (operation: Operation, { contract, target }: Surroundings, member: string): readonly MissingValue[] => {
  const made = minimalBody(operation, { contract, target, fresh: planned, omit: [member] });
  return made.kind === 'missing' ? made.needs : [];
};
