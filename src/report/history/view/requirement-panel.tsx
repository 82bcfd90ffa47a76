import { useState } from 'preact/hooks';

import { lifeWords } from '../life-words.ts';
import { outcomeName } from '../outcome-name.ts';
import { type HistoryRow, type Period, periodsOf } from '../rows-in-window.ts';
import { shellWord } from '../../shell.ts';
import { Command } from '../../view/copy-button.tsx';
import { More } from '../../view/more.tsx';
import { Sign } from '../../view/outcome.tsx';
import { counted } from '../../view/words.ts';
import { dayOf } from '../day-words.ts';
import type { ShownTarget } from './history-state.ts';
import { RunLink } from './run-link.tsx';
import { Strip } from './strip.tsx';

const fewPeriods = 12;

type PeriodProps = {
  readonly period: Period;
  /** The earlier ones, newest first. */
  readonly earlier: readonly Period[];
  readonly shown: ShownTarget;
  readonly id: string;
};

/** The moment at which a requirement broke or was mended; otherwise only since when it is so. */
const verbOf = ({ outcome }: Period, earlier: readonly Period[]): string => {
  const judged = earlier.find((one) => one.outcome === 'pass' || one.outcome === 'fail')?.outcome;
  if (outcome === 'fail' && judged !== 'fail') return judged === undefined ? 'first judged' : 'broke';
  return outcome === 'pass' && judged === 'fail' ? 'mended' : 'from';
};

/** A period of one outcome, with the ways to its first and last run. */
const PeriodItem = ({ period, earlier, shown: { target }, id }: PeriodProps) => {
  const { outcome, from, to } = period;
  const [first, last] = [target.nights[from], target.nights[to]];
  if (first === undefined || last === undefined) return null;
  const changed = earlier.length === 0 ? [] : (first.differs ?? []);
  return (
    <li>
      <p>
        {outcome === undefined ? <span class="sign">–</span> : <Sign outcome={outcome} />} <strong>{outcomeName(outcome)}</strong>{' '}
        {counted(to - from + 1, target.unit)}
      </p>
      <p class="note">
        {verbOf(period, earlier)} <RunLink night={first} search={id} />
        {to === from ? null : (
          <>
            {' '}
            to <RunLink night={last} search={id} />
          </>
        )}
        {changed.length === 0 ? '' : `; since then another ${changed.join(' and another ')}, so the change may come from it`}
      </p>
    </li>
  );
};

/** A requirement: since when it is as it is, when it broke and was mended, and the commands that go on from here. */
export const RequirementPanel = ({ row, shown }: { readonly row: HistoryRow; readonly shown: ShownTarget }) => {
  const [most, setMost] = useState(fewPeriods);
  const { target, from } = shown;
  const { requirement, outcomes, life } = row;
  const { id, title, level, area } = requirement;
  const periods = periodsOf(outcomes);
  const failure = life.lastFailure === undefined ? undefined : target.nights[life.lastFailure];
  const left = periods.length - most;
  return (
    <>
      <p class="eyebrow">
        <span class="id">{id}</span>
        <span class={`level ${level}`}>{level}</span>
        <span>{area}</span>
        <span>{target.label}</span>
      </p>
      <h2 id="panel-title" tabIndex={-1}>
        {title === '' ? id : title}
      </h2>
      <p class={life.isBroken && life.judged > 0 ? 'lead-words bad' : 'lead-words'}>
        {lifeWords(life, { unit: target.unit, runs: target.nights.length - from }, (run) => dayOf(target.nights[run]?.at ?? ''))}
      </p>
      <Strip
        slices={outcomes.slice(from)}
        marks={target.nights.slice(from).flatMap(({ differs }, at) => (differs === undefined || at === 0 ? [] : [at]))}
      />
      <h3>What happened</h3>
      <ol class="periods">
        {periods.slice(0, most).map((period, at) => (
          <PeriodItem key={period.from} period={period} earlier={periods.slice(at + 1)} shown={shown} id={id} />
        ))}
      </ol>
      {left > 0 ? (
        <More
          label={`Show ${counted(left, 'earlier period')}`}
          left={counted(left, 'earlier period')}
          onMore={() => setMost(periods.length)}
        />
      ) : null}
      <h3>Go on</h3>
      {failure?.page === undefined ? null : (
        <Command text={`assay replay ${shellWord(failure.run)} ${shellWord(id)}`} label="Copy: judge it again as it failed last" />
      )}
      <Command text={`assay explain ${shellWord(id)}`} label="Copy: how it is judged" />
    </>
  );
};
