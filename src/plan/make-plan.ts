import { type Check, type Probe, stages } from '../checks/kit/define.ts';
import { ContractError } from '../contract/contract-error.ts';
import type { Contract, Owner } from '../contract/model.ts';
import { ownerOf } from '../contract/owner.ts';
import type { Unsupported } from '../contract/problem.ts';
import { rootConventions } from '../contract/read-conventions.ts';
import { type Case, type InferredWord, phases, type Plan } from '../model/case.ts';
import { type Location, locationKey, nodeOf, rootLocation } from '../model/location.ts';
import type { Requirement } from '../model/requirement.ts';
import type { Target } from '../model/target.ts';
import { fitted } from './fitted.ts';
import { planDigest } from './plan-digest.ts';
import { sparedOperations } from './spared.ts';
import { everything, isEverything, isSelected, namesAt, namesOfOperation, type Selection } from './selection.ts';
import { unmetAdmission, unmetPrerequisites } from './unmet-prerequisites.ts';
import { distinct, distinctBy } from '../model/json.ts';

export type PlanInput = {
  readonly contract: Contract;
  readonly target: Target;
  readonly checks: readonly Check[];
  readonly selection?: Selection;
  /** Keep every observation and fold, whatever is selected, because they judge the exchanges that are made anyway. */
  readonly watchAll?: boolean;
  readonly seed: number;
  /** About how many requests the run may send: the probes that fit are chosen, those of a must first. */
  readonly size?: number;
};

/**
 * Makes the plan of a run: every check at every location with a requirement, grouped into one case for each check and node that has the
 * requirement. Pure: the same input makes the same plan and digest.
 * @throws {ContractError} when two requirements claim one location.
 */
export const makePlan = ({ contract, target, checks, selection = everything, watchAll = false, seed, size }: PlanInput): Plan => {
  const chosen = new Set<string | null>();
  const spared = sparedOperations(contract, selection);
  const unusable = new Map(contract.operations.flatMap(({ key, unsupported }) => (unsupported === undefined ? [] : [[key, unsupported]])));
  const planning = { contract, target, selection, watchAll, spared, unusable };
  const all = inStages(contract, checks)
    .flatMap(({ check, owned }) => owned.map((one) => caseOf(planning, check, one)))
    .map(({ made, operations }) => {
      for (const operation of operations) chosen.add(operation);
      return made;
    })
    .sort((a, b) => phases.indexOf(a.phase) - phases.indexOf(b.phase));
  const cases = size === undefined ? all : fitted(all, size);
  const notSelected = isEverything(selection)
    ? []
    : contract.operations.filter((one) => !chosen.has(one.key) && !isSelected(selection, namesOfOperation(one))).map(({ key }) => key);
  return {
    contract: contract.name,
    target: target.name,
    seed,
    cases,
    ...(notSelected.length > 0 ? { notSelected } : {}),
    ...(spared.size > 0 ? { spared: Object.fromEntries(spared) } : {}),
    undecided: [...contract.open, ...awaitingOverlay(contract, cases)],
    digest: planDigest(contract.digest, target.name, seed, cases),
  };
};

/** The position of a check among those that may change something; -1 for the others, which keep their order. */
const stageOf = (check: Check): number => (check.kind === 'probe' && check.stage !== undefined ? stages.indexOf(check.stage) : -1);

type Staged = { readonly check: Check; readonly owned: readonly Owned[] };

const staged = new WeakMap<Contract, WeakMap<readonly Check[], readonly Staged[]>>();

/** The checks that have something in a contract, in the order of their stages. Hundreds of targets may share a contract. */
const inStages = (contract: Contract, checks: readonly Check[]): readonly Staged[] => {
  const known = staged.get(contract) ?? new WeakMap<readonly Check[], readonly Staged[]>();
  staged.set(contract, known);
  const found =
    known.get(checks) ??
    checks
      .toSorted((a, b) => stageOf(a) - stageOf(b))
      .map((check) => ({ check, owned: ownedBy(contract, check) }))
      .filter(({ owned }) => owned.length > 0);
  known.set(checks, found);
  return found;
};

