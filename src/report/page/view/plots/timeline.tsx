import type { Outcome } from '../../../../model/verdict.ts';
import { grouped } from '../../grouped.ts';
import type { PageTraffic } from '../../page-model.ts';
import { byAttention, outcomeWords, Sign } from '../outcome.tsx';
import { usePage } from '../page-state.ts';
import { counted, lasting } from '../words.ts';
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

/** When each case sent its requests, in a lane for each area. */
export const Timeline = ({ traffic }: { readonly traffic: PageTraffic }) => {
  const { model, show } = usePage();
  const { spans } = traffic;
  if (spans.length === 0) return null;
  const spanMs = traffic.requests.length * traffic.bucketMs;
  const areaOf = ([at]: Span): string => model.requirements[model.cases[at]?.requirement ?? 0]?.area ?? '';
  const lanes = [...grouped(spans, areaOf)];
  const shown = new Set<Outcome>(spans.flatMap(([at]) => model.cases[at]?.outcome ?? []));
  return (
    <figure class="plot timeline">
      <figcaption>
        <strong>Timeline</strong> {counted(spans.length, 'case')} from the first to the last request of each; what a case found is one click
        away.
      </figcaption>
      <div class="lanes">
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
                role="img"
                aria-label={`${area}: ${counted(own.length, 'case')}`}
              >
                {bars.map(({ span: [at, from, to], row }) => {
                  const one = model.cases[at];
                  if (one === undefined) return null;
                  const finding = one.finding;
                  return (
                    <rect
                      key={at}
                      class={`span fill ${one.outcome}`}
                      x={(from / spanMs) * plotWidth}
                      width={Math.max(3, ((to - from) / spanMs) * plotWidth)}
                      y={row * barHeight + 1}
                      height={barHeight - 2}
                      onClick={() => show(finding === undefined ? { kind: 'case', at } : { kind: 'finding', at: finding })}
                    >
                      <title>{`${model.requirements[one.requirement]?.id} ${outcomeWords[one.outcome]}, ${lasting(from)} to ${lasting(to)}: ${one.id}`}</title>
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
