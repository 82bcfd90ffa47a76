import type { PageModel, PageTarget } from '../page-model.ts';
import { OutcomeBar } from './outcome-bar.tsx';
import { usePage } from './page-state.ts';
import { toneSigns } from '../../view/tone-signs.ts';
import { counted, lasting, moment } from '../../view/words.ts';

/** The verdict of the run in words. */
const sentenceOf = ({ targets, exitWords }: PageModel): string => {
  const [first, ...others] = targets;
  if (first === undefined) return exitWords;
  if (others.length === 0) return first.verdict;
  const bad = targets.filter(({ tone }) => tone === 'bad').length;
  const open = targets.filter(({ tone }) => tone === 'open').length;
  if (bad > 0) return `${bad} of ${targets.length} targets broke a promise`;
  return open > 0 ? `${open} of ${targets.length} targets stay open: ${exitWords}` : `no promise found broken at ${targets.length} targets`;
};

const TargetFacts = ({ target }: { readonly target: PageTarget }) => (
  <p class="lead">
    {target.title} at <code>{target.baseUrl}</code>. {target.share}; {counted(target.requests, 'request')} in{' '}
    {lasting(target.seconds * 1000)}, {target.changed}.
  </p>
);

const Notices = ({ target, isNamed }: { readonly target: PageTarget; readonly isNamed: boolean }) => (
  <>
    {target.notices.map((text) => (
      <p class="notice" key={text}>
        {isNamed ? <strong>{target.name}: </strong> : null}
        {text}
      </p>
    ))}
  </>
);

/** Each target with its verdict; one can be chosen, so that everything below is about it. */
const Targets = () => {
  const { model, filter, select } = usePage();
  return (
    <ul class="targets">
      {model.targets.map((target) => (
        <li key={target.name}>
          <button
            type="button"
            class={`target ${target.tone}`}
            aria-pressed={filter.target === target.name}
            onClick={() => select({ target: filter.target === target.name ? '' : target.name })}
          >
            <span class="name">
              <span class={`tone ${target.tone}`} aria-hidden="true">
                {toneSigns[target.tone]}
              </span>
              {target.name}
            </span>
            <span class="verdict-words">{target.verdict}</span>
            <small>{target.share}</small>
          </button>
        </li>
      ))}
    </ul>
  );
};

/** The verdict of the run in words, what it was about, and how its cases ended. */
export const Verdict = () => {
  const { model } = usePage();
  const [first, ...others] = model.targets;
  const isOne = first !== undefined && others.length === 0;
  return (
    <section class="verdict" aria-labelledby="verdict">
      <h1 id="verdict">
        <span class={`badge ${model.tone}`}>
          <span aria-hidden="true">{toneSigns[model.tone]} </span>
          {model.word}
        </span>{' '}
        {isOne ? <span class="target-name">{`${first.name}: `}</span> : null}
        {sentenceOf(model)}
      </h1>
      {isOne ? <TargetFacts target={first} /> : <Targets />}
      <p class="meta">
        Started {moment(model.startedAt)}, {lasting(model.seconds * 1000)}; exit code {model.exitCode}, {model.exitWords}.
      </p>
      {model.isDemo ? <p class="notice">This is a demo: it judged the embedded references, not your API.</p> : null}
      {model.part === undefined ? null : <p class="notice">{model.part}</p>}
      {model.damage === undefined ? null : <p class="notice">{model.damage}</p>}
      {model.targets.map((target) => (
        <Notices key={target.name} target={target} isNamed={!isOne} />
      ))}
      <OutcomeBar />
    </section>
  );
};
