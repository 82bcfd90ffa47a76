import { useEffect, useState } from 'preact/hooks';

/** The colours that a reader chose; `system` follows the preference of the system. */
export type Theme = 'system' | 'light' | 'dark';

const key = 'assay-theme';

const stored = (): Theme => {
  try {
    const theme = localStorage.getItem(key);
    return theme === 'light' || theme === 'dark' ? theme : 'system';
  } catch {
    // A browser may allow a page from the disk no storage.
    return 'system';
  }
};

const keep = (theme: Theme): void => {
  try {
    if (theme === 'system') localStorage.removeItem(key);
    else localStorage.setItem(key, theme);
  } catch {
    // The choice lasts as long as the page is open.
  }
};

/** The chosen colours, and the function that chooses others. They apply to the whole document. */
export const useTheme = (): readonly [Theme, (theme: Theme) => void] => {
  const [theme, setTheme] = useState<Theme>('system');
  useEffect(() => setTheme(stored()), []);
  useEffect(() => {
    if (theme === 'system') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = theme;
  }, [theme]);
  return [
    theme,
    (next) => {
      keep(next);
      setTheme(next);
    },
  ];
};
