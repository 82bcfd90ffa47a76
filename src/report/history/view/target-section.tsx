import { toneSigns } from '../../view/tone-signs.ts';
import { counted, moment } from '../../view/words.ts';
import { ageWords } from '../day-words.ts';
import { useNow } from './now.ts';
import { Evidence, OperationLatencies } from './evidence.tsx';
import { type ShownTarget, useHistory } from './history-state.ts';
import { Requirements } from './requirements.tsx';
import { RunStrip } from './run-strip.tsx';

/** Hours without a complete run after which nightly results are called old. */
const oldHours = 50;

/** When the last complete run was, and how long ago that is. */
export const Age = ({ shown: { target } }: { readonly shown: ShownTarget }) => {
  const now = useNow();
  const { lastCompleteAt: at, unit } = target;
  if (at === undefined) return <span class="old">No run was complete</span>;
  const age = now === undefined ? undefined : now - Date.parse(at);
  const isOld = unit === 'night' && age !== undefined && age > oldHours * 3_600_000;
  return (
    <span class={isOld ? 'old' : ''}>
      Last complete run {moment(at)}
      {age === undefined ? '' : `, ${ageWords(age)} ago`}
    </span>
  );
};

/** What the requirements of a target do, in words. */
export const lifeCounts = ({ rows }: ShownTarget): string => {
  const judged = rows.filter(({ life }) => life.judged > 0);
  const broken = judged.filter(({ life }) => life.isBroken).length;
  const flipping = judged.filter(({ life }) => life.state === 'flips').length;
  const mended = judged.filter(({ life }) => life.state === 'mended').length;
  const parts = [
    ...(broken > 0 ? [`${broken} broken now`] : []),
    ...(flipping > 0 ? [`${flipping} ${flipping === 1 ? 'flips' : 'flip'}`] : []),
    ...(mended > 0 ? [`${mended} mended`] : []),
  ];
  return parts.length === 0 ? (judged.length === 0 ? 'nothing judged' : 'nothing broken') : parts.join(', ');
};

/** A target: its runs, its evidence, and its requirements. */
export const TargetSection = ({ shown }: { readonly shown: ShownTarget }) => {
  const { isLive, isFiltering } = useHistory();
  const { number, target, from } = shown;
  const last = target.nights.at(-1);
  if (last === undefined) return null;
  return (
    <section aria-labelledby={`target-${number}`} class="target">
      <h2 id={`target-${number}`}>
        {target.label}{' '}
        <span class={`badge ${last.tone}`}>
          <span aria-hidden="true">{toneSigns[last.tone]} </span>
          {last.word}
        </span>
      </h2>
      <p class="meta">
        {lifeCounts(shown)} in the last {counted(target.nights.length - from, target.unit)}. <Age shown={shown} />. Contract{' '}
        {target.contract}.
      </p>
      {/* Who searches wants to see what was found. */}
      {isFiltering && shown.matching === 0 ? null : (
        <>
          <RunStrip shown={shown} />
          <Evidence shown={shown} />
          {/* What can be folded waits for the script. */}
          {isLive ? <OperationLatencies shown={shown} /> : null}
        </>
      )}
      <Requirements shown={shown} />
      {target.earlier === 0 ? null : (
        <p class="note">{counted(target.earlier, 'earlier run')} not shown here; “assay history --last all --json” has them.</p>
      )}
    </section>
  );
};
