import { useEffect, useRef } from 'preact/hooks';

import { usePage } from './page-state.ts';
import { type Theme, useTheme } from './theme.ts';
import { counted } from './words.ts';

const themes: Readonly<Record<Theme, { readonly next: Theme; readonly sign: string; readonly words: string }>> = {
  system: { next: 'dark', sign: '◐', words: 'as the system' },
  dark: { next: 'light', sign: '●', words: 'dark' },
  light: { next: 'system', sign: '○', words: 'light' },
};

const isTyping = (target: EventTarget | null): boolean => target instanceof Element && /^(?:INPUT|SELECT|TEXTAREA)$/u.test(target.tagName);

const Search = () => {
  const { filter, select, isFiltering, matching, model } = usePage();
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      event.preventDefault();
      input.current?.focus();
      input.current?.select();
    };
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, []);
  return (
    <search>
      <label class="search">
        <span class="unseen">Search findings and cases</span>
        <input
          ref={input}
          type="search"
          name="q"
          autocomplete="off"
          spellcheck={false}
          aria-keyshortcuts="/"
          placeholder="Search"
          value={filter.text}
          onInput={(event) => select({ text: event.currentTarget.value })}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return;
            event.stopPropagation();
            if (filter.text === '') input.current?.blur();
            else select({ text: '' });
          }}
        />
        <kbd aria-hidden="true">/</kbd>
      </label>
      <p role="status" id="shown" class={isFiltering ? '' : 'unseen'}>
        {isFiltering
          ? `${matching.size.toLocaleString('en')} of ${counted(model.cases.length, 'case')}`
          : counted(model.cases.length, 'case')}
      </p>
    </search>
  );
};

const ThemeSwitch = () => {
  const [theme, choose] = useTheme();
  const { next, sign, words } = themes[theme];
  return (
    <button type="button" class="plain theme" onClick={() => choose(next)} title={`Colours: ${words}`}>
      <span aria-hidden="true">{sign}</span>
      <span class="unseen">{`Colours: ${words}; choose ${themes[next].words}`}</span>
    </button>
  );
};

/** The bar that stays in sight: the run, the search and the colours. */
export const TopBar = () => {
  const { model } = usePage();
  return (
    <header class="topbar">
      <p class="brand">
        <strong>assay</strong> <span class="run">{model.run}</span>
      </p>
      <Search />
      <ThemeSwitch />
    </header>
  );
};
