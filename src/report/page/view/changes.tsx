import type { PageChanges } from '../page-model.ts';
import { usePage } from './page-state.ts';
import { moment } from '../../view/words.ts';

type Kind = PageChanges['rows'][number]['kind'];

const kinds: readonly { readonly kind: Kind; readonly sign: string; readonly tone: string; readonly words: string }[] = [
  { kind: 'regression', sign: '✗', tone: 'bad', words: 'newly broken' },
  { kind: 'warning', sign: '!', tone: 'warn', words: 'new warning' },
  { kind: 'changed', sign: '≠', tone: 'warn', words: 'broken in another way' },
  { kind: 'fix', sign: '✓', tone: 'good', words: 'mended' },
  { kind: 'newly-judged', sign: '+', tone: 'quiet', words: 'newly judged' },
  { kind: 'no-longer-judged', sign: '−', tone: 'quiet', words: 'no longer judged' },
];

const Rows = ({ rows }: { readonly rows: PageChanges['rows'] }) => {
  const { show, model } = usePage();
  return (
    <ul class="changed">
      {rows.map((row) => {
        const text = (
          <>
            <span class="id">{row.requirement}</span> {row.title}
            {model.targets.length > 1 ? <small> {model.targets[row.target]?.name}</small> : null}
            {row.reason === undefined ? null : <small> {row.reason}</small>}
          </>
        );
        const at = row.case;
        if (at === undefined) return <li key={row.requirement}>{text}</li>;
        const finding = model.cases[at]?.finding;
        return (
          <li key={`${row.kind} ${at}`}>
            <button
              type="button"
              class="plain link"
              onClick={() => show(finding === undefined ? { kind: 'case', at } : { kind: 'finding', at: finding })}
            >
              {text}
            </button>
          </li>
        );
      })}
    </ul>
  );
};

/** What changed since the last run of the same targets. */
export const Changes = () => {
  const { model } = usePage();
  const { changes } = model;
  if (changes === undefined)
    return <p class="since quiet">No earlier run of the same target lies beside this one, so there is nothing to compare it with.</p>;
  const still = model.findings.filter(({ since }) => since === 'still').length;
  const present = kinds
    .map((one) => ({ ...one, rows: changes.rows.filter((row) => row.kind === one.kind) }))
    .filter(({ rows }) => rows.length > 0);
  return (
    <section class="since" aria-labelledby="since">
      <h2 id="since">
        Since the last run <small>{moment(changes.startedAt)}</small>
      </h2>
      {changes.isOtherContract ? <p class="notice">The two runs judged by different versions of the contract.</p> : null}
      {present.length === 0 ? (
        <p>
          {still > 0
            ? `Nothing changed: the same ${still === 1 ? 'finding is' : `${still} findings are`} still there.`
            : 'Nothing changed.'}
        </p>
      ) : (
        <div class="kinds">
          {present.map(({ kind, sign, tone, words, rows }) => (
            <details key={kind} class={`kind ${tone}`}>
              <summary>
                <span class={`tone ${tone}`} aria-hidden="true">
                  {sign}
                </span>{' '}
                <strong>{rows.length}</strong> {words}
              </summary>
              <Rows rows={rows} />
            </details>
          ))}
          {still > 0 ? (
            <p class="kind quiet">
              <span class="tone" aria-hidden="true">
                =
              </span>{' '}
              <strong>{still}</strong> still broken
            </p>
          ) : null}
        </div>
      )}
    </section>
  );
};
