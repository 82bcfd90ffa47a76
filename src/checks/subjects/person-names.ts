import { wordsOf } from '../../contract/infer/words.ts';

/** Words for a person who does something about a resource. */
export const people: ReadonlySet<string> = new Set(
  'assignee owner reviewer approver responsible manager agent handler operator user member person editor lead technician mechanic employee driver clerk inspector'.split(
    ' ',
  ),
);

/** Words that make a member the id of what the others name. */
const idWords: ReadonlySet<string> = new Set(['id', 'uuid', 'guid']);

/** Is a member about one person, and nothing else: `assigneeId`, `reviewer`. */
export const namesPerson = (name: string): boolean => {
  const words = wordsOf(name).filter((word) => !idWords.has(word));
  return words.length > 0 && words.every((word) => people.has(word));
};

/** Is a member by its own name about whom something is assigned to: `assigneeId`, `assigned_to`. */
export const namesAssigned = (name: string): boolean => wordsOf(name).some((word) => word === 'assignee' || word === 'assigned');
