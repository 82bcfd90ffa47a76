import { lasting } from '../../../view/words.ts';

/** Width of the plots over time in their own units; they are stretched to the width of the page. */
export const plotWidth = 1000;

/** Moments below a plot, from its beginning to its end. */
export const TimeAxis = ({ spanMs }: { readonly spanMs: number }) => (
  <p class="axis" aria-hidden="true">
    {[0, 0.25, 0.5, 0.75, 1].map((part) => (
      <span key={part}>{part === 0 ? '0' : lasting(spanMs * part)}</span>
    ))}
  </p>
);
