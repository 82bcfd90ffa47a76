import { confirmWords } from '../../confirm-words.ts';
import type { PageFinding } from '../page-model.ts';
import { CaseLink } from './case-link.tsx';
import { Command } from '../../view/copy-button.tsx';
import { Exchanges } from './exchanges.tsx';
import { usePage } from './page-state.ts';
import { hashOf } from './route.ts';
import { counted } from '../../view/words.ts';

/** Other cases of one breach that are listed. */
const mostOthers = 200;

const sinceWords = {
  new: 'new since the last run',
  changed: 'broken in another way than in the last run',
  still: 'as in the last run',
} as const;

const Terms = ({ finding }: { readonly finding: PageFinding }) => (
  <dl class="terms">
    <dt>Where</dt>
    <dd>
      <code>{finding.operation}</code>
      {finding.where === '' ? null : (
        <>
          {' '}
          at <code>{finding.where}</code>
        </>
      )}
      {finding.shared}
    </dd>
    <dt>Expected</dt>
    <dd>{finding.expected}</dd>
    <dt>Got</dt>
    <dd>
      <strong>{finding.actual}</strong>
    </dd>
    <dt>How often</dt>
    <dd>{finding.often}</dd>
    {finding.seen === undefined ? null : (
      <>
        <dt>Earlier runs</dt>
        <dd>{finding.seen}</dd>
      </>
    )}
    {finding.documented === undefined ? null : (
      <>
        <dt>Document</dt>
        <dd>
          <code>{finding.documented}</code>
        </dd>
      </>
    )}
    {finding.untried.length === 0 ? null : (
      <>
        <dt>Not tried</dt>
        {finding.untried.map((text) => (
          <dd key={text}>{text}</dd>
        ))}
      </>
    )}
    {finding.inferred.length === 0 ? null : (
      <>
        <dt>Inferred</dt>
        {finding.inferred.map((text) => (
          <dd key={text}>{text}</dd>
        ))}
        <dd class="note">{confirmWords}</dd>
      </>
    )}
  </dl>
);

/** Everything about a finding: the sentence, what was expected and what came, how to see it again, and its exchanges. */
export const FindingPanel = ({ at }: { readonly at: number }) => {
  const { model } = usePage();
  const finding = model.findings[at];
  const one = finding && model.cases[finding.case];
  const requirement = one && model.requirements[one.requirement];
  if (finding === undefined || one === undefined || requirement === undefined) return null;
  const cause = model.causes.find(({ findings }) => findings.includes(at));
  const above = model.findings.findIndex(({ followers }) => followers.includes(at));
  return (
    <>
      <p class="eyebrow">
        <span class="id">{requirement.id}</span> <span class={`level ${requirement.level}`}>{requirement.level}</span>
        {model.targets.length > 1 ? <span>{model.targets[one.target]?.name}</span> : null}
        {finding.since === undefined ? null : <span>{sinceWords[finding.since]}</span>}
      </p>
      <h2 id="panel-title" tabIndex={-1}>
        {requirement.title}
      </h2>
      <p class="source">{requirement.source}</p>
      {finding.known === undefined ? null : <p class="notice">A known failure: {finding.known}</p>}
      {above < 0 ? null : (
        <p class="notice">
          Probably a consequence of <a href={hashOf(model, { kind: 'finding', at: above })}>another finding</a>.
        </p>
      )}
      <Terms finding={finding} />
      <h3>See it again</h3>
      <Command text={finding.replay} label="Copy the command" />
      <Exchanges numbers={one.exchanges ?? []} />
      {finding.unshown === '' ? null : (
        <p class="note">
          {one.exchanges === undefined ? 'Exchanges' : 'More exchanges'}, in the folder exchanges of the run: {finding.unshown}
        </p>
      )}
      {cause?.why === undefined ? null : (
        <>
          <h3>Why it matters</h3>
          <p>{cause.why}</p>
          <p>
            <strong>To mend it:</strong> {cause.fix}
          </p>
        </>
      )}
      {finding.others.length === 0 ? null : (
        <details class="others">
          <summary>The same breach in {counted(finding.others.length, 'more case')}</summary>
          <ul class="cases">
            {finding.others.slice(0, mostOthers).map((number) => (
              <li key={number}>
                <CaseLink at={number} />
              </li>
            ))}
          </ul>
          {finding.others.length > mostOthers ? <p class="note">and {finding.others.length - mostOthers} more</p> : null}
        </details>
      )}
      <p class="note case-id">
        Case <code>{one.id}</code>, <code>{finding.code}</code>
      </p>
    </>
  );
};
