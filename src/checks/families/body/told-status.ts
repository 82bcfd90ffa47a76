import { outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { at, defineProbe, fail, inconclusive, pass, type Subject, unconfirmed } from '../../kit/define.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import { once } from '../../kit/session.ts';
import { withMistakenBody } from '../../requests/mistaken-body.ts';
import { brokenBodies, mostBodiesOf } from '../../scenarios/bodies/broken-bodies.ts';
import { type ToldStatuses, toldStatuses } from '../../subjects/told-statuses.ts';
import { brokenSubjects } from './breach-refused.ts';

type Told = Subject & { readonly operation: Operation; readonly told: ToldStatuses };

/** A refused body, what is wrong with it, and which of the two it is. */
type Refused = { readonly exchange: Exchange; readonly words: string; readonly kind: keyof ToldStatuses };

/** Keywords of which nothing but a rule of the document makes a mistake: a number that is too large may be none that a parser reads. */
const keywords: ReadonlySet<string> = new Set(['required', 'enum', 'type', 'minLength', 'maxLength', 'minItems', 'maxItems', 'pattern']);

const told = (contract: Contract): Told[] =>
  contract.standard.size === 0
    ? []
    : brokenSubjects(contract).flatMap(({ operation }) => {
        const found = toldStatuses(contract, operation);
        return found ? [at(operation.location, { operation, told: found })] : [];
      });

const what: Readonly<Record<keyof ToldStatuses, string>> = {
  unparsable: 'a body that is not JSON',
  invalid: 'a body that is JSON and breaks a rule',
};

export const toldStatusKept = defineProbe<Told, readonly Refused[]>({
  id: 'body/status-as-told',
  title: 'A body that is not JSON, and one that breaks a rule, are refused with the statuses that the document tells apart',
  why: 'Clients tell by the status whether they have to mend their program or what a person has typed.',
  fix: 'Let the parser of bodies and the check of values answer each with its own status.',
  phase: 'mutate',
  stage: 'refusals',
  exclusive: 'collection',
  over: told,
  prerequisites: ({ operation }, around) => prerequisitesFor(operation, around),
  cost: ({ operation }) => ({ requests: mostBodiesOf(operation) + 3, creates: 0 }),
  async run({ operation }, session) {
    const cut = await orSkipped(once(session, withMistakenBody(session, operation, 'cut-off')));
    const { tried } = await session.run(brokenBodies, { operation: operation.key });
    const broken = tried.filter(({ keyword, meansNone }) => keywords.has(keyword) && !meansNone);
    return [
      ...(isSkipped(cut) ? [] : [{ exchange: cut, words: 'truncated JSON', kind: 'unparsable' } as const]),
      ...broken.map(({ exchange, words }) => ({ exchange, words, kind: 'invalid' }) as const),
    ];
  },
  judge({ told: statuses }, refused) {
    const both = Object.values(statuses).map(({ status }) => status);
    // Any other status has another reason.
    const judged = refused.filter(({ exchange }) => both.includes(statusOf(exchange) ?? 0));
    const wrong = judged.filter(({ exchange, kind }) => statusOf(exchange) !== statuses[kind].status);
    const [first] = wrong;
    if (first) {
      const { kind, words, exchange } = first;
      const { status, node } = statuses[kind];
      // The same words and the node that promises it, whatever the operation: an API that mixes them up everywhere is told so once.
      const areAll = judged.every((one) => one.kind !== kind || wrong.includes(one));
      const finding = {
        code: `told-status-${kind}`,
        where: 'status',
        expected: `${status}, as the document says of ${what[kind]}`,
        actual: `status ${outcomeOf(exchange)}${areAll ? '' : ` to ${words}`}`,
        node,
      };
      return unconfirmed(fail(finding, [exchange], { judged: judged.length, breaches: wrong.length }));
    }
    return judged.length > 0
      ? pass(judged.length)
      : inconclusive(
          'No broken body was refused with one of these statuses',
          refused.map(({ exchange }) => exchange),
        );
  },
});
