import { Fragment } from 'preact';

import { CaseLink } from './case-link.tsx';
import { byAttention, outcomeWords, Sign } from '../../view/outcome.tsx';
import { usePage } from './page-state.ts';
import { Tallies } from './tallies.tsx';
import { counted, lasting } from '../../view/words.ts';

/** Cases of one outcome that are listed; the list of cases below has all. */
const mostCases = 40;

const stateWords = {
  exercised: 'exercised: a request was answered as the document describes success',
  reached: 'reached, but never answered as the document describes success',
  unreached: 'not reached: no request to it was answered',
} as const;

/** What the run got to know of an operation, and its cases. */
export const OperationPanel = ({ at }: { readonly at: number }) => {
  const { model, select, show } = usePage();
  const operation = model.operations[at];
  if (operation === undefined) return null;
  const { coverage, key, target } = operation;
  const numbers = [...model.cases.keys()].filter((number) => {
    const one = model.cases[number];
    return one?.operations.includes(at) === true && one.isLeftOut !== true;
  });
  const latency = model.traffic.find((one) => one.target === target)?.latencies.find((one) => one.operation === key);
  return (
    <>
      <p class="eyebrow">
        <span>Operation</span>
        {model.targets.length > 1 ? <span>{model.targets[target]?.name}</span> : null}
      </p>
      <h2 id="panel-title" tabIndex={-1}>
        <code>{key}</code>
      </h2>
      {coverage === undefined ? null : (
        <>
          <p>
            {stateWords[coverage.state]}; {counted(coverage.requests, 'request')}, {counted(coverage.judged, 'case')} judged by their
            answers.
            {coverage.why === undefined ? null : ` ${coverage.why}.`}
          </p>
          <Tallies tallies={coverage.tallies} />
        </>
      )}
      {latency === undefined ? null : (
        <p>
          Half of {counted(latency.count, 'answer')} took at most {lasting(latency.median)}, 95 % at most {lasting(latency.p95)}, the
          longest {lasting(latency.most)}.
        </p>
      )}
      {byAttention.map((outcome) => {
        const own = numbers.filter((number) => model.cases[number]?.outcome === outcome);
        if (own.length === 0) return null;
        return (
          <details key={outcome} class="others" open={outcome === 'fail'}>
            <summary>
              <Sign outcome={outcome} /> {own.length} {outcomeWords[outcome]}
            </summary>
            <ul class="cases">
              {own.slice(0, mostCases).map((number) => (
                <li key={number}>
                  <span class="id">{model.requirements[model.cases[number]?.requirement ?? 0]?.id}</span>{' '}
                  {model.requirements[model.cases[number]?.requirement ?? 0]?.title} <CaseLink at={number} />
                </li>
              ))}
            </ul>
            {own.length > mostCases ? (
              <button
                type="button"
                class="plain more"
                onClick={() => {
                  show(undefined);
                  select({ operation: key, outcomes: [outcome] });
                }}
              >
                {`Show all ${own.length} in the list of cases`}
              </button>
            ) : null}
          </details>
        );
      })}
      {coverage === undefined || coverage.names.length === 0 ? null : (
        <dl class="terms names">
          {coverage.names.map(([label, names]) => (
            <Fragment key={label}>
              <dt>{label}</dt>
              <dd>
                {names.map((name, index) => (
                  <Fragment key={index}>
                    {index === 0 ? null : ', '}
                    <code>{name}</code>
                  </Fragment>
                ))}
              </dd>
            </Fragment>
          ))}
        </dl>
      )}
    </>
  );
};
