import { useState } from 'preact/hooks';

import type { PageLatency } from '../../page-model.ts';
import { More } from '../../../view/more.tsx';
import { counted, lasting } from '../../../view/words.ts';

/** Steps of the scale for each factor of ten; the scale begins at 0.1 ms. */
const stepsPerDecade = 8;
const mostRows = 12;
const rowHeight = 24;

const stepOf = (ms: number): number => Math.max(0, (Math.log10(Math.max(ms, 0.1)) + 1) * stepsPerDecade);

type RowProps = { readonly latency: PageLatency; readonly from: number; readonly to: number };

/** The answers of one operation: the higher a bar, the more of them took so long; the line is the median. */
const Row = ({ latency, from, to }: RowProps) => {
  const top = Math.max(...latency.steps);
  return (
    <tr>
      <th scope="row">
        <code>{latency.operation}</code>
      </th>
      <td class="distribution">
        <svg viewBox={`0 0 ${(to - from) * 10} ${rowHeight}`} preserveAspectRatio="none" aria-hidden="true">
          {latency.steps.map((count, step) => {
            if (count === 0 || step < from) return null;
            const tall = Math.max(1.5, (count / top) * (rowHeight - 2));
            return <rect key={step} class="bar" x={(step - from) * 10} width="9" y={rowHeight - tall} height={tall} />;
          })}
          <line
            class="median"
            x1={(stepOf(latency.median) - from) * 10}
            x2={(stepOf(latency.median) - from) * 10}
            y1="0"
            y2={rowHeight}
            vector-effect="non-scaling-stroke"
          />
        </svg>
      </td>
      <td>{lasting(latency.median)}</td>
      <td>{lasting(latency.p95)}</td>
      <td>{lasting(latency.most)}</td>
      <td>{latency.count.toLocaleString('en')}</td>
    </tr>
  );
};

/** How long the answers of each operation took, on a scale of factors of ten. */
export const Latencies = ({ latencies }: { readonly latencies: readonly PageLatency[] }) => {
  const [isWhole, setWhole] = useState(false);
  if (latencies.length === 0) return null;
  const slowest = latencies.toSorted((a, b) => b.p95 - a.p95);
  const shown = isWhole ? slowest : slowest.slice(0, mostRows);
  const first = Math.min(...latencies.map(({ steps }) => steps.findIndex((count) => count > 0)));
  const from = Math.floor(first / stepsPerDecade) * stepsPerDecade;
  const to = Math.ceil(Math.max(...latencies.map(({ steps }) => steps.length)) / stepsPerDecade) * stepsPerDecade;
  const marks = Array.from({ length: (to - from) / stepsPerDecade + 1 }, (_, at) => 10 ** (from / stepsPerDecade + at - 1));
  return (
    <figure class="plot">
      <figcaption>
        <strong>Latency by operation</strong> the slowest first; a bar for each step of the scale, a line at the median.
      </figcaption>
      <table class="latencies">
        <thead>
          <tr>
            <th scope="col">Operation</th>
            <th scope="col" class="distribution">
              <span class="unseen">Distribution</span>
              <span class="axis" aria-hidden="true">
                {marks.map((ms) => (
                  <span key={ms}>{lasting(ms)}</span>
                ))}
              </span>
            </th>
            <th scope="col">median</th>
            <th scope="col">95 %</th>
            <th scope="col">longest</th>
            <th scope="col">answers</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((latency) => (
            <Row key={latency.operation} latency={latency} from={from} to={to} />
          ))}
        </tbody>
      </table>
      {shown.length < latencies.length ? (
        <More
          label={`Show ${counted(latencies.length - shown.length, 'more operation')}`}
          left={`${counted(latencies.length - shown.length, 'more operation')}, answered faster`}
          onMore={() => setWhole(true)}
        />
      ) : null}
    </figure>
  );
};
