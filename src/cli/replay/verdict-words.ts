import type { Fact, Verdict } from '../../model/verdict.ts';
import { documentWords, whereWords } from '../../report/finding-words.ts';

const times = (count: number): string => `${count} time${count === 1 ? '' : 's'}`;

const factText = ({ fact, at, value }: Fact): string => `${fact} at ${at}: ${JSON.stringify(value) ?? 'null'}`;

/** A verdict as a phrase, and its details as named lines. */
export const verdictWords = (
  verdict: Verdict,
): { readonly phrase: string; readonly lines: readonly (readonly [name: string, text: string])[] } => {
  switch (verdict.kind) {
    case 'pass':
      return { phrase: `pass, judged ${times(verdict.judged)}`, lines: (verdict.untried ?? []).map((part) => ['not tried', part]) };
    case 'fail': {
      const { code, expected, actual, exchanges } = verdict.finding;
      const document = documentWords(verdict.finding);
      const most = 5;
      const rest = exchanges.length - most;
      return {
        phrase: `fail, ${verdict.breaches} of ${times(verdict.judged)} (${code})`,
        lines: [
          ['where', whereWords(verdict.finding)],
          ['expected', expected],
          ['actual', actual],
          ...(document === undefined ? [] : [['document', document] as const]),
          ['exchanges', `${exchanges.slice(0, most).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`],
          ...(verdict.untried ?? []).map((part) => ['not tried', part] as const),
        ],
      };
    }
    case 'inconclusive':
      return { phrase: 'inconclusive', lines: [['reason', verdict.reason]] };
    case 'skipped':
      return { phrase: `skipped, ${verdict.because}`, lines: [['reason', verdict.reason]] };
    case 'observed':
      return { phrase: 'observed', lines: verdict.facts.map((fact) => ['fact', factText(fact)]) };
    case 'broken':
      return { phrase: 'broken in assay itself', lines: [['error', verdict.error]] };
    default:
      return verdict satisfies never;
  }
};
