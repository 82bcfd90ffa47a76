import { parametersIn } from '../../../contract/infer/path-template.ts';
import { isSuccess, outcomeOf } from '../../../contract/message.ts';
import type { Contract } from '../../../contract/model.ts';
import { placeholdersIn } from '../../../generators/placeholder.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { type PlannedRequest, holdsValue } from '../../../model/request.ts';
import { defineProbe, fail, inconclusive, NotTried, pass } from '../../kit/define.ts';
import type { Session } from '../../kit/session.ts';
import { keyedRequest, keyedTwice } from '../../scenarios/lifecycle/keyed-creation.ts';
import { onResource, parentsOf } from '../../scenarios/lifecycle/look-at-resource.ts';
import { prerequisitesToCreate } from '../../subjects/creators.ts';
import { idOfKeyed, type Keyed, keyedCreations } from '../../subjects/keyed-creations.ts';

type SentByTwo = { readonly first: Exchange; readonly others: Exchange | undefined };

/** Does a request name something of our account, which nobody else can use, in its path or its body. */
const namesOurs = ({ pathValues, body }: PlannedRequest): boolean =>
  [...Object.values(pathValues), JSON.stringify(body ?? null)].some((text) => placeholdersIn(text).length > 0);

/** Is an id one that the request itself brought: then two resources of two accounts may have it. */
const isChosen = ({ request: { body } }: Exchange, id: string): boolean =>
  holdsValue(body) && (JSON.stringify(body.value) ?? '').includes(JSON.stringify(id));

/** Removes what the other account was given, with its own credential. */
const takeBack = async (session: Session, keyed: Keyed, made: Exchange): Promise<void> => {
  const { remove } = keyed.resourceType;
  const id = idOfKeyed(session.contract, keyed, made);
  if (!remove || id === undefined) return;
  await onResource(session, remove, id, { purpose: 'take-back', parents: parentsOf(made), credential: { kind: 'valid', name: 'other' } });
};

/** Accounts are told apart by the credential alone: nobody else's key may open what a creation answered. */
const ofAccounts = (contract: Contract): Keyed[] =>
  keyedCreations(contract).filter(({ operation }) => operation.secured && operation.takesKey);

export const keyOfAnotherAccount = defineProbe<Keyed, SentByTwo>({
  id: 'idempotency/key-of-another-account',
  title: 'An Idempotency-Key that another account sends too is not answered with what the first account created',
  why: 'Keys are often counters or numbers of orders. Two customers who use the same one would see, and believe to have paid, the order of the other.',
  fix: 'Store keys together with the account of the credential, and look them up by both.',
  phase: 'mutate',
  stage: 'using',
  exclusive: 'collection',
  over: ofAccounts,
  prerequisites: (keyed, around) => [...prerequisitesToCreate(keyed, around), { kind: 'credential', name: 'other' }],
  cost: () => ({ requests: 8, creates: 2 }),
  async run(keyed, session) {
    const request = keyedRequest(session, keyed, 'keyed-once');
    const stays = keyed.resourceType.remove === undefined && parametersIn(keyed.operation.path).length === 0 && !namesOurs(request);
    if (stays && !session.target.allow.includes('destructive'))
      throw new NotTried('not-allowed', 'It could leave something in the other account that no operation removes (--allow destructive)');
    const { first } = await session.run(keyedTwice, { operation: keyed.operation.key });
    if (!isSuccess(first)) return { first, others: undefined };
    const { credential } = first.request;
    if (credential.kind === 'valid' && credential.name === 'other')
      throw new NotTried('not-applicable', 'The other account itself creates such resources in this run, because "key" may not');
    const others = await session.send({ ...first.request, credential: { kind: 'valid', name: 'other' }, faults: ['credential-forbidden'] });
    const [one, other] = [idOfKeyed(session.contract, keyed, first), idOfKeyed(session.contract, keyed, others)];
    if (isSuccess(others) && (one !== other || (one !== undefined && isChosen(first, one)))) await takeBack(session, keyed, others);
    return { first, others };
  },
  judge(keyed, { first, others }, { contract }) {
    if (others === undefined) return inconclusive(`The creation was answered ${outcomeOf(first)}`, [first]);
    const one = idOfKeyed(contract, keyed, first);
    if (one === undefined) return inconclusive(`The answer ${outcomeOf(first)} shows no id`, [first]);
    if (isChosen(first, one) && isSuccess(others)) return inconclusive(`The request itself names the id ${one}`, [others, first]);
    if (!isSuccess(others) || idOfKeyed(contract, keyed, others) !== one) return pass(1);
    const expected = 'a resource of its own or a refusal, because the key comes from another account';
    const actual = `${outcomeOf(others)} with ${one}, which the first account created`;
    return fail({ code: 'key-shared-by-accounts', where: keyed.parameter.name, expected, actual }, [others, first]);
  },
});
