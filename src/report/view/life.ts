import { useEffect, useState } from 'preact/hooks';

/** What can be done with a page at the moment. */
export type Life = {
  /** The script runs. */
  readonly isLive: boolean;
  /** Nothing can be unfolded: the script does not run, or the page is printed. */
  readonly isStatic: boolean;
};

/** Whether the script runs, and whether the page is being printed. */
export const useLife = (): Life => {
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
  return { isLive, isStatic: !isLive || isPrinted };
};
