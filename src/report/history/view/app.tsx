import { useNarrow } from '../../view/narrow.ts';
import { SearchField } from '../../view/search-field.tsx';
import { ThemeSwitch } from '../../view/theme-switch.tsx';
import { counted } from '../../view/words.ts';
import type { HistoryModel } from '../history-model.ts';
import { About } from './about.tsx';
import { Controls } from './controls.tsx';
import { HistoryPanel } from './history-panel.tsx';
import { HistoryProvider, useHistory, useHistoryState } from './history-state.ts';
import { Overview } from './overview.tsx';
import { TargetSection } from './target-section.tsx';

/** The bar that stays in sight: whose history it is, the search and the colours. */
const TopBar = () => {
  const { model, targets, place, isFiltering, select } = useHistory();
  const all = counted(
    model.targets.reduce((sum, { requirements }) => sum + requirements.length, 0),
    'requirement',
  );
  const matching = targets.reduce((sum, one) => sum + one.matching, 0);
  return (
    <header class="topbar">
      <p class="brand">
        <strong>assay history</strong> <span class="run">{model.targets.map(({ label }) => label).join(', ')}</span>
      </p>
      <SearchField
        label="Search the requirements"
        text={place.text}
        status={isFiltering ? `${matching.toLocaleString('en')} of ${all}` : all}
        isFiltering={isFiltering}
        search={(text) => select({ text })}
      />
      <ThemeSwitch />
    </header>
  );
};

/** The page of a history. */
export const App = ({ model }: { readonly model: HistoryModel }) => {
  const state = useHistoryState(model);
  const isOpen = state.place.opened !== undefined;
  // What the panel covers cannot be reached by keyboard either.
  const isCovered = useNarrow('64rem') && isOpen;
  return (
    <HistoryProvider value={state}>
      <div class={isOpen ? 'page with-panel' : 'page'} inert={isCovered}>
        <a class="skip" href="#target-0">
          Skip to the first target
        </a>
        <TopBar />
        <main>
          <Overview />
          <Controls />
          {state.targets.map((shown) => (
            <TargetSection key={shown.target.label} shown={shown} />
          ))}
          <About />
        </main>
      </div>
      <HistoryPanel isModal={isCovered} />
    </HistoryProvider>
  );
};
