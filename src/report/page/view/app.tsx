import type { PageModel } from '../page-model.ts';
import { About } from './about.tsx';
import { Cases } from './cases.tsx';
import { Changes } from './changes.tsx';
import { Facts } from './facts.tsx';
import { Findings } from './findings.tsx';
import { OperationMap } from './operation-map.tsx';
import { useNarrow } from '../../view/narrow.ts';
import { PageProvider, usePageState } from './page-state.ts';
import { Panel } from './panel.tsx';
import { Plots } from './plots/plots.tsx';
import { TopBar } from './top-bar.tsx';
import { Verdict } from './verdict.tsx';

/** The page of a run. */
export const App = ({ model }: { readonly model: PageModel }) => {
  const state = usePageState(model);
  // What the panel covers cannot be reached by keyboard either.
  const isCovered = useNarrow() && state.route !== undefined;
  return (
    <PageProvider value={state}>
      <div class={state.route === undefined ? 'page' : 'page with-panel'} inert={isCovered}>
        <a class="skip" href="#findings">
          Skip to the findings
        </a>
        <TopBar />
        <main>
          <Verdict />
          <Changes />
          <Findings />
          <OperationMap />
          {/* What lies below the first screen waits for the script, so that the first screen is there at once. */}
          {state.isLive ? <Plots /> : null}
          {state.isLive ? <Cases /> : null}
          <Facts />
          <About />
        </main>
      </div>
      <Panel isModal={isCovered} />
    </PageProvider>
  );
};
