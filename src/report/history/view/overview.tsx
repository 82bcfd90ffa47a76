import { toneSigns } from '../../view/tone-signs.ts';
import { counted, moment } from '../../view/words.ts';
import { type ShownTarget, useHistory } from './history-state.ts';
import { Strip } from './strip.tsx';
import { Age, lifeCounts } from './target-section.tsx';

/** How all targets stand, in one sentence. */
const sentenceOf = (targets: readonly ShownTarget[]): string => {
  const broken = targets.map(({ rows }) => rows.filter(({ life }) => life.judged > 0 && life.isBroken).length);
  const all = broken.reduce((sum, count) => sum + count, 0);
  const where = targets.length === 1 ? '' : ` at ${broken.filter((count) => count > 0).length} of ${targets.length} targets`;
  if (all > 0) return `${counted(all, 'promise')} ${all === 1 ? 'is' : 'are'} broken now${where}`;
  return targets.some(({ rows }) => rows.some(({ life }) => life.judged > 0)) ? 'No promise is broken now' : 'No promise was judged';
};

/** What the page is about; of several targets each in one line. */
export const Overview = () => {
  const { model, targets } = useHistory();
  return (
    <section class="intro" aria-labelledby="intro">
      <h1 id="intro">{sentenceOf(targets)}</h1>
      <p class="note">Made {moment(model.madeAt)} from the history of the runs.</p>
      {model.notices.map((notice) => (
        <p class="notice" key={notice}>
          {notice}
        </p>
      ))}
      {targets.length < 2 ? null : (
        <ul class="targets">
          {targets.map((shown) => {
            const { number, target, from } = shown;
            const last = target.nights.at(-1);
            return last === undefined ? null : (
              <li key={target.label}>
                <span>
                  <span class={`tone ${last.tone}`} aria-hidden="true">
                    {toneSigns[last.tone]}
                  </span>{' '}
                  <a
                    href={`#target-${number}`}
                    onClick={(event) => {
                      // The fragment belongs to the state of the page.
                      event.preventDefault();
                      const section = document.getElementById(`target-${number}`);
                      section?.setAttribute('tabindex', '-1');
                      section?.focus();
                      section?.scrollIntoView();
                    }}
                  >
                    {target.label}
                  </a>
                </span>
                <Strip slices={target.nights.slice(from).map(({ tone }) => tone)} />
                <small>
                  {lifeCounts(shown)}. <Age shown={shown} />
                </small>
              </li>
            );
          })}
        </ul>
      )}
    </section>
  );
};
