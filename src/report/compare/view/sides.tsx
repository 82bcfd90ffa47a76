import { useMemo, useState } from 'preact/hooks';

import type { PageExchange } from '../../page/page-model.ts';
import { Exchange } from '../../view/exchange.tsx';
import { Sign } from '../../view/outcome.tsx';
import type { CompareBasis, CompareCell, CompareRow } from '../compare-model.ts';
import { markedAgainst } from '../message-difference.ts';
import { useComparison } from './compare-state.ts';

/** Bases of a cell that are shown before the rest is unfolded. */
const fewBases = 3;

type BasisProps = {
  readonly basis: CompareBasis;
  /** The one above it: a sentence that both rest on stands there. */
  readonly above: CompareBasis | undefined;
  readonly kind: CompareRow['kind'];
};

const Basis = ({ basis, above, kind }: BasisProps) => {
  const { model } = useComparison();
  const { outcome, head, terms, case: judged } = basis;
  const sentence = basis.sentence === above?.sentence ? undefined : model.sentences[basis.sentence ?? -1];
  return (
    <li class="basis">
      <p class="head">
        {outcome === undefined ? null : <Sign outcome={outcome} />} <strong>{head}</strong>
      </p>
      {sentence === undefined ? null : (
        <blockquote>
          {kind === 'behaviour' ? <small>sent for</small> : null} <span class="id">{sentence.id}</span> {sentence.title}{' '}
          <small>
            <span class={`level ${sentence.level}`}>{sentence.level}</span>
            {sentence.source === '' ? '' : `, ${sentence.source}`}
          </small>
        </blockquote>
      )}
      <dl class="terms">
        {terms.map(([label, text]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{text}</dd>
          </div>
        ))}
        {judged === undefined ? null : (
          <div>
            <dt>case</dt>
            <dd>
              {judged.href === undefined ? (
                <code>{judged.id}</code>
              ) : (
                <a href={judged.href}>
                  <code>{judged.id}</code>
                </a>
              )}
            </dd>
          </div>
        )}
      </dl>
    </li>
  );
};

const Bases = ({ cell, kind }: { readonly cell: CompareCell; readonly kind: CompareRow['kind'] }) => {
  const [few, more] = [cell.bases.slice(0, fewBases), cell.bases.slice(fewBases)];
  return (
    <>
      {cell.bases.length === 0 ? <p class="quiet">{cell.why ?? cell.lines.join(', ')}</p> : null}
      <ul class="bases">
        {few.map((basis, at) => (
          <Basis key={at} basis={basis} above={few[at - 1]} kind={kind} />
        ))}
      </ul>
      {more.length === 0 ? null : (
        <details class="others">
          <summary>{`${more.length + cell.moreBases} more`}</summary>
          <ul class="bases">
            {more.map((basis, at) => (
              <Basis key={at} basis={basis} above={more[at - 1] ?? few.at(-1)} kind={kind} />
            ))}
          </ul>
          {cell.moreBases === 0 ? null : <p class="note">{`${cell.moreBases} are not shown here; the page of the run has them.`}</p>}
        </details>
      )}
    </>
  );
};

/** The numbers of the exchanges that show a cell, each once. */
const numbersOf = (cell: CompareCell | undefined): readonly number[] => [
  ...new Set((cell?.bases ?? []).flatMap(({ exchange }) => exchange ?? [])),
];

type SideProps = {
  readonly row: CompareRow;
  readonly column: number;
  readonly exchange: PageExchange | undefined;
  readonly numbers: readonly number[];
  readonly name: string;
  chooseColumn(column: number): void;
  chooseExchange(number: number): void;
};

const Side = ({ row, column, exchange, numbers, name, chooseColumn, chooseExchange }: SideProps) => {
  const { model, columns } = useComparison();
  const cell = row.cells[column];
  if (cell === undefined) return null;
  return (
    <section class="side" aria-label={model.columns[column]?.label}>
      <h3>
        <label>
          <span class="unseen">{name}</span>
          <select value={String(column)} onChange={(event) => chooseColumn(Number(event.currentTarget.value))}>
            {columns.map((at) => (
              <option key={at} value={String(at)}>
                {model.columns[at]?.label}
              </option>
            ))}
          </select>
        </label>
      </h3>
      <div>
        <Bases cell={cell} kind={row.kind} />
      </div>
      <div>
        {numbers.length > 1 ? (
          <p class="choice" role="group" aria-label={`Which exchange of ${model.columns[column]?.label}`}>
            {numbers.map((at) => (
              <button type="button" key={at} aria-pressed={model.exchanges[at]?.id === exchange?.id} onClick={() => chooseExchange(at)}>
                {model.exchanges[at]?.id}
              </button>
            ))}
          </p>
        ) : null}
        {exchange === undefined ? (
          <p class="note">
            {cell.standing === 'unknown' ? 'No exchange.' : 'No exchange of it is kept here; the page of the run has more.'}
          </p>
        ) : (
          <Exchange exchange={exchange} of={model.columns[column]?.label ?? ''} />
        )}
      </div>
    </section>
  );
};

type SidesProps = {
  readonly row: CompareRow;
  readonly left: number | undefined;
  readonly right: number | undefined;
  choose(chosen: { readonly left: number | undefined; readonly right: number | undefined }): void;
};

/** Two targets side by side: the sentences of their documents and an exchange of each, with the parts that differ marked. */
export const Sides = ({ row, left, right, choose }: SidesProps) => {
  const { model } = useComparison();
  const [picked, pick] = useState<ReadonlyMap<number, number>>(new Map());
  const numbers = [left, right].map((at) => numbersOf(at === undefined ? undefined : row.cells[at]));
  const numberAt = (side: 0 | 1, column: number | undefined): number | undefined => {
    const own = column === undefined ? undefined : picked.get(column);
    return own !== undefined && numbers[side]?.includes(own) === true ? own : numbers[side]?.[0];
  };
  const [one, other] = [numberAt(0, left), numberAt(1, right)];
  const marked = useMemo(() => {
    const [first, second] = [model.exchanges[one ?? -1], model.exchanges[other ?? -1]];
    return [first && markedAgainst(first, second), second && markedAgainst(second, first)] as const;
  }, [model, one, other]);
  const isBoth = marked[0] !== undefined && marked[1] !== undefined;
  return (
    <>
      {isBoth ? (
        <p class="note">
          <mark>Marked</mark> is what differs between the two exchanges. Values that are new in each message, such as Date, are not
          compared.
        </p>
      ) : null}
      <div class="sides">
        {left === undefined ? null : (
          <Side
            row={row}
            column={left}
            exchange={marked[0]}
            numbers={numbers[0] ?? []}
            name="On the left"
            chooseColumn={(column) => choose({ left: column, right: column === right ? left : right })}
            chooseExchange={(number) => pick(new Map(picked).set(left, number))}
          />
        )}
        {right === undefined || right === left ? null : (
          <Side
            row={row}
            column={right}
            exchange={marked[1]}
            numbers={numbers[1] ?? []}
            name="On the right"
            chooseColumn={(column) => choose({ left: column === left ? right : left, right: column })}
            chooseExchange={(number) => pick(new Map(picked).set(right, number))}
          />
        )}
      </div>
    </>
  );
};
