import { useMemo, useState } from 'preact/hooks';

import type { Outcome } from '../../../model/verdict.ts';
import type { PageModel } from '../page-model.ts';
import { More } from '../../view/more.tsx';
import { moveFocus } from '../../view/move-focus.ts';
import { byAttention, outcomeWords, Sign } from '../../view/outcome.tsx';
import { usePage } from './page-state.ts';
import { hashOf } from './route.ts';
import { counted } from '../../view/words.ts';

/** Rows that are shown from the start: those that need attention first. */
const mostRows = 25;

type Row = { readonly at: number; readonly counts: Readonly<Record<Outcome, number>> };

const none: Readonly<Record<Outcome, number>> = { pass: 0, fail: 0, inconclusive: 0, skipped: 0, observed: 0, broken: 0 };

const rowsOf = ({ operations, cases }: PageModel): readonly Row[] => {
  const rows = operations.map(() => ({ ...none }));
  for (const { operations: all, outcome, isLeftOut } of cases) {
    if (isLeftOut === true) continue;
    for (const at of all) {
      const row = rows[at];
      if (row !== undefined) row[outcome] += 1;
    }
  }
  return rows
    .map((counts, at) => ({ at, counts }))
    .filter(({ at, counts }) => operations[at]?.coverage !== undefined || Object.values(counts).some((count) => count > 0));
};

/** Where many failed first; a stable sort keeps the order of the document otherwise. */
const byNeed = (rows: readonly Row[]): readonly Row[] =>
  rows.toSorted(
    (a, b) => b.counts.fail - a.counts.fail || b.counts.broken - a.counts.broken || b.counts.inconclusive - a.counts.inconclusive,
  );

const heat = (count: number, most: number): number => (count === 0 ? 0 : Math.max(1, Math.ceil((count / Math.max(most, 1)) * 4)));

const stateWords = { exercised: '', reached: 'reached, not exercised', unreached: 'not reached' } as const;

const MapRow = ({
  row,
  outcomes,
  most,
}: {
  readonly row: Row;
  readonly outcomes: readonly Outcome[];
  readonly most: Readonly<Record<string, number>>;
}) => {
  const { model, show, select, route } = usePage();
  const operation = model.operations[row.at];
  if (operation === undefined) return null;
  const [method = '', ...path] = operation.key.split(' ');
  const state = operation.coverage === undefined ? '' : stateWords[operation.coverage.state];
  const choose = (outcome: Outcome): void => {
    select({ operation: operation.key, target: model.targets[operation.target]?.name ?? '', outcomes: [outcome] });
    document.getElementById('cases')?.scrollIntoView();
  };
  return (
    <tr aria-current={route?.kind === 'operation' && route.at === row.at ? 'true' : undefined}>
      <th scope="row">
        <a
          class="operation"
          href={hashOf(model, { kind: 'operation', at: row.at })}
          onClick={(event) => {
            if (event.ctrlKey || event.metaKey || event.shiftKey) return;
            event.preventDefault();
            show({ kind: 'operation', at: row.at });
          }}
        >
          <span class="method">{method}</span> {path.join(' ')}
        </a>
        {state === '' ? null : <small> {state}</small>}
      </th>
      {outcomes.map((outcome) => {
        const count = row.counts[outcome];
        return (
          <td key={outcome} class={`cell ${outcome} heat-${heat(count, most[outcome] ?? 0)}`}>
            {count === 0 ? (
              <span class="zero">·</span>
            ) : (
              <button
                type="button"
                class="plain"
                aria-label={`${counted(count, 'case')} ${outcomeWords[outcome]} at ${operation.key}`}
                onClick={() => choose(outcome)}
              >
                {count}
              </button>
            )}
          </td>
        );
      })}
    </tr>
  );
};

const TargetMap = ({ rows, name }: { readonly rows: readonly Row[]; readonly name: string | undefined }) => {
  const { model } = usePage();
  const [isWhole, setWhole] = useState(false);
  const outcomes = byAttention.filter((outcome) => rows.some(({ counts }) => counts[outcome] > 0));
  // Each outcome has a scale of its own: three failures matter beside seventy passed cases.
  const most = Object.fromEntries(byAttention.map((outcome) => [outcome, Math.max(...rows.map(({ counts }) => counts[outcome]))]));
  const sorted = rows.length > mostRows ? byNeed(rows) : rows;
  const shown = isWhole ? sorted : sorted.slice(0, mostRows);
  return (
    <>
      {name === undefined ? null : <h3>{name}</h3>}
      <table class="map" onKeyDown={(event) => moveFocus(event, 'a.operation')}>
        <thead>
          <tr>
            <th scope="col">Operation</th>
            {outcomes.map((outcome) => (
              <th scope="col" key={outcome} title={outcomeWords[outcome]}>
                <Sign outcome={outcome} />
                <span class="word">{outcome === 'broken' ? 'broken' : outcomeWords[outcome]}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((row) => (
            <MapRow key={row.at} row={row} outcomes={outcomes} most={most} />
          ))}
        </tbody>
      </table>
      {rows.length > shown.length ? (
        <More
          label={`Show ${rows.length - shown.length} more operations`}
          left={`${rows.length - shown.length} more operations: ${model.directory}/run.jsonl`}
          onMore={() => setWhole(true)}
        />
      ) : null}
    </>
  );
};

/** How the cases of each operation ended. */
export const OperationMap = () => {
  const { model, filter } = usePage();
  const rows = useMemo(() => rowsOf(model), [model]);
  if (rows.length === 0) return null;
  return (
    <section class="map-section" id="operations" aria-labelledby="operations-title">
      <h2 id="operations-title">
        Operations <small>how the cases at each of them ended; a case at several counts at each</small>
      </h2>
      {model.targets.map((target, at) => {
        const own = rows.filter((row) => model.operations[row.at]?.target === at);
        if (own.length === 0 || (filter.target !== '' && filter.target !== target.name)) return null;
        return <TargetMap key={target.name} rows={own} name={model.targets.length > 1 ? target.name : undefined} />;
      })}
    </section>
  );
};
