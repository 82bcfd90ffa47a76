import { type Steps, PanelFrame } from '../../view/panel-frame.tsx';
import { CasePanel } from './case-panel.tsx';
import { FindingPanel } from './finding-panel.tsx';
import { OperationPanel } from './operation-panel.tsx';
import { usePage } from './page-state.ts';
import type { Route } from './route.ts';

const Content = ({ route }: { readonly route: Route }) => {
  switch (route.kind) {
    case 'finding':
      return <FindingPanel at={route.at} />;
    case 'case':
      return <CasePanel at={route.at} />;
    case 'operation':
      return <OperationPanel at={route.at} />;
  }
};

/** The side panel: a finding, a case or an operation. From a finding one goes to the findings before and after it. */
export const Panel = ({ isModal }: { readonly isModal: boolean }) => {
  const { route, show, model } = usePage();
  const count = model.findings.length;
  const stepsOf = (at: number): Steps => ({
    before: at > 0 ? () => show({ kind: 'finding', at: at - 1 }) : undefined,
    after: at < count - 1 ? () => show({ kind: 'finding', at: at + 1 }) : undefined,
    words: `${at + 1} of ${count}`,
  });
  return (
    <PanelFrame
      place={route === undefined ? undefined : `${route.kind} ${route.at}`}
      isModal={isModal}
      steps={route?.kind === 'finding' ? stepsOf(route.at) : undefined}
      close={() => show(undefined)}
    >
      {route === undefined ? null : <Content key={`${route.kind} ${route.at}`} route={route} />}
    </PanelFrame>
  );
};
