import type { Outcome } from '../../../model/verdict.ts';
import { byAttention, outcomeWords, Sign } from '../../view/outcome.tsx';
import { usePage } from './page-state.ts';

/** Width of the bar in its own units. */
const width = 1000;

/** How the cases ended, as a bar and in numbers; each number selects its cases. */
export const OutcomeBar = () => {
  const { model, filter, select } = usePage();
  const counts = new Map<Outcome, number>();
  for (const { outcome, isLeftOut, target } of model.cases) {
    if (isLeftOut === true || (filter.target !== '' && model.targets[target]?.name !== filter.target)) continue;
    counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  }
  const present = byAttention.filter((outcome) => (counts.get(outcome) ?? 0) > 0);
  const all = present.reduce((sum, outcome) => sum + (counts.get(outcome) ?? 0), 0);
  let from = 0;
  const parts = present.map((outcome) => {
    const x = from;
    // Even a single case of thousands can be seen.
    from += Math.max(4, ((counts.get(outcome) ?? 0) / all) * width);
    return { outcome, x, end: from };
  });
  const toggle = (outcome: Outcome): void => {
    const isChosen = filter.outcomes.includes(outcome);
    select({ outcomes: isChosen ? filter.outcomes.filter((one) => one !== outcome) : [...filter.outcomes, outcome] });
    if (!isChosen) document.getElementById('cases')?.scrollIntoView();
  };
  return (
    <div class="outcomes">
      <svg viewBox={`0 0 ${Math.max(from, 1)} 10`} preserveAspectRatio="none" aria-hidden="true">
        {parts.map(({ outcome, x, end }) => (
          <rect key={outcome} class={`fill ${outcome}`} x={x} width={Math.max(1, end - x - 2)} height="10" />
        ))}
      </svg>
      <ul aria-label="Cases by outcome">
        {present.map((outcome) => (
          <li key={outcome}>
            <button type="button" class="plain" aria-pressed={filter.outcomes.includes(outcome)} onClick={() => toggle(outcome)}>
              <Sign outcome={outcome} /> <strong>{(counts.get(outcome) ?? 0).toLocaleString('en')}</strong> {outcomeWords[outcome]}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
};
