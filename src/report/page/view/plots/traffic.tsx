import type { PageTraffic, Stretch } from '../../page-model.ts';
import { counted, lasting } from '../../../view/words.ts';
import { plotWidth, TimeAxis } from './time-axis.tsx';

const height = 90;

const most = (numbers: readonly (number | null)[]): number => numbers.reduce<number>((top, one) => Math.max(top, one ?? 0), 0);

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);

/** What the plot shows, for those who do not see it. */
const wordsOf = ({ requests, refused, faulty, bucketMs, pauses, bursts, remaining }: PageTraffic): string => {
  const [longest] = pauses;
  const known = remaining.filter((one) => one !== null);
  return [
    `${counted(sum(requests), 'request')} in ${lasting(requests.length * bucketMs)}, at most ${most(requests)} in ${lasting(bucketMs)}`,
    ...(sum(refused) > 0 ? [`${sum(refused).toLocaleString('en')} answered 429`] : []),
    ...(sum(faulty) > 0 ? [`${sum(faulty).toLocaleString('en')} without an answer or with 5xx`] : []),
    ...(bursts.length > 0 ? [counted(bursts.length, 'burst')] : []),
    ...(longest === undefined ? [] : [`longest pause ${lasting(longest[1] - longest[0])}, at ${lasting(longest[0])}`]),
    ...(known.length === 0 ? [] : [`the quota that answers reported fell to ${Math.min(...known)}`]),
  ].join('; ');
};

const Bands = ({
  stretches,
  spanMs,
  kind,
  name,
}: {
  readonly stretches: readonly Stretch[];
  readonly spanMs: number;
  readonly kind: string;
  readonly name: string;
}) => (
  <>
    {stretches.map(([from, to]) => (
      <rect
        key={from}
        class={`band ${kind}`}
        x={(from / spanMs) * plotWidth}
        width={Math.max(1, ((to - from) / spanMs) * plotWidth)}
        height={height}
      >
        <title>{`${name}, ${lasting(from)} to ${lasting(to)}`}</title>
      </rect>
    ))}
  </>
);

/** Lines through the known values of the buckets, one for each stretch without a gap: nothing is known of what lies between two. */
const linesOf = (values: readonly (number | null)[], top: number, width: number): readonly string[] => {
  const lines: string[][] = [];
  for (const [at, value] of values.entries()) {
    if (value === null) continue;
    const y = (height - (value / top) * (height - 6)).toFixed(1);
    const step = `${(at * width).toFixed(1)},${y} ${((at + 1) * width).toFixed(1)},${y}`;
    const isNext = at > 0 && values[at - 1] !== null;
    if (isNext) lines.at(-1)?.push(step);
    else lines.push([step]);
  }
  return lines.map((steps) => steps.join(' '));
};

/** Requests over time, those that were refused, and the quota that was left; bursts and pauses are the bands behind them. */
export const Traffic = ({ traffic }: { readonly traffic: PageTraffic }) => {
  const { requests, refused, faulty, remaining, bucketMs, bursts, pauses } = traffic;
  const spanMs = requests.length * bucketMs;
  const top = Math.max(1, most(requests));
  const quota = most(remaining);
  const width = plotWidth / requests.length;
  const bar = (count: number): number => (count / top) * (height - 6);
  const told = (at: number): string =>
    [
      lasting(at * bucketMs),
      counted(requests[at] ?? 0, 'request'),
      ...((refused[at] ?? 0) > 0 ? [`${refused[at]} answered 429`] : []),
      ...((faulty[at] ?? 0) > 0 ? [`${faulty[at]} without an answer or with 5xx`] : []),
      ...(remaining[at] === null ? [] : [`quota left ${remaining[at]}`]),
    ].join(', ');
  return (
    <figure class="plot over-time">
      <figcaption>
        <strong>Requests and quota</strong> {wordsOf(traffic)}.
      </figcaption>
      <div class="scale">
        <span>{`${top} per ${lasting(bucketMs)}`}</span>
        {quota > 0 ? <span class="quota">{`quota left, up to ${quota}`}</span> : null}
      </div>
      <svg class="traffic" viewBox={`0 0 ${plotWidth} ${height}`} preserveAspectRatio="none" role="img" aria-label={wordsOf(traffic)}>
        <Bands stretches={bursts} spanMs={spanMs} kind="burst" name="burst" />
        <Bands stretches={pauses} spanMs={spanMs} kind="pause" name="pause" />
        {requests.map((count, at) => (
          <g key={at}>
            <rect class="bar" x={at * width} width={Math.max(0.5, width - 0.6)} y={height - bar(count)} height={bar(count)} />
            <rect
              class="bar refused"
              x={at * width}
              width={Math.max(0.5, width - 0.6)}
              y={height - bar(refused[at] ?? 0)}
              height={bar(refused[at] ?? 0)}
            />
            <rect
              class="bar faulty"
              x={at * width}
              width={Math.max(0.5, width - 0.6)}
              y={height - bar(count)}
              height={bar(faulty[at] ?? 0)}
            />
            <rect class="hover" x={at * width} width={width} height={height}>
              <title>{told(at)}</title>
            </rect>
          </g>
        ))}
        {quota > 0
          ? linesOf(remaining, quota, width).map((points) => (
              <polyline key={points} class="quota-line" points={points} vector-effect="non-scaling-stroke" />
            ))
          : null}
      </svg>
      <TimeAxis spanMs={spanMs} />
      <ul class="legend">
        <li>
          <i class="key bar" /> requests
        </li>
        {sum(refused) > 0 ? (
          <li>
            <i class="key refused" /> answered 429, from below
          </li>
        ) : null}
        {sum(faulty) > 0 ? (
          <li>
            <i class="key faulty" /> no answer or 5xx, from above
          </li>
        ) : null}
        {quota > 0 ? (
          <li>
            <i class="key quota" /> quota left
          </li>
        ) : null}
        {bursts.length > 0 ? (
          <li>
            <i class="key burst" /> burst
          </li>
        ) : null}
        {pauses.length > 0 ? (
          <li>
            <i class="key pause" /> pause
          </li>
        ) : null}
      </ul>
    </figure>
  );
};
