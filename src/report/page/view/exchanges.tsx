import { useState } from 'preact/hooks';

import { Exchange } from '../../view/exchange.tsx';
import { usePage } from './page-state.ts';

/** The exchanges of a case; one at a time. */
export const Exchanges = ({ numbers }: { readonly numbers: readonly number[] }) => {
  const { model } = usePage();
  const [chosen, choose] = useState(0);
  const shown = numbers.flatMap((at) => model.exchanges[at] ?? []);
  const exchange = shown[chosen] ?? shown[0];
  if (exchange === undefined) return null;
  return (
    <section class="exchanges" aria-label="Exchanges">
      {shown.length > 1 ? (
        <p class="choice" role="group" aria-label="Which exchange">
          {shown.map((one, at) => (
            <button type="button" key={one.id} aria-pressed={one === exchange} onClick={() => choose(at)}>
              {one.id}
            </button>
          ))}
        </p>
      ) : null}
      <Exchange key={exchange.id} exchange={exchange} />
    </section>
  );
};
