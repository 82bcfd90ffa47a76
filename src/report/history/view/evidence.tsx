import { counted, lasting } from '../../view/words.ts';
import type { PageNight } from '../history-model.ts';
import type { ShownTarget } from './history-state.ts';
import { Sparkline } from './sparkline.tsx';

type Plot = {
  readonly name: string;
  readonly values: readonly (number | null)[];
  /** The highest possible value; undefined: the highest of them. */
  readonly most?: number;
  say(value: number): string;
};

const Plotted = ({ plot: { name, values, most, say } }: { readonly plot: Plot }) => {
  const known = values.filter((value) => value !== null);
  const last = values.findLast((value) => value !== null);
  if (last === undefined || last === null) return null;
  const [lowest, highest] = [Math.min(...known), Math.max(...known)];
  return (
    <figure class="spark">
      <figcaption>
        <strong>{name}</strong> {say(last)}
        {most === undefined ? '' : ` of ${most.toLocaleString('en')}`}
      </figcaption>
      <Sparkline values={values} low={0} high={most === undefined ? highest : Math.max(most, highest)} />
      <small>{lowest === highest ? `always ${say(lowest)}` : `${say(lowest)} to ${say(highest)}`}</small>
    </figure>
  );
};

const number = (value: number): string => value.toLocaleString('en');

const plotsOf = (nights: readonly PageNight[]): readonly Plot[] => {
  const last = nights.at(-1);
  return [
    { name: 'musts judged', values: nights.map(({ musts: [judged] }) => judged), most: last?.musts[1] ?? 0, say: number },
    {
      name: 'operations exercised',
      values: nights.map(({ operations }) => operations?.[0] ?? null),
      ...(last?.operations === undefined ? {} : { most: last.operations[1] }),
      say: number,
    },
    { name: 'latency, 95 %', values: nights.map(({ latency }) => latency?.[1] ?? null), say: lasting },
    { name: 'requests', values: nights.map(({ requests }) => requests), say: number },
  ];
};

/** How much evidence each run had, and how fast the answers were. */
export const Evidence = ({ shown: { target, from } }: { readonly shown: ShownTarget }) => (
  <div class="sparks">
    {plotsOf(target.nights.slice(from)).map((plot) => (
      <Plotted key={plot.name} plot={plot} />
    ))}
  </div>
);

/** From how many times its usual latency an operation is called slow, or fast at the inverse. */
const unusual = 1.5;
/** Smaller differences, in milliseconds, are noise. */
const leastMs = 2;

/** How many times its usual latency the last one is; 1 where the difference is too small to mean anything. */
const ratioOf = (last: number, usual: number): number => (usual <= 0 || Math.abs(last - usual) < leastMs ? 1 : last / usual);

/** The latency of each operation, what departs most from its usual one first. */
export const OperationLatencies = ({ shown: { target, from } }: { readonly shown: ShownTarget }) => {
  const rows = target.operations
    .flatMap(({ operation, p95 }) => {
      const values = p95.slice(from);
      const known = values.filter((value) => value !== null).toSorted((a, b) => a - b);
      const last = values.at(-1) ?? undefined;
      const usual = known[Math.floor(known.length / 2)];
      return last === undefined || usual === undefined ? [] : [{ operation, values, last, usual, ratio: ratioOf(last, usual) }];
    })
    .toSorted((a, b) => b.ratio - a.ratio);
  if (rows.length === 0) return null;
  const slower = rows.filter(({ ratio }) => ratio >= unusual).length;
  return (
    <details class="latencies">
      <summary>
        Latency of {counted(rows.length, 'operation')}
        {slower === 0 ? '' : `, ${slower} slower than usual`}
      </summary>
      <table>
        <thead>
          <tr>
            <th scope="col">Operation</th>
            <th scope="col" class="drawn">
              <span class="unseen">
                From {target.unit} to {target.unit}
              </span>
            </th>
            <th scope="col">last, 95 %</th>
            <th scope="col">usual</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ operation, values, last, usual, ratio }) => (
            <tr key={operation}>
              <th scope="row">
                <code>{operation}</code> {ratio < unusual && ratio > 1 / unusual ? null : <small>{ratio.toFixed(1)} times the usual</small>}
              </th>
              <td class="drawn">
                <Sparkline values={values} low={0} high={Math.max(...values.map((value) => value ?? 0))} />
              </td>
              <td>{lasting(last)}</td>
              <td>{lasting(usual)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
};
