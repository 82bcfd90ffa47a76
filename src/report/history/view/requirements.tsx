import { useState } from 'preact/hooks';

import { lifeWords } from '../life-words.ts';
import type { AlikeRows, HistoryRow, HistoryTheme } from '../rows-in-window.ts';
import { More } from '../../view/more.tsx';
import { moveFocus } from '../../view/move-focus.ts';
import { counted, moment } from '../../view/words.ts';
import type { PageNight } from '../history-model.ts';
import { outcomeName } from '../outcome-name.ts';
import { dayOf } from '../day-words.ts';
import { type ShownTarget, useHistory } from './history-state.ts';
import { runUnder } from './slots.ts';
import { Strip } from './strip.tsx';

/** Rows of a target that are drawn before more are asked for. */
const fewRows = 120;

/** The run under the pointer and its outcome. */
const under = (
  event: PointerEvent & { readonly currentTarget: HTMLElement },
  nights: readonly PageNight[],
  outcomes: HistoryRow['outcomes'],
): string => {
  const strip = event.currentTarget.querySelector('svg');
  if (strip === null) return '';
  const at = runUnder(event.clientX, strip.getBoundingClientRect(), nights.length);
  return `${moment(nights[at]?.at ?? '')}: ${outcomeName(outcomes[at])}`;
};

const Row = ({ row, shown, isAlike = false }: { readonly row: HistoryRow; readonly shown: ShownTarget; readonly isAlike?: boolean }) => {
  const { isLive, place, show, hashOfOpened } = useHistory();
  const { number, target, from } = shown;
  const { requirement, outcomes, life } = row;
  const { id, title, level } = requirement;
  const opened = { kind: 'requirement', target: number, at: target.requirements.indexOf(requirement) } as const;
  const isOpen = place.opened?.kind === 'requirement' && place.opened.target === number && place.opened.at === opened.at;
  const words = (
    <>
      <span class="id">{id}</span> {title}
    </>
  );
  return (
    <tr data-state={life.state} data-id={id} class={isAlike ? 'alike' : ''}>
      <th scope="row">
        {isLive ? (
          <a
            class="row-link"
            href={hashOfOpened(opened)}
            aria-current={isOpen ? 'true' : undefined}
            onClick={(event) => {
              if (event.ctrlKey || event.metaKey || event.shiftKey) return;
              event.preventDefault();
              show(opened);
            }}
          >
            {words}
          </a>
        ) : (
          words
        )}{' '}
        {level === '' || level === 'must' ? null : <small class={`level ${level}`}>{level}</small>}
      </th>
      <td
        class="drawn"
        onClick={isLive ? () => show(opened) : undefined}
        onPointerMove={(event) => {
          event.currentTarget.title = under(event, target.nights.slice(from), outcomes.slice(from));
        }}
      >
        <Strip slices={outcomes.slice(from)} />
      </td>
      <td class={life.isBroken && life.judged > 0 ? 'life bad' : 'life'}>
        {lifeWords(life, { unit: target.unit, runs: target.nights.length - from }, (run) => dayOf(target.nights[run]?.at ?? ''))}
      </td>
    </tr>
  );
};

/** Rows that did the same in every run are one, until the others are asked for. */
const Alike = ({ rows: [first, ...others], shown }: { readonly rows: AlikeRows; readonly shown: ShownTarget }) => {
  const { isStatic } = useHistory();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Row row={first} shown={shown} />
      {others.length === 0 || isStatic ? null : (
        <tr class="fold-row">
          <td colSpan={3}>
            <button type="button" class="plain" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
              <span aria-hidden="true">{isOpen ? '▾' : '▸'}</span> {counted(others.length, 'more requirement')} with the same outcomes
              <span class="unseen"> as {first.requirement.id}</span>
            </button>
          </td>
        </tr>
      )}
      {isOpen || isStatic ? others.map((row) => <Row key={row.requirement.id} row={row} shown={shown} isAlike />) : null}
    </>
  );
};

type FoldButtonProps = { readonly isOpen: boolean; readonly words: string; readonly area: string; toggle(): void };

/** Where nothing can be clicked, only the words. */
const FoldButton = ({ isOpen, words, area, toggle }: FoldButtonProps) => {
  const { isStatic } = useHistory();
  return isStatic ? (
    <span class="folded">{words}</span>
  ) : (
    <button type="button" class="plain" aria-expanded={isOpen} onClick={toggle}>
      <span aria-hidden="true">{isOpen ? '▾' : '▸'}</span> {words}
      <span class="unseen"> of {area}</span>
    </button>
  );
};

