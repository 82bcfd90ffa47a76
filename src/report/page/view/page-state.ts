import { createContext } from 'preact';
import { useContext, useMemo } from 'preact/hooks';

import { useAddress } from '../../view/address.ts';
import { type Life, useLife } from '../../view/life.ts';
import type { PageModel } from '../page-model.ts';
import { type Filter, fromQuery, isFiltering, noFilter, selected, toQuery } from './filter.ts';
import { hashOf, queryIn, type Route, routeOf } from './route.ts';

/** What the parts of the page know and can do. */
export type PageState = Life & {
  readonly model: PageModel;
  readonly route: Route | undefined;
  readonly filter: Filter;
  readonly isFiltering: boolean;
  /** Numbers of the cases that the filter selects. */
  readonly matching: ReadonlySet<number>;
  /** Opens the panel, or closes it. */
  show(route: Route | undefined): void;
  select(change: Partial<Filter>): void;
};

const Context = createContext<PageState | undefined>(undefined);

/** Gives the state to the parts of the page. */
export const PageProvider = Context.Provider;

/** The state of the page, from within {@link PageProvider}. */
export const usePage = (): PageState => {
  const state = useContext(Context);
  if (state === undefined) throw new Error('There is no page around this part');
  return state;
};

type Place = { readonly route: Route | undefined; readonly filter: Filter };

const placeAt = (model: PageModel, hash: string): Place => ({ route: routeOf(model, hash), filter: fromQuery(queryIn(hash)) });

const addressOf = (model: PageModel, { route, filter }: Place): string => {
  const query = toQuery(filter);
  return `${route === undefined ? '#' : hashOf(model, route)}${query === '' ? '' : `?${query}`}`;
};

/** The state of a page, which its address has too. On the server, and until the script runs, nothing is open and everything selected. */
export const usePageState = (model: PageModel): PageState => {
  const life = useLife();
  const [place, go] = useAddress<Place>({
    none: { route: undefined, filter: noFilter },
    read: (hash) => placeAt(model, hash),
    write: (next) => addressOf(model, next),
  });
  const matching = useMemo(() => selected(model, place.filter), [model, place.filter]);
  return {
    model,
    ...life,
    route: place.route,
    filter: place.filter,
    isFiltering: isFiltering(place.filter),
    matching,
    show: (route) => go({ ...place, route }, place.route === undefined),
    select: (change) => go({ ...place, filter: { ...place.filter, ...change } }, false),
  };
};
