import { changesIn, type HistoryRow } from '../rows-in-window.ts';
import { counted, lasting, moment } from '../../view/words.ts';
import { type ShownTarget, useHistory } from './history-state.ts';

type ListProps = { readonly title: string; readonly rows: readonly HistoryRow[]; readonly shown: ShownTarget };

/** Most requirements of a list; the page of the run has all. */
const mostListed = 60;

const List = ({ title, rows, shown: { number, target } }: ListProps) => {
  const { show, hashOfOpened } = useHistory();
  if (rows.length === 0) return null;
  return (
    <>
      <h3>
        {title} <small>{rows.length}</small>
      </h3>
      <ul class="listed">
        {rows.slice(0, mostListed).map(({ requirement }) => {
          const opened = { kind: 'requirement', target: number, at: target.requirements.indexOf(requirement) } as const;
          return (
            <li key={requirement.id}>
              <a
                href={hashOfOpened(opened)}
                onClick={(event) => {
                  event.preventDefault();
                  show(opened);
                }}
              >
                <span class="id">{requirement.id}</span> {requirement.title}
              </a>
            </li>
          );
        })}
      </ul>
      {rows.length > mostListed ? <p class="note">and {rows.length - mostListed} more</p> : null}
    </>
  );
};

/** One run of a target: its verdict, what broke and was mended in it, and the way to its page. */
export const RunPanel = ({ at, shown }: { readonly at: number; readonly shown: ShownTarget }) => {
  const { target, rows } = shown;
  const night = target.nights[at];
  if (night === undefined) return null;
  const { broke, mended } = changesIn(rows, at);
  const still = rows.filter((row) => row.outcomes[at] === 'fail' && !broke.includes(row));
  const { tone, word, verdict, isComplete, differs = [], musts, operations, latency, page, run } = night;
  return (
    <>
      <p class="eyebrow">
        <span>{target.label}</span>
        <code>{run}</code>
      </p>
      <h2 id="panel-title" tabIndex={-1}>
        {moment(night.at)}
      </h2>
      <p>
        <span class={`badge ${tone}`}>{word}</span> {verdict}
      </p>
      {isComplete ? null : <p class="notice">This run was not complete: what it does not show may still be so.</p>}
      {differs.length === 0 ? null : (
        <p class="notice">Another {differs.join(' and another ')} than in the run before: changes may come from it.</p>
      )}
      <p>{page === undefined ? 'The folder of this run is gone.' : <a href={page}>Open the page of this run</a>}</p>
      <List title="Broke" rows={broke} shown={shown} />
      <List title="Mended" rows={mended} shown={shown} />
      <List title="Still broken" rows={still} shown={shown} />
      <h3>Evidence</h3>
      <dl class="terms">
        <dt>musts judged</dt>
        <dd>
          {musts[0]} of {musts[1]}
        </dd>
        {operations === undefined ? null : (
          <>
            <dt>operations exercised</dt>
            <dd>
              {operations[0]} of {operations[1]}
            </dd>
          </>
        )}
        <dt>requests</dt>
        <dd>
          {counted(night.requests, 'request')} in {lasting(night.seconds * 1000)}
        </dd>
        {latency === undefined ? null : (
          <>
            <dt>latency</dt>
            <dd>
              median {lasting(latency[0])}, 95 % {lasting(latency[1])}
            </dd>
          </>
        )}
        <dt>seed</dt>
        <dd>{night.seed}</dd>
      </dl>
    </>
  );
};
