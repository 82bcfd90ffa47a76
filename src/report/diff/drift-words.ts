import type { CaseChange } from '../../policy/diff/case-changes.ts';
import type { FactChanges } from '../../policy/diff/fact-drift.ts';
import type { ShapeDrift } from '../../policy/diff/shape-drift.ts';

const counted = (count: number, noun: string, nouns = `${noun}s`): string => `${count} ${count === 1 ? noun : nouns}`;

/** What changed at a target in one sentence. */
export const countedDrift = (changes: readonly CaseChange[], facts: FactChanges, shapes: readonly ShapeDrift[] | undefined): string => {
  const count = (kind: CaseChange['kind']): number => changes.filter((one) => one.kind === kind).length;
  const parts = [
    counted(count('regression'), 'regression'),
    ...(count('warning') > 0 ? [counted(count('warning'), 'new warning')] : []),
    ...(count('changed') > 0 ? [`${count('changed')} failing in another way`] : []),
    counted(count('fix'), 'fix', 'fixes'),
    `${count('newly-judged')} newly judged`,
    `${count('no-longer-judged')} no longer judged`,
    `${counted(facts.drift.length, 'fact')} drifted`,
    ...(shapes === undefined ? [] : [`${counted(shapes.length, 'shape')} drifted`]),
  ];
  return `${parts.join(', ')}.`;
};
