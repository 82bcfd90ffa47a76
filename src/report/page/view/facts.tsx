import { useState } from 'preact/hooks';

import { More } from '../../view/more.tsx';
import { counted } from '../../view/words.ts';
import type { PageTarget, Told } from '../page-model.ts';
import { usePage } from './page-state.ts';
import { Tallies } from './tallies.tsx';

/** Facts that are listed at once. */
const step = 40;

const FactTable = () => {
  const { model, filter, isFiltering, matching } = usePage();
  const [most, setMost] = useState(step);
  const shown = model.facts.filter((fact) => !isFiltering || filter.text === '' || matching.has(fact.case));
  if (shown.length === 0) return null;
  return (
    <details class="fold">
      <summary>
        What the documentation leaves open, as observed <small>{shown.length}</small>
      </summary>
      <dl class="facts">
        {shown.slice(0, most).map(({ fact, means, at, value, case: number }, index) => (
          <div key={index}>
            <dt>
              {fact} {means === undefined ? null : <small>{means}</small>}
            </dt>
            <dd>
              <code>{value}</code>{' '}
              <small>
                {at}, {model.requirements[model.cases[number]?.requirement ?? 0]?.id}
                {model.targets.length > 1 ? `, ${model.targets[model.cases[number]?.target ?? 0]?.name}` : ''}
              </small>
            </dd>
          </div>
        ))}
      </dl>
      {shown.length > most ? (
        <More
          label={`Show more, ${shown.length - most} are left`}
          left={`${counted(shown.length - most, 'more fact')}: ${model.directory}/run.jsonl`}
          onMore={() => setMost(most * 4)}
        />
      ) : null}
    </details>
  );
};

type FoldProps = { readonly title: string; readonly rows: readonly Told[]; readonly isOpen?: boolean };

const Fold = ({ title, rows, isOpen = false }: FoldProps) =>
  rows.length === 0 ? null : (
    <details class="fold" open={isOpen}>
      <summary>
        {title} <small>{rows.length}</small>
      </summary>
      <ul>
        {rows.map(({ text, detail }, at) => (
          <li key={at}>
            {text}
            {detail === undefined ? null : (
              <>
                : <code>{detail}</code>
              </>
            )}
          </li>
        ))}
      </ul>
    </details>
  );

const TargetFacts = ({ target, isNamed }: { readonly target: PageTarget; readonly isNamed: boolean }) => {
  const { known } = target;
  return (
    <>
      {isNamed ? <h3>{target.name}</h3> : null}
      {target.leftOver.map((text) => (
        <p class="quiet" key={text}>
          {text}
        </p>
      ))}
      {target.totals.length === 0 ? null : (
        <details class="fold" open={!isNamed}>
          <summary>Coverage of the contract</summary>
          <Tallies tallies={target.totals} />
          {target.more.length === 0 ? null : (
            <>
              <p>What would reach more, best first:</p>
              <ul>
                {target.more.map((text) => (
                  <li key={text}>
                    <code>{text}</code>
                  </li>
                ))}
              </ul>
            </>
          )}
        </details>
      )}
      {known.length === 0 ? null : (
        <details class="fold" open={known.some(({ isStale }) => isStale)}>
          <summary>
            Known failures, as listed <small>{known.length}</small>
          </summary>
          <ul>
            {known.map(({ name, state, isStale, told }) => (
              <li key={name}>
                <span class={`tone ${isStale ? 'bad' : 'quiet'}`} aria-hidden="true">
                  {isStale ? '✗' : '≈'}
                </span>{' '}
                <span class="id">{name}</span> {state}: {told}
              </li>
            ))}
          </ul>
        </details>
      )}
      <Fold title="Created and not removed by this run" rows={target.left} isOpen />
      <Fold title="What this run changed at the target" rows={target.changes} />
      <Fold title="Operations not exercised" rows={target.unexercised} />
      <Fold
        title="Not decided by any check"
        rows={
          target.undecided.length === 0
            ? []
            : [
                {
                  text: 'Requirements that could be judged, but that no check of this version decides. They are not counted',
                  detail: target.undecided.join(', '),
                },
              ]
        }
      />
    </>
  );
};

/** What is known beside the verdicts: facts, coverage, and what the run left behind. */
export const Facts = () => {
  const { model, filter } = usePage();
  return (
    <section class="facts-section" id="facts" aria-labelledby="facts-title">
      <h2 id="facts-title">Facts</h2>
      <FactTable />
      {model.targets
        .filter(({ name }) => filter.target === '' || filter.target === name)
        .map((target) => (
          <TargetFacts key={target.name} target={target} isNamed={model.targets.length > 1} />
        ))}
    </section>
  );
};
