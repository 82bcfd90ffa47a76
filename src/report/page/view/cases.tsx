import { useMemo, useState } from 'preact/hooks';

import type { Outcome } from '../../../model/verdict.ts';
import { grouped } from '../grouped.ts';
import { CaseFilter } from './case-filter.tsx';
import { CaseLink } from './case-link.tsx';
import { byAttention, outcomeWords, Sign } from '../../view/outcome.tsx';
import { usePage } from './page-state.ts';
import { More } from '../../view/more.tsx';
import { counted } from '../../view/words.ts';

/** Cases, and groups of them, that a list shows at once. */
const step = 50;

const CaseRow = ({ at }: { readonly at: number }) => {
  const { model } = usePage();
  const one = model.cases[at];
  const requirement = one && model.requirements[one.requirement];
  if (one === undefined || requirement === undefined) return null;
  return (
    <li data-case={at}>
      <span class="id">{requirement.id}</span> {requirement.title}{' '}
      <small>
        {requirement.level}
        {one.judged === undefined ? '' : `, judged ${counted(one.judged, 'time')}`}
        {one.untried === undefined ? '' : `, ${counted(one.untried.length, 'part')} not tried`}
        {model.targets.length > 1 ? `, ${model.targets[one.target]?.name}` : ''}
      </small>{' '}
      <CaseLink at={at} />
    </li>
  );
};

const Rows = ({ numbers }: { readonly numbers: readonly number[] }) => {
  const { model } = usePage();
  const [most, setMost] = useState(step);
  return (
    <>
      <ul class="cases">
        {numbers.slice(0, most).map((at) => (
          <CaseRow key={at} at={at} />
        ))}
      </ul>
      {numbers.length > most ? (
        <More
          label={`Show more, ${numbers.length - most} are left`}
          left={`${counted(numbers.length - most, 'more case')}: ${model.directory}/run.jsonl`}
          onMore={() => setMost(most * 4)}
        />
      ) : null}
    </>
  );
};

/** Cases of one outcome, those with a reason under it. */
const OutcomeCases = ({
  outcome,
  numbers,
  isOpen,
}: {
  readonly outcome: Outcome;
  readonly numbers: readonly number[];
  readonly isOpen: boolean;
}) => {
  const { model } = usePage();
  const [open, setOpen] = useState<boolean | undefined>(undefined);
  const [most, setMost] = useState(step);
  const isShown = open ?? isOpen;
  const byReason = [
    ...grouped(
      numbers.map((at) => ({ at, reason: model.cases[at]?.reason })),
      ({ reason }) => String(reason),
    ).values(),
  ];
  return (
    <details
      class="outcome-cases"
      open={isShown}
      onToggle={(event) => {
        if (event.currentTarget.open !== isShown) setOpen(event.currentTarget.open);
      }}
    >
      <summary>
        <Sign outcome={outcome} /> <strong>{numbers.length.toLocaleString('en')}</strong> {outcomeWords[outcome]}
      </summary>
      {isShown
        ? byReason.slice(0, most).map((group) => {
            const reason = group[0]?.reason;
            return (
              <section key={String(reason)} class="reason">
                {reason === undefined ? null : (
                  <h3>
                    {model.reasons[reason]} <small>{counted(group.length, 'case')}</small>
                  </h3>
                )}
                <Rows numbers={group.map(({ at }) => at)} />
              </section>
            );
          })
        : null}
      {isShown && byReason.length > most ? (
        <More
          label={`Show more reasons, ${byReason.length - most} are left`}
          left={`${counted(byReason.length - most, 'more reason')}: ${model.directory}/summary.md`}
          onMore={() => setMost(most * 4)}
        />
      ) : null}
    </details>
  );
};

/** All cases, by outcome and by reason, with the filters that select some of them. */
export const Cases = () => {
  const { model, matching, isFiltering } = usePage();
  const byOutcome = useMemo(() => {
    const numbers = [...matching].filter((at) => isFiltering || model.cases[at]?.isLeftOut !== true);
    return grouped(numbers, (at) => model.cases[at]?.outcome ?? '');
  }, [model, matching, isFiltering]);
  return (
    <section class="all-cases" id="cases" aria-labelledby="cases-title">
      <h2 id="cases-title">
        Cases <small>{model.cases.length.toLocaleString('en')}</small>
      </h2>
      <CaseFilter />
      {matching.size === 0 ? <p class="quiet">No case matches.</p> : null}
      {byAttention.map((outcome) => {
        const numbers = byOutcome.get(outcome) ?? [];
        return numbers.length === 0 ? null : (
          <OutcomeCases key={outcome} outcome={outcome} numbers={numbers} isOpen={isFiltering && matching.size <= step} />
        );
      })}
    </section>
  );
};
