import { inferredNamed } from '../../contract/infer/covering.ts';
import { parametersIn } from '../../contract/infer/path-template.ts';
import type { Contract, Effect, Operation } from '../../contract/model.ts';
import { isOwnUuid } from '../../generators/fresh-name.ts';
import { sourcesDecided } from '../../generators/listed-id.ts';
import type { MissingValue } from '../../generators/member-value.ts';
import { minimalBody } from '../../generators/minimal-body.ts';
import { placeholdersIn } from '../../generators/placeholder.ts';
import { type Decided, namesListed, validRequest } from '../../generators/valid-request.ts';
import type { PlannedRequest } from '../../model/request.ts';
import { rememberedByPair } from '../../model/remembered.ts';
import type { Permission, Target } from '../../model/target.ts';
import type { ProbePrerequisite, Surroundings } from './define.ts';
import { reachBeyond } from './reach.ts';

/** The permissions of each effect. `destructive` implies no other permission but `mutation`, and no other implies it. */
const permissionsOf: Readonly<Record<Effect, readonly Permission[]>> = {
  safe: [],
  changes: ['mutation'],
  creates: ['mutation'],
  'creates-permanently': ['mutation', 'permanent'],
  asks: ['mutation', 'permanent'],
  destructive: ['mutation', 'destructive'],
};

/** The permissions that an operation needs, also where it ought to be refused. */
export const permissionsFor = ({ effect, issues, inferred }: Pick<Operation, 'effect' | 'issues' | 'inferred'>): ProbePrerequisite[] => {
  const permissions: Permission[] = [...permissionsOf[effect]];
  if (inferred?.reaches !== undefined) permissions.push('destructive');
  if (issues) permissions.push('issue-credential');
  return permissions.map((permission) => ({ kind: 'permission', permission }));
};

/** May an operation be sent to this target. */
export const isAllowed = (operation: Pick<Operation, 'effect' | 'issues' | 'inferred'>, target: Target): boolean =>
  permissionsFor(operation).every((one) => one.kind !== 'permission' || target.allow.includes(one.permission));

/** While planning nothing is sent, so any text does for a fresh value. */
const planned = (name: string): string => `ct-${name}`;

/** While planning, a placeholder stands for a resource that the run will have created. */
const asPlanned = {
  isOwn: (segments: readonly string[]) => segments.some((segment) => placeholdersIn(segment).length > 0),
  isOwnAnywhere: (segments: readonly (string | undefined)[]) => segments.some((segment) => placeholdersIn(segment ?? '').length > 0),
  isFresh: (text: string) => text.startsWith('ct-') || isOwnUuid(text),
  // A name in another form is drawn only where it can be read first that nothing bears it.
  isFree: () => true,
};

/** Everything that an operation needs before it can be sent as documented. */
export const prerequisitesFor = (operation: Operation, around: Surroundings, decided?: Decided): readonly ProbePrerequisite[] => {
  if (decided) return prerequisitesWith(operation, around, decided);
  const ofTargets = knownPrerequisites.get(operation) ?? new WeakMap<Target, Known>();
  knownPrerequisites.set(operation, ofTargets);
  const known = ofTargets.get(around.target);
  if (known?.contract === around.contract) return known.prerequisites;
  const prerequisites = findPrerequisites(operation, around, {});
  ofTargets.set(around.target, { contract: around.contract, prerequisites });
  return prerequisites;
};

/** What it takes to create a resource for operations whose paths end in its id. */
export const prerequisitesOnOwn = (create: Operation, operations: readonly Operation[], around: Surroundings): ProbePrerequisite[] => [
  ...prerequisitesFor(create, around),
  ...operations.flatMap((one) => {
    const pathValues = Object.fromEntries(
      parametersIn(one.path)
        .slice(-1)
        .map((name) => [name, 'ct']),
    );
    return prerequisitesFor(one, around, { pathValues });
  }),
];

/** Dozens of checks ask about the same operation, and each answer takes a whole request. */
const knownPrerequisites = new WeakMap<Operation, WeakMap<Target, Known>>();

type Known = { readonly contract: Contract; readonly prerequisites: readonly ProbePrerequisite[] };

/**
 * The same where something is decided about the request: most of it is an id that stands for any, or an empty body. It is found again after another source of an id was
 * decided, which the request may take.
 */
const prerequisitesWith = (operation: Operation, around: Surroundings, decided: Decided): readonly ProbePrerequisite[] => {
  const key = JSON.stringify(decided);
  if (key.length > longestKey) return findPrerequisites(operation, around, decided);
  const { contract, target } = around;
  const all = knownWith(operation, target);
  const sources = sourcesDecided(contract, target);
  const known = all.get(key);
  if (known?.contract === contract && known.sources === sources) return known.prerequisites;
  const prerequisites = findPrerequisites(operation, around, decided);
  if (all.size >= mostKnown) all.clear();
  if (sourcesDecided(contract, target) === sources) all.set(key, { contract, prerequisites, sources });
  return prerequisites;
};

const knownWith = rememberedByPair((_operation: Operation, _target: Target) => new Map<string, Known & { readonly sources: number }>());

/** So many are remembered for an operation. Beyond it all of them are forgotten: ids of resources in paths have no end. */
const mostKnown = 100;

/** What takes more characters as JSON is a whole body, which hardly comes again. */
const longestKey = 500;

const findPrerequisites = (operation: Operation, { contract, target }: Surroundings, decided: Decided): readonly ProbePrerequisite[] => {
  const made = validRequest(operation, { contract, target, fresh: planned, ...decided });
  const prerequisites: ProbePrerequisite[] = [...permissionsFor(operation)];
  if (made.kind === 'missing') return [...prerequisites, ...made.prerequisites];
  if (reachBeyond(contract, operation, made.request, asPlanned) !== undefined || (operation.effect !== 'safe' && namesListed(made.request)))
    prerequisites.push({ kind: 'permission', permission: 'destructive' });
  return [...prerequisites, ...makingPrerequisites(contract, target, made.request)];
};

/** What it takes to create the resources of inferred types that a request names. It ends, because each type is created below a shorter path. */
const makingPrerequisites = (contract: Contract, target: Target, { pathValues, operation }: PlannedRequest): readonly ProbePrerequisite[] =>
  [
    ...new Set(
      Object.values(pathValues)
        .flatMap(placeholdersIn)
        .filter(({ use }) => use !== 'listed')
        .map(({ resourceType }) => resourceType),
    ),
  ].flatMap((name) => {
    const create = inferredNamed(contract, name)?.create;
    return create && create.key !== operation ? prerequisitesFor(create, { contract, target }) : [];
  });

/** The values that the operator must supply for a body without one of its members. */
export const bodyPrerequisitesWithout = (
  operation: Operation,
  { contract, target }: Surroundings,
  member: string,
): readonly MissingValue[] => {
  const byMember = knownWithout(contract, target).get(operation) ?? new Map<string, readonly MissingValue[]>();
  knownWithout(contract, target).set(operation, byMember);
  const known = byMember.get(member);
  if (known) return known;
  const made = minimalBody(operation, { contract, target, fresh: planned, omit: [member] });
  const missing = made.kind === 'missing' ? made.prerequisites : [];
  byMember.set(member, missing);
  return missing;
};

/** Each kind of mistake is made in the same members, and each answer takes a whole body. */
const knownWithout = rememberedByPair(
  (_contract: Contract, _target: Target) => new WeakMap<Operation, Map<string, readonly MissingValue[]>>(),
);
