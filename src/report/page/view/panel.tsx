import { useEffect, useRef } from 'preact/hooks';

import { CasePanel } from './case-panel.tsx';
import { FindingPanel } from './finding-panel.tsx';
import { OperationPanel } from './operation-panel.tsx';
import { usePage } from './page-state.ts';
import type { Route } from './route.ts';

/** The findings in the order of the page. */
const neighbours = (count: number, { kind, at }: Route): { readonly before?: Route; readonly after?: Route } =>
  kind === 'finding'
    ? {
        ...(at > 0 ? { before: { kind, at: at - 1 } } : {}),
        ...(at < count - 1 ? { after: { kind, at: at + 1 } } : {}),
      }
    : {};

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

/**
 * The side panel. Escape closes it and gives the focus back; the left and right arrow keys go to the finding before and after. It covers
 * nothing where there is room beside the page.
 */
export const Panel = ({ isModal }: { readonly isModal: boolean }) => {
  const { route, show, model } = usePage();
  const panel = useRef<HTMLDivElement>(null);
  const opener = useRef<Element | null>(null);
  const isOpen = route !== undefined;
  useEffect(() => {
    if (route === undefined) {
      if (opener.current instanceof HTMLElement && opener.current.isConnected) opener.current.focus();
      opener.current = null;
      return;
    }
    opener.current ??= document.activeElement;
    panel.current?.scrollTo(0, 0);
    panel.current?.querySelector<HTMLElement>('h2')?.focus();
  }, [route?.kind, route?.at]);
  useEffect(() => {
    if (!isOpen) return undefined;
    const listen = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') show(undefined);
    };
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  });
  if (route === undefined) return null;
  const { before, after } = neighbours(model.findings.length, route);
  return (
    <div
      class="panel"
      ref={panel}
      role="dialog"
      aria-modal={isModal}
      aria-labelledby="panel-title"
      onKeyDown={(event) => {
        const to = event.key === 'ArrowLeft' ? before : event.key === 'ArrowRight' ? after : undefined;
        if (to !== undefined && !event.altKey && !event.ctrlKey && !event.metaKey) show(to);
      }}
    >
      <div class="panel-bar">
        {route.kind === 'finding' ? (
          <>
            <button type="button" class="plain" disabled={before === undefined} onClick={() => show(before)} aria-keyshortcuts="ArrowLeft">
              <span aria-hidden="true">←</span> Previous
            </button>
            <button type="button" class="plain" disabled={after === undefined} onClick={() => show(after)} aria-keyshortcuts="ArrowRight">
              Next <span aria-hidden="true">→</span>
            </button>
            <small>
              {route.at + 1} of {model.findings.length}
            </small>
          </>
        ) : null}
        <button type="button" class="plain close" onClick={() => show(undefined)} aria-keyshortcuts="Escape">
          Close <span aria-hidden="true">✕</span>
        </button>
      </div>
      <Content key={`${route.kind} ${route.at}`} route={route} />
    </div>
  );
};
