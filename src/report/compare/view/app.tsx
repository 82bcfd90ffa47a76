import { useNarrow } from '../../view/narrow.ts';
import { SearchField } from '../../view/search-field.tsx';
import { ThemeSwitch } from '../../view/theme-switch.tsx';
import { counted } from '../../view/words.ts';
import type { CompareModel } from '../compare-model.ts';
import { About } from './about.tsx';
import { CompareProvider, useCompareState, useComparison } from './compare-state.ts';
import { Controls } from './controls.tsx';
import { Intro } from './intro.tsx';
import { Overview } from './overview.tsx';
import { RowPanel } from './row-panel.tsx';
import { Table } from './table.tsx';
import { Targets } from './targets.tsx';

/** The bar that stays in sight: what is compared, the search and the colours. */
const TopBar = () => {
  const { model, place, sections, isFiltering, select } = useComparison();
  const rows = sections.flatMap((one) => one.rows);
  const matching = rows.filter(({ isMatching }) => isMatching).length;
  const all = counted(rows.length, 'row');
  return (
    <header class="topbar">
      <p class="brand">
        <strong>assay compare</strong> <span class="run">{model.columns.map(({ label }) => label).join(', ')}</span>
      </p>
      <SearchField
        label="Search the rows"
        text={place.text}
        status={isFiltering ? `${matching} of ${all}` : all}
        isFiltering={isFiltering}
        search={(text) => select({ text })}
      />
      <ThemeSwitch />
    </header>
  );
};

/** The page of a comparison. */
export const App = ({ model }: { readonly model: CompareModel }) => {
  const state = useCompareState(model);
  const isOpen = state.place.row !== undefined;
  // What the panel covers cannot be reached by keyboard either.
  const isCovered = useNarrow('64rem') && isOpen;
  return (
    <CompareProvider value={state}>
      <div class={isOpen ? 'page with-panel' : 'page'} inert={isCovered}>
        <a class="skip" href="#rows">
          Skip to the rows
        </a>
        <TopBar />
        <main>
          <Intro />
          <Overview />
          <Controls />
          <Table />
          <Targets />
          <About />
        </main>
      </div>
      <RowPanel isModal={isCovered} />
    </CompareProvider>
  );
};
