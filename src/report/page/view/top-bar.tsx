import { SearchField } from '../../view/search-field.tsx';
import { ThemeSwitch } from '../../view/theme-switch.tsx';
import { counted } from '../../view/words.ts';
import { usePage } from './page-state.ts';

/** The bar that stays in sight: the run, the search and the colours. */
export const TopBar = () => {
  const { model, filter, select, isFiltering, matching } = usePage();
  const all = counted(model.cases.length, 'case');
  return (
    <header class="topbar">
      <p class="brand">
        <strong>assay</strong> <span class="run">{model.run}</span>
      </p>
      <SearchField
        label="Search findings and cases"
        text={filter.text}
        status={isFiltering ? `${matching.size.toLocaleString('en')} of ${all}` : all}
        isFiltering={isFiltering}
        search={(text) => select({ text })}
      />
      <ThemeSwitch />
    </header>
  );
};
