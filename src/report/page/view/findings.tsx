import { useState } from 'preact/hooks';

import type { PageCause, PageFinding } from '../page-model.ts';
import { More } from '../../view/more.tsx';
import { moveFocus } from '../../view/move-focus.ts';
import { usePage } from './page-state.ts';
import { hashOf } from './route.ts';
import { counted } from '../../view/words.ts';

/** Findings that are listed without folding any. */
const fewFindings = 30;

/** How many causes of a kind are listed from the start, and how many findings of each; more where nothing can be unfolded. */
const limits = { folded: { causes: 10, findings: 3 }, static: { causes: 60, findings: 8 } } as const;

const useLimits = (): { readonly causes: number; readonly findings: number } => {
  const { model, isStatic } = usePage();
  return isStatic || model.findings.length <= fewFindings ? limits.static : limits.folded;
};

const titles: Readonly<Record<PageCause['kind'], string>> = { must: 'Broken requirements', warning: 'Warnings', known: 'Known failures' };
const signs: Readonly<Record<PageCause['kind'], string>> = { must: '✗', warning: '!', known: '≈' };

const sinceWords = { new: 'new', changed: 'changed', still: '' } as const;

/** A finding in one line, and in a second one where no script can open it. */
const FindingRow = ({ at, kind, isBelow }: { readonly at: number; readonly kind: PageCause['kind']; readonly isBelow: boolean }) => {
  const { model, route, show } = usePage();
  const finding = model.findings[at];
  const one = finding && model.cases[finding.case];
  const requirement = one && model.requirements[one.requirement];
  if (finding === undefined || one === undefined || requirement === undefined) return null;
  const isOpen = route?.kind === 'finding' && route.at === at;
  const target = model.targets.length > 1 ? model.targets[one.target]?.name : undefined;
  return (
    <li class={isBelow ? 'finding below' : 'finding'} data-finding={at}>
      <a
        href={hashOf(model, { kind: 'finding', at })}
        class={`row ${kind}`}
        aria-current={isOpen ? 'true' : undefined}
        onClick={(event) => {
          if (event.ctrlKey || event.metaKey || event.shiftKey) return;
          event.preventDefault();
          show({ kind: 'finding', at });
        }}
      >
        <span class={`tone ${kind}`} aria-hidden="true">
          {signs[kind]}
        </span>
        <span class="id">{requirement.id}</span>
        <span class="title">
          {requirement.title}
          {isBelow ? <span class="unseen"> (probably a consequence of the finding above)</span> : null}
        </span>
        <span class="place">
          {target === undefined ? null : <span class="target-name">{target} </span>}
          {finding.shared === '' ? finding.operation : finding.shared.trim()}
        </span>
        {finding.since === undefined || sinceWords[finding.since] === '' ? null : <span class="tag">{sinceWords[finding.since]}</span>}
      </a>
      <Told finding={finding} />
      {finding.followers.length === 0 ? null : (
        <ul class="followers" aria-label="Probably consequences">
          {finding.followers.map((follower) => (
            <FindingRow key={follower} at={follower} kind={kind} isBelow />
          ))}
        </ul>
      )}
    </li>
  );
};

/** What a page without a script, or on paper, says of a finding. */
const Told = ({ finding }: { readonly finding: PageFinding }) => (
  <p class="told">
    {finding.operation}
    {finding.where === '' ? '' : ` at ${finding.where}`}: expected {finding.expected}, got {finding.actual}. <code>{finding.replay}</code>
  </p>
);

/** A cause with its findings; those that many share are folded. */
const Cause = ({ cause, shown }: { readonly cause: PageCause; readonly shown: readonly number[] }) => {
  const { model } = usePage();
  const [isOpen, setOpen] = useState(false);
  const most = useLimits().findings;
  const listed = isOpen ? shown : shown.slice(0, most);
  const rest = shown.length - listed.length;
  return (
    <li class="cause">
      <h4>
        {cause.title} <small>{cause.code}</small>
      </h4>
      <ul class="rows">
        {listed.map((at) => (
          <FindingRow key={at} at={at} kind={cause.kind} isBelow={false} />
        ))}
      </ul>
      {rest > 0 ? (
        <More
          label={`Show ${rest} more of this cause`}
          left={`${counted(rest, 'more finding')} of this cause: ${model.directory}/summary.md`}
          onMore={() => setOpen(true)}
        />
      ) : null}
    </li>
  );
};

const Kind = ({ kind, causes }: { readonly kind: PageCause['kind']; readonly causes: readonly PageCause[] }) => {
  const { model, isFiltering, matching } = usePage();
  const [isWhole, setWhole] = useState(false);
  const most = useLimits().causes;
  const isShown = (at: number): boolean => {
    const finding = model.findings[at];
    if (!isFiltering || finding === undefined) return true;
    return [finding.case, ...finding.others].some((one) => matching.has(one)) || finding.followers.some(isShown);
  };
  const shown = causes.map((cause) => ({ cause, shown: cause.findings.filter(isShown) })).filter(({ shown: some }) => some.length > 0);
  if (shown.length === 0) return null;
  const listed = isWhole ? shown : shown.slice(0, most);
  const countOf = (at: number): number => (model.findings[at]?.followers ?? []).reduce((sum, follower) => sum + countOf(follower), 1);
  const countIn = (some: typeof shown): number => some.flatMap((one) => one.shown).reduce((sum, at) => sum + countOf(at), 0);
  const count = countIn(shown);
  return (
    <section class="findings-of" aria-labelledby={`kind-${kind}`}>
      <h3 id={`kind-${kind}`}>
        {titles[kind]} <small>{counted(count, 'finding')}</small>
      </h3>
      <ul class="causes">
        {listed.map(({ cause, shown: some }) => (
          <Cause key={`${cause.check} ${cause.code} ${some[0]}`} cause={cause} shown={some} />
        ))}
      </ul>
      {listed.length < shown.length ? (
        <More
          label={`Show ${counted(shown.length - listed.length, 'more cause')}`}
          left={`${counted(shown.length - listed.length, 'more cause')} with ${counted(count - countIn(listed), 'finding')}: ${model.directory}/summary.md`}
          onMore={() => setWhole(true)}
        />
      ) : null}
    </section>
  );
};

/** All findings, grouped by what caused them. The arrow keys go from one to the next, Enter opens one. */
export const Findings = () => {
  const { model, isFiltering, matching } = usePage();
  const of = (kind: PageCause['kind']): readonly PageCause[] => model.causes.filter((cause) => cause.kind === kind);
  const isNoneShown = isFiltering && !model.findings.some((finding) => [finding.case, ...finding.others].some((one) => matching.has(one)));
  return (
    <section class="findings" id="findings" aria-labelledby="findings-title" tabIndex={-1}>
      <h2 id="findings-title">
        Findings <small>{model.findings.length}</small>
      </h2>
      {model.findings.length === 0 ? <p class="quiet">No case failed.</p> : null}
      {model.findings.length > 0 && isNoneShown ? <p class="quiet">No finding matches.</p> : null}
      <div onKeyDown={(event) => moveFocus(event, 'a.row')}>
        {(['must', 'warning', 'known'] as const).map((kind) => (
          <Kind key={kind} kind={kind} causes={of(kind)} />
        ))}
      </div>
    </section>
  );
};
