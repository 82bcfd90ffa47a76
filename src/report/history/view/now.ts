import { useEffect, useState } from 'preact/hooks';

/** The time now, once the script runs: a page may be opened long after it was made. */
export const useNow = (): number | undefined => {
  const [now, setNow] = useState<number | undefined>(undefined);
  useEffect(() => {
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 60_000);
    return () => clearInterval(timer);
  }, []);
  return now;
};
