import type { Outcome } from '../../../model/verdict.ts';
import type { Tone } from '../../page/page-model.ts';
import { emptyBefore } from './slots.ts';

/** How a slice of a strip looks: its class, and where it begins, from 0 at the top to 1. What is worse is taller, so colour is not the only difference. */
type Look = { readonly fill: string; readonly top: number };

const ofOutcome: Readonly<Record<Outcome, Look>> = {
  fail: { fill: 'fail', top: 0 },
  broken: { fill: 'broken', top: 0 },
  pass: { fill: 'pass', top: 0.38 },
  observed: { fill: 'observed', top: 0.38 },
  inconclusive: { fill: 'inconclusive', top: 0.66 },
  skipped: { fill: 'skipped', top: 0.82 },
};

const ofTone: Readonly<Record<Tone, Look>> = {
  bad: { fill: 'fail', top: 0 },
  good: { fill: 'pass', top: 0.38 },
  open: { fill: 'inconclusive', top: 0.66 },
};

/** Runs up to which there is a gap between two slices; more of them would be finer than a pixel. */
const mostWithGaps = 120;

const rounded = (value: number): number => Math.round(value * 1000) / 1000;

/** Where the slices end that look as the one at an index. */
const endOf = (looks: readonly (Look | undefined)[], at: number): number => {
  const end = looks.findIndex((look, index) => index > at && look !== looks[at]);
  return end < 0 ? looks.length : end;
};

/** The narrowest slice of a failure, as a part of the strip: one in a thousand runs has to be seen. */
const leastShare = 1 / 300;

/** One path for each look, what is worse above the rest: a strip of a thousand runs costs as much as one of ten. */
const pathsOf = (looks: readonly (Look | undefined)[]): readonly (readonly [fill: string, path: string])[] => {
  const isJoined = looks.length > mostWithGaps;
  const gap = isJoined ? 0 : 0.16;
  const paths = new Map<string, string>();
  for (let at = 0; at < looks.length;) {
    const look = looks[at];
    const end = isJoined ? endOf(looks, at) : at + 1;
    if (look !== undefined) {
      const drawn = end - at - gap;
      const wide = rounded(look.top === 0 ? Math.max(drawn, looks.length * leastShare) : drawn);
      const left = rounded(Math.min(at + gap / 2, looks.length - wide));
      paths.set(look.fill, `${paths.get(look.fill) ?? ''}M${left} ${look.top}h${wide}V1h${-wide}z`);
    }
    at = end;
  }
  return [...paths].toSorted(([a], [b]) => Number(isWorst(a)) - Number(isWorst(b)));
};

const isWorst = (fill: string): boolean => fill === 'fail' || fill === 'broken';

type StripProps = {
  readonly slices: readonly (Outcome | undefined)[] | readonly Tone[];
  /** Indices of the slices before which something else changed. */
  readonly marks?: readonly number[];
  /** The slice that is pointed at. */
  readonly cursor?: number | undefined;
};

/** Outcomes or verdicts from left to right, oldest first. What it shows has to be said in words beside it. */
export const Strip = ({ slices, marks = [], cursor }: StripProps) => {
  const empty = emptyBefore(slices.length);
  const looks = [
    ...Array.from({ length: empty }, () => undefined),
    ...slices.map((one): Look | undefined =>
      one === undefined ? undefined : one in ofTone ? ofTone[one as Tone] : ofOutcome[one as Outcome],
    ),
  ];
  return (
    <svg class="strip" viewBox={`0 0 ${looks.length} 1`} preserveAspectRatio="none" aria-hidden="true">
      {empty === 0 ? null : <rect class="empty" x="0" width={empty} y="0.94" height="0.06" />}
      {cursor === undefined ? null : <rect class="cursor" x={empty + cursor} width="1" y="0" height="1" />}
      {pathsOf(looks).map(([fill, path]) => (
        <path key={fill} class={`fill ${fill}`} d={path} />
      ))}
      {marks.map((at) => (
        <line key={at} class="change" x1={empty + at} x2={empty + at} y1="0" y2="1" vector-effect="non-scaling-stroke" />
      ))}
    </svg>
  );
};
