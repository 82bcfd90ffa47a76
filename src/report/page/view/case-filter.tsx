import { countedLevels } from '../../../model/record-lines.ts';
import { areas } from '../../../model/requirement.ts';
import { noFilter } from './filter.ts';
import { byAttention, Sign } from '../../view/outcome.tsx';
import { usePage } from './page-state.ts';

type ChoiceProps = {
  readonly name: string;
  readonly all: string;
  readonly values: readonly string[];
  readonly chosen: string;
  choose(value: string): void;
};

const Choice = ({ name, all, values, chosen, choose }: ChoiceProps) =>
  // There is no choice.
  values.length < 2 ? null : (
    <label>
      <span class="unseen">{name}</span>
      <select name={name} value={chosen} onChange={(event) => choose(event.currentTarget.value)}>
        <option value="">{all}</option>
        {values.map((value) => (
          <option key={value}>{value}</option>
        ))}
      </select>
    </label>
  );

/** Adds a value to a list, or takes it away. */
const toggled = (list: readonly string[], value: string): readonly string[] =>
  list.includes(value) ? list.filter((one) => one !== value) : [...list, value];

/** The controls that select cases by outcome, level, area, operation and target. */
export const CaseFilter = () => {
  const { model, filter, select, isFiltering } = usePage();
  const outcomes = byAttention.filter((outcome) => model.cases.some((one) => one.outcome === outcome));
  const levels = countedLevels.filter((level) => model.requirements.some((one) => one.level === level));
  const present = areas.filter((area) => model.requirements.some((one) => one.area === area));
  const operations = [...new Set(model.operations.map(({ key }) => key))].toSorted();
  return (
    <form class="filters" aria-label="Filter the cases" onSubmit={(event) => event.preventDefault()}>
      <fieldset>
        <legend class="unseen">outcome</legend>
        {outcomes.map((outcome) => (
          <label class="chip" key={outcome}>
            <input
              type="checkbox"
              name="outcome"
              checked={filter.outcomes.includes(outcome)}
              onChange={() => select({ outcomes: toggled(filter.outcomes, outcome) })}
            />
            <Sign outcome={outcome} /> {outcome}
          </label>
        ))}
      </fieldset>
      <fieldset>
        <legend class="unseen">level</legend>
        {levels.map((level) => (
          <label class="chip" key={level}>
            <input
              type="checkbox"
              name="level"
              checked={filter.levels.includes(level)}
              onChange={() => select({ levels: toggled(filter.levels, level) })}
            />
            {level}
          </label>
        ))}
      </fieldset>
      <div class="selects">
        <Choice name="area" all="all areas" values={present} chosen={filter.area} choose={(area) => select({ area })} />
        <Choice
          name="operation"
          all="all operations"
          values={operations}
          chosen={filter.operation}
          choose={(operation) => select({ operation })}
        />
        <Choice
          name="target"
          all="all targets"
          values={model.targets.map(({ name }) => name)}
          chosen={filter.target}
          choose={(target) => select({ target })}
        />
        {isFiltering ? (
          <button type="button" class="copy" onClick={() => select(noFilter)}>
            Show all
          </button>
        ) : null}
      </div>
    </form>
  );
};
