import { Fragment } from 'preact';

import { shellWord } from '../../shell.ts';
import { CaseLink } from './case-link.tsx';
import { Command } from '../../view/copy-button.tsx';
import { Exchanges } from './exchanges.tsx';
import { outcomeWords, Sign } from '../../view/outcome.tsx';
import { usePage } from './page-state.ts';
import { counted, lasting } from '../../view/words.ts';

/** Everything about a case that is not told by a finding of its own. */
export const CasePanel = ({ at }: { readonly at: number }) => {
  const { model } = usePage();
  const one = model.cases[at];
  const requirement = one && model.requirements[one.requirement];
  if (one === undefined || requirement === undefined) return null;
  const facts = model.facts.filter((fact) => fact.case === at);
  const finding = one.finding === undefined ? undefined : model.findings[one.finding];
  const target = model.targets[one.target]?.name ?? '';
  const replay = `${model.replay.replace(/CASE$/u, '')}${shellWord(one.id)}${model.targets.length > 1 ? ` --target ${shellWord(target)}` : ''}`;
  return (
    <>
      <p class="eyebrow">
        <span class="id">{requirement.id}</span> <span class={`level ${requirement.level}`}>{requirement.level}</span>
        {model.targets.length > 1 ? <span>{target}</span> : null}
      </p>
      <h2 id="panel-title" tabIndex={-1}>
        {requirement.title}
      </h2>
      <p class="source">{requirement.source}</p>
      <dl class="terms">
        <dt>Outcome</dt>
        <dd>
          <Sign outcome={one.outcome} /> {outcomeWords[one.outcome]}
          {one.judged === undefined ? null : `, judged ${counted(one.judged, 'time')}`}
          {one.seconds === undefined ? null : `, in ${lasting(one.seconds * 1000)}`}
        </dd>
        {one.reason === undefined ? null : (
          <>
            <dt>Why</dt>
            <dd>{model.reasons[one.reason]}</dd>
          </>
        )}
        <dt>At</dt>
        {one.operations.map((operation) => (
          <dd key={operation}>
            <code>{model.operations[operation]?.key}</code>
          </dd>
        ))}
        {one.untried === undefined ? null : (
          <>
            <dt>Not tried</dt>
            {one.untried.map((text) => (
              <dd key={text}>{text}</dd>
            ))}
          </>
        )}
        {finding === undefined ? null : (
          <>
            <dt>Found</dt>
            <dd>
              The same breach as <CaseLink at={finding.case} />: expected {finding.expected}, got {finding.actual}
            </dd>
          </>
        )}
        {facts.map(({ fact, means, at: where, value }, index) => (
          <Fragment key={index}>
            <dt>{fact}</dt>
            <dd>
              <code>{value}</code> at {where}
              {means === undefined ? null : <small> {means}</small>}
            </dd>
          </Fragment>
        ))}
      </dl>
      <h3>Judge it again</h3>
      <Command text={replay} label="Copy the command" />
      <Exchanges numbers={one.exchanges ?? []} />
      <p class="note case-id">
        Case <code>{one.id}</code>
      </p>
    </>
  );
};
