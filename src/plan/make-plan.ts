import { createHash } from 'node:crypto';
import type { Check, Probe } from '../checks/define.ts';
import type { Contract, Owner } from '../contract/model.ts';
import { ownerOf } from '../contract/owner.ts';
import { type Case, phases, type Plan } from '../model/case.ts';
import { type Place, placeKey } from '../model/place.ts';
import type { Target } from '../model/target.ts';
import { everything, isSelected, namesOf, type Selection } from './selection.ts';
import { unmetNeeds } from './unmet-needs.ts';

export type PlanInput = {
  readonly contract: Contract;
  readonly target: Target;
  readonly checks: readonly Check[];
  readonly selection?: Selection;
  /** Keep every observation and fold whatever is selected: what comes by is judged anyway. */
  readonly watchAll?: boolean;
  readonly seed: number;
};

/**
 * What a run will try, in order: every check at every place of the contract that has an owner, joined into one case a
 * (check, owning node). Pure: the same input makes the same plan and digest.
 * @throws {ContractError} when two promises claim one place.
 */
export const makePlan = ({ contract, target, checks, selection = everything, watchAll = false, seed }: PlanInput): Plan => {
  const cases = checks
    .flatMap((check) => casesOf(contract, target, check))
    .map(({ check, made, names }) => {
      const kept = isSelected(selection, names) || (watchAll && check.kind !== 'probe');
      return kept || made.skip ? made : { ...made, skip: { because: 'not-selected', reason: 'left out by --only or --skip' } as const };
    })
    .sort((a, b) => phases.indexOf(a.phase) - phases.indexOf(b.phase));
  return {
    contract: contract.name,
    target: target.name,
    seed,
    cases,
    undecided: contract.open,
    digest: createHash('sha256')
      .update(JSON.stringify([contract.digest, target.name, seed, cases]))
      .digest('hex'),
  };
};

type Made = { readonly check: Check; readonly made: Case; readonly names: readonly string[] };

const casesOf = (contract: Contract, target: Target, check: Check): Made[] => {
  const owned = new Map<string, { readonly owner: Owner; readonly places: Map<string, Place> }>();
  for (const place of check.places(contract)) {
    const owner = ownerOf(contract, check, place);
    // Untestable and retired promises own nothing that is tried.
    if (!owner || owner.requirement.level === 'untestable') continue;
    const group = owned.get(owner.node) ?? { owner, places: new Map<string, Place>() };
    owned.set(owner.node, group);
    group.places.set(placeKey(place), place);
  }
  return [...owned.values()].map(({ owner, places }) => {
    const all = [...places.values()];
    const base = {
      id: `${check.id}@${owner.node}`,
      check: check.id,
      requirement: owner.requirement.id,
      title: owner.requirement.title,
      level: owner.requirement.level,
      area: owner.requirement.area,
    };
    const made: Case =
      check.kind === 'probe'
        ? { ...base, kind: 'probe', phase: check.phase, ...triable(check, all, { contract, target }) }
        : { ...base, kind: 'watch', phase: 'closing', places: all, untried: [], cost: { requests: 0, creates: 0 } };
    return { check, made, names: namesOf(contract, check.id, owner.requirement, all) };
  });
};

/** The places whose needs are met; the rest is told apart, and a case without any is skipped from the start. */
const triable = (
  probe: Probe,
  places: readonly Place[],
  around: { readonly contract: Contract; readonly target: Target },
): Pick<Case, 'places' | 'untried' | 'cost' | 'skip'> => {
  const tried = places.map((place) => ({ place, unmet: unmetNeeds(probe.needs(place, around), around.target) }));
  const possible = tried.filter(({ unmet }) => unmet.length === 0).map(({ place }) => place);
  const cost = possible.map((place) => probe.cost(place, around));
  const lacking = tried.filter(({ unmet }) => unmet.length > 0);
  const [first] = lacking.flatMap(({ unmet }) => unmet);
  return {
    places: possible,
    untried: lacking.map(
      ({ place, unmet }) => `${place.operation ?? 'outside every operation'}: ${unmet.map(({ reason }) => reason).join('; ')}`,
    ),
    cost: { requests: cost.reduce((sum, { requests }) => sum + requests, 0), creates: cost.reduce((sum, { creates }) => sum + creates, 0) },
    ...(possible.length === 0 && first
      ? {
          skip: {
            because: first.because,
            reason: [...new Set(lacking.flatMap(({ unmet }) => unmet.map(({ reason }) => reason)))].join('; '),
          },
        }
      : {}),
  };
};
