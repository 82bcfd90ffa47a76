import { createContext } from 'preact';
import { useContext, useEffect, useMemo, useState } from 'preact/hooks';

import type { PageModel } from '../page-model.ts';
import { type Filter, fromQuery, isFiltering, noFilter, selected, toQuery } from './filter.ts';
import { hashOf, queryIn, type Route, routeOf } from './route.ts';

/** What the parts of the page know and can do. */
export type PageState = {
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
  const [place, setPlace] = useState<Place>({ route: undefined, filter: noFilter });
  useEffect(() => {
    const restore = (): void => setPlace(placeAt(model, location.hash));
    restore();
    addEventListener('hashchange', restore);
    addEventListener('popstate', restore);
    return () => {
      removeEventListener('hashchange', restore);
      removeEventListener('popstate', restore);
    };
  }, [model]);
  const matching = useMemo(() => selected(model, place.filter), [model, place.filter]);
  const go = (next: Place, isStep: boolean): void => {
    const address = addressOf(model, next);
    const whole = address === '#' ? location.href.split('#')[0] : address;
    // A step can be undone by going back; typing into the search is none.
    if (isStep) history.pushState(undefined, '', whole);
    else history.replaceState(undefined, '', whole);
    setPlace(next);
  };
  return {
    model,
    route: place.route,
    filter: place.filter,
    isFiltering: isFiltering(place.filter),
    matching,
    show: (route) => go({ ...place, route }, place.route === undefined),
    select: (change) => go({ ...place, filter: { ...place.filter, ...change } }, false),
  };
};