/** Requirements that need an overlay to be judged, and that the overlays in use do not cover. */
const awaitingOverlay = (contract: Contract, cases: readonly Case[]): string[] => {
  const ids =
    overlaid.get(contract) ?? [...contract.requirements.values()].flatMap(({ id, overlay }) => (overlay === undefined ? [] : [id]));
  overlaid.set(contract, ids);
  if (ids.length === 0) return [];
  const planned = new Set(cases.map(({ requirement }) => requirement));
  return ids.filter((id) => !planned.has(id));
};

/** Ids of the requirements that need an overlay. */
const overlaid = new WeakMap<Contract, readonly string[]>();

type Made = {
  readonly made: Case;
  /** Keys of the selected operations of the case, also where it is skipped. */
  readonly operations: readonly (string | null)[];
};

type Planning = Pick<PlanInput, 'contract' | 'target'> &
  Required<Pick<PlanInput, 'selection' | 'watchAll'>> & {
    readonly spared: ReadonlyMap<string, string>;
    readonly unusable: ReadonlyMap<string, Unsupported>;
  };

/** The nodes with requirements of a check, and their locations, which are the same for every target. */
const ownedBy = (contract: Contract, check: Check): readonly Owned[] => {
  const known = ownings.get(contract) ?? new WeakMap<Check, readonly Owned[]>();
  ownings.set(contract, known);
  const owned = known.get(check) ?? ownedUnlessFailed(contract, check);
  known.set(check, owned);
  return owned;
};

const ownings = new WeakMap<Contract, WeakMap<Check, readonly Owned[]>>();

type Owned = {
  readonly owner: Owner;
  readonly places: readonly Location[];
  readonly inferred: readonly InferredWord[];
  /** The message of the exception with which the check failed on the document, so that its locations are unknown. */
  readonly failure?: string;
};

/** What a check that failed on a document is planned for: the first requirement that it decides, at the root. */
const failedOn = (contract: Contract, check: Check, error: unknown): Owned[] => {
  const requirement = [...contract.requirements.values()].find(({ checks, level }) => checks.includes(check.id) && level !== 'untestable');
  const failure = `The check failed on the document: ${error instanceof Error ? error.message : String(error)}`;
  return requirement ? [{ owner: { requirement, node: nodeOf(rootLocation) }, places: [rootLocation], inferred: [], failure }] : [];
};

/** Ids of the checks that some requirement lists; no other check has locations. */
const named = (contract: Contract): ReadonlySet<string> => {
  const known = namings.get(contract) ?? new Set([...contract.requirements.values()].flatMap(({ checks }) => checks));
  namings.set(contract, known);
  return known;
};

const namings = new WeakMap<Contract, ReadonlySet<string>>();

/** A check that fails on a document is a mistake of this program, which must not keep the others from judging it. */
const ownedUnlessFailed = (contract: Contract, check: Check): readonly Owned[] => {
  try {
    return findOwned(contract, check);
  } catch (error) {
    // Which requirement a check decides is a matter of the contract, and its author has to mend it.
    if (error instanceof ContractError) throw error;
    return failedOn(contract, check, error);
  }
};

const findOwned = (contract: Contract, check: Check): Owned[] => {
  // Searching for locations visits the whole document.
  if (!named(contract).has(check.id)) return [];
  const owned = new Map<string, { readonly owner: Owner; readonly places: Map<string, Location>; readonly inferred: InferredWord[] }>();
  for (const location of check.locations(contract)) {
    const owner = ownerOf(contract, check, location);
    // Untestable and retired requirements are not tried.
    if (!owner || owner.requirement.level === 'untestable') continue;
    const group = owned.get(owner.node) ?? { owner, places: new Map<string, Location>(), inferred: [] };
    owned.set(owner.node, group);
    group.places.set(locationKey(location), location);
    group.inferred.push(...(owner.inferred ?? []));
  }
  return Array.from(owned.values(), ({ owner, places, inferred }) => ({
    owner,
    places: [...places.values()],
    inferred: distinct(inferred),
  }));
};

