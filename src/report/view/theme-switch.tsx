import { type Theme, useTheme } from './theme.ts';

const themes: Readonly<Record<Theme, { readonly next: Theme; readonly sign: string; readonly words: string }>> = {
  system: { next: 'dark', sign: '◐', words: 'as the system' },
  dark: { next: 'light', sign: '●', words: 'dark' },
  light: { next: 'system', sign: '○', words: 'light' },
};

/** The button that goes through the colours: those of the system, dark, light. */
export const ThemeSwitch = () => {
  const [theme, choose] = useTheme();
  const { next, sign, words } = themes[theme];
  return (
    <button type="button" class="plain theme" onClick={() => choose(next)} title={`Colours: ${words}`}>
      <span aria-hidden="true">{sign}</span>
      <span class="unseen">{`Colours: ${words}; choose ${themes[next].words}`}</span>
    </button>
  );
};
