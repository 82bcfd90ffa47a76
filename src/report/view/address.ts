import { useEffect, useState } from 'preact/hooks';

/** How a page reads its state from the fragment of its address, and writes it there. */
export type AddressWords<Place> = {
  /** The state on the server, and until the script runs. */
  readonly none: Place;
  /** @param hash With its number sign. */
  read(hash: string): Place;
  /** @returns a fragment with its number sign; `#` alone for {@link AddressWords.none}. */
  write(place: Place): string;
};

/**
 * The state of a page that its address has too, and the function that changes both. A step can be undone by going back; typing into a
 * search is none.
 */
export const useAddress = <Place>({ none, read, write }: AddressWords<Place>): readonly [Place, (next: Place, isStep: boolean) => void] => {
  const [place, setPlace] = useState<Place>(none);
  useEffect(() => {
    const restore = (): void => setPlace(read(location.hash));
    restore();
    addEventListener('hashchange', restore);
    addEventListener('popstate', restore);
    return () => {
      removeEventListener('hashchange', restore);
      removeEventListener('popstate', restore);
    };
  }, []);
  const go = (next: Place, isStep: boolean): void => {
    const address = write(next);
    const whole = address === '#' ? location.href.split('#')[0] : address;
    if (isStep) history.pushState(undefined, '', whole);
    else history.replaceState(undefined, '', whole);
    setPlace(next);
  };
  return [place, go];
};

/** Text of an address; a stray percent sign stands for itself. */
export const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};
