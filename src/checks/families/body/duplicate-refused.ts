import { askedSchema } from '../../../contract/asked-content.ts';
import { areUniqueAlone } from '../../../contract/infer/unique-members.ts';
import { isSuccess, outcomeOf } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { bodyMembers } from '../../../generators/body-members.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { at, defineProbe, fail, inconclusive, type Subject, unconfirmed } from '../../kit/define.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import { judgeErrorResponse, otherMistakes } from '../../kit/error-response.ts';
import { hasStatus } from '../../kit/success.ts';
import { duplicate, type Duplicate } from '../../scenarios/bodies/duplicate.ts';
import { givesAnyOf } from '../../subjects/fresh-values.ts';
import { errorResponseOf } from '../../subjects/mistaken-bodies.ts';
import { namesMember } from './named-member.ts';

/** A creation that must be refused when it is repeated, the members that must be unique, and those of them that must be so each by itself. */
type Unrepeatable = Subject & { readonly operation: Operation; readonly unique: readonly string[]; readonly alone: readonly string[] };

/** The members of several that must be unique each by itself. */
const aloneIn = ({ document, standard }: Contract, create: Operation, unique: readonly string[]): readonly string[] =>
  standard.size > 0 && areUniqueAlone(document, create, askedSchema(create.body), unique) ? unique : [];

export const duplicateRefused = defineProbe<Unrepeatable, Duplicate>({
  id: 'body/duplicate-refused',
  title: 'A resource that must be unique is not created a second time',
  why: 'A client that repeats a creation after a lost answer relies on the second one being refused.',
  fix: 'Compare with existing resources before anything is done, and refuse with the documented status.',
  reads: 'refusals.duplicate',
  phase: 'mutate',
  stage: 'using',
  exclusive: 'collection',
  over: (contract) =>
    [...contract.resourceTypes, ...contract.presumedResourceTypes].flatMap(({ create, unique }) =>
      create && unique.length > 0 && errorResponseOf(create, 'duplicate').length > 0
        ? [at(create.location, { operation: create, unique, alone: aloneIn(contract, create, unique) })]
        : [],
    ),
  prerequisites: ({ operation }, around) => prerequisitesFor(operation, around),
  // The second creation is refused where the requirement is kept.
  cost: ({ alone }) => ({ requests: 30 + alone.length, creates: 1 + alone.length }),
  run: ({ operation, alone }, session) => session.run(duplicate, { operation: operation.key, alone }),
  judge(subject, { first, second, alone }, { contract }) {
    const { operation, unique } = subject;
    const { creation } = first;
    if (!givesAnyOf(unique, creation.request)) return inconclusive(`The creation gives no ${unique.join(' or ')}`, [creation]);
    if (first.kind === 'not-created') return inconclusive(`Nothing was created: ${outcomeOf(creation)}`, [creation]);
    if (first.kind === 'not-listed') {
      return inconclusive(`The created resource did not appear in its list (waited for up to ${first.withinMs / 1000} s)`, [creation]);
    }
    if (!second) return inconclusive('The request was not repeated', [creation]);
    // A replacement that names no version, or an old one, is refused before anybody looks for a second one (RFC 9110, section 13.1.1; RFC 6585, section 3).
    if (hasStatus(second, [412, 428])) return inconclusive(`The precondition was refused: ${outcomeOf(second)}`, [second, creation]);
    const other = memberElsewhere(contract, subject, second);
    if (other !== undefined) return inconclusive(`The error response is about "${other}": ${outcomeOf(second)}`, [second, creation]);
    const expected = errorResponseOf(operation, 'duplicate');
    const wrong = otherMistakes(operation, expected);
    const verdict = judgeErrorResponse(second, {
      expected,
      wrong,
      code: 'duplicate',
      where: 'request body',
      mistake: 'the same request again',
    });
    if (verdict.kind !== 'fail') {
      const taken = verdict.kind === 'pass' ? alone.find(({ exchange }) => isSuccess(exchange) && !hasStatus(exchange, [202])) : undefined;
      if (!taken) return verdict;
      const { name, exchange } = taken;
      const actual = `status ${outcomeOf(exchange)}`;
      const wanted = `status ${expected.join(' or ')} to a creation with the "${name}" of another resource`;
      return unconfirmed(
        fail({ code: 'duplicate-accepted', where: `request body /${name}`, expected: wanted, actual }, [exchange, creation]),
      );
    }
    return { ...verdict, finding: { ...verdict.finding, exchanges: [second.id, creation.id] } };
  },
});

/**
 * The member that the details of an error response name, where it is none of those that must be unique: the request was then refused for
 * another reason. Undefined for the documented status and for details that name no member.
 */
const memberElsewhere = (contract: Contract, { operation, unique }: Unrepeatable, refused: Exchange): string | undefined => {
  if (hasStatus(refused, errorResponseOf(operation, 'duplicate'))) return undefined;
  if (unique.some((name) => namesMember(operation, refused, name))) return undefined;
  return bodyMembers(contract, operation).find(({ name }) => namesMember(operation, refused, name))?.name;
};
