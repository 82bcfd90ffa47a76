import { useState } from 'preact/hooks';

import { counted, moment } from '../../view/words.ts';
import type { PageNight } from '../history-model.ts';
import { dayOf } from '../day-words.ts';
import { type ShownTarget, useHistory } from './history-state.ts';
import { emptyBefore, runUnder } from './slots.ts';
import { Strip } from './strip.tsx';

/** A run in one line. */
export const runWords = ({ at, word, verdict, differs = [] }: PageNight): string =>
  `${moment(at)}: ${word}, ${verdict}${differs.length === 0 ? '' : `; another ${differs.join(' and another ')}`}`;

/** The verdicts of a target from run to run. A run opens by a click, or by the arrow keys and Enter. */
export const RunStrip = ({ shown: { number, target, from } }: { readonly shown: ShownTarget }) => {
  const { isLive, show } = useHistory();
  const nights = target.nights.slice(from);
  const [chosen, choose] = useState<number | undefined>(undefined);
  const cursor = chosen === undefined ? undefined : Math.min(chosen, nights.length - 1);
  const at = cursor ?? nights.length - 1;
  const night = nights[at];
  if (night === undefined) return null;
  const open = (index: number): void => show({ kind: 'run', target: number, at: from + index });
  const under = (event: MouseEvent & { readonly currentTarget: HTMLElement }): number =>
    runUnder(event.clientX, event.currentTarget.getBoundingClientRect(), nights.length);
  const [first, newest] = [dayOf(nights[0]?.at ?? ''), dayOf(nights.at(-1)?.at ?? '')];
  const strip = (
    <Strip
      slices={nights.map(({ tone }) => tone)}
      marks={nights.flatMap(({ differs }, index) => (differs === undefined || index === 0 ? [] : [index]))}
      cursor={cursor}
    />
  );
  return (
    <div class="runs">
      {isLive ? (
        <div
          class="run-strip"
          role="slider"
          tabIndex={0}
          aria-label={`The last ${counted(nights.length, target.unit)} of ${target.label}`}
          aria-valuemin={1}
          aria-valuemax={nights.length}
          aria-valuenow={at + 1}
          aria-valuetext={runWords(night)}
          onPointerMove={(event) => choose(under(event))}
          onPointerLeave={() => choose(undefined)}
          onClick={(event) => open(under(event))}
          onKeyDown={(event) => {
            const next = { ArrowLeft: at - 1, ArrowDown: at - 1, ArrowRight: at + 1, ArrowUp: at + 1, Home: 0, End: nights.length - 1 }[
              event.key
            ];
            if (event.key === 'Enter' || event.key === ' ') open(at);
            else if (next === undefined) return;
            else choose(Math.min(nights.length - 1, Math.max(0, next)));
            event.preventDefault();
          }}
        >
          {strip}
        </div>
      ) : (
        <div class="run-strip">{strip}</div>
      )}
      <p class={emptyBefore(nights.length) > 0 ? 'axis short' : 'axis'} aria-hidden="true">
        {first === newest ? null : <span>{first}</span>}
        {first !== newest && emptyBefore(nights.length) > 0 ? '–' : null}
        <span>{newest}</span>
      </p>
      <p class="under-cursor" aria-hidden="true">
        {cursor === undefined ? 'last: ' : ''}
        {runWords(night)}
      </p>
    </div>
  );
};
