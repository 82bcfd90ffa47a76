import { useEffect, useState } from 'preact/hooks';

/**
 * Whether the window is too narrow for anything beside the panel.
 * @param widest Width below which the panel covers the page, as CSS writes it.
 */
export const useNarrow = (widest = '48rem'): boolean => {
  const [isNarrow, setNarrow] = useState(false);
  useEffect(() => {
    const query = matchMedia(`(max-width: ${widest})`);
    const listen = (): void => setNarrow(query.matches);
    listen();
    query.addEventListener('change', listen);
    return () => query.removeEventListener('change', listen);
  }, [widest]);
  return isNarrow;
};
