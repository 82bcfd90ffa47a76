import { isDoubtful } from '../../contract/infer/firm-sentences.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { nodeOf } from '../../model/location.ts';
import { clausesOf, inWords, type State } from './state-mentions.ts';

/** Words by which what a DELETE names is there afterwards. */
const stays =
  / (?:soft deletes?|soft deleted|soft deletion|(?:never|not) (?:really |actually |physically |ever )?(?:erased|deleted|removed|destroyed)|(?:record|it|entry|data|resource|row) (?:itself )?(?:stays|remains|is kept|is retained|is preserved|survives)|(?:stays|remains) (?:readable|in place|on file|available)|keeps the (?:record|entry|data|row)) /u;

/** Words by which something holds on a condition, may happen, or is told of something else. */
const conditional =
  / (?:if|when|unless|may|might|can|could|or|either|whether|depending|(?<! at )once|later|eventually|until|as long as|only|whose|their|theirs|those|all|any|each|every|which|without) /u;

/** Words for a moment at which what was kept is gone after all. */
const purged =
  / (?:days?|months?|years?|at night|nightly|(?:no longer|not|never) (?:be )?(?:accessible|readable|reachable|found|visible|shown|returned|available)|(?:reads?|reading|customers|callers|afterwards|then)(?: \w+){0,4} (?:404|410)|purged?|purges|hard deletes?|hard deleted|permanently|for good|irreversibl[ey]|cascades?) /u;

/**
 * The state that a removal leads to, where its text says so in plain words: "Soft delete: the record stays, with status INACTIVE", "its status becomes released",
 * "The record is kept and marked as archived". Undefined where it may be gone, or its words leave the state open.
 * @param noun What the resource is called, in the singular.
 */
export const keptInState = ({ document }: Contract, remove: Operation, states: readonly State[], noun: string): State | undefined => {
  const clauses = saidIn(valueAt(document, nodeOf(remove.location)))
    .flatMap(clausesOf)
    .filter((clause) => !isDoubtful(clause))
    .map(inWords);
  if (clauses.some((words) => purged.test(words))) return undefined;
  const isKept = clauses.some((words) => stays.test(words) && !conditional.test(words));
  // "The invoice stays" says nothing of an order.
  const kept = / (?:the|its|an?|their) (?<thing>[a-z]+) (?:itself )?(?:stays|remains|is kept|is retained|is preserved|survives) /u;
  const isOfOther = (words: string): boolean => {
    const thing = kept.exec(words)?.groups?.['thing'];
    return thing !== undefined && ![noun, 'record', 'entry', 'row', 'data', 'resource', 'object', 'item'].includes(thing);
  };
  if (clauses.some(isOfOther)) return undefined;
  /** What may follow: "closed for paid ones" and "closed in the ledger" are about some, or something else. */
  const end = '(?=$|(?:and|but|then|at once|afterwards|immediately|again|so|which|instead|as well|too) )';
  const own = `(?:it|its|the ${noun}|the record|the entry)`;
  const found = clauses
    .filter((words) => !conditional.test(words))
    .flatMap((words) =>
      states.filter(({ name }) => {
        const forms = [
          ` (?:its|the) (?:status|state) (?:then )?(?:becomes|is set to|changes to|turns to|goes to|is then|is afterwards) ${name} `,
          ` sets (?:its|the) (?:status|state)(?: of the ${noun})? to ${name} `,
          ...(isKept
            ? [
                ` (?:with|in) (?:the |its )?(?:status|state)(?: set to| of)? ${name} `,
                ` (?:with|in) (?:the |its )?${name} (?:status|state) `,
                ` ${own} (?:becomes|is set to|turns|is marked(?: as)?|goes to|moves to|is moved to) ${name} `,
                ` (?:and|is|gets|be) marked(?: as)? ${name} `,
                ` (?:status|state) ${name} `,
              ]
            : []),
        ];
        return forms.some((form) => new RegExp(`${form}${end}`, 'u').test(words));
      }),
    );
  const [state, ...others] = new Set(found);
  return others.length === 0 ? state : undefined;
};
