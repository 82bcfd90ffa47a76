import { toneSigns } from '../../view/tone-signs.ts';
import { useComparison } from './compare-state.ts';

/** Each target with its verdict, its contract and its run. */
export const Targets = () => {
  const { model } = useComparison();
  return (
    <section aria-labelledby="targets">
      <h2 id="targets">Targets</h2>
      <ul class="compared">
        {model.columns.map(({ label, title, contract, baseUrl, run, page, tone, word, verdict, share }) => (
          <li key={label}>
            <span class={`badge ${tone}`}>
              <span aria-hidden="true">{toneSigns[tone]} </span>
              {word}
            </span>{' '}
            <strong>{label}</strong> <span>{title === label ? '' : title}</span>
            <small>
              {verdict}; {share}. {contract} at <code>{baseUrl}</code>, run{' '}
              {page === undefined ? <code>{run}</code> : <a href={page}>{run}</a>}
            </small>
          </li>
        ))}
      </ul>
    </section>
  );
};
