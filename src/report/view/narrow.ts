import { useEffect, useState } from 'preact/hooks';

/** Below this width the panel covers the page. */
const narrow = '(max-width: 48rem)';

/** Whether the window is too narrow for anything beside the panel. */
export const useNarrow = (): boolean => {
  const [isNarrow, setNarrow] = useState(false);
  useEffect(() => {
    const query = matchMedia(narrow);
    const listen = (): void => setNarrow(query.matches);
    listen();
    query.addEventListener('change', listen);
    return () => query.removeEventListener('change', listen);
  }, []);
  return isNarrow;
};
