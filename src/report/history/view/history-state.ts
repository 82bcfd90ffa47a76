import { createContext } from 'preact';
import { useContext, useMemo } from 'preact/hooks';

import type { LifeState } from '../../../policy/history/requirement-life.ts';
import { useAddress } from '../../view/address.ts';
import { type Life, useLife } from '../../view/life.ts';
import { useNarrow } from '../../view/narrow.ts';
import type { HistoryModel, PageTargetHistory } from '../history-model.ts';
import { type HistoryRow, type HistoryTheme, outcomesOf, rowsFrom, themesOf } from '../rows-in-window.ts';
import { type HistoryPlace, hashOf, nowhere, type Opened, placeOf } from './place.ts';

/** A target over the runs that are shown. */
export type ShownTarget = {
  /** Its index in the model. */
  readonly number: number;
  readonly target: PageTargetHistory;
  /** Index of the first run that is shown. */
  readonly from: number;
  /** All requirements. */
  readonly rows: readonly HistoryRow[];
  /** Those that are asked for, by theme. */
  readonly themes: readonly HistoryTheme[];
  readonly matching: number;
};

/** What the parts of the page know and can do. */
export type HistoryState = Life & {
  readonly model: HistoryModel;
  readonly place: HistoryPlace;
  /** How many of the last runs are shown at most. */
  readonly last: number;
  readonly targets: readonly ShownTarget[];
  /** Whether less than all requirements are asked for. */
  readonly isFiltering: boolean;
  hashOfOpened(opened: Opened): string;
  /** Opens something in the panel, or closes the panel. */
  show(opened: Opened | undefined): void;
  select(change: Partial<HistoryPlace>): void;
};

const Context = createContext<HistoryState | undefined>(undefined);

/** Gives the state to the parts of the page. */
export const HistoryProvider = Context.Provider;

/** The state of the page, from within {@link HistoryProvider}. */
export const useHistory = (): HistoryState => {
  const state = useContext(Context);
  if (state === undefined) throw new Error('There is no page around this part');
  return state;
};

/** Runs that are shown where nothing else is chosen. */
const [few, some] = [30, 90];

const isInState = ({ life }: HistoryRow, state: string): boolean =>
  state === '' || (state === ('broken' satisfies LifeState) ? life.judged > 0 && life.isBroken : life.state === state);

/** The state of a page, which its address has too. */
export const useHistoryState = (model: HistoryModel): HistoryState => {
  const life = useLife();
  const isNarrow = useNarrow('40rem');
  const [place, go] = useAddress<HistoryPlace>({
    none: nowhere,
    read: (hash) => placeOf(model, hash),
    write: (next) => hashOf(model, next),
  });
  const chosen = place.last ?? (isNarrow ? few : some);
  const last = chosen === 0 ? Infinity : chosen;
  const unpacked = useMemo(() => model.targets.map(outcomesOf), [model]);
  const rows = useMemo(
    () =>
      model.targets.map((target, number) => {
        const from = Math.max(0, target.nights.length - last);
        return { number, target, from, rows: rowsFrom(target, unpacked[number] ?? new Map(), from) };
      }),
    [model, unpacked, last],
  );
  const { state, text } = place;
  const targets = useMemo(() => {
    const words = text.toLowerCase().split(/\s+/u).filter(Boolean);
    return rows.map((one): ShownTarget => {
      const asked = one.rows.filter((row) => {
        const { id, title, level, area } = row.requirement;
        const found = `${id} ${title} ${level} ${area}`.toLowerCase();
        return isInState(row, state) && words.every((word) => found.includes(word));
      });
      return { ...one, themes: themesOf(asked, one.from), matching: asked.length };
    });
  }, [rows, state, text]);
  return {
    ...life,
    model,
    place,
    last,
    targets,
    isFiltering: text !== '' || state !== '',
    hashOfOpened: (opened) => hashOf(model, { ...place, opened }),
    show: (opened) => go({ ...place, opened }, place.opened === undefined),
    select: (change) => go({ ...place, ...change }, false),
  };
};