const caseOf = ({ contract, target, selection, watchAll, spared, unusable }: Planning, check: Check, owned: Owned): Made => {
  const { owner, places } = owned;
  const selected = isEverything(selection) ? places : selectedOf(contract, check, owned, selection);
  const everywhere = watchAll && check.kind !== 'probe' ? places : selected;
  if (everywhere.length === 0) return leftOutOf(check, owned);
  const { all, left, untried } = withoutUnusable(everywhere, unusable, check.kind === 'probe' ? spared : new Map());
  if (owned.failure !== undefined)
    return { made: { ...untriedCase(check, owned), broken: owned.failure }, operations: selected.map(({ operation }) => operation) };
  const base = baseOf(check, owned);
  const exempt = exemption(contract, target, owner.requirement) ?? left;
  const made: Case = exempt
    ? skippedCase(check, owned, exempt)
    : check.kind === 'probe'
      ? { ...base, kind: 'probe', phase: check.phase, ...triable(check, all, untried, { contract, target }) }
      : { ...base, kind: 'watch', phase: 'closing', ...watchable(check, all, target), untried, cost: { requests: 0, creates: 0 } };
  return { made, operations: selected.map(({ operation }) => operation) };
};

const baseOf = (check: Check, { owner: { node, requirement }, inferred }: Owned) => ({
  id: `${check.id}@${node}`,
  check: check.id,
  requirement: requirement.id,
  title: requirement.title,
  level: requirement.level,
  area: requirement.area,
  ...(inferred.length > 0 ? { inferred } : {}),
});

const untriedCase = (check: Check, owned: Owned): Case => ({
  ...baseOf(check, owned),
  kind: check.kind === 'probe' ? 'probe' : 'watch',
  phase: check.kind === 'probe' ? check.phase : 'closing',
  places: [],
  untried: [],
  cost: { requests: 0, creates: 0 },
});

const skippedCase = (check: Check, owned: Owned, skip: NonNullable<Case['skip']>): Case => ({ ...untriedCase(check, owned), skip });

const leftOuts = new WeakMap<Owned, Made>();

/** A case without a selected location, which all targets share. */
const leftOutOf = (check: Check, owned: Owned): Made => {
  const known = leftOuts.get(owned) ?? { made: skippedCase(check, owned, leftOut), operations: [] };
  leftOuts.set(owned, known);
  return known;
};

const selections = new WeakMap<Selection, WeakMap<Owned, readonly Location[]>>();

/** The selected locations of a check, which are the same for every target. */
const selectedOf = (contract: Contract, check: Check, owned: Owned, selection: Selection): readonly Location[] => {
  const known = selections.get(selection) ?? new WeakMap<Owned, readonly Location[]>();
  selections.set(selection, known);
  const { owner, places } = owned;
  const found =
    known.get(owned) ??
    selectedAmong(places, (location) => isSelected(selection, namesAt(contract, check.id, owner.requirement, location)));
  known.set(owned, found);
  return found;
};

/** The locations whose operation is selected: the names at a location are those of its operation, and one has up to thousands. */
const selectedAmong = (places: readonly Location[], isChosen: (location: Location) => boolean): readonly Location[] => {
  const chosen = new Map<string | null, boolean>();
  return places.filter((location) => {
    const { operation } = location;
    const known = chosen.get(operation) ?? isChosen(location);
    chosen.set(operation, known);
    return known;
  });
};

const leftOut: NonNullable<Case['skip']> = { because: 'not-selected', reason: 'left out by --only or --skip' };

type Usable = { readonly all: readonly Location[]; readonly left: Case['skip'] | undefined; readonly untried: readonly string[] };

