import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

import { isTyping } from './is-typing.ts';

/** The way to what stands before and after what a panel shows. */
export type Steps = {
  /** Undefined at the first. */
  readonly before: (() => void) | undefined;
  /** Undefined at the last. */
  readonly after: (() => void) | undefined;
  /** Where this one stands, such as `2 of 5`. */
  readonly words: string;
};

type PanelFrameProps = {
  /** What it shows; undefined: it is closed. Its content has a heading of the second level with the id `panel-title`. */
  readonly place: string | undefined;
  /** Whether it covers the page. */
  readonly isModal: boolean;
  readonly steps: Steps | undefined;
  readonly children: ComponentChildren;
  close(): void;
};

/**
 * The side panel. Escape closes it and gives the focus back; the left and right arrow keys go to what stands before and after. It covers
 * nothing where there is room beside the page.
 */
export const PanelFrame = ({ place, isModal, steps, children, close }: PanelFrameProps) => {
  const panel = useRef<HTMLDivElement>(null);
  const opener = useRef<Element | null>(null);
  const isOpen = place !== undefined;
  useEffect(() => {
    if (!isOpen) {
      const { current } = opener;
      if ((current instanceof HTMLElement || current instanceof SVGElement) && current.isConnected) current.focus();
      opener.current = null;
      return;
    }
    opener.current ??= document.activeElement;
    panel.current?.scrollTo(0, 0);
    panel.current?.querySelector<HTMLElement>('h2')?.focus();
  }, [place]);
  useEffect(() => {
    if (!isOpen) return undefined;
    const listen = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') close();
    };
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  });
  if (!isOpen) return null;
  return (
    <div
      class="panel"
      ref={panel}
      role="dialog"
      aria-modal={isModal}
      aria-labelledby="panel-title"
      onKeyDown={(event) => {
        if (isTyping(event.target) || event.altKey || event.ctrlKey || event.metaKey) return;
        if (event.key === 'ArrowLeft') steps?.before?.();
        if (event.key === 'ArrowRight') steps?.after?.();
      }}
    >
      <div class="panel-bar">
        {steps === undefined ? null : (
          <>
            <button
              type="button"
              class="plain"
              disabled={steps.before === undefined}
              onClick={() => steps.before?.()}
              aria-keyshortcuts="ArrowLeft"
            >
              <span aria-hidden="true">←</span> Previous
            </button>
            <button
              type="button"
              class="plain"
              disabled={steps.after === undefined}
              onClick={() => steps.after?.()}
              aria-keyshortcuts="ArrowRight"
            >
              Next <span aria-hidden="true">→</span>
            </button>
            <small>{steps.words}</small>
          </>
        )}
        <button type="button" class="plain close" onClick={close} aria-keyshortcuts="Escape">
          Close <span aria-hidden="true">✕</span>
        </button>
      </div>
      {children}
    </div>
  );
};
