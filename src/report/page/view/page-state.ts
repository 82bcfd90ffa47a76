import { createContext } from 'preact';
import { useContext, useEffect, useMemo, useState } from 'preact/hooks';

import type { PageModel } from '../page-model.ts';
import { type Filter, fromQuery, isFiltering, noFilter, selected, toQuery } from './filter.ts';
import { hashOf, queryIn, type Route, routeOf } from './route.ts';

/** What the parts of the page know and can do. */
export type PageState = {
  readonly model: PageModel;
  /** The script runs. */
  readonly isLive: boolean;
  /** Nothing can be unfolded: the script does not run, or the page is printed. */
  readonly isStatic: boolean;
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

/** Whether the script runs, and whether the page is being printed. */
const useLife = (): { readonly isLive: boolean; readonly isPrinted: boolean } => {
  const [isLive, setLive] = useState(false);
  const [isPrinted, setPrinted] = useState(false);
  useEffect(() => {
    setLive(true);
    const [begin, end] = [() => setPrinted(true), () => setPrinted(false)];
    addEventListener('beforeprint', begin);
    addEventListener('afterprint', end);
    return () => {
      removeEventListener('beforeprint', begin);
      removeEventListener('afterprint', end);
    };
  }, []);
  return { isLive, isPrinted };
};

/** The state of a page, which its address has too. On the server, and until the script runs, nothing is open and everything selected. */
export const usePageState = (model: PageModel): PageState => {
  const { isLive, isPrinted } = useLife();
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
    isLive,
    isStatic: !isLive || isPrinted,
    route: place.route,
    filter: place.filter,
    isFiltering: isFiltering(place.filter),
    matching,
    show: (route) => go({ ...place, route }, place.route === undefined),
    select: (change) => go({ ...place, filter: { ...place.filter, ...change } }, false),
  };
};
