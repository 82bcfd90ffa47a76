import { useState } from 'preact/hooks';

import type { Outcome } from '../../../../model/verdict.ts';
import { grouped } from '../../grouped.ts';
import type { PageTraffic } from '../../page-model.ts';
import { byAttention, outcomeWords, Sign } from '../../../view/outcome.tsx';
import { usePage } from '../page-state.ts';
import { counted, lasting } from '../../../view/words.ts';
import { moveFocus } from '../../../view/move-focus.ts';
import { plotWidth, TimeAxis } from './time-axis.tsx';

const barHeight = 7;
/** Most rows of a lane: what does not fit is drawn in the last one. */
const mostRows = 10;

type Span = PageTraffic['spans'][number];
type Placed = { readonly span: Span; readonly row: number };

/** Each case in the first row that is free when it begins. */
const placed = (spans: readonly Span[], leastMs: number): readonly Placed[] => {
  const ends: number[] = [];
  return spans.map((span) => {
    const [, from, to] = span;
    const free = ends.findIndex((end) => end <= from);
    const row = free >= 0 ? free : Math.min(ends.length, mostRows - 1);
    ends[row] = Math.max(to, from + leastMs);
    return { span, row };
  });
};

/** The left and right arrow keys go from bar to bar, up and down to the lanes above and below. */
const moveAmongBars = (event: KeyboardEvent & { readonly currentTarget: EventTarget | null }): void => {
  moveFocus(event, '.span', { previous: 'ArrowLeft', next: 'ArrowRight' });
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (step === undefined || !(event.currentTarget instanceof Element)) return;
  const lanes = [...event.currentTarget.querySelectorAll('.lane')];
  const at = lanes.findIndex((lane) => lane.contains(document.activeElement));
  const first = at < 0 ? undefined : lanes[at + step]?.querySelector<SVGElement>('.span');
  if (first === undefined || first === null) return;
  event.preventDefault();
  first.focus();
};

/** When each case sent its requests, in a lane for each area. One bar is in the order of tabulation, the arrow keys reach the others. */
export const Timeline = ({ traffic }: { readonly traffic: PageTraffic }) => {
  const { model, show } = usePage();
  const { spans } = traffic;
  const [focused, setFocused] = useState<number | undefined>(undefined);
  if (spans.length === 0) return null;
  const spanMs = traffic.requests.length * traffic.bucketMs;
  const areaOf = ([at]: Span): string => model.requirements[model.cases[at]?.requirement ?? 0]?.area ?? '';
  const lanes = [...grouped(spans, areaOf)];
  const tabbable = focused ?? lanes[0]?.[1][0]?.[0];
  const open = (at: number): void => {
    const finding = model.cases[at]?.finding;
    show(finding === undefined ? { kind: 'case', at } : { kind: 'finding', at: finding });
  };
  const shown = new Set<Outcome>(spans.flatMap(([at]) => model.cases[at]?.outcome ?? []));
  return (
    <figure class="plot timeline">
      <figcaption>
        <strong>Timeline</strong> {counted(spans.length, 'case')} from the first to the last request of each. A bar opens its case.
      </figcaption>
      <div class="lanes" onKeyDown={moveAmongBars}>
        {lanes.map(([area, own]) => {
          const bars = placed(own, spanMs / 250);
          const rows = Math.max(...bars.map(({ row }) => row)) + 1;
          const height = rows * barHeight;
          return (
            <div class="lane" key={area}>
              <span class="lane-name">{area}</span>
              <svg
                class={`rows-${rows}`}
                viewBox={`0 0 ${plotWidth} ${height}`}
                height={height * 1.4}
                preserveAspectRatio="none"
                role="group"
                aria-label={`${area}: ${counted(own.length, 'case')}`}
              >
                {bars.map(({ span: [at, from, to], row }) => {
                  const one = model.cases[at];
                  if (one === undefined) return null;
                  const words = `${model.requirements[one.requirement]?.id} ${outcomeWords[one.outcome]}, ${lasting(from)} to ${lasting(to)}: ${one.id}`;
                  return (
                    <rect
                      key={at}
                      role="button"
                      tabindex={at === tabbable ? 0 : -1}
                      aria-label={words}
                      class={`span fill ${one.outcome}`}
                      x={(from / spanMs) * plotWidth}
                      width={Math.max(3, ((to - from) / spanMs) * plotWidth)}
                      y={row * barHeight + 1}
                      height={barHeight - 2}
                      onFocus={() => setFocused(at)}
                      onClick={() => open(at)}
                      onKeyDown={(event) => {
                        if (event.key !== 'Enter' && event.key !== ' ') return;
                        event.preventDefault();
                        open(at);
                      }}
                    >
                      <title>{words}</title>
                    </rect>
                  );
                })}
              </svg>
            </div>
          );
        })}
      </div>
      <TimeAxis spanMs={spanMs} />
      <ul class="legend">
        {byAttention
          .filter((outcome) => shown.has(outcome))
          .map((outcome) => (
            <li key={outcome}>
              <i class={`key fill ${outcome}`} /> <Sign outcome={outcome} /> {outcomeWords[outcome]}
            </li>
          ))}
      </ul>
    </figure>
  );
};
