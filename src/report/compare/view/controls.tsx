import type { RowState } from '../../../policy/compare/comparison.ts';
import { useComparison } from './compare-state.ts';
import { stateWords } from './state-words.ts';

const states = ['differs', 'partly', 'same', 'open'] as const satisfies readonly RowState[];

/** The controls that choose columns, the base and rows. */
export const Controls = () => {
  const { model, place, columns, select } = useComparison();
  const { hidden, base, state, text } = place;
  const toggle = (at: number): void => {
    const next = hidden.includes(at) ? hidden.filter((one) => one !== at) : [...hidden, at];
    select({ hidden: next, ...(base === at && next.includes(at) ? { base: undefined } : {}) });
  };
  const isChanged = hidden.length > 0 || base !== undefined || state !== '' || text !== '';
  return (
    <form class="filters" aria-label="Choose columns and rows" onSubmit={(event) => event.preventDefault()}>
      <fieldset>
        <legend class="unseen">Columns</legend>
        {model.columns.map(({ label }, at) => {
          const isShown = !hidden.includes(at);
          return (
            <label class="chip" key={label}>
              {/* The last column stays: a table without columns says nothing. */}
              <input
                type="checkbox"
                name="column"
                checked={isShown}
                disabled={isShown && columns.length === 1}
                onChange={() => toggle(at)}
              />
              {label}
            </label>
          );
        })}
      </fieldset>
      <div class="selects">
        <label>
          <span>Compare with </span>
          <select
            name="base"
            value={base === undefined ? '' : String(base)}
            onChange={({ currentTarget: { value } }) => select({ base: value === '' ? undefined : Number(value) })}
          >
            <option value="">what most do</option>
            {columns.map((at) => (
              <option key={at} value={String(at)}>
                {model.columns[at]?.label}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span>Rows </span>
          <select name="state" value={state} onChange={(event) => select({ state: event.currentTarget.value })}>
            <option value="">all</option>
            {states.map((one) => (
              <option key={one} value={one}>
                {stateWords[one]}
              </option>
            ))}
          </select>
        </label>
        {isChanged ? (
          <button type="button" class="copy" onClick={() => select({ hidden: [], base: undefined, state: '', text: '' })}>
            Show all
          </button>
        ) : null}
      </div>
    </form>
  );
};
