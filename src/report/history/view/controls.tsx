import { useHistory } from './history-state.ts';

const choices = [14, 30, 90, 365];

const states = { broken: 'broken now', flips: 'flip', mended: 'mended', kept: 'always kept', unjudged: 'not judged' } as const;

/** The controls that choose how many runs are shown, and which requirements. */
export const Controls = () => {
  const { model, place, last, select } = useHistory();
  const longest = Math.max(0, ...model.targets.map(({ nights }) => nights.length));
  const unit = model.targets.every((one) => one.unit === 'night') ? 'nights' : 'runs';
  const shown = last >= longest ? 0 : last;
  const offered = [...new Set([...choices, ...(shown === 0 ? [] : [shown])])].filter((count) => count < longest).toSorted((a, b) => a - b);
  return (
    <form class="filters" aria-label="Choose runs and requirements" onSubmit={(event) => event.preventDefault()}>
      <div class="selects">
        <label>
          <span>Last </span>
          <select name="last" value={String(shown)} onChange={(event) => select({ last: Number(event.currentTarget.value) })}>
            {offered.map((count) => (
              <option key={count} value={String(count)}>
                {count} {unit}
              </option>
            ))}
            <option value="0">
              {longest} {unit}: all
            </option>
          </select>
        </label>
        <label>
          <span>Requirements </span>
          <select name="state" value={place.state} onChange={(event) => select({ state: event.currentTarget.value })}>
            <option value="">all</option>
            {Object.entries(states).map(([state, words]) => (
              <option key={state} value={state}>
                {words}
              </option>
            ))}
          </select>
        </label>
        {place.state === '' && place.text === '' ? null : (
          <button type="button" class="copy" onClick={() => select({ state: '', text: '' })}>
            Show all
          </button>
        )}
      </div>
      <ul class="legend">
        {(
          [
            ['fail', 'broken'],
            ['pass', 'kept'],
            ['inconclusive', 'not decided'],
            ['skipped', 'skipped'],
          ] as const
        ).map(([fill, words]) => (
          <li key={fill}>
            <span class={`key fill ${fill}`} /> {words}
          </li>
        ))}
        <li>
          <span class="key change" /> another contract or assay
        </li>
      </ul>
    </form>
  );
};