/** The locations of operations that can be used; the others are listed separately, and a case without usable locations is skipped. */
const withoutUnusable = (
  places: readonly Location[],
  unusable: ReadonlyMap<string, Unsupported>,
  spared: ReadonlyMap<string, string>,
): Usable => {
  if (unusable.size === 0 && spared.size === 0) return { all: places, left: undefined, untried: [] };
  const reasonOf = ({ operation }: Location): string | undefined => {
    const why = operation === null ? undefined : unusable.get(operation);
    return why ? `the document is defective at ${why.pointer}: ${why.reason}` : operation === null ? undefined : spared.get(operation);
  };
  const all = places.filter((location) => reasonOf(location) === undefined);
  const reasons = new Map(
    places.flatMap((location) => (reasonOf(location) === undefined ? [] : [[location.operation, reasonOf(location)]])),
  );
  return {
    all,
    left:
      all.length > 0 || reasons.size === 0
        ? undefined
        : {
            because: [...reasons.keys()].some((key) => key !== null && unusable.has(key)) ? 'unsupported' : 'not-allowed',
            reason: [...new Set(reasons.values())].join('; '),
          },
    untried: Array.from(reasons, ([operation, reason]) => `${operation}: ${reason}`),
  };
};

/** Requirements about the quota do not apply where the target is a sandbox whose requests have no quota or do not count. */
const exemption = (contract: Contract, target: Target, { area }: Requirement): Case['skip'] | undefined => {
  const quota = rootConventions(contract.document).sandbox?.quota;
  if (target.environment !== 'sandbox' || area !== 'rate-limit' || quota === undefined) return undefined;
  return { because: 'not-applicable', reason: `the target is the sandbox, where the quota is ${quota.is}` };
};

/** The locations of what judges the exchanges of others; a case whose prerequisites are not met is skipped. */
const watchable = (
  check: Exclude<Check, Probe>,
  places: readonly Location[],
  target: Target,
): Pick<Case, 'places'> & Partial<Pick<Case, 'skip' | 'lacks'>> => {
  const unmet = check.kind === 'fold' ? unmetPrerequisites(check.prerequisites?.(target) ?? [], target) : [];
  const [first] = unmet;
  if (!first) return { places };
  return {
    places: [],
    skip: { because: first.because, reason: unmet.map(({ reason }) => reason).join('; ') },
    lacks: unmet.flatMap(({ lacks }) => lacks ?? []),
  };
};

/** The locations whose prerequisites are met; the others are listed separately, and a case without such locations is skipped. */
const triable = (
  probe: Probe,
  places: readonly Location[],
  untried: readonly string[],
  around: { readonly contract: Contract; readonly target: Target },
): Pick<Case, 'places' | 'untried' | 'cost' | 'skip' | 'lacks'> => {
  const tried = places.map((location) => ({
    location,
    unmet: distinctBy(
      [
        ...unmetAdmission(around.contract, location, around.target),
        ...unmetPrerequisites(probe.prerequisites(location, around), around.target),
      ],
      ({ reason }) => reason,
    ),
  }));
  const possible = tried.filter(({ unmet }) => unmet.length === 0).map(({ location }) => location);
  const cost = possible.map((location) => probe.cost(location, around));
  const lacking = tried.filter(({ unmet }) => unmet.length > 0);
  const [first] = lacking.flatMap(({ unmet }) => unmet);
  const [least] = lacking.map(({ unmet }) => unmet).sort((a, b) => a.length - b.length);
  return {
    places: possible,
    untried: [
      ...untried,
      ...lacking.map(
        ({ location, unmet }) => `${location.operation ?? 'outside every operation'}: ${unmet.map(({ reason }) => reason).join('; ')}`,
      ),
    ],
    cost: { requests: cost.reduce((sum, { requests }) => sum + requests, 0), creates: cost.reduce((sum, { creates }) => sum + creates, 0) },
    ...(possible.length === 0 && first
      ? {
          skip: {
            because: first.because,
            reason: [...new Set(lacking.flatMap(({ unmet }) => unmet.map(({ reason }) => reason)))].join('; '),
          },
          lacks: (least ?? []).flatMap(({ lacks }) => lacks ?? []),
        }
      : {}),
  };
};
