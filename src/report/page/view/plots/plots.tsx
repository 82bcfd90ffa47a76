import { useState } from 'preact/hooks';

import { usePage } from '../page-state.ts';
import { Latencies } from './latencies.tsx';
import { Timeline } from './timeline.tsx';
import { Traffic } from './traffic.tsx';

/** When the run sent its requests, how long answers took, and when each case was tried: of one target at a time. */
export const Plots = () => {
  const { model, filter } = usePage();
  const [chosen, choose] = useState(0);
  const all = model.traffic;
  const traffic = all.find(({ target }) => model.targets[target]?.name === filter.target) ?? all[chosen];
  if (traffic === undefined) return null;
  return (
    <section class="plots" id="time" aria-labelledby="time-title">
      <h2 id="time-title">Over time</h2>
      {all.length > 1 && filter.target === '' ? (
        <p class="choice" role="group" aria-label="Which target">
          {all.map((one, at) => (
            <button type="button" key={one.target} aria-pressed={one === traffic} onClick={() => choose(at)}>
              {model.targets[one.target]?.name}
            </button>
          ))}
        </p>
      ) : null}
      <div class="plots-of" key={traffic.target}>
        <Traffic traffic={traffic} />
        <Timeline traffic={traffic} />
        <Latencies latencies={traffic.latencies} />
      </div>
    </section>
  );
};
