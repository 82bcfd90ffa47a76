import { grouped } from '../../page/grouped.ts';
import { toneSigns } from '../../view/tone-signs.ts';
import { useComparison, type ShownSection } from './compare-state.ts';

type Counts = { readonly like: number; readonly other: number; readonly apart: number; readonly unknown: number };

const countsOf = ({ rows }: ShownSection, column: number): Counts => {
  const counts = { like: 0, other: 0, apart: 0, unknown: 0 };
  for (const { standings } of rows) counts[standings.get(column) ?? 'unknown'] += 1;
  return counts;
};

const kinds = ['other', 'apart', 'like', 'unknown'] as const;

type Words = Readonly<Record<keyof Counts, string>>;

/** What the counts of a section mean. */
const wordsOf = (isJudged: boolean, base: string | undefined): Words => {
  if (base !== undefined) return { like: `as ${base}`, other: `other than ${base}`, apart: '', unknown: 'not known here or there' };
  return isJudged
    ? { like: 'passed', other: 'failed', apart: '', unknown: 'not judged' }
    : { like: 'as most do', other: 'other than most', apart: 'where each differs', unknown: 'not known' };
};

const told = (counts: Counts, words: Words): string =>
  kinds
    .filter((kind) => counts[kind] > 0)
    .map((kind) => `${counts[kind]} ${words[kind]}`)
    .join(', ');

const Bar = ({ counts, isJudged }: { readonly counts: Counts; readonly isJudged: boolean }) => {
  const all = kinds.reduce((sum, kind) => sum + counts[kind], 0);
  let from = 0;
  return (
    <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
      {kinds.map((kind) => {
        const x = from;
        const width = (counts[kind] / Math.max(all, 1)) * 100;
        from += width;
        return width === 0 ? null : (
          <rect key={kind} class={`share ${isJudged ? 'judged' : ''} ${kind}`} x={x} width={Math.max(width - 1, 0.5)} height="8" />
        );
      })}
    </svg>
  );
};

const isJudgedSection = ({ section }: ShownSection): boolean => section.rows.some(({ kind }) => kind === 'requirement' || kind === 'check');

/** Titles in one list, in which a word that several begin with stands once: `Checks: auth, status`. */
const titlesOf = (sections: readonly ShownSection[]): string => {
  const parts = sections.map(({ section }) => section.title.split(': '));
  return [...grouped(parts, ([first = '', second]) => (second === undefined ? '' : first))]
    .map(([first, all]) => `${first === '' ? '' : `${first}: `}${all.map((part) => part.at(-1)).join(', ')}`)
    .join('; ');
};

/** The verdict of a target in one word. */
const Verdict = ({ at }: { readonly at: number }) => {
  const column = useComparison().model.columns[at];
  return column === undefined ? null : (
    <span class={`tone ${column.tone}`}>
      <span aria-hidden="true">{toneSigns[column.tone]} </span>
      {column.word}
    </span>
  );
};

/** Where the targets part, at a glance: a row for each subject, a cell for each target. */
export const Overview = () => {
  const { model, columns, sections: all, place, isLive } = useComparison();
  const isApart = (one: ShownSection): boolean =>
    columns.some((at) => {
      const { other, apart } = countsOf(one, at);
      return other + apart > 0;
    });
  const [sections, alike] = [all.filter(isApart), all.filter((one) => !isApart(one))];
  const base = place.base === undefined ? undefined : model.columns[place.base]?.label;
  return (
    <section class="overview" aria-labelledby="overview">
      <h2 id="overview">
        At a glance{' '}
        <small>
          {base === undefined
            ? 'how many rows of each subject are other than most, or failed, at each target'
            : `how many rows of each subject are other than at ${base}`}
        </small>
      </h2>
      <table>
        <thead>
          <tr>
            <th scope="col">Subject</th>
            {columns.map((at) => (
              <th scope="col" key={at}>
                <span class="name">
                  {model.columns[at]?.label} <Verdict at={at} />
                </span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sections.map((one) => {
            const isJudged = isJudgedSection(one);
            const words = wordsOf(isJudged, base);
            const { id, title, rows } = one.section;
            return (
              <tr key={id}>
                <th scope="row">
                  {isLive ? (
                    <button type="button" class="plain link" onClick={() => document.getElementById(id)?.scrollIntoView()}>
                      {title}
                    </button>
                  ) : (
                    title
                  )}{' '}
                  <small>{rows.length}</small>
                </th>
                {columns.map((at) => {
                  const counts = countsOf(one, at);
                  const differing = counts.other + counts.apart;
                  return (
                    <td key={at} title={told(counts, words)}>
                      <span class={differing === 0 ? 'count zero' : 'count'} aria-hidden="true">
                        {differing === 0 ? '·' : differing}
                      </span>
                      <span class="unseen">{told(counts, words)}</span>
                      <Bar counts={counts} isJudged={isJudged} />
                    </td>
                  );
                })}
              </tr>
            );
          })}
        </tbody>
      </table>
      {alike.length === 0 ? null : (
        <p class="note">
          {base === undefined ? 'No difference and no failure in' : 'No difference in'} {titlesOf(alike)}.
        </p>
      )}
      <Legend base={base} hasJudged={sections.some(isJudgedSection)} />
    </section>
  );
};

/** What the colours mean. */
const Legend = ({ base, hasJudged }: { readonly base: string | undefined; readonly hasJudged: boolean }) => {
  const [some, judged] = [wordsOf(false, base), wordsOf(true, base)];
  const keys = [
    ['share other', some.other],
    ['share apart', some.apart],
    ['share like', some.like],
    ...(hasJudged
      ? [
          ['share judged other', base === undefined ? judged.other : `outcome ${judged.other}`],
          ['share judged like', base === undefined ? judged.like : `outcome ${judged.like}`],
        ]
      : []),
    ['share unknown', some.unknown],
  ] as const;
  return (
    <ul class="legend">
      {keys
        .filter(([, words]) => words !== '')
        .map(([name, words]) => (
          <li key={name}>
            <i class={`key ${name}`} /> {words}
          </li>
        ))}
    </ul>
  );
};
