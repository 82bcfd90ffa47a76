import { decoded } from '../../view/address.ts';
import type { HistoryModel } from '../history-model.ts';

/** What the panel shows: a requirement, or one run, of a target. */
export type Opened = { readonly kind: 'requirement' | 'run'; readonly target: number; readonly at: number };

/** What a reader chose. */
export type HistoryPlace = {
  readonly opened: Opened | undefined;
  /** How many of the last runs are shown; 0: all; undefined: as many as fit. */
  readonly last: number | undefined;
  /** State of the requirements that are shown; empty for all. */
  readonly state: string;
  readonly text: string;
};

/** Nothing is open or left out. */
export const nowhere: HistoryPlace = { opened: undefined, last: undefined, state: '', text: '' };

const openedIn = ({ targets }: HistoryModel, path: string): Opened | undefined => {
  const [kind, label = '', name = ''] = path.split('/').map(decoded);
  const target = targets.findIndex((one) => one.label === label);
  const found = targets[target];
  if (found === undefined || (kind !== 'requirement' && kind !== 'run')) return undefined;
  const at = kind === 'run' ? found.nights.findIndex(({ run }) => run === name) : found.requirements.findIndex(({ id }) => id === name);
  return at < 0 ? undefined : { kind, target, at };
};

/** The place that a fragment names: `#requirement/TARGET/ID?last=30&state=flips&q=…`, `#run/TARGET/RUN`, or the part behind the path alone. */
export const placeOf = (model: HistoryModel, hash: string): HistoryPlace => {
  const [path = '', ...rest] = hash.slice(1).split('?');
  const parameters = new URLSearchParams(rest.join('?'));
  const last = parameters.get('last') ?? '';
  return {
    opened: openedIn(model, path),
    last: last === 'all' ? 0 : /^[1-9]\d{0,5}$/u.test(last) ? Number(last) : undefined,
    state: parameters.get('state') ?? '',
    text: parameters.get('q') ?? '',
  };
};

/** The fragment of a place; it stays the same when runs are added. */
export const hashOf = ({ targets }: HistoryModel, { opened, last, state, text }: HistoryPlace): string => {
  const query = new URLSearchParams([
    ...(last === undefined ? [] : [['last', last === 0 ? 'all' : String(last)]]),
    ...(state === '' ? [] : [['state', state]]),
    ...(text === '' ? [] : [['q', text]]),
  ]).toString();
  const target = targets[opened?.target ?? -1];
  const name = opened?.kind === 'run' ? target?.nights[opened.at]?.run : target?.requirements[opened?.at ?? -1]?.id;
  const path =
    opened === undefined || target === undefined || name === undefined
      ? ''
      : `${opened.kind}/${encodeURIComponent(target.label)}/${encodeURIComponent(name)}`;
  return `#${path}${query === '' ? '' : `?${query}`}`;
};
