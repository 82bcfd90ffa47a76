import { decoded } from '../../view/address.ts';
import type { PageModel } from '../page-model.ts';

/** What the panel shows. */
export type Route = { readonly kind: 'finding' | 'case' | 'operation'; readonly at: number };

const caseAt = ({ cases, targets }: PageModel, target: string, id: string): number =>
  cases.findIndex((one) => one.id === id && targets[one.target]?.name === target);

const found = (kind: Route['kind'], at: number): Route | undefined => (at < 0 ? undefined : { kind, at });

/** A case opens the finding that tells it, where there is one. */
const caseRoute = (model: PageModel, at: number): Route | undefined => {
  const finding = model.cases[at]?.finding;
  return finding === undefined || model.findings[finding]?.case !== at ? found('case', at) : { kind: 'finding', at: finding };
};

/** What a fragment names: `#finding/TARGET/CASE`, `#case/TARGET/CASE` or `#operation/TARGET/KEY`, also the older `#case:TARGET:CASE`. */
export const routeOf = (model: PageModel, hash: string): Route | undefined => {
  const whole = decoded(hash.slice(1));
  if (whole.startsWith('case:')) {
    const at = model.cases.findIndex((one) => `case:${model.targets[one.target]?.name}:${one.id}` === whole);
    return caseRoute(model, at);
  }
  const [path = ''] = hash.slice(1).split('?');
  const [kind, target = '', name = ''] = path.split('/').map(decoded);
  if (kind === 'finding' || kind === 'case') return caseRoute(model, caseAt(model, target, name));
  if (kind !== 'operation') return undefined;
  return found(
    'operation',
    model.operations.findIndex(({ key, target: at }) => key === name && model.targets[at]?.name === target),
  );
};

const path = (kind: string, model: PageModel, target: number, name: string): string =>
  `#${kind}/${encodeURIComponent(model.targets[target]?.name ?? '')}/${encodeURIComponent(name)}`;

/** The fragment of what the panel shows: the same in every report on the same contract. */
export const hashOf = (model: PageModel, { kind, at }: Route): string => {
  if (kind === 'operation') {
    const operation = model.operations[at];
    return path(kind, model, operation?.target ?? 0, operation?.key ?? '');
  }
  const one = model.cases[kind === 'case' ? at : (model.findings[at]?.case ?? 0)];
  return path(kind, model, one?.target ?? 0, one?.id ?? '');
};

/** The part of a fragment that holds the filter; empty where it has none. */
export const queryIn = (hash: string): string => {
  const at = decoded(hash.slice(1)).startsWith('case:') ? -1 : hash.indexOf('?');
  return at < 0 ? '' : hash.slice(at + 1);
};
