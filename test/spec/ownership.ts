import { checks } from '../../src/checks/index.ts';
import { below, isObject, referenceTarget, valueAt } from '../../src/contract/pointer.ts';
import { idsOf, nodesOf } from './nodes.ts';
import type { Vendor } from './vendors.ts';

/** The checks of each requirement: `decided` in requirements.yaml, `planned` in open.yaml. */
const checksOf = ({ requirements, open }: Vendor): { decided(id: string): readonly string[]; planned(id: string): readonly string[] } => {
  const entries = new Map(requirements.map((entry) => [entry.id, entry]));
  return {
    decided: (id) => entries.get(id)?.checks ?? [],
    planned: (id) => open.filter((entry) => entry.id === id).flatMap(({ check }) => check),
  };
};

/**
 * Pairs of requirements of one check at one level, between which a verdict would be ambiguous. A level is a node with the convention that
 * the check reads: all objects on the path to it inside `x-assay` count together.
 */
export const rivals = (vendor: Vendor): string[] => {
  const { decided, planned } = checksOf(vendor);
  const levels = nodesOf(vendor.document).map(({ pointer }) => {
    const [node = pointer, inside] = pointer.split('/x-assay');
    const steps = (inside ?? '').split('/').slice(1);
    const way = inside === undefined ? [] : ['', ...steps.map((_, n) => `/${steps.slice(0, n + 1).join('/')}`)];
    return { pointer, carriers: [node, ...way.map((step) => `${node}/x-assay${step}`)] };
  });
  return levels.flatMap(({ pointer, carriers }) => {
    const ids = [...new Set(carriers.flatMap((carrier) => idsOf(valueAt(vendor.document, carrier))))];
    const named = ids.flatMap((id) => [...decided(id), ...planned(id)].map((check) => ({ id, check })));
    return named
      .filter(({ id, check }, n) => named.slice(0, n).some((other) => other.check === check && other.id !== id))
      .map(({ id, check }) => `${pointer}: ${id} is not the only requirement of ${check}`);
  });
};

/** Checks that read no convention; requirements inside `x-assay` are never theirs. */
const readsNothing: ReadonlySet<string> = new Set(checks.filter(({ reads }) => reads === undefined).map(({ id }) => id));

/** An id above a node, beside a node itself or inside its `x-assay`. */
type Above = { readonly id: string; readonly inside: boolean };

/**
 * Open requirements below a decided one of the same check. As long as they are open, their breaches would count as breaches of the decided
 * one, which may be stronger.
 */
export const leaks = (vendor: Vendor): string[] => {
  const { decided, planned } = checksOf(vendor);
  const found = new Set<string>();
  const visit = (pointer: string, above: readonly Above[], way: readonly string[]): void => {
    const value = valueAt(vendor.document, pointer);
    if (Array.isArray(value)) {
      for (const index of value.keys()) visit(below(pointer, index), above, way);
      return;
    }
    if (!isObject(value) || way.includes(pointer)) return;
    const own = idsOf(value);
    for (const check of own.flatMap(planned)) {
      const owner = above.find(({ id, inside }) => decided(id).includes(check) && !(inside && readsNothing.has(check)));
      if (owner !== undefined) found.add(`${pointer}: breaches of ${own.join(', ')} would count for ${owner.id} (${check})`);
    }
    const next = [...above, ...idsOn(value)];
    const here = [...way, pointer];
    if (typeof value['$ref'] === 'string') visit(referenceTarget(value['$ref']), next, here);
    for (const key of Object.keys(value)) visit(below(pointer, key), next, here);
  };
  // A component is reached through the node that refers to it, as in a location.
  for (const key of Object.keys(vendor.document).filter((name) => name !== 'components')) {
    visit(below('#', key), idsOn(vendor.document), ['#']);
  }
  return [...found];
};

const idsOn = (node: Readonly<Record<string, unknown>>): readonly Above[] => [
  ...idsOf(node).map((id) => ({ id, inside: false })),
  ...nodesOf(node['x-assay']).flatMap(({ value }) => idsOf(value).map((id) => ({ id, inside: true }))),
];
