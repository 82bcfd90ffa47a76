import { emptyBefore } from './slots.ts';

/** Values from left to right as a line, from `low` at the bottom to `high` at the top; null leaves a gap. What it shows has to be said in words beside it. */
export const Sparkline = ({
  values,
  low,
  high,
}: {
  readonly values: readonly (number | null)[];
  readonly low: number;
  readonly high: number;
}) => {
  const empty = emptyBefore(values.length);
  const span = Math.max(high - low, Number.MIN_VALUE);
  const heightOf = (value: number): number => Math.round((1 - (value - low) / span) * 880 + 60) / 1000;
  let path = '';
  let isDrawing = false;
  for (const [at, value] of values.entries()) {
    if (value !== null) {
      path += `${isDrawing ? 'L' : 'M'}${empty + at + 0.5} ${heightOf(value)}`;
      // A single value between gaps would be invisible.
      if (!isDrawing && typeof values[at + 1] !== 'number') path += 'h0.01';
    }
    isDrawing = value !== null;
  }
  return (
    <svg class="sparkline" viewBox={`0 0 ${empty + values.length} 1`} preserveAspectRatio="none" aria-hidden="true">
      <path d={path} vector-effect="non-scaling-stroke" />
    </svg>
  );
};
