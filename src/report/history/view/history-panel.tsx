import { type Steps, PanelFrame } from '../../view/panel-frame.tsx';
import { type ShownTarget, useHistory } from './history-state.ts';
import type { Opened } from './place.ts';
import { RequirementPanel } from './requirement-panel.tsx';
import { RunPanel } from './run-panel.tsx';

/**
 * The requirements through which the panel goes, in the order of the page: those that are asked for; if all are, those that changed or are
 * broken, and the one that is open.
 */
const inOrder = ({ target, themes }: ShownTarget, isFiltering: boolean, open: number): readonly number[] => {
  const places = new Map(target.requirements.map((one, at) => [one, at]));
  return themes.flatMap(({ changed, kept, unjudged }) => {
    const quiet = [...kept, ...unjudged].filter(({ requirement }) => isFiltering || places.get(requirement) === open);
    return [...changed.flat(), ...quiet].flatMap(({ requirement }) => places.get(requirement) ?? []);
  });
};

const Content = ({ opened: { kind, at }, shown }: { readonly opened: Opened; readonly shown: ShownTarget }) => {
  if (kind === 'run') return <RunPanel at={at} shown={shown} />;
  const row = shown.rows[at];
  return row === undefined ? null : <RequirementPanel row={row} shown={shown} />;
};

/** The side panel: a requirement or a run of a target. From one one goes to those before and after it. */
export const HistoryPanel = ({ isModal }: { readonly isModal: boolean }) => {
  const { place, targets, isFiltering, show } = useHistory();
  const { opened } = place;
  const shown = targets[opened?.target ?? -1];
  const stepsOf = (one: Opened, of: ShownTarget): Steps => {
    const all = one.kind === 'run' ? [...of.target.nights.keys()] : inOrder(of, isFiltering, one.at);
    const at = all.indexOf(one.at);
    const [before, after] = at < 0 ? [] : [all[at - 1], all[at + 1]];
    return {
      before: before === undefined ? undefined : () => show({ ...one, at: before }),
      after: after === undefined ? undefined : () => show({ ...one, at: after }),
      words: at < 0 ? '' : `${at + 1} of ${all.length}`,
    };
  };
  const isOpen = opened !== undefined && shown !== undefined;
  const name = isOpen ? `${opened.kind} ${opened.target} ${opened.at}` : undefined;
  return (
    <PanelFrame place={name} isModal={isModal} steps={isOpen ? stepsOf(opened, shown) : undefined} close={() => show(undefined)}>
      {isOpen ? <Content key={name} opened={opened} shown={shown} /> : null}
    </PanelFrame>
  );
};
