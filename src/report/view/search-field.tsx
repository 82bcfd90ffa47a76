import { useEffect, useRef } from 'preact/hooks';

import { isTyping } from './is-typing.ts';

type SearchFieldProps = {
  /** What is searched, for those who do not see the field. */
  readonly label: string;
  readonly text: string;
  /** How much is shown, in words. */
  readonly status: string;
  /** Whether less than everything is shown. */
  readonly isFiltering: boolean;
  search(text: string): void;
};

/** The search of a page. `/` goes to it, Escape empties it and then leaves it. */
export const SearchField = ({ label, text, status, isFiltering, search }: SearchFieldProps) => {
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
        <span class="unseen">{label}</span>
        <input
          ref={input}
          type="search"
          name="q"
          autocomplete="off"
          spellcheck={false}
          aria-keyshortcuts="/"
          placeholder="Search"
          value={text}
          onInput={(event) => search(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return;
            event.stopPropagation();
            if (text === '') input.current?.blur();
            else search('');
          }}
        />
        <kbd aria-hidden="true">/</kbd>
      </label>
      <p role="status" id="shown" class={isFiltering ? '' : 'unseen'}>
        {status}
      </p>
    </search>
  );
};