/** How many requirements of a theme are broken, of how many. */
const themeWords = ({ changed, kept, unjudged }: HistoryTheme): string => {
  const rows = changed.flat();
  const broken = rows.filter(({ life }) => life.isBroken).length;
  return `${broken === 0 ? '' : `${broken} broken, `}${counted(rows.length + kept.length + unjudged.length, 'requirement')}`;
};

/** What is folded of a theme, in words. */
const foldWords = (kept: number, unjudged: number): string =>
  [
    ...(kept === 0 ? [] : [`${kept.toLocaleString('en')} always kept`]),
    ...(unjudged === 0 ? [] : [`${unjudged.toLocaleString('en')} not judged`]),
  ].join(', ');

const Theme = ({ theme, shown, most }: { readonly theme: HistoryTheme; readonly shown: ShownTarget; readonly most: number }) => {
  const { isFiltering } = useHistory();
  const [isOpen, setOpen] = useState(false);
  const [mostFolded, setMostFolded] = useState(fewRows);
  const { area, kept, unjudged } = theme;
  const changed = theme.changed.slice(0, Math.max(most, 0));
  const quiet = [...kept, ...unjudged];
  // What was asked for is not folded, as far as there is room.
  const open = isFiltering ? quiet.slice(0, Math.max(most - changed.length, 0)) : [];
  const folded = quiet.slice(open.length);
  const foldedKept = Math.max(kept.length - open.length, 0);
  const left = folded.length - mostFolded;
  const name = area === '' ? 'without a theme' : area;
  const fold =
    folded.length === 0 ? null : (
      <FoldButton isOpen={isOpen} words={foldWords(foldedKept, folded.length - foldedKept)} area={name} toggle={() => setOpen(!isOpen)} />
    );
  const isQuiet = changed.length === 0 && open.length === 0;
  return (
    <tbody>
      <tr class={isQuiet ? 'section quiet-theme' : 'section'}>
        <th scope="rowgroup" colSpan={3}>
          {name} {isQuiet ? fold : <small>{themeWords(theme)}</small>}
        </th>
      </tr>
      {changed.map((rows) => (
        <Alike key={rows[0].requirement.id} rows={rows} shown={shown} />
      ))}
      {open.map((row) => (
        <Row key={row.requirement.id} row={row} shown={shown} />
      ))}
      {fold === null || isQuiet ? null : (
        <tr class="fold-row">
          <td colSpan={3}>{fold}</td>
        </tr>
      )}
      {isOpen ? folded.slice(0, mostFolded).map((row) => <Row key={row.requirement.id} row={row} shown={shown} />) : null}
      {isOpen && left > 0 ? (
        <tr class="fold-row">
          <td colSpan={3}>
            <More
              label={`Show ${counted(Math.min(left, fewRows), 'more requirement')}`}
              left={counted(left, 'more requirement')}
              onMore={() => setMostFolded(mostFolded + fewRows)}
            />
          </td>
        </tr>
      ) : null}
    </tbody>
  );
};

/** The requirements of a target by theme: what changed or is broken first, the rest folded. */
export const Requirements = ({ shown }: { readonly shown: ShownTarget }) => {
  const { isFiltering } = useHistory();
  const [most, setMost] = useState(fewRows);
  const { target, themes } = shown;
  if (themes.length === 0)
    return (
      <p class="quiet">{isFiltering ? 'No requirement matches.' : 'The lines of this target were written before outcomes were kept.'}</p>
    );
  let room = most;
  const drawn = themes.map((theme) => {
    const own = room;
    room -= theme.changed.length;
    return { theme, most: own };
  });
  const left = -room;
  return (
    <>
      <table class="promises" onKeyDown={(event) => moveFocus(event, '.row-link')}>
        <thead>
          <tr>
            <th scope="col">Requirement</th>
            <th scope="col" class="drawn">
              <span class="axis">
                <span>{counted(target.nights.length - shown.from, target.unit)}</span>
                <span>last</span>
              </span>
              <Strip slices={target.nights.slice(shown.from).map(({ tone }) => tone)} />
            </th>
            <th scope="col">In words</th>
          </tr>
        </thead>
        {drawn.map((one) => (
          <Theme key={one.theme.area} theme={one.theme} shown={shown} most={one.most} />
        ))}
      </table>
      {left > 0 ? (
        <More
          label={`Show ${counted(Math.min(left, fewRows), 'more row')}`}
          left={`${counted(left, 'more row')} of requirements that changed or are broken; “assay history --last all --json” has all.`}
          onMore={() => setMost(most + fewRows)}
        />
      ) : null}
    </>
  );
};
